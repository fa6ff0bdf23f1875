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
    void captures_data();
    void captures();
    void keepsWhatItMade();
    void namesWhatFails();
};

void TestVictim::findsToolchains()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    for (const GoToolchain &toolchain : toolchains) {
        QVERIFY2(toolchain.version >= QVersionNumber(1, 24), qPrintable(toolchain.program));
        QVERIFY(QFileInfo(toolchain.program).isExecutable());
    }
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
