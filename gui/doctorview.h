// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/livethread.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Freezeframe
{

class DoctorPane;
class ProcessWatch;
struct ProgramStart;

/// "Why is there no core?": for the whole system, a process or a program file. GUI thread.
class DoctorView : public QDialog
{
    Q_OBJECT
public:
    enum class Subject { System, Process, Program };
    explicit DoctorView(ProcessWatch *watch, QWidget *parent = nullptr);
    void examineSystem();
    void examineProcess(int pid);
    /// @p folder: where it would work; empty: where it lies.
    void examineProgram(const QString &path, const QString &folder = {});
    [[nodiscard]] QPushButton *tryButton() const { return m_try; }
    [[nodiscard]] QPushButton *runButton() const { return m_run; }
    [[nodiscard]] DoctorPane *pane() const { return m_pane; }

Q_SIGNALS:
    /// The program, or that of the process, is to be started so that a core will come.
    void startWanted(const Freezeframe::ProgramStart &start);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void examine();
    void refreshFields();
    void refreshTry();
    void refreshTitle();
    void refreshProcesses();
    void browse();
    void run();

    ProcessWatch *m_watch;
    QComboBox *m_subject;
    QComboBox *m_processes;
    QLineEdit *m_program;
    QPushButton *m_browse;
    QPushButton *m_again;
    QPushButton *m_try;
    QPushButton *m_run;
    DoctorPane *m_pane;
    QString m_folder; ///< where the program would work; empty: where it lies
    LiveThread m_thread;
};

}
