// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elffile.h"
#include "tests/support/elfbuilder.h"

#include <QTest>

#include <elf.h>
#include <thread>
#include <zlib.h>
#include <zstd.h>

using namespace Freezeframe;

namespace
{

const std::string plainText = [] {
    std::string text;
    for (const std::byte byte : patternBytes(100'000))
        text += static_cast<char>('a' + (std::to_integer<int>(byte) & 15));
    return text;
}();

std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::string textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

Bytes zlibStream(std::string_view text)
{
    uLongf size = compressBound(text.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef *>(out.data()), &size, reinterpret_cast<const Bytef *>(text.data()), text.size());
    out.resize(size);
    return Bytes(out);
}

Bytes zstdStream(std::string_view text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return Bytes(out);
}

Bytes compressedSection(uint32_t type, uint64_t size, const Bytes &stream)
{
    Elf64_Chdr header{};
    header.ch_type = type;
    header.ch_size = size;
    header.ch_addralign = 1;
    return Bytes().add(header).add(stream);
}

Bytes zdebugSection(uint64_t size, const Bytes &stream)
{
    return Bytes("ZLIB").add(std::byteswap(size)).add(stream);
}

std::shared_ptr<const ElfFile> opened(const ElfBuilder &builder)
{
    const auto elf = ElfFile::open(builder.file());
    return elf ? *elf : nullptr;
}

}

/// Programs and libraries, whole and broken.
class TestElfFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHeadersAndIds();
    void givesBytesByAddress_data();
    void givesBytesByAddress();
    void decompresses_data();
    void decompresses();
    void decompressesOnceForManyThreads();
    void findsSymbols();
    void findsManySymbolsFast();
    void survivesDamage_data();
    void survivesDamage();
    void readsDebugLink();
};

void TestElfFile::readsHeadersAndIds()
{
    ElfBuilder builder(ET_EXEC);
    builder.setEntry(0x401000).addHeaderLoad(0x400000, PF_R).addLoad(0x401000, PF_R | PF_X, patternBytes(100));
    builder.addBuildId("\x01\xab\xff").addGoBuildId("a/b/c/d");
    const auto elf = opened(builder);
    QVERIFY(elf);
    QCOMPARE(elf->type(), uint16_t(ET_EXEC));
    QCOMPARE(elf->machine(), uint16_t(EM_X86_64));
    QCOMPARE(elf->entry(), Address{0x401000});
    QCOMPARE(elf->segments().size(), size_t(3));
    QCOMPARE(elf->buildId(), std::string("01abff"));
    QCOMPARE(elf->goBuildId(), std::string("a/b/c/d"));
    QVERIFY(elf->warnings().empty());
    QVERIFY(elf->symbols().empty());
    QCOMPARE(elf->findSymbol("main"), nullptr);
    QCOMPARE(elf->sectionData(".none").error().code, ErrorCode::NotFound);
}

void TestElfFile::givesBytesByAddress_data()
{
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<int>("code"); // -1: there are bytes

    QTest::newRow("first") << quint64(0x401000) << quint64(1) << -1;
    QTest::newRow("all") << quint64(0x401000) << quint64(100) << -1;
    QTest::newRow("last") << quint64(0x401063) << quint64(1) << -1;
    QTest::newRow("into the zero fill") << quint64(0x401063) << quint64(2) << int(ErrorCode::Truncated);
    QTest::newRow("zero fill") << quint64(0x401100) << quint64(1) << int(ErrorCode::Truncated);
    QTest::newRow("past the end") << quint64(0x402000) << quint64(1) << int(ErrorCode::Unmapped);
    QTest::newRow("before") << quint64(0x400fff) << quint64(1) << int(ErrorCode::Unmapped);
    QTest::newRow("enormous") << quint64(0x401000) << ~quint64(0) << int(ErrorCode::Truncated);
    QTest::newRow("top of memory") << ~quint64(0) << ~quint64(0) << int(ErrorCode::Unmapped);
}

void TestElfFile::givesBytesByAddress()
{
    QFETCH(quint64, address);
    QFETCH(quint64, size);
    QFETCH(int, code);
    const auto content = patternBytes(100);
    const auto elf = opened(ElfBuilder().addLoad(0x401000, PF_R, content, 0x1000));
    QVERIFY(elf);
    const auto bytes = elf->bytesAt({address}, size);
    QCOMPARE(bytes ? -1 : int(bytes.error().code), code);
    if (bytes)
        QVERIFY(std::ranges::equal(*bytes, std::span(content).subspan(address - 0x401000, size)));
}

void TestElfFile::decompresses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<quint64>("flags");
    QTest::addColumn<QByteArray>("section");
    QTest::addColumn<QString>("error"); // empty: gives plainText

    const auto row = [](const char *tag, const char *name, quint64 flags, const Bytes &bytes, const QString &error) {
        QTest::newRow(tag) << QString::fromLatin1(name) << flags
                           << QByteArray(reinterpret_cast<const char *>(bytes.data().data()), qsizetype(bytes.size()))
                           << error;
    };
    const quint64 size = plainText.size();
    const Bytes zlib = zlibStream(plainText);
    const Bytes zstd = zstdStream(plainText);
    row("plain", ".debug_info", 0, Bytes(plainText), {});
    row("zlib", ".debug_info", SHF_COMPRESSED, compressedSection(ELFCOMPRESS_ZLIB, size, zlib), {});
    row("zstd", ".debug_info", SHF_COMPRESSED, compressedSection(2, size, zstd), {});
    row("old style", ".zdebug_info", 0, zdebugSection(size, zlib), {});
    row("cut stream", ".debug_info", SHF_COMPRESSED,
        compressedSection(ELFCOMPRESS_ZLIB, size, Bytes(textOf(zlib).substr(0, zlib.size() / 2))),
        QStringLiteral("a zlib section is damaged"));
    row("cut zstd", ".debug_info", SHF_COMPRESSED,
        compressedSection(2, size, Bytes(textOf(zstd).substr(0, zstd.size() / 2))),
        QStringLiteral("a zstd section is damaged"));
    row("smaller than said", ".debug_info", SHF_COMPRESSED, compressedSection(ELFCOMPRESS_ZLIB, size + 1, zlib),
        QStringLiteral("a zlib section is damaged: 97.7 KiB of 97.7 KiB unpacked"));
    row("larger than said", ".debug_info", SHF_COMPRESSED, compressedSection(ELFCOMPRESS_ZLIB, size - 1, zlib),
        QStringLiteral("a zlib section is damaged"));
    row("absurd size", ".debug_info", SHF_COMPRESSED, compressedSection(ELFCOMPRESS_ZLIB, uint64_t(1) << 60, zlib),
        QStringLiteral("to 1.00 EiB, which can't be"));
    row("absurd size, zstd", ".debug_info", SHF_COMPRESSED, compressedSection(2, uint64_t(1) << 33, zstd),
        QStringLiteral("which can't be"));
    row("absurd size, old style", ".zdebug_info", 0, zdebugSection(~uint64_t(0), zlib),
        QStringLiteral("which can't be"));
    row("unknown kind", ".debug_info", SHF_COMPRESSED, compressedSection(77, size, zlib),
        QStringLiteral("unknown kind of compression 77"));
    row("no header", ".debug_info", SHF_COMPRESSED, Bytes("abc"), QStringLiteral("shorter than its header"));
    row("old style without magic", ".zdebug_info", 0, Bytes("abcdefghijklmnop"),
        QStringLiteral("does not begin with ZLIB"));
}

void TestElfFile::decompresses()
{
    QFETCH(QString, name);
    QFETCH(quint64, flags);
    QFETCH(QByteArray, section);
    QFETCH(QString, error);
    ElfBuilder builder;
    builder.addSection(name.toStdString(), SHT_PROGBITS, flags, 0, bytesOf({section.data(), size_t(section.size())}));
    const auto elf = opened(builder);
    QVERIFY(elf);
    const auto data = elf->sectionData(".debug_info");
    if (error.isEmpty()) {
        QVERIFY2(data.has_value(), data ? "" : data.error().message.c_str());
        QVERIFY(textOf(*data) == plainText);
        QCOMPARE(elf->sectionData("debug_info")->data(), data->data());
        return;
    }
    QVERIFY(!data);
    const QString message = QString::fromStdString(data.error().message);
    QVERIFY2(message.contains(error), qPrintable(message));
    QCOMPARE(QString::fromStdString(data.error().section), name);
}

void TestElfFile::decompressesOnceForManyThreads()
{
    ElfBuilder builder;
    builder.addSection(".debug_info", SHT_PROGBITS, SHF_COMPRESSED, 0,
                       compressedSection(ELFCOMPRESS_ZLIB, plainText.size(), zlibStream(plainText)));
    builder.addSymbol("f", 0x10, 4, STT_FUNC);
    const auto elf = opened(builder);
    QVERIFY(elf);
    std::array<const std::byte *, 8> places{};
    std::array<const ElfSymbol *, 8> symbols{};
    {
        std::vector<std::jthread> threads;
        for (size_t index = 0; index < places.size(); ++index) {
            threads.emplace_back([&, index] {
                places[index] = elf->sectionData(".debug_info")->data();
                symbols[index] = elf->findSymbol("f");
            });
        }
    }
    for (size_t index = 0; index < places.size(); ++index) {
        QCOMPARE(places[index], places[0]);
        QVERIFY(symbols[index] && symbols[index] == symbols[0]);
    }
}

void TestElfFile::findsSymbols()
{
    ElfBuilder builder;
    builder.addSymbol("late", 0x300, 0x10, STT_FUNC).addSymbol("early", 0x100, 0x80, STT_FUNC);
    builder.addSymbol("nested", 0x120, 0x10, STT_FUNC).addSymbol("label", 0x200, 0, STT_NOTYPE);
    builder.addSymbol("tls", 0x120, 8, STT_TLS).addSymbol("import", 0, 0, STT_FUNC, SHN_UNDEF);
    builder.addSymbol("twice", 0, 0, STT_FUNC, SHN_UNDEF).addSymbol("twice", 0x310, 8, STT_OBJECT);
    const auto elf = opened(builder);
    QVERIFY(elf);
    const auto nameAt = [&elf](uint64_t address) {
        const ElfSymbol *symbol = elf->symbolAt({address});
        return symbol ? std::string(symbol->name) : std::string();
    };
    QCOMPARE(elf->symbols().size(), size_t(8));
    QVERIFY(std::ranges::is_sorted(elf->symbols(), {}, &ElfSymbol::address));
    QCOMPARE(elf->findSymbol("late")->address, Address{0x300});
    QCOMPARE(elf->findSymbol("twice")->address, Address{0x310}); // a definition goes before an import
    QCOMPARE(elf->findSymbol("import")->section, uint16_t(SHN_UNDEF));
    QCOMPARE(elf->findSymbol("nothing"), nullptr);
    QCOMPARE(nameAt(0x100), std::string("early"));
    QCOMPARE(nameAt(0x12f), std::string("nested"));
    QCOMPARE(nameAt(0x130), std::string("early")); // past the nested one
    QCOMPARE(nameAt(0x17f), std::string("early"));
    QCOMPARE(nameAt(0x180), std::string()); // in no range
    QCOMPARE(nameAt(0x250), std::string("label")); // without a size: the nearest before
    QCOMPARE(nameAt(0x318), std::string("label"));
    QCOMPARE(nameAt(0x10), std::string());
}

void TestElfFile::findsManySymbolsFast()
{
    ElfBuilder builder;
    constexpr int count = 120'000;
    for (int index = 0; index < count; ++index)
        builder.addSymbol("package/path.function" + std::to_string(index), uint64_t(index) * 16, 16, STT_FUNC);
    builder.addSymbol("everything", 0, count * 16, STT_OBJECT); // reaches over all of them
    const auto elf = opened(builder);
    QVERIFY(elf);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(elf->findSymbol("package/path.function77777")->address, Address{77777 * 16});
    QVERIFY2(timer.elapsed() < 4000, "the tables took too long"); // about 30 ms without a sanitizer
    timer.restart();
    for (int index = 0; index < count; ++index)
        QVERIFY(elf->symbolAt({uint64_t(index) * 16 + 3})->address.value == uint64_t(index) * 16);
    QVERIFY2(timer.elapsed() < 4000, "look-ups took too long");
}

void TestElfFile::survivesDamage_data()
{
    QTest::addColumn<int>("offset"); // in the ELF header
    QTest::addColumn<int>("size");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<QString>("warning");

    const auto at
        = [](auto member) { return int(reinterpret_cast<size_t>(&(static_cast<Elf64_Ehdr *>(nullptr)->*member))); };
    QTest::newRow("section table past the end") << at(&Elf64_Ehdr::e_shoff) << 8 << (quint64(1) << 40)
                                                << QStringLiteral("the section table lies outside the file");
    QTest::newRow("too many sections") << at(&Elf64_Ehdr::e_shnum) << 2 << quint64(60000)
                                       << QStringLiteral("e_shnum says 60000, the file has room for 5; used 5");
    QTest::newRow("section names missing")
        << at(&Elf64_Ehdr::e_shstrndx) << 2 << quint64(1000) << QStringLiteral("the table of section names is missing");
    QTest::newRow("segments past the end") << at(&Elf64_Ehdr::e_phoff) << 8 << (quint64(1) << 40)
                                           << QStringLiteral("program headers stop at 0 of 2: the file ends there");
    QTest::newRow("segments at the end of numbers")
        << at(&Elf64_Ehdr::e_phoff) << 8 << ~quint64(0)
        << QStringLiteral("program headers stop at 0 of 2: the file ends there");
    QTest::newRow("tiny program headers") << at(&Elf64_Ehdr::e_phentsize) << 2 << quint64(1)
                                          << QStringLiteral("e_phentsize is 1, less than a program header");
    QTest::newRow("too many segments") << at(&Elf64_Ehdr::e_phnum) << 2 << quint64(0xfffe)
                                       << QStringLiteral("the file has room for 2; used 2");
    QTest::newRow("extended numbering without a count")
        << at(&Elf64_Ehdr::e_phnum) << 2 << quint64(PN_XNUM)
        << QStringLiteral("said to be in section header 0, which is not there");
}

void TestElfFile::survivesDamage()
{
    QFETCH(int, offset);
    QFETCH(int, size);
    QFETCH(quint64, value);
    QFETCH(QString, warning);
    ElfBuilder builder;
    builder.addHeaderLoad(0, PF_R).addLoad(0x1000, PF_R, patternBytes(64)).addSymbol("f", 0x1000, 8, STT_FUNC);
    auto bytes = builder.addSection(".text", SHT_PROGBITS, 0, 0x1000, patternBytes(64)).build();
    std::memcpy(bytes.data() + offset, &value, size_t(size));
    const auto elf = ElfFile::open(MappedFile::fromBytes(bytes, "damaged"));
    QVERIFY(elf.has_value());
    QString all;
    for (const Error &error : (*elf)->warnings())
        all += QString::fromStdString(error.message) + QLatin1Char('\n');
    QVERIFY2(all.contains(warning), qPrintable(all));
    (void)(*elf)->symbols();
    (void)(*elf)->bytesAt({0x1000}, 8);
}

void TestElfFile::readsDebugLink()
{
    const auto elf = opened(ElfBuilder().setDebugLink("app.debug", 0x12345678));
    QVERIFY(elf && elf->debugLink());
    QCOMPARE(elf->debugLink()->fileName, std::string("app.debug"));
    QCOMPARE(elf->debugLink()->crc, 0x12345678u);
    const auto broken = opened(ElfBuilder().addSection(".gnu_debuglink", SHT_PROGBITS, 0, 0, bytesOf("no end")));
    QVERIFY(broken && !broken->debugLink());
}

QTEST_GUILESS_MAIN(TestElfFile)
#include "tst_elffile.moc"
