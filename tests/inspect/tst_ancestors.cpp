// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/report.h"
#include "tests/support/victiminspection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <iterator>

using namespace Freezeframe;

/// Whom goroutines stem from (GODEBUG=tracebackancestors), compared with what the runtime prints.
class TestAncestors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areAsTheRuntimePrints_data();
    void areAsTheRuntimePrints();
};

namespace
{

/// Of each goroutine: "goroutine N" and the functions of each ancestor, as the runtime prints them.
QMap<quint64, QStringList> printed(const QByteArray &text)
{
    static const QRegularExpression header(QStringLiteral("^goroutine (\\d+) .*\\[.*:$"));
    static const QRegularExpression ancestor(QStringLiteral("^\\[originating from (goroutine \\d+)\\]:$"));
    QMap<quint64, QStringList> all;
    QStringList *current = nullptr;
    bool isAncestor = false;
    for (const QString &line : QString::fromUtf8(text).split(u'\n')) {
        if (const auto match = header.match(line); match.hasMatch()) {
            current = &all[match.captured(1).toULongLong()];
            isAncestor = false;
        } else if (const auto from = ancestor.match(line); from.hasMatch() && current) {
            *current << from.captured(1);
            isAncestor = true;
        } else if (line.isEmpty() || line.startsWith(QLatin1String("goroutine "))) {
            current = nullptr;
        } else if (current && isAncestor && !line.startsWith(u'\t')) {
            *current << (line.endsWith(QLatin1String("(...)")) ? line.chopped(5) : line);
        }
    }
    return all;
}

/// The runtime looks places up behind their calls: where inlined code ends, it prints the function around it instead.
QStringList comparable(const QStringList &lines, GoBuild build)
{
    if (build == GoBuild::NoOpt)
        return lines;
    QStringList own;
    std::ranges::copy_if(lines, std::back_inserter(own), [](const QString &line) {
        return !line.contains(u'.') || line.contains(QLatin1String("main.")) || line.startsWith(QLatin1String("..."));
    });
    own.removeAll(QStringLiteral("runtime.main"));
    return own;
}

}

void TestAncestors::areAsTheRuntimePrints_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Stripped}) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("ancestors"), .go = go, .build = build};
        }
    }
}

void TestAncestors::areAsTheRuntimePrints()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto wanted = printed(fileContent(victim->errors));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const QByteArray json = QByteArray::fromStdString(reportJson(**inspection, {.stacks = true}));
    const QString text = QString::fromStdString(reportText(**inspection, {.stacks = true}));
    int seen = 0, generations = 0;
    const QJsonObject report = QJsonDocument::fromJson(json).object();
    for (const QJsonValue &goroutine : report.value(QLatin1String("goroutines")).toArray()) {
        const auto id = quint64(goroutine[QLatin1String("id")].toInteger());
        const QJsonArray ancestors = goroutine[QLatin1String("ancestors")].toArray();
        QStringList found, lines;
        for (const QJsonValue &ancestor : ancestors) {
            const QString name = QStringLiteral("goroutine %1").arg(ancestor[QLatin1String("goroutine")].toInteger());
            found << name;
            lines << QStringLiteral("  [originating from %1]:").arg(name);
            for (const QJsonValue &frame : ancestor[QLatin1String("frames")].toArray()) {
                const QString function = frame[QLatin1String("function")].toString();
                found << function;
                lines << QStringLiteral("  %1  %2").arg(frame[QLatin1String("index")].toInt(), 3).arg(function);
                lines << QStringLiteral("         %1:%2")
                             .arg(frame[QLatin1String("file")].toString())
                             .arg(frame[QLatin1String("line")].toInt());
                // The line is that of the go statement, or of the call.
                if (function == QLatin1String("main.startParent"))
                    QCOMPARE(frame[QLatin1String("line")].toInt(), 23);
                if (function == QLatin1String("main.grandparent"))
                    QCOMPARE(frame[QLatin1String("line")].toInt(), 18);
            }
            if (ancestor[QLatin1String("cut")].toBool()) {
                found << QStringLiteral("...additional frames elided...");
                lines << QStringLiteral("  ...additional frames elided...");
            }
            const QJsonObject creator = ancestor[QLatin1String("created_by")].toObject();
            if (creator.isEmpty())
                continue;
            const QString function = creator.value(QLatin1String("function")).toString();
            found << QStringLiteral("created by ") + function;
            lines << QStringLiteral("  created by %1  %2:%3")
                         .arg(function, creator.value(QLatin1String("file")).toString())
                         .arg(creator.value(QLatin1String("line")).toInt());
        }
        if (wanted.contains(id))
            QCOMPARE(comparable(found, request.build), comparable(wanted.value(id), request.build));
        seen += !ancestors.isEmpty();
        generations = std::max(generations, int(ancestors.size()));
        if (!lines.isEmpty())
            QVERIFY2(text.contains(lines.join(u'\n') + u'\n'), qPrintable(lines.join(u'\n')));
    }
    QVERIFY(seen >= 2);
    QCOMPARE(generations, 3);
}

QTEST_GUILESS_MAIN(TestAncestors)
#include "tst_ancestors.moc"
