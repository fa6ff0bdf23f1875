// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/go/openedvictim.h"

#include <QRegularExpression>
#include <QTest>

namespace Freezeframe
{

OpenedVictim openCore(std::shared_ptr<const MappedFile> file, const QString &executable)
{
    OpenedVictim result;
    const auto failed = [&result](const Error &error) {
        result.error = QString::fromStdString(error.toString());
        return result;
    };
    const auto core = CoreFile::open(std::move(file));
    if (!core)
        return failed(core.error());
    result.target = Target::fromCore(*core, {.executable = executable.toStdString(), .force = true});
    auto symbols = GoSymbols::open(result.target);
    if (!symbols)
        return failed(symbols.error());
    result.symbols = *symbols;
    auto runtime = GoRuntime::open(result.target, result.symbols, nullptr);
    if (!runtime)
        return failed(runtime.error());
    result.runtime = *runtime;
    return result;
}

OpenedVictim openVictim(const VictimRequest &request)
{
    const auto victim = provideVictim(request);
    if (!victim)
        return {.error = victim.error()};
    const auto file = MappedFile::open(victim->core.toStdString());
    if (!file)
        return {.error = QString::fromStdString(file.error().toString())};
    OpenedVictim result = openCore(*file, victim->executable);
    result.victim = *victim;
    return result;
}

void addVictimRows(const QString &fixture, const QList<GoBuild> &builds, const QStringList &arguments)
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : builds) {
            const VictimRequest request{.fixture = fixture, .go = go, .build = build, .arguments = arguments};
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build))) << request;
        }
    }
}

QMap<quint64, PrintedPointers> printedPointers(const QByteArray &text)
{
    static const QRegularExpression header(
        QStringLiteral("^goroutine (\\d+) gp=(0x[0-9a-f]+) m=(\\d+|nil)(?: mp=(0x[0-9a-f]+))?"),
        QRegularExpression::MultilineOption);
    QMap<quint64, PrintedPointers> result;
    auto matches = header.globalMatch(QString::fromUtf8(text));
    while (matches.hasNext()) {
        const auto match = matches.next();
        const bool hasMachine = match.captured(3) != u"nil";
        result.insert(match.captured(1).toULongLong(),
                      {.g = match.captured(2).toULongLong(nullptr, 16),
                       .machine = hasMachine ? match.captured(4).toULongLong(nullptr, 16) : 0,
                       .machineId = hasMachine ? match.captured(3).toLongLong() : -1});
    }
    return result;
}

}
