// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"

#include <QDialog>
#include <QPointer>

#include <optional>

class QMessageBox;
class QPlainTextEdit;
class QPushButton;

namespace Freezeframe
{

class CaptureRun;
class CaptureStrip;
class ProgramForm;
class ProgramRun;
struct ProgramStart;
class VerdictBar;

/// "Run a program…": starts one so that its crash leaves a core, shows its output, and opens the core when it dies.
/// GUI thread.
class ProgramWindow : public QDialog
{
    Q_OBJECT
public:
    explicit ProgramWindow(QWidget *parent = nullptr);
    ~ProgramWindow() override;
    void setProgram(const QString &program, const QString &arguments, const QString &folder);
    /// What is to be run next; nothing while one runs.
    void setStart(const ProgramStart &start);
    /// And runs it.
    void startAgain(const ProgramStart &start);
    [[nodiscard]] ProgramForm *form() const { return m_form; }
    [[nodiscard]] QPushButton *onwardButton() const { return m_onward; }
    [[nodiscard]] ProgramRun *program() const { return m_run; }
    [[nodiscard]] QPushButton *startButton() const { return m_start; }
    [[nodiscard]] QPushButton *abortButton() const { return m_abort; }
    [[nodiscard]] QPlainTextEdit *output() const { return m_output; }
    [[nodiscard]] QString outcome() const;

Q_SIGNALS:
    void captured(const Freezeframe::CaptureReport &report);
    void snapshotTaken(const Freezeframe::LiveSnapshot &snapshot);
    void coreLeft(const QString &path);
    /// Why a program leaves no core in a folder.
    void doctorWanted(const QString &program, const QString &folder);
    /// It was to close, and the person lets its program run on.
    void stays();

protected:
    void reject() override;

private:
    /// Where the core is, or why there is none.
    struct CoreAnswer {
        QString words;
        bool isFound = false;
        bool isTruncated = false;
    };
    [[nodiscard]] QWidget *setupOutput();
    [[nodiscard]] QWidget *setupButtons();
    void wire();
    void wireRun();
    void tellCore();
    void offerOnward();
    void start();
    void refresh();
    [[nodiscard]] CaptureOptions captureOptions() const;
    void append(const QString &text);
    void showOutcome(int kind, const QString &what, const QString &rest);
    void askToEnd();

    ProgramRun *m_run;
    CaptureRun *m_job;
    ProgramForm *m_form;
    QPlainTextEdit *m_output;
    VerdictBar *m_outcome;
    QPushButton *m_onward; ///< what helps after a run without a core
    CaptureStrip *m_strip;
    QPushButton *m_quit;
    QPushButton *m_abort;
    QPushButton *m_explore;
    QPushButton *m_capture;
    QPushButton *m_start;
    QString m_how; ///< it ended: "was killed by SIGABRT", "exited with status 2"
    std::optional<CoreAnswer> m_answer;
    QPointer<QMessageBox> m_question; ///< whether what runs shall end
};

}
