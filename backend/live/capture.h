// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/live/processhandle.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Freezeframe
{

enum class CaptureMode {
    FastPause, ///< copy into memory that is ready before the freeze, write once the process runs again
    LowMemory, ///< stream to the file while the process stands still
};

/// How a capture can fail; the numbers are the exit statuses of freezeframe-cli capture.
enum class CaptureFailure {
    Partial = 1, ///< a core is there, but not all of it (report.warnings tells)
    Usage = 2, ///< the output exists, its folder is missing, a kernel thread
    Denied = 3,
    Gone = 4, ///< it ended, was killed meanwhile, or is a zombie
    NoSpace = 5,
    TimedOut = 6,
    Failed = 7, ///< anything else: input or output error
    Cancelled = 130,
};

struct LiveSnapshot;

struct CaptureError {
    CaptureFailure failure = CaptureFailure::Failed;
    Error error; ///< a sentence with the numbers and what to do
    double pauseSeconds = 0; ///< how long the process stood still before this, 0: never
    /// Set if all was copied to memory and only writing it failed: saveSnapshot() writes it elsewhere, and the process
    /// need not be stopped again. With Gone: what was copied before the process died, if it is most of it (report.isCutShort).
    /// Lives as long as somebody holds it.
    std::shared_ptr<const LiveSnapshot> snapshot = {};
    bool hasStuckThread = false; ///< CaptureOptions::skipStuck would go on without it
};

struct CaptureOptions {
    ProcessId process;
    std::string
        output; ///< the final path; never overwritten. Empty: name it as defaultCaptureName() in the current folder
    std::optional<CaptureMode> mode; ///< none: chosen by free memory
    std::chrono::milliseconds maxPause{30'000}; ///< after which the process runs again first, whatever is missing
    std::chrono::milliseconds freezeLimit{2'000}; ///< for stopping all threads; never more than maxPause
    bool compress = false; ///< zstd, after the process runs again
    bool allMappings = false; ///< gcore -a: neither coredump_filter nor VmFlags dd leave anything out
    std::optional<uint32_t> filter; ///< in place of the process's own coredump_filter
    /// The process is not stopped, and may have another tracer: values may contradict each other, and registers are those
    /// that /proc has of threads in system calls.
    bool noStop = false;
    bool skipStuck = false; ///< go on without the registers of threads that the kernel does not let stop (state D)
    /// Of a process that dies while it is copied, keep what is there if it is more than half, under incompleteCaptureName().
    bool keepIncomplete = false;
};

/// Known before the process is touched.
struct CapturePlan {
    CaptureMode mode = CaptureMode::FastPause; ///< the one that would be chosen
    std::string modeReason; ///< "1.94 GiB to copy, 21.6 GiB of memory free"
    uint64_t bytes = 0; ///< to copy: pages that exist and that the filter wants
    uint64_t freeMemory = 0; ///< bytes, of MemAvailable and the cgroup's limit
    uint64_t freeSpace = 0; ///< bytes, in the output's folder, or where it would be made
    bool hasFolder = true; ///< the output's folder is there
    double pauseSeconds = 0; ///< estimated, on a quiet machine
    double longestPauseSeconds = 0; ///< the same, on this one as busy as it is now
    int32_t threads = 0;
    bool isAllowed = false; ///< we may trace it
    bool needsPrivilege = false; ///< not we, but root may
    std::string lostFiles; ///< a sentence, if files that it has mapped are found nowhere else, and so go into the core
    std::string permission; ///< "your process, ptrace_scope is 0", or which check fails, and the mend
};

struct CaptureProgress {
    enum class Phase { Preparing, Frozen, Writing, Compressing, Verifying };
    Phase phase = Phase::Preparing;
    uint64_t done = 0; ///< bytes
    uint64_t total = 0;
};
using CaptureProgressCallback
    = std::function<void(const CaptureProgress &)>; ///< at most 20 a second, never while frozen in fast mode

struct CaptureReport {
    std::string path; ///< empty: only in memory
    CaptureMode mode = CaptureMode::FastPause;
    double pauseSeconds = 0; ///< from the first thread's stop to the last one's release
    uint64_t bytes = 0; ///< apparent size of the core
    uint64_t bytesOnDisk = 0;
    int32_t threads = 0;
    int32_t mappings = 0;
    int64_t takenAt = 0; ///< seconds since the epoch
    bool isPartial = false;
    bool isConsistent = true; ///< false: the process ran while it was copied
    bool isCutShort = false; ///< the process died before all was copied; partial, too
    std::vector<std::string> warnings;
};

/// A core that exists in memory only: sparse, an ELF core to all who read it. Immutable; any thread.
struct LiveSnapshot {
    std::shared_ptr<const MappedFile> image;
    CaptureReport report;
    ProcessId process;
    bool byHelper = false; ///< a helper took it, with rights that we have not: another snapshot needs them too
};

/// What capturing would take; nothing is stopped. @p folder: where the core would go.
[[nodiscard]] Result<CapturePlan> planCapture(const CaptureOptions &options);
/// "orders-api.90112.20261122-121408.core", with ".zst" if compressed.
[[nodiscard]] std::string defaultCaptureName(const std::string &program, int32_t pid, int64_t when, bool compress);

/// What a core that is cut short is called instead of @p name: "a.incomplete.core", "a.incomplete.core.zst".
[[nodiscard]] std::string incompleteCaptureName(const std::string &name);

/// Takes a core of a living process, which runs on. Blocks; one thread a call.
[[nodiscard]] std::expected<CaptureReport, CaptureError> captureToFile(const CaptureOptions &options,
                                                                       const CaptureProgressCallback &progress = {},
                                                                       const std::stop_token &stop = {});
/// The same into memory (always FastPause): "explore live".
[[nodiscard]] std::expected<LiveSnapshot, CaptureError> captureToMemory(const CaptureOptions &options,
                                                                        const CaptureProgressCallback &progress = {},
                                                                        const std::stop_token &stop = {});
/// Writes a snapshot to a file, with the same care as a capture.
[[nodiscard]] std::expected<CaptureReport, CaptureError> saveSnapshot(const LiveSnapshot &snapshot,
                                                                      const std::string &output, bool compress,
                                                                      const CaptureProgressCallback &progress = {},
                                                                      const std::stop_token &stop = {});

}
