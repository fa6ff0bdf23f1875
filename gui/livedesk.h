// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "model/livethread.h"

#include <QObject>
#include <QPointer>

namespace Freezeframe
{

class CaptureRun;
class DoctorView;
class LiveBar;
class MainWindow;
class ProcessPicker;
class ProcessWatch;
class ProgramWindow;

/// Opens the windows about living processes that belong to a main window, and leads the cores and snapshots that they
/// bring to it. GUI thread.
class LiveDesk : public QObject
{
    Q_OBJECT
public:
    LiveDesk(ProcessWatch *watch, LiveBar *bar, MainWindow *window);
    ~LiveDesk() override;
    /// @p pid: chosen in the list; none: as it was left.
    ProcessPicker *showPicker(std::optional<int> pid = {});
    /// Asks whether the process that the bar shows shall end by @p signal; without one, which process of all.
    void end(int signal);
    DoctorView *showDoctor();
    ProgramWindow *showProgram();
    /// Takes another snapshot of what the bar shows, if it does.
    void refresh();
    [[nodiscard]] LiveBar *bar() const { return m_bar; }

Q_SIGNALS:
    void coreWanted(const QString &path);
    void snapshotWanted(const Freezeframe::LiveSnapshot &snapshot);
    /// For the status bar.
    void said(const QString &sentence);
    /// A window that asked before it closes has gone, or stays.
    void windowLeft();
    void windowStays();
    /// What end() acts on: "a process", "orders-api (PID 4711)"; @p refusal: why it would not.
    void endableChanged(const QString &what, const QString &refusal);

private:
    void save();
    [[nodiscard]] QString processName() const;
    void endShown(int signal);
    void tellEndable();
    void showFailure(const CaptureError &error);
    void showReport(const CaptureReport &report);

    ProcessWatch *m_watch;
    LiveBar *m_bar;
    MainWindow *m_window;
    CaptureRun *m_job;
    LiveThread m_thread;
    QPointer<ProcessPicker> m_picker;
    QPointer<DoctorView> m_doctor;
    QPointer<ProgramWindow> m_program;
};

}
