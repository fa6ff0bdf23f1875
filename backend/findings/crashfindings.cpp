// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/crashfindings.h"

#include "backend/findings/mapusers.h"
#include "backend/findings/nilorigin.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t longestPeriod = 500; ///< frames of a turn
constexpr size_t mostFrames = 10'000;
constexpr size_t shownTurns = 3;
constexpr size_t mostArguments = 12;

}

std::optional<StackCycle> stackCycle(std::span<const Address> places)
{
    for (size_t period = 1; period <= std::min(longestPeriod, places.size() / 3); ++period) {
        StackCycle best;
        size_t length = 0;
        for (size_t i = 0; i + period < places.size(); ++i) {
            length = places[i] == places[i + period] ? length + 1 : 0;
            const size_t frames = length + period;
            if (length > 0 && frames / period > best.turns)
                best = {.first = i + 1 - length, .period = period, .turns = frames / period};
        }
        if (best.turns >= 3 && best.turns * period * 2 >= places.size())
            return best;
    }
    return std::nullopt;
}

std::vector<Finding> CrashFindings::run() const
{
    std::vector<Finding> findings;
    const auto row = m_sources.crash.goroutine ? m_sources.table.find(*m_sources.crash.goroutine) : std::nullopt;
    if (!row || m_sources.crash.place != CrashSummary::Place::Crashed)
        return findings;
    const std::string &message = m_sources.crash.message;
    // Go runtime/stack.go: newstack throws "stack overflow" after "goroutine stack exceeds N-byte limit".
    if (message.contains("stack overflow") || message.contains("stack exceeds")) {
        if (auto finding = recursion(*row))
            findings.push_back(std::move(*finding));
    }
    if (message.contains("concurrent map"))
        findings.push_back(MapUsers(m_sources, m_stop).finding(*row));
    if (message.contains("nil pointer dereference") || message.contains("assignment to entry in nil map")) {
        if (auto finding = NilOrigin(m_sources).finding(*row))
            findings.push_back(std::move(*finding));
    }
    return findings;
}

std::optional<Finding> CrashFindings::recursion(uint32_t row) const
{
    const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
    std::vector<Address> places;
    for (const Frame &frame : stack.frames)
        places.push_back(frame.lookupPc + (uint64_t(frame.inlineDepth) << 48)); // frames of one pc, told apart
    const auto cycle = stackCycle(places);
    if (!cycle)
        return std::nullopt;
    const std::span turn = std::span(stack.frames).subspan(cycle->first, cycle->period);
    Finding finding{.id = "recursion", .severity = Finding::Severity::Critical, .isCertain = true};
    finding.goroutines.push_back(m_sources.table.id[row]);
    std::string functions;
    size_t count = 0;
    for (const Frame &frame : turn) {
        if (count++ < 4)
            functions += (functions.empty() ? "" : ", called by ") + frame.function;
    }
    if (count > 4)
        functions += std::format(" and {} more", count - 4);
    // Of a stack that was not read to its end the height tells how many turns there are.
    const Address innermost = turn.front().cfa;
    const Address oneTurnOut = stack.frames[cycle->first + cycle->period].cfa;
    const uint64_t bytes = oneTurnOut > innermost ? oneTurnOut - innermost : 0;
    uint64_t turns = cycle->turns;
    if (stack.cut && bytes > 0 && m_sources.table.stackHigh[row] > innermost)
        turns = (m_sources.table.stackHigh[row] - innermost) / bytes;
    finding.title = std::format("Endless recursion: {}, {}{} times", functions, stack.cut ? "about " : "", turns);
    finding.detail = std::format("{} frame{} again and again, {} bytes of stack each time.", cycle->period,
                                 cycle->period == 1 ? "" : "s", bytes);
    for (size_t i = 0; i < std::min<size_t>(turn.size(), mostArguments); ++i) {
        finding.evidence.push_back({.text = shortPlace(turn[i].function, turn[i].file, turn[i].line),
                                    .goroutine = m_sources.table.id[row],
                                    .frame = cycle->first + i,
                                    .address = {}});
    }
    addArguments(finding, m_sources.table.id[row], cycle->first, cycle->period);
    return finding;
}

/// How arguments change from turn to turn, the innermost turn last.
void CrashFindings::addArguments(Finding &finding, uint64_t goroutine, size_t first, size_t period) const
{
    const StackOwner owner{StackOwner::Kind::Goroutine, goroutine};
    std::vector<std::vector<VariableInfo>> turns;
    for (size_t i = 0; i < shownTurns; ++i) {
        auto variables = m_sources.variables(owner, first + i * period);
        if (!variables)
            return;
        turns.push_back(std::move(*variables));
    }
    size_t shown = 0;
    for (const VariableInfo &variable : turns.front()) {
        if (!variable.isArgument || variable.isResult || shown == mostArguments)
            continue;
        std::vector<std::string> values;
        for (const auto &turn : turns) {
            const auto same = std::ranges::find(turn, variable.name, &VariableInfo::name);
            if (same != turn.end() && !same->optimizedOut && !same->error && !same->value.empty())
                values.insert(values.begin(), same->value);
        }
        if (values.size() != shownTurns)
            continue;
        ++shown;
        const bool isSame = std::ranges::count(values, values.front()) == std::ptrdiff_t(values.size());
        finding.evidence.push_back(
            {.text = isSame
                 ? std::format("{} is the same in each turn: {}", variable.name, values.front())
                 : std::format("{} from turn to turn: {}, {}, {}", variable.name, values[0], values[1], values[2]),
             .goroutine = goroutine,
             .frame = first,
             .address = {}});
    }
}

}
