// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/followed.h"

#include <functional>

namespace Freezeframe
{

/// What a value opens up to, page by page: fields, elements, entries, the pointee. A page costs what the page is long,
/// however long the value. Analysis thread only.
class ValueChildren
{
public:
    ValueChildren(ValueReader &reader, Containers &containers, DynamicValues &dynamic, Followed &followed)
        : m_reader(reader)
        , m_containers(containers)
        , m_dynamic(dynamic)
        , m_followed(followed)
    {
    }

    [[nodiscard]] Result<uint64_t> count(const Value &value);
    /// Children [first, first + count), cut at the end.
    [[nodiscard]] Result<std::vector<Value>> page(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] std::optional<uint64_t> length(const Value &value);

    /// How map keys become names; set once by the owner of both.
    void setKeyFormat(std::function<std::string(const Value &)> format) { m_formatKey = std::move(format); }

private:
    /// How many children a wrapper has before its fields: what it stands for, or the entries.
    [[nodiscard]] uint64_t followedCount(const Value &value);
    [[nodiscard]] Result<std::vector<Value>> structPage(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] Result<std::vector<Value>> mapPage(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] Value plainKey(const Value &key) const;
    [[nodiscard]] std::vector<Value> named(const Containers::Entries &entries, uint64_t count);
    [[nodiscard]] Result<std::vector<Value>> channelPage(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] Value waiters(const GoChannel &channel, bool receivers);
    [[nodiscard]] Result<std::vector<Value>> only(Result<Value> value, std::string name, uint64_t first);

    ValueReader &m_reader;
    Containers &m_containers;
    DynamicValues &m_dynamic;
    Followed &m_followed;
    std::function<std::string(const Value &)> m_formatKey;
};

}
