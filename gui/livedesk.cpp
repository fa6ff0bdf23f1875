// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/livedesk.h"

#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/doctorview.h"
#include "gui/livebar.h"
#include "gui/mainwindow.h"
#include "gui/processpicker.h"
#include "gui/programwindow.h"
#include "gui/windowtitle.h"
#include "model/capturerun.h"
#include "model/format.h"
#include "model/programstart.h"
#include "model/session.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

#include <csignal>

namespace Freezeframe
{
namespace
{

void bringUp(QWidget *window)
{
    window->show();
    window->raise();
    window->activateWindow();
}

}

LiveDesk::LiveDesk(ProcessWatch *watch, LiveBar *bar, MainWindow *window)
    : QObject(window)
    , m_watch(watch)
    , m_bar(bar)
    , m_window(window)
    , m_job(new CaptureRun(this))
{
    connect(bar->refreshButton(), &QPushButton::clicked, this, &LiveDesk::refresh);
    connect(bar->saveButton(), &QPushButton::clicked, this, &LiveDesk::save);
    connect(bar, &LiveBar::stateChanged, this, &LiveDesk::tellEndable);
    connect(m_job, &CaptureRun::started, this, [this] { m_bar->setBusy(true); });
    connect(m_job, &CaptureRun::ended, this, [this] { m_bar->setBusy(false); });
    connect(m_job, &CaptureRun::snapshotTaken, this, &LiveDesk::snapshotWanted);
    connect(m_job, &CaptureRun::captured, this, &LiveDesk::showReport);
    connect(m_job, &CaptureRun::failed, this, &LiveDesk::showFailure);
    connect(m_job, &CaptureRun::progressChanged, this, [this](const CaptureProgress &progress) {
        Q_EMIT said(
            progress.total > 0
                ? tr("%1: %2 of %3").arg(phaseText(progress.phase), sizeText(progress.done), sizeText(progress.total))
                : phaseText(progress.phase));
    });
}

LiveDesk::~LiveDesk() = default;

void LiveDesk::showReport(const CaptureReport &report)
{
    QString sentence = tr("%1: %2 on disk, the process stood still for %3")
                           .arg(shown(report.path), sizeText(report.bytesOnDisk), pauseText(report.pauseSeconds));
    if (report.isPartial && !report.warnings.empty())
        sentence = tr("Not all of it: %1. %2").arg(shown(report.warnings.front()), sentence);
    Q_EMIT said(sentence);
}

ProcessPicker *LiveDesk::showPicker(std::optional<int> pid)
{
    if (!m_picker) {
        m_picker = new ProcessPicker(m_watch, m_window);
        connect(m_picker, &ProcessPicker::captured, this, [this](const CaptureReport &report) {
            m_picker->hide();
            showReport(report);
            Q_EMIT coreWanted(QString::fromStdString(report.path));
        });
        connect(m_picker, &ProcessPicker::snapshotTaken, this, [this](const LiveSnapshot &snapshot) {
            m_picker->hide();
            Q_EMIT snapshotWanted(snapshot);
        });
        connect(m_picker, &ProcessPicker::restartWanted, this, [this](const ProgramStart &start) {
            m_picker->hide();
            showProgram()->startAgain(start);
        });
        connect(m_picker, &ProcessPicker::coreLeft, this, [this](const QString &path) {
            m_picker->hide();
            Q_EMIT coreWanted(path);
        });
    }
    if (pid)
        m_picker->choose(*pid);
    m_picker->setVerb(ProcessPicker::Verb::Capture);
    bringUp(m_picker);
    return m_picker;
}

/// "orders-api", of the snapshot's name "orders-api (90112), live".
QString LiveDesk::processName() const
{
    const std::string &name = m_bar->snapshot()->image->path();
    return shown(name.substr(0, name.find(" (")));
}

void LiveDesk::tellEndable()
{
    if (!m_bar->snapshot()) {
        Q_EMIT endableChanged(tr("a process"), {});
        return;
    }
    const QString what = tr("%1 (PID %2)").arg(processName()).arg(m_bar->snapshot()->process.pid);
    QString refusal;
    if (m_bar->hasEnded())
        refusal = tr("%1 has ended already. Its snapshot can still be saved as a core.").arg(what);
    else if (m_bar->isBusy())
        refusal = tr("%1 is just being copied; wait for that.").arg(what);
    Q_EMIT endableChanged(what, refusal);
}

void LiveDesk::end(int signal)
{
    if (m_bar->snapshot()) {
        if (!m_bar->hasEnded() && !m_bar->isBusy())
            endShown(signal);
        return;
    }
    ProcessPicker *picker = showPicker();
    picker->setVerb(signal == SIGQUIT ? ProcessPicker::Verb::Quit : ProcessPicker::Verb::Abort);
}

void LiveDesk::endShown(int signal)
{
    const LiveSnapshot &snapshot = *m_bar->snapshot();
    ProcessRow process;
    process.id = snapshot.process;
    process.name = processName().toStdString();
    if (const auto &summary = m_window->session()->process()) {
        process.goVersion = summary->goVersion;
        for (const std::string &word : summary->commandLine)
            process.commandLine += (process.commandLine.empty() ? "" : " ") + word;
    }
    CaptureOptions copy;
    copy.process = snapshot.process;
    copy.output = QDir(defaultCaptureFolder())
                      .filePath(QString::fromStdString(defaultCaptureName(process.name, snapshot.process.pid,
                                                                          QDateTime::currentSecsSinceEpoch(), false)))
                      .toStdString();
    auto *dialog = new AbortDialog(process, signal, copy, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_bar->needsAdministrator())
        dialog->setCopyBy(CaptureRun::By::Administrator, tr("the snapshot needed it, too"));
    connect(dialog, &AbortDialog::coreLeft, this, &LiveDesk::coreWanted);
    connect(dialog, &AbortDialog::restartWanted, this,
            [this](const ProgramStart &start) { showProgram()->startAgain(start); });
    dialog->open();
}

DoctorView *LiveDesk::showDoctor()
{
    if (!m_doctor) {
        m_doctor = new DoctorView(m_watch, m_window);
        m_doctor->examineSystem();
        connect(m_doctor, &DoctorView::startWanted, this,
                [this](const ProgramStart &start) { showProgram()->setStart(start); });
    }
    bringUp(m_doctor);
    return m_doctor;
}

ProgramWindow *LiveDesk::showProgram()
{
    if (!m_program) {
        m_program = new ProgramWindow(m_window);
        connect(m_program, &ProgramWindow::captured, this, [this](const CaptureReport &report) {
            showReport(report);
            Q_EMIT coreWanted(QString::fromStdString(report.path));
        });
        connect(m_program, &ProgramWindow::snapshotTaken, this, &LiveDesk::snapshotWanted);
        connect(m_program, &ProgramWindow::coreLeft, this, &LiveDesk::coreWanted);
        connect(m_program, &ProgramWindow::doctorWanted, this, [this](const QString &program, const QString &folder) {
            showDoctor()->examineProgram(program, folder);
        });
        connect(m_program, &QDialog::finished, this, &LiveDesk::windowLeft);
        connect(m_program, &ProgramWindow::stays, this, &LiveDesk::windowStays);
    }
    bringUp(m_program);
    return m_program;
}

void LiveDesk::refresh()
{
    if (!m_bar->snapshot())
        return;
    CaptureOptions options;
    options.process = m_bar->snapshot()->process;
    m_bar->setProblem({});
    m_job->captureMemory(options, m_bar->needsAdministrator() ? CaptureRun::By::Administrator : CaptureRun::By::Us);
}

void LiveDesk::showFailure(const CaptureError &error)
{
    if (error.failure == CaptureFailure::Cancelled || !m_bar->snapshot())
        return;
    m_bar->setProblem(errorText(error.error) + QLatin1Char('.'));
    Q_EMIT said(errorText(error.error));
    if (error.failure != CaptureFailure::Denied || m_bar->needsAdministrator())
        return;
    // What was allowed before is not now (another user, another setting): perhaps root may.
    CaptureOptions options;
    options.process = m_bar->snapshot()->process;
    m_thread.ask(
        0, m_bar, [options](const std::stop_token &) { return planCapture(options); },
        [this](const Result<CapturePlan> &plan) {
            if (plan && !plan->isAllowed && plan->needsPrivilege)
                m_bar->setAdministratorNeeded(shown(plan->permission));
        });
}

void LiveDesk::save()
{
    if (!m_bar->snapshot())
        return;
    const LiveSnapshot snapshot = *m_bar->snapshot();
    const std::string &name = snapshot.image->path(); // "orders-api (90112), live"
    const QString proposed = QString::fromStdString(
        defaultCaptureName(name.substr(0, name.find(" (")), snapshot.process.pid, snapshot.report.takenAt, false));
    const QString folder = QFileInfo::exists(defaultCaptureFolder()) ? defaultCaptureFolder() : QDir::homePath();
    auto *dialog = new QFileDialog(m_window, windowTitleOf({processName()}, tr("Save as Core")), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Cores (*.core)"), tr("Compressed cores (*.core.zst)")});
    dialog->selectFile(proposed);
    // A core that is there already is never written over: the backend refuses, and says so.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    connect(dialog, &QFileDialog::fileSelected, this, [this, snapshot](const QString &path) {
        m_job->save(snapshot, path, path.endsWith(QLatin1String(".zst")));
    });
    dialog->open();
}

}
