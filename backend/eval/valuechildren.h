// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/containers.h"
#include "backend/eval/dynamicvalues.h"

#include <functional>

namespace Freezeframe
{

/// What a value opens up to, page by page: fields, elements, entries, the pointee. A page costs what the page is long,
/// however long the value. Analysis thread only.
class ValueChildren
{
public:
    ValueChildren(ValueReader &reader, Containers &containers, DynamicValues &dynamic)
        : m_reader(reader)
        , m_containers(containers)
        , m_dynamic(dynamic)
    {
    }

    [[nodiscard]] Result<uint64_t> count(const Value &value);
    /// Children [first, first + count), cut at the end.
    [[nodiscard]] Result<std::vector<Value>> page(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] std::optional<uint64_t> length(const Value &value);

    /// How map keys become names; set once by the owner of both.
    void setKeyFormat(std::function<std::string(const Value &)> format) { m_formatKey = std::move(format); }

private:
    [[nodiscard]] Result<std::vector<Value>> mapPage(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] Result<std::vector<Value>> channelPage(const Value &value, uint64_t first, uint64_t count);
    [[nodiscard]] Value waiters(const GoChannel &channel, bool receivers);
    [[nodiscard]] Result<std::vector<Value>> only(Result<Value> value, std::string name, uint64_t first);

    ValueReader &m_reader;
    Containers &m_containers;
    DynamicValues &m_dynamic;
    std::function<std::string(const Value &)> m_formatKey;
};

}
