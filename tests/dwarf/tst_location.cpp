// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/bytecursor.h"
#include "backend/dwarf/dwarfmodule.h"
#include "backend/dwarf/locationexpression.h"
#include "backend/elf/registers.h"
#include "tests/support/bytes.h"
#include "tests/support/fakememory.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

std::vector<std::byte> bytesOf(const QByteArray &hexadecimal)
{
    const QByteArray raw = QByteArray::fromHex(hexadecimal);
    const auto span = std::as_bytes(std::span(raw.constData(), static_cast<size_t>(raw.size())));
    return {span.begin(), span.end()};
}

/// "mem 1000/8 reg 3/8 bytes 0102/2 missing/8"
QString described(const std::vector<LocationPiece> &pieces)
{
    QStringList words;
    for (const LocationPiece &piece : pieces) {
        QString word;
        switch (piece.kind) {
        case LocationPiece::Kind::Memory:
            word = QStringLiteral("mem ") + QString::number(piece.address.value, 16);
            break;
        case LocationPiece::Kind::Register:
            word = QStringLiteral("reg ") + QString::number(piece.registerNumber);
            break;
        case LocationPiece::Kind::Implicit:
            word = QStringLiteral("bytes ")
                + QString::fromLatin1(
                       QByteArray(reinterpret_cast<const char *>(piece.bytes.data()), qsizetype(piece.bytes.size()))
                           .toHex());
            break;
        case LocationPiece::Kind::Missing: word = QStringLiteral("missing"); break;
        }
        words << word + QStringLiteral("/") + QString::number(piece.size);
    }
    return words.join(QLatin1Char(' '));
}

}

class TestLocation : public QObject
{
    Q_OBJECT

private:
    FakeMemory m_memory;
    Registers m_registers;

    LocationContext context()
    {
        LocationContext context;
        context.memory = &m_memory;
        context.registers = &m_registers;
        context.cfa = Address{0x7000};
        context.bias = 0x10000;
        context.tlsBase = {0x5000};
        return context;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_memory.putWords({0x2000}, {0x1122334455667788, 0x99});
        m_registers.set(0, 0x2000); // rax
        m_registers.set(3, 42); // rbx
        m_registers.set(6, 0x6f00); // rbp
        m_registers.set(17, 0x1111111111111111); // xmm0
        m_registers.setHigh(17, 0x2222222222222222);
    }

    void evaluates_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QString>("pieces");
        QTest::newRow("addr gets the bias") << QByteArray("030020000000000000") << "mem 12000/0";
        QTest::newRow("lit") << QByteArray("3f") << "mem f/0";
        QTest::newRow("lit31") << QByteArray("4f") << "mem 1f/0";
        QTest::newRow("const1u") << QByteArray("08ff") << "mem ff/0";
        QTest::newRow("const1s") << QByteArray("09ff9f") << "bytes ffffffffffffffff/0";
        QTest::newRow("const2u") << QByteArray("0affff") << "mem ffff/0";
        QTest::newRow("const2s") << QByteArray("0bfeff9f") << "bytes feffffffffffffff/0";
        QTest::newRow("const4u") << QByteArray("0cffffffff") << "mem ffffffff/0";
        QTest::newRow("const4s") << QByteArray("0dfeffffff9f") << "bytes feffffffffffffff/0";
        QTest::newRow("const8u") << QByteArray("0e8877665544332211") << "mem 1122334455667788/0";
        QTest::newRow("const8s") << QByteArray("0ffeffffffffffffff9f") << "bytes feffffffffffffff/0";
        QTest::newRow("constu") << QByteArray("10e58e26") << "mem 98765/0";
        QTest::newRow("consts") << QByteArray("119bf1599f") << "bytes 9b78f6ffffffffff/0";
        QTest::newRow("breg") << QByteArray("7010") << "mem 2010/0";
        QTest::newRow("breg negative") << QByteArray("7668") << "mem 6ee8/0";
        QTest::newRow("bregx") << QByteArray("920610") << "mem 6f10/0";
        QTest::newRow("reg") << QByteArray("53") << "reg 3/0";
        QTest::newRow("regx") << QByteArray("9011") << "reg 17/0";
        QTest::newRow("call_frame_cfa") << QByteArray("9c") << "mem 7000/0";
        QTest::newRow("fbreg") << QByteArray("9178") << "mem 6ff8/0";
        QTest::newRow("plus_uconst") << QByteArray("9c238001") << "mem 7080/0";
        QTest::newRow("deref") << QByteArray("700006") << "mem 1122334455667788/0";
        QTest::newRow("deref_size") << QByteArray("70009402") << "mem 7788/0";
        QTest::newRow("deref_type as size") << QByteArray("7000a60412") << "mem 55667788/0";
        QTest::newRow("dup") << QByteArray("3212" "22") << "mem 4/0";
        QTest::newRow("drop") << QByteArray("323313") << "mem 2/0";
        QTest::newRow("over") << QByteArray("32331422") << "mem 5/0";
        QTest::newRow("pick") << QByteArray("3233341502" "1c") << "mem 2/0"; // 2 3 4 2: 4 - 2
        QTest::newRow("swap") << QByteArray("3233161c") << "mem 1/0"; // 3 - 2
        QTest::newRow("rot") << QByteArray("32333417" "1c" "9f") << "bytes ffffffffffffffff/0"; // 4 2 3: 2 - 3
        QTest::newRow("abs") << QByteArray("09fb19") << "mem 5/0";
        QTest::newRow("neg") << QByteArray("09fb1f") << "mem 5/0";
        QTest::newRow("not") << QByteArray("09fa20") << "mem 5/0";
        QTest::newRow("and or xor") << QByteArray("3c3a1a" "31" "21" "33" "27") << "mem a/0";
        QTest::newRow("div is signed") << QByteArray("09f8" "32" "1b" "9f") << "bytes fcffffffffffffff/0";
        QTest::newRow("div of the smallest by -1")
            << QByteArray("0f0000000000000080" "09ff" "1b") << "mem 8000000000000000/0";
        QTest::newRow("mod is unsigned") << QByteArray("3733" "1d") << "mem 1/0";
        QTest::newRow("mul minus") << QByteArray("3536" "1e" "31" "1c") << "mem 1d/0";
        QTest::newRow("shl") << QByteArray("3134" "24") << "mem 10/0";
        QTest::newRow("shl by 64") << QByteArray("310840" "24") << "mem 0/0";
        QTest::newRow("shr") << QByteArray("09ff" "083c" "25") << "mem f/0";
        QTest::newRow("shra") << QByteArray("09f0" "34" "26" "9f") << "bytes ffffffffffffffff/0";
        QTest::newRow("shra by 200") << QByteArray("09f0" "08c8" "26" "9f") << "bytes ffffffffffffffff/0";
        QTest::newRow("eq ne") << QByteArray("333329" "3334" "2e" "22") << "mem 2/0";
        QTest::newRow("lt is signed") << QByteArray("09ff31" "2d") << "mem 1/0";
        QTest::newRow("le ge gt") << QByteArray("31312c" "31312a" "22" "31322b" "22") << "mem 2/0";
        QTest::newRow("skip") << QByteArray("31" "2f0100" "30" "23" "05") << "mem 6/0";
        QTest::newRow("bra taken") << QByteArray("31" "31" "280200" "3022") << "mem 1/0";
        QTest::newRow("bra not taken") << QByteArray("31" "30" "280200" "3522") << "mem 6/0";
        QTest::newRow("loop that ends") << QByteArray("08c8" "311c" "12" "28faff") << "mem 0/0";
        QTest::newRow("nop") << QByteArray("96" "35" "96") << "mem 5/0";
        QTest::newRow("form_tls_address") << QByteArray("0e1000000000000000" "9b") << "mem 5010/0";
        QTest::newRow("GNU_push_tls_address") << QByteArray("0810" "e0") << "mem 5010/0";
        QTest::newRow("stack_value") << QByteArray("73009f") << "bytes 2a00000000000000/0";
        QTest::newRow("implicit_value") << QByteArray("9e03010203") << "bytes 010203/0";
        QTest::newRow("convert to generic") << QByteArray("7300a8009f") << "bytes 2a00000000000000/0";
        QTest::newRow("regval_type") << QByteArray("a503109f") << "bytes 2a00000000000000/0";
        // Go's slice in registers and on the stack; a piece that nobody kept stays missing.
        QTest::newRow("pieces") << QByteArray("509308" "539308" "91789308") << "reg 0/8 reg 3/8 mem 6ff8/8";
        QTest::newRow("empty piece") << QByteArray("509308" "9308" "91709308") << "reg 0/8 missing/8 mem 6ff0/8";
        QTest::newRow("unknown register in a piece") << QByteArray("519308" "539308") << "missing/8 reg 3/8";
        QTest::newRow("relative to an unknown register in a piece")
            << QByteArray("71089308" "539308") << "missing/8 reg 3/8";
        QTest::newRow("entry_value in a piece") << QByteArray("a301559f9308" "539308") << "missing/8 reg 3/8";
        QTest::newRow("implicit pointer in a piece") << QByteArray("a000000000009308" "539308") << "missing/8 reg 3/8";
        QTest::newRow("value of a smaller piece") << QByteArray("73009f9304") << "bytes 2a000000/4";
        QTest::newRow("value of a larger piece") << QByteArray("73009f930c") << "bytes 2a00000000000000/8 missing/4";
        QTest::newRow("implicit_value with too few bytes") << QByteArray("9e0201029304") << "bytes 0102/2 missing/2";
        QTest::newRow("bit_piece of whole bytes") << QByteArray("70009d2010") << "mem 2002/4";
        QTest::newRow("bit_piece in a register") << QByteArray("619d4040") << "bytes 2222222222222222/8";
        QTest::newRow("LEB of ten bytes") << QByteArray("10ffffffffffffffffff01") << "mem ffffffffffffffff/0";
        QTest::newRow("LEB with padding") << QByteArray("10858080808080808080808000") << "mem 5/0";
    }
    void evaluates()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const QString, pieces);
        LocationContext frame = context();
        const auto frameBase = bytesOf("9c");
        frame.frameBase = frameBase;
        const auto result = evaluateLocation(bytesOf(expression), frame);
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        QCOMPARE(described(*result), pieces);
    }

    void fails_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QByteArray &expression, ErrorCode code) {
            QTest::newRow(name) << expression << static_cast<int>(code);
        };
        row("empty", "", ErrorCode::OptimizedOut);
        row("unknown register", "51", ErrorCode::OptimizedOut);
        row("relative to an unknown register", "7108", ErrorCode::OptimizedOut);
        row("computed from an unknown register", "7108" "7000" "22" "06", ErrorCode::OptimizedOut);
        row("branch on an unknown register", "7100" "280000" "31", ErrorCode::OptimizedOut);
        row("entry_value", "a301559f", ErrorCode::OptimizedOut);
        row("GNU_entry_value", "f301559f", ErrorCode::OptimizedOut);
        row("implicit_pointer", "a00000000000", ErrorCode::OptimizedOut);
        row("nothing but missing pieces", "93089308", ErrorCode::OptimizedOut);
        row("register 500", "90f403", ErrorCode::OptimizedOut);
        row("register 2^64 - 1", "90ffffffffffffffffff01", ErrorCode::OptimizedOut);
        row("division by zero", "3530" "1b", ErrorCode::BadFormat);
        row("modulo zero", "3530" "1d", ErrorCode::BadFormat);
        row("underflow", "22", ErrorCode::BadFormat);
        row("underflow of dup", "12", ErrorCode::BadFormat);
        row("underflow of swap", "3116", ErrorCode::BadFormat);
        row("underflow of rot", "313217", ErrorCode::BadFormat);
        row("pick too deep", "311509", ErrorCode::BadFormat);
        row("stack_value of nothing", "9f", ErrorCode::BadFormat);
        row("loop", "2ffdff", ErrorCode::Limit);
        row("overflow", "31" "31" "2ffcff", ErrorCode::Limit);
        row("branch before the start", "2f00f0", ErrorCode::BadFormat);
        row("branch past the end", "2f0100", ErrorCode::BadFormat);
        row("cut constant", "0c0102", ErrorCode::BadFormat);
        row("cut LEB", "10ff", ErrorCode::BadFormat);
        row("cut implicit_value", "9e0501", ErrorCode::BadFormat);
        row("implicit_value of 2^63 bytes", "9effffffffffffffff7f00", ErrorCode::BadFormat);
        row("unknown operation", "ff", ErrorCode::Unsupported);
        row("call2", "980000", ErrorCode::Unsupported);
        row("push_object_address", "97", ErrorCode::Unsupported);
        row("bits", "509d0403", ErrorCode::Unsupported);
        row("convert to a float", "7300a8059f", ErrorCode::Unsupported);
        row("unmapped", "30" "06", ErrorCode::Unmapped);
        row("deref_size 0", "70009400", ErrorCode::BadFormat);
        row("deref_size 9", "70009409", ErrorCode::BadFormat);
    }
    void fails()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const int, code);
        const auto result = evaluateLocation(bytesOf(expression), context());
        QVERIFY(!result);
        QVERIFY2(static_cast<int>(result.error().code) == code, result.error().message.c_str());
    }

    void frameBases()
    {
        LocationContext frame = context();
        const auto variable = bytesOf("9178");
        QVERIFY(!evaluateLocation(variable, frame)); // there is none
        const auto inRegister = bytesOf("56");
        frame.frameBase = inRegister;
        QCOMPARE(described(*evaluateLocation(variable, frame)), QStringLiteral("mem 6ef8/0"));
        const auto relative = bytesOf("7610");
        frame.frameBase = relative;
        QCOMPARE(described(*evaluateLocation(variable, frame)), QStringLiteral("mem 6f08/0"));
        frame.frameBase = variable; // relative to itself
        QVERIFY(!evaluateLocation(variable, frame));
        const auto unknown = bytesOf("7100");
        frame.frameBase = unknown;
        QCOMPARE(evaluateLocation(variable, frame).error().code, ErrorCode::OptimizedOut);
        const auto cfa = bytesOf("9c");
        frame.frameBase = cfa;
        frame.cfa.reset();
        QCOMPARE(evaluateLocation(variable, frame).error().code, ErrorCode::OptimizedOut);
    }

    void withoutThread()
    {
        LocationContext frame = context();
        frame.tlsBase = {};
        QCOMPARE(evaluateLocation(bytesOf("08109b"), frame).error().code, ErrorCode::NotFound);
        frame.memory = nullptr;
        QCOMPARE(evaluateLocation(bytesOf("700006"), frame).error().code, ErrorCode::NotInCore);
    }

    void rewritesIndices_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("addrx") << QByteArray("a102") << QByteArray("030210000000000000");
        QTest::newRow("GNU_addr_index") << QByteArray("fb02") << QByteArray("030210000000000000");
        QTest::newRow("constx") << QByteArray("a203e0") << QByteArray("0e0310000000000000e0");
        QTest::newRow("branch over it") << QByteArray("31280200a10135")
                                        << QByteArray("31280900" "03011000000000000035");
        QTest::newRow("branch back over it")
            << QByteArray("a10131" "28faff") << QByteArray("030110000000000000" "31" "28f3ff");
        QTest::newRow("missing entry") << QByteArray("a10a") << QByteArray();
        QTest::newRow("branch into an operation") << QByteArray("2f0100a101") << QByteArray();
        QTest::newRow("cut") << QByteArray("a1") << QByteArray();
    }
    void rewritesIndices()
    {
        QFETCH(const QByteArray, expression);
        QFETCH(const QByteArray, expected);
        const auto address = [](uint64_t index) { return index < 10 ? std::optional(0x1000 + index) : std::nullopt; };
        const auto result = withoutIndices(bytesOf(expression), FormSizes{}, address);
        QCOMPARE(result.has_value(), !expected.isEmpty());
        if (result)
            QCOMPARE(*result, bytesOf(expected));
    }

    void leb()
    {
        const auto values = bytesOf("7f" "8001" "ff7e" "80808080808080808001" "e58e26" "80");
        ByteCursor cursor(values);
        QCOMPARE(cursor.sleb(), -1);
        QCOMPARE(cursor.uleb(), 128u);
        QCOMPARE(cursor.sleb(), -129);
        QCOMPARE(cursor.uleb(), uint64_t(1) << 63);
        QCOMPARE(cursor.uleb(), 624485u);
        QVERIFY(!cursor.failed());
        QCOMPARE(cursor.uleb(), 0u);
        QVERIFY(cursor.failed());
        QCOMPARE(cursor.u64(), 0u); // and stays so
    }

    void survivesNoise()
    {
        const auto noise = patternBytes(200'000, 7);
        LocationContext frame = context();
        const auto frameBase = bytesOf("9c");
        frame.frameBase = frameBase;
        for (size_t at = 0; at + 64 < noise.size(); at += 13) {
            const auto result = evaluateLocation(std::span(noise).subspan(at, 1 + at % 64), frame);
            QVERIFY(!result || !result->empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestLocation)
#include "tst_location.moc"
