// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/framevalues.h"

#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t mostFrames = 256;
constexpr uint64_t largestFrame = 1 << 16; ///< bytes that are looked at

bool hasWord(const Memory &memory, AddressRange range, uint64_t word)
{
    for (Address at = range.begin; at + 8 <= range.end; at = at + 8) {
        if (memory.readAs<uint64_t>(at).value_or(0) == word)
            return true;
    }
    return false;
}

bool hasRegister(const Registers &registers, uint64_t word)
{
    for (int number = 0; number < registers.info().programCounter; ++number) {
        if (registers.get(number) == word)
            return true;
    }
    return false;
}

}

const Stack &FrameValues::stackOf(uint32_t row)
{
    if (m_row != row)
        m_stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
    m_row = row;
    return m_stack;
}

std::optional<FrameValues::Found> FrameValues::ofType(uint32_t row, std::string_view type,
                                                      const std::function<bool(std::string_view)> &accepts)
{
    const Stack &stack = stackOf(row);
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        if (stack.frames[i].kind != FrameKind::Go || (accepts && !accepts(stack.frames[i].function)))
            continue;
        const auto variables = m_sources.evaluator.variables(stack, i);
        if (!variables)
            continue;
        for (const Value &variable : *variables) {
            if (variable.error || !variable.type || variable.type->name != type || variable.notYetDeclared)
                continue;
            if (m_sources.evaluator.word(variable).value_or(0) != 0)
                return Found{.frame = i, .value = variable};
        }
    }
    return std::nullopt;
}

std::optional<size_t> FrameValues::frameWith(uint32_t row, uint64_t word)
{
    const Stack &stack = stackOf(row);
    std::optional<size_t> first;
    Address below;
    bool isInnermost = true;
    bool hasIt = false;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (isInnermost || frame.interrupted)
            hasIt = hasIt || hasRegister(frame.registers, word);
        isInnermost = false;
        if (!below.isNull() && frame.cfa > below && frame.cfa - below <= largestFrame)
            hasIt = hasIt || hasWord(m_sources.runtime.target().memory(), {below, frame.cfa}, word);
        below = frame.cfa;
        if (!isUserFrame(frame))
            continue;
        if (hasIt)
            return i;
        first = first ? first : i;
    }
    return first;
}

}
