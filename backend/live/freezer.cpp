// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/freezer.h"

#include "backend/live/procfiles.h"
#include "backend/live/threadglimpse.h"
#include "backend/live/tracepermission.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <elf.h>
#include <format>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Clock = std::chrono::steady_clock;

std::optional<ProcessStat> statOfThread(int32_t pid, int32_t tid)
{
    const auto text = readKernelFile(std::format("/proc/{}/task/{}/stat", pid, tid));
    return text ? parseProcessStat(*text) : std::nullopt;
}

std::vector<std::byte> registerSet(int32_t tid, int type)
{
    constexpr size_t largest = 16384; // of NT_X86_XSTATE: AMX tiles take 8 KiB
    std::vector<std::byte> bytes(largest);
    iovec place{bytes.data(), bytes.size()};
    if (::ptrace(PTRACE_GETREGSET, tid, reinterpret_cast<void *>(intptr_t(type)), &place) != 0)
        return {};
    bytes.resize(place.iov_len);
    return bytes;
}

Address stackPointerIn(const std::vector<std::byte> &registers)
{
    user_regs_struct values{};
    if (registers.size() < sizeof values)
        return {};
    std::memcpy(&values, registers.data(), sizeof values);
#if defined(__x86_64__)
    return {values.rsp};
#else
    return {values.sp};
#endif
}

}

struct Freezer::Tracee {
    int32_t tid = 0;
    bool isStopped = false;
    bool isGone = false;
    int signal = 0;
    bool isGroupStop = false;
    bool isSkipped = false; ///< seized, but the kernel does not let it stop: it can't run its program either
};

Freezer::Freezer(std::shared_ptr<const ProcessHandle> process, Limits limits, std::stop_token stop)
    : m_process(std::move(process))
    , m_limits(limits)
    , m_stop(std::move(stop))
{
}

std::expected<std::unique_ptr<Freezer>, CaptureError> Freezer::freeze(std::shared_ptr<const ProcessHandle> process,
                                                                      Limits limits, const std::stop_token &stop)
{
    std::unique_ptr<Freezer> freezer(new Freezer(std::move(process), limits, stop));
    freezer->m_tracer = std::thread([raw = freezer.get()] { raw->run(); });
    std::unique_lock lock(freezer->m_lock);
    freezer->m_changed.wait(lock, [&] { return freezer->m_step == Step::Frozen || freezer->m_step == Step::Failed; });
    if (freezer->m_step == Step::Frozen) {
        lock.unlock();
        return freezer;
    }
    lock.unlock();
    freezer->m_tracer.join(); // what could not be detached runs on from here
    freezer->m_failure->pauseSeconds = freezer->pauseSeconds();
    return std::unexpected(std::move(*freezer->m_failure));
}

Freezer::~Freezer()
{
    release();
    if (m_tracer.joinable())
        m_tracer.join();
}

void Freezer::enter(Step step)
{
    {
        const std::lock_guard lock(m_lock);
        m_step = step;
    }
    m_changed.notify_all();
}

void Freezer::run()
{
    // Who holds others up goes first, if the system allows it. The thread ends with this function.
    (void)::setpriority(PRIO_PROCESS, id_t(::gettid()), -20);
    m_start = Clock::now();
    m_deadline = m_start + m_limits.time;
    const bool done = freezeAll() && collect();
    if (!done) {
        detachAll();
        m_end = Clock::now();
        enter(Step::Failed);
        return;
    }
    enter(Step::Frozen);
    {
        std::unique_lock lock(m_lock);
        m_changed.wait(lock, [this] { return m_step == Step::Releasing; });
    }
    noteWoken();
    detachAll();
    m_end = Clock::now();
    enter(Step::Released);
}

double Freezer::release()
{
    std::unique_lock lock(m_lock);
    if (m_step == Step::Frozen) {
        m_step = Step::Releasing;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_step == Step::Released; });
    }
    lock.unlock();
    return pauseSeconds();
}

double Freezer::pauseSeconds() const
{
    const std::lock_guard lock(m_lock);
    const bool isOver = m_step == Step::Released || m_step == Step::Failed;
    return std::chrono::duration<double>((isOver ? m_end : Clock::now()) - m_start).count();
}

bool Freezer::giveUp(CaptureFailure failure, ErrorCode code, std::string message)
{
    m_failure
        = CaptureError{.failure = failure, .error = {.code = code, .message = std::move(message)}, .pauseSeconds = 0};
    return false;
}

bool Freezer::giveUpGone()
{
    return giveUp(CaptureFailure::Gone, ErrorCode::NotFound,
                  std::format("process {} {} while it was being stopped: there is nothing to capture",
                              m_process->id().pid, m_wasKilled ? "was killed" : "ended"));
}

bool Freezer::freezeAll()
{
    for (int round = 0; round < m_limits.rounds; ++round) {
        bool isNew = false;
        if (!seizeNew(isNew))
            return false;
        if (!isNew)
            return true;
        if (!waitForStops())
            return false;
    }
    return giveUp(
        CaptureFailure::TimedOut, ErrorCode::Limit,
        std::format(
            "a storm of threads: process {} started new ones faster than they could be stopped ({} rounds, {} threads); it runs on, try again later",
            m_process->id().pid, m_limits.rounds, m_tracees.size()));
}

bool Freezer::seizeNew(bool &isNew)
{
    const std::vector<int32_t> tids = threadsOf(m_process->id().pid);
    if (tids.empty() || m_process->hasEnded())
        return giveUpGone();
    for (const int32_t tid : tids) {
        if (m_tracees.contains(tid))
            continue;
        if (!seize(tid))
            return false;
        isNew = true;
        if (Clock::now() > m_deadline)
            return giveUpStuck();
    }
    const bool anyLives = std::ranges::any_of(m_tracees, [](const auto &entry) { return !entry.second.isGone; });
    return anyLives || giveUpGone();
}

bool Freezer::seize(int32_t tid)
{
    const int32_t pid = m_process->id().pid;
    // INTERRUPT at once: a thread that is seized and still runs can take a signal that would be lost in between.
    const bool isSeized = ::ptrace(PTRACE_SEIZE, tid, nullptr, reinterpret_cast<void *>(PTRACE_O_TRACECLONE)) == 0;
    if (isSeized) {
        (void)::ptrace(PTRACE_INTERRUPT, tid, nullptr, nullptr); // fails only if it has ended
        m_tracees.emplace(tid, Tracee{.tid = tid});
        return true;
    }
    const int reason = errno;
    const auto stat = statOfThread(pid, tid);
    if (!stat || stat->hasEnded() || reason == ESRCH) {
        m_tracees.emplace(tid, Tracee{.tid = tid, .isGone = true});
        return true;
    }
    const auto status = readKernelFile(std::format("/proc/{}/task/{}/status", pid, tid));
    const auto tracer = status ? statusNumbers(*status, "TracerPid") : std::vector<uint64_t>{};
    if (!tracer.empty() && tracer.front() == uint64_t(::gettid())) {
        m_tracees.emplace(tid, Tracee{.tid = tid}); // born while its creator was ours: PTRACE_O_TRACECLONE
        return true;
    }
    if (reason == EPERM)
        return giveUp(CaptureFailure::Denied, ErrorCode::Io, tracePermission(m_process->id()).sentence);
    return giveUp(CaptureFailure::Failed, ErrorCode::Io,
                  std::format("thread {} of process {} can't be stopped: {}", tid, pid, std::strerror(reason)));
}

bool Freezer::waitForStops()
{
    constexpr auto shortest = std::chrono::microseconds(20);
    constexpr auto longest = std::chrono::microseconds(1000);
    auto sleep = shortest;
    for (auto lookAgain = Clock::now() + std::chrono::milliseconds(20);;) {
        bool isWaiting = false;
        const bool isLook = Clock::now() >= lookAgain;
        for (auto &[tid, tracee] : m_tracees) {
            if (tracee.isStopped || tracee.isGone || tracee.isSkipped)
                continue;
            // A leader that was killed is never reported before its other threads are reaped: look at its state.
            if (!takeStop(tracee) && isLook)
                tracee.isGone = hasEnded(tracee);
            isWaiting |= !tracee.isStopped && !tracee.isGone;
        }
        if (!isWaiting)
            return true;
        if (m_stop.stop_requested())
            return giveUp(CaptureFailure::Cancelled, ErrorCode::Cancelled, "the capture was cancelled");
        if (m_limits.skipStuck && isLook && areAllStuck())
            return skipStuck();
        if (Clock::now() > m_deadline)
            return giveUpStuck();
        if (isLook)
            lookAgain = Clock::now() + std::chrono::milliseconds(20);
        std::this_thread::sleep_for(sleep);
        sleep = std::min<std::chrono::microseconds>(sleep * 2, longest);
    }
}

bool Freezer::takeStop(Tracee &tracee)
{
    siginfo_t info{};
    // Only a look: if the process is a child of ours, its end is for others here to collect.
    if (::waitid(P_PID, id_t(tracee.tid), &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT | __WALL) != 0) {
        tracee.isGone = errno == ECHILD;
        return tracee.isGone;
    }
    if (info.si_pid == 0)
        return false;
    int status = 0;
    if (info.si_code == CLD_EXITED || info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED) {
        tracee.isGone = true;
        m_wasKilled |= info.si_code == CLD_KILLED && info.si_status == SIGKILL;
    } else if (::waitpid(tracee.tid, &status, WNOHANG | __WALL) == tracee.tid && WIFSTOPPED(status)) {
        tracee.isStopped = true;
        const int event = status >> 16;
        if (event == 0)
            tracee.signal = WSTOPSIG(status); // on its way to the thread: goes on at the end
        else
            tracee.isGroupStop = event == PTRACE_EVENT_STOP && WSTOPSIG(status) != SIGTRAP;
    }
    return tracee.isGone || tracee.isStopped;
}

bool Freezer::hasEnded(const Tracee &tracee) const
{
    const auto stat = statOfThread(m_process->id().pid, tracee.tid);
    return !stat || stat->hasEnded();
}

bool Freezer::giveUpStuck()
{
    const int32_t pid = m_process->id().pid;
    const auto stuck = std::ranges::find_if(
        m_tracees, [](const auto &entry) { return !entry.second.isStopped && !entry.second.isGone; });
    const auto seconds = std::chrono::duration<double>(m_limits.time).count();
    if (stuck == m_tracees.end()) {
        return giveUp(CaptureFailure::TimedOut, ErrorCode::Limit,
                      std::format("process {} could not be stopped within {} s: it has too many threads ({} stopped)",
                                  pid, seconds, m_tracees.size()));
    }
    const std::string folder = std::format("/proc/{}/task/{}/", pid, stuck->first);
    const std::string place = readKernelLine(folder + "wchan");
    const auto stat = statOfThread(pid, stuck->first);
    std::string message = std::format("thread {} of process {} could not be stopped within {} s: it is in state {}",
                                      stuck->first, pid, seconds, stat ? stat->state : '?');
    if (!place.empty() && place != "0")
        message += ", waiting in the kernel's " + place;
    std::string children = readKernelLine(folder + "children");
    while (children.ends_with(' '))
        children.pop_back();
    // wait_for_vfork_done() may be a part of its caller.
    const bool isVfork = place.contains("vfork") || place == "kernel_clone";
    if (isVfork && !children.empty())
        message += ", for its child " + children + " (vfork)";
    (void)giveUp(CaptureFailure::TimedOut, ErrorCode::Limit, message + "; the process runs on");
    m_failure->hasStuckThread = stat && stat->state == 'D';
    return false;
}

bool Freezer::areAllStuck() const
{
    // Threads of a busy disk are in this state for moments: these are not what is meant.
    constexpr auto patience = std::chrono::milliseconds(200);
    if (Clock::now() < std::min(m_start + patience, m_deadline))
        return false;
    return std::ranges::all_of(m_tracees, [this](const auto &entry) {
        const Tracee &tracee = entry.second;
        if (tracee.isStopped || tracee.isGone || tracee.isSkipped)
            return true;
        const auto stat = statOfThread(m_process->id().pid, tracee.tid);
        return stat && stat->state == 'D';
    });
}

bool Freezer::skipStuck()
{
    // Each was told to stop, and does before it gets back to its program: it writes no memory but what its system call
    // is about.
    for (auto &[tid, tracee] : m_tracees)
        tracee.isSkipped |= !tracee.isStopped && !tracee.isGone;
    return true;
}

void Freezer::noteWoken()
{
    for (auto &[tid, tracee] : m_tracees) {
        if (tracee.isSkipped && takeStop(tracee))
            m_woken.push_back(tid);
    }
}

bool Freezer::collect()
{
    const int32_t leader = m_process->id().pid;
    for (const auto &[tid, tracee] : m_tracees) {
        if (tracee.isSkipped)
            m_threads.push_back(glimpseOf(leader, tid));
        if (!tracee.isStopped)
            continue;
        FrozenThread thread{.tid = tid,
                            .pendingSignal = tracee.signal,
                            .wasStopped = tracee.isGroupStop,
                            .registers = registerSet(tid, NT_PRSTATUS),
                            .floatingPoint = registerSet(tid, NT_PRFPREG),
                            .extended = {},
                            .threadPointer = {},
                            .stackPointer = {},
                            .blockedSignals = 0};
#if defined(__x86_64__)
        thread.extended = registerSet(tid, NT_X86_XSTATE);
#elif defined(__aarch64__)
        thread.threadPointer = registerSet(tid, NT_ARM_TLS);
#endif
        // Last: if it stands still now, it did for all of the above, and else was killed.
        const long masked = ::ptrace(PTRACE_GETSIGMASK, tid, sizeof thread.blockedSignals, &thread.blockedSignals);
        if (thread.registers.empty() || (masked != 0 && errno == ESRCH)) {
            m_wasKilled = true;
            return giveUpGone();
        }
        thread.stackPointer = stackPointerIn(thread.registers);
        m_threads.push_back(std::move(thread));
    }
    std::ranges::stable_partition(m_threads, [leader](const FrozenThread &thread) { return thread.tid == leader; });
    return true;
}

void Freezer::detachAll()
{
    for (auto &[tid, tracee] : m_tracees) {
        if (!tracee.isStopped && !tracee.isGone)
            takeStop(tracee);
        if (!tracee.isStopped)
            continue;
        // ptrace(2): ESRCH also if the thread does not stand still any more, which only a SIGKILL brings about.
        if (::ptrace(PTRACE_DETACH, tid, nullptr, reinterpret_cast<void *>(intptr_t(tracee.signal))) != 0)
            m_wasKilled |= errno == ESRCH;
    }
}

}
