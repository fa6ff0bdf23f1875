// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/goroutinesnapshot.h"
#include "backend/unwind/unwinder.h"

#include <stop_token>

namespace Freezeframe
{

/// Reads on where stacks are deeper than what tells them apart at first, as far as memory allows: what is the same there,
/// too, stays together. One thread.
class DeepStacks
{
public:
    DeepStacks(const Unwinder &unwinder, const GoroutineTable &table, GoroutineStacks &stacks)
        : m_unwinder(unwinder)
        , m_table(table)
        , m_stacks(stacks)
    {
    }

    /// All of them, or as many as @p stop leaves time for.
    void readOn(const std::stop_token &stop);
    /// What is kept of a stack.
    [[nodiscard]] static GoroutineStacks::Unique describe(const Stack &stack);

private:
    static constexpr size_t mostFrames = 1'000'000; ///< that are read, of all stacks

    void readOn(uint32_t number, const std::vector<uint32_t> &rows);

    const Unwinder &m_unwinder;
    const GoroutineTable &m_table;
    GoroutineStacks &m_stacks;
    size_t m_left = mostFrames;
};

}
