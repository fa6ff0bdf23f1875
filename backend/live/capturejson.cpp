// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturejson.h"

namespace Freezeframe
{

std::string captureModeName(CaptureMode mode)
{
    return mode == CaptureMode::FastPause ? "fast" : "low-memory";
}

nlohmann::ordered_json captureReportJson(const CaptureReport &report)
{
    return {{"path", report.path},
            {"mode", captureModeName(report.mode)},
            {"pause_seconds", report.pauseSeconds},
            {"bytes", report.bytes},
            {"bytes_on_disk", report.bytesOnDisk},
            {"threads", report.threads},
            {"mappings", report.mappings},
            {"taken_at", report.takenAt},
            {"partial", report.isPartial},
            {"consistent", report.isConsistent},
            {"cut_short", report.isCutShort},
            {"warnings", report.warnings}};
}

}
