// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/inflightsources.h"

#include <set>
#include <unordered_map>

namespace Freezeframe
{

/// What chains of context.Context tell: the next deadline, whether and why they are done, their values. References are
/// borrowed; one thread.
class ContextReader
{
public:
    explicit ContextReader(const InFlightSources &sources)
        : m_sources(sources)
    {
    }

    struct Chain {
        std::string kinds; ///< "WithTimeout ← WithValue ← Background", the newest first
        std::optional<GoTime> deadline; ///< the earliest
        std::optional<Address> deadlineOwner; ///< the context that has it
        std::string done; ///< "context canceled"; empty while it goes on
        std::string cause; ///< if it says more
        std::vector<std::pair<std::string, std::string>> values; ///< keys and values, masked
        bool isWhole = false; ///< it was followed to its root
        bool isContext = false; ///< one of package context's own
        bool saysSomething = false; ///< has a deadline, is done, or has values
    };
    /// Of a context in an interface or behind a pointer.
    [[nodiscard]] Chain read(const Value &context) const;
    void describe(InFlightItem &item, const Chain &chain) const;
    /// Where a context lies, behind interfaces and pointers.
    [[nodiscard]] std::optional<Address> addressOf(const Value &context) const;

    /// The contexts that goroutines have in hand.
    void search(InFlight::Section &section, const std::set<uint64_t> &told);

private:
    /// @p isCut: below a WithoutCancel, where ends and deadlines do not matter.
    void readLink(Chain &chain, const Value &link, bool isCut) const;
    void readCancelled(Chain &chain, const Value &context) const;
    void readValue(Chain &chain, const Value &context) const;
    /// The context whose interface is made of these two words; nothing if they make none.
    [[nodiscard]] std::optional<Value> contextOf(uint64_t table, uint64_t data);

    const InFlightSources &m_sources;
    std::unordered_map<uint64_t, Address> m_types; ///< of an itab of context.Context its type; null: none
};

}
