// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/deathwait.h"
#include "model/pseudoterminal.h"
#include "model/terminaltext.h"

#include <QObject>
#include <QProcess>
#include <QStringList>

#include <memory>
#include <optional>

namespace Freezeframe
{

/// Runs one program so that its crash leaves a core: GOTRACEBACK=crash, the core limit as high as it may be, a folder of
/// its own. Waits for its end and for the core. GUI thread; ends the program when it goes.
class ProgramRun : public QObject
{
    Q_OBJECT
public:
    struct Settings {
        QString program;
        QStringList arguments;
        QString folder; ///< where it works, and where its core lies if core_pattern names no folder
        QStringList base; ///< "NAME=value": what it gets in place of our environment; empty: ours
        QStringList environment; ///< "NAME=value", on top of that
        bool terminal = true; ///< its output goes to a terminal: whole lines in order, also of what buffers otherwise
    };

    explicit ProgramRun(QObject *parent = nullptr);
    ~ProgramRun() override;
    void start(const Settings &settings);
    void send(int signal);
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// It has ended, and its core is being looked for.
    [[nodiscard]] bool isWaiting() const { return m_wait->isRunning() && !isRunning(); }
    [[nodiscard]] ProcessId id() const { return {int32_t(m_process.processId()), 0}; }

Q_SIGNALS:
    void started(int pid);
    void failed(const QString &sentence);
    void output(const QString &text);
    void progressed(const QString &sentence);
    /// "exited with status 2", "killed by SIGABRT"
    void ended(const QString &how, bool crashed);
    void coreFound(const QString &path, bool isTruncated);
    void noCore(const QString &sentence);

private:
    void take(const QByteArray &bytes, bool isEnd);
    void finish(int code, QProcess::ExitStatus status);
    void letGo();
    void tellCore();

    QProcess m_process;
    TerminalText m_text;
    std::unique_ptr<PseudoTerminal> m_terminal; ///< none: a pipe
    int m_gate = -1; ///< the child waits at its other end until we are prepared
    bool m_hasFailed = false;
    std::optional<Result<CoreWaitResult>> m_result; ///< of the wait, until the process has ended for us too
    DeathWait *m_wait;
};

}
