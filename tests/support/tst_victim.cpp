// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/victim.h"

#include <QFileInfo>
#include <QTest>

using namespace Freezeframe;

/// The ways to get a core that the other tests rely on.
class TestVictim : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsToolchains();
    void findsRelease_data();
    void findsRelease();
    void captures_data();
    void captures();
    void keepsWhatItMade();
    void namesWhatFails();
};

void TestVictim::findsToolchains()
{
    const auto toolchains = goToolchains();
    QVERIFY2(!toolchains.isEmpty(), "there is no Go from 1.24 on: nearly nothing can be tested");
    for (const GoToolchain &toolchain : toolchains) {
        QVERIFY2(toolchain.version >= QVersionNumber(1, 24), qPrintable(toolchain.program));
        QVERIFY(QFileInfo(toolchain.program).isExecutable());
    }
    const auto older = goToolchains({1, 22});
    QCOMPARE(older.last(toolchains.size()).constFirst().program, toolchains.constFirst().program);
    const auto newest = goToolchains(toolchains.constLast().version);
    QCOMPARE(newest.size(), 1);
    QCOMPARE(newest.constFirst().program, toolchains.constLast().program);
}

void TestVictim::findsRelease_data()
{
    QTest::addColumn<QVersionNumber>("release");
    for (const int minor : {22, 23, 24, 25, 26, 27})
        QTest::newRow(qPrintable(QStringLiteral("1.%1").arg(minor))) << QVersionNumber(1, minor);
}

/// The one place that says which releases the rows of all tests lack here; and that those which are there can build.
void TestVictim::findsRelease()
{
    QFETCH(const QVersionNumber, release);
    for (const GoToolchain &toolchain : goToolchains(release)) {
        if (!release.isPrefixOf(toolchain.version))
            continue;
        const auto program = buildVictim({.fixture = QStringLiteral("crash"), .go = toolchain});
        QVERIFY2(program.has_value(), qPrintable(program.error_or(QString())));
        const QByteArray version = "go" + toolchain.version.toString().toUtf8();
        QVERIFY2(fileContent(*program).contains(version), version.constData());
        return;
    }
    QSKIP(qPrintable(QStringLiteral("Go %1 is not here: no test has rows of it").arg(release.toString())));
}

void TestVictim::captures_data()
{
    QTest::addColumn<Capture>("capture");
    QTest::addColumn<QString>("tool");
    QTest::newRow("kernel") << Capture::Kernel << QString();
    QTest::newRow("gdb") << Capture::Gcore << QStringLiteral("gdb");
    QTest::newRow("delve") << Capture::DelveDump << QStringLiteral("dlv");
}

void TestVictim::captures()
{
    QFETCH(const Capture, capture);
    QFETCH(const QString, tool);
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    if (!tool.isEmpty() && findTool(tool).isEmpty())
        QSKIP(qPrintable(tool + QStringLiteral(" is not installed")));
    const auto victim = provideVictim({.fixture = QStringLiteral("crash"),
                                       .go = toolchains.constLast(),
                                       .arguments = {QStringLiteral("nil-deref")},
                                       .capture = capture});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    QCOMPARE(fileContent(victim->core).first(4), QByteArray("\x7f" "ELF"));
    if (capture == Capture::Kernel)
        QVERIFY(fileContent(victim->errors).contains("nil pointer dereference"));
}

void TestVictim::keepsWhatItMade()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    const VictimRequest request{
        .fixture = QStringLiteral("crash"), .go = toolchains.constLast(), .arguments = {QStringLiteral("nil-deref")}};
    const auto first = provideVictim(request);
    QVERIFY2(first.has_value(), qPrintable(first.error_or(QString())));
    const QDateTime made = QFileInfo(first->core).lastModified();
    const auto second = provideVictim(request);
    QVERIFY(second.has_value());
    QCOMPARE(second->core, first->core);
    QCOMPARE(QFileInfo(second->core).lastModified(), made);
}

void TestVictim::namesWhatFails()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("there-is-no-such-fixture"), .go = toolchains.constLast()});
    QVERIFY(!victim.has_value());
    QVERIFY2(victim.error().contains(QStringLiteral("there-is-no-such-fixture")), qPrintable(victim.error()));
}

QTEST_GUILESS_MAIN(TestVictim)
#include "tst_victim.moc"
