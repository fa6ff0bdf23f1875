// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/mapusers.h"

#include "backend/eval/knownfields.h"
#include "backend/eval/numbertext.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t mostNamed = 100;

bool isMapFunction(std::string_view function)
{
    constexpr std::string_view families[] = {"runtime.map", "internal/runtime/maps.", "runtime.(*hmap)."};
    return std::ranges::any_of(families, [&](std::string_view family) { return function.starts_with(family); });
}

/// Variables of the functions of maps that are the map, or have it in a field (Go runtime/map.go up to 1.23,
/// internal/runtime/maps from 1.24 on).
struct MapVariable {
    std::string_view type;
    std::string_view field; ///< empty: it is the map
};
constexpr MapVariable mapVariables[] = {
    {"*internal/runtime/maps.Map", ""},
    {"*runtime.hmap", ""},
    {"*internal/runtime/maps.Iter", "m"},
    {"*runtime.hiter", "h"},
};

}

MapUsers::MapUsers(const FindingSources &sources, const std::stop_token &stop)
    : m_sources(sources)
    , m_stop(stop)
    , m_frames(sources)
    , m_roots(sources.runtime, sources.unwinder, sources.table)
{
}

bool MapUsers::isInMapFunction(uint32_t row) const
{
    const GoroutineStacks::Unique *stack = m_sources.stacks.stackAt(row);
    return stack && std::ranges::any_of(stack->functions, isMapFunction);
}

std::optional<Value> MapUsers::mapOf(uint32_t row)
{
    for (const MapVariable &one : mapVariables) {
        const auto found = m_frames.ofType(row, one.type, isMapFunction);
        if (!found)
            continue;
        if (one.field.empty())
            return found->value;
        auto map = m_sources.evaluator.knownFields().at(found->value, one.field);
        if (map && m_sources.evaluator.word(*map).value_or(0) != 0)
            return map;
    }
    return mapOfCaller(row);
}

/// The one map that the function has which called one of maps.
std::optional<Value> MapUsers::mapOfCaller(uint32_t row)
{
    const Stack &stack = m_frames.stackOf(row);
    const auto inMap = std::ranges::find_if(stack.frames, isMapFunction, &Frame::function);
    const auto caller = std::ranges::find_if_not(inMap, stack.frames.end(), isMapFunction, &Frame::function);
    if (inMap == stack.frames.end() || caller == stack.frames.end())
        return std::nullopt;
    const auto variables = m_sources.evaluator.variables(stack, size_t(caller - stack.frames.begin()));
    std::optional<Value> only;
    for (const Value &variable : variables.value_or(std::vector<Value>())) {
        if (!variable.type || variable.type->kind != TypeKind::Map || variable.notYetDeclared)
            continue;
        if (only || variable.error)
            return std::nullopt;
        only = variable;
    }
    return only;
}

/// What is left over on a stack counts too where the goroutine did not stand in a call: then its variables decide, if
/// they are known.
bool MapUsers::hasInHand(uint32_t row, Address map)
{
    if (!std::ranges::contains(m_roots.of(row), map.value))
        return false;
    const auto status = GoStatus(m_sources.table.status[row]);
    if (status == GoStatus::Waiting || status == GoStatus::Leaked)
        return true;
    bool isKnown = true;
    const Stack &stack = m_frames.stackOf(row);
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        if (!isUserFrame(stack.frames[i]))
            continue;
        const auto variables = m_sources.evaluator.variables(stack, i);
        isKnown = isKnown && variables;
        for (const Value &variable : variables.value_or(std::vector<Value>())) {
            if (!variable.type || variable.type->kind != TypeKind::Map || variable.notYetDeclared)
                continue;
            const auto word = m_sources.evaluator.word(variable);
            if (!variable.error && word && *word == map.value)
                return true;
            isKnown = isKnown && !variable.error && word;
        }
    }
    return !isKnown;
}

std::vector<MapUsers::User> MapUsers::users(uint32_t row, std::optional<Address> map)
{
    constexpr uint32_t between = 256;
    std::vector<User> users;
    for (uint32_t other = 0; other < m_sources.table.size() && !m_stop.stop_requested(); ++other) {
        if (other % between == 0 && m_sources.pause)
            m_sources.pause();
        if (other == row || m_sources.table.isSystem[other])
            continue;
        User user{.row = other, .isInMap = isInMapFunction(other)};
        if (map) {
            const auto theirs = user.isInMap ? mapOf(other) : std::nullopt;
            const uint64_t word = theirs ? m_sources.evaluator.word(*theirs).value_or(0) : 0;
            user.isInMap = user.isInMap && (word == 0 || word == map->value);
            user.hasMap = word == map->value || hasInHand(other, *map);
            user.isInMap = user.isInMap && user.hasMap;
        }
        if (user.hasMap || (user.isInMap && !map))
            users.push_back(user);
    }
    std::ranges::stable_sort(users, std::greater(), &User::isInMap);
    return users;
}

void MapUsers::describeMap(Finding &finding, const Value &map) const
{
    const auto &fields = m_sources.evaluator.knownFields();
    const Address address{m_sources.evaluator.word(map).value_or(0)};
    const auto length = m_sources.evaluator.length(map);
    const auto count
        = length ? std::optional(Int128(*length)) : fields.number(map, fields.at(map, "used") ? "used" : "count");
    finding.objects.push_back({.address = address, .name = {}, .type = "map"});
    finding.evidence.push_back(
        {.text = "the map is at " + address.toString()
             + (count ? std::format(" and has {} entr{}", integerText(*count), *count == 1 ? "y" : "ies") : ""),
         .goroutine = {},
         .frame = {},
         .address = address});
}

void MapUsers::addUser(Finding &finding, const User &user, std::optional<Address> map)
{
    const uint64_t id = m_sources.table.id[user.row];
    finding.goroutines.push_back(id);
    std::string text = std::format("goroutine {}", id);
    const auto frame = map ? m_frames.frameWith(user.row, map->value) : std::nullopt;
    if (frame) {
        const Frame &place = m_frames.stackOf(user.row).frames[*frame];
        text += " (" + shortPlace(place.function, place.file, place.line) + ')';
    } else {
        text = m_sources.nameOf(user.row);
    }
    if (!map)
        text += " is in a function of maps";
    else if (user.isInMap)
        text += " is in a function of maps with this very map";
    else {
        const std::string wait = m_sources.table.waitReasonText(user.row);
        text += " has this very map in hand" + (wait.empty() ? std::string() : ", and waits: " + wait);
    }
    finding.evidence.push_back({.text = std::move(text), .goroutine = id, .frame = frame, .address = {}});
}

void MapUsers::setTitle(Finding &finding, std::span<const User> users, bool isKnown) const
{
    const std::span others = std::span(finding.goroutines).subspan(1);
    const auto inMap = size_t(std::ranges::count_if(users, &User::isInMap));
    finding.detail = "The runtime notices that another goroutine writes to the map, not which one. ";
    if (users.empty()) {
        finding.title = "A map is used by two goroutines at once; the other one has left it by now";
        finding.detail += isKnown
            ? "No other goroutine has this map in hand any more: the one that did has probably ended, or gets it anew from a variable each time."
            : "No other stands in a map: the one that did is probably among those that run the same code.";
    } else if (inMap > 0) {
        finding.title = std::format("A map is used by two goroutines at once, probably by {} too",
                                    goroutineNames(others.first(std::min(inMap, others.size()))));
        finding.detail += isKnown ? "These stand in a function of maps with this very map, or have it in hand."
                                  : "These stand in a map while the program ended.";
    } else {
        finding.title = std::format("A map is used by two goroutines at once, the other probably {}{}",
                                    users.size() == 1 ? "" : "one of ", goroutineNames(others));
        finding.detail += "None stands in it any more; these have this very map in hand.";
    }
}

Finding MapUsers::finding(uint32_t row)
{
    Finding finding{.id = "concurrent-map", .severity = Finding::Severity::Critical};
    finding.goroutines.push_back(m_sources.table.id[row]);
    finding.evidence.push_back({.text = m_sources.nameOf(row) + " noticed it",
                                .goroutine = m_sources.table.id[row],
                                .frame = m_sources.crash.frame,
                                .address = {}});
    const auto map = mapOf(row);
    const uint64_t word = map ? m_sources.evaluator.word(*map).value_or(0) : 0;
    const auto address = word != 0 ? std::optional(Address{word}) : std::nullopt;
    if (address)
        describeMap(finding, *map);
    const std::vector<User> others = users(row, address);
    for (const User &user : std::span(others).first(std::min(others.size(), mostNamed)))
        addUser(finding, user, address);
    setTitle(finding, others, address.has_value());
    return finding;
}

}
