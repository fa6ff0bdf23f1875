// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/privilegedcapture.h"

namespace Freezeframe
{

/// One run of the helper with more rights. Owns its process and the socket to it; one thread.
class HelperProcess
{
public:
    HelperProcess(PrivilegedProgram program, CaptureProgressCallback progress, std::stop_token stop);
    ~HelperProcess();
    HelperProcess(const HelperProcess &) = delete;
    HelperProcess &operator=(const HelperProcess &) = delete;

    /// Has a core of @p process written to @p file; blocks until the answer is there.
    [[nodiscard]] std::expected<CaptureReport, CaptureError> capture(const CaptureOptions &options,
                                                                     const ProcessHandle &process, int file);

private:
    [[nodiscard]] std::expected<void, CaptureError> start();
    [[nodiscard]] std::expected<CaptureReport, CaptureError> answer();
    [[nodiscard]] CaptureError endedWithoutAnswer();

    PrivilegedProgram m_program;
    CaptureProgressCallback m_progress;
    std::stop_token m_stop;
    int m_socket = -1;
    pid_t m_pid = -1;
};

}
