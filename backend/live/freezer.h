// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/live/capture.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace Freezeframe
{

/// A thread of a process that stands still, with what only ptrace can read. A value type.
struct FrozenThread {
    int32_t tid = 0;
    int pendingSignal = 0; ///< was about to be delivered, and is as soon as it runs again
    bool wasStopped = false; ///< by SIGSTOP or the like, and stays so
    std::vector<std::byte> registers; ///< NT_PRSTATUS
    std::vector<std::byte> floatingPoint; ///< NT_FPREGSET
    std::vector<std::byte> extended; ///< NT_X86_XSTATE, empty elsewhere
    std::vector<std::byte> threadPointer; ///< NT_ARM_TLS, empty elsewhere
    Address stackPointer;
    uint64_t blockedSignals = 0; ///< bit 0 is signal 1
    /// Why only some registers, or none, are known: "is in state D, waiting in the kernel's wait_for_vfork_done". Empty:
    /// all are.
    std::string lacking = {};
};

/// Keeps all threads of a process still for as long as it lives. They run on, whatever happens: a thread of its own is
/// the tracer, and the kernel lets go of all that a thread traces when it ends, be it by a kill -9 of us.
/// Owns that thread; to be used from one other.
class Freezer
{
public:
    struct Limits {
        std::chrono::milliseconds time{2'000};
        int rounds = 50; ///< of looking for threads that appeared meanwhile
        bool skipStuck = false; ///< go on without those that the kernel does not let stop
    };
    /// Returns with all threads still, or with the sentence why not, and all of them running.
    [[nodiscard]] static std::expected<std::unique_ptr<Freezer>, CaptureError> freeze(
        std::shared_ptr<const ProcessHandle> process, Limits limits, const std::stop_token &stop);
    Freezer(const Freezer &) = delete;
    Freezer &operator=(const Freezer &) = delete;
    ~Freezer();

    /// The leader first (if it lives), then as /proc lists them. Valid until the end, also after release().
    [[nodiscard]] const std::vector<FrozenThread> &threads() const { return m_threads; }
    /// After release(): those that did not stop at first, and did since. They may have written to memory before.
    [[nodiscard]] const std::vector<int32_t> &wokenThreads() const { return m_woken; }
    /// Lets go, with the signals that were held back. Returns how long the process stood still, in seconds.
    double release();
    /// After release(): it was killed before. Nothing else ends a thread that stands still.
    [[nodiscard]] bool wasKilled() const { return m_wasKilled; }
    /// So far, or as returned by release().
    [[nodiscard]] double pauseSeconds() const;

private:
    enum class Step { Freezing, Frozen, Failed, Releasing, Released };
    struct Tracee;

    explicit Freezer(std::shared_ptr<const ProcessHandle> process, Limits limits, std::stop_token stop);
    void run();
    [[nodiscard]] bool freezeAll();
    [[nodiscard]] bool seizeNew(bool &isNew);
    [[nodiscard]] bool seize(int32_t tid);
    [[nodiscard]] bool waitForStops();
    bool takeStop(Tracee &tracee);
    [[nodiscard]] bool hasEnded(const Tracee &tracee) const;
    [[nodiscard]] bool collect();
    void detachAll();
    [[nodiscard]] bool areAllStuck() const;
    [[nodiscard]] bool skipStuck();
    void noteWoken();
    bool giveUp(CaptureFailure failure, ErrorCode code, std::string message);
    bool giveUpGone();
    bool giveUpStuck();
    void enter(Step step);

    std::shared_ptr<const ProcessHandle> m_process;
    const Limits m_limits;
    const std::stop_token m_stop;
    std::chrono::steady_clock::time_point m_start; ///< of the pause
    std::chrono::steady_clock::time_point m_end;
    std::chrono::steady_clock::time_point m_deadline;
    std::map<int32_t, Tracee> m_tracees; // of the tracer's thread
    std::vector<FrozenThread> m_threads;
    std::vector<int32_t> m_woken;
    bool m_wasKilled = false;
    std::optional<CaptureError> m_failure;
    mutable std::mutex m_lock; // of m_step
    std::condition_variable m_changed;
    Step m_step = Step::Freezing;
    std::thread m_tracer; // last: it uses all others
};

}
