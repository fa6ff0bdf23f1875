// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/corefile.h"
#include "tests/support/corebuilder.h"

#include <QTest>

#include <csignal>
#include <elf.h>

using namespace Freezeframe;

namespace
{

using Notes = std::function<void(CoreBuilder &)>;

CoreBuilder twoThreads()
{
    CoreBuilder builder;
    builder.addThread({.tid = 11, .signal = SIGSEGV, .registers = {{16, 0x401000}, {7, 0x7000}, {58, 0x9000}}});
    builder.addProcess(10, "victim", "./victim -x ").addSignal(SIGSEGV, SEGV_MAPERR, 0x18);
    builder.addAuxiliaryVector({{AT_ENTRY, 0x401000}, {AT_PHDR, 0x400040}});
    builder.addFiles({{.range = {{0x400000}, {0x402000}}, .fileOffset = 0x1000, .path = "/bin/victim"}});
    builder.addThread({.tid = 12, .signal = 0, .registers = {{16, 0x402000}}});
    builder.addLoad(0x400000, PF_R | PF_X, patternBytes(4096), 8192)
        .addLoad(0x7000, PF_R | PF_W, patternBytes(4096, 2));
    return builder;
}

QString warningsOf(const CoreFile &core)
{
    QStringList lines;
    for (const Error &warning : core.warnings())
        lines << QString::fromStdString(warning.toString());
    return lines.join(QLatin1Char('\n'));
}

Bytes vectorNote(size_t offset)
{
    Bytes bytes;
    bytes.addZeros(832);
    for (uint64_t index = 0; index < 16; ++index)
        bytes.put(offset + index * 16, 100 + index).put(offset + index * 16 + 8, 200 + index);
    return bytes;
}

}

/// Whole cores of each kind.
class TestCoreFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAKernelCore();
    void readsForms_data();
    void readsForms();
    void readsVectorRegisters();
    void readsSignals_data();
    void readsSignals();
    void readsArm64();
    void readsDelveDumps();
    void opensManySegmentsFast();
};

void TestCoreFile::readsAKernelCore()
{
    const auto core = twoThreads().open();
    QVERIFY(core.has_value());
    QCOMPARE(warningsOf(**core), QString());
    QVERIFY((*core)->isComplete());
    QCOMPARE((*core)->kind(), CoreKind::Linux);
    QCOMPARE((*core)->threads().size(), size_t(2));
    const CoreThread &thread = (*core)->threads()[0];
    QCOMPARE(thread.tid, 11);
    QCOMPARE(thread.signal, SIGSEGV);
    QCOMPARE(thread.registers.pc(), Address{0x401000});
    QCOMPARE(thread.registers.sp(), Address{0x7000});
    QCOMPARE(*thread.registers.get(58), uint64_t(0x9000));
    QVERIFY(!thread.registers.get(17)); // no vector note, no vector registers
    QCOMPARE(thread.signalInfo->faultAddress.value(), Address{0x18});
    QVERIFY(!(*core)->threads()[1].signalInfo);
    QCOMPARE((*core)->process()->pid, 10);
    QCOMPARE((*core)->process()->name, std::string("victim"));
    QCOMPARE((*core)->process()->arguments, std::string("./victim -x"));
    QCOMPARE((*core)->auxiliaryVector().at(AT_ENTRY), uint64_t(0x401000));
    QCOMPARE((*core)->mappedFiles().size(), size_t(1));
    QCOMPARE((*core)->mappedFiles()[0].fileOffset, uint64_t(0x1000));
    QCOMPARE((*core)->mappedFiles()[0].path, std::string("/bin/victim"));
    QCOMPARE((*core)->segments().size(), size_t(2));
}

void TestCoreFile::readsForms_data()
{
    QTest::addColumn<Notes>("change");

    QTest::newRow("notes at the end (gcore)") << Notes([](CoreBuilder &b) { b.setNotesLast(true); });
    QTest::newRow("section header with the count") << Notes([](CoreBuilder &b) { b.setExtendedNumbering(true); });
    QTest::newRow("alignment 8") << Notes([](CoreBuilder &b) { b.setNoteAlignment(8); });
    QTest::newRow("alignment 1") << Notes([](CoreBuilder &b) { b.setNoteAlignment(1); });
    QTest::newRow("notes of other tools between") << Notes([](CoreBuilder &b) {
        b.addNote("GDB", 0xff000000, patternBytes(33)).addNote("SYSCALL", NT_PRSTATUS, patternBytes(336));
    });
}

void TestCoreFile::readsForms()
{
    QFETCH(Notes, change);
    CoreBuilder builder;
    change(builder);
    builder.addThread({.tid = 1, .signal = 0, .registers = {{16, 7}}}).addProcess(1, "p", "p");
    builder.startNoteSegment().addThread({.tid = 2, .signal = 0, .registers = {}}); // any number of PT_NOTE
    builder.addLoad(0x1000, PF_R, patternBytes(4096));
    const auto core = builder.open();
    QVERIFY(core.has_value());
    QCOMPARE(warningsOf(**core), QString());
    QCOMPARE((*core)->threads().size(), size_t(2));
    QCOMPARE((*core)->threads()[0].registers.pc(), Address{7});
    QCOMPARE((*core)->threads()[1].tid, 2);
    QCOMPARE((*core)->process()->pid, 1);
    QCOMPARE((*core)->segments().size(), size_t(1));
}

void TestCoreFile::readsVectorRegisters()
{
    for (const uint32_t type : {uint32_t(NT_FPREGSET), uint32_t(NT_X86_XSTATE)}) {
        CoreBuilder builder;
        builder.addThread({.tid = 1, .signal = 0, .registers = {}});
        builder.addNote(type == NT_FPREGSET ? "CORE" : "LINUX", type, vectorNote(160));
        builder.addThread({.tid = 2, .signal = 0, .registers = {}});
        const auto core = builder.addLoad(0x1000, PF_R, patternBytes(16)).open();
        QVERIFY(core.has_value());
        const Registers &registers = (*core)->threads()[0].registers;
        QCOMPARE(*registers.get(17), uint64_t(100));
        QCOMPARE(*registers.getHigh(17), uint64_t(200));
        QCOMPARE(*registers.get(32), uint64_t(115));
        QVERIFY(!(*core)->threads()[1].registers.get(17)); // they belong to the thread before them
    }
}

void TestCoreFile::readsSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("hasAddress");
    QTest::addColumn<bool>("hasSender");

    QTest::newRow("no page") << SIGSEGV << int(SEGV_MAPERR) << true << false;
    QTest::newRow("general protection") << SIGSEGV << int(SI_KERNEL) << false << false;
    QTest::newRow("bus") << SIGBUS << int(BUS_ADRERR) << true << false;
    QTest::newRow("division") << SIGFPE << int(FPE_INTDIV) << true << false;
    QTest::newRow("kill") << SIGSEGV << int(SI_USER) << false << true;
    QTest::newRow("raise") << SIGABRT << int(SI_TKILL) << false << true;
    QTest::newRow("child") << SIGCHLD << int(CLD_EXITED) << false << false;
}

void TestCoreFile::readsSignals()
{
    QFETCH(int, signal);
    QFETCH(int, code);
    CoreBuilder builder;
    builder.addThread({.tid = 1, .signal = 0, .registers = {}}).addSignal(signal, code, 0x1234);
    const auto core = builder.addLoad(0x1000, PF_R, patternBytes(16)).open();
    QVERIFY(core.has_value());
    const auto &info = (*core)->threads()[0].signalInfo;
    QVERIFY(info.has_value());
    QCOMPARE(info->signal, signal);
    QCOMPARE(info->code, code);
    QTEST(info->faultAddress.has_value(), "hasAddress");
    QTEST(info->senderPid.has_value(), "hasSender");
}

void TestCoreFile::readsArm64()
{
    Bytes status;
    status.addZeros(392).put<int32_t>(32, 5);
    for (uint64_t index = 0; index < 33; ++index)
        status.put<uint64_t>(112 + index * 8, 1000 + index);
    CoreBuilder builder;
    builder.setMachine(EM_AARCH64).addNote("CORE", NT_PRSTATUS, status);
    builder.addNote("LINUX", 0x401, Bytes().add(uint64_t(0x7f00)));
    builder.addNote("CORE", NT_FPREGSET, [] {
        Bytes bytes;
        bytes.addZeros(528).put<uint64_t>(31 * 16, 77);
        return bytes;
    }());
    const auto core = builder.addLoad(0x1000, PF_R, patternBytes(16)).open();
    QVERIFY(core.has_value());
    QCOMPARE(warningsOf(**core), QString());
    const Registers &registers = (*core)->threads()[0].registers;
    QCOMPARE(registers.architecture(), Architecture::Arm64);
    QCOMPARE(registers.pc(), Address{1032});
    QCOMPARE(registers.sp(), Address{1031});
    QCOMPARE(*registers.get(36), uint64_t(0x7f00));
    QCOMPARE(*registers.get(95), uint64_t(77));
}

void TestCoreFile::readsDelveDumps()
{
    CoreBuilder linux;
    linux.setOwner("").setNotesLast(true).addThread({.tid = 3, .signal = 0, .registers = {{16, 9}}});
    linux.addProcess(3, "", "").addAuxiliaryVector({{AT_ENTRY, 5}}).addLoad(0x1000, PF_R, patternBytes(64));
    const auto first = linux.open();
    QVERIFY(first.has_value());
    QCOMPARE((*first)->kind(), CoreKind::Delve);
    QCOMPARE((*first)->threads().size(), size_t(1));
    QCOMPARE((*first)->threads()[0].registers.pc(), Address{9});

    CoreBuilder independent;
    const Bytes header("linux/amd64\nVersion: 1.27.2\nBuild: $Id$\nTarget Pid: 4711\nEntry Point: 0x456789\n");
    independent.addRawNotes(elfNote("Delve Header", 0x444C5645, header));
    Bytes thread;
    for (const uint64_t word : {uint64_t(21), uint64_t(0x401000), uint64_t(0x7ff0), uint64_t(0x7ff8), uint64_t(0x88)})
        thread.add(word);
    thread.add(uint8_t(1)).add(uint64_t(0xc000)).add(uint32_t(1));
    thread.add(uint16_t(3)).add("Rax").add(uint16_t(8)).add(uint64_t(42));
    thread.add(uint16_t(0xffff)); // what follows is damaged: what came before stays
    independent.addNote("", 0x444C5654, thread).addLoad(0x1000, PF_R, patternBytes(64));
    const auto second = independent.open();
    QVERIFY(second.has_value());
    QCOMPARE((*second)->kind(), CoreKind::Delve);
    QCOMPARE((*second)->delveEntryPoint().value(), Address{0x456789});
    QCOMPARE((*second)->process()->pid, 4711);
    const CoreThread &own = (*second)->threads().at(0);
    QCOMPARE(own.tid, 21);
    QCOMPARE(own.registers.pc(), Address{0x401000});
    QCOMPARE(*own.registers.get(14), uint64_t(0xc000)); // g
    QCOMPARE(*own.registers.get(0), uint64_t(42));
}

void TestCoreFile::opensManySegmentsFast()
{
    CoreBuilder builder;
    builder.setExtendedNumbering(true).addThread({.tid = 1, .signal = 0, .registers = {}});
    constexpr size_t count = 70'000;
    for (size_t index = 0; index < count; ++index)
        builder.addLoad(0x10000 + index * 8192, PF_R, std::span<const std::byte>(), 4096);
    const auto file = builder.file();
    QElapsedTimer timer;
    timer.start();
    const auto core = CoreFile::open(file);
    QVERIFY(core.has_value());
    QCOMPARE((*core)->segments().size(), count);
    QVERIFY(timer.elapsed() < 1000);
}

QTEST_GUILESS_MAIN(TestCoreFile)
#include "tst_corefile.moc"
