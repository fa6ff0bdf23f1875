// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/containers.h"
#include "backend/eval/programnames.h"

namespace Freezeframe
{

/// What values of Go's own wrappers stand for: atomics, weak pointers, unique handles, sync.Map. What Load, Value or
/// Range would give, read off their innards. Keeps the maps looked at last. Analysis thread only.
class Followed
{
public:
    enum class Kind : uint8_t {
        None,
        Number, ///< atomic.Int64, atomic.Bool …
        Pointer, ///< atomic.Pointer[T]: a *T
        Any, ///< atomic.Value: an interface
        Weak, ///< weak.Pointer[T]: a *T, nil once it was collected
        Handle, ///< unique.Handle[T]: a T
        Map, ///< sync.Map
    };

    Followed(ValueReader &reader, Containers &containers, ProgramNames &names)
        : m_reader(reader)
        , m_containers(containers)
        , m_names(names)
    {
    }

    [[nodiscard]] static Kind kindOf(const Type &type);
    /// "Load" or "Value", the method that gives it; empty of None and Map.
    [[nodiscard]] static std::string_view methodOf(Kind kind);
    /// The value that the method gives.
    [[nodiscard]] Result<Value> inner(const Value &value);
    /// Whether a weak pointer was set, and what it pointed to is gone.
    [[nodiscard]] bool isCollected(const Value &weak);

    /// Of a sync.Map.
    [[nodiscard]] Result<uint64_t> count(const Value &map);
    [[nodiscard]] Result<Containers::Entries> entries(const Value &map, uint64_t first, uint64_t count);

private:
    /// Where the entries of a map lie.
    struct OpenMap {
        Address address;
        const Type *key = nullptr;
        const Type *element = nullptr;
        std::vector<std::pair<Address, Address>> entries; ///< of key and element
        std::optional<Error> damage;
    };
    struct EntryLayout;
    [[nodiscard]] Result<Value> innermost(Value value) const;
    [[nodiscard]] Result<Value> pointerTo(const Value &wrapper, uint64_t address) const;
    [[nodiscard]] Result<const OpenMap *> open(const Value &map);
    [[nodiscard]] Result<OpenMap> openTrie(const Value &trie);
    [[nodiscard]] Result<EntryLayout> entryLayout(const Type &node) const;
    [[nodiscard]] Result<OpenMap> openTables(const Value &map);

    ValueReader &m_reader;
    Containers &m_containers;
    ProgramNames &m_names;
    std::list<OpenMap> m_open; ///< looked at last first
};

}
