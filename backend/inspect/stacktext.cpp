// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/stacktext.h"

#include "backend/base/text.h"
#include "backend/inspect/goroutinetext.h"

#include <algorithm>
#include <format>
#include <iterator>

namespace Freezeframe
{

void appendFrame(std::string &out, const FrameInfo &frame)
{
    std::format_to(std::back_inserter(out), "  {:>3}  {}", frame.index, escaped(frame.function));
    if (frame.function.empty())
        out += frame.pc.toString();
    if (frame.inlined)
        out += " [inlined]";
    if (frame.kind == FrameInfo::Kind::Signal)
        out += " [signal]";
    out += "\n";
    if (!frame.file.empty())
        std::format_to(std::back_inserter(out), "         {}:{}\n", escaped(frame.file), frame.line);
    if (frame.error)
        out += "         " + escaped(frame.error->toString()) + "\n";
}

void appendCreatedBy(std::string &out, const SourceLocation &createdBy, uint64_t goroutine)
{
    if (createdBy.isEmpty())
        return;
    out += "  created by " + placeText(createdBy);
    if (goroutine != 0)
        out += " in goroutine " + std::to_string(goroutine);
    out += "\n";
}

void appendAncestors(std::string &out, const Result<std::vector<AncestorInfo>> &ancestors, size_t depth)
{
    if (!ancestors) {
        out += "  ancestors: " + escaped(ancestors.error().toString()) + "\n";
        return;
    }
    for (const AncestorInfo &ancestor : *ancestors) {
        out += "  [originating from goroutine " + std::to_string(ancestor.goroutine) + "]:\n";
        for (size_t i = 0; i < std::min(depth, ancestor.frames.size()); ++i) {
            const AncestorInfo::Place &place = ancestor.frames[i];
            std::format_to(std::back_inserter(out), "  {:>3}  {}\n", i,
                           place.location.function.empty() ? place.pc.toString() : escaped(place.location.function));
            if (!place.location.file.empty())
                std::format_to(std::back_inserter(out), "         {}:{}\n", escaped(place.location.file),
                               place.location.line);
        }
        if (ancestor.cut)
            out += "  ...additional frames elided...\n";
        appendCreatedBy(out, ancestor.createdBy, 0);
    }
}

SharedStackText::SharedStackText(SharedStacks &stacks)
    : m_stacks(stacks)
    , m_texts(stacks.count())
{
}

bool SharedStackText::append(std::string &out, uint32_t row)
{
    const SharedStacks::Shared *shared = m_stacks.of(row);
    if (!shared)
        return false;
    std::string &text = m_texts[m_stacks.numberOf(row)];
    if (text.empty()) {
        for (const FrameInfo &frame : shared->stack->frames) {
            if (frame.index >= m_stacks.depth())
                break;
            appendFrame(text, frame);
        }
    }
    out += text;
    return true;
}

}
