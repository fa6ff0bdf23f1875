// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/tracebacktext.h"

#include "backend/base/text.h"
#include "backend/inspect/goroutinegroups.h"

#include <algorithm>
#include <format>
#include <numeric>

namespace Freezeframe
{

namespace
{

constexpr int64_t minute = 60'000'000'000; ///< nanoseconds

/// As the runtime prints it: "panic" for what a panic calls, "[...]" for type arguments (Go runtime/traceback.go:
/// printFuncName, funcNameForPrint).
std::string printedName(std::string_view function)
{
    if (function == "runtime.gopanic")
        return "panic";
    const size_t open = function.find('[');
    const size_t close = function.rfind(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return escaped(function);
    return escaped(function.substr(0, open)) + "[...]" + escaped(function.substr(close + 1));
}

std::string printedPlace(const std::string &file, int line)
{
    return '\t' + (file.empty() ? std::string("?") : escaped(file)) + ':' + std::to_string(line);
}

/// The one line that readers of such dumps know for a stack that is not there (Go runtime/traceback.go: tracebackothers),
/// and why it is not.
std::string unavailable(const Error &error)
{
    return "\tgoroutine running on other thread; stack unavailable: " + escaped(error.toString()) + '\n';
}

/// "chan receive, 5 minutes", "running" (Go runtime/traceback.go: goroutineheader).
std::string printedState(const GoroutineTable &table, uint32_t row)
{
    const std::string reason = table.waitReasonText(row);
    const bool waits = table.status[row] == uint8_t(GoStatus::Waiting) && !reason.empty();
    std::string text = waits ? reason : table.statusText(row);
    text += table.scanText(row);
    if (const int64_t minutes = table.waitNanoseconds[row] / minute; minutes >= 1)
        text += std::format(", {} minutes", minutes);
    return text;
}

}

/// As the runtime shows or hides it (Go runtime/traceback.go: showframe): of its own functions those that are exported.
bool TracebackText::isShown(const FrameInfo &frame) const
{
    if (m_options.stacks)
        return true;
    if (frame.isWrapper || frame.kind != FrameInfo::Kind::Go)
        return false;
    constexpr std::string_view runtime = "runtime.";
    const std::string_view function = frame.function;
    if (function == "runtime.gopanic" || !frame.isRuntime)
        return true;
    return function.starts_with(runtime) && function.size() > runtime.size() && function[runtime.size()] >= 'A'
        && function[runtime.size()] <= 'Z';
}

void TracebackText::appendFrame(std::string &out, const FrameInfo &frame) const
{
    out += (frame.function.empty() ? std::string("?") : printedName(frame.function)) + "(...)\n"
        + printedPlace(frame.file, frame.line);
    if (!frame.inlined && !frame.functionEntry.isNull() && frame.functionEntry <= frame.pc)
        out += std::format(" +{}", hex(frame.pc - frame.functionEntry));
    out += '\n';
}

void TracebackText::appendGoroutine(std::string &out, const GoroutineSnapshot &snapshot, uint32_t row)
{
    const GoroutineTable &table = *snapshot.table;
    out += std::format("\ngoroutine {} [{}]:\n", table.id[row], escaped(printedState(table, row)));
    const auto stack = m_inspection.stack({StackOwner::Kind::Goroutine, table.id[row]}, m_options.depth);
    if (!stack) {
        out += unavailable(stack.error());
        return;
    }
    const auto &frames = (*stack)->frames;
    // Hidden frames are better than none: readers of such dumps stop at a goroutine without any.
    const bool hasShown = std::ranges::any_of(frames, [this](const FrameInfo &frame) { return isShown(frame); });
    for (const FrameInfo &frame : frames) {
        if (!hasShown || isShown(frame))
            appendFrame(out, frame);
    }
    if (frames.empty())
        out += unavailable((*stack)->error.value_or(Error{.message = "it has no frames"}));
    else if ((*stack)->cut || (*stack)->error)
        out += "...additional frames elided...\n";
    const SourceLocation &creator = (*stack)->createdBy;
    if (creator.isEmpty() || table.id[row] == mainGoroutine)
        return;
    out += "created by " + printedName(creator.function);
    if ((*stack)->createdByGoroutine != 0)
        out += std::format(" in goroutine {}", (*stack)->createdByGoroutine);
    out += '\n' + printedPlace(creator.file, creator.line) + '\n';
}

Result<void> TracebackText::write(const TextSink &sink)
{
    const auto snapshot = m_inspection.goroutineStacks();
    if (!snapshot)
        return std::unexpected(snapshot.error());
    const auto crash = m_inspection.crash();
    if (!crash->message.empty())
        sink(escapedLines(crash->message) + '\n');
    const GoroutineTable &table = *snapshot->table;
    const GoroutineGroups groups(*snapshot, m_options);
    std::vector<uint32_t> rows(table.size());
    std::iota(rows.begin(), rows.end(), 0U);
    // The one that crashed first, then by number.
    std::ranges::sort(rows, {},
                      [&](uint32_t row) { return std::pair(crash->goroutine != table.id[row], table.id[row]); });
    for (const uint32_t row : rows) {
        if (!groups.isShown(row) || (table.isSystem[row] && !m_options.stacks))
            continue;
        std::string out;
        appendGoroutine(out, *snapshot, row);
        sink(out);
    }
    return {};
}

Result<void> writeReportTraceback(Inspection &inspection, const ReportOptions &options, const TextSink &sink)
{
    return TracebackText(inspection, options).write(sink);
}

}
