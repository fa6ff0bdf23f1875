// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/cfiprogram.h"
#include "backend/elf/elffile.h"
#include "tests/support/elfbuilder.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Freezeframe;

namespace
{

constexpr uint64_t sectionAddress = 0x3000;
constexpr uint64_t functionAddress = 0x1000;

std::vector<std::byte> bytesOf(const QByteArray &hexadecimal)
{
    const QByteArray raw = QByteArray::fromHex(hexadecimal);
    const auto span = std::as_bytes(std::span(raw.constData(), static_cast<size_t>(raw.size())));
    return {span.begin(), span.end()};
}

/// "cfa=r7+8 r16=c-8": c is the CFA, v an offset from it as the value.
QString described(const Result<UnwindRow> &row)
{
    if (!row)
        return QStringLiteral("error %1").arg(int(row.error().code));
    QStringList words;
    words << (row->cfaExpression.empty() ? QStringLiteral("cfa=r%1%2%3")
                                               .arg(row->cfaRegister)
                                               .arg(row->cfaOffset < 0 ? "" : "+")
                                               .arg(row->cfaOffset)
                                         : QStringLiteral("cfa=e%1").arg(row->cfaExpression.size()));
    auto rules = row->rules;
    std::ranges::sort(rules, {}, &std::pair<int, RegisterRule>::first);
    for (const auto &[number, rule] : rules) {
        QString text;
        switch (rule.kind) {
        case RegisterRule::Kind::Undefined: text = QStringLiteral("u"); break;
        case RegisterRule::Kind::SameValue: text = QStringLiteral("s"); break;
        case RegisterRule::Kind::AtCfaPlus: text = QStringLiteral("c%1").arg(rule.offset); break;
        case RegisterRule::Kind::CfaPlus: text = QStringLiteral("v%1").arg(rule.offset); break;
        case RegisterRule::Kind::Register: text = QStringLiteral("r%1").arg(rule.registerNumber); break;
        case RegisterRule::Kind::ExpressionAt: text = QStringLiteral("e%1").arg(rule.expression.size()); break;
        case RegisterRule::Kind::Expression: text = QStringLiteral("x%1").arg(rule.expression.size()); break;
        }
        words << QStringLiteral("r%1=%2").arg(number).arg(text);
    }
    return words.join(QLatin1Char(' '));
}

/// Builds .eh_frame and .debug_frame entry by entry.
class FrameBuilder
{
public:
    explicit FrameBuilder(bool isEhFrame)
        : m_isEhFrame(isEhFrame)
    {
    }
    /// Everything of the CIE after its id.
    FrameBuilder &common(const QByteArray &body)
    {
        m_common = m_bytes.size();
        entry(m_isEhFrame ? 0 : 0xffffffff, bytesOf(body));
        return *this;
    }
    FrameBuilder &frame(const QByteArray &begin, const QByteArray &rest)
    {
        const auto id = m_isEhFrame ? uint32_t(m_bytes.size() + 4 - m_common) : uint32_t(m_common);
        entry(id, bytesOf(begin + rest));
        return *this;
    }
    /// A frame whose begin is four bytes relative to itself.
    FrameBuilder &relativeFrame(uint64_t begin, const QByteArray &rest)
    {
        const auto delta = static_cast<int32_t>(begin - (sectionAddress + m_bytes.size() + 8));
        const QByteArray raw(reinterpret_cast<const char *>(&delta), 4);
        return frame(raw.toHex(), rest);
    }
    FrameBuilder &raw(const QByteArray &hexadecimal)
    {
        m_bytes.add(std::span<const std::byte>(bytesOf(hexadecimal)));
        return *this;
    }
    [[nodiscard]] const Bytes &bytes() const { return m_bytes; }
    [[nodiscard]] std::shared_ptr<const UnwindTable> table() const
    {
        ElfBuilder builder;
        builder.addSection(m_isEhFrame ? ".eh_frame" : ".debug_frame", SHT_PROGBITS, m_isEhFrame ? SHF_ALLOC : 0,
                           m_isEhFrame ? sectionAddress : 0, m_bytes);
        return UnwindTable::open(ElfFile::open(builder.file()).value(), nullptr);
    }

private:
    void entry(uint32_t id, std::span<const std::byte> body)
    {
        m_bytes.add(uint32_t(4 + body.size())).add(id).add(body);
    }
    bool m_isEhFrame;
    size_t m_common = 0;
    Bytes m_bytes;
};

/// "zR", code 1, data -8, return address 16, pcrel sdata4; CFA = rsp + 8, return address at CFA - 8.
constexpr auto usualCommon = "01" "7a5200" "01" "78" "10" "01" "1b" "0c0708" "9001";

}

class TestCfi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void instructions_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<QString>("row");
        const auto row = [](const char *name, const char *program, quint64 offset, const char *expected) {
            QTest::newRow(name) << QByteArray(program) << offset << QString::fromLatin1(expected);
        };
        row("nothing", "", 0, "cfa=r7+8 r16=c-8");
        row("nops", "000000", 0, "cfa=r7+8 r16=c-8");
        row("advance_loc: not yet", "41" "0e10", 0, "cfa=r7+8 r16=c-8");
        row("advance_loc", "41" "0e10", 1, "cfa=r7+16 r16=c-8");
        row("advance_loc1", "0210" "0e10", 0x10, "cfa=r7+16 r16=c-8");
        row("advance_loc2", "030001" "0e10", 0xff, "cfa=r7+8 r16=c-8");
        row("advance_loc4", "0410000000" "0e10", 0x10, "cfa=r7+16 r16=c-8");
        row("offset", "8602", 0, "cfa=r7+8 r6=c-16 r16=c-8");
        row("offset_extended", "052102", 0, "cfa=r7+8 r16=c-8 r33=c-16");
        row("offset_extended_sf", "11037f", 0, "cfa=r7+8 r3=c8 r16=c-8");
        row("GNU_negative_offset_extended", "2f0302", 0, "cfa=r7+8 r3=c16 r16=c-8");
        row("def_cfa", "0c0610", 0, "cfa=r6+16 r16=c-8");
        row("def_cfa_register", "0d06", 0, "cfa=r6+8 r16=c-8");
        row("def_cfa_offset", "0ef001", 0, "cfa=r7+240 r16=c-8");
        row("def_cfa_sf", "12067e", 0, "cfa=r6+16 r16=c-8");
        row("def_cfa_offset_sf", "137e", 0, "cfa=r7+16 r16=c-8");
        row("def_cfa_expression", "0f03770806", 0, "cfa=e3 r16=c-8");
        row("def_cfa after an expression", "0f03770806" "0c0708", 0, "cfa=r7+8 r16=c-8");
        row("expression", "10060276" "08", 0, "cfa=r7+8 r6=e2 r16=c-8");
        row("val_expression", "16060276" "08", 0, "cfa=r7+8 r6=x2 r16=c-8");
        row("val_offset", "1403" "02", 0, "cfa=r7+8 r3=v-16 r16=c-8");
        row("val_offset_sf", "1503" "7e", 0, "cfa=r7+8 r3=v16 r16=c-8");
        row("register", "090301", 0, "cfa=r7+8 r3=r1 r16=c-8");
        row("undefined", "0710", 0, "cfa=r7+8 r16=u");
        row("same_value", "0803", 0, "cfa=r7+8 r3=s r16=c-8");
        row("restore", "8602" "9002" "c6" "d0", 0, "cfa=r7+8 r16=c-8");
        row("restore_extended", "8602" "0606", 0, "cfa=r7+8 r16=c-8");
        row("remember, restore", "0e10" "0a" "0e20" "8602" "0b", 0, "cfa=r7+16 r16=c-8");
        row("remember twice", "0a" "0e10" "0a" "0e20" "0b" "0b", 0, "cfa=r7+8 r16=c-8");
        row("GNU_args_size", "2e8001" "0e10", 0, "cfa=r7+16 r16=c-8");
        row("AARCH64_negate_ra_state", "2d" "0e10", 0, "cfa=r7+16 r16=c-8");
        row("damage after the row is passed over", "42" "ff", 1, "cfa=r7+8 r16=c-8");
        row("restore_state without remember", "0b", 0, "error 1");
        row("unknown instruction", "3f", 0, "error 6");
        row("cut operand", "0e", 0, "error 1");
        row("cut expression", "0f7f00", 0, "error 1");
        row("register 2^40", "0780808080808001", 0, "error 1");
        row("remembers without end", QByteArray("0a").repeated(100).constData(), 0, "error 9");
    }
    void instructions()
    {
        QFETCH(const QByteArray, program);
        QFETCH(const quint64, offset);
        QFETCH(const QString, row);
        FrameBuilder builder(true);
        builder.common(usualCommon).relativeFrame(functionAddress, "00100000" "00" + program).raw("00000000");
        QCOMPARE(described(builder.table()->rowAt({functionAddress + offset})), row);
    }

    void codes() // the numbers in the rows above
    {
        QCOMPARE(int(ErrorCode::BadFormat), 1);
        QCOMPARE(int(ErrorCode::Unsupported), 6);
        QCOMPARE(int(ErrorCode::Limit), 9);
    }

    void commons_data()
    {
        QTest::addColumn<QByteArray>("common");
        QTest::addColumn<QByteArray>("frame"); // begin, size, rest
        QTest::addColumn<QString>("row");
        QTest::addColumn<bool>("isSignalFrame");
        const QString usual = QStringLiteral("cfa=r7+8 r16=c-8");
        QTest::newRow("no augmentation: absolute")
            << QByteArray("01" "00" "01" "78" "10" "0c0708" "9001") << QByteArray("0010000000000000" "1000000000000000")
            << usual << false;
        QTest::newRow("version 3") << QByteArray("03" "00" "01" "78" "10" "0c0708" "9001")
                                   << QByteArray("0010000000000000" "1000000000000000") << usual << false;
        QTest::newRow("version 4") << QByteArray("04" "00" "08" "00" "01" "78" "10" "0c0708" "9001")
                                   << QByteArray("0010000000000000" "1000000000000000") << usual << false;
        QTest::newRow("udata4") << QByteArray("01" "7a5200" "01" "78" "10" "01" "03" "0c0708" "9001")
                                << QByteArray("00100000" "10000000" "00") << usual << false;
        QTest::newRow("udata2") << QByteArray("01" "7a5200" "01" "78" "10" "01" "02" "0c0708" "9001")
                                << QByteArray("0010" "1000" "00") << usual << false;
        QTest::newRow("uleb128") << QByteArray("01" "7a5200" "01" "78" "10" "01" "01" "0c0708" "9001")
                                 << QByteArray("8020" "10" "00") << usual << false;
        QTest::newRow("sleb128") << QByteArray("01" "7a5200" "01" "78" "10" "01" "09" "0c0708" "9001")
                                 << QByteArray("8020" "10" "00") << usual << false;
        QTest::newRow("sdata8") << QByteArray("01" "7a5200" "01" "78" "10" "01" "0c" "0c0708" "9001")
                                << QByteArray("0010000000000000" "1000000000000000" "00") << usual << false;
        QTest::newRow("personality, language data")
            << QByteArray("01" "7a504c5200" "01" "78" "10" "07" "9b" "00000000" "1b" "03" "0c0708" "9001")
            << QByteArray("00100000" "10000000" "04" "00000000") << usual << false;
        QTest::newRow("signal frame") << QByteArray("01" "7a525300" "01" "78" "10" "01" "03" "0c0708" "9001")
                                      << QByteArray("00100000" "10000000" "00") << usual << true;
        QTest::newRow("unknown augmentation with a size")
            << QByteArray("01" "7a525700" "01" "78" "10" "03" "03" "aabb" "0c0708" "9001")
            << QByteArray("00100000" "10000000" "00") << usual << false;
        const QString none = QStringLiteral("error 0");
        QTest::newRow("indirect") << QByteArray("01" "7a5200" "01" "78" "10" "01" "9b" "0c0708" "9001")
                                  << QByteArray("00100000" "10000000" "00") << none << false;
        QTest::newRow("unknown augmentation without a size")
            << QByteArray("01" "5700" "01" "78" "10" "0c0708" "9001")
            << QByteArray("0010000000000000" "1000000000000000") << none << false;
        QTest::newRow("version 9") << QByteArray("09" "00" "01" "78" "10" "0c0708" "9001")
                                   << QByteArray("0010000000000000" "1000000000000000") << none << false;
        QTest::newRow("range past the address space")
            << QByteArray("01" "00" "01" "78" "10" "0c0708" "9001") << QByteArray("0010000000000000" "ffffffffffffffff")
            << none << false;
        QTest::newRow("augmentation longer than the entry") << QByteArray("01" "7a5200" "01" "78" "10" "7f" "03")
                                                            << QByteArray("00100000" "10000000" "00") << none << false;
    }
    void commons()
    {
        QFETCH(const QByteArray, common);
        QFETCH(const QByteArray, frame);
        QFETCH(const QString, row);
        QFETCH(const bool, isSignalFrame);
        for (const bool isEhFrame : {true, false}) {
            FrameBuilder builder(isEhFrame);
            builder.common(common).frame(frame, "");
            const auto result = builder.table()->rowAt({functionAddress});
            QCOMPARE(described(result), row);
            if (result) {
                QCOMPARE(result->isSignalFrame, isSignalFrame);
                QCOMPARE(result->returnAddressRegister, 16);
            }
        }
    }

    void codeAlignment()
    {
        FrameBuilder builder(false);
        builder.common("04" "00" "08" "00" "04" "7c" "1e" "0c1f00")
            .frame("0010000000000000" "4000000000000000", "42" "9d04");
        const auto table = builder.table();
        QCOMPARE(described(table->rowAt({functionAddress + 7})), QStringLiteral("cfa=r31+0"));
        QCOMPARE(described(table->rowAt({functionAddress + 8})), QStringLiteral("cfa=r31+0 r29=c-16"));
    }

    void bounds()
    {
        FrameBuilder builder(true);
        builder.common(usualCommon)
            .relativeFrame(0x2000, "10000000" "00" "0e20")
            .relativeFrame(functionAddress, "10000000" "00" "0e10")
            .relativeFrame(0x1010, "10000000" "00" "0e18");
        const auto table = builder.table();
        QCOMPARE(described(table->rowAt({0xfff})), QStringLiteral("error 0"));
        QCOMPARE(described(table->rowAt({0x1000})), QStringLiteral("cfa=r7+16 r16=c-8"));
        QCOMPARE(described(table->rowAt({0x100f})), QStringLiteral("cfa=r7+16 r16=c-8"));
        QCOMPARE(described(table->rowAt({0x1010})), QStringLiteral("cfa=r7+24 r16=c-8"));
        QCOMPARE(described(table->rowAt({0x1020})), QStringLiteral("error 0"));
        QCOMPARE(described(table->rowAt({0x200f})), QStringLiteral("cfa=r7+32 r16=c-8"));
        QCOMPARE(described(table->rowAt({~uint64_t(0)})), QStringLiteral("error 0"));
    }

    /// A damaged entry costs itself only.
    void skipsDamage()
    {
        FrameBuilder builder(true);
        builder.common(usualCommon)
            .raw("0c000000" "ffffff7f" "0000000000000000") // its common entry lies before the section
            .raw("04000000" "01000000") // nothing after the id
            .relativeFrame(functionAddress, "10000000" "00" "0e10")
            .raw("ffffff7f" "00000000"); // longer than the section
        QCOMPARE(described(builder.table()->rowAt({functionAddress})), QStringLiteral("cfa=r7+16 r16=c-8"));
    }

    void wideEntries() // 64-bit DWARF
    {
        Bytes frame;
        const auto common = bytesOf("04" "00" "08" "00" "01" "78" "10" "0c0708" "9001");
        frame.add(uint32_t(0xffffffff))
            .add(uint64_t(8 + common.size()))
            .add(~uint64_t(0))
            .add(std::span<const std::byte>(common));
        frame.add(uint32_t(0xffffffff)).add(uint64_t(24)).add(uint64_t(0)).add(functionAddress).add(uint64_t(0x10));
        ElfBuilder builder;
        builder.addSection(".debug_frame", SHT_PROGBITS, 0, 0, frame);
        const auto table = UnwindTable::open(ElfFile::open(builder.file()).value(), nullptr);
        QCOMPARE(described(table->rowAt({functionAddress})), QStringLiteral("cfa=r7+8 r16=c-8"));
    }

    /// .debug_frame of the separate file counts where the program itself has nothing.
    void separateFile()
    {
        FrameBuilder program(true), debug(false);
        program.common(usualCommon).relativeFrame(functionAddress, "10000000" "00" "0e10");
        debug.common("01" "00" "01" "78" "10" "0c0708" "9001").frame("0020000000000000" "1000000000000000", "");
        ElfBuilder builder, debugBuilder;
        builder.addSection(".eh_frame", SHT_PROGBITS, SHF_ALLOC, sectionAddress, program.bytes());
        debugBuilder.addSection(".debug_frame", SHT_PROGBITS, 0, 0, debug.bytes());
        const auto table
            = UnwindTable::open(ElfFile::open(builder.file()).value(), ElfFile::open(debugBuilder.file()).value());
        QCOMPARE(described(table->rowAt({functionAddress})), QStringLiteral("cfa=r7+16 r16=c-8"));
        QCOMPARE(described(table->rowAt({0x2000})), QStringLiteral("cfa=r7+8 r16=c-8"));
        QCOMPARE(described(UnwindTable::open(nullptr, nullptr)->rowAt({0x2000})), QStringLiteral("error 0"));
    }

    void manyThreads()
    {
        FrameBuilder builder(true);
        builder.common(usualCommon);
        for (uint64_t i = 0; i < 500; ++i)
            builder.relativeFrame(functionAddress + 16 * i, "10000000" "00" "44" "0e10");
        const auto table = builder.table();
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&] {
                    for (uint64_t i = 0; i < 500; ++i) {
                        const auto row = table->rowAt({functionAddress + 16 * i + 4});
                        wrong += !row || row->cfaOffset != 16;
                    }
                });
            }
        }
        QCOMPARE(wrong.load(), 0);
    }

    void survivesNoise()
    {
        FrameBuilder builder(true);
        builder.common(usualCommon);
        for (uint64_t i = 0; i < 20; ++i)
            builder.relativeFrame(functionAddress + 16 * i, "10000000" "00" "44" "0e10" "8602" "0a" "48" "0b");
        const auto good = builder.bytes().data();
        const auto noise = patternBytes(3 * 3000, 11);
        for (size_t round = 0; round < 3000; ++round) {
            auto bad = good;
            for (size_t i = 0; i < 1 + round % 3; ++i) {
                const auto at = (std::to_integer<size_t>(noise[3 * round + i]) * 251 + round) % bad.size();
                bad[at] = noise[3 * round + 2];
            }
            for (const bool isEhFrame : {true, false}) {
                const CfiSection section{.bytes = bad,
                                         .address = sectionAddress,
                                         .textAddress = 0,
                                         .dataAddress = 0,
                                         .isEhFrame = isEhFrame};
                const auto entries = readUnwindEntries(section);
                for (const FrameEntry &frame : entries.frames)
                    (void)runCfiProgram(entries.commons[frame.common], frame, frame.range.end.value - 1);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCfi)
#include "tst_cfi.moc"
