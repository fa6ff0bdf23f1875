// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/inflightsources.h"

#include "backend/analysis/duration.h"
#include "backend/go/functionname.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t mostItems = 100'000; ///< of one section

}

std::vector<uint32_t> InFlightSources::rowsIn(std::span<const std::string_view> functions) const
{
    std::vector<bool> isWanted(stacks.stacks.size());
    for (size_t i = 0; i < isWanted.size(); ++i) {
        isWanted[i] = std::ranges::any_of(stacks.stacks[i].functions, [&functions](const std::string &function) {
            return std::ranges::find(functions, function) != functions.end();
        });
    }
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < table.size(); ++row) {
        const uint32_t stack = row < stacks.stackOf.size() ? stacks.stackOf[row] : GoroutineStacks::unknown;
        if (stack < isWanted.size() && isWanted[stack])
            rows.push_back(row);
    }
    return rows;
}

std::optional<Value> InFlightSources::objectAt(Address address, std::string_view type) const
{
    const ValueReader &reader = fields().reader();
    const auto known = reader.types().typeNamed(type);
    if (address.isNull() || !known || (*known)->size == 0 || address.value % alignof(uint64_t) != 0)
        return std::nullopt;
    if (spans) {
        const auto object = spans->at(address);
        const bool isInVariables = !object && runtime.target().moduleAt(address);
        if (!isInVariables && (!object || object->begin != address || object->size < (*known)->size))
            return std::nullopt;
    }
    Value value = reader.at(*known, address, {});
    return value.error ? std::nullopt : std::optional(std::move(value));
}

std::string InFlightSources::placeOf(uint32_t row) const
{
    const GoroutineStacks::Unique *stack = stacks.stackAt(row);
    if (!stack)
        return {};
    const bool isOfLibrary = stack->user.isEmpty() || isStandardFunction(stack->user.function);
    const SourceLocation &user = isOfLibrary && !stack->caller.isEmpty() ? stack->caller : stack->user;
    const SourceLocation &place = user.isEmpty() ? stack->current : user;
    if (place.isEmpty())
        return {};
    return std::format("{} at {}:{}", place.function, place.file.substr(place.file.rfind('/') + 1), place.line);
}

void InFlightSources::describeGoroutine(InFlightItem &item, uint32_t row) const
{
    item.goroutine = table.id[row];
    addFact(item, "at", placeOf(row));
    const std::string reason = table.waitReasonText(row);
    std::string state = reason.empty() ? table.statusText(row) : reason;
    if (const int64_t waited = table.waitNanoseconds[row]; waited >= 0 && !reason.empty())
        state += (table.isTimeExact ? ", " : ", at least ") + elapsedText(waited);
    addFact(item, "state", std::move(state));
    if (const GoroutineStacks::Labels *labels = stacks.labelsAt(row)) {
        for (const auto &[key, value] : *labels)
            addFact(item, "label", key + '=' + mask.named(key, value));
    }
}

std::optional<uint32_t> InFlightSources::rowAt(Address g) const
{
    if (rows.empty()) {
        rows.reserve(table.size());
        for (uint32_t row = 0; row < table.size(); ++row)
            rows.emplace(table.address[row], row);
    }
    const auto found = rows.find(g);
    return found == rows.end() ? std::nullopt : std::optional(found->second);
}

bool InFlightSources::isStopped() const
{
    if (pause)
        pause();
    return stop.stop_requested();
}

void addFact(InFlightItem &item, std::string_view key, std::string text)
{
    if (!text.empty())
        item.facts.push_back({.key = std::string(key), .text = std::move(text)});
}

void addItem(InFlight::Section &section, InFlightItem item)
{
    if (section.items.size() < mostItems)
        section.items.push_back(std::move(item));
    else
        ++section.leftOut;
}

}
