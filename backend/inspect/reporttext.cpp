// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/inspect/findingtext.h"
#include "backend/inspect/goroutinegroups.h"
#include "backend/inspect/goroutinetext.h"
#include "backend/inspect/losttext.h"
#include "backend/inspect/processsummary.h"
#include "backend/inspect/report.h"
#include "backend/inspect/stacktext.h"
#include "backend/inspect/summarytext.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

std::string_view remark(const VariableInfo &variable)
{
    if (variable.notYetAssigned)
        return "  (not assigned yet)";
    if (!variable.recovered.empty()) {
        if (variable.recovered == "memory")
            return "  (as in memory now)";
        return variable.leftOver ? "  (as passed; may be stale)" : "  (as passed)";
    }
    if (variable.leftOver)
        return "  (no longer used: may be stale)";
    return variable.shadowed ? "  (shadowed)" : "";
}

void appendVariables(std::string &out, Inspection &inspection, StackOwner owner, size_t frame)
{
    const auto variables = inspection.variables(owner, frame);
    if (!variables) {
        out += "         (" + escaped(variables.error().toString()) + ")\n";
        return;
    }
    std::vector<VariableInfo> lost;
    for (const VariableInfo &variable : *variables) {
        if (variable.optimizedOut) {
            lost.push_back(variable);
            continue;
        }
        const std::string value = variable.error ? "(" + escaped(variable.error->toString()) + ")" : variable.value;
        out += std::format("         {} {} = {}{}\n", escaped(variable.name), escaped(variable.type), value,
                           remark(variable));
    }
    if (!lost.empty())
        out += "         " + lostText(lost) + '\n';
}

/// How many frames of the runtime stand above the one to look at first; 0 if they are few, or all there is.
size_t leadingRuntimeFrames(const StackInfo &stack)
{
    constexpr size_t few = 2;
    const auto first = std::ranges::find_if_not(stack.frames, &FrameInfo::isRuntime);
    const auto count = size_t(first - stack.frames.begin());
    return first == stack.frames.end() || count <= few ? 0 : count;
}

enum class Frames { All, Folded };

void appendStack(std::string &out, Inspection &inspection, StackOwner owner, const ReportOptions &options,
                 Frames which = Frames::All)
{
    const auto stack = inspection.stack(owner, std::max<size_t>(options.depth, 1));
    if (!stack) {
        out += "  " + escaped(stack.error().toString()) + "\n";
        return;
    }
    const size_t folded = which == Frames::Folded ? leadingRuntimeFrames(**stack) : 0;
    if (folded > 0)
        out += std::format("  0 to {}  the runtime's own, on the way to the end (all of them: --stacks)\n", folded - 1);
    for (const FrameInfo &frame : (*stack)->frames) {
        if (frame.index < folded)
            continue;
        if (frame.index >= options.depth)
            break;
        appendFrame(out, frame);
        if (options.variables)
            appendVariables(out, inspection, owner, frame.index);
    }
    if ((*stack)->error)
        out += "  " + escaped((*stack)->error->toString()) + "\n";
    appendCreatedBy(out, (*stack)->createdBy, (*stack)->createdByGoroutine);
    if (owner.kind == StackOwner::Kind::Goroutine)
        appendAncestors(out, inspection.ancestors(owner.id), options.depth);
}

/// What a goroutine waits for, and who waits for it too.
void appendWaits(std::string &out, Inspection &inspection, uint64_t goroutine)
{
    const auto details = inspection.goroutine(goroutine);
    if (!details)
        return;
    for (const WaitInfo &wait : details->waits) {
        out += "  waits: " + escaped(wait.kind);
        if (!wait.object.isNull())
            out += " of " + wait.object.toString();
        if (!wait.description.empty())
            out += ", " + escaped(wait.description);
        for (size_t i = 0; i < wait.others.size(); ++i)
            out += (i > 0                         ? ", "
                        : wait.others.size() == 1 ? "; so does goroutine "
                                                  : "; so do goroutines ")
                + std::to_string(wait.others[i]);
        out += "\n";
        for (const WaitInfo::Holder &holder : wait.holders)
            out += "  " + holderText(holder) + "\n";
    }
}

void writeGoroutines(Inspection &inspection, const ReportOptions &options, const TextSink &sink)
{
    const auto snapshot = inspection.goroutineStacks();
    if (!snapshot) {
        sink("\n" + escaped(snapshot.error().toString()) + "\n");
        return;
    }
    constexpr size_t enough = 1 << 16; // bytes worth a call of the sink
    const GoroutineTable &table = *snapshot->table;
    GoroutineGroups groups(*snapshot, options);
    std::string out = '\n' + groups.title() + '\n';
    const bool isWhole = options.goroutines.empty();
    const bool hasStacks = options.stacks || options.variables;
    if (isWhole && !hasStacks)
        groups.appendText(out);
    GoroutineText rows(*snapshot);
    SharedStacks stacks(inspection, *snapshot, options.depth);
    SharedStackText shared(stacks);
    for (uint32_t row = 0; (!isWhole || hasStacks) && row < table.size(); ++row) {
        if (!groups.isShown(row))
            continue;
        out += '\n';
        rows.appendHeader(out, row);
        if (!isWhole)
            appendWaits(out, inspection, table.id[row]);
        if (hasStacks && !options.variables && shared.append(out, row)) {
            rows.appendCreator(out, row);
            appendAncestors(out, inspection.ancestors(table.id[row]), options.depth);
        } else if (hasStacks)
            appendStack(out, inspection, {StackOwner::Kind::Goroutine, table.id[row]}, options);
        if (out.size() >= enough) {
            sink(out);
            out.clear();
        }
    }
    sink(out);
}

void writeFindings(Inspection &inspection, const TextSink &sink)
{
    const auto findings = inspection.findings();
    const std::string text = findings ? findingsText(**findings)
                                      : "What is wrong can't be told: " + escaped(findings.error().toString()) + '\n';
    if (!text.empty())
        sink('\n' + text);
}

void appendThreads(std::string &out, Inspection &inspection, const ReportOptions &options)
{
    const auto threads = inspection.threads();
    out += std::format("\n{} threads\n", threads->size());
    for (const ThreadInfo &thread : *threads) {
        out += std::format("\nthread {} {}", thread.tid, escaped(thread.name));
        if (thread.signal != 0)
            out += " " + thread.signalName;
        if (thread.goroutine)
            out += std::format(" goroutine {}", *thread.goroutine);
        out += "\n";
        for (const auto &[name, value] : thread.registers)
            out += std::format("  {:<8} {}\n", name, hex(value));
        appendStack(out, inspection, {StackOwner::Kind::Thread, uint64_t(thread.tid)}, options);
    }
}

/// The summary, and the stack of the crash unless it is among those that follow.
void appendCrash(std::string &out, Inspection &inspection, const ReportOptions &options)
{
    const auto crash = inspection.crash();
    appendSummary(out, *inspection.process(), *crash);
    if (!crash->thread || !options.goroutines.empty() || options.stacks)
        return;
    const StackOwner owner = crash->goroutine ? StackOwner{StackOwner::Kind::Goroutine, *crash->goroutine}
                                              : StackOwner{StackOwner::Kind::Thread, uint64_t(*crash->thread)};
    out += std::format("\n{}\n", stackTitle(*crash));
    appendStack(out, inspection, owner, options, options.variables ? Frames::All : Frames::Folded);
}

/// In groups by stack, the program's own first: of a program that was ended from outside they are what tells what it did.
void appendMarkdownGoroutines(std::string &out, Inspection &inspection)
{
    const auto snapshot = inspection.process()->hasGo ? inspection.goroutineStacks() : inspection.goroutines();
    if (!snapshot || !snapshot->table || snapshot->table->size() == 0)
        return;
    GoroutineGroups groups(*snapshot, {});
    std::string text;
    groups.appendText(text);
    constexpr size_t most = 12'000; // bytes that people still paste
    const bool isCut = text.size() > most;
    if (isCut)
        text.resize(text.rfind("\n\n", most) == std::string::npos ? text.rfind('\n', most) : text.rfind("\n\n", most));
    out += "\n### Goroutines\n\n" + groups.title() + "\n```text" + text + "\n```\n";
    if (isCut)
        out += "The rest is in the report as text.\n";
}

}

std::string_view crashKindText(CrashSummary::Kind kind)
{
    switch (kind) {
    case CrashSummary::Kind::Panic: return "panic";
    case CrashSummary::Kind::Throw: return "throw";
    case CrashSummary::Kind::Signal: return "signal";
    case CrashSummary::Kind::Requested: return "requested";
    case CrashSummary::Kind::None: break;
    }
    return "none";
}

std::string crashText(Inspection &inspection)
{
    std::string out;
    appendCrash(out, inspection, {});
    return out;
}

void writeReportText(Inspection &inspection, const ReportOptions &options, const TextSink &sink)
{
    std::string out;
    appendCrash(out, inspection, options);
    sink(out);
    if (options.goroutines.empty())
        writeFindings(inspection, sink);
    if (inspection.process()->hasGo)
        writeGoroutines(inspection, options, sink);
    out.clear();
    if (options.threads || !inspection.process()->hasGo)
        appendThreads(out, inspection, options);
    sink(out);
}

std::string reportText(Inspection &inspection, const ReportOptions &options)
{
    std::string out;
    writeReportText(inspection, options, [&out](std::string_view text) { out += text; });
    return out;
}

std::string reportMarkdown(Inspection &inspection)
{
    const auto process = inspection.process();
    const auto crash = inspection.crash();
    std::string summary;
    appendSummary(summary, *process, *crash);
    std::string out = "```text\n" + summary + "```\n";
    if (!crash->thread)
        return out;
    const StackOwner owner = crash->goroutine ? StackOwner{StackOwner::Kind::Goroutine, *crash->goroutine}
                                              : StackOwner{StackOwner::Kind::Thread, uint64_t(*crash->thread)};
    out += "\n### Stack\n\n```text\n";
    appendStack(out, inspection, owner, {.depth = 60});
    out += "```\n";
    const auto findings = inspection.findings();
    if (const std::string wrong = findings ? findingsText(**findings) : std::string(); !wrong.empty())
        out += "\n### Findings\n\n```text\n" + wrong + "```\n";
    appendMarkdownGoroutines(out, inspection);
    out += std::format("\n{} threads, {} warnings while reading\n", inspection.threads()->size(),
                       inspection.warnings().size());
    return out;
}

}
