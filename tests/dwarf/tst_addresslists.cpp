// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/addresslists.h"
#include "tests/support/bytes.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

const ListContext context{.base = 0x1000, .addressSize = 8, .address = [](uint64_t index) {
                              return index < 4 ? std::optional(0x4000 + 0x100 * index) : std::nullopt;
                          }};

QString described(const std::optional<std::vector<AddressRange>> &ranges)
{
    if (!ranges)
        return QStringLiteral("damaged");
    QStringList words;
    for (const AddressRange &range : *ranges)
        words << QString::number(range.begin.value, 16) + QStringLiteral("-") + QString::number(range.end.value, 16);
    return words.join(QLatin1Char(' '));
}

QString described(const Result<std::span<const std::byte>> &location)
{
    if (!location)
        return QStringLiteral("damaged");
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char *>(location->data()), qsizetype(location->size())).toHex());
}

Bytes words(std::initializer_list<uint64_t> values)
{
    Bytes bytes;
    for (const uint64_t value : values)
        bytes.add(value);
    return bytes;
}

}

class TestAddressLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesOfVersion4()
    {
        const auto list = words({0x10, 0x20, 0x30, 0x30, ~uint64_t(0), 0x8000, 0x1, 0x2, 0, 0});
        QCOMPARE(described(readRangeList(list, 0, context)), QStringLiteral("1010-1020 8001-8002"));
        QCOMPARE(described(readRangeList(list, 48, context)), QStringLiteral("1001-1002"));
        QCOMPARE(described(readRangeList(words({0x10, 0x20}), 0, context)), QStringLiteral("damaged"));
        QCOMPARE(described(readRangeList(list, ~uint64_t(0), context)), QStringLiteral("damaged"));
    }

    void rangesOfVersion5_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QString>("ranges");
        QTest::newRow("end") << QByteArray("00") << "";
        QTest::newRow("base_addressx, offset_pair") << QByteArray("0101" "041020" "00") << "4110-4120";
        QTest::newRow("startx_endx") << QByteArray("020102" "00") << "4100-4200";
        QTest::newRow("startx_length") << QByteArray("030110" "00") << "4100-4110";
        QTest::newRow("offset_pair from the unit") << QByteArray("041020" "00") << "1010-1020";
        QTest::newRow("base_address") << QByteArray("050080000000000000" "040102" "00") << "8001-8002";
        QTest::newRow("start_end") << QByteArray("060080000000000000" "1080000000000000" "00") << "8000-8010";
        QTest::newRow("start_length") << QByteArray("070080000000000000" "7f" "00") << "8000-807f";
        QTest::newRow("empty ones") << QByteArray("040505" "040908" "00") << "";
        QTest::newRow("unknown kind") << QByteArray("08") << "damaged";
        QTest::newRow("index without an address") << QByteArray("0109" "00") << "damaged";
        QTest::newRow("no end") << QByteArray("041020") << "damaged";
        QTest::newRow("cut") << QByteArray("0600") << "damaged";
        QTest::newRow("nothing") << QByteArray("") << "damaged";
    }
    void rangesOfVersion5()
    {
        QFETCH(const QByteArray, list);
        QFETCH(const QString, ranges);
        const QByteArray raw = QByteArray::fromHex(list);
        QCOMPARE(described(readRangeListV5(std::as_bytes(std::span(raw.constData(), size_t(raw.size()))), 0, context)),
                 ranges);
    }

    void locationsOfVersion4()
    {
        Bytes list;
        list.add(~uint64_t(0)).add(uint64_t(0x8000)); // base
        list.add(uint64_t(0)).add(uint64_t(0x10)).add(uint16_t(1)).add(uint8_t(0x50));
        list.add(uint64_t(0x10)).add(uint64_t(0x20)).add(uint16_t(2)).add(uint8_t(0x91)).add(uint8_t(0x78));
        list.add(uint64_t(0)).add(uint64_t(0));
        QCOMPARE(described(findLocation(list, 0, 0x8000, context)), QStringLiteral("50"));
        QCOMPARE(described(findLocation(list, 0, 0x800f, context)), QStringLiteral("50"));
        QCOMPARE(described(findLocation(list, 0, 0x8010, context)), QStringLiteral("9178"));
        QCOMPARE(described(findLocation(list, 0, 0x8020, context)), QString()); // optimised out there
        QCOMPARE(described(findLocation(list, 16, 0x1001, context)), QStringLiteral("50")); // base of the unit
        QCOMPARE(described(findLocation(std::span(list.data()).first(40), 0, 0x9000, context)),
                 QStringLiteral("damaged"));
        QCOMPARE(described(findLocation(list, list.size(), 0x9000, context)), QStringLiteral("damaged"));
    }

    void locationsOfVersion5_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<quint64>("pc");
        QTest::addColumn<QString>("location");
        const QByteArray go("0101" "04001001" "50" "04102002" "9178" "00");
        QTest::newRow("first") << go << quint64(0x4100) << "50";
        QTest::newRow("second") << go << quint64(0x4110) << "9178";
        QTest::newRow("after") << go << quint64(0x4120) << "";
        QTest::newRow("before") << go << quint64(0x40ff) << "";
        QTest::newRow("startx_endx") << QByteArray("0201020150" "00") << quint64(0x41ff) << "50";
        QTest::newRow("startx_length") << QByteArray("0301100150" "00") << quint64(0x410f) << "50";
        QTest::newRow("default") << QByteArray("050151" "0301100150" "00") << quint64(0x9999) << "51";
        QTest::newRow("not the default") << QByteArray("050151" "0301100150" "00") << quint64(0x4105) << "50";
        QTest::newRow("base_address") << QByteArray("060080000000000000" "0400100150" "00") << quint64(0x8005) << "50";
        QTest::newRow("start_end") << QByteArray("070080000000000000" "1080000000000000" "0150" "00") << quint64(0x8005)
                                   << "50";
        QTest::newRow("start_length") << QByteArray("080080000000000000" "10" "0150" "00") << quint64(0x8005) << "50";
        QTest::newRow("GNU views") << QByteArray("090102" "0400100150" "00") << quint64(0x1005) << "50";
        QTest::newRow("cut expression") << QByteArray("0400100550") << quint64(0x1005) << "damaged";
        QTest::newRow("unknown kind") << QByteArray("0a") << quint64(0x1005) << "damaged";
        QTest::newRow("no end") << QByteArray("0400100150") << quint64(0x2000) << "damaged";
    }
    void locationsOfVersion5()
    {
        QFETCH(const QByteArray, list);
        QFETCH(const quint64, pc);
        QFETCH(const QString, location);
        const QByteArray raw = QByteArray::fromHex(list);
        QCOMPARE(
            described(findLocationV5(std::as_bytes(std::span(raw.constData(), size_t(raw.size()))), 0, pc, context)),
            location);
    }

    void tablesOfOffsets()
    {
        Bytes section;
        section.addZeros(12).add(uint32_t(8)).add(uint32_t(0x7fffffff)).addZeros(4);
        QCOMPARE(listOffset(section, 0, 0, 4), std::optional<uint64_t>(20));
        QCOMPARE(listOffset(section, 12, 0, 4), std::optional<uint64_t>(20));
        QCOMPARE(listOffset(section, 12, 1, 4), std::nullopt);
        QCOMPARE(listOffset(section, 12, 5, 4), std::nullopt);
        QCOMPARE(listOffset(section, 12, ~uint64_t(0), 4), std::nullopt);
    }
};

QTEST_APPLESS_MAIN(TestAddressLists)
#include "tst_addresslists.moc"
