// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/crashhint.h"

#include "model/format.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr uint64_t firstPage = 4096;
constexpr int longestFunction = 2000; ///< lines looked at above the frame's
constexpr qsizetype longestValue = 60;

bool isWord(QChar character)
{
    return character.isLetterOrNumber() || character == QLatin1Char('_');
}

/// Calls @p found(position) for each place where @p name stands as a word of its own in @p line.
template<class Found>
void eachWord(QStringView line, const QString &name, Found found)
{
    if (name.isEmpty())
        return;
    for (qsizetype at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.size())) {
        const bool begins = at == 0 || (!isWord(line[at - 1]) && line[at - 1] != QLatin1Char('.'));
        const qsizetype end = at + name.size();
        if (begins && (end >= line.size() || !isWord(line[end])))
            found(at);
    }
}

bool isFollowed(QStringView line, const QString &name)
{
    bool followed = false;
    eachWord(line, name, [&](qsizetype at) {
        const QStringView rest = line.mid(at + name.size());
        followed = followed || rest.startsWith(QLatin1Char('.')) || rest.startsWith(QLatin1Char('['))
            || (at > 0 && line[at - 1] == QLatin1Char('*'));
    });
    return followed;
}

/// The line assigns to @p name: `name :=`, `name, x =`, `name +=`, `name++`, `var name`.
bool isAssigned(QStringView line, const QString &name)
{
    static const QRegularExpression assignment(
        QStringLiteral(R"(^\s*(,\s*[\w.\[\]]+\s*)*(:=|=(?!=)|[-+*/%&|^]=|<<=|>>=|&\^=|\+\+|--))"));
    bool assigned = false;
    eachWord(line, name, [&](qsizetype at) {
        const QStringView rest = line.mid(at + name.size());
        assigned = assigned || assignment.matchView(rest).hasMatch()
            || line.left(at).trimmed().endsWith(QLatin1String("var"));
    });
    return assigned;
}

/// "main.run.func2", "main.run.func1.3": a function literal, whose header stands inside of another function.
bool isLiteral(const QString &function)
{
    static const QRegularExpression literal(QStringLiteral(R"(\.func\d+(\.\d+)*(\.func\d+)*$)"));
    return literal.match(function).hasMatch();
}

/// The line, from 1, where the function that @p line is in begins, with its parameters; 0 if that can't be told.
int goHeader(const QList<QStringView> &lines, int line, const QString &function)
{
    const bool inLiteral = isLiteral(function);
    for (int at = line; at >= 1 && line - at < longestFunction; --at) {
        const QStringView text = lines[at - 1];
        if (inLiteral && text.contains(QLatin1String("func(")))
            return at;
        if (text.startsWith(QLatin1String("func ")))
            return inLiteral ? 0 : at;
    }
    return 0;
}

/// The same of C and its kin: a line at the margin with the function's name and a parenthesis.
int cHeader(const QList<QStringView> &lines, int line, const QString &function)
{
    const QString name = function.section(QLatin1Char('('), 0, 0).section(QLatin1String("::"), -1);
    for (int at = line; at >= 1 && line - at < longestFunction; --at) {
        const QStringView text = lines[at - 1];
        if (text.startsWith(QLatin1Char('}')) && at < line)
            return 0; // the end of another function
        if (text.isEmpty() || !(isWord(text.front()) || text.front() == QLatin1Char('*')))
            continue;
        bool isHeader = false;
        eachWord(text, name, [&](qsizetype found) {
            isHeader = isHeader || text.mid(found + name.size()).trimmed().startsWith(QLatin1Char('('));
        });
        if (isHeader)
            return at;
    }
    return 0;
}

QString valueText(const VariableInfo &variable)
{
    QString text = variable.meaning.empty()
        ? shown(variable.value)
        : shown(variable.value) + QLatin1String(" (") + shown(variable.meaning) + QLatin1Char(')');
    if (variable.isText)
        text = shown(variable.value);
    if (text.size() > longestValue)
        text = text.left(longestValue) + QChar(0x2026);
    return text;
}

}

CrashHint findNilRead(const CrashSummary &crash, const std::vector<VariableInfo> &variables, QStringView line)
{
    if (!crash.faultAddress || crash.faultAddress->value >= firstPage)
        return {};
    CrashHint hint;
    for (size_t i = 0; i < variables.size(); ++i) {
        const VariableInfo &variable = variables[i];
        // What is not assigned yet on this line is nil by chance.
        if (!variable.isNil || variable.shadowed || variable.notYetAssigned)
            continue;
        const QString name = shown(variable.name);
        if (!isFollowed(line, name))
            continue;
        if (hint.variable >= 0)
            return {};
        hint = {.variable = int(i), .name = name, .offset = crash.faultAddress->value};
    }
    return hint;
}

std::vector<LineValue> lineValues(const QString &text, int line, const std::vector<VariableInfo> &variables,
                                  std::string_view function, std::string_view file)
{
    const QList<QStringView> lines = QStringView(text).split(QLatin1Char('\n'));
    if (line < 1 || line > lines.size())
        return {};
    const bool isGo = file.empty() || file.ends_with(".go");
    const int header = isGo ? goHeader(lines, line, shown(function)) : cHeader(lines, line, shown(function));
    const int begin = header > 0 ? header : line; // unknown: what is assigned on the line itself is all that is sure
    std::vector<LineValue> values;
    const auto add = [&values](int at, const QString &what) {
        const auto found = std::ranges::find(values, at, &LineValue::line);
        if (found == values.end())
            values.push_back({.line = at, .text = what, .crashed = false});
        else
            found->text += QLatin1String("   ") + what;
    };
    for (const VariableInfo &variable : variables) {
        if (variable.optimizedOut || variable.notYetAssigned || variable.shadowed || variable.value.empty())
            continue;
        if (variable.value.starts_with("0x"))
            continue; // an address tells nothing at the end of a line
        const QString name = shown(variable.name);
        int at = line;
        while (at > begin && !isAssigned(lines[at - 1], name))
            --at;
        // Results have no value before the function returns.
        const bool isParameter = variable.isArgument && !variable.isResult && at == header;
        if (isParameter || (at != header && isAssigned(lines[at - 1], name)))
            add(at, name + QLatin1String(" = ") + valueText(variable));
    }
    return values;
}

}
