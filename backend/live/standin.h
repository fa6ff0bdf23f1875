// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processfacts.h"

#include <memory>

namespace Freezeframe
{

/// Owns a child of ours that stands in for another process where a core is concerned: the same limits, filter, root,
/// folder, user, name. It waits for a signal, and is ended and reaped with this. One thread.
class StandIn
{
public:
    /// Unsupported with a sentence if we lack the rights to take that process's place.
    /// @p folder: where it stands in place of that process's folder; empty: there.
    [[nodiscard]] static Result<std::unique_ptr<StandIn>> start(const ProcessFacts &facts, bool needsRoot,
                                                                const std::string &folder = {});
    StandIn(const StandIn &) = delete;
    StandIn &operator=(const StandIn &) = delete;
    ~StandIn();

    [[nodiscard]] int32_t pid() const { return m_pid; }

private:
    explicit StandIn(int32_t pid)
        : m_pid(pid)
    {
    }
    int32_t m_pid;
};

}
