// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capturemoment.h"
#include "backend/live/corehead.h"
#include "backend/live/coreimage.h"
#include "backend/live/coreoutput.h"
#include "backend/live/livingmemory.h"
#include "backend/live/lostfiles.h"
#include "backend/live/memoryplan.h"

namespace Freezeframe
{

/// One capture, from the checks before it to the bytes of the core. Owns what is known of the process. One thread.
class CaptureJob
{
public:
    CaptureJob(CaptureOptions options, CaptureProgressCallback progress, std::stop_token stop,
               CaptureObserver observer = {});
    ~CaptureJob();

    /// The process is the one that this was opened for, whatever the options say. Before prepare().
    void adopt(std::shared_ptr<const ProcessHandle> process) { m_process = std::move(process); }
    /// Whether the process can be captured at all, and what there is to copy; it is not touched.
    [[nodiscard]] std::expected<void, CaptureError> prepare();
    /// What the core will take besides holes and notes, bytes.
    [[nodiscard]] uint64_t expectedBytes() const;
    /// Of this moment.
    [[nodiscard]] const MemoryPlan &plan() const { return m_plan; }
    [[nodiscard]] const ProcessIdentity &facts() const { return m_facts; }
    [[nodiscard]] const std::vector<LostFile> &lostFiles() const { return m_lostFiles; }
    [[nodiscard]] const ProcessHandle &process() const { return *m_process; }

    /// The fast way: the process stands still for a copy from memory to memory.
    [[nodiscard]] std::expected<std::shared_ptr<const MappedFile>, CaptureError> intoMemory(const std::string &name);
    /// The way that needs no memory: it stands still until all is written. The file is complete, but has no name yet.
    [[nodiscard]] std::expected<void, CaptureError> intoFile(CoreOutput &output);
    /// After either: without path and size on disk.
    [[nodiscard]] const CaptureReport &report() const { return m_report; }

private:
    static constexpr int mostAttempts = 4;
    enum class Outcome {
        Done,
        Again, ///< it became another program, or has grown too much: once more
        Lost, ///< it died: m_lost says so
    };
    [[nodiscard]] std::expected<void, CaptureError> lookAt();
    [[nodiscard]] Result<void> lookOnce();
    [[nodiscard]] bool isSameProgram() const;
    [[nodiscard]] std::expected<std::unique_ptr<Freezer>, CaptureError> freeze();
    [[nodiscard]] uint64_t headRoom() const;
    [[nodiscard]] std::vector<AddressRange> programData() const;
    [[nodiscard]] CoreLayout firstLayout() const;
    [[nodiscard]] std::expected<Outcome, CaptureError> copyWhileFrozen(CoreLayout &layout, ImageSink &sink,
                                                                       CoreImage *image);
    [[nodiscard]] Freezer::Limits freezeLimits() const;
    [[nodiscard]] Result<void> lookAgain();
    [[nodiscard]] std::expected<Outcome, CaptureError> startAnew(Freezer *freezer, uint64_t copied);
    [[nodiscard]] std::vector<PlacedRange> orderedRuns(CoreLayout &layout) const;
    [[nodiscard]] std::expected<void, CaptureError> waitForCopy(Freezer *freezer, PageCopier &copier, uint64_t total,
                                                                bool isMemory);
    [[nodiscard]] std::expected<Outcome, CaptureError> conclude(const PageCopier &copier, Freezer *freezer);
    void summarize(const PageCopier &copier, bool wasKilled);
    void summarizeThreads();
    [[nodiscard]] std::expected<void, CaptureError> storeFiles(CoreLayout &layout, ImageSink &sink, CoreImage *image);
    [[nodiscard]] Result<std::vector<std::byte>> makeHead(CoreLayout &layout);
    [[nodiscard]] std::string provenanceText() const;
    [[nodiscard]] CaptureError ended() const;
    [[nodiscard]] CaptureError changing() const;
    [[nodiscard]] CaptureError lost(uint64_t copied, bool wasKilled, double pauseSeconds) const;
    [[nodiscard]] CaptureError cancelled(double pauseSeconds) const;
    void tell(CaptureProgress::Phase phase, uint64_t done, uint64_t total);
    void reach(CaptureMoment moment) const;

    CaptureOptions m_options;
    CaptureProgressCallback m_progress;
    std::stop_token m_stop;
    CaptureObserver m_observer;
    std::chrono::steady_clock::time_point m_lastTold;
    CaptureProgress::Phase m_lastPhase = CaptureProgress::Phase::Verifying;

    std::shared_ptr<const ProcessHandle> m_process;
    std::shared_ptr<const LivingMemory> m_memory; ///< that was looked at; by a thread that lives
    DumpFilter m_filter{DumpFilter::kernelDefault};
    std::unique_ptr<PageScan> m_scan;
    ProcessIdentity m_facts;
    MemoryPlan m_plan;
    std::vector<LostFile> m_lostFiles;
    std::vector<std::shared_ptr<const MappedFile>> m_programs; ///< lost ones: executable and libraries, as files
    std::vector<CoreSegment> m_stored; ///< where they are in the core
    std::vector<FrozenThread> m_threads;
    std::vector<int32_t> m_woken; ///< that were stuck, and ran on in the kernel during the copy
    std::vector<MemoryHole> m_holes;
    uint64_t m_missing = 0;
    uint64_t m_headScale = 1; ///< more room if what was made ready did not do
    CaptureReport m_report;
    std::optional<CaptureError> m_lost;
    int64_t m_monotonicAt = 0; ///< ns, CLOCK_MONOTONIC of the process; 0 if its time namespace is another one
};

}
