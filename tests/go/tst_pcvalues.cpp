// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/pclntab.h"
#include "backend/go/pcvalues.h"
#include "tests/support/bytes.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

constexpr int unknown = 1'000'000;

/// What Go writes: pairs of a zigzag difference of the value and a distance, both varints.
Bytes encode(const std::vector<std::pair<int32_t, uint32_t>> &steps)
{
    Bytes bytes;
    const auto add = [&bytes](uint32_t value) {
        for (; value >= 0x80; value >>= 7)
            bytes.add<uint8_t>(static_cast<uint8_t>(value | 0x80));
        bytes.add<uint8_t>(static_cast<uint8_t>(value));
    };
    int32_t last = -1;
    for (const auto &[value, distance] : steps) {
        const int32_t difference = value - last;
        add((static_cast<uint32_t>(difference) << 1) ^ static_cast<uint32_t>(difference >> 31));
        add(distance);
        last = value;
    }
    bytes.add<uint8_t>(0);
    return bytes;
}

}

/// Tables of values by pc, as pclntab has them.
class TestPcValues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsValues_data();
    void findsValues();
    void reportsRanges();
    void survivesDamage_data();
    void survivesDamage();
    void refusesHeaders_data();
    void refusesHeaders();
};

void TestPcValues::findsValues_data()
{
    QTest::addColumn<quint32>("quantum");
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<int>("expected");
    QTest::newRow("first byte") << 1U << quint64(0) << 0;
    QTest::newRow("last byte of the first step") << 1U << quint64(3) << 0;
    QTest::newRow("first byte of the second") << 1U << quint64(4) << 72;
    QTest::newRow("a distance of two bytes") << 1U << quint64(4 + 299) << 72;
    QTest::newRow("below zero") << 1U << quint64(4 + 300) << -5;
    QTest::newRow("past the end") << 1U << quint64(4 + 300 + 2) << unknown;
    QTest::newRow("far past the end") << 1U << ~quint64(0) << unknown;
    QTest::newRow("quantum 4, before") << 4U << quint64(15) << 0;
    QTest::newRow("quantum 4, after") << 4U << quint64(16) << 72;
}

void TestPcValues::findsValues()
{
    QFETCH(const quint32, quantum);
    QFETCH(const quint64, offset);
    QFETCH(const int, expected);
    const Bytes table = encode({{0, 4}, {72, 300}, {-5, 2}});
    QCOMPARE(pcValueAt(table, quantum, offset).value_or(unknown), expected);
}

void TestPcValues::reportsRanges()
{
    const Bytes table = encode({{-1, 2}, {10, 5}, {9, 1}});
    PcValueReader reader(table, 1);
    QVERIFY(reader.next()); // a first difference of zero does not end the table
    QCOMPARE(reader.value(), -1);
    QVERIFY(reader.next());
    QCOMPARE(reader.begin(), uint64_t(2));
    QCOMPARE(reader.end(), uint64_t(7));
    QCOMPARE(reader.value(), 10);
    QVERIFY(reader.next());
    QVERIFY(!reader.next());
    QVERIFY(!reader.wasDamaged());
}

void TestPcValues::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("ends in a value") << QByteArray("\x80", 1);
    QTest::newRow("ends in a distance") << QByteArray("\x02\xff", 2);
    QTest::newRow("no end mark") << QByteArray("\x02\x01", 2);
    QTest::newRow("a varint of six bytes") << QByteArray("\x80\x80\x80\x80\x80\x01\x01", 7);
    QTest::newRow("all ones") << QByteArray(64, '\xff');
}

void TestPcValues::survivesDamage()
{
    QFETCH(const QByteArray, bytes);
    const auto table = std::as_bytes(std::span(bytes.constData(), size_t(bytes.size())));
    PcValueReader reader(table, 1);
    int steps = 0;
    while (reader.next())
        ++steps;
    QVERIFY(steps <= bytes.size());
    QVERIFY(reader.wasDamaged());
}

void TestPcValues::refusesHeaders_data()
{
    const auto header = [](uint32_t magic, uint64_t functions, uint64_t functionTable) {
        Bytes bytes;
        bytes.add(magic).add<uint16_t>(0).add<uint8_t>(1).add<uint8_t>(8).add(functions).add<uint64_t>(1);
        bytes.add<uint64_t>(0x401000).add<uint64_t>(72).add<uint64_t>(80).add<uint64_t>(88).add<uint64_t>(96);
        bytes.add(functionTable).addZeros(256);
        return bytes;
    };
    QTest::addColumn<Bytes>("table");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const auto bad = int(ErrorCode::BadFormat);
    QTest::newRow("empty") << Bytes() << bad << "shorter than its header";
    QTest::newRow("Go 1.17") << header(0xfffffffa, 1, 100) << int(ErrorCode::Unsupported) << "Go 1.17";
    QTest::newRow("unknown magic") << header(0x12345678, 1, 100) << bad << "0x12345678";
    QTest::newRow("32 bit") << header(0xfffffff1, 1, 100).put<uint8_t>(7, 4) << int(ErrorCode::Unsupported) << "32-bit";
    QTest::newRow("no functions") << header(0xfffffff1, 0, 100) << bad << "claims 0 functions";
    QTest::newRow("too many functions") << header(0xfffffff1, 1000, 100) << bad << "claims 1000 functions";
    QTest::newRow("absurdly many") << header(0xfffffff1, ~0ULL, 100) << bad << "functions";
    QTest::newRow("table past the end") << header(0xfffffff1, 1, 1 << 20) << bad << "past its end";
    QTest::newRow("table before the header's end") << header(0xfffffff1, 1, 8) << bad << "past its end";
}

void TestPcValues::refusesHeaders()
{
    QFETCH(const Bytes, table);
    QFETCH(const int, code);
    QFETCH(const QString, message);
    const auto opened
        = Pclntab::open({.table = table, .goFuncData = {}, .textStart = {0x401000}, .textEnd = {}, .sections = {}});
    QVERIFY(!opened);
    QCOMPARE(int(opened.error().code), code);
    QVERIFY2(QString::fromStdString(opened.error().message).contains(message), opened.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestPcValues)
#include "tst_pcvalues.moc"
