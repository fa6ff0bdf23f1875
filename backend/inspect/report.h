// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/duration.h"
#include "backend/analysis/goroutinegrouping.h"
#include "backend/inspect/inspection.h"

namespace Freezeframe
{

/// What a report contains beyond summary, goroutines and threads.
struct ReportOptions {
    std::vector<uint64_t> goroutines; ///< only these; empty: all
    std::string filter; ///< and only those for which it holds (GoroutineFilter); empty: all
    std::optional<GroupingChoice> group; ///< how they are put together; the text has them by stack, if not asked
    bool stacks = false;
    bool variables = false; ///< of each frame; implies stacks
    bool threads = false; ///< registers and stacks of threads
    size_t depth = 100; ///< frames a stack
    unsigned valueDepth = 2; ///< levels of children of a variable
    uint64_t valueChildren = 64; ///< children a level
};

/// Takes a long answer piece by piece.
using TextSink = std::function<void(std::string_view)>;

/// The report as JSON, schema 1 of the manual page freezeframe-cli(1).
void writeReportJson(Inspection &inspection, const ReportOptions &options, const TextSink &sink);
/// The same as one string.
[[nodiscard]] std::string reportJson(Inspection &inspection, const ReportOptions &options);
/// The same answers for people, as plain text.
void writeReportText(Inspection &inspection, const ReportOptions &options, const TextSink &sink);
/// All goroutines as a dying Go program prints them; fails if they can't be read.
[[nodiscard]] Result<void> writeReportTraceback(Inspection &inspection, const ReportOptions &options,
                                                const TextSink &sink);
/// The same as one string.
[[nodiscard]] std::string reportText(Inspection &inspection, const ReportOptions &options);
/// Why the program ended, with the stack of the crash, as the report begins.
[[nodiscard]] std::string crashText(Inspection &inspection);
/// A bug report: summary, crash stack and versions, as Markdown. Holds no memory bytes and no environment.
[[nodiscard]] std::string reportMarkdown(Inspection &inspection);
/// One variable as JSON, as in a report.
[[nodiscard]] std::string variableJson(Inspection &inspection, const VariableInfo &variable,
                                       const ReportOptions &options);
/// What stands in its place if an expression has no value: {"name": …, "error": …}.
[[nodiscard]] std::string failedJson(const std::string &expression, const Error &error);

/// "panic", "throw", "signal", "requested", "none".
[[nodiscard]] std::string_view crashKindText(CrashSummary::Kind kind);

}
