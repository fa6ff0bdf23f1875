// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goroutines.h"
#include "backend/unwind/unwinder.h"

#include <functional>

namespace Freezeframe
{

/// Where a person looks first in a program that was ended while the thread that got the signal was idle: the main
/// goroutine, else the largest group of goroutines in one place. References are borrowed. Analysis thread only.
class CrashPlace
{
public:
    /// Asked for only if the main goroutine is gone, or has no frame of the program's: it reads all stacks.
    using StacksSource = std::function<std::shared_ptr<const GoroutineStacks>()>;

    CrashPlace(const GoroutineTable &table, const Unwinder &unwinder, StacksSource stacks)
        : m_table(table)
        , m_unwinder(unwinder)
        , m_stacks(std::move(stacks))
    {
    }
    /// Fills goroutine, frame, location and place; leaves them alone if no goroutine has a frame of the program's.
    void choose(CrashSummary &summary) const;

private:
    [[nodiscard]] bool look(uint32_t row, CrashSummary &summary) const;
    [[nodiscard]] std::optional<uint32_t> rowOfLargestGroup() const;

    const GoroutineTable &m_table;
    const Unwinder &m_unwinder;
    StacksSource m_stacks;
};

}
