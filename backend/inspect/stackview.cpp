// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/stackview.h"

#include "backend/findings/deferredcalls.h"
#include "backend/inspect/goroutinestacks.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <iterator>

namespace Freezeframe
{

namespace
{

constexpr size_t inlineLimit = 64;

/// The frames that stand for the C frame @p physical: inlined functions first, itself last.
std::vector<Frame> unfoldC(const Frame &physical, const Module &module, DwarfModule &dwarf)
{
    const Address pc = module.toLinked(physical.lookupPc);
    std::vector<Frame> frames;
    const auto function = dwarf.functionAt(pc);
    if (!function)
        return {physical};
    Frame current = physical;
    if (const auto line = dwarf.lineAt(pc)) {
        current.file = line->file;
        current.line = int(line->line);
    }
    unsigned depth = 0;
    const auto calls = dwarf.inlinedAt(**function, pc);
    if (calls && calls->size() <= inlineLimit) {
        for (const DwarfInlinedCall &call : *calls) {
            Frame frame = current;
            frame.function = call.name;
            frame.inlined = true;
            frame.inlineDepth = depth++;
            frames.push_back(std::move(frame));
            current.file = call.callFile;
            current.line = int(call.callLine);
        }
    }
    if (current.function.empty())
        current.function = (*function)->name;
    current.inlineDepth = depth;
    frames.push_back(std::move(current));
    return frames;
}

FrameInfo describeFrame(const Frame &frame, size_t index, const Target &target)
{
    FrameInfo info;
    info.index = index;
    info.kind = frame.kind == FrameKind::Go ? FrameInfo::Kind::Go
        : frame.kind == FrameKind::C        ? FrameInfo::Kind::C
                                            : FrameInfo::Kind::Signal;
    info.function = frame.function;
    info.file = frame.file;
    info.line = frame.line;
    info.pc = frame.pc;
    info.lookupPc = frame.lookupPc;
    info.cfa = frame.cfa;
    info.functionEntry = frame.functionEntry;
    info.inlined = frame.inlined;
    info.isRuntime = frame.isRuntime;
    info.isWrapper = frame.isWrapper;
    info.onSystemStack = frame.onSystemStack;
    info.interrupted = frame.interrupted;
    info.error = frame.error;
    if (frame.module && *frame.module < target.modules().size())
        info.module = target.modules()[*frame.module].path;
    return info;
}

}

void symbolizeC(Stack &stack, const Target &target, DwarfSet &dwarf)
{
    const bool hasC = std::ranges::any_of(stack.frames, [](const Frame &frame) { return frame.kind == FrameKind::C; });
    if (!hasC)
        return;
    std::vector<Frame> frames;
    frames.reserve(stack.frames.size());
    for (Frame &frame : stack.frames) {
        DwarfModule *debug = nullptr;
        if (frame.kind == FrameKind::C && frame.module && *frame.module < target.modules().size())
            debug = dwarf.module(*frame.module);
        if (debug)
            std::ranges::move(unfoldC(frame, target.modules()[*frame.module], *debug), std::back_inserter(frames));
        else
            frames.push_back(std::move(frame));
    }
    stack.frames = std::move(frames);
}

StackInfo describeStack(const Stack &stack, StackOwner owner, const Target &target, const GoRuntime *runtime,
                        const GoroutineTable *table, std::optional<uint32_t> row)
{
    StackInfo info;
    info.owner = owner;
    info.complete = stack.complete;
    info.cut = stack.cut;
    info.error = stack.error;
    info.frames.reserve(stack.frames.size());
    for (size_t i = 0; i < stack.frames.size(); ++i)
        info.frames.push_back(describeFrame(stack.frames[i], i, target));
    info.userFrame = userFrame(stack);
    if (runtime && table && row) {
        info.deferred = deferredCalls(*runtime, stack, table->address[*row]);
        if (table->id[*row] != mainGoroutine)
            info.createdBy = goStatementLocation(*runtime, table->goPc[*row]);
        info.createdByGoroutine = table->parent[*row];
    }
    return info;
}

Result<std::vector<AncestorInfo>> describeAncestors(const GoRuntime &runtime, Address g)
{
    constexpr size_t mostKept = 50; // Go runtime/traceback.go: tracebackInnerFrames
    const auto ancestors = runtime.ancestors(g);
    if (!ancestors)
        return std::unexpected(ancestors.error());
    std::vector<AncestorInfo> infos;
    for (const GoAncestor &ancestor : *ancestors) {
        AncestorInfo &info = infos.emplace_back();
        info.goroutine = ancestor.id;
        info.cut = ancestor.pcs.size() == mostKept;
        for (const Address pc : ancestor.pcs) {
            // Each stands for one function, inlined ones too, and is behind its call (runtime/traceback.go:
            // tracebackPCs). The runtime's own print names the line of what comes next.
            const SourceLocation location = runtime.symbols().locate(pc - 1);
            info.frames.push_back({.location = location, .pc = pc, .isRuntime = isRuntimeFunction(location.function)});
        }
        if (ancestor.id != mainGoroutine)
            info.createdBy = goStatementLocation(runtime, ancestor.goPc);
    }
    return infos;
}

void alignCrashFrame(CrashSummary &summary, const Stack &stack)
{
    if (!summary.frame)
        return;
    size_t physical = 0;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (frame.kind == FrameKind::C && frame.inlined)
            continue;
        if (physical++ != *summary.frame)
            continue;
        // The innermost of the C functions inlined here is where execution was.
        size_t first = i;
        while (frame.kind == FrameKind::C && first > 0 && stack.frames[first - 1].inlined
               && stack.frames[first - 1].cfa == frame.cfa)
            --first;
        const Frame &shown = stack.frames[first];
        summary.frame = first;
        summary.location = {shown.function, shown.file, shown.line};
        return;
    }
}

}
