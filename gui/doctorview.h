// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Freezeframe
{

class DoctorPane;
class ProcessWatch;

/// "Why is there no core?": for the whole system, a process or a program file. GUI thread.
class DoctorView : public QDialog
{
    Q_OBJECT
public:
    enum class Subject { System, Process, Program };
    explicit DoctorView(ProcessWatch *watch, QWidget *parent = nullptr);
    void examineSystem();
    void examineProcess(int pid);
    void examineProgram(const QString &path);
    [[nodiscard]] QPushButton *tryButton() const { return m_try; }
    [[nodiscard]] DoctorPane *pane() const { return m_pane; }

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

    ProcessWatch *m_watch;
    QComboBox *m_subject;
    QComboBox *m_processes;
    QLineEdit *m_program;
    QPushButton *m_browse;
    QPushButton *m_again;
    QPushButton *m_try;
    DoctorPane *m_pane;
};

}
