// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
//
// CaptureJob, once the process runs again: what was captured, and the head of the core that says so.
#include "backend/base/text.h"
#include "backend/elf/corefile.h"
#include "backend/live/capturejob.h"
#include "backend/live/capturejson.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <elf.h>
#include <format>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Phase = CaptureProgress::Phase;

constexpr int mostAttempts = 4;
constexpr size_t manySegments = 4000; ///< gdb takes seconds with as many
constexpr size_t mostCuts = 50'000; ///< gdb takes minutes; what may be read is worth more than that
constexpr size_t mostListed = 1000; ///< holes and mappings in the note

std::string kernelRelease()
{
    utsname system{};
    return ::uname(&system) == 0 ? system.release : "";
}

CaptureError changing(int32_t pid)
{
    return {
        .failure = CaptureFailure::Failed,
        .error
        = {.code = ErrorCode::Limit,
           .message = std::format(
               "process {} changed too fast ({} times it was another program, or had many more threads, when it was stopped); it runs on, try again",
               pid, mostAttempts)},
        .pauseSeconds = 0};
}

CaptureError failed(Error error, double pauseSeconds)
{
    return {.failure = CaptureFailure::Failed, .error = std::move(error), .pauseSeconds = pauseSeconds};
}

}

void CaptureJob::summarize(const PageCopier &copier)
{
    m_holes = copier.holes();
    uint64_t late = 0;
    uint64_t unreadable = 0;
    for (const MemoryHole &hole : m_holes)
        (hole.reason == ECANCELED ? late : unreadable) += hole.range.size();
    m_missing = late + unreadable;
    m_report.warnings.clear();
    m_report.isPartial = late > 0;
    const uint64_t total = m_plan.bytes();
    if (late > 0) {
        m_report.warnings.push_back(std::format(
            "stopped copying after {:.3g} s: {} of {} captured ({:.0f} %), the process runs on", m_report.pauseSeconds,
            byteCount(total - late), byteCount(total), 100.0 * double(total - late) / double(total)));
    }
    if (unreadable > 0) {
        const auto first
            = std::ranges::find_if(m_holes, [](const MemoryHole &hole) { return hole.reason != ECANCELED; });
        m_report.warnings.push_back(
            std::format("{} could not be read, in {} places, the first at {}: {}", byteCount(unreadable),
                        std::ranges::count_if(m_holes, [](const MemoryHole &hole) { return hole.reason != ECANCELED; }),
                        first->range.begin.toString(), std::strerror(first->reason)));
    }
    summarizeThreads();
    if (std::ranges::any_of(m_threads, &FrozenThread::wasStopped))
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
    note["missing_bytes"] = m_missing;
    note["hole_count"] = m_holes.size();
    note["holes"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < std::min(m_holes.size(), mostListed); ++i) {
        const MemoryHole &hole = m_holes[i];
        note["holes"].push_back({{"start", hole.range.begin.toString()},
                                 {"end", hole.range.end.toString()},
                                 {"errno", hole.reason},
                                 {"reason", hole.reason == ECANCELED ? "no time" : std::strerror(hole.reason)}});
    }
    note["complete"] = !m_report.isPartial;
    return note.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<std::vector<std::byte>> CaptureJob::makeHead(CoreLayout &layout)
{
    CoreHead head{.segments = segmentsOf(m_plan.mappings, m_plan.stored, layout),
                  .notes = coreNotes(m_facts, m_threads, m_plan.mappings, provenanceText())};
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
        if (*outcome == Outcome::Done) {
            if (const auto head = makeHead(layout)) {
                (void)(*image)->write(0, *head);
                return (*image)->take(layout.end(), name);
            }
            m_headScale *= 4;
        }
        if (auto again = lookAt(); !again)
            return std::unexpected(again.error());
    }
    return std::unexpected(changing(m_facts.pid));
}

std::expected<void, CaptureError> CaptureJob::intoFile(CoreOutput &output)
{
    m_report.mode = CaptureMode::LowMemory;
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        CoreLayout layout = firstLayout();
        const auto outcome = copyWhileFrozen(layout, output, nullptr);
        if (!outcome)
            return std::unexpected(outcome.error());
        if (*outcome == Outcome::Done) {
            if (const auto head = makeHead(layout)) {
                auto written = output.write(0, *head).and_then([&] { return output.setSize(layout.end()); });
                if (!written)
                    return std::unexpected(writeFailure(std::move(written.error()), m_report.pauseSeconds));
                return {};
            }
            m_headScale *= 4;
        }
        if (auto emptied = output.setSize(0); !emptied)
            return std::unexpected(writeFailure(std::move(emptied.error()), m_report.pauseSeconds));
        if (auto again = lookAt(); !again)
            return std::unexpected(again.error());
    }
    return std::unexpected(changing(m_facts.pid));
}

}
