// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/captureplan.h"

#include "backend/base/text.h"
#include "backend/live/memoryroom.h"
#include "backend/live/procfiles.h"
#include "backend/live/tracepermission.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <format>
#include <sstream>
#include <thread>

namespace Freezeframe
{
namespace
{

constexpr uint64_t mebibyte = uint64_t(1) << 20;
constexpr double gibibyte = 1024.0 * double(mebibyte);
constexpr uint64_t memoryKept = 256 * mebibyte; ///< for others, and for the window

/// Threads of others that want a processor: now, or on the mean of the last minute, whichever is more (/proc/loadavg,
/// proc_loadavg(5): "0.20 0.18 0.12 1/80 11206"; one that runs now is this one).
double othersThatRun()
{
    std::istringstream words(readKernelLine("/proc/loadavg"));
    double mean = 0;
    double longer = 0;
    double now = 0;
    return words >> mean >> longer >> longer >> now ? std::max(mean, now - 1) : 0;
}

uint64_t kibibytes(std::string_view status, std::string_view name)
{
    const auto numbers = statusNumbers(status, name);
    return numbers.empty() ? 0 : numbers.front() * 1024;
}

}

ModeChoice chooseMode(uint64_t bytes, uint64_t swappedBytes, std::optional<CaptureMode> wanted)
{
    ModeChoice choice;
    choice.freeMemory = freeMemory();
    const bool isRoom = bytes + bytes / 10 + memoryKept <= choice.freeMemory;
    choice.mode = wanted.value_or(isRoom ? CaptureMode::FastPause : CaptureMode::LowMemory);
    choice.reason = std::format("{} to copy, {} of memory free", byteCount(bytes), byteCount(choice.freeMemory));
    if (swappedBytes > mebibyte)
        choice.reason
            += std::format("; {} are swapped out, and reading them back takes its time", byteCount(swappedBytes));
    return choice;
}

double estimatedPause(CaptureMode mode, uint64_t bytes)
{
    // Measured: 0.07 to 0.12 s a gibibyte into memory that is ready, 0.4 to 0.7 to a file; 4 ms for all else.
    constexpr double fast = 0.1;
    constexpr double slow = 0.6;
    constexpr double least = 0.004;
    return least + double(bytes) / gibibyte * (mode == CaptureMode::FastPause ? fast : slow);
}

double shareFactor(double others, int processors)
{
    // Two threads copy. The scheduler gives each that wants to run the same part of the processors.
    constexpr double copying = 2;
    const double available = std::max(1, processors);
    const double wanted = std::max(0.0, others) + std::min(copying, available);
    return std::max(1.0, wanted / available);
}

std::expected<void, CaptureError> checkSpace(uint64_t bytes, uint64_t freeSpace, const std::string &folder,
                                             bool compress)
{
    const uint64_t needed = bytes + bytes / 50 + mebibyte;
    // How far it will compress is not known; to a third is common.
    if ((compress ? needed / 3 : needed) <= freeSpace)
        return {};
    return std::unexpected(CaptureError{
        .failure = CaptureFailure::NoSpace,
        .error
        = {.code = ErrorCode::Limit,
           .message = std::format("the core needs {}, and {} has {} free: choose another folder{}", byteCount(needed),
                                  folder, byteCount(freeSpace), compress ? "" : ", or compress (--compress)")},
        .pauseSeconds = 0});
}

std::string programOf(const ProcessIdentity &facts)
{
    const auto executable = readLink(std::format("/proc/{}/exe", facts.pid));
    return executable ? baseName(withoutDeleted(*executable)) : facts.name;
}

std::string defaultCaptureName(const std::string &program, int32_t pid, int64_t when, bool compress)
{
    std::string name;
    for (const char c : program)
        name += c == '/' || static_cast<unsigned char>(c) < ' ' ? '_' : c;
    if (name.empty() || name.starts_with('.'))
        name.insert(0, "process");
    const auto time = time_t(when);
    tm parts{};
    ::localtime_r(&time, &parts);
    return std::format("{}.{}.{:04}{:02}{:02}-{:02}{:02}{:02}.core{}", name, pid, parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       compress ? ".zst" : "");
}

Result<CapturePlan> planCapture(const CaptureOptions &options)
{
    const int32_t pid = options.process.pid;
    const auto process = ProcessHandle::open(options.process);
    if (!process)
        return std::unexpected(process.error());
    const auto status = readKernelFile(std::format("/proc/{}/status", pid));
    if (!status)
        return std::unexpected(status.error());
    CapturePlan plan;
    const TracePermission permission = tracePermission((*process)->id());
    plan.isAllowed = permission.isAllowed;
    plan.needsPrivilege = permission.needsPrivilege;
    plan.permission = permission.sentence;
    const auto threads = statusNumbers(*status, "Threads");
    plan.threads = threads.empty() ? 0 : int32_t(threads.front());
    plan.bytes = kibibytes(*status, "VmRSS"); // all that may be known without the right to look
    uint64_t copied = plan.bytes; // of that, while it stands still
    if (permission.isAllowed) {
        CaptureJob job(options, {}, {});
        if (auto prepared = job.prepare(); !prepared)
            return std::unexpected(prepared.error().error);
        plan.bytes = job.expectedBytes();
        copied = job.plan().bytes();
        plan.lostFiles = lostFilesSentence(job.lostFiles());
    }
    const ModeChoice choice = chooseMode(plan.bytes, kibibytes(*status, "VmSwap"), options.mode);
    plan.mode = choice.mode;
    plan.modeReason = choice.reason;
    plan.freeMemory = choice.freeMemory;
    plan.freeSpace = freeSpaceIn(folderOf(options.output));
    std::error_code error;
    plan.hasFolder = std::filesystem::is_directory(folderOf(options.output), error);
    plan.pauseSeconds = estimatedPause(plan.mode, copied);
    plan.longestPauseSeconds
        = plan.pauseSeconds * shareFactor(othersThatRun(), int(std::thread::hardware_concurrency()));
    return plan;
}

}
