// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/deepstacks.h"

#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

GoroutineStacks::Unique DeepStacks::describe(const Stack &stack)
{
    GoroutineStacks::Unique unique;
    unique.isCut = stack.cut;
    std::vector<SourceLocation> users;
    for (const Frame &frame : stack.frames) {
        if (unique.current.isEmpty()) {
            unique.current = {frame.function, frame.file, frame.line};
            unique.currentPc = unique.userPc = frame.pc;
        }
        unique.functions.push_back(frame.function);
        unique.lines.push_back(frame.line);
        if (users.size() < 2 && isUserFrame(frame)) {
            if (users.empty())
                unique.userPc = frame.pc;
            users.push_back({frame.function, frame.file, frame.line});
        }
    }
    unique.user = users.empty() ? unique.current : users[0];
    if (users.size() > 1)
        unique.caller = users[1];
    return unique;
}

void DeepStacks::readOn(const std::stop_token &stop)
{
    std::map<uint32_t, std::vector<uint32_t>> rowsOf; // of stacks that are cut
    for (uint32_t row = 0; row < m_stacks.stackOf.size(); ++row) {
        const GoroutineStacks::Unique *stack = m_stacks.stackAt(row);
        if (stack && stack->isCut)
            rowsOf[m_stacks.stackOf[row]].push_back(row);
    }
    for (const auto &[number, rows] : rowsOf) {
        if (stop.stop_requested() || m_left == 0)
            return;
        readOn(number, rows);
    }
}

void DeepStacks::readOn(uint32_t number, const std::vector<uint32_t> &rows)
{
    std::vector<GoroutineStacks::Unique> kinds;
    std::vector<uint32_t> kindOf(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        const Stack stack = m_unwinder.goroutine(m_table, rows[i], std::min(m_left, GoroutineStacks::deepest));
        if (stack.frames.size() >= m_left) {
            m_left = 0; // none of them: else some would be told from others that are the same
            return;
        }
        m_left -= stack.frames.size();
        GoroutineStacks::Unique unique = describe(stack);
        const auto known = std::ranges::find_if(kinds, [&unique](const GoroutineStacks::Unique &kind) {
            return kind.functions == unique.functions && kind.lines == unique.lines;
        });
        kindOf[i] = uint32_t(known - kinds.begin());
        if (known == kinds.end())
            kinds.push_back(std::move(unique));
        ++kinds[kindOf[i]].goroutines;
    }
    const auto firstNew = uint32_t(m_stacks.stacks.size());
    for (size_t kind = 0; kind < kinds.size(); ++kind) {
        kinds[kind].fromSavedPcs = m_stacks.stacks[number].fromSavedPcs;
        if (kind > 0)
            m_stacks.stacks.push_back(std::move(kinds[kind]));
    }
    m_stacks.stacks[number] = std::move(kinds.front());
    for (size_t i = 0; i < rows.size(); ++i) {
        if (kindOf[i] > 0)
            m_stacks.stackOf[rows[i]] = firstNew + kindOf[i] - 1;
    }
}

}
