// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Plain immutable values, shared as std::shared_ptr<const …>. Any thread.

namespace Freezeframe
{

/// Something that the program had in flight: a request, a timer, a connection. Text from the core is as found, but for
/// secrets, which are masked before they get here unless a person asked for them.
struct InFlightItem {
    std::string title; ///< one line: "GET /cart?id=7"
    struct Fact {
        std::string key; ///< for scripts, and with spaces for people: "trace_id"
        std::string text;
    };
    std::vector<Fact> facts; ///< in the order in which people read them; keys may come several times
    std::optional<uint64_t> goroutine;
    std::optional<Address> address;
};

/// All that was in flight, kind by kind.
struct InFlight {
    enum class Kind { Served, Made, Queries, Databases, Contexts, Timers, Connections, Listeners, Files, Children };
    static constexpr size_t kinds = 10;
    struct Section {
        std::vector<InFlightItem> items;
        uint64_t leftOut = 0; ///< more of them than are kept
        std::vector<std::string> unanswered; ///< what was not looked for, and why: sentences
    };
    std::array<Section, kinds> sections;
    uint64_t masked = 0; ///< secrets that are not shown

    [[nodiscard]] Section &of(Kind kind) { return sections[size_t(kind)]; }
    [[nodiscard]] const Section &of(Kind kind) const { return sections[size_t(kind)]; }
};

}
