// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"
#include "tests/support/victim.h"

#include <QTest>

using namespace Freezeframe;

/// Who has a lock, compared with what the victim knows: never the wrong one, and the right one where it can be told.
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
    QTest::addColumn<QStringList>("found"); // at least
    const QStringList deferred
        = {QStringLiteral("deferred"), QStringLiteral("deferred-in-loop"), QStringLiteral("reader-deferred")};
    const QStringList plain = deferred
        + QStringList{QStringLiteral("between"), QStringLiteral("early"), QStringLiteral("package-variable"),
                      QStringLiteral("writer"), QStringLiteral("reader")};
    const QStringList all
        = plain + QStringList{QStringLiteral("captured"), QStringLiteral("two-hops"), QStringLiteral("first-of-two")};
    const struct {
        GoBuild build;
        QStringList found;
    } builds[] = {{GoBuild::Plain, plain}, {GoBuild::NoOpt, all}, {GoBuild::Pie, plain}, {GoBuild::Stripped, deferred}};
    for (const GoToolchain &go : goToolchains()) {
        for (const auto &[build, found] : builds) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("locks"), .go = go, .build = build} << found;
        }
    }
}

void TestLockHolders::namesTheHolder()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QStringList, found);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    OpenOptions options;
    options.core = victim->core.toStdString();
    options.files.executable = victim->executable.toStdString();
    const auto inspection = Inspection::open(options);
    QVERIFY(inspection);
    QStringList named;
    int locks = 0;
    for (const QByteArray &line : fileContent(victim->output).split('\n')) {
        const QByteArrayList words = line.split(' '); // lock NAME HOLDER WAITER
        if (words.size() != 4)
            continue;
        ++locks;
        const auto waiter = (*inspection)->goroutine(words.at(3).toULongLong());
        QVERIFY2(waiter && waiter->waits.size() == 1, line.constData());
        const auto &holders = waiter->waits.front().holders;
        QVERIFY2(holders.size() <= 1, line.constData());
        if (holders.empty())
            continue;
        QVERIFY2(holders.front().goroutine == words.at(2).toULongLong(),
                 (line + ": " + QByteArray::number(qulonglong(holders.front().goroutine))).constData());
        const QString name = QString::fromUtf8(words.at(1));
        QCOMPARE(holders.front().isDeferred, name.contains(QStringLiteral("deferred")));
        named << name;
    }
    QCOMPARE(locks, 16);
    for (const QString &name : found)
        QVERIFY2(named.contains(name), qPrintable(name));
}

QTEST_GUILESS_MAIN(TestLockHolders)
#include "tst_lockholders.moc"
