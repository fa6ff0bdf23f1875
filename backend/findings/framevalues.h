// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/findingsources.h"

namespace Freezeframe
{

/// Stacks and variables of the few goroutines that a finding looks at closely. Keeps the stack that was asked for last.
/// References outlive it; analysis thread only.
class FrameValues
{
public:
    explicit FrameValues(const FindingSources &sources)
        : m_sources(sources)
    {
    }

    /// Valid till the next row is asked for.
    [[nodiscard]] const Stack &stackOf(uint32_t row);
    struct Found {
        size_t frame = 0;
        Value value;
    };
    /// The innermost variable of that type, a pointer, that is not nil, in a frame whose function @p accepts.
    [[nodiscard]] std::optional<Found> ofType(uint32_t row, std::string_view type,
                                              const std::function<bool(std::string_view)> &accepts = {});
    /// The innermost frame that is not the runtime's and whose own words, or registers where it was interrupted, have
    /// @p word; the innermost one that is not the runtime's if none has.
    [[nodiscard]] std::optional<size_t> frameWith(uint32_t row, uint64_t word);

private:
    const FindingSources &m_sources;
    std::optional<uint32_t> m_row;
    Stack m_stack;
};

}
