// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elffile.h"
#include "backend/live/processfacts.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QTest>

#include <array>
#include <csignal>

using namespace Freezeframe;

/// What Go programs would do with a signal, read out of their memory: with and without symbols, PIE and not, cgo.
class TestGoSignals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsRunningPrograms_data();
    void readsRunningPrograms();
    void damagedCode_data();
    void damagedCode();
};

void TestGoSignals::readsRunningPrograms_data()
{
    QTest::addColumn<QString>("executable");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QString>("level");
    QTest::addColumn<bool>("notified");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Stripped}) {
            const auto executable = buildVictim({.fixture = QStringLiteral("signals"), .go = go, .build = build});
            QVERIFY2(executable, qPrintable(executable.error_or(QString())));
            const auto row = [&](const char *word, const char *environment, const char *level, bool notified) {
                const QString name
                    = QStringLiteral("%1 %2 %3 %4")
                          .arg(go.release(), nameOf(build), QLatin1String(word), QLatin1String(environment));
                QTest::newRow(qPrintable(name)) << *executable << QString::fromLatin1(word)
                                                << (environment[0] ? QByteArray(environment) : QByteArray())
                                                << QString::fromLatin1(level) << notified;
            };
            row("nothing", "", "single", false);
            row("crash", "", "crash", false);
            row("notify", "none", "none", true);
            row("all", "system", "system", false); // SetTraceback can't go below the environment
            row("notify-all", "2", "system", true);
        }
    }
}

void TestGoSignals::readsRunningPrograms()
{
    QFETCH(QString, executable);
    QFETCH(QString, word);
    QFETCH(QByteArray, environment);
    QFETCH(QString, level);
    QFETCH(bool, notified);
    LiveVictim victim({.program = executable, .arguments = {word}, .traceback = environment});
    QVERIFY(victim.isReady());
    const auto facts = ProcessFacts::read({.pid = victim.pid()});
    QVERIFY(facts);
    QVERIFY(facts->go);
    const GoSignals &state = facts->goSignals;
    QVERIFY2(state.traceback, state.traceback ? "" : state.traceback.error().message.c_str());
    QVERIFY2(state.wanted, state.wanted ? "" : state.wanted.error().message.c_str());
    QCOMPARE(QString::fromLatin1(state.levelName()), level);
    QCOMPARE(*state.crashes(), level == QLatin1String("crash"));
    QCOMPARE(*state.isNotified(SIGABRT), notified);
    QCOMPARE(*state.isNotified(SIGQUIT), word == QLatin1String("notify-all"));
    QVERIFY(!state.isNotified(64));
}

void TestGoSignals::damagedCode_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("zeros") << QByteArray(64, 0);
    QTest::newRow("ones") << QByteArray(64, char(0xff));
    QTest::newRow("cut lea") << QByteArray("\x48\x8d\x0d\x01", 4);
    QTest::newRow("xchg of an unknown register") << QByteArray("\x87\x01", 2);
    QTest::newRow("two places") << QByteArray(
        "\x48\x8d\x0d\x01\x00\x00\x00\x87\x01\x48\x8d\x0d\x01\x00\x00\x00\x87\x01", 18);
    QTest::newRow("call forgets") << QByteArray("\x48\x8d\x0d\x01\x00\x00\x00\xe8\x00\x00\x00\x00\x87\x01", 14);
}

void TestGoSignals::damagedCode()
{
    QFETCH(QByteArray, code);
    const auto bytes = std::as_bytes(std::span(code.constData(), size_t(code.size())));
    QVERIFY(!tracebackCacheIn(bytes, {0x400000}));
    QVERIFY(!wantedTableIn(bytes, {0x400000}));
    // The same shape, but sound, is read.
    constexpr std::array<unsigned char, 9> sound = {0x48, 0x8d, 0x0d, 0x10, 0x00, 0x00, 0x00, 0x87, 0x01};
    QCOMPARE(tracebackCacheIn(std::as_bytes(std::span(sound)), {0x400000}), std::optional(Address{0x400017}));
}

QTEST_GUILESS_MAIN(TestGoSignals)
#include "tst_gosignals.moc"
