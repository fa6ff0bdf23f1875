// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturejob.h"

#include "backend/base/text.h"
#include "backend/live/procfiles.h"
#include "backend/live/threadglimpse.h"
#include "backend/live/tracepermission.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <format>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Clock = std::chrono::steady_clock;
using Phase = CaptureProgress::Phase;

std::unexpected<CaptureError> refused(CaptureFailure failure, ErrorCode code, std::string message)
{
    return std::unexpected(
        CaptureError{.failure = failure, .error = {.code = code, .message = std::move(message)}, .pauseSeconds = 0});
}

CaptureError failedRead(Error error)
{
    const bool isGone = error.code == ErrorCode::NotFound;
    return {.failure = isGone ? CaptureFailure::Gone : CaptureFailure::Failed,
            .error = std::move(error),
            .pauseSeconds = 0};
}

/// Address of the program's headers: what the executable is mapped at, or near.
uint64_t programHeaders(const std::vector<std::byte> &auxiliaryVector)
{
    for (size_t at = 0; at + sizeof(Elf64_auxv_t) <= auxiliaryVector.size(); at += sizeof(Elf64_auxv_t)) {
        Elf64_auxv_t entry{};
        std::memcpy(&entry, auxiliaryVector.data() + at, sizeof entry);
        if (entry.a_type == AT_PHDR)
            return entry.a_un.a_val;
    }
    return 0;
}

/// What the process's own clock says: ours, unless it lives in another time namespace (then 0).
int64_t monotonicTimeOf(int32_t pid)
{
    struct stat ours{};
    struct stat its{};
    if (::stat("/proc/self/ns/time", &ours) == 0
        && (::stat(std::format("/proc/{}/ns/time", pid).c_str(), &its) != 0 || ours.st_ino != its.st_ino))
        return 0;
    return std::chrono::nanoseconds(Clock::now().time_since_epoch()).count();
}

/// Programs and libraries that nobody will find later, while they can be had. Those that can't, or are vast, are left
/// out: of them the core has what is mapped.
std::vector<std::shared_ptr<const MappedFile>> programFiles(const std::vector<LostFile> &lost)
{
    constexpr uint64_t mostBytes = uint64_t(2) << 30;
    constexpr size_t mostFiles = 512;
    std::vector<std::shared_ptr<const MappedFile>> files;
    uint64_t bytes = 0;
    for (const LostFile &one : lost) {
        for (const std::string &door : one.doors) {
            auto file = MappedFile::open(door);
            if (!file || (*file)->size() == 0)
                continue;
            if (files.size() < mostFiles && (*file)->size() <= mostBytes - bytes) {
                bytes += (*file)->size();
                files.push_back(std::move(*file));
            }
            break;
        }
    }
    return files;
}

/// The process, or another thread if its first one has ended; 0 if all have.
int32_t livingThread(int32_t pid, const ProcessStat &stat)
{
    if (!stat.hasEnded())
        return pid;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(std::format("/proc/{}/task", pid), error)) {
        const auto text = readKernelFile(entry.path().string() + "/stat");
        const auto thread = text ? parseProcessStat(*text) : std::nullopt;
        if (thread && !thread->hasEnded())
            return int32_t(parseNumber(entry.path().filename().string()).value_or(0));
    }
    return 0;
}

}

CaptureJob::CaptureJob(CaptureOptions options, CaptureProgressCallback progress, std::stop_token stop,
                       CaptureObserver observer)
    : m_options(std::move(options))
    , m_progress(std::move(progress))
    , m_stop(std::move(stop))
    , m_observer(std::move(observer))
{
}

CaptureJob::~CaptureJob() = default;

void CaptureJob::tell(Phase phase, uint64_t done, uint64_t total)
{
    constexpr auto interval = std::chrono::milliseconds(50);
    const auto now = Clock::now();
    if (!m_progress || (phase == m_lastPhase && now - m_lastTold < interval))
        return;
    m_lastTold = now;
    m_lastPhase = phase;
    m_progress({.phase = phase, .done = done, .total = total});
}

void CaptureJob::reach(CaptureMoment moment) const
{
    if (m_observer)
        m_observer(moment);
}

std::expected<void, CaptureError> CaptureJob::prepare()
{
    tell(Phase::Preparing, 0, 0);
    const int32_t pid = m_options.process.pid;
    auto process
        = m_process ? Result<std::shared_ptr<const ProcessHandle>>(m_process) : ProcessHandle::open(m_options.process);
    if (!process)
        return refused(CaptureFailure::Gone, process.error().code, process.error().message);
    m_process = *process;
    const auto text = readKernelFile(std::format("/proc/{}/stat", pid));
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    if (!stat)
        return refused(CaptureFailure::Gone, ErrorCode::NotFound, std::format("there is no process {}", pid));
    if (pid == ::getpid())
        return refused(CaptureFailure::Usage, ErrorCode::Unsupported, "a process can't capture itself");
    if (stat->isKernelThread())
        return refused(
            CaptureFailure::Usage, ErrorCode::Unsupported,
            std::format("process {} ({}) is a thread of the kernel: it has no memory of its own", pid, stat->name));
    const int32_t living = livingThread(pid, *stat);
    if (living == 0)
        return refused(
            CaptureFailure::Gone, ErrorCode::NotFound,
            std::format(
                "process {} ({}) has ended and is a zombie: its parent {} has not collected it yet, and its memory is gone",
                pid, stat->name, stat->parent));
    const TracePermission permission = tracePermission({.pid = living});
    if (m_options.noStop ? !permission.isReadable : !permission.isAllowed) {
        if (isEnding(living) || m_process->hasEnded())
            return std::unexpected(ended());
        return refused(CaptureFailure::Denied, ErrorCode::Io, permission.sentence);
    }
    return lookAt();
}

std::expected<void, CaptureError> CaptureJob::lookAt()
{
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        auto memory = LivingMemory::ofProcess(m_options.process.pid);
        if (!memory)
            return std::unexpected(failedRead(std::move(memory.error())));
        m_memory = std::move(*memory);
        auto looked = lookOnce();
        // What is read while a process dies or becomes another program ends early, without an error.
        if (looked && isSameProgram())
            return {};
        if (!looked && looked.error().code != ErrorCode::NotFound && m_memory->isThere())
            return std::unexpected(failedRead(std::move(looked.error())));
    }
    return std::unexpected(changing());
}

Result<void> CaptureJob::lookOnce()
{
    const int32_t living = m_memory->tid();
    reach(CaptureMoment::Identity);
    auto facts = ProcessIdentity::read(m_options.process.pid, living);
    if (!facts)
        return std::unexpected(std::move(facts.error()));
    m_facts = std::move(*facts);
    m_filter = DumpFilter::of(living, m_options.filter, m_options.allMappings);
    auto scan = PageScan::open(living);
    if (!scan)
        return std::unexpected(std::move(scan.error()));
    m_scan = std::move(*scan);
    reach(CaptureMoment::Mappings);
    auto mappings = readSmaps(living);
    if (!mappings)
        return std::unexpected(std::move(mappings.error()));
    m_lostFiles = markLostFiles(*mappings, *m_memory, m_options.process.pid);
    m_programs = programFiles(m_lostFiles);
    reach(CaptureMoment::Pages);
    auto plan = MemoryPlan::make(std::move(*mappings), m_filter, *m_scan);
    if (!plan)
        return std::unexpected(std::move(plan.error()));
    m_plan = std::move(*plan);
    return {};
}

bool CaptureJob::isSameProgram() const
{
    // AT_RANDOM differs by program started. In this order: the memory that is there after the vector was read is the one
    // that was there before.
    const auto auxv = readKernelFile(std::format("/proc/{}/auxv", m_memory->tid()));
    return auxv && auxv->size() == m_facts.auxiliaryVector.size()
        && std::memcmp(auxv->data(), m_facts.auxiliaryVector.data(), auxv->size()) == 0 && m_memory->isThere();
}

uint64_t CaptureJob::headRoom() const
{
    // Generous: what is not used is a hole.
    constexpr uint64_t perThread = 8192; // NT_PRSTATUS 336, NT_FPREGSET 512, NT_X86_XSTATE 2696 (AMX: 11008)
    constexpr uint64_t perMapping = 3 * sizeof(Elf64_Phdr) + 3 * sizeof(uint64_t);
    const auto text = readKernelFile(std::format("/proc/{}/status", m_options.process.pid)).value_or("");
    const auto threads = statusNumbers(text, "Threads");
    uint64_t room = 256 << 10;
    room += (threads.empty() ? 1 : threads.front()) * 2 * perThread;
    for (const ProcessMapping &mapping : m_plan.mappings)
        room += perMapping + mapping.path.size() + 1;
    // A segment for each page, if every other one should not be readable.
    constexpr uint64_t mostForHoles = uint64_t(4) << 20;
    constexpr uint64_t pageSize = 4096;
    room += std::min(mostForHoles, m_plan.bytes() / pageSize * sizeof(Elf64_Phdr));
    return room * m_headScale;
}

std::vector<AddressRange> CaptureJob::programData() const
{
    const uint64_t program = programHeaders(m_facts.auxiliaryVector);
    const auto executable = std::ranges::find_if(
        m_plan.mappings, [program](const ProcessMapping &mapping) { return mapping.range.contains({program}); });
    std::vector<AddressRange> data;
    if (executable == m_plan.mappings.end())
        return data;
    for (const ProcessMapping &mapping : m_plan.mappings) {
        const bool isFile = mapping.isFile() && mapping.inode == executable->inode
            && mapping.device == executable->device && mapping.isWritable;
        // What is zero in the file (.bss) follows in a mapping of its own, without a name.
        const bool isZeros = !data.empty() && !mapping.isFile() && mapping.path.empty() && mapping.isWritable
            && mapping.range.begin == data.back().end;
        if (isFile || isZeros)
            data.push_back(mapping.range);
    }
    return data;
}

CoreLayout CaptureJob::firstLayout() const
{
    CoreLayout layout(headRoom());
    // Stacks and the data of the program first: a file that is cut off later then still has them.
    std::vector<AddressRange> first = programData();
    for (const ProcessMapping &mapping : m_plan.mappings) {
        if (mapping.path == "[stack]")
            first.push_back(mapping.range);
    }
    for (const AddressRange &range : intersection(first, m_plan.stored))
        layout.place(range);
    for (const AddressRange &range : m_plan.stored)
        layout.place(range);
    return layout;
}

std::vector<PlacedRange> CaptureJob::orderedRuns(CoreLayout &layout) const
{
    for (const AddressRange &range : m_plan.stored)
        layout.place(range);
    // In the order of worth, for the case that there is no time for all: stacks, the program's data, the rest.
    std::vector<AddressRange> first = programData();
    for (const ProcessMapping &mapping : m_plan.mappings) {
        constexpr uint64_t largest = uint64_t(16) << 20; // an arena that also holds a stack is the rest
        const bool isStack = std::ranges::any_of(
            m_threads, [&mapping](const FrozenThread &thread) { return mapping.range.contains(thread.stackPointer); });
        const bool isSmall = mapping.range.size() <= largest;
        if ((isStack && isSmall) || mapping.path == "[vdso]" || (mapping.isFile() && mapping.isWritable && isSmall))
            first.push_back(mapping.range);
    }
    std::ranges::sort(first);
    first = intersection(first, first); // joins what is there twice
    std::vector<PlacedRange> runs = placesOf(intersection(m_plan.runs, first), layout);
    const auto rest = placesOf(difference(m_plan.runs, first), layout);
    runs.insert(runs.end(), rest.begin(), rest.end());
    return runs;
}

Result<void> CaptureJob::lookAgain()
{
    reach(CaptureMoment::Rescan);
    auto mappings = readMaps(m_memory->tid());
    if (!mappings)
        return std::unexpected(mappings.error());
    takeDetails(*mappings, m_plan.mappings);
    reach(CaptureMoment::Repages);
    auto plan = MemoryPlan::make(std::move(*mappings), m_filter, *m_scan);
    if (!plan)
        return std::unexpected(plan.error());
    m_plan = std::move(*plan);
    return {};
}

Freezer::Limits CaptureJob::freezeLimits() const
{
    // What stands still while others are stopped counts, too: no thread waits longer than the caller allows.
    return {.time = std::min(m_options.freezeLimit, m_options.maxPause), .skipStuck = m_options.skipStuck};
}

std::expected<std::unique_ptr<Freezer>, CaptureError> CaptureJob::freeze()
{
    reach(CaptureMoment::Freezing);
    m_threads.clear();
    if (m_options.noStop) {
        for (const int32_t tid : threadsOf(m_options.process.pid))
            m_threads.push_back(glimpseOf(m_options.process.pid, tid));
        return nullptr;
    }
    auto frozen = Freezer::freeze(m_process, freezeLimits(), m_stop);
    if (frozen)
        m_threads = (*frozen)->threads();
    return frozen;
}

std::expected<CaptureJob::Outcome, CaptureError> CaptureJob::copyWhileFrozen(CoreLayout &layout, ImageSink &sink,
                                                                             CoreImage *image)
{
    const auto takenAt = std::chrono::system_clock::now();
    m_monotonicAt = monotonicTimeOf(m_options.process.pid);
    auto stopped = freeze();
    if (!stopped) {
        const bool isOther = stopped.error().failure == CaptureFailure::Gone
            && LivingMemory::ofProcess(m_options.process.pid).has_value();
        return isOther ? std::expected<Outcome, CaptureError>(Outcome::Again)
                       : std::unexpected(std::move(stopped.error()));
    }
    const std::unique_ptr<Freezer> freezer = std::move(*stopped); // none: the process runs
    reach(CaptureMoment::Frozen);
    const auto looked = lookAgain();
    if (!isSameProgram())
        return startAnew(freezer.get(), 0);
    if (!looked) {
        if (freezer)
            freezer->release();
        return std::unexpected(failedRead(looked.error()));
    }
    std::vector<PlacedRange> runs = orderedRuns(layout);
    if (image) {
        if (auto grown = image->growTo(layout.end()); !grown)
            return std::unexpected(failedRead(grown.error()));
    }
    const bool canRun = !freezer
        || std::ranges::any_of(m_threads, [](const FrozenThread &thread) { return !thread.lacking.empty(); });
    PageCopier copier(m_memory, canRun ? PageCopier::Way::Bound : PageCopier::Way::Fast, m_observer);
    copier.start(std::move(runs), sink, copyThreads());
    if (auto waited = waitForCopy(freezer.get(), copier, m_plan.bytes(), image != nullptr); !waited)
        return std::unexpected(std::move(waited.error()));
    reach(CaptureMoment::Copied);
    m_report.pauseSeconds = freezer ? freezer->release() : 0;
    reach(CaptureMoment::Released);
    copier.join();
    m_woken = freezer ? freezer->wokenThreads() : std::vector<int32_t>{};
    if (copier.failure())
        return std::unexpected(writeFailure(*copier.failure(), m_report.pauseSeconds));
    m_report.takenAt = std::chrono::system_clock::to_time_t(takenAt);
    return conclude(copier, freezer.get());
}

std::expected<void, CaptureError> CaptureJob::waitForCopy(Freezer *freezer, PageCopier &copier, uint64_t total,
                                                          bool isMemory)
{
    constexpr auto look = std::chrono::milliseconds(5);
    const double most = std::chrono::duration<double>(m_options.maxPause).count();
    while (!copier.waitFor(look)) {
        const bool isLate = freezer && freezer->pauseSeconds() >= most;
        if (isLate || m_stop.stop_requested()) {
            copier.abandon();
            const double pause
                = freezer ? freezer->release() : 0; // first of all: copying may even wait for the process
            copier.join();
            if (m_stop.stop_requested())
                return std::unexpected(cancelled(pause));
            return {};
        }
        if (!isMemory)
            tell(Phase::Frozen, copier.copied(), total);
    }
    return {};
}

}
