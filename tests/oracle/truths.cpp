// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/truths.h"

#include "tests/oracle/traceback.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// The end of the group that starts at @p at with a bracket, quotes respected; -1 if there is none.
qsizetype groupEnd(const QString &text, qsizetype at)
{
    int depth = 0;
    bool quoted = false;
    for (qsizetype i = at; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == QLatin1Char('\\'))
                ++i;
            else if (c == QLatin1Char('"'))
                quoted = false;
        } else if (c == QLatin1Char('"')) {
            quoted = true;
        } else if (c == QLatin1Char('[') || c == QLatin1Char('{') || c == QLatin1Char('(')) {
            ++depth;
        } else if (c == QLatin1Char(']') || c == QLatin1Char('}') || c == QLatin1Char(')')) {
            if (--depth == 0)
                return i;
        }
    }
    return -1;
}

}

QList<Truth> truthsOf(const Victim &victim)
{
    QList<Truth> truths;
    for (const QByteArray &line : fileContent(victim.output).split('\n')) {
        if (!line.startsWith("{\"function\""))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        truths << Truth{
            object.value(QLatin1String("function")).toString(), object.value(QLatin1String("outer")).toInt(),
            object.value(QLatin1String("name")).toString(),     object.value(QLatin1String("expr")).toString(),
            object.value(QLatin1String("value")).toString(),    object.value(QLatin1String("type")).toString(),
            object.value(QLatin1String("unordered")).toBool(),  object.value(QLatin1String("global")).toBool()};
    }
    return truths;
}

QString sortedPairs(const QString &text)
{
    // The last group in brackets at depth zero holds the pairs.
    qsizetype start = -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('['))
            continue;
        const qsizetype end = groupEnd(text, i);
        if (end < 0)
            return text;
        start = i;
        i = end;
    }
    if (start < 0)
        return text;
    QStringList pairs;
    qsizetype from = start + 1;
    for (qsizetype i = from; i < text.size() - 1; ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('"')) {
            for (++i; i < text.size() && text.at(i) != QLatin1Char('"'); ++i) {
                if (text.at(i) == QLatin1Char('\\'))
                    ++i;
            }
        } else if (c == QLatin1Char('[') || c == QLatin1Char('{') || c == QLatin1Char('(')) {
            i = std::max(i, groupEnd(text, i));
        } else if (c == QLatin1Char(',') && text.at(i + 1) == QLatin1Char(' ')) {
            pairs << text.mid(from, i - from);
            from = i + 2;
        }
    }
    pairs << text.mid(from, text.size() - 1 - from);
    std::ranges::sort(pairs);
    return text.left(start) + pairs.join(QStringLiteral(", "));
}

bool agree(const Truth &truth, const QString &ours)
{
    if (truth.value == ours)
        return true;
    if (truth.isUnordered)
        return sortedPairs(truth.value) == sortedPairs(ours);
    if (truth.value.contains(QLatin1String("0x?"))) {
        QString pattern = QRegularExpression::escape(truth.value);
        pattern.replace(QRegularExpression::escape(QStringLiteral("0x?")), QStringLiteral("0x[0-9a-f]+"));
        return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(ours).hasMatch();
    }
    return false;
}

QMap<QString, QList<qsizetype>> framesByFunction(const QJsonObject &report)
{
    QMap<QString, QList<qsizetype>> frames;
    for (const QJsonValue &value : report.value(QLatin1String("goroutines")).toArray()) {
        for (const QJsonValue &frame : value.toObject().value(QLatin1String("frames")).toArray()) {
            const QJsonObject object = frame.toObject();
            frames[comparableFunction(object.value(QLatin1String("function")).toString())].prepend(
                object.value(QLatin1String("index")).toInt());
        }
    }
    return frames;
}

QMap<qsizetype, QList<Truth>> truthsByFrame(const QList<Truth> &truths, const QJsonObject &report,
                                            QList<Truth> &missing)
{
    const auto frames = framesByFunction(report);
    QMap<qsizetype, QList<Truth>> byFrame;
    for (const Truth &truth : truths) {
        // The package's variables can be told anywhere in the package.
        const QString function = truth.isGlobal ? QStringLiteral("main.die") : truth.function;
        const QList<qsizetype> candidates = frames.value(comparableFunction(function));
        const int at = truth.isGlobal ? 0 : truth.outer;
        if (at < candidates.size())
            byFrame[candidates.at(at)] << truth;
        else
            missing << truth;
    }
    return byFrame;
}

}
