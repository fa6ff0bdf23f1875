// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/contextreader.h"
#include "backend/inflight/frameslots.h"

namespace Freezeframe
{

/// Pools of database/sql, and queries that are under way. References are borrowed; one thread.
class Databases
{
public:
    Databases(const InFlightSources &sources, const ContextReader &contexts)
        : m_sources(sources)
        , m_contexts(contexts)
    {
    }
    void searchPools(InFlight::Section &section);
    void searchQueries(InFlight::Section &section);

    /// Goroutines that have a query under way.
    [[nodiscard]] const std::set<uint64_t> &goroutines() const { return m_goroutines; }

private:
    [[nodiscard]] std::optional<InFlightItem> pool(Address address) const;
    void describeQuery(InFlightItem &item, const Stack &stack) const;
    /// The text of a string that is surely still what it was.
    [[nodiscard]] std::optional<std::string> sureText(const Value &value) const;
    void addArguments(InFlightItem &item, const Value &arguments) const;

    const InFlightSources &m_sources;
    const ContextReader &m_contexts;
    std::set<uint64_t> m_goroutines;
};

}
