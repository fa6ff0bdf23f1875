// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/frameslots.h"
#include "backend/inflight/requestreader.h"

#include <map>

namespace Freezeframe
{

/// Requests that net/http serves and makes, found in the frames of its own functions. References are borrowed; one
/// thread.
class Requests
{
public:
    Requests(const InFlightSources &sources, const ContextReader &contexts)
        : m_sources(sources)
        , m_slots(sources.runtime)
        , m_reader(sources, contexts)
    {
    }

    void searchServed(InFlight::Section &section);
    void searchMade(InFlight::Section &section);

    [[nodiscard]] const RequestReader &reader() const { return m_reader; }
    /// What a connection does, by its descriptor: "a request since …", "idle since …".
    [[nodiscard]] const std::map<Address, std::string> &connectionStates() const { return m_states; }
    /// Goroutines that serve or make one of them.
    [[nodiscard]] const std::set<uint64_t> &goroutines() const { return m_goroutines; }

private:
    /// Puts the first value that @p read makes of a pointer in one of the frames of these functions.
    using Reader = std::function<std::optional<InFlightItem>(Address)>;
    [[nodiscard]] std::optional<InFlightItem> firstIn(const Stack &stack, std::span<const std::string_view> functions,
                                                      const Reader &read) const;
    [[nodiscard]] std::optional<InFlightItem> ofConnection(Address connection);
    [[nodiscard]] std::optional<InFlightItem> ofStream(Address state, const std::string &prefix) const;
    void searchStreams(InFlight::Section &section, const std::string &prefix);
    [[nodiscard]] std::optional<InFlightItem> ofMade(Address request) const;

    const InFlightSources &m_sources;
    FrameSlots m_slots;
    RequestReader m_reader;
    std::map<Address, std::string> m_states;
    std::set<uint64_t> m_goroutines;
};

}
