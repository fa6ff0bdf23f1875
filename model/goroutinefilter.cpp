// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinefilter.h"

#include "backend/base/packagepath.h"
#include "model/format.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Freezeframe
{
namespace
{

using Field = GoroutineFilter::Field;

constexpr std::array<std::pair<const char *, Field>, 9> fieldNames = {{{"state", Field::State},
                                                                       {"wait", Field::Wait},
                                                                       {"func", Field::Function},
                                                                       {"file", Field::File},
                                                                       {"label", Field::Label},
                                                                       {"id", Field::Id},
                                                                       {"thread", Field::Thread},
                                                                       {"text", Field::Text},
                                                                       {"function", Field::Function}}};

constexpr std::array<std::pair<const char *, qint64>, 8> timeUnits = {{{"ns", 1},
                                                                       {"us", 1'000},
                                                                       {"ms", 1'000'000},
                                                                       {"s", 1'000'000'000},
                                                                       {"m", 60'000'000'000},
                                                                       {"min", 60'000'000'000},
                                                                       {"h", 3'600'000'000'000},
                                                                       {"d", 86'400'000'000'000}}};

std::optional<Field> fieldNamed(QStringView name)
{
    for (const auto &[text, field] : fieldNames) {
        if (name.compare(QLatin1String(text), Qt::CaseInsensitive) == 0)
            return field;
    }
    return std::nullopt;
}

bool contains(std::string_view text, const QString &needle)
{
    return shown(text).contains(needle, Qt::CaseInsensitive);
}

/// As it is linked ("gopkg.in/yaml%2ev3"), as it is imported, or as the window shows it.
bool containsFunction(std::string_view function, const QString &needle)
{
    const bool isEncoded = function.find('%') != std::string_view::npos;
    if (contains(function, needle) || (isEncoded && contains(plainPath(function), needle)))
        return true;
    return functionName(function).whole().contains(needle, Qt::CaseInsensitive);
}

}

std::optional<qint64> parseDuration(QStringView text)
{
    double total = 0;
    if (text.isEmpty())
        return std::nullopt;
    while (!text.isEmpty()) {
        qsizetype digits = 0;
        while (digits < text.size() && (text[digits].isDigit() || text[digits] == QLatin1Char('.')))
            ++digits;
        qsizetype letters = digits;
        while (letters < text.size() && text[letters].isLetter())
            ++letters;
        bool ok = false;
        const double number = text.left(digits).toDouble(&ok);
        const QStringView unit = text.mid(digits, letters - digits);
        const auto found = std::ranges::find_if(timeUnits, [unit](const auto &known) {
            return unit.compare(QLatin1String(known.first), Qt::CaseInsensitive) == 0;
        });
        if (!ok || found == timeUnits.end())
            return std::nullopt;
        total += number * double(found->second);
        text = text.mid(letters);
    }
    // Longer than any process lives, and still an integer.
    return qint64(std::min(total, 9.0e18));
}

GoroutineFilter GoroutineFilter::parse(const QString &text)
{
    GoroutineFilter filter;
    QString word;
    QString key;
    bool quoted = false;
    bool inQuotes = false;
    bool negated = false;
    bool started = false;
    const auto finish = [&] {
        if (started)
            filter.addTerm(std::exchange(word, {}), quoted, std::exchange(key, {}), negated);
        quoted = negated = started = false;
    };
    for (const QChar character : text) {
        if (character == QLatin1Char('"')) {
            inQuotes = !inQuotes;
            quoted = started = true;
        } else if (!inQuotes && character.isSpace()) {
            finish();
        } else if (!inQuotes && !started && character == QLatin1Char('-') && !negated) {
            negated = true;
        } else if (!inQuotes && !quoted && key.isEmpty() && character == QLatin1Char(':') && fieldNamed(word)) {
            key = std::exchange(word, {});
        } else {
            word += character;
            started = true;
        }
    }
    finish();
    return filter;
}

void GoroutineFilter::addTerm(QString word, bool quoted, QString key, bool negated)
{
    Term term;
    term.field = key.isEmpty() ? Field::Text : fieldNamed(key).value_or(Field::Text);
    term.negated = negated;
    if (word.isEmpty())
        return; // "state:" while the value is still being typed
    const bool isTime = term.field == Field::Wait && !quoted
        && (word.startsWith(QLatin1Char('>')) || word.startsWith(QLatin1Char('<')));
    if (isTime) {
        term.comparison = word.startsWith(QLatin1Char('>')) ? 1 : -1;
        QStringView time = QStringView(word).mid(1);
        if (time.startsWith(QLatin1Char('=')))
            time = time.mid(1);
        const auto nanoseconds = parseDuration(time);
        if (!nanoseconds) {
            if (!time.isEmpty())
                m_problems.append(key + QLatin1Char(':') + word);
            return;
        }
        term.nanoseconds = *nanoseconds;
    }
    term.text = word.toLower();
    m_terms.push_back(std::move(term));
}

QStringList GoroutineFilter::marks() const
{
    QStringList marks;
    for (const Term &term : m_terms) {
        if (!term.negated && term.comparison == 0 && term.field != Field::Label)
            marks.append(term.text);
        else if (!term.negated && term.field == Field::Label)
            marks.append(term.text.section(QLatin1Char('='), -1));
    }
    return marks;
}

GoroutineMatcher::GoroutineMatcher(const GoroutineFilter &filter, const GoroutineSnapshot &snapshot)
    : m_snapshot(snapshot)
{
    for (const GoroutineFilter::Term &term : filter.terms()) {
        Compiled compiled;
        compiled.term = term;
        switch (term.field) {
        case Field::Text:
            compileStacks(compiled);
            compileStates(compiled);
            compileLabels(compiled);
            compiled.digits = term.text.toLatin1();
            break;
        case Field::State:
        case Field::Wait: compileStates(compiled); break;
        case Field::Function:
        case Field::File: compileStacks(compiled); break;
        case Field::Label: compileLabels(compiled); break;
        case Field::Id:
        case Field::Thread: {
            bool ok = false;
            const quint64 number = term.text.toULongLong(&ok);
            if (ok)
                compiled.number = number;
            break;
        }
        }
        m_terms.push_back(std::move(compiled));
    }
}

void GoroutineMatcher::compileStacks(Compiled &compiled) const
{
    if (!m_snapshot.stacks)
        return;
    const QString &needle = compiled.term.text;
    const bool byFile = compiled.term.field == Field::File;
    for (const GoroutineStacks::Unique &stack : m_snapshot.stacks->stacks) {
        const auto inPlace = [&needle](const SourceLocation &place) {
            return contains(place.file, needle) || placeText(place).contains(needle, Qt::CaseInsensitive);
        };
        const auto inFunction = [&needle](const std::string &function) { return containsFunction(function, needle); };
        const bool holds = byFile ? inPlace(stack.user) || inPlace(stack.current) || inPlace(stack.caller)
                                  : std::ranges::any_of(stack.functions, inFunction) || inFunction(stack.user.function);
        compiled.stacks.push_back(holds);
    }
    if (byFile)
        return;
    for (const SourceLocation &start : m_snapshot.stacks->startLocations)
        compiled.starts.push_back(containsFunction(start.function, needle));
}

void GoroutineMatcher::compileStates(Compiled &compiled) const
{
    const GoroutineTable &table = *m_snapshot.table;
    for (const std::string &reason : table.reasons)
        compiled.reasons.push_back(contains(reason, compiled.term.text));
    // One row of each status is enough to know its text.
    compiled.states.resize(256);
    std::array<bool, 256> seen{};
    for (size_t row = 0; row < table.status.size(); ++row) {
        const uint8_t status = table.status[row];
        if (std::exchange(seen.at(status), true))
            continue;
        compiled.states[status] = contains(table.statusText(row), compiled.term.text);
    }
}

void GoroutineMatcher::compileLabels(Compiled &compiled) const
{
    if (!m_snapshot.stacks)
        return;
    const QString &needle = compiled.term.text;
    const qsizetype equals = compiled.term.field == Field::Label ? needle.indexOf(QLatin1Char('=')) : -1;
    for (const auto &set : m_snapshot.stacks->labelSets) {
        compiled.labels.push_back(std::ranges::any_of(set, [&needle, equals](const auto &label) {
            if (equals < 0)
                return contains(label.first, needle) || contains(label.second, needle);
            return shown(label.first).compare(needle.left(equals), Qt::CaseInsensitive) == 0
                && contains(label.second, needle.mid(equals + 1));
        }));
    }
}

bool GoroutineMatcher::matches(uint32_t row) const
{
    return std::ranges::all_of(
        m_terms, [this, row](const Compiled &compiled) { return holds(compiled, row) != compiled.term.negated; });
}

bool GoroutineMatcher::stateHolds(const Compiled &compiled, uint32_t row) const
{
    const GoroutineTable &table = *m_snapshot.table;
    const uint8_t status = table.status[row];
    const uint16_t reason = table.waitReason[row];
    const bool waits = status == uint8_t(GoStatus::Waiting);
    const bool byReason = waits && reason < compiled.reasons.size() && compiled.reasons[reason];
    if (compiled.term.field == Field::Wait)
        return byReason;
    return byReason || compiled.states[status];
}

bool GoroutineMatcher::holds(const Compiled &compiled, uint32_t row) const
{
    const GoroutineTable &table = *m_snapshot.table;
    const GoroutineStacks *stacks = m_snapshot.stacks.get();
    const auto at = [row](const std::vector<bool> &flags, const std::vector<uint32_t> &indexOf) {
        return row < indexOf.size() && indexOf[row] < flags.size() && flags[indexOf[row]];
    };
    const bool stackHolds = stacks && (at(compiled.stacks, stacks->stackOf) || at(compiled.starts, stacks->startOf));
    switch (compiled.term.field) {
    case Field::Text:
        return stackHolds || stateHolds(compiled, row) || (stacks && at(compiled.labels, stacks->labelSetOf))
            || QByteArray::number(quint64(table.id[row])).contains(compiled.digits);
    case Field::State: return stateHolds(compiled, row);
    case Field::Wait:
        if (compiled.term.comparison == 0)
            return stateHolds(compiled, row);
        if (table.waitNanoseconds[row] < 0)
            return false;
        return compiled.term.comparison > 0 ? table.waitNanoseconds[row] >= compiled.term.nanoseconds
                                            : table.waitNanoseconds[row] < compiled.term.nanoseconds;
    case Field::Function:
    case Field::File: return stackHolds;
    case Field::Label: return stacks && at(compiled.labels, stacks->labelSetOf);
    case Field::Id: return compiled.number && table.id[row] == *compiled.number;
    case Field::Thread: return compiled.number && table.thread[row] == *compiled.number;
    }
    return false;
}

}
