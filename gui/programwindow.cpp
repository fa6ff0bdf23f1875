// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/programwindow.h"

#include "gui/capturedetails.h"
#include "gui/capturestrip.h"
#include "gui/fonts.h"
#include "gui/mutedlabel.h"
#include "gui/programform.h"
#include "gui/symboliciconengine.h"
#include "gui/verdictbar.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/capturerun.h"
#include "model/format.h"
#include "model/programrun.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <csignal>

namespace Freezeframe
{
namespace
{

constexpr int keptLines = 10'000;
constexpr qsizetype longestLine = 4096;

}

ProgramWindow::ProgramWindow(QWidget *parent)
    : QDialog(parent, Qt::Window)
    , m_run(new ProgramRun(this))
    , m_job(new CaptureRun(this))
    , m_form(new ProgramForm(this))
    , m_output(new QPlainTextEdit(this))
    , m_outcome(new VerdictBar(this))
    , m_onward(new QPushButton(this))
    , m_strip(new CaptureStrip(m_job, this))
    , m_quit(new QPushButton(tr("Ctrl+\\ (SIG&QUIT)"), this))
    , m_abort(new QPushButton(symbolicIcon(QStringLiteral("process-stop")), tr("&Abort (SIGABRT)"), this))
    , m_explore(new QPushButton(symbolicIcon(QStringLiteral("visibility")), tr("&Explore Live"), this))
    , m_capture(new QPushButton(symbolicIcon(QStringLiteral("camera-photo")), tr("&Capture"), this))
    , m_start(new QPushButton(symbolicIcon(QStringLiteral("media-playback-start")), tr("&Run"), this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit * 5 / 4, unit, unit * 5 / 4, unit);
    column->setSpacing(unit * 5 / 8);
    auto *title = new QLabel(tr("Run a Program"), this);
    title->setFont(pageTitleFont(font()));
    column->addWidget(title);
    auto *note = new MutedLabel(
        tr("It is started with GOTRACEBACK=crash and the highest core limit that it may have, so that a crash leaves a core. The core opens when the program dies."),
        this);
    note->setWordWrap(true);
    column->addWidget(note);
    column->addWidget(m_form);
    column->addWidget(setupOutput(), 1);
    m_outcome->hide();
    m_onward->hide();
    auto *outcome = new QHBoxLayout;
    outcome->setSpacing(unit / 2);
    outcome->addWidget(m_outcome, 1);
    outcome->addWidget(m_onward);
    column->addLayout(outcome);
    column->addWidget(setupButtons());
    wire();
    wireRun();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 44});
    refresh();
}

ProgramWindow::~ProgramWindow() = default;

QWidget *ProgramWindow::setupOutput()
{
    m_output->setReadOnly(true);
    m_output->setFont(codeFont());
    m_output->setMaximumBlockCount(keptLines);
    m_output->setUndoRedoEnabled(false);
    m_output->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_output->setPlaceholderText(tr("What the program prints stands here."));
    m_output->setAccessibleName(tr("Output"));
    return m_output;
}

QWidget *ProgramWindow::setupButtons()
{
    const int unit = gridUnit(fontMetrics());
    auto *bottom = new QWidget(this);
    auto *row = new QHBoxLayout(bottom);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(unit / 2);
    // What ends the program stands apart, and is never the default.
    row->addWidget(m_quit);
    row->addWidget(m_abort);
    row->addWidget(m_strip, 1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    connect(closeButton, &QPushButton::clicked, this, &QWidget::close);
    row->addWidget(closeButton);
    row->addWidget(m_explore);
    row->addWidget(m_capture);
    row->addWidget(m_start);
    for (QPushButton *button : {closeButton, m_quit, m_abort, m_explore, m_capture, m_onward})
        button->setAutoDefault(false);
    m_start->setDefault(true);
    m_quit->setToolTip(tr("As Ctrl+\\ in its terminal: Go prints all goroutines and dies with a core"));
    m_abort->setToolTip(tr("End it with a core"));
    m_capture->setToolTip(tr("Write a core of it; it runs on"));
    m_explore->setToolTip(tr("Look at it as it is now, without a file; it runs on"));
    return bottom;
}

void ProgramWindow::wire()
{
    connect(m_start, &QPushButton::clicked, this, &ProgramWindow::start);
    connect(m_onward, &QPushButton::clicked, this, [this] {
        if (!m_form->forbidsCore()) {
            const ProgramRun::Settings settings = m_form->settings();
            Q_EMIT doctorWanted(settings.program, settings.folder);
            return;
        }
        m_form->allowCore();
        start();
    });
    // As in the terminal that this window is for the program.
    auto *quit = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Backslash), this);
    connect(quit, &QShortcut::activated, this, [this] { m_run->send(SIGQUIT); });
    connect(m_quit, &QPushButton::clicked, this, [this] { m_run->send(SIGQUIT); });
    connect(m_abort, &QPushButton::clicked, this, [this] { m_run->send(SIGABRT); });
    connect(m_capture, &QPushButton::clicked, this, [this] { m_job->captureFile(captureOptions(), true); });
    connect(m_explore, &QPushButton::clicked, this, [this] { m_job->captureMemory(captureOptions()); });
    connect(m_form, &ProgramForm::changed, this, &ProgramWindow::refresh);
    connect(m_job, &CaptureRun::started, this, &ProgramWindow::refresh);
    connect(m_job, &CaptureRun::ended, this, &ProgramWindow::refresh);
    connect(m_job, &CaptureRun::captured, this, [this](const CaptureReport &report) {
        m_strip->setNote(tr("Paused %1: %2").arg(pauseText(report.pauseSeconds), shown(report.path)));
        Q_EMIT captured(report);
    });
    connect(m_job, &CaptureRun::snapshotTaken, this, &ProgramWindow::snapshotTaken);
    connect(m_job, &CaptureRun::failed, this, [this](const CaptureError &error) {
        if (error.failure != CaptureFailure::Cancelled)
            showOutcome(int(VerdictBar::Kind::Error), tr("No core was taken:"),
                        errorText(error.error) + QLatin1Char('.'));
    });
}

void ProgramWindow::wireRun()
{
    connect(m_run, &ProgramRun::started, this, [this](int pid) {
        m_strip->setNote(tr("Runs as PID %1").arg(pid));
        refresh();
    });
    connect(m_run, &ProgramRun::output, this, &ProgramWindow::append);
    connect(m_run, &ProgramRun::progressed, m_strip, &CaptureStrip::setNote);
    connect(m_run, &ProgramRun::failed, this, [this](const QString &sentence) {
        showOutcome(int(VerdictBar::Kind::Error), tr("It could not be started:"), sentence);
        refresh();
    });
    connect(m_run, &ProgramRun::ended, this, [this](const QString &how, bool crashed) {
        m_how = crashed ? tr("was %1").arg(how) : how;
        if (m_question)
            m_question->close(); // answered by itself
        refresh();
        if (m_answer) {
            tellCore();
            return;
        }
        m_onward->hide();
        m_strip->setNote(crashed ? tr("It was %1; waiting for its core…").arg(how) : tr("It %1.").arg(how));
        showOutcome(int(crashed ? VerdictBar::Kind::Warning : VerdictBar::Kind::Good), tr("It has ended:"),
                    how + QLatin1Char('.'));
    });
    connect(m_run, &ProgramRun::coreFound, this, [this](const QString &path, bool isTruncated) {
        m_answer = CoreAnswer{.words = path, .isFound = true, .isTruncated = isTruncated};
        tellCore();
        refresh();
        Q_EMIT coreLeft(path);
    });
    connect(m_run, &ProgramRun::noCore, this, [this](const QString &sentence) {
        m_answer = CoreAnswer{.words = sentence, .isFound = false, .isTruncated = false};
        tellCore();
        refresh();
    });
}

/// How it ended and what it left; the core may be found before the end is told.
void ProgramWindow::tellCore()
{
    m_strip->setNote({});
    const auto kind = m_answer->isFound && !m_answer->isTruncated ? VerdictBar::Kind::Good : VerdictBar::Kind::Warning;
    QString what;
    if (!m_answer->isFound)
        what = m_how.isEmpty() ? tr("No core:") : tr("It %1, and left no core:").arg(m_how);
    else if (m_answer->isTruncated)
        what = m_how.isEmpty() ? tr("It left a core, which is cut off:")
                               : tr("It %1, and left a core, which is cut off:").arg(m_how);
    else
        what = m_how.isEmpty() ? tr("It left a core:") : tr("It %1, and left a core:").arg(m_how);
    showOutcome(int(kind), what, m_answer->words);
    offerOnward();
}

/// No core: what helps is one click away.
void ProgramWindow::offerOnward()
{
    const bool isForbidden = m_form->forbidsCore();
    m_onward->setText(isForbidden ? tr("Run Again with GOTRACEBACK=crash") : tr("Why Is There No Core?"));
    m_onward->setToolTip(isForbidden ? tr("Start it again, so that its crash leaves a core")
                                     : tr("What a crash of this program, started in its folder, would leave"));
    m_onward->setVisible(!m_answer->isFound);
}

void ProgramWindow::setProgram(const QString &program, const QString &arguments, const QString &folder)
{
    setStart({.program = program,
              .arguments = QProcess::splitCommand(arguments),
              .folder = folder,
              .environment = {},
              .origin = program});
}

void ProgramWindow::setStart(const ProgramStart &start)
{
    if (!m_run->isRunning())
        m_form->setStart(start);
}

void ProgramWindow::startAgain(const ProgramStart &start)
{
    setStart(start);
    if (m_start->isEnabled())
        this->start();
}

void ProgramWindow::start()
{
    m_output->clear();
    m_outcome->hide();
    m_how.clear();
    m_answer.reset();
    m_onward->hide();
    m_form->remember();
    m_run->start(m_form->settings());
    refresh();
}

void ProgramWindow::refresh()
{
    const bool runs = m_run->isRunning();
    const bool waits = m_run->isWaiting();
    m_start->setEnabled(!runs && !waits && !m_form->program().isEmpty());
    m_start->setToolTip(waits ? tr("Once the core of the last run is found, or not") : tr("Start it (Enter)"));
    setWindowTitle(windowTitleOf({QFileInfo(m_form->program()).fileName()}, tr("Run a Program")));
    // What is greyed says why.
    const QString idle = runs ? QString() : tr("Nothing runs: start a program first.");
    const QString busy = runs && m_job->isRunning() ? tr("It is just being copied; wait for that.") : idle;
    for (QPushButton *button : {m_quit, m_abort}) {
        button->setEnabled(runs);
        button->setToolTip(idle);
    }
    for (QPushButton *button : {m_explore, m_capture}) {
        button->setEnabled(busy.isEmpty());
        button->setToolTip(busy);
    }
    m_form->setEnabled(!runs);
}

CaptureOptions ProgramWindow::captureOptions() const
{
    CaptureOptions options;
    options.process = m_run->id();
    const QString name = QFileInfo(m_form->program()).fileName();
    options.output = QDir(defaultCaptureFolder())
                         .filePath(QString::fromStdString(defaultCaptureName(
                             name.toStdString(), options.process.pid, QDateTime::currentSecsSinceEpoch(), false)))
                         .toStdString();
    return options;
}

void ProgramWindow::append(const QString &text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString &line : lines) {
        if (line.size() > longestLine)
            line = line.left(longestLine) + QStringLiteral("…");
    }
    QTextCursor cursor(m_output->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(lines.join(QLatin1Char('\n')));
    m_output->moveCursor(QTextCursor::End);
    m_output->moveCursor(QTextCursor::StartOfLine);
}

void ProgramWindow::showOutcome(int kind, const QString &what, const QString &rest)
{
    m_outcome->setVerdict(VerdictBar::Kind(kind), what, rest);
    m_outcome->show();
}

QString ProgramWindow::outcome() const
{
    return m_outcome->isHidden() ? QString() : m_outcome->accessibleName();
}

/// Esc and Close, and the frame: QDialog's own handler of that calls this.
void ProgramWindow::reject()
{
    m_form->remember();
    if (m_run->isRunning())
        askToEnd();
    else
        QDialog::reject();
}

void ProgramWindow::askToEnd()
{
    if (m_question) {
        m_question->raise();
        m_question->activateWindow();
        return;
    }
    auto *box
        = new QMessageBox(QMessageBox::Question, tr("Run a Program"),
                          tr("%1 still runs, and ends with this window.").arg(QFileInfo(m_form->program()).fileName()),
                          QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *end = box->addButton(tr("End It"), QMessageBox::DestructiveRole);
    QPushButton *keep = box->addButton(tr("Keep It Running"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(box, &QMessageBox::finished, this, [this, box, end] {
        if (box->clickedButton() != end) {
            Q_EMIT stays();
            return;
        }
        connect(m_run, &ProgramRun::ended, this, &QWidget::close, Qt::SingleShotConnection);
        m_run->send(SIGKILL);
    });
    m_question = box;
    box->open();
}

}
