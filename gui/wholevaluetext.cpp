// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/wholevaluetext.h"

#include "model/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr int indent = 2; ///< letters of a level
constexpr qsizetype widestName = 28; ///< up to here values stand below each other

QString tr(const char *text)
{
    return QCoreApplication::translate("WholeValueText", text);
}

QString lead(const ValueLine &line, int outer)
{
    return QString(outer + int(line.depth) * indent, QLatin1Char(' ')) + shown(line.name);
}

/// Name, value, meaning; then the type, which matters least.
QString linesText(const std::vector<ValueLine> &lines, int outer)
{
    qsizetype width = 0;
    for (const ValueLine &line : lines)
        width = std::max(width, std::min(lead(line, outer).size(), widestName));
    QString text;
    for (const ValueLine &line : lines) {
        QStringList parts{lead(line, outer).leftJustified(width)};
        for (const QString &part : {shown(line.value), shown(line.meaning)}) {
            if (!part.isEmpty())
                parts.append(part);
        }
        if (!line.type.empty())
            parts.append(QLatin1Char('(') + shortType(line.type) + QLatin1Char(')'));
        text += parts.join(QLatin1String("  ")) + QLatin1Char('\n');
    }
    return text;
}

QString errorText(const ErrorLink &link, int number)
{
    const int outer = int(link.depth) * indent;
    const QString margin(outer, QLatin1Char(' '));
    QString text = margin;
    if (link.depth > 0)
        text += tr("%1. wrapped, in %2: ").arg(number).arg(shown(link.field));
    text += shown(link.type) + QLatin1Char('\n');
    if (link.text) {
        for (const QString &line : shownLines(*link.text).split(QLatin1Char('\n')))
            text += margin + QLatin1String("  ") + line + QLatin1Char('\n');
    } else {
        text += margin + QLatin1String("  ")
            + tr("Its text is not known: only its Error method could tell, and nothing of a core is run.")
            + QLatin1Char('\n');
    }
    return text + linesText(link.lines, outer + 2 * indent);
}

}

QString wholeValueText(const WholeValue &value)
{
    QString text;
    int number = 0;
    for (const ErrorLink &link : value.errors) {
        if (!text.isEmpty())
            text += QLatin1Char('\n');
        text += errorText(link, number++);
    }
    text += linesText(value.lines, 0);
    if (value.isCut)
        text += tr("There is more of it: open the parts in Variables.") + QLatin1Char('\n');
    return text;
}

}
