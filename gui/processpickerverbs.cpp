// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/processpicker.h"

#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/capturestrip.h"
#include "gui/listview.h"
#include "gui/messagebar.h"
#include "gui/windowtitle.h"
#include "model/capturerun.h"
#include "model/format.h"

#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <csignal>

// What is done with the chosen process.

namespace Freezeframe
{

bool ProcessPicker::needsAdministrator() const
{
    const auto &plan = m_details->plan();
    return plan && !plan->isAllowed && plan->needsPrivilege;
}

/// Why the chosen process can't be captured; empty if it can. What is not in the list is not captured by a stray Enter.
QString ProcessPicker::refusal() const
{
    const QString refusal = m_details->refusal();
    if (!refusal.isEmpty() || m_list->currentIndex().isValid())
        return refusal;
    return tr("The list does not show this process: clear the filter first.");
}

void ProcessPicker::refreshButtons()
{
    const QString refusal = this->refusal();
    const bool canStart = refusal.isEmpty() && !m_job->isRunning();
    const auto &plan = m_details->plan();
    const bool asks = needsAdministrator();
    const QString why = asks ? tr("Asks for an administrator’s password: %1").arg(shown(plan->permission)) : QString();
    m_capture->setEnabled(canStart);
    m_explore->setEnabled(canStart);
    m_capture->setText(asks ? tr("&Capture as Administrator…") : tr("&Capture"));
    m_capture->setToolTip(!refusal.isEmpty() ? refusal : asks ? why : tr("Write a core of it; it runs on (Enter)"));
    m_explore->setToolTip(!refusal.isEmpty() ? refusal
                              : asks         ? why
                                             : tr("Look at it as it is now, without a file; it runs on"));
    const QString noEnd = endRefusal();
    m_abort->setEnabled(noEnd.isEmpty());
    m_quit->setEnabled(noEnd.isEmpty());
    m_abort->setToolTip(!noEnd.isEmpty() ? noEnd : tr("End it with SIGABRT, and open its core, if there will be one"));
    m_quit->setToolTip(
        !noEnd.isEmpty()
            ? noEnd
            : tr("End it with SIGQUIT, as Ctrl+\\ in its terminal does, and open its core, if there will be one"));
    if (m_job->isRunning())
        return;
    if (!m_result.isEmpty())
        m_strip->setNote(m_result);
    else if (asks)
        m_strip->setNote(why);
    else
        m_strip->setNote(usualNote());
}

void ProcessPicker::setVerb(Verb verb)
{
    m_verb = verb;
    // What ends a process is never the default; and who came to end one shall not capture it by a stray Enter.
    m_capture->setDefault(verb == Verb::Capture);
    m_capture->setAutoDefault(verb == Verb::Capture);
    for (QPushButton *button : findChildren<QPushButton *>()) {
        if (button != m_capture)
            button->setAutoDefault(false); // else one of them takes its place
    }
    QPushButton *first = verb == Verb::Quit ? m_quit : m_abort;
    m_enders->removeWidget(first);
    m_enders->insertWidget(0, first);
    setTabOrder(first, first == m_quit ? m_abort : m_quit);
    refreshTitle();
    refreshButtons();
}

void ProcessPicker::refreshTitle()
{
    const auto &process = m_details->process();
    const QStringList about
        = process ? QStringList{shown(process->name), tr("PID %1").arg(process->id.pid)} : QStringList();
    switch (m_verb) {
    case Verb::Capture: setWindowTitle(windowTitleOf(about, tr("Capture a Process"))); break;
    case Verb::Abort: setWindowTitle(windowTitleOf(about, tr("Abort a Process"))); break;
    case Verb::Quit: setWindowTitle(windowTitleOf(about, tr("Quit a Process"))); break;
    }
}

QString ProcessPicker::usualNote() const
{
    switch (m_verb) {
    case Verb::Capture: break;
    case Verb::Abort: return tr("Abort ends the process, after a question. Capture lets it run on.");
    case Verb::Quit: return tr("Quit ends the process, after a question. Capture lets it run on.");
    }
    return tr("The process runs on after a capture. Abort ends it.");
}

/// What Enter on a row does: what one came for. Of what ends a process, that is the question.
void ProcessPicker::act()
{
    switch (m_verb) {
    case Verb::Capture: capture(); break;
    case Verb::Abort: end(SIGABRT); break;
    case Verb::Quit: end(SIGQUIT); break;
    }
}

/// Why the chosen process can't be ended; empty if it can.
QString ProcessPicker::endRefusal() const
{
    const auto &process = m_details->process();
    if (!process)
        return tr("No process is chosen.");
    if (process->isKernelThread)
        return tr("%1 is a part of the kernel: no signal ends it.").arg(shown(process->name));
    if (m_details->hasEnded())
        return tr("%1 has ended already.").arg(shown(process->name));
    if (!m_list->currentIndex().isValid())
        return tr("The list does not show this process: clear the filter first.");
    if (m_job->isRunning())
        return tr("A capture is under way: wait for it, or cancel it.");
    return {};
}

void ProcessPicker::capture()
{
    captureFile(m_details->options());
}

void ProcessPicker::captureFile(const CaptureOptions &options)
{
    if (!m_capture->isEnabled())
        return;
    m_problem->hide();
    m_result.clear();
    m_unwritten.reset();
    m_job->captureFile(options, m_details->usesDefaultFolder(),
                       needsAdministrator() ? CaptureRun::By::Administrator : CaptureRun::By::Us);
}

void ProcessPicker::captureWithoutThread()
{
    CaptureOptions options = m_details->options();
    options.skipStuck = true;
    captureFile(options);
}

/// Into the folder that was chosen now: what was copied already is of the moment that was asked for.
void ProcessPicker::captureOrSave()
{
    if (!m_unwritten) {
        capture();
        return;
    }
    m_problem->hide();
    m_result.clear();
    m_job->save(*m_unwritten, QDir(m_details->folderEdit()->text()).filePath(m_unwrittenName),
                m_unwrittenName.endsWith(QLatin1String(".zst")));
}

void ProcessPicker::exploreLive()
{
    if (!m_explore->isEnabled())
        return;
    m_problem->hide();
    m_result.clear();
    m_unwritten.reset();
    CaptureOptions options = m_details->options();
    options.mode = CaptureMode::FastPause;
    m_job->captureMemory(options, needsAdministrator() ? CaptureRun::By::Administrator : CaptureRun::By::Us);
}

void ProcessPicker::end(int signal)
{
    const auto &process = m_details->process();
    if (!process || !endRefusal().isEmpty())
        return;
    auto *dialog = new AbortDialog(*process, signal, m_details->options(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (needsAdministrator())
        dialog->setCopyBy(CaptureRun::By::Administrator, shown(m_details->plan()->permission));
    else if (const QString refusal = m_details->refusal(); !refusal.isEmpty() && m_details->plan())
        dialog->setCopyRefused(refusal);
    connect(dialog, &AbortDialog::coreLeft, this, &ProcessPicker::coreLeft);
    connect(dialog, &AbortDialog::restartWanted, this, &ProcessPicker::restartWanted);
    dialog->open();
}

void ProcessPicker::showFailure(const CaptureError &error)
{
    if (error.failure == CaptureFailure::Cancelled) {
        m_result = tr("Cancelled: the process runs on, and nothing was written.");
        return;
    }
    const bool hasDied = error.failure == CaptureFailure::Gone;
    const QString paused = error.pauseSeconds <= 0 ? QString()
        : hasDied ? tr(" It had stood still for %1.").arg(pauseText(error.pauseSeconds))
                  : tr(" The process stood still for %1 and runs on.").arg(pauseText(error.pauseSeconds));
    const QString kept = !error.snapshot ? QString()
        : hasDied ? tr(" What was copied is in memory still, and can be kept as an incomplete core.")
                  : tr(" The copy is in memory still, and can be written elsewhere.");
    m_problem->setMessage(error.snapshot && !hasDied ? tr("The core could not be written:") : tr("No core was taken:"),
                          errorText(error.error) + QLatin1Char('.') + paused + kept);
    if (error.snapshot) {
        m_unwritten = error.snapshot;
        const std::string name = hasDied ? incompleteCaptureName(m_details->options().output) : error.error.file;
        m_unwrittenName = QFileInfo(QString::fromStdString(name)).fileName();
    }
    m_keep->setVisible(hasDied && error.snapshot);
    m_otherFolder->setVisible(m_unwritten || error.failure == CaptureFailure::NoSpace
                              || error.failure == CaptureFailure::Usage);
    m_withoutThread->setVisible(error.hasStuckThread);
    m_problem->show();
}

/// Esc ends what runs before it closes the window.
void ProcessPicker::reject()
{
    if (m_job->isRunning())
        m_job->cancel();
    else
        QDialog::reject();
}
/// By its frame, or with the main window, it goes at once: a process that stands still meanwhile runs on.
void ProcessPicker::closeEvent(QCloseEvent *event)
{
    if (m_job->isRunning())
        m_job->cancel();
    QDialog::reject();
    event->accept();
}

}
