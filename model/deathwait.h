// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corewait.h"
#include "model/jobqueue.h"

#include <QObject>
#include <QString>

#include <optional>

namespace Freezeframe
{

/// Waits for the end of one process and for its core, on a thread of its own; may send the signal that ends it.
/// GUI thread.
class DeathWait : public QObject
{
    Q_OBJECT
public:
    explicit DeathWait(QObject *parent = nullptr);
    ~DeathWait() override;

    /// Sends @p signal and waits.
    void signalAndWait(const ProcessId &process, int signal);
    /// Waits for an end that comes from elsewhere.
    void watch(const ProcessId &process);
    /// The same of a child that is held between fork and exec: it may go on once prepared() came.
    void watchStart(const ProcessId &process, const ComingProgram &program);
    /// Sends a signal while it is watched.
    void send(int signal);
    /// Where a core is copied to that would go with the file system of its process. Before waiting.
    void setRefuge(const QString &folder) { m_refuge = folder.toStdString(); }
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void prepared();
    void progressed(const QString &sentence);
    void ended(const Freezeframe::CoreWaitResult &result);
    void failed(const Freezeframe::Error &error);

private:
    void run(const ProcessId &process, int signal, bool sends, const std::optional<ComingProgram> &coming = {});
    void finish(Result<CoreWaitResult> result);

    bool m_running = false;
    std::string m_refuge;
    ProcessId m_process;
    std::stop_source m_stop;
    JobQueue m_signals;
    JobQueue m_queue; ///< last: its thread ends before the rest
};

}
