// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinematcher.h"

#include "backend/analysis/valueorder.h"
#include "backend/base/packagepath.h"
#include "backend/base/text.h"
#include "backend/go/functionname.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace Freezeframe
{

namespace
{

using Field = GoroutineFilter::Field;
using Kind = GoroutineFilter::Node::Kind;

NameFilter patternOf(const GoroutineFilter::Term &term)
{
    if (term.isExpression) {
        if (auto compiled = NameFilter::compile(term.text, NameFilter::Case::Ignored))
            return std::move(*compiled);
    }
    return NameFilter::containing(term.text);
}

/// As it is shown: what a person sees is what the filter finds.
bool matchesText(const NameFilter &pattern, std::string_view text)
{
    return pattern.matches(escaped(text));
}

/// As it is linked ("gopkg.in/yaml%2ev3"), as it is imported, or as lists show it.
bool matchesFunction(const NameFilter &pattern, std::string_view function)
{
    if (matchesText(pattern, function) || (function.contains('%') && matchesText(pattern, plainPath(function))))
        return true;
    return matchesText(pattern, readableFunction(function).whole());
}

bool matchesFile(const NameFilter &pattern, const SourceLocation &place)
{
    return !place.file.empty() && matchesText(pattern, place.file + ':' + std::to_string(place.line));
}

bool matchesPlace(const NameFilter &pattern, const SourceLocation &place)
{
    return matchesFunction(pattern, place.function) || matchesFile(pattern, place);
}

bool isSameKey(std::string_view left, std::string_view right)
{
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

}

GoroutineMatcher::GoroutineMatcher(const GoroutineFilter &filter, const GoroutineSnapshot &snapshot)
    : m_snapshot(snapshot)
    , m_root(compile(filter.root()))
{
}

GoroutineMatcher::Compiled GoroutineMatcher::compile(const GoroutineFilter::Node &node) const
{
    Compiled compiled{.kind = node.kind, .isNegated = node.isNegated};
    for (const GoroutineFilter::Node &part : node.parts)
        compiled.parts.push_back(compile(part));
    if (node.kind == Kind::Term)
        compileTerm(compiled, node.term);
    return compiled;
}

void GoroutineMatcher::compileTerm(Compiled &compiled, const GoroutineFilter::Term &term) const
{
    compiled.field = term.field;
    compiled.comparison = term.comparison;
    compiled.nanoseconds = term.nanoseconds;
    NameFilter pattern = patternOf(term);
    switch (term.field) {
    case Field::Text:
        compileStacks(compiled, pattern);
        compileStates(compiled, pattern);
        compileLabels(compiled, term, pattern);
        if (term.isExpression)
            compiled.expression = std::move(pattern);
        else if (std::ranges::all_of(term.text, [](char letter) { return letter >= '0' && letter <= '9'; }))
            compiled.digits = term.text;
        break;
    case Field::State:
    case Field::Wait: compileStates(compiled, pattern); break;
    case Field::Function:
    case Field::User:
    case Field::Current:
    case Field::Start:
    case Field::Created:
    case Field::File: compileStacks(compiled, pattern); break;
    case Field::Label: compileLabels(compiled, term, pattern); break;
    case Field::Value: compileValues(compiled, term, pattern); break;
    case Field::Id:
    case Field::Thread:
        uint64_t number = 0;
        const auto [end, error] = std::from_chars(term.text.data(), term.text.data() + term.text.size(), number);
        if (error == std::errc() && end == term.text.data() + term.text.size())
            compiled.number = number;
        break;
    }
}

void GoroutineMatcher::compileStacks(Compiled &compiled, const NameFilter &pattern) const
{
    if (!m_snapshot.stacks)
        return;
    const Field field = compiled.field;
    const auto inFunction = [&pattern](const std::string &function) { return matchesFunction(pattern, function); };
    const auto holds = [&](const GoroutineStacks::Unique &stack) {
        switch (field) {
        case Field::User: return matchesPlace(pattern, stack.user);
        case Field::Current: return matchesPlace(pattern, stack.current);
        case Field::File:
            return matchesFile(pattern, stack.user) || matchesFile(pattern, stack.current)
                || matchesFile(pattern, stack.caller);
        case Field::Start:
        case Field::Created: return false;
        default: return std::ranges::any_of(stack.functions, inFunction) || inFunction(stack.user.function);
        }
    };
    for (const GoroutineStacks::Unique &stack : m_snapshot.stacks->stacks)
        compiled.stacks.push_back(holds(stack));
    const bool byStart = field == Field::Text || field == Field::Function || field == Field::Start;
    for (const SourceLocation &start : m_snapshot.stacks->startLocations) {
        const bool isFile = field == Field::Start && matchesFile(pattern, start);
        compiled.starts.push_back(byStart && (isFile || inFunction(start.function)));
    }
    for (const SourceLocation &statement : m_snapshot.stacks->goStatements)
        compiled.statements.push_back(field == Field::Created && matchesPlace(pattern, statement));
}

void GoroutineMatcher::compileStates(Compiled &compiled, const NameFilter &pattern) const
{
    const GoroutineTable &table = *m_snapshot.table;
    for (const std::string &reason : table.reasons)
        compiled.reasons.push_back(matchesText(pattern, reason));
    // One row of each status is enough to know its text.
    compiled.states.resize(256);
    std::array<bool, 256> seen{};
    for (size_t row = 0; row < table.status.size(); ++row) {
        const uint8_t status = table.status[row];
        if (std::exchange(seen.at(status), true))
            continue;
        compiled.states[status] = matchesText(pattern, table.statusText(row));
    }
}

void GoroutineMatcher::compileValues(Compiled &compiled, const GoroutineFilter::Term &term,
                                     const NameFilter &pattern) const
{
    if (!m_snapshot.values)
        return;
    const GoroutineValues &values = *m_snapshot.values;
    for (size_t row = 0; row < values.texts.size(); ++row) {
        const bool holds = term.comparison == 0 ? matchesText(pattern, values.texts[row])
                                                : compareValues(values.texts[row], term.text) * term.comparison > 0;
        compiled.values.push_back(values.hasValue[row] && holds);
    }
}

void GoroutineMatcher::compileLabels(Compiled &compiled, const GoroutineFilter::Term &term,
                                     const NameFilter &pattern) const
{
    if (!m_snapshot.stacks)
        return;
    const size_t equals = term.field == Field::Label && !term.isExpression ? term.text.find('=') : std::string::npos;
    const NameFilter value = NameFilter::containing(equals == std::string::npos ? "" : term.text.substr(equals + 1));
    const auto labelHolds = [&](const auto &label) {
        if (equals == std::string::npos)
            return matchesText(pattern, label.first) || matchesText(pattern, label.second)
                || (term.isExpression && matchesText(pattern, label.first + '=' + label.second));
        return isSameKey(escaped(label.first), term.text.substr(0, equals)) && matchesText(value, label.second);
    };
    for (const auto &set : m_snapshot.stacks->labelSets)
        compiled.labels.push_back(std::ranges::any_of(set, labelHolds));
}

bool GoroutineMatcher::holds(const Compiled &compiled, uint32_t row) const
{
    const auto partHolds = [this, row](const Compiled &part) { return holds(part, row); };
    switch (compiled.kind) {
    case Kind::All: return std::ranges::all_of(compiled.parts, partHolds) != compiled.isNegated;
    case Kind::Any: return std::ranges::any_of(compiled.parts, partHolds) != compiled.isNegated;
    case Kind::Term: break;
    }
    return termHolds(compiled, row) != compiled.isNegated;
}

bool GoroutineMatcher::stateHolds(const Compiled &compiled, uint32_t row) const
{
    const GoroutineTable &table = *m_snapshot.table;
    const uint8_t status = table.status[row];
    const uint16_t reason = table.waitReason[row];
    const bool waits = status == uint8_t(GoStatus::Waiting);
    const bool byReason = waits && reason < compiled.reasons.size() && compiled.reasons[reason];
    if (compiled.field == Field::Wait)
        return byReason;
    return byReason || compiled.states[status];
}

bool GoroutineMatcher::placeHolds(const Compiled &compiled, uint32_t row) const
{
    const GoroutineStacks *stacks = m_snapshot.stacks.get();
    const auto at = [row](const std::vector<bool> &flags, const std::vector<uint32_t> &indexOf) {
        return row < indexOf.size() && indexOf[row] < flags.size() && flags[indexOf[row]];
    };
    return stacks
        && (at(compiled.stacks, stacks->stackOf) || at(compiled.starts, stacks->startOf)
            || at(compiled.statements, stacks->goStatementOf) || at(compiled.labels, stacks->labelSetOf));
}

bool GoroutineMatcher::termHolds(const Compiled &compiled, uint32_t row) const
{
    const GoroutineTable &table = *m_snapshot.table;
    switch (compiled.field) {
    case Field::Text: {
        if (placeHolds(compiled, row) || stateHolds(compiled, row))
            return true;
        if (compiled.digits.empty() && !compiled.expression)
            return false;
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), table.id[row]).ptr;
        const std::string_view id(digits.data(), size_t(end - digits.data()));
        return compiled.expression ? compiled.expression->matches(id) : id.contains(compiled.digits);
    }
    case Field::State: return stateHolds(compiled, row);
    case Field::Wait:
        if (compiled.comparison == 0)
            return stateHolds(compiled, row);
        if (table.waitNanoseconds[row] < 0)
            return false;
        return compiled.comparison > 0 ? table.waitNanoseconds[row] >= compiled.nanoseconds
                                       : table.waitNanoseconds[row] < compiled.nanoseconds;
    case Field::Function:
    case Field::User:
    case Field::Current:
    case Field::Start:
    case Field::Created:
    case Field::File:
    case Field::Label: return placeHolds(compiled, row);
    case Field::Value: return row < compiled.values.size() && compiled.values[row];
    case Field::Id: return compiled.number && table.id[row] == *compiled.number;
    case Field::Thread: return compiled.number && table.thread[row] == *compiled.number;
    }
    return false;
}

}
