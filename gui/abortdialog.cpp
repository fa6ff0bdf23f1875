// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"

#include "gui/capturedetails.h"
#include "gui/capturestrip.h"
#include "gui/doctorpane.h"
#include "gui/fonts.h"
#include "gui/mutedlabel.h"
#include "gui/pagescroll.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/verdictbar.h"
#include "gui/windowplace.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/capturerun.h"
#include "model/corewaittext.h"
#include "model/deathwait.h"
#include "model/format.h"
#include "model/processmodel.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <csignal>

namespace Freezeframe
{
namespace
{

QString signalName(int signal)
{
    return signal == SIGQUIT ? QStringLiteral("SIGQUIT") : QStringLiteral("SIGABRT");
}

}

AbortDialog::AbortDialog(const ProcessRow &process, int signal, const CaptureOptions &capture, QWidget *parent)
    : QDialog(parent)
    , m_process(process)
    , m_signal(signal)
    , m_captureOptions(capture)
    , m_job(new CaptureRun(this))
    , m_wait(new DeathWait(this))
    , m_what(new QLabel(this))
    , m_doctor(new DoctorPane(this))
    , m_page(new PageScroll(m_doctor, this))
    , m_copyFirst(new QCheckBox(tr("&Capture first: write a safety copy before the signal"), this))
    , m_copyPlace(new RunLabel(this))
    , m_restart(new MutedLabel({}, this))
    , m_strip(new CaptureStrip(m_job, this))
    , m_outcome(new VerdictBar(this))
    , m_abort(new QPushButton(symbolicIcon(QStringLiteral("process-stop")), {}, this))
    , m_open(new QPushButton(symbolicIcon(QStringLiteral("document-open")), tr("&Open Core"), this))
    , m_again(new QPushButton(symbolicIcon(QStringLiteral("media-playback-start")), tr("Start It &Again"), this))
    , m_close(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(windowTitleOf({shown(process.name), tr("PID %1").arg(process.id.pid)},
                                 signal == SIGQUIT ? tr("Quit (SIGQUIT)") : tr("Abort (SIGABRT)")));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit * 5 / 4, unit, unit * 5 / 4, unit);
    column->setSpacing(unit / 2);
    setupHead();
    column->addWidget(m_page, 1);
    m_doctor->setSignal(signal);
    m_doctor->setOnlyProblems(true);
    m_doctor->setTitle(tr("Will there be a core?"));
    setupOffers();
    m_outcome->hide();
    column->addWidget(m_outcome);
    setupButtons();
    wire();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 30});
    m_doctor->examine(process.id);
    // Afterwards nobody knows how it was started.
    m_thread.ask(
        0, this, [id = process.id](const std::stop_token &) { return ProgramStart::of(id); },
        [this](const ProgramStart &start) { m_start = start; });
    refreshWords();
    m_close->setFocus();
}

AbortDialog::~AbortDialog() = default;

void AbortDialog::setCopyBy(CaptureRun::By by, const QString &why)
{
    m_copyBy = by;
    if (by == CaptureRun::By::Administrator)
        m_copyPlace->setText(tr("asks for an administrator’s password: %1").arg(why), Theme::Role::Warning);
}

void AbortDialog::setCopyRefused(const QString &why)
{
    m_copyFirst->setChecked(false);
    m_copyFirst->setEnabled(false);
    m_copyFirst->setToolTip(why);
    m_copyPlace->setText(tr("not possible: %1").arg(why), Theme::Role::Muted);
}

void AbortDialog::setupHead()
{
    auto *title = new QLabel(m_signal == SIGQUIT ? tr("Quit %1?").arg(shown(m_process.name))
                                                 : tr("Abort %1?").arg(shown(m_process.name)),
                             this);
    title->setFont(sectionTitleFont(font()));
    title->setTextFormat(Qt::PlainText);
    auto *facts = new RunLabel(this);
    QStringList words{tr("PID %1").arg(m_process.id.pid)};
    if (!m_process.user.empty())
        words.append(tr("user %1").arg(shown(m_process.user)));
    if (!m_process.goVersion.empty())
        words.insert(1, shown(m_process.goVersion));
    if (m_process.startedAt > 0)
        words.append(tr("since %1").arg(startText(m_process.startedAt)));
    facts->setText(words.join(QStringLiteral("  ·  ")), Theme::Role::Muted);
    auto *command = new RunLabel(this);
    command->setFont(codeFont());
    command->setText(shown(m_process.commandLine));
    m_what->setWordWrap(true);
    m_what->setTextFormat(Qt::PlainText);
    auto *column = static_cast<QVBoxLayout *>(layout());
    for (QWidget *widget : std::initializer_list<QWidget *>{title, facts, command, m_what})
        column->addWidget(widget);
}

void AbortDialog::setupOffers()
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    m_copyFirst->setChecked(true);
    m_copyPlace->setText(tr("to %1").arg(shown(m_captureOptions.output)), Theme::Role::Muted);
    column->addWidget(m_copyFirst);
    auto *place = new QHBoxLayout; // below the words, not below the box
    place->addSpacing(style()->pixelMetric(QStyle::PM_IndicatorWidth, nullptr, m_copyFirst)
                      + style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing, nullptr, m_copyFirst));
    place->addWidget(m_copyPlace, 1);
    column->addLayout(place);
    m_restart->setWordWrap(true);
    m_restart->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_restart->setText(tr("For the next time: start it with GOTRACEBACK=crash, and every crash leaves a core."));
    m_restart->hide();
    column->addWidget(m_restart);
}

void AbortDialog::setupButtons()
{
    const int unit = gridUnit(fontMetrics());
    // What ends a process stands apart, and Enter never does it.
    m_abort->setText(m_signal == SIGQUIT ? tr("&Quit (SIGQUIT)") : tr("&Abort (SIGABRT)"));
    m_abort->setAutoDefault(false);
    m_again->setAutoDefault(false);
    m_again->setToolTip(tr(
        "Start the program with the same arguments, folder and environment, and with GOTRACEBACK=crash, so that its crash leaves a core"));
    m_again->hide();
    m_open->hide();
    m_close->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(unit / 2);
    row->addWidget(m_abort);
    row->addWidget(m_strip, 1);
    row->addWidget(m_again);
    row->addWidget(m_open);
    row->addWidget(m_close);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void AbortDialog::wire()
{
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_abort, &QPushButton::clicked, this, &AbortDialog::begin);
    connect(m_open, &QPushButton::clicked, this, [this] {
        Q_EMIT coreLeft(m_copyPath);
        accept();
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        Q_EMIT restartWanted(m_start);
        accept();
    });
    connect(m_doctor, &DoctorPane::examined, this, &AbortDialog::refreshWords);
    connect(m_copyFirst, &QCheckBox::toggled, m_copyPlace, &QWidget::setEnabled);
    connect(m_job, &CaptureRun::captured, this, [this](const CaptureReport &report) {
        m_copyPath = QString::fromStdString(report.path);
        m_copyPlace->setText(tr("%1, paused %2").arg(shown(report.path), pauseText(report.pauseSeconds)));
        sendSignal();
    });
    connect(m_job, &CaptureRun::failed, this, [this](const CaptureError &error) {
        // Without the copy that was wanted, nothing is ended.
        m_abort->setEnabled(true);
        m_copyFirst->setEnabled(true);
        if (error.failure == CaptureFailure::Cancelled)
            return;
        showOutcome(int(VerdictBar::Kind::Error), tr("No safety copy, so no signal was sent:"),
                    errorText(error.error) + QLatin1Char('.'));
    });
    connect(m_wait, &DeathWait::progressed, m_strip, &CaptureStrip::setNote);
    connect(m_wait, &DeathWait::ended, this, &AbortDialog::finish);
    connect(m_wait, &DeathWait::failed, this, [this](const Error &error) {
        m_strip->setNote({});
        if (error.code == ErrorCode::Cancelled)
            return;
        showOutcome(int(VerdictBar::Kind::Error), tr("The signal could not be sent:"),
                    errorText(error) + QLatin1Char('.'));
        offerCopy();
    });
}

void AbortDialog::refreshWords()
{
    const QString name = signalName(m_signal);
    QString words = m_process.goVersion.empty()
        ? tr("%1 ends the process, unless it handles that signal. What it has not saved is lost.").arg(name)
        : tr("%1 ends the program: Go prints its goroutines to its standard error and exits. What it has not saved is lost.")
              .arg(name);
    const auto &report = m_doctor->report();
    if (report && report->verdict != DoctorReport::Verdict::NoCore && !report->corePath.empty()) {
        const QString size
            = report->expectedBytes > 0 ? tr(" (about %1)").arg(sizeText(report->expectedBytes)) : QString();
        words += tr(" Its core%1 will be: %2").arg(size, shown(report->corePath));
    }
    m_what->setText(words);
    const bool leavesNone = report && report->verdict != DoctorReport::Verdict::Core;
    m_restart->setVisible(leavesNone && !m_process.goVersion.empty());
    if (!report)
        return;
    // Once the rows have their place.
    QTimer::singleShot(0, this, &AbortDialog::grow);
}

/// All that speaks against it is to be seen at once, if the screen has the room.
void AbortDialog::grow()
{
    const int most = screen() ? screen()->availableGeometry().height() * 4 / 5 : height();
    resize(width(), std::max(height(), std::min(height() + m_page->hiddenHeight(), most)));
    if (isVisible())
        keepOnScreen(this);
}

void AbortDialog::begin()
{
    m_abort->setEnabled(false);
    m_copyFirst->setEnabled(false);
    m_outcome->hide();
    if (m_copyFirst->isChecked() && m_copyPath.isEmpty())
        m_job->captureFile(m_captureOptions, true, m_copyBy);
    else
        sendSignal();
}

void AbortDialog::sendSignal()
{
    m_strip->setNote(tr("%1 is sent; waiting for the core…").arg(signalName(m_signal)));
    m_close->setText(tr("Close"));
    m_wait->setRefuge(defaultCaptureFolder());
    m_wait->signalAndWait(m_process.id, m_signal);
}

void AbortDialog::finish(const CoreWaitResult &result)
{
    using Outcome = CoreWaitResult::Outcome;
    m_strip->setNote({});
    m_close->setText(tr("Close"));
    const QString sentence = shownLines(result.sentence);
    if (result.outcome == Outcome::Found) {
        showOutcome(int(result.isTruncated ? VerdictBar::Kind::Warning : VerdictBar::Kind::Good),
                    result.isTruncated ? tr("There is a core, but it is cut off:") : tr("There is a core:"),
                    sentence.isEmpty() ? shown(result.path) : sentence);
        Q_EMIT coreLeft(QString::fromStdString(result.path));
        accept();
        return;
    }
    if (result.outcome == Outcome::StillDumping) {
        showOutcome(int(VerdictBar::Kind::Warning), tr("Its core is still being written:"), coreWaitText(result));
        return;
    }
    if (result.outcome == Outcome::Survived) {
        showOutcome(int(VerdictBar::Kind::Warning), tr("It still runs:"), sentence);
        m_abort->setEnabled(true);
        return;
    }
    if (result.outcome == Outcome::OutOfReach || result.outcome == Outcome::Unknown) {
        showOutcome(int(VerdictBar::Kind::Warning),
                    result.outcome == Outcome::Unknown ? tr("Where its core is is not known:")
                                                       : tr("There is a core, but it can't be opened from here:"),
                    coreWaitText(result));
        offerCopy();
        return;
    }
    showOutcome(int(VerdictBar::Kind::Error), tr("No core was found:"), coreWaitText(result));
    m_again->setVisible(!m_start.program.isEmpty() && !m_process.isOther); // who is not its user can't be it
    offerCopy();
}

void AbortDialog::offerCopy()
{
    if (m_copyPath.isEmpty())
        return;
    m_open->setText(tr("&Open Safety Copy"));
    m_open->show();
    m_open->setDefault(true);
    m_open->setFocus();
}

void AbortDialog::showOutcome(int kind, const QString &what, const QString &rest)
{
    m_outcome->setVerdict(VerdictBar::Kind(kind), what, rest);
    m_outcome->show();
    QTimer::singleShot(0, this, &AbortDialog::grow);
}

QString AbortDialog::outcome() const
{
    return m_outcome->isHidden() ? QString() : m_outcome->accessibleName();
}

}
