// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <memory>

namespace Freezeframe
{

/// Which process is meant, so that a reused PID is never taken for it. A value type.
struct ProcessId {
    int32_t pid = 0; ///< as this machine's /proc shows it
    uint64_t startTicks = 0; ///< field 22 of /proc/PID/stat: clock ticks since boot; 0: whichever has the pid now
    bool operator==(const ProcessId &) const = default;
};

/// Owns a pidfd: the process that it was opened for and no other. Immutable after open; any thread.
class ProcessHandle
{
public:
    /// NotFound if there is no such process, Mismatch if the pid belongs to another one by now ("process 4711 changed
    /// since it was listed").
    [[nodiscard]] static Result<std::shared_ptr<const ProcessHandle>> open(const ProcessId &id);
    /// Takes over a pidfd that another process handed to us.
    [[nodiscard]] static Result<std::shared_ptr<const ProcessHandle>> adopt(int pidfd);
    ProcessHandle(const ProcessHandle &) = delete;
    ProcessHandle &operator=(const ProcessHandle &) = delete;
    ~ProcessHandle();

    [[nodiscard]] const ProcessId &id() const { return m_id; }
    [[nodiscard]] int pidfd() const { return m_pidfd; }
    /// Whether it has ended (a zombie counts as ended).
    [[nodiscard]] bool hasEnded() const;
    /// Sends a signal through the pidfd.
    [[nodiscard]] Result<void> sendSignal(int signal) const;

private:
    ProcessHandle() = default;
    ProcessId m_id;
    int m_pidfd = -1;
};

}
