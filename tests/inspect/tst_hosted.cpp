// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"
#include "backend/inspect/programsymbols.h"
#include "tests/support/victiminspection.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// A C program that loads a library of Go code: what is Go's is not in the executable.
class TestHosted : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void crashIsTold();
    void variablesAreListed();
    void namesAreKnown();
    void expressions_data();
    void expressions();

private:
    [[nodiscard]] StackOwner crashed() const
    {
        return {StackOwner::Kind::Goroutine, *m_inspection->crash()->goroutine};
    }
    std::unique_ptr<Inspection> m_inspection;
};

void TestHosted::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("there is no Go compiler here");
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("hosted"), .go = goToolchains().constLast(), .build = GoBuild::Library});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    m_inspection = std::move(*inspection);
}

void TestHosted::crashIsTold()
{
    const auto crash = m_inspection->crash();
    QCOMPARE(crash->kind, CrashSummary::Kind::Panic);
    QCOMPARE(crash->location.function, "main.charge");
    QVERIFY(crash->location.file.ends_with("/hosted/main.go"));
    QVERIFY(m_inspection->process()->mainModule.starts_with("example.org/hosted"));
    const auto stack = m_inspection->stack(crashed());
    QVERIFY(stack && (*stack)->frames.size() > 4);
    QVERIFY(std::ranges::any_of((*stack)->frames, [](const FrameInfo &frame) {
        return frame.function == "main" && frame.file.ends_with("host.c");
    }));
}

void TestHosted::variablesAreListed()
{
    const auto found = m_inspection->packageVariables("main.", 100);
    QVERIFY(found);
    const auto orders = std::ranges::find(*found, "main.orders", &VariableInfo::name);
    QVERIFY(orders != found->end());
    QCOMPARE(orders->childCount, uint64_t(2));
}

void TestHosted::namesAreKnown()
{
    ProgramSymbols &symbols = m_inspection->symbols();
    QVERIFY(std::ranges::contains(symbols.variables(), "main.orders"));
    QVERIFY(std::ranges::contains(symbols.types(), "main.order"));
    QVERIFY(std::ranges::contains(symbols.constants(), "main.most"));
    QVERIFY(std::ranges::contains(symbols.packages(), "main"));
    QVERIFY(symbols.functionNamed("main.charge"));
}

void TestHosted::expressions_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("value");
    QTest::newRow("map in a package variable") << "main.orders[1].Items[\"paper\"]" << "3";
    QTest::newRow("constant") << "main.most + 1" << "4712";
    QTest::newRow("length") << "len(main.orders)" << "2";
}

void TestHosted::expressions()
{
    QFETCH(QString, expression);
    const auto value
        = m_inspection->evaluate(crashed(), m_inspection->crash()->frame.value_or(0), expression.toStdString());
    QVERIFY2(value.has_value(), value ? "" : value.error().message.c_str());
    QTEST(QString::fromStdString(value->value), "value");
}

QTEST_GUILESS_MAIN(TestHosted)
#include "tst_hosted.moc"
