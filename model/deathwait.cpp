// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/deathwait.h"

#include "model/format.h"

#include <csignal>

namespace Freezeframe
{
namespace
{

using namespace std::chrono_literals;

constexpr auto patience = 60s; ///< after the death; systemd-coredump compresses gigabytes meanwhile

}

DeathWait::DeathWait(QObject *parent)
    : QObject(parent)
{
}

DeathWait::~DeathWait()
{
    m_stop.request_stop();
}

void DeathWait::signalAndWait(const ProcessId &process, int signal)
{
    run(process, signal, true);
}

void DeathWait::watch(const ProcessId &process)
{
    run(process, SIGABRT, false);
}

void DeathWait::watchStart(const ProcessId &process, const ComingProgram &program)
{
    run(process, SIGABRT, false, program);
}

void DeathWait::run(const ProcessId &process, int signal, bool sends, const std::optional<ComingProgram> &coming)
{
    if (m_running)
        return;
    m_running = true;
    m_process = process;
    m_stop = {};
    const auto job = [this, process, signal, sends, coming, refuge = m_refuge,
                      stop = m_stop.get_token()](const std::stop_token &) {
        const auto progress = [this](const std::string &sentence) {
            QMetaObject::invokeMethod(
                this, [this, text = shown(sentence)] { Q_EMIT progressed(text); }, Qt::QueuedConnection);
        };
        const auto work = [&]() -> Result<CoreWaitResult> {
            auto handle = ProcessHandle::open(process);
            if (!handle)
                return std::unexpected(handle.error());
            auto wait = coming ? CoreWait::prepareStart(*handle, *coming) : CoreWait::prepare(*handle, signal);
            QMetaObject::invokeMethod(this, &DeathWait::prepared, Qt::QueuedConnection);
            if (!wait)
                return std::unexpected(wait.error());
            (*wait)->setRefuge(refuge);
            return sends ? (*wait)->signalAndWait(patience, progress, stop) : (*wait)->wait(patience, progress, stop);
        };
        QMetaObject::invokeMethod(
            this, [this, result = work()]() mutable { finish(std::move(result)); }, Qt::QueuedConnection);
    };
    m_queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent, job);
}

void DeathWait::finish(Result<CoreWaitResult> result)
{
    m_running = false;
    if (result)
        Q_EMIT ended(*result);
    else
        Q_EMIT failed(result.error());
}

void DeathWait::send(int signal)
{
    m_signals.post(
        JobQueue::everyOne, JobQueue::Priority::Urgent, [this, process = m_process, signal](const std::stop_token &) {
            auto handle = ProcessHandle::open(process);
            auto sent = handle ? (*handle)->sendSignal(signal) : std::unexpected(handle.error());
            if (!sent)
                QMetaObject::invokeMethod(
                    this, [this, text = errorText(sent.error())] { Q_EMIT progressed(text); }, Qt::QueuedConnection);
        });
}

void DeathWait::cancel()
{
    m_stop.request_stop();
}

}
