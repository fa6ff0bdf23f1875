// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"

namespace Freezeframe
{

/// How to start the helper that may do what we may not. A value type.
struct PrivilegedProgram {
    std::vector<std::string> command; ///< "pkexec", "/usr/bin/freezeframe-cli"; the rest is added
    /// pkexec with the freezeframe-cli at @p program (an absolute path).
    [[nodiscard]] static PrivilegedProgram throughPolkit(const std::string &program);
};

/// captureToFile(), but a helper with more rights does it; it gets a pidfd and the nameless file, both opened by us, and
/// never a name. What the helper can't do it says by the same errors; Denied also if nobody granted the right.
[[nodiscard]] std::expected<CaptureReport, CaptureError> captureToFilePrivileged(const CaptureOptions &options,
                                                                                 const PrivilegedProgram &program,
                                                                                 const CaptureProgressCallback &progress
                                                                                 = {},
                                                                                 const std::stop_token &stop = {});
/// captureToMemory(), likewise.
[[nodiscard]] std::expected<LiveSnapshot, CaptureError> captureToMemoryPrivileged(
    const CaptureOptions &options, const PrivilegedProgram &program, const CaptureProgressCallback &progress = {},
    const std::stop_token &stop = {});

/// The helper's side: one request from @p socket, then progress and the answer to it. A closed socket cancels.
/// Returns the exit status.
[[nodiscard]] int serveCapture(int socket);

}
