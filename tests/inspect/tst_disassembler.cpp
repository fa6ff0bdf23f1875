// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/code/disassembler.h"
#include "backend/inspect/registerinfo.h"
#include "backend/inspect/signalnames.h"

#include <QTest>

#include <algorithm>
#include <span>

using namespace Freezeframe;

class TestDisassembler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decodesAndNames();
    void goesOnAfterDamage();
    void namesWhatIsUsed();
    void spellsAsGo_data();
    void spellsAsGo();
    void tellsRegisters();
    void namesFlags_data();
    void namesFlags();
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

const CodeNames named = {
    .place = [](Address address) -> SourceLocation {
        if (address.value == 0x1105)
            return {"main.target", "/src/main.go", 7};
        return {"", "/src/main.go", 3};
    },
    .symbol = [](Address address) -> CodeSymbol {
        if (address >= Address{0x1100} && address < Address{0x1200})
            return {.name = "main.target", .base = {0x1100}};
        if (address >= Address{0x2000} && address < Address{0x2020})
            return {.name = "main.table", .base = {0x2000}};
        return {};
    },
};

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

/// What a person can follow from a line, and the registers to look at.
void TestDisassembler::namesWhatIsUsed()
{
    // call 0x1105; lea 0xff4(%rip),%rsi; add (%r9,%rcx,8),%al; rep movsb; jne 0x1000; movups %xmm3,(%rdi)
    const auto bytes = code({0xe8, 0x00, 0x01, 0,    0,    0x48, 0x8d, 0x35, 0xf4, 0x0f, 0,   0,
                             0x41, 0x02, 0x04, 0xc9, 0xf3, 0xa4, 0x75, 0xec, 0x0f, 0x11, 0x1f});
    const auto lines = disassembleCode(Architecture::X86_64, bytes, Address{0x1000}, Address{}, named);
    QVERIFY(lines);
    QCOMPARE(lines->size(), size_t(6));
    using Names = std::vector<std::string>;
    const auto sorted = [](DisassemblyLine line) {
        std::ranges::sort(line.registers);
        return line.registers;
    };
    QVERIFY(lines->at(0).isCall && !lines->at(4).isCall);
    QCOMPARE(lines->at(0).target, std::optional(Address{0x1105}));
    QCOMPARE(lines->at(1).memory, std::optional(Address{0x2000}));
    QCOMPARE(lines->at(1).registers, Names{"rsi"});
    QVERIFY(!lines->at(1).target);
    QVERIFY(lines->at(1).text.ends_with(" # main.table"));
    QCOMPARE(sorted(lines->at(2)), (Names{"r9", "rax", "rcx"}));
    QCOMPARE(sorted(lines->at(3)), (Names{"rcx", "rdi", "rsi"}));
    QCOMPARE(lines->at(4).target, std::optional(Address{0x1000}));
    QVERIFY(lines->at(4).registers.empty());
    QCOMPARE(sorted(lines->at(5)), (Names{"rdi", "xmm3"}));
}

/// The expected texts are those of `go tool objdump`, of Go 1.27; tst_objdump compares whole programs.
void TestDisassembler::spellsAsGo_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *bytes, const char *text) {
        QTest::addRow("%s", text) << QByteArray::fromHex(bytes) << QString::fromUtf8(text);
    };
    row("4889c3", "MOVQ AX, BX");
    row("488b442410", "MOVQ 0x10(SP), AX");
    row("48c744240800000000", "MOVQ $0x0, 0x8(SP)");
    row("4883ec18", "SUBQ $0x18, SP");
    row("493b6610", "CMPQ SP, 0x10(R14)"); // read from left to right, unlike all others
    row("4883f8ff", "CMPQ AX, $-0x1");
    row("e8fb000000", "CALL main.target(SB)");
    row("e8fc000000", "CALL 0x1101"); // inside of a function
    row("75fe", "JNE 0x1000");
    row("76fe", "JBE 0x1000");
    row("488d05f90f0000", "LEAQ main.table(SB), AX");
    row("488d0501010000", "LEAQ main.target+8(SB), AX");
    row("488d0501000000", "LEAQ 0x1(IP), AX"); // of no symbol
    row("488b05 01100000", "MOVQ main.table+8(SB), AX");
    row("0fb60408", "MOVZX 0(AX)(CX*1), AX");
    row("440fb65c1802", "MOVZX 0x2(AX)(BX*1), R11");
    row("84c0", "TESTL AL, AL");
    row("c60001", "MOVB $0x1, 0(AX)");
    row("66c7400100f0", "MOVW $-0x1000, 0x1(AX)");
    row("81fa000000 80", "CMPL DX, $-0x80000000");
    row("48b88fe3388ee3388ee3", "MOVQ $0xe38e38e38e38e38f, AX");
    row("c3", "RET");
    row("90", "NOPL");
    row("6690", "NOPW");
    row("660f1f440000", "NOPW 0(AX)(AX*1)");
    row("66662e0f1f840000000000", "CS NOPW 0(AX)(AX*1)");
    row("cc", "INT $0x3");
    row("0f0b", "UD2");
    row("f390", "PAUSE");
    row("50", "PUSHQ AX");
    row("415c", "POPQ R12");
    row("f048 0fb111", "LOCK CMPXCHGQ DX, 0(CX)");
    row("f00fc108", "LOCK XADDL CX, 0(AX)");
    row("8708", "XCHGL CX, 0(AX)");
    row("f348ab", "REP; STOSQ AX, ES:0(DI)");
    row("f348a5", "REP; MOVSQ DS:0(SI), ES:0(DI)");
    row("f2ae", "REPNE; SCASB ES:0(DI), AL");
    row("48d3e6", "SHLQ CL, SI");
    row("48c1f83f", "SARQ $0x3f, AX");
    row("48f7ea", "IMULQ DX");
    row("480fafc9", "IMULQ CX, CX");
    row("0fbae202", "BTL $0x2, DX");
    row("0f9fc1", "SETG CL");
    row("480f4cc1", "CMOVL CX, AX");
    row("4863c8", "MOVSXD AX, CX");
    row("4898", "CDQE");
    row("4899", "CQO");
    row("0f57c0", "XORPS X0, X0");
    row("440f117c2418", "MOVUPS X15, 0x18(SP)");
    row("f20f10442408", "MOVSD_XMM 0x8(SP), X0");
    row("f2480f2ac0", "CVTSI2SDQ AX, X0");
    row("f2480f2cc0", "CVTTSD2SIQ X0, AX");
    row("660f2ec1", "UCOMISD X1, X0");
    row("f20fc2c101", "CMPSD_XMM $0x1, X1, X0");
    row("66480f6ec8", "MOVQ AX, X1");
    row("c5fe6f06", "VMOVDQU 0(SI), Y0");
    row("c5f877", "VZEROUPPER");
    row("c5fd74c1", "VPCMPEQB Y1, Y0, Y0");
    row("c4c130c21307", "VCMPPS $0x7, 0(R11), X9, X2");
    row("c4e1fb2cd2", "VCVTTSD2SIQ X2, DX");
    row("c4e2f1f7c2", "SHLXQ CX, DX, AX");
    row("62f24dc98dc4", "VPERMB.Z Z4, Z6, K1, Z0");
    row("62f1ed595808", "VADDPD.BCST 0(AX), Z2, K1, Z1");
    row("62f1edf958cb", "VADDPD.RZ_SAE.Z Z3, Z2, K1, Z1");
    row("62f385481ec904", "VPCMPUQ $0x4, Z1, Z15, K1");
    // Where objdump shows no sign: 0xfffffff8, 0xfffffc98.
    row("644c8b3425f8ffffff", "MOVQ FS:-0x8, R14");
    row("4c8da42498fcffff", "LEAQ -0x368(SP), R12");
    row("06", "BYTE $0x6");
}

void TestDisassembler::spellsAsGo()
{
    QFETCH(const QByteArray, bytes);
    const auto lines = disassembleCode(Architecture::X86_64, std::as_bytes(std::span(bytes)), Address{0x1000},
                                       Address{}, named, DisassemblyFlavor::Go);
    QVERIFY(lines);
    QCOMPARE(lines->size(), size_t(1));
    QTEST(QString::fromStdString(lines->front().text), "text");
}

void TestDisassembler::tellsRegisters()
{
    Registers registers;
    registers.set(0, 0x1105); // rax
    registers.set(7, 0x7000); // rsp
    registers.set(49, 0x246); // eflags
    registers.set(51, 0x33); // cs
    registers.set(18, 0x3ff8000000000000); // xmm1
    registers.setHigh(18, 0);
    Registers caller;
    caller.set(0, 0x1105);
    caller.set(7, 0x7010);
    caller.set(3, 1); // rbx, which the frame has not
    const auto describe = [](Address address) { return "at " + address.toString(); };
    const auto infos = registerInfos(registers, &caller, describe);
    const auto info = [&infos](std::string_view name) {
        const auto found = std::ranges::find(infos, name, &RegisterInfo::name);
        return found == infos.end() ? RegisterInfo() : *found;
    };
    QCOMPARE(infos.size(), size_t(5));
    QCOMPARE(info("rax").meaning, "at 0x1105");
    QVERIFY(!info("rax").caller); // the same
    QCOMPARE(info("rsp").caller, std::optional<uint64_t>(0x7010));
    QCOMPARE(info("eflags").meaning, "PF ZF IF");
    QCOMPARE(info("cs").meaning, "");
    QCOMPARE(infos.back().name, "xmm1");
    QCOMPARE(infos.back().meaning, "float64 1.5, 0 · float32 0, 1.9375, 0, 0 · int32 0, 1073217536, 0, 0");
    QVERIFY(!registerInfos(registers, nullptr, describe).front().caller);
    QVERIFY(registerInfos(Registers(), nullptr, describe).empty());
    const std::vector<WideVector> wide{{.name = "ymm1", .words = {0x3ff8000000000000, 0, 1, 2}},
                                       {.name = "k1", .words = {5}},
                                       {.name = "odd", .words = {}}};
    const auto wider = registerInfos(registers, nullptr, describe, wide);
    QCOMPARE(wider.size(), infos.size() + 2);
    QCOMPARE(wider[wider.size() - 2].wider, (std::vector<uint64_t>{1, 2}));
    QVERIFY(wider[wider.size() - 2].meaning.starts_with("float64 1.5, 0, "));
    QVERIFY(wider[wider.size() - 2].meaning.ends_with("int32 0, 1073217536, 0, 0, 1, 0, 2, 0"));
    QVERIFY(!wider.back().high);
}

void TestDisassembler::namesFlags_data()
{
    QTest::addColumn<quint64>("flags");
    QTest::addColumn<QString>("names");
    QTest::newRow("none") << quint64(2) << "";
    QTest::newRow("usual") << quint64(0x246) << "PF ZF IF";
    QTest::newRow("all") << ~quint64(0) << "CF PF AF ZF SF TF IF DF OF NT RF AC";
    QTest::newRow("carry, sign, overflow") << quint64(0x881) << "CF SF OF";
}

void TestDisassembler::namesFlags()
{
    QFETCH(const quint64, flags);
    QTEST(QString::fromStdString(flagNames(flags)), "names");
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
