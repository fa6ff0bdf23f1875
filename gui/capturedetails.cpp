// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/capturedetails.h"

#include "gui/doctorpane.h"
#include "gui/fonts.h"
#include "gui/iconlabel.h"
#include "gui/mutedlabel.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/processmodel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{
namespace
{

constexpr auto folderKey = "Capture/Folder";
constexpr auto compressKey = "Capture/Compress";
constexpr int planKind = 0;
constexpr int planDelayMilliseconds = 150; ///< keys held down pass over many processes

/// What counts, then what explains it.
Runs pair(const QString &value, const QString &note, Theme::Role role = Theme::Role::Text)
{
    return {Run::plain(value, role, Run::SemiBold, 2), Run::plain(QStringLiteral("  ")),
            Run::plain(note, Theme::Role::Muted, Run::Plain, 1)};
}

/// A busy machine makes it longer, and nobody knows by how much before.
QString pauseOf(const CapturePlan &plan)
{
    constexpr double worthTelling = 1.5;
    if (plan.longestPauseSeconds < plan.pauseSeconds * worthTelling)
        return CaptureDetails::tr("about %1").arg(pauseText(plan.pauseSeconds));
    return CaptureDetails::tr("%1 to %2").arg(pauseText(plan.pauseSeconds), pauseText(plan.longestPauseSeconds));
}

}

QString defaultCaptureFolder()
{
    return QDir::home().filePath(QStringLiteral("Dumps"));
}

CaptureDetails::CaptureDetails(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_facts(new RunLabel(this))
    , m_form(new QWidget(this))
    , m_grid(new QGridLayout(m_form))
    , m_pause(new RunLabel(m_form))
    , m_size(new RunLabel(m_form))
    , m_needs(new RunLabel(m_form))
    , m_permission(new RunLabel(m_form))
    , m_lost(new RunLabel(m_form))
    , m_mode(new QComboBox(m_form))
    , m_folder(new QLineEdit(m_form))
    , m_file(new QLineEdit(m_form))
    , m_compress(new QCheckBox(tr("Compress with zstd, once it runs on"), m_form))
    , m_doctor(new DoctorPane(this))
    , m_delay(new QTimer(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit * 5 / 4, unit, unit * 5 / 4, unit);
    column->setSpacing(unit / 2);
    auto *head = new QHBoxLayout;
    head->setSpacing(unit * 3 / 4);
    auto *icon = new IconLabel(QStringLiteral("process"), this);
    head->addWidget(icon, 0, Qt::AlignVCenter);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    m_title->setFont(headlineFont(font()));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_facts->setFont(factFont(font()));
    words->addWidget(m_title);
    words->addWidget(m_facts);
    head->addLayout(words, 1);
    column->addLayout(head);
    setupForm();
    column->addWidget(m_form);
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Sunken);
    column->addWidget(line);
    column->addWidget(m_doctor);
    column->addStretch(1);
    m_delay->setSingleShot(true);
    m_delay->setInterval(planDelayMilliseconds);
    connect(m_delay, &QTimer::timeout, this, &CaptureDetails::askPlan);
    setProcess(nullptr);
}

CaptureDetails::~CaptureDetails() = default;

QLabel *CaptureDetails::addRow(const QString &name, QWidget *field)
{
    auto *label = new MutedLabel(name, m_form);
    label->setMinimumWidth(fontMetrics().averageCharWidth() * 15);
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field, row, 1);
    label->setBuddy(field);
    field->setAccessibleName(name);
    return label;
}

void CaptureDetails::setupForm()
{
    const int unit = gridUnit(fontMetrics());
    m_grid->setContentsMargins(0, unit / 4, 0, unit / 4);
    m_grid->setHorizontalSpacing(unit / 2);
    m_grid->setVerticalSpacing(unit * 3 / 8);
    m_grid->setColumnStretch(1, 1);
    auto *section = new QLabel(tr("Capture without stopping it"), m_form);
    section->setFont(semiBold(font()));
    m_grid->addWidget(section, 0, 0, 1, 2);
    addRow(tr("Pause"), m_pause);
    addRow(tr("Size"), m_size);
    addRow(tr("Needs"), m_needs);
    addRow(tr("Permission"), m_permission);
    m_lostName = addRow(tr("On disk"), m_lost);
    m_mode->addItem(tr("Chosen by free memory"));
    m_mode->addItem(tr("Fast pause: copy to memory, write afterwards"), int(CaptureMode::FastPause));
    m_mode->addItem(tr("Low memory: write while it stands still"), int(CaptureMode::LowMemory));
    m_mode->setMinimumContentsLength(10);
    m_mode->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addRow(tr("Mode"), m_mode);
    auto *folder = new QWidget(m_form);
    auto *row = new QHBoxLayout(folder);
    row->setContentsMargins(0, 0, 0, 0);
    auto *browse = new QToolButton(folder);
    browse->setAutoRaise(true);
    browse->setIcon(symbolicIcon(QStringLiteral("document-open-folder")));
    browse->setToolTip(tr("Choose another folder"));
    browse->setAccessibleName(tr("Choose Folder"));
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    folder->setFocusProxy(m_folder);
    addRow(tr("Folder"), folder);
    m_folder->setAccessibleName(tr("Folder"));
    addRow(tr("File"), m_file);
    m_grid->addWidget(m_compress, m_grid->rowCount(), 1);
    const QSettings settings;
    m_folder->setText(settings.value(QLatin1String(folderKey), defaultCaptureFolder()).toString());
    m_compress->setChecked(settings.value(QLatin1String(compressKey), false).toBool());

    connect(browse, &QToolButton::clicked, this, &CaptureDetails::chooseFolder);
    connect(m_mode, &QComboBox::activated, m_delay, qOverload<>(&QTimer::start));
    connect(m_folder, &QLineEdit::textChanged, this, [this](const QString &text) {
        QSettings().setValue(QLatin1String(folderKey), text);
        m_delay->start();
    });
    connect(m_file, &QLineEdit::textEdited, this, [this](const QString &text) { m_fileNamed = !text.isEmpty(); });
    connect(m_compress, &QCheckBox::toggled, this, [this](bool compress) {
        QSettings().setValue(QLatin1String(compressKey), compress);
        nameFile();
        m_delay->start();
    });
}

void CaptureDetails::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder for Captures"), m_folder->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &CaptureDetails::setFolder);
    dialog->open();
}

void CaptureDetails::setFolder(const QString &folder)
{
    m_folder->setText(folder);
}

bool CaptureDetails::usesDefaultFolder() const
{
    return m_folder->text() == defaultCaptureFolder();
}

void CaptureDetails::setProcess(const ProcessRow *process)
{
    const bool isSame = process && m_process && process->id == m_process->id;
    m_process = process ? std::optional(*process) : std::nullopt;
    m_form->setVisible(process != nullptr);
    m_doctor->setVisible(process != nullptr);
    if (!process) {
        m_thread.drop(planKind);
        m_plan.reset();
        m_title->setText(tr("No process chosen"));
        m_facts->setText(tr("Choose one in the list."), Theme::Role::Muted);
        Q_EMIT planChanged();
        return;
    }
    QStringList facts{tr("PID %1").arg(process->id.pid)};
    if (!process->goVersion.empty())
        facts.append(shown(process->goVersion));
    facts.append(tr("user %1").arg(shown(process->user)));
    if (const QString start = startText(process->startedAt); !start.isEmpty())
        facts.append(tr("since %1").arg(start));
    if (process->isContained)
        facts.append(tr("in a container"));
    m_title->setText(shown(process->name));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")), Theme::Role::Muted);
    if (isSame)
        return;
    m_hasEnded = false;
    m_fileNamed = false;
    m_problem.clear();
    m_plan.reset();
    for (RunLabel *label : {m_pause, m_size, m_needs, m_permission})
        label->setText(QStringLiteral("…"), Theme::Role::Muted);
    showLost({});
    nameFile();
    m_delay->start();
    m_doctor->clear();
    Q_EMIT planChanged();
}

void CaptureDetails::setEnded()
{
    if (m_hasEnded || !m_process)
        return;
    m_hasEnded = true;
    m_delay->stop();
    m_thread.drop(planKind);
    m_plan.reset();
    m_doctor->hide();
    showError(tr("this process has ended"));
}

void CaptureDetails::nameFile()
{
    if (m_fileNamed || !m_process)
        return;
    m_file->setText(QString::fromStdString(defaultCaptureName(
        m_process->name, m_process->id.pid, QDateTime::currentSecsSinceEpoch(), m_compress->isChecked())));
    m_file->setCursorPosition(0);
}

CaptureOptions CaptureDetails::options()
{
    nameFile();
    CaptureOptions options;
    if (m_process)
        options.process = m_process->id;
    options.output = QDir(m_folder->text()).filePath(m_file->text()).toStdString();
    if (m_mode->currentData().isValid())
        options.mode = CaptureMode(m_mode->currentData().toInt());
    options.compress = m_compress->isChecked();
    return options;
}

QString CaptureDetails::refusal() const
{
    if (!m_process)
        return tr("No process is chosen.");
    if (!m_problem.isEmpty())
        return m_problem;
    if (!m_plan)
        return tr("Still asking whether it can be taken.");
    if (!m_plan->isAllowed && !m_plan->needsPrivilege)
        return shown(m_plan->permission);
    return {};
}

void CaptureDetails::askPlan()
{
    if (!m_process || m_hasEnded)
        return;
    m_doctor->examine(m_process->id);
    m_thread.ask(
        planKind, this, [options = options()](const std::stop_token &) { return planCapture(options); },
        [this](const Result<CapturePlan> &plan) {
            m_plan.reset();
            m_problem.clear();
            if (plan) {
                m_plan = *plan;
                showPlan();
            } else {
                showError(errorText(plan.error()));
            }
        });
}

void CaptureDetails::showError(const QString &sentence)
{
    m_problem = sentence;
    for (RunLabel *label : {m_pause, m_size, m_needs})
        label->setText(QStringLiteral("–"), Theme::Role::Muted);
    m_permission->setRuns(pair(tr("can’t be taken"), sentence, Theme::Role::Crash));
    showLost({});
    Q_EMIT planChanged();
}

void CaptureDetails::showLost(const QString &sentence)
{
    m_lost->setText(sentence, Theme::Role::Warning);
    m_lost->setVisible(!sentence.isEmpty());
    m_lostName->setVisible(!sentence.isEmpty());
}

void CaptureDetails::showPlan()
{
    const CapturePlan &plan = *m_plan;
    m_pause->setRuns(pair(pauseOf(plan),
                          plan.threads == 1 ? tr("for %1 in 1 thread").arg(sizeText(plan.bytes))
                                            : tr("for %1 in %2 threads").arg(sizeText(plan.bytes)).arg(plan.threads)));
    m_pause->setToolTip(plan.longestPauseSeconds > plan.pauseSeconds
                            ? tr("How long it stands still: on a quiet machine, and on this one, as busy as it is now")
                            : tr("How long it stands still"));
    const bool hasPlace = plan.hasFolder || usesDefaultFolder();
    const bool isTight = plan.freeSpace < plan.bytes || !hasPlace;
    m_size->setRuns(
        pair(tr("about %1").arg(sizeText(plan.bytes)),
             hasPlace ? tr("%1 free there").arg(sizeText(plan.freeSpace)) : tr("but there is no such folder"),
             isTight ? Theme::Role::Warning : Theme::Role::Text));
    const bool isFast = (m_mode->currentData().isValid() ? CaptureMode(m_mode->currentData().toInt()) : plan.mode)
        == CaptureMode::FastPause;
    m_needs->setRuns(isFast ? pair(tr("%1 of memory").arg(sizeText(plan.bytes)),
                                   tr("%1 free").arg(sizeText(plan.freeMemory)),
                                   plan.freeMemory < plan.bytes ? Theme::Role::Warning : Theme::Role::Text)
                            : pair(tr("little memory"), tr("but a longer pause")));
    const QString permission = shown(plan.permission);
    if (plan.isAllowed)
        m_permission->setRuns(pair(tr("allowed"), permission));
    else if (plan.needsPrivilege)
        m_permission->setRuns(pair(tr("asks for a password"), permission, Theme::Role::Warning));
    else
        m_permission->setRuns(pair(tr("not allowed"), permission, Theme::Role::Crash));
    showLost(shown(plan.lostFiles));
    m_mode->setItemText(0,
                        plan.mode == CaptureMode::FastPause ? tr("Fast pause, chosen by free memory")
                                                            : tr("Low memory, chosen by free memory"));
    m_mode->setToolTip(shown(plan.modeReason));
    Q_EMIT planChanged();
}

}
