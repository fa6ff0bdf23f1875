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
    builder.addLoad(0x400000, PF_R | PF_X, patternBytes(4096), 8192).addLoad(0x7000, PF_R | PF_W, patternBytes(4096, 2));
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

/// Cores: whole ones of each kind, and what a person reads about the others.
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
    void saysWhatItIs_data();
    void saysWhatItIs();
    void saysWhatIsDamaged_data();
    void saysWhatIsDamaged();
    void saysHowMuchIsThere();
    void opensManySegmentsFast();
    void boundsItsWarnings();
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

void TestCoreFile::saysWhatItIs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");

    const auto asArray = [](const std::vector<std::byte> &bytes) {
        return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
    };
    const auto withByte = [&](size_t offset, uint8_t value) {
        auto bytes = twoThreads().build();
        bytes[offset] = std::byte{value};
        return asArray(bytes);
    };
    const auto withMachine = [&](uint16_t machine) { return asArray(CoreBuilder().setMachine(machine).build()); };
    const QByteArray core = asArray(twoThreads().build());
    QTest::newRow("empty") << QByteArray() << QStringLiteral("the file is empty");
    QTest::newRow("text") << QByteArray("hello\nworld\n") << QStringLiteral("a text file, not an ELF file");
    QTest::newRow("script") << QByteArray("#!/bin/sh\nexit\n") << QStringLiteral("a script, not an ELF file");
    QTest::newRow("zeros") << QByteArray(8192, '\0') << QStringLiteral("begins with zeros: an interrupted gcore?");
    QTest::newRow("noise") << QByteArray("\x01\x02\x03\x04") << QStringLiteral("not an ELF file");
    QTest::newRow("zstd") << QByteArray("\x28\xb5\x2f\xfd....") << QStringLiteral("a file compressed with zstd, not an ELF file");
    QTest::newRow("xz") << QByteArray("\xfd" "7zXZ\0...", 9) << QStringLiteral("a file compressed with xz, not an ELF file");
    QTest::newRow("minidump") << QByteArray("MDMP\x93\xa7")
                              << QStringLiteral("a Windows minidump; Freezeframe reads ELF cores of Linux");
    QTest::newRow("executable") << asArray(ElfBuilder(ET_EXEC).build()) << QStringLiteral("an executable, not a core");
    QTest::newRow("library") << asArray(ElfBuilder(ET_DYN).build()) << QStringLiteral("a program or library, not a core");
    QTest::newRow("object") << asArray(ElfBuilder(ET_REL).build()) << QStringLiteral("an object file, not a core");
    QTest::newRow("32-bit ARM") << [&] {
        auto bytes = withMachine(EM_ARM);
        bytes[EI_CLASS] = ELFCLASS32;
        return bytes;
    }() << QStringLiteral("a 32-bit ARM core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("32-bit x86") << [&] {
        auto bytes = withMachine(EM_386);
        bytes[EI_CLASS] = ELFCLASS32;
        return bytes;
    }() << QStringLiteral("a 32-bit x86 core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("RISC-V") << withMachine(EM_RISCV) << QStringLiteral("a RISC-V core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("unknown machine") << withMachine(4242)
                                     << QStringLiteral("a machine number 4242 core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("big-endian") << [&] {
        auto bytes = withMachine(std::byteswap(uint16_t(EM_S390)));
        bytes[EI_DATA] = ELFDATA2MSB;
        std::swap(bytes[16], bytes[17]);
        return bytes;
    }() << QStringLiteral("a big-endian s390x core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("FreeBSD") << withByte(EI_OSABI, ELFOSABI_FREEBSD)
                             << QStringLiteral("a core of FreeBSD; Freezeframe reads those of Linux");
    QTest::newRow("cut in the ELF header") << core.first(40)
                                           << QStringLiteral("the file ends inside its ELF header, after 40 bytes");
    QTest::newRow("cut in the magic") << core.first(5) << QStringLiteral("the file ends inside its ELF header, after 5 bytes");
    QTest::newRow("cut before the first segment") << core.first(64)
                                                  << QStringLiteral("the core is cut off before its first segment");
    QTest::newRow("no segments") << asArray(CoreBuilder().build()) << QStringLiteral("the core has no segments");
}

void TestCoreFile::saysWhatItIs()
{
    QFETCH(QByteArray, bytes);
    const auto file = MappedFile::fromBytes(std::as_bytes(std::span(bytes.data(), size_t(bytes.size()))), "/tmp/core");
    const auto core = CoreFile::open(file);
    QVERIFY(!core);
    QTEST(QString::fromStdString(core.error().message), "sentence");
    QCOMPARE(core.error().file, std::string("/tmp/core"));
}

using Damage = std::function<std::vector<std::byte>()>;

void TestCoreFile::saysWhatIsDamaged_data()
{
    QTest::addColumn<Damage>("make");
    QTest::addColumn<int>("threads"); // that are read all the same
    QTest::addColumn<QString>("sentence");

    const auto notes = [](const std::function<void(CoreBuilder &)> &add) {
        return Damage([add] {
            CoreBuilder builder;
            builder.addThread({.tid = 1, .signal = 0, .registers = {}});
            add(builder);
            builder.addThread({.tid = 2, .signal = 0, .registers = {}});
            return builder.addLoad(0x1000, PF_R, patternBytes(4096)).build();
        });
    };
    const auto header = [](uint32_t nameSize, uint32_t size) {
        return Bytes().add(nameSize).add(size).add(uint32_t(NT_FPREGSET)).add("CORE").addZeros(4);
    };
    const MappedRange row{.range = {{0x400000}, {0x401000}}, .fileOffset = 0, .path = "/bin/a"};
    const auto files = [&](auto bend) {
        return notes([=](CoreBuilder &b) {
            Bytes table = CoreBuilder::fileTable({row, row, row});
            bend(table);
            b.addNote("CORE", NT_FILE, table);
        });
    };
    const auto phdr = [](size_t member, uint64_t value) {
        return Damage([=] {
            Bytes bytes;
            bytes.data() = twoThreads().build();
            bytes.put(64 + 56 + member, value); // the second program header, the first PT_LOAD
            return bytes.data();
        });
    };
    const auto cutAt = [](size_t size) {
        return Damage([=] {
            auto bytes = twoThreads().build();
            bytes.resize(size);
            return bytes;
        });
    };
    QTest::newRow("2: program headers cut") << cutAt(64 + 56 + 30) << 0
                                            << QStringLiteral("program headers stop at 1 of 3: the file ends there");
    QTest::newRow("2: too many program headers") << Damage([] {
        Bytes bytes;
        bytes.data() = twoThreads().build();
        bytes.put(56, uint16_t(0xfffe));
        return bytes.data();
    }) << 2 << QStringLiteral("e_phnum says 65534, the file has room for 3; used 3");
    QTest::newRow("3: name size") << notes([&](CoreBuilder &b) { b.addRawNotes(header(0xffffffff, 0)); }) << 2
                                  << QStringLiteral("is damaged: skipped to the next one at 0x");
    QTest::newRow("3: note size") << notes([&](CoreBuilder &b) { b.addRawNotes(header(5, 0x7ffffff0)); }) << 2
                                  << QStringLiteral("is damaged: skipped to the next one at 0x");
    QTest::newRow("3: last note") << Damage([=] {
        CoreBuilder builder;
        builder.addThread({.tid = 1, .signal = 0, .registers = {}}).addRawNotes(header(5, 0x7ffffff0));
        return builder.addLoad(0x1000, PF_R, patternBytes(4096)).build();
    }) << 1 << QStringLiteral("is damaged: no other follows; 1 threads read");
    QTest::newRow("3: notes cut") << cutAt(64 + 3 * 56 + 356 + 100) << 1
                                  << QStringLiteral("the notes are cut off: 456 bytes of");
    QTest::newRow("4: no notes") << Damage([] { return CoreBuilder().addLoad(0x1000, PF_R, patternBytes(64)).build(); }) << 0
                                 << QStringLiteral("the core has no registers of any thread; goroutines come from memory only");
    QTest::newRow("thread too short") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_PRSTATUS, patternBytes(100)); }) << 2
                                      << QStringLiteral("the status of a thread has only 100 bytes");
    QTest::newRow("signal too short") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_SIGINFO, patternBytes(10)); }) << 2
                                      << QStringLiteral("the signal of a thread has only 10 bytes");
    QTest::newRow("vectors too short") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_FPREGSET, patternBytes(400)); }) << 2
                                       << QStringLiteral("the vector registers of a thread has only 400 bytes");
    QTest::newRow("process too short") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_PRPSINFO, patternBytes(20)); }) << 2
                                       << QStringLiteral("the description of the process has only 20 bytes");
    QTest::newRow("10: file count") << files([](Bytes &t) { t.put(0, uint64_t(1) << 60); }) << 2
                                    << QStringLiteral("count of mapped files says 1152921504606846976, the file has room for 3; used 3");
    QTest::newRow("10: page size 0") << files([](Bytes &t) { t.put(8, uint64_t(0)); }) << 2
                                     << QStringLiteral("page size says 0; used 4096");
    QTest::newRow("10: path without end") << files([](Bytes &t) { t.data().pop_back(); }) << 2
                                          << QStringLiteral("the paths end after 2 of 3 files");
    QTest::newRow("10: range upside down") << files([](Bytes &t) { t.put(16, ~uint64_t(0)); }) << 2
                                           << QStringLiteral("1 of 3 mapped files make no sense; left out");
    QTest::newRow("10: files, no header") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_FILE, patternBytes(9)); }) << 2
                                          << QStringLiteral("the list of mapped files has only 9 bytes");
    QTest::newRow("10: file size") << phdr(32, uint64_t(1) << 63) << 2
                                   << QStringLiteral("PT_LOAD 0, offset 0x1000: p_filesz says 9223372036854775808");
    QTest::newRow("10: memory size") << phdr(40, ~uint64_t(0)) << 2 << QStringLiteral("p_memsz says 18446744073709551615");
    QTest::newRow("1: offset past the end") << phdr(8, uint64_t(1) << 40) << 2
                                            << QStringLiteral("the core is cut off: 12.0 KiB of 1.00 TiB (0 %) are here");
    QTest::newRow("10: offset at the end of numbers") << phdr(8, ~uint64_t(0)) << 2
                                                      << QStringLiteral("p_filesz says 4096, the file has room for 0; used 0");
}

void TestCoreFile::saysWhatIsDamaged()
{
    QFETCH(Damage, make);
    const auto core = CoreFile::open(MappedFile::fromBytes(make(), "/tmp/core"));
    QVERIFY2(core.has_value(), core ? "" : core.error().message.c_str());
    QTEST(int((*core)->threads().size()), "threads");
    QFETCH(QString, sentence);
    QVERIFY2(warningsOf(**core).contains(sentence), qPrintable(warningsOf(**core)));
    for (const Error &warning : (*core)->warnings())
        QCOMPARE(warning.file, std::string("/tmp/core"));
}

void TestCoreFile::saysHowMuchIsThere()
{
    auto bytes = twoThreads().build();
    const size_t whole = bytes.size();
    QCOMPARE(whole, size_t(4096 * 3));
    bytes.resize(4096 + 4096 + 512);
    const auto core = CoreFile::open(MappedFile::fromBytes(bytes, "/tmp/core"));
    QVERIFY(core.has_value());
    QVERIFY(!(*core)->isComplete());
    QCOMPARE((*core)->promisedSize(), uint64_t(whole));
    QCOMPARE((*core)->warnings().size(), size_t(1));
    QCOMPARE((*core)->warnings()[0].code, ErrorCode::Truncated);
    QCOMPARE(QString::fromStdString((*core)->warnings()[0].message),
             QStringLiteral("the core is cut off: 8.50 of 12.0 KiB (70 %) are here; likely the disk was full or RLIMIT_CORE was "
                            "reached"));
    QCOMPARE((*core)->threads().size(), size_t(2));
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

void TestCoreFile::boundsItsWarnings()
{
    CoreBuilder builder;
    for (int index = 0; index < 5000; ++index)
        builder.addNote("CORE", NT_PRSTATUS, patternBytes(8));
    const auto core = builder.addLoad(0x1000, PF_R, patternBytes(64)).open();
    QVERIFY(core.has_value());
    QVERIFY((*core)->warnings().size() <= 102);
}

QTEST_GUILESS_MAIN(TestCoreFile)
#include "tst_corefile.moc"
