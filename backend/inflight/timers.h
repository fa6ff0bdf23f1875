// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/inflightsources.h"

namespace Freezeframe
{

/// The timers that the runtime is to run: when, and what. References are borrowed; one thread.
class Timers
{
public:
    explicit Timers(const InFlightSources &sources)
        : m_sources(sources)
    {
    }
    void search(InFlight::Section &section);

private:
    struct Found {
        int64_t when = 0; ///< nanoseconds of the runtime's clock
        InFlightItem item;
    };
    void searchProcessor(std::vector<Found> &found, Address processor) const;
    void readTimer(std::vector<Found> &found, Address timer) const;
    /// What the timer does, as its function and argument tell.
    void describeDeed(InFlightItem &item, const Value &timer) const;
    [[nodiscard]] std::string functionAt(uint64_t closure) const;

    const InFlightSources &m_sources;
};

}
