// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/unwinder.h"
#include "tests/go/openedvictim.h"

namespace Freezeframe
{

/// A victim's core with its goroutines and what walks their stacks. Everything is set if there is no error.
struct UnwoundVictim {
    OpenedVictim opened;
    std::shared_ptr<const GoroutineTable> goroutines;
    std::shared_ptr<const Unwinder> unwinder;
    QString error;

    [[nodiscard]] Stack stackOf(uint32_t row) const { return unwinder->goroutine(*goroutines, row); }
    /// The stack of the first goroutine that has a frame of @p function, or nullopt.
    [[nodiscard]] std::optional<Stack> stackWith(std::string_view function) const;
};
[[nodiscard]] UnwoundVictim unwind(OpenedVictim opened);

/// One frame a line, for messages of failed tests.
[[nodiscard]] QByteArray textOf(const Stack &stack);

}
