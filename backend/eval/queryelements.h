// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/followed.h"

namespace Freezeframe
{

/// What a query runs over: elements of slices, arrays and strings, what a channel holds, entries of maps. Read page by
/// page. Lives for one query; analysis thread only.
class QueryElements
{
public:
    struct Element {
        Value it; ///< of a map: the value of the entry
        std::optional<Value> key; ///< of a map, or of an entry that a query gave
        std::optional<Value> value; ///< likewise
    };

    QueryElements(ValueReader &reader, Containers &containers, Followed &followed)
        : m_reader(reader)
        , m_containers(containers)
        , m_followed(followed)
    {
    }

    /// BadExpression for what has no elements; @p value may be a pointer to what has some.
    [[nodiscard]] Result<void> open(Value value);
    [[nodiscard]] uint64_t count() const { return m_count; }
    /// Elements [first, first + count), fewer only at the end, or where the list is damaged: then damage() says why.
    [[nodiscard]] Result<std::vector<Element>> page(uint64_t first, uint64_t count);
    [[nodiscard]] const std::optional<Error> &damage() const { return m_damage; }

    [[nodiscard]] bool isMap() const { return m_isMap; }
    /// As one value: of a map a struct of key and value.
    [[nodiscard]] Value kept(const Element &element) const;
    /// The type of those that kept() gives; null if it has no elements that would tell.
    [[nodiscard]] const Type *keptType() const;

private:
    ValueReader &m_reader;
    Containers &m_containers;
    Followed &m_followed;
    Value m_whole;
    std::optional<GoChannel> m_channel;
    uint64_t m_count = 0;
    bool m_isMap = false;
    std::optional<Error> m_damage;
};

}
