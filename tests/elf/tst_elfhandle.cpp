// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfhandle.h"
#include "backend/elf/elfheaders.h"
#include "tests/support/corebuilder.h"
#include "tests/support/elfbuilder.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

using namespace Freezeframe;

namespace
{

std::vector<std::byte> bytesOf(const QByteArray &bytes)
{
    const auto span = std::as_bytes(std::span(bytes.data(), size_t(bytes.size())));
    return {span.begin(), span.end()};
}

QByteArray arrayOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())};
}

/// libelf refuses a file whose identification is of no version; our own reader doesn't look at it.
std::vector<std::byte> withoutLibelf(std::vector<std::byte> bytes)
{
    bytes[EI_VERSION] = std::byte{EV_NONE};
    return bytes;
}

ElfBuilder program()
{
    ElfBuilder builder(ET_EXEC);
    builder.setEntry(0x401000).addHeaderLoad(0x400000, PF_R).addLoad(0x401000, PF_R | PF_X, patternBytes(100), 4096);
    builder.addBuildId("\x01\xab\xff").addGoBuildId("a/b/c/d");
    builder.addSection(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 0x401000, patternBytes(33));
    builder.addSymbol("late", 0x401020, 8, STT_FUNC).addSymbol("early", 0x401000, 32, STT_FUNC);
    builder.addSymbol("tls", 8, 8, STT_TLS).addSymbol("import", 0, 0, STT_FUNC, SHN_UNDEF);
    return builder;
}

template<class T>
T loaded(const std::vector<std::byte> &bytes, size_t offset)
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

template<class T>
void store(std::vector<std::byte> &bytes, size_t offset, const T &value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

/// Moves all three numbers of the ELF header to section header 0, where they are when they are too large for it.
std::vector<std::byte> withExtendedNumbering(std::vector<std::byte> bytes)
{
    auto header = loaded<Elf64_Ehdr>(bytes, 0);
    auto first = loaded<Elf64_Shdr>(bytes, header.e_shoff);
    first.sh_size = std::exchange(header.e_shnum, Elf64_Half(0));
    first.sh_info = std::exchange(header.e_phnum, Elf64_Half(PN_XNUM));
    first.sh_link = std::exchange(header.e_shstrndx, Elf64_Half(SHN_XINDEX));
    store(bytes, 0, header);
    store(bytes, header.e_shoff, first);
    return bytes;
}

/// @p bytes with the header of the section @p index changed.
std::vector<std::byte> withSection(std::vector<std::byte> bytes, size_t index,
                                   const std::function<void(Elf64_Shdr &)> &change)
{
    const size_t offset = loaded<Elf64_Ehdr>(bytes, 0).e_shoff + index * sizeof(Elf64_Shdr);
    auto row = loaded<Elf64_Shdr>(bytes, offset);
    change(row);
    store(bytes, offset, row);
    return bytes;
}

constexpr size_t symbolTable = 2; // of program(): .text, .symtab, .strtab, .shstrtab
constexpr size_t symbolNames = 3;
constexpr size_t sectionNames = 4;

auto fieldsOf(const ElfSegment &row)
{
    return std::tuple(row.type, row.flags, row.offset, row.address, row.fileSize, row.memorySize, row.alignment);
}

auto fieldsOf(const ElfSection &row)
{
    return std::tuple(row.name, row.type, row.flags, row.address, row.offset, row.size, row.compressed, row.index);
}

auto fieldsOf(const ElfSymbol &row)
{
    return std::tuple(row.name, row.address, row.size, row.type, row.section);
}

constexpr auto haveSameFields = [](const auto &one, const auto &other) { return fieldsOf(one) == fieldsOf(other); };

}

/// libelf's view of a file, and our own for the files that libelf refuses.
class TestElfHandle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithOurReader_data();
    void agreesWithOurReader();
    void refusesDamage_data();
    void refusesDamage();
    void givesCountsAndRows_data();
    void givesCountsAndRows();
    void givesNothingForDamagedParts();
    void readsSymbolsThatLibelfRefuses();
    void readsAReadOnlyMapping();
};

void TestElfHandle::agreesWithOurReader_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("segments"); // -1: any
    QTest::addColumn<int>("sections");
    QTest::addColumn<int>("symbols");

    const auto row = [](const char *tag, const std::vector<std::byte> &bytes, int segments, int sections, int symbols) {
        QTest::newRow(tag) << arrayOf(bytes) << segments << sections << symbols;
    };
    row("program", program().build(), 3, 5, 4);
    row("extended numbering", withExtendedNumbering(program().build()), 3, 5, 4);
    row("stripped", ElfBuilder().addLoad(0x1000, PF_R, patternBytes(64)).build(), 1, 2, 0);
    row("without segments", ElfBuilder(ET_REL).addSymbol("f", 0, 1, STT_FUNC).build(), 0, 4, 1);
    row("compressed section", ElfBuilder().addSection(".debug_info", SHT_PROGBITS, SHF_COMPRESSED, 0, {}).build(), 0, 3,
        0);
    row("old compressed section", ElfBuilder().addSection(".zdebug_info", SHT_PROGBITS, 0, 0, {}).build(), 0, 3, 0);
    // The symbols of program() lie where the 33 bytes before them end.
    row("symbols at an odd place",
        ElfBuilder(program()).addSection(".odd", SHT_PROGBITS, 0, 0, patternBytes(2)).build(), 3, 6, 4);
    ElfBuilder many;
    for (int index = 0; index < 1000; ++index)
        many.addSection(".s" + std::to_string(index), SHT_PROGBITS, 0, 0, {});
    row("many sections", many.build(), 0, 1002, 0);
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 11, .registers = {}}).addLoad(0x1000, PF_R, patternBytes(64), 4096);
    row("core", core.build(), 2, 0, 0);
    row("core with extended numbering", core.setExtendedNumbering(true).build(), 2, 0, 0);
    QFile self(QCoreApplication::applicationFilePath());
    QVERIFY(self.open(QIODevice::ReadOnly));
    QTest::newRow("this test") << self.readAll() << -1 << -1 << -1;
}

void TestElfHandle::agreesWithOurReader()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, segments);
    QFETCH(int, sections);
    QFETCH(int, symbols);
    const auto whole = bytesOf(bytes);
    const auto refused = withoutLibelf(whole);
    QVERIFY(ElfHandle::open(whole).has_value());
    QVERIFY(!ElfHandle::open(refused).has_value());

    const auto theirs = readElfHeaders(*MappedFile::fromBytes(whole, "sound"));
    const auto ours = readElfHeaders(*MappedFile::fromBytes(refused, "sound"));
    QVERIFY(theirs.has_value() && ours.has_value());
    QVERIFY(theirs->warnings.empty() && ours->warnings.empty());
    QCOMPARE(theirs->promisedSegments, ours->promisedSegments);
    QCOMPARE(theirs->segmentTableEnd, ours->segmentTableEnd);
    QVERIFY(std::ranges::equal(theirs->segments, ours->segments, haveSameFields));
    QVERIFY(std::ranges::equal(theirs->sections, ours->sections, haveSameFields));

    const auto theirFile = ElfFile::open(MappedFile::fromBytes(whole, "sound"));
    const auto ourFile = ElfFile::open(MappedFile::fromBytes(refused, "sound"));
    QVERIFY(theirFile.has_value() && ourFile.has_value());
    QVERIFY(std::ranges::equal((*theirFile)->symbols(), (*ourFile)->symbols(), haveSameFields));
    if (segments < 0) {
        QVERIFY(theirs->segments.size() > 4 && theirs->sections.size() > 10);
        QVERIFY((*theirFile)->findSymbol("main"));
        return;
    }
    QCOMPARE(theirs->segments.size(), size_t(segments));
    QCOMPARE(theirs->sections.size(), size_t(sections));
    QCOMPARE((*theirFile)->symbols().size(), size_t(symbols));
}

void TestElfHandle::refusesDamage_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const auto whole = program().build();
    const auto row = [&](const char *tag, const std::function<void(Elf64_Ehdr &)> &change) {
        auto bytes = whole;
        auto header = loaded<Elf64_Ehdr>(bytes, 0);
        change(header);
        store(bytes, 0, header);
        QTest::newRow(tag) << arrayOf(bytes);
    };
    QTest::newRow("no bytes") << QByteArray();
    QTest::newRow("cut header") << arrayOf(whole).left(sizeof(Elf64_Ehdr) - 1);
    QTest::newRow("cut section table") << arrayOf(whole).chopped(1);
    QTest::newRow("as many sections as numbers go")
        << arrayOf(withSection(withExtendedNumbering(whole), 0, [](Elf64_Shdr &first) { first.sh_size = UINT64_MAX; }));
    QTest::newRow("more sections than there are")
        << arrayOf(withSection(withExtendedNumbering(whole), 0, [](Elf64_Shdr &first) { first.sh_size = 6; }));
    QTest::newRow("extended numbering without a count")
        << arrayOf(withSection(withExtendedNumbering(whole), 0, [](Elf64_Shdr &first) { first.sh_info = 0; }));
    row("no magic", [](Elf64_Ehdr &header) { header.e_ident[0] = 0; });
    row("32 bits", [](Elf64_Ehdr &header) { header.e_ident[EI_CLASS] = ELFCLASS32; });
    row("section table past the end", [](Elf64_Ehdr &header) { header.e_shoff = uint64_t(1) << 40; });
    row("section table at the end of numbers", [](Elf64_Ehdr &header) { header.e_shoff = ~uint64_t(0); });
    row("too many sections", [](Elf64_Ehdr &header) { header.e_shnum = 6; });
    row("small section headers", [](Elf64_Ehdr &header) { header.e_shentsize = 63; });
    row("sections nowhere", [](Elf64_Ehdr &header) { header.e_shoff = 0; });
    row("segments past the end", [](Elf64_Ehdr &header) { header.e_phoff = uint64_t(1) << 40; });
    row("segments at the end of numbers", [](Elf64_Ehdr &header) { header.e_phoff = ~uint64_t(0); });
    row("segments nowhere", [](Elf64_Ehdr &header) { header.e_phoff = 0; });
    row("too many segments", [](Elf64_Ehdr &header) { header.e_phnum = 0xfffe; });
    row("large program headers", [](Elf64_Ehdr &header) { header.e_phentsize = 57; });
}

void TestElfHandle::refusesDamage()
{
    QFETCH(QByteArray, bytes);
    // A copy of just this size, so that a sanitizer sees each byte too many.
    QVERIFY(!ElfHandle::open(bytesOf(bytes)).has_value());
}

void TestElfHandle::givesCountsAndRows_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << arrayOf(program().build());
    QTest::newRow("extended numbering") << arrayOf(withExtendedNumbering(program().build()));
}

void TestElfHandle::givesCountsAndRows()
{
    QFETCH(QByteArray, bytes);
    const auto file = bytesOf(bytes);
    const auto handle = ElfHandle::open(file);
    QVERIFY(handle);
    QCOMPARE(handle->segmentCount(), std::optional<size_t>(3));
    QCOMPARE(handle->sectionCount(), std::optional<size_t>(5));
    QCOMPARE(handle->sectionNameTable(), std::optional<size_t>(sectionNames));
    QCOMPARE(handle->segment(1)->p_vaddr, uint64_t(0x401000));
    QCOMPARE(handle->segment(1)->p_memsz, uint64_t(4096));
    QVERIFY(!handle->segment(3) && !handle->segment(SIZE_MAX));
    QCOMPARE(handle->section(1)->sh_addr, uint64_t(0x401000));
    QVERIFY(!handle->section(5) && !handle->section(SIZE_MAX));
    QVERIFY(handle->string(sectionNames, handle->section(1)->sh_name) == std::string_view(".text"));
    const auto symbols = handle->symbols(symbolTable);
    QVERIFY(symbols);
    QCOMPARE(symbols->size(), size_t(5)); // in the file's order, with row 0
    QCOMPARE(symbols->at(0).st_name, 0u);
    QCOMPARE(symbols->at(1).st_value, uint64_t(0x401020));
    QVERIFY(handle->string(symbolNames, symbols->at(2).st_name) == std::string_view("early"));
    QVERIFY(bytesOf(bytes) == file); // it has only read
}

void TestElfHandle::givesNothingForDamagedParts()
{
    const auto whole = program().build();
    const auto names
        = loaded<Elf64_Shdr>(whole, loaded<Elf64_Ehdr>(whole, 0).e_shoff + symbolNames * sizeof(Elf64_Shdr));
    {
        const auto handle = ElfHandle::open(whole);
        QVERIFY(handle && handle->string(symbolNames, names.sh_size - 1) == std::string_view());
        QVERIFY(!handle->string(symbolNames, names.sh_size) && !handle->string(symbolNames, SIZE_MAX));
        QVERIFY(!handle->string(1, 0) && !handle->string(5, 0) && !handle->string(SIZE_MAX, 0));
        QVERIFY(!handle->symbols(0) && !handle->symbols(1) && !handle->symbols(5) && !handle->symbols(SIZE_MAX));
    }
    const auto broken = [&whole](size_t index, const std::function<void(Elf64_Shdr &)> &change) {
        return withSection(whole, index, change);
    };
    const auto unended = broken(symbolNames, [](Elf64_Shdr &row) { row.sh_size -= 1; }); // "import" loses its NUL
    QVERIFY(ElfHandle::open(unended)->string(symbolNames, 1));
    QVERIFY(!ElfHandle::open(unended)->string(symbolNames, names.sh_size - 2));
    const auto packedNames = broken(symbolNames, [](Elf64_Shdr &row) { row.sh_flags = SHF_COMPRESSED; });
    QVERIFY(!ElfHandle::open(packedNames)->string(symbolNames, 1));
    const auto outside = broken(symbolNames, [](Elf64_Shdr &row) { row.sh_offset = UINT64_MAX - 8; });
    QVERIFY(!ElfHandle::open(outside)->string(symbolNames, 1));
    for (const auto &table : {broken(symbolTable, [](Elf64_Shdr &row) { row.sh_flags = SHF_COMPRESSED; }),
                              broken(symbolTable, [](Elf64_Shdr &row) { row.sh_offset = UINT64_MAX - 8; }),
                              broken(symbolTable, [](Elf64_Shdr &row) { row.sh_size = uint64_t(24) << 50; }),
                              broken(symbolTable, [](Elf64_Shdr &row) { row.sh_size -= 1; }),
                              broken(symbolTable, [](Elf64_Shdr &row) { row.sh_size = 0; })}) {
        QVERIFY(!ElfHandle::open(table)->symbols(symbolTable));
        QVERIFY(ElfHandle::open(table)->section(symbolTable));
    }
}

void TestElfHandle::readsSymbolsThatLibelfRefuses()
{
    const auto cut = withSection(program().build(), symbolTable, [](Elf64_Shdr &row) { row.sh_size -= 1; });
    const auto elf = ElfFile::open(MappedFile::fromBytes(cut, "cut in a row"));
    QVERIFY(elf.has_value());
    QCOMPARE((*elf)->symbols().size(), size_t(3)); // all but the last
    QVERIFY((*elf)->findSymbol("late") && !(*elf)->findSymbol("import"));
}

void TestElfHandle::readsAReadOnlyMapping()
{
    const auto file = MappedFile::open(QCoreApplication::applicationFilePath().toStdString());
    QVERIFY(file.has_value());
    const auto elf = ElfFile::open(*file);
    QVERIFY(elf.has_value());
    QVERIFY((*elf)->findSection(".text") && (*elf)->findSymbol("main"));
}

QTEST_GUILESS_MAIN(TestElfHandle)
#include "tst_elfhandle.moc"
