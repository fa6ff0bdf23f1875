// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// The times that a runtime has left in its memory. It keeps no clock: all are of moments at which it looked at one.
/// The reference is borrowed; its layout and lists must be there. One thread.
class RuntimeClock
{
public:
    explicit RuntimeClock(const GoRuntime &runtime)
        : m_runtime(runtime)
    {
    }
    /// nanotime of the runtime's start; 0 if unknown.
    [[nodiscard]] int64_t start() const;
    /// The latest nanotime that the runtime wrote anywhere, start() at least: the program was alive then.
    [[nodiscard]] int64_t latest() const;
    /// What to add to a nanotime to get nanoseconds since the epoch, if both clocks of one moment are in memory: of the
    /// last collection, or in a time.Time of the program.
    [[nodiscard]] std::optional<int64_t> wallOffset() const;

private:
    struct Pair {
        int64_t monotonic = 0;
        int64_t wall = 0;
    };
    [[nodiscard]] std::optional<Pair> ofCollection() const;
    [[nodiscard]] std::optional<Pair> ofProgram() const;
    void searchTimes(std::span<const std::byte> bytes, uint64_t location, int64_t origin,
                     std::optional<Pair> &best) const;
    [[nodiscard]] Result<uint64_t> global(const char *variable, std::string_view structure,
                                          std::string_view path) const;

    const GoRuntime &m_runtime;
};

}
