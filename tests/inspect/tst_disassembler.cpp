// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/disassembler.h"
#include "backend/inspect/signalnames.h"

#include <QTest>

using namespace Freezeframe;

class TestDisassembler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decodesAndNames();
    void goesOnAfterDamage();
    void findsCallTargets();
    void namesSignals_data();
    void namesSignals();
};

namespace
{

std::vector<std::byte> code(std::initializer_list<int> values)
{
    std::vector<std::byte> bytes;
    for (const int value : values)
        bytes.push_back(std::byte(value));
    return bytes;
}

SourceLocation named(Address address)
{
    if (address.value == 0x1105)
        return {"main.target", "/src/main.go", 7};
    return {"", "/src/main.go", 3};
}

}

void TestDisassembler::decodesAndNames()
{
    // mov %rax,%rbx; call 0x1105; ret
    const auto bytes = code({0x48, 0x89, 0xc3, 0xe8, 0xfd, 0x00, 0x00, 0x00, 0xc3});
    const auto lines = disassembleCode(Architecture::X86_64, bytes, Address{0x1000}, Address{0x1004}, named);
    QVERIFY(lines);
    QCOMPARE(lines->size(), size_t(3));
    QCOMPARE((*lines)[0].bytes, "48 89 c3");
    QVERIFY((*lines)[0].text.starts_with("mov"));
    QCOMPARE((*lines)[1].text.substr((*lines)[1].text.find(' ')), " main.target");
    QCOMPARE((*lines)[1].target, std::optional(Address{0x1105}));
    QVERIFY((*lines)[1].isCurrent); // the address is inside the call
    QVERIFY(!(*lines)[0].isCurrent && !(*lines)[2].isCurrent);
    QCOMPARE((*lines)[2].address, Address{0x1008});
    QCOMPARE((*lines)[2].line, 3);
}

void TestDisassembler::goesOnAfterDamage()
{
    const auto bytes = code({0x06, 0xc3, 0x48}); // no instruction in 64-bit mode; ret; cut
    const auto lines = disassembleCode(Architecture::X86_64, bytes, Address{0x10}, Address{0}, named);
    QVERIFY(lines);
    QCOMPARE(lines->size(), size_t(3));
    QCOMPARE((*lines)[0].text, ".byte 0x6");
    QVERIFY((*lines)[1].text.starts_with("ret"));
    QCOMPARE((*lines)[2].text, ".byte 0x48");
    QVERIFY(disassembleCode(Architecture::Arm64, bytes, Address{0}, Address{0}, named).has_value());
    QVERIFY(disassembleCode(Architecture::X86_64, {}, Address{0}, Address{0}, named)->empty());
}

void TestDisassembler::findsCallTargets()
{
    const auto bytes = code({0xe8, 0x00, 0x01, 0x00, 0x00, 0xff, 0xd0, 0xeb, 0x00, 0xe8, 0xf2, 0xff, 0xff, 0xff});
    QCOMPARE(callTargets(Architecture::X86_64, bytes, Address{0x1000}),
             (std::vector<Address>{Address{0x1105}, Address{0x1000}}));
}

void TestDisassembler::namesSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0 << 1 << "" << "";
    QTest::newRow("unmapped") << 11 << 1 << "SIGSEGV" << "address not mapped";
    QTest::newRow("not canonical") << 11 << 128 << "SIGSEGV" << "raised by the kernel: the address is not canonical";
    QTest::newRow("tgkill") << 6 << -6 << "SIGABRT" << "sent by tgkill";
    QTest::newRow("real time") << 40 << 0 << "signal 40" << "sent by kill";
    QTest::newRow("negative") << -5 << 3 << "signal -5" << "";
}

void TestDisassembler::namesSignals()
{
    QFETCH(int, signal);
    QFETCH(int, code);
    QTEST(QString::fromStdString(signalName(signal)), "name");
    QTEST(QString::fromStdString(signalCodeText(signal, code)), "text");
}

QTEST_GUILESS_MAIN(TestDisassembler)
#include "tst_disassembler.moc"
