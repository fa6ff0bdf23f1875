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

}

/// What a person reads about files that are no cores, and about damaged ones.
class TestCoreSentences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatItIs_data();
    void saysWhatItIs();
    void saysWhatIsDamaged_data();
    void saysWhatIsDamaged();
    void saysHowMuchIsThere();
    void boundsItsWarnings();
};

void TestCoreSentences::saysWhatItIs_data()
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
    QTest::newRow("zstd") << QByteArray("\x28\xb5\x2f\xfd....")
                          << QStringLiteral("a file compressed with zstd, not an ELF file");
    QTest::newRow("xz") << QByteArray("\xfd" "7zXZ\0...", 9)
                        << QStringLiteral("a file compressed with xz, not an ELF file");
    QTest::newRow("minidump") << QByteArray("MDMP\x93\xa7")
                              << QStringLiteral("a Windows minidump; Freezeframe reads ELF cores of Linux");
    QTest::newRow("executable") << asArray(ElfBuilder(ET_EXEC).build()) << QStringLiteral("an executable, not a core");
    QTest::newRow("library") << asArray(ElfBuilder(ET_DYN).build())
                             << QStringLiteral("a program or library, not a core");
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
    QTest::newRow("RISC-V") << withMachine(EM_RISCV)
                            << QStringLiteral("a RISC-V core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("unknown machine") << withMachine(
        4242) << QStringLiteral("a machine number 4242 core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("big-endian") << [&] {
        auto bytes = withMachine(std::byteswap(uint16_t(EM_S390)));
        bytes[EI_DATA] = ELFDATA2MSB;
        std::swap(bytes[16], bytes[17]);
        return bytes;
    }() << QStringLiteral("a big-endian s390x core; Freezeframe reads 64-bit x86 and ARM");
    QTest::newRow("FreeBSD") << withByte(EI_OSABI, ELFOSABI_FREEBSD)
                             << QStringLiteral("a core of FreeBSD; Freezeframe reads those of Linux");
    QTest::newRow("cut in the ELF header")
        << core.first(40) << QStringLiteral("the file ends inside its ELF header, after 40 bytes");
    QTest::newRow("cut in the magic") << core.first(5)
                                      << QStringLiteral("the file ends inside its ELF header, after 5 bytes");
    QTest::newRow("cut before the first segment")
        << core.first(64) << QStringLiteral("the core is cut off before its first segment");
    QTest::newRow("no segments") << asArray(CoreBuilder().build()) << QStringLiteral("the core has no segments");
}

void TestCoreSentences::saysWhatItIs()
{
    QFETCH(QByteArray, bytes);
    const auto file = MappedFile::fromBytes(std::as_bytes(std::span(bytes.data(), size_t(bytes.size()))), "/tmp/core");
    const auto core = CoreFile::open(file);
    QVERIFY(!core);
    QTEST(QString::fromStdString(core.error().message), "sentence");
    QCOMPARE(core.error().file, std::string("/tmp/core"));
}

using Damage = std::function<std::vector<std::byte>()>;

void TestCoreSentences::saysWhatIsDamaged_data()
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
    QTest::newRow("2: program headers cut")
        << cutAt(64 + 56 + 30) << 0 << QStringLiteral("program headers stop at 1 of 3: the file ends there");
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
    QTest::newRow("4: no notes") << Damage([] {
        return CoreBuilder().addLoad(0x1000, PF_R, patternBytes(64)).build();
    }) << 0 << QStringLiteral("the core has no registers of any thread; goroutines come from memory only");
    QTest::newRow("thread too short") << notes([](CoreBuilder &b) {
        b.addNote("CORE", NT_PRSTATUS, patternBytes(100));
    }) << 2 << QStringLiteral("the status of a thread has only 100 bytes");
    QTest::newRow("signal too short") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_SIGINFO, patternBytes(10)); })
                                      << 2 << QStringLiteral("the signal of a thread has only 10 bytes");
    QTest::newRow("vectors too short") << notes([](CoreBuilder &b) {
        b.addNote("CORE", NT_FPREGSET, patternBytes(400));
    }) << 2 << QStringLiteral("the vector registers of a thread has only 400 bytes");
    QTest::newRow("process too short") << notes([](CoreBuilder &b) {
        b.addNote("CORE", NT_PRPSINFO, patternBytes(20));
    }) << 2 << QStringLiteral("the description of the process has only 20 bytes");
    QTest::newRow("10: file count") << files([](Bytes &t) {
        t.put(0, uint64_t(1) << 60);
    }) << 2 << QStringLiteral("count of mapped files says 1152921504606846976, the file has room for 3; used 3");
    QTest::newRow("10: page size 0") << files([](Bytes &t) { t.put(8, uint64_t(0)); }) << 2
                                     << QStringLiteral("page size says 0; used 4096");
    QTest::newRow("10: path without end")
        << files([](Bytes &t) { t.data().pop_back(); }) << 2 << QStringLiteral("the paths end after 2 of 3 files");
    QTest::newRow("10: range upside down") << files([](Bytes &t) { t.put(16, ~uint64_t(0)); }) << 2
                                           << QStringLiteral("1 of 3 mapped files make no sense; left out");
    QTest::newRow("10: files, no header") << notes([](CoreBuilder &b) { b.addNote("CORE", NT_FILE, patternBytes(9)); })
                                          << 2 << QStringLiteral("the list of mapped files has only 9 bytes");
    QTest::newRow("10: file size") << phdr(32, uint64_t(1) << 63) << 2
                                   << QStringLiteral("PT_LOAD 0, offset 0x1000: p_filesz says 9223372036854775808");
    QTest::newRow("10: memory size") << phdr(40, ~uint64_t(0)) << 2
                                     << QStringLiteral("p_memsz says 18446744073709551615");
    QTest::newRow("1: offset past the end")
        << phdr(8, uint64_t(1) << 40) << 2
        << QStringLiteral("the core is cut off: 12.0 KiB of 1.00 TiB (0 %) are here");
    QTest::newRow("10: offset at the end of numbers")
        << phdr(8, ~uint64_t(0)) << 2 << QStringLiteral("p_filesz says 4096, the file has room for 0; used 0");
}

void TestCoreSentences::saysWhatIsDamaged()
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

void TestCoreSentences::saysHowMuchIsThere()
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
    QCOMPARE(
        QString::fromStdString((*core)->warnings()[0].message),
        QStringLiteral(
            "the core is cut off: 8.50 of 12.0 KiB (70 %) are here; likely the disk was full or RLIMIT_CORE was " "reached"));
    QCOMPARE((*core)->threads().size(), size_t(2));
}

void TestCoreSentences::boundsItsWarnings()
{
    CoreBuilder builder;
    for (int index = 0; index < 5000; ++index)
        builder.addNote("CORE", NT_PRSTATUS, patternBytes(8));
    const auto core = builder.addLoad(0x1000, PF_R, patternBytes(64)).open();
    QVERIFY(core.has_value());
    QVERIFY((*core)->warnings().size() <= 102);
}

QTEST_GUILESS_MAIN(TestCoreSentences)
#include "tst_coresentences.moc"
