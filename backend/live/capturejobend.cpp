// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
//
// CaptureJob, once the process runs again: what was captured or why nothing was, and the head of the core that says so.
#include "backend/base/text.h"
#include "backend/elf/corefile.h"
#include "backend/live/capturejob.h"
#include "backend/live/capturejson.h"
#include "backend/live/exitstatus.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <elf.h>
#include <format>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Phase = CaptureProgress::Phase;

constexpr size_t manySegments = 4000; ///< gdb takes seconds with as many
constexpr size_t mostCuts = 50'000; ///< gdb takes minutes; what may be read is worth more than that
constexpr size_t mostListed = 1000; ///< holes and mappings in the note

std::string kernelRelease()
{
    utsname system{};
    return ::uname(&system) == 0 ? system.release : "";
}

CaptureError failed(Error error, double pauseSeconds)
{
    return {.failure = CaptureFailure::Failed, .error = std::move(error), .pauseSeconds = pauseSeconds};
}

}

CaptureError CaptureJob::ended() const
{
    return {.failure = CaptureFailure::Gone,
            .error
            = {.code = ErrorCode::NotFound, .message = std::format("process {} has ended", m_options.process.pid)},
            .pauseSeconds = 0};
}

CaptureError CaptureJob::cancelled(double pauseSeconds) const
{
    return {.failure = CaptureFailure::Cancelled,
            .error = {.code = ErrorCode::Cancelled, .message = "the capture was cancelled; the process runs on"},
            .pauseSeconds = pauseSeconds};
}

CaptureError CaptureJob::changing() const
{
    return {
        .failure = CaptureFailure::Failed,
        .error
        = {.code = ErrorCode::Limit,
           .message = std::format(
               "process {} changed too fast ({} times it was another program, or had many more threads, when it was stopped); it runs on, try again",
               m_options.process.pid, mostAttempts)},
        .pauseSeconds = 0};
}

CaptureError CaptureJob::lost(uint64_t copied, bool wasKilled, double pauseSeconds) const
{
    if (!wasKilled) {
        // Nobody stands still for this: the kernel may be giving its memory back.
        constexpr int patience = 500; // ms
        pollfd poll{.fd = m_process->pidfd(), .events = POLLIN, .revents = 0};
        (void)::poll(&poll, 1, patience);
        const auto status = exitStatusOf(*m_process);
        wasKilled = status && WIFSIGNALED(*status) && WTERMSIG(*status) == SIGKILL;
    }
    return {.failure = CaptureFailure::Gone,
            .error = {.code = ErrorCode::NotFound,
                      .message
                      = std::format("process {} {} while it was being copied, after {} of {}", m_options.process.pid,
                                    wasKilled ? "was killed" : "ended", byteCount(copied), byteCount(m_plan.bytes()))},
            .pauseSeconds = pauseSeconds};
}

std::expected<CaptureJob::Outcome, CaptureError> CaptureJob::startAnew(Freezer *freezer, uint64_t copied)
{
    const double pause = freezer ? freezer->release() : 0;
    const bool wasKilled = freezer && freezer->wasKilled();
    if (!wasKilled && LivingMemory::ofProcess(m_options.process.pid))
        return Outcome::Again; // another program by now
    return std::unexpected(lost(copied, wasKilled, pause));
}

std::expected<CaptureJob::Outcome, CaptureError> CaptureJob::conclude(const PageCopier &copier, Freezer *freezer)
{
    const bool wasKilled = freezer && freezer->wasKilled();
    summarize(copier, wasKilled);
    const bool hasUnreadable = std::ranges::any_of(
        m_holes, [](const MemoryHole &hole) { return hole.reason != ECANCELED && hole.reason != ESRCH; });
    // The kernel takes pages from a process that it kills for want of memory before it is gone (mm/oom_kill.c).
    const auto isEnding = [&] { return wasKilled || !LivingMemory::ofProcess(m_options.process.pid); };
    if (!copier.hasLost() && !(hasUnreadable && isEnding()))
        return Outcome::Done;
    const uint64_t total = m_plan.bytes();
    const uint64_t copied = total - std::min(total, m_missing);
    if (!isEnding())
        return Outcome::Again;
    m_lost = lost(copied, wasKilled, m_report.pauseSeconds);
    if (copied <= total / 2)
        return std::unexpected(*m_lost);
    m_report.isPartial = true;
    m_report.isCutShort = true;
    m_report.warnings.insert(m_report.warnings.begin(), m_lost->error.message);
    return Outcome::Lost;
}

void CaptureJob::summarize(const PageCopier &copier, bool wasKilled)
{
    m_holes = copier.holes();
    uint64_t late = 0;
    uint64_t lost = 0;
    uint64_t unreadable = 0;
    const auto isUnreadable = [](const MemoryHole &hole) { return hole.reason != ECANCELED && hole.reason != ESRCH; };
    for (const MemoryHole &hole : m_holes)
        (isUnreadable(hole) ? unreadable : hole.reason == ESRCH ? lost : late) += hole.range.size();
    m_missing = late + lost + unreadable;
    m_report.warnings.clear();
    m_report.isPartial = late > 0;
    m_report.isCutShort = false;
    const uint64_t total = m_plan.bytes();
    if (late > 0) {
        m_report.warnings.push_back(std::format("stopped copying after {:.3g} s: {} of {} captured ({:.0f} %){}",
                                                m_report.pauseSeconds, byteCount(total - late), byteCount(total),
                                                100.0 * double(total - late) / double(total),
                                                wasKilled ? "" : ", the process runs on"));
    }
    if (wasKilled && m_missing == 0) {
        m_report.warnings.push_back(
            std::format("process {} was killed while it stood still; all of its memory had been copied", m_facts.pid));
    }
    if (unreadable > 0) {
        const auto first = std::ranges::find_if(m_holes, isUnreadable);
        m_report.warnings.push_back(std::format("{} could not be read, in {} places, the first at {}: {}",
                                                byteCount(unreadable), std::ranges::count_if(m_holes, isUnreadable),
                                                first->range.begin.toString(), std::strerror(first->reason)));
    }
    if (!m_lostFiles.empty())
        m_report.warnings.push_back(lostFilesSentence(m_lostFiles));
    summarizeThreads();
    if (!wasKilled && std::ranges::any_of(m_threads, &FrozenThread::wasStopped))
        m_report.warnings.push_back(std::format("process {} was stopped, and was left stopped", m_facts.pid));
}

void CaptureJob::summarizeThreads()
{
    // For a thread in its system call the kernel may write to memory at any time, and after a vfork a child runs in it.
    const auto isStuck = [](const FrozenThread &thread) { return !thread.lacking.empty(); };
    m_report.isConsistent = !m_options.noStop && std::ranges::none_of(m_threads, isStuck);
    if (m_options.noStop) {
        m_report.isPartial = true;
        m_report.warnings.emplace_back(inconsistentWarning);
        const auto running = std::ranges::count_if(
            m_threads, [](const FrozenThread &thread) { return thread.stackPointer.value == 0; });
        m_report.warnings.push_back(std::format(
            "of {} threads only stack pointer, program counter and arguments are known, of {} that ran not even these",
            m_threads.size() - size_t(running), running));
        return;
    }
    for (const FrozenThread &thread : m_threads) {
        if (!isStuck(thread))
            continue;
        m_report.isPartial = true;
        m_report.warnings.push_back(std::format(
            "thread {} could not be stopped, so memory may have changed meanwhile: it {}", thread.tid, thread.lacking));
    }
    for (const int32_t tid : m_woken) {
        m_report.warnings.push_back(std::format(
            "thread {} woke up while memory was copied: what its system call wrote may be half there", tid));
    }
}

std::string CaptureJob::provenanceText() const
{
    nlohmann::ordered_json note;
    note["version"] = FREEZEFRAME_VERSION;
    note["mode"] = captureModeName(m_report.mode);
    note["taken_at"] = m_report.takenAt;
    if (m_monotonicAt > 0)
        note["monotonic_ns"] = m_monotonicAt;
    note["pause_seconds"] = m_report.pauseSeconds;
    note["pid"] = m_facts.pid;
    note["namespace_pid"] = m_facts.namespacePids.empty() ? m_facts.pid : m_facts.namespacePids.back();
    note["namespace_pids"] = m_facts.namespacePids;
    note["kernel"] = kernelRelease();
    note["cgroup"] = m_facts.cgroup;
    note["filter"] = hex(m_filter.bits());
    note["all_mappings"] = m_filter.everything();
    note["threads"] = m_threads.size();
    note["signals_held"] = nlohmann::ordered_json::array();
    for (const FrozenThread &thread : m_threads) {
        if (thread.pendingSignal != 0)
            note["signals_held"].push_back({{"tid", thread.tid}, {"signal", thread.pendingSignal}});
    }
    note["consistent"] = m_report.isConsistent;
    note["threads_lacking"] = nlohmann::ordered_json::array();
    for (const FrozenThread &thread : m_threads) {
        if (!thread.lacking.empty() && note["threads_lacking"].size() < mostListed)
            note["threads_lacking"].push_back({{"tid", thread.tid}, {"reason", thread.lacking}});
    }
    note["skipped"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < std::min(m_plan.skipped.size(), mostListed); ++i)
        note["skipped"].push_back(m_plan.skipped[i]);
    note["lost_files"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < std::min(m_lostFiles.size(), mostListed); ++i)
        note["lost_files"].push_back(m_lostFiles[i].sentence());
    note["missing_bytes"] = m_missing;
    note["hole_count"] = m_holes.size();
    note["holes"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < std::min(m_holes.size(), mostListed); ++i) {
        const MemoryHole &hole = m_holes[i];
        note["holes"].push_back({{"start", hole.range.begin.toString()},
                                 {"end", hole.range.end.toString()},
                                 {"errno", hole.reason},
                                 {"reason",
                                  hole.reason == ECANCELED   ? "no time"
                                      : hole.reason == ESRCH ? "its process had died"
                                                             : std::strerror(hole.reason)}});
    }
    if (m_report.isCutShort)
        note["cut_short"] = m_lost->error.message;
    note["complete"] = !m_report.isPartial;
    return note.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

uint64_t CaptureJob::expectedBytes() const
{
    uint64_t bytes = m_plan.bytes();
    for (const auto &file : m_programs)
        bytes += file->size();
    return bytes;
}

std::expected<void, CaptureError> CaptureJob::storeFiles(CoreLayout &layout, ImageSink &sink, CoreImage *image)
{
    m_stored.clear();
    for (const auto &file : m_programs) {
        const uint64_t offset = layout.reserve(file->size());
        if (image) {
            if (auto grown = image->growTo(layout.end()); !grown)
                return std::unexpected(failed(std::move(grown.error()), m_report.pauseSeconds));
        }
        if (auto written = sink.write(offset, file->bytes()); !written)
            return std::unexpected(writeFailure(std::move(written.error()), m_report.pauseSeconds));
        if (const auto loss = file->loss())
            m_report.warnings.push_back("a file is not in the core as a whole: " + loss->toString());
        else
            m_stored.push_back({.range = {}, .offset = offset, .fileSize = file->size()});
    }
    return {};
}

Result<std::vector<std::byte>> CaptureJob::makeHead(CoreLayout &layout)
{
    CoreHead head{.segments = segmentsOf(m_plan.mappings, m_plan.stored, layout),
                  .notes = coreNotes(m_facts, m_threads, m_plan.mappings, provenanceText()),
                  .files = m_stored};
    const auto room = [&] {
        const uint64_t left = layout.headRoom() - std::min(layout.headRoom(), uint64_t(head.notes.size()) + 256);
        return size_t(left / sizeof(Elf64_Phdr));
    };
    if (head.segments.size() > std::min(manySegments, room()))
        mergeSegments(head.segments);
    const size_t free = room() - std::min(room(), head.segments.size());
    if (const uint64_t lost = cutHoles(head.segments, m_holes, std::min(free, mostCuts)); lost > 0) {
        m_missing += lost;
        m_report.isPartial = true;
        m_report.warnings.push_back(
            std::format("{} between places that could not be read are left out, too: there were too many such places",
                        byteCount(lost)));
        head.notes = coreNotes(m_facts, m_threads, m_plan.mappings, provenanceText());
    }
    auto bytes = head.bytes();
    if (bytes.size() > layout.headRoom())
        return fail(ErrorCode::Limit, "the head of the core is larger than the room for it");
    m_report.bytes = layout.end();
    m_report.threads = int32_t(m_threads.size());
    m_report.mappings = int32_t(m_plan.mappings.size());
    return bytes;
}

std::expected<std::shared_ptr<const MappedFile>, CaptureError> CaptureJob::intoMemory(const std::string &name)
{
    m_report.mode = CaptureMode::FastPause;
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        CoreLayout layout = firstLayout();
        // Addresses cost nothing: room for what appears until the process stands still.
        constexpr uint64_t spare = uint64_t(1) << 30;
        auto image = CoreImage::reserve(layout.end() + layout.end() / 4 + spare);
        if (!image)
            return std::unexpected(failed(std::move(image.error()), 0));
        const uint64_t total = m_plan.bytes();
        (*image)->prepare(
            placesOf(m_plan.runs, layout), copyThreads(),
            [&](uint64_t ready) { tell(Phase::Preparing, std::min(ready, total), total); }, m_stop);
        if (m_stop.stop_requested())
            return std::unexpected(cancelled(0));
        const auto outcome = copyWhileFrozen(layout, **image, image->get());
        if (!outcome)
            return std::unexpected(outcome.error());
        if (*outcome != Outcome::Again) {
            if (auto stored = storeFiles(layout, **image, image->get()); !stored)
                return std::unexpected(std::move(stored.error()));
            reach(CaptureMoment::Notes);
            if (const auto head = makeHead(layout)) {
                (void)(*image)->write(0, *head);
                auto whole = (*image)->take(layout.end(), name);
                if (*outcome == Outcome::Done || m_options.keepIncomplete)
                    return whole;
                m_lost->snapshot = std::make_shared<const LiveSnapshot>(
                    LiveSnapshot{.image = std::move(whole), .report = m_report, .process = m_process->id()});
            }
            if (*outcome == Outcome::Lost)
                return std::unexpected(*m_lost);
            m_headScale *= 4;
        }
        if (auto again = lookAt(); !again)
            return std::unexpected(again.error());
    }
    return std::unexpected(changing());
}

std::expected<void, CaptureError> CaptureJob::intoFile(CoreOutput &output)
{
    m_report.mode = CaptureMode::LowMemory;
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        CoreLayout layout = firstLayout();
        const auto outcome = copyWhileFrozen(layout, output, nullptr);
        if (!outcome)
            return std::unexpected(outcome.error());
        if (*outcome == Outcome::Lost && !m_options.keepIncomplete)
            return std::unexpected(*m_lost);
        if (*outcome != Outcome::Again) {
            if (auto stored = storeFiles(layout, output, nullptr); !stored)
                return std::unexpected(std::move(stored.error()));
            reach(CaptureMoment::Notes);
            if (const auto head = makeHead(layout)) {
                auto written = output.write(0, *head).and_then([&] { return output.setSize(layout.end()); });
                if (!written)
                    return std::unexpected(writeFailure(std::move(written.error()), m_report.pauseSeconds));
                return {};
            }
            if (*outcome == Outcome::Lost)
                return std::unexpected(*m_lost);
            m_headScale *= 4;
        }
        if (auto emptied = output.setSize(0); !emptied)
            return std::unexpected(writeFailure(std::move(emptied.error()), m_report.pauseSeconds));
        if (auto again = lookAt(); !again)
            return std::unexpected(again.error());
    }
    return std::unexpected(changing());
}

}
