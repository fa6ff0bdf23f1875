// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/unwind/unwoundvictim.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// The registers of the very line that dereferenced nil: below sigpanic, where no call has saved them.
class InterruptedCodeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registers_data();
    void registers();
};

void InterruptedCodeTest::registers_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<bool>("isWhole");
    const auto releases = goToolchains({1, 22});
    for (const GoToolchain &go : releases) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt}) {
            // Between the fault and the kernel's core lies the SIGABRT of the runtime, on the same signal stack.
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("crash"),
                                 .go = go,
                                 .build = build,
                                 .arguments = {QStringLiteral("nil-deref")}}
                << false;
        }
    }
    if (!releases.isEmpty() && !findTool(QStringLiteral("gdb")).isEmpty())
        QTest::newRow("before the SIGABRT") << VictimRequest{.fixture = QStringLiteral("crash"),
                                                             .go = releases.last(),
                                                             .arguments = {QStringLiteral("nil-deref")},
                                                             .capture = Capture::Gcore}
                                            << true;
}

void InterruptedCodeTest::registers()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const bool, isWhole);
    const UnwoundVictim victim = unwind(openVictim(request));
    if (victim.error.contains(QLatin1String("gcore")))
        QSKIP(qPrintable(victim.error));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto stack = victim.stackWith("main.follow");
    QVERIFY(stack);
    const auto frame = std::ranges::find(stack->frames, "main.follow", &Frame::function);
    QVERIFY(frame != stack->frames.begin());
    QVERIFY((frame - 1)->function == "runtime.sigpanic");
    const Registers &registers = frame->registers;
    QCOMPARE(registers.pc(), frame->pc);
    // The one that held the nil pointer: of optimised code rax, in which Go passes the first argument.
    const auto isNil = [&registers](int number) { return registers.get(number) == std::optional<uint64_t>(0); };
    bool hasNil = false;
    for (int number = 0; number < 16; ++number)
        hasNil = hasNil || isNil(number);
    QVERIFY(hasNil);
    if (request.build == GoBuild::Plain)
        QVERIFY(isNil(0));
    int known = 0;
    for (int number = 0; number <= 16; ++number)
        known += registers.get(number).has_value() ? 1 : 0;
    if (isWhole) {
        QCOMPARE(known, 17);
        QVERIFY(registers.get(49).has_value()); // eflags
        // Go keeps the goroutine in r14.
        const uint32_t row
            = uint32_t(std::ranges::find(victim.goroutines->id, uint64_t(1)) - victim.goroutines->id.begin());
        QCOMPARE(registers.get(14), std::optional<uint64_t>(victim.goroutines->address[row].value));
    } else {
        QVERIFY(known < 17); // nothing is made up
        QVERIFY(!registers.get(12).has_value());
    }
}

QTEST_GUILESS_MAIN(InterruptedCodeTest)
#include "tst_interruptedcode.moc"
