// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "backend/live/corewait.h"
#include "backend/live/processlist.h"
#include "model/capturerun.h"
#include "model/livethread.h"
#include "model/programstart.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace Freezeframe
{

class CaptureStrip;
class DeathWait;
class DoctorPane;
class PageScroll;
class RunLabel;

/// Before a process is ended for its core: which one, what will happen, whether a core will appear, and what helps if
/// not. Then sends the signal, waits for the core, and says where it is. GUI thread.
class AbortDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p capture: how a safety copy would be taken.
    AbortDialog(const ProcessRow &process, int signal, const CaptureOptions &capture, QWidget *parent = nullptr);
    ~AbortDialog() override;
    /// Who takes the safety copy; @p why a password is asked for.
    void setCopyBy(CaptureRun::By by, const QString &why);
    /// There can be no safety copy, and why.
    void setCopyRefused(const QString &why);
    [[nodiscard]] QPushButton *abortButton() const { return m_abort; }
    [[nodiscard]] QPushButton *openButton() const { return m_open; }
    [[nodiscard]] QCheckBox *safetyCopyBox() const { return m_copyFirst; }
    [[nodiscard]] DoctorPane *doctor() const { return m_doctor; }
    [[nodiscard]] QString outcome() const;

    [[nodiscard]] QPushButton *againButton() const { return m_again; }

Q_SIGNALS:
    void coreLeft(const QString &path);
    /// It left none: once more, so that one comes.
    void restartWanted(const Freezeframe::ProgramStart &start);

private:
    void setupHead();
    void setupOffers();
    void setupButtons();
    void wire();
    void refreshWords();
    void grow();
    void begin();
    void sendSignal();
    void finish(const CoreWaitResult &result);
    void showOutcome(int kind, const QString &what, const QString &rest);
    void offerCopy();

    ProcessRow m_process;
    int m_signal;
    CaptureOptions m_captureOptions;
    CaptureRun::By m_copyBy = CaptureRun::By::Us;
    QString m_copyPath; ///< of the safety copy, once it is there
    CaptureRun *m_job;
    DeathWait *m_wait;
    QLabel *m_what;
    DoctorPane *m_doctor;
    PageScroll *m_page;
    QCheckBox *m_copyFirst;
    RunLabel *m_copyPlace;
    QLabel *m_restart;
    CaptureStrip *m_strip;
    class VerdictBar *m_outcome;
    QPushButton *m_abort;
    QPushButton *m_open;
    QPushButton *m_again; ///< starts the program once more
    QPushButton *m_close;
    ProgramStart m_start; ///< as the process was started
    LiveThread m_thread;
};

}
