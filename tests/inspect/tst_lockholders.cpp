// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"
#include "tests/support/victiminspection.h"

#include <QTest>

using namespace Freezeframe;

/// Who has a lock, compared with what the victim knows: the right one for each way to hold one, also optimised and
/// without symbols, and nobody where no code holds it.
class TestLockHolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesTheHolder_data();
    void namesTheHolder();
};

void TestLockHolders::namesTheHolder_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Stripped}) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("locks"), .go = go, .build = build};
        }
    }
}

void TestLockHolders::namesTheHolder()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    QByteArrayList wrong;
    int locks = 0;
    int held = 0;
    for (const QByteArray &line : fileContent(victim->output).split('\n')) {
        const QByteArrayList words = line.split(' '); // lock NAME HOLDER WAITER
        if (words.size() != 4)
            continue;
        ++locks;
        held += words.at(2) != "0";
        const auto waiter = (*inspection)->goroutine(words.at(3).toULongLong());
        QVERIFY2(waiter && waiter->waits.size() == 1, line.constData());
        const auto &holders = waiter->waits.front().holders;
        const quint64 named = holders.empty() ? 0 : holders.front().goroutine;
        if (holders.size() > 1 || named != words.at(2).toULongLong())
            wrong << line + ": " + QByteArray::number(named);
        else if (named != 0 && holders.front().isDeferred != words.at(1).contains("deferred"))
            wrong << line + ": by the other means";
    }
    QVERIFY2(wrong.isEmpty(), wrong.join('\n').constData());
    QCOMPARE(locks, 53);
    QCOMPARE(held, 41);
}

QTEST_GUILESS_MAIN(TestLockHolders)
#include "tst_lockholders.moc"
