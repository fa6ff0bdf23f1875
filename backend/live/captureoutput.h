// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capturejob.h"
#include "backend/live/sparsecopy.h"

namespace Freezeframe
{

/// Takes the core in the way that is asked for or that memory allows, writes, checks and names it.
[[nodiscard]] std::expected<CaptureReport, CaptureError> captureIntoOutput(CaptureJob &job,
                                                                           const CaptureOptions &options,
                                                                           CoreOutput &output,
                                                                           const CaptureProgressCallback &progress,
                                                                           const std::stop_token &stop);
/// Writes a whole core, checks what the file says, and names it. @p report is completed.
[[nodiscard]] std::expected<CaptureReport, CaptureError> writeCore(const SparseSource &source, CoreOutput &output,
                                                                   CaptureReport report, bool compress,
                                                                   const CaptureProgressCallback &progress,
                                                                   const std::stop_token &stop);
/// Checks what the file says of itself, and names it. @p report is completed.
[[nodiscard]] std::expected<CaptureReport, CaptureError> finishCore(CoreOutput &output, CaptureReport report,
                                                                    const CaptureProgressCallback &progress);
/// The path, or the first of "path-2", "path-3" … that no file has.
[[nodiscard]] std::string freeName(const std::string &path);

}
