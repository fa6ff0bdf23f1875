// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/codelisting.h"

#include <QTest>

using namespace Freezeframe;

class TestCodeListing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mixesSource();
    void findsRows();
    void jumps();
    void alignsOperands_data();
    void alignsOperands();
    void lanesDoNotMeet();
    void lanesAreBounded();
    void isEmptyOfNothing();
};

namespace
{

DisassemblyLine line(uint64_t address, const char *bytes, const char *text, int number,
                     std::optional<Address> target = {})
{
    DisassemblyLine result;
    result.address = {address};
    result.bytes = bytes;
    result.text = text;
    result.file = "/src/a.go";
    result.line = number;
    result.target = target;
    return result;
}

/// A loop: line 7, line 8, back to 7, a call, an odd jump.
Disassembly sample()
{
    Disassembly code{.function = "main.loop", .current = {0x1003}, .lines = {}, .source = {}};
    code.lines.push_back(line(0x1000, "48 ff c0", "INCQ AX", 7));
    code.lines.push_back(line(0x1003, "48 39 d8", "CMPQ AX, BX", 8));
    code.lines.push_back(line(0x1006, "7c f8", "JL 0x1000", 8, Address{0x1000}));
    code.lines.push_back(line(0x1008, "e8 00 00 00 00", "CALL main.f(SB)", 7, Address{0x2000}));
    code.lines.back().isCall = true;
    code.lines.push_back(line(0x100d, "eb f2", "JMP 0x1001", 9, Address{0x1001}));
    code.lines.push_back(line(0x100f, "eb ef", "JMP 0x5000", 9, Address{0x5000}));
    code.lines.push_back(line(0x1011, "cc", "INT $0x3", 0)); // what fills the room behind it
    code.source = {{.file = "/src/a.go", .line = 7, .text = "for\ti < n {"}};
    return code;
}

}

void TestCodeListing::mixesSource()
{
    const CodeListing mixed(sample(), {.hasSource = true, .hasBytes = false});
    QCOMPARE(mixed.text().split(u'\n'),
             QStringList({QStringLiteral("a.go:7  for i < n {"), QStringLiteral("  0x1000  INCQ    AX"),
                          QStringLiteral("a.go:8"), QStringLiteral("  0x1003  CMPQ    AX, BX"),
                          QStringLiteral("  0x1006  JL      0x1000"), QStringLiteral("a.go:7  for i < n {"),
                          QStringLiteral("  0x1008  CALL    main.f(SB)"), QStringLiteral("a.go:9"),
                          QStringLiteral("  0x100d  JMP     0x1001"), QStringLiteral("  0x100f  JMP     0x5000")}));
    QVERIFY(!mixed.instruction(0));
    QCOMPARE(mixed.instruction(1)->address, Address{0x1000});
    QCOMPARE(mixed.place(0).line, 7);
    QCOMPARE(mixed.place(4).line, 8);
    QCOMPARE(mixed.place(7).line, 9);
    const CodeListing plain(sample(), {.hasSource = false, .hasBytes = true});
    QCOMPARE(plain.rows().size(), size_t(6));
    QCOMPARE(plain.rows()[2].text, QStringLiteral("0x1006  7c f8                          JL      0x1000"));
}

void TestCodeListing::findsRows()
{
    const CodeListing listing(sample(), {});
    QCOMPARE(listing.rowOf({0x1000}), 1);
    QCOMPARE(listing.rowOf({0x1002}), 1); // inside
    QCOMPARE(listing.rowOf({0x1003}), 3);
    QCOMPARE(listing.rowOf({0x1010}), 9);
    QCOMPARE(listing.rowOf({0x1011}), -1);
    QCOMPARE(listing.rowOf({0xfff}), -1);
    QVERIFY(!listing.instruction(-1) && !listing.instruction(10) && !listing.instruction(1'000'000));
}

/// No call, nothing out of the function, nothing into the middle of an instruction.
void TestCodeListing::jumps()
{
    const CodeListing listing(sample(), {});
    QCOMPARE(listing.jumps().jumps().size(), size_t(1));
    const JumpLanes::Jump jump = listing.jumps().jumps().front();
    QCOMPARE(jump.from, 4);
    QCOMPARE(jump.to, 1);
    QCOMPARE(jump.lane, 0);
}

void TestCodeListing::alignsOperands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("aligned");
    QTest::newRow("short") << "RET" << "RET";
    QTest::newRow("usual") << "MOVQ AX, BX" << "MOVQ    AX, BX";
    QTest::newRow("long") << "CVTTSD2SIQ X0, AX" << "CVTTSD2SIQ X0, AX";
    QTest::newRow("lock") << "LOCK XADDL CX, 0(AX)" << "LOCK XADDL CX, 0(AX)";
    QTest::newRow("repeat") << "REP; STOSQ AX, ES:0(DI)" << "REP; STOSQ AX, ES:0(DI)";
    QTest::newRow("hostile") << "CALL a\x1b[31m(SB)" << "CALL    a\\x1b[31m(SB)";
    QTest::newRow("nothing") << "" << "";
}

void TestCodeListing::alignsOperands()
{
    QFETCH(const QString, text);
    QTEST(instructionText(text.toStdString()), "aligned");
}

void TestCodeListing::lanesDoNotMeet()
{
    // Nested, crossing, and one that shares a row with another.
    const JumpLanes lanes({{0, 20}, {5, 10}, {8, 15}, {12, 11}, {10, 11}}, 8);
    QCOMPARE(lanes.jumps().size(), size_t(5));
    for (const JumpLanes::Jump &one : lanes.jumps()) {
        QVERIFY(one.lane >= 0 && one.lane < lanes.laneCount());
        for (const JumpLanes::Jump &other : lanes.jumps()) {
            if (&one != &other && one.lane == other.lane)
                QVERIFY(one.last() < other.first() || other.last() < one.first());
        }
    }
    // The shortest are next to the text, the longest is outside.
    QCOMPARE(lanes.jumps().front().lane, 0);
    QCOMPARE(lanes.jumps().back().last() - lanes.jumps().back().first(), 20);
    QCOMPARE(lanes.jumps().back().lane, lanes.laneCount() - 1);
}

void TestCodeListing::lanesAreBounded()
{
    std::vector<std::pair<int, int>> jumps;
    for (int i = 0; i < 20'000; ++i)
        jumps.emplace_back(i, 40'000 - i); // each inside of the one before
    const JumpLanes lanes(jumps, 8);
    QCOMPARE(lanes.laneCount(), 8);
    QCOMPARE(lanes.jumps().size(), size_t(20'000));
    QCOMPARE(std::ranges::count_if(lanes.jumps(), [](const JumpLanes::Jump &jump) { return jump.lane >= 0; }), 8);
    QCOMPARE(JumpLanes(jumps, 0).laneCount(), 0);
}

void TestCodeListing::isEmptyOfNothing()
{
    // Code of C without lines is shown whole.
    Disassembly bare{.function = "f", .current = {}, .lines = {line(1, "90", "nop", 0), line(2, "c3", "ret", 0)}};
    QCOMPARE(CodeListing(bare, {}).rows().size(), size_t(2));
    const CodeListing listing;
    QCOMPARE(listing.text(), QString());
    QCOMPARE(listing.rowOf({0}), -1);
    QVERIFY(!listing.instruction(0));
    QCOMPARE(listing.place(0).line, 0);
    QCOMPARE(CodeListing(Disassembly{}, {}).rows().size(), size_t(0));
}

QTEST_GUILESS_MAIN(TestCodeListing)
#include "tst_codelisting.moc"
