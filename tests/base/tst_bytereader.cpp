// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/bytereader.h"

#include <QTest>

#include <vector>

using namespace Freezeframe;

namespace
{

std::vector<std::byte> bytesOf(const QByteArray &hexDigits)
{
    const QByteArray raw = QByteArray::fromHex(hexDigits);
    const auto span = std::as_bytes(std::span(raw.data(), size_t(raw.size())));
    return {span.begin(), span.end()};
}

}

/// The cursor that all formats are read with.
class TestByteReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndStops();
    void leb128_data();
    void leb128();
};

void TestByteReader::readsAndStops()
{
    const auto bytes = bytesOf("0102030461620063");
    ByteReader reader(bytes, 0x100);
    QCOMPARE(*reader.read<uint32_t>(), 0x04030201u);
    QCOMPARE(*reader.readCString(), std::string_view("ab"));
    QCOMPARE(reader.position(), size_t(7));
    const auto unended = reader.readCString();
    QVERIFY(!unended);
    QCOMPARE(unended.error().code, ErrorCode::Truncated);
    QCOMPARE(*unended.error().offset, uint64_t(0x107));
    const auto tooMuch = reader.read<uint16_t>();
    QVERIFY(!tooMuch);
    QCOMPARE(reader.position(), size_t(7)); // a failure moves nothing
    QCOMPARE(*reader.read<uint8_t>(), uint8_t('c'));
    QVERIFY(reader.atEnd());
    QVERIFY(!reader.readCString());
    QVERIFY(!reader.seek(9));
    QVERIFY(reader.seek(8).has_value());
    QVERIFY(reader.seek(5).has_value());
    reader.align(4);
    QCOMPARE(reader.position(), size_t(8));
    reader.align(16); // not past the end
    QCOMPARE(reader.position(), size_t(8));
    QVERIFY(!reader.skip(~size_t(0)));
    QVERIFY(!reader.readBytes(~size_t(0)));
    QVERIFY(!loadAt<uint64_t>(bytes, 1));
    QVERIFY(!loadAt<uint8_t>(bytes, ~size_t(0)));
}

void TestByteReader::leb128_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("unsignedWorks");
    QTest::addColumn<quint64>("unsignedValue");
    QTest::addColumn<bool>("signedWorks");
    QTest::addColumn<qint64>("signedValue");

    QTest::newRow("zero") << QByteArray("00") << true << quint64(0) << true << qint64(0);
    QTest::newRow("two bytes") << QByteArray("e58e26") << true << quint64(624485) << true << qint64(624485);
    QTest::newRow("minus one") << QByteArray("7f") << true << quint64(127) << true << qint64(-1);
    QTest::newRow("minus 123456") << QByteArray("c0bb78") << true << quint64(0x1e1dc0) << true << qint64(-123456);
    QTest::newRow("padded") << QByteArray("8180808080808080808000") << true << quint64(1) << true << qint64(1);
    QTest::newRow("largest") << QByteArray("ffffffffffffffffff01") << true << ~quint64(0) << false << qint64(0);
    QTest::newRow("smallest") << QByteArray("8080808080808080807f") << false << quint64(0) << true
                              << std::numeric_limits<qint64>::min();
    QTest::newRow("65 bits") << QByteArray("ffffffffffffffffff03") << false << quint64(0) << false << qint64(0);
    QTest::newRow("no end") << QByteArray("8080") << false << quint64(0) << false << qint64(0);
    QTest::newRow("nothing") << QByteArray("") << false << quint64(0) << false << qint64(0);
}

void TestByteReader::leb128()
{
    QFETCH(QByteArray, bytes);
    const auto raw = bytesOf(bytes);
    ByteReader reader(raw);
    const auto value = reader.readUleb128();
    QTEST(value.has_value(), "unsignedWorks");
    if (value)
        QTEST(quint64(*value), "unsignedValue");
    else
        QCOMPARE(reader.position(), size_t(0));
    ByteReader again(raw);
    const auto other = again.readSleb128();
    QTEST(other.has_value(), "signedWorks");
    if (other)
        QTEST(qint64(*other), "signedValue");
}

QTEST_GUILESS_MAIN(TestByteReader)
#include "tst_bytereader.moc"
