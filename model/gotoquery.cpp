// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/gotoquery.h"

#include <limits>

namespace Freezeframe
{

namespace
{

std::optional<quint64> numberOf(const QString &text, int base)
{
    bool isNumber = false;
    const quint64 number = text.toULongLong(&isNumber, base);
    return isNumber && !text.startsWith(QLatin1Char('+')) && !text.startsWith(QLatin1Char('-')) ? std::optional(number)
                                                                                                : std::nullopt;
}

}

GoToQuery GoToQuery::of(const QString &typed)
{
    GoToQuery query;
    const QString text = typed.trimmed();
    if (text.isEmpty() || text == QLatin1String("?")) {
        query.scope = Scope::Help;
        return query;
    }
    if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        query.scope = Scope::Address;
        query.text = text;
        query.number = numberOf(text.mid(2), 16);
        return query;
    }
    constexpr std::pair<char, Scope> signs[] = {{'>', Scope::Actions},
                                                {'@', Scope::Goroutines},
                                                {'#', Scope::Symbols},
                                                {'/', Scope::Files},
                                                {':', Scope::Line}};
    for (const auto &[sign, scope] : signs) {
        if (text.startsWith(QLatin1Char(sign)))
            query.scope = scope;
    }
    query.text = query.scope == Scope::All ? text : text.mid(1).trimmed();
    if (query.scope == Scope::All || query.scope == Scope::Files) {
        const qsizetype colon = query.text.lastIndexOf(QLatin1Char(':'));
        const auto line = colon > 0 ? numberOf(query.text.mid(colon + 1), 10) : std::nullopt;
        if (line && *line > 0 && *line <= quint64(std::numeric_limits<int>::max())) {
            query.line = int(*line);
            query.text.truncate(colon);
        }
    }
    if (query.scope == Scope::All || query.scope == Scope::Goroutines) {
        // "g17" as it is written in tracebacks, too.
        const QString digits = query.text.startsWith(QLatin1Char('g')) ? query.text.mid(1) : query.text;
        query.number = numberOf(digits, 10);
    } else if (query.scope == Scope::Line) {
        query.number = numberOf(query.text, 10);
    }
    return query;
}

bool GoToQuery::wantsNames() const
{
    switch (scope) {
    case Scope::All: return !number && !text.isEmpty();
    case Scope::Symbols:
    case Scope::Files: return true;
    default: return false;
    }
}

}
