// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/report.h"

namespace Freezeframe
{

/// Writes all goroutines as a dying Go program does (Go runtime/traceback.go), for the tools that read such dumps. What
/// functions were called with is not told: "(...)". Borrows the inspection. Analysis thread only.
class TracebackText
{
public:
    /// As GOTRACEBACK=all; with the stacks option as GOTRACEBACK=system, the runtime's frames and goroutines too.
    TracebackText(Inspection &inspection, const ReportOptions &options)
        : m_inspection(inspection)
        , m_options(options)
    {
    }
    /// Fails if the goroutines can't be read; one whose stack can't be says so in its place.
    [[nodiscard]] Result<void> write(const TextSink &sink);

private:
    void appendGoroutine(std::string &out, const GoroutineSnapshot &snapshot, uint32_t row);
    void appendFrame(std::string &out, const FrameInfo &frame) const;
    [[nodiscard]] bool isShown(const FrameInfo &frame) const;

    Inspection &m_inspection;
    const ReportOptions &m_options;
};

}
