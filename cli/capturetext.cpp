// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/capturetext.h"

#include "backend/base/text.h"
#include "backend/live/capturejson.h"

#include <format>
#include <nlohmann/json.hpp>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::ordered_json;

std::string pauseText(double seconds)
{
    return seconds < 1 ? std::format("{:.3g} ms", seconds * 1e3) : std::format("{:.3g} s", seconds);
}

std::string_view phaseText(CaptureProgress::Phase phase)
{
    switch (phase) {
    case CaptureProgress::Phase::Preparing: return "preparing";
    case CaptureProgress::Phase::Frozen: return "the process stands still, copying";
    case CaptureProgress::Phase::Writing: return "the process runs, writing";
    case CaptureProgress::Phase::Compressing: return "the process runs, compressing";
    case CaptureProgress::Phase::Verifying: return "the process runs, checking the file";
    }
    return {};
}

std::string_view failureName(CaptureFailure failure)
{
    switch (failure) {
    case CaptureFailure::Partial: return "partial";
    case CaptureFailure::Usage: return "usage";
    case CaptureFailure::Denied: return "denied";
    case CaptureFailure::Gone: return "gone";
    case CaptureFailure::NoSpace: return "no-space";
    case CaptureFailure::TimedOut: return "timed-out";
    case CaptureFailure::Failed: return "failed";
    case CaptureFailure::Cancelled: return "cancelled";
    }
    return {};
}

std::string dump(const Json &json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}

std::string progressLine(const CaptureProgress &progress)
{
    std::string line = "\r\x1b[K" + std::string(phaseText(progress.phase));
    if (progress.total > 0)
        line += std::format(": {} of {}", byteCount(progress.done), byteCount(progress.total));
    return line;
}

std::string reportText(const CaptureReport &report)
{
    const std::string pause = report.pauseSeconds > 0
        ? std::format("the process stood still for {} ({})", pauseText(report.pauseSeconds),
                      report.mode == CaptureMode::FastPause ? "fast pause" : "low memory")
        : "the process was not stopped";
    return std::format("{}\n{} in the core, {} on disk, {} threads, {} mappings; {}", escaped(report.path),
                       byteCount(report.bytes), byteCount(report.bytesOnDisk), report.threads, report.mappings, pause);
}

std::string reportJson(const CaptureReport &report)
{
    return dump(captureReportJson(report));
}

std::string failureText(const CaptureError &error)
{
    std::string text = escaped(error.error.toString());
    if (error.pauseSeconds > 0)
        text += std::format(" (it had stood still for {})", pauseText(error.pauseSeconds));
    return text;
}

std::string failureJson(const CaptureError &error)
{
    return dump(Json{{"error",
                      {{"failure", failureName(error.failure)},
                       {"message", error.error.message},
                       {"file", error.error.file},
                       {"pause_seconds", error.pauseSeconds}}}});
}

}
