// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corehead.h"
#include "backend/live/coreimage.h"
#include "backend/live/coreoutput.h"
#include "backend/live/memoryplan.h"

namespace Freezeframe
{

/// One capture, from the checks before it to the bytes of the core. Owns what is known of the process. One thread.
class CaptureJob
{
public:
    CaptureJob(CaptureOptions options, CaptureProgressCallback progress, std::stop_token stop);
    ~CaptureJob();

    /// The process is the one that this was opened for, whatever the options say. Before prepare().
    void adopt(std::shared_ptr<const ProcessHandle> process) { m_process = std::move(process); }
    /// Whether the process can be captured at all, and what there is to copy; it is not touched.
    [[nodiscard]] std::expected<void, CaptureError> prepare();
    /// Of this moment.
    [[nodiscard]] const MemoryPlan &plan() const { return m_plan; }
    [[nodiscard]] const ProcessIdentity &facts() const { return m_facts; }
    [[nodiscard]] const ProcessHandle &process() const { return *m_process; }

    /// The fast way: the process stands still for a copy from memory to memory.
    [[nodiscard]] std::expected<std::shared_ptr<const MappedFile>, CaptureError> intoMemory(const std::string &name);
    /// The way that needs no memory: it stands still until all is written. The file is complete, but has no name yet.
    [[nodiscard]] std::expected<void, CaptureError> intoFile(CoreOutput &output);
    /// After either: without path and size on disk.
    [[nodiscard]] const CaptureReport &report() const { return m_report; }

private:
    enum class Outcome { Done, Again };
    [[nodiscard]] std::expected<void, CaptureError> lookAt();
    [[nodiscard]] uint64_t headRoom() const;
    [[nodiscard]] std::vector<AddressRange> programData() const;
    [[nodiscard]] CoreLayout firstLayout() const;
    [[nodiscard]] std::expected<Outcome, CaptureError> copyWhileFrozen(CoreLayout &layout, ImageSink &sink,
                                                                       CoreImage *image);
    [[nodiscard]] Freezer::Limits freezeLimits() const;
    [[nodiscard]] Result<bool> lookAgain();
    [[nodiscard]] std::vector<PlacedRange> orderedRuns(CoreLayout &layout) const;
    [[nodiscard]] std::expected<void, CaptureError> waitForCopy(Freezer *freezer, PageCopier &copier, uint64_t total,
                                                                bool isMemory);
    void summarize(const PageCopier &copier);
    void summarizeThreads();
    [[nodiscard]] Result<std::vector<std::byte>> makeHead(CoreLayout &layout);
    [[nodiscard]] std::string provenanceText() const;
    [[nodiscard]] CaptureError gone(double pauseSeconds) const;
    [[nodiscard]] CaptureError cancelled(double pauseSeconds) const;
    void tell(CaptureProgress::Phase phase, uint64_t done, uint64_t total);

    CaptureOptions m_options;
    CaptureProgressCallback m_progress;
    std::stop_token m_stop;
    std::chrono::steady_clock::time_point m_lastTold;
    CaptureProgress::Phase m_lastPhase = CaptureProgress::Phase::Verifying;

    std::shared_ptr<const ProcessHandle> m_process;
    int32_t m_living = 0; ///< the process, or a thread of it if the first one has ended: /proc has no memory of that
    DumpFilter m_filter{DumpFilter::kernelDefault};
    std::unique_ptr<PageScan> m_scan;
    ProcessIdentity m_facts;
    MemoryPlan m_plan;
    std::vector<FrozenThread> m_threads;
    std::vector<int32_t> m_woken; ///< that were stuck, and ran on in the kernel during the copy
    std::vector<MemoryHole> m_holes;
    uint64_t m_missing = 0;
    uint64_t m_headScale = 1; ///< more room if what was made ready did not do
    CaptureReport m_report;
    int64_t m_monotonicAt = 0; ///< ns, CLOCK_MONOTONIC of the process; 0 if its time namespace is another one
};

}
