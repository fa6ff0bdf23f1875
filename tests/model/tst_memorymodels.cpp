// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/addresshistory.h"
#include "model/matchmodel.h"
#include "model/memorycopy.h"
#include "model/memoryrows.h"
#include "model/regionmodel.h"

#include <QAbstractItemModelTester>
#include <QSortFilterProxyModel>
#include <QTest>

#include <elf.h>

using namespace Freezeframe;
using Bytes = MemoryRegion::Bytes;

namespace
{

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
constexpr uint64_t last = UINT64_MAX;

MemoryRegion region(uint64_t begin, uint64_t end, Bytes bytes = Bytes::InCore, uint32_t flags = PF_R | PF_W)
{
    return {.range = {{begin}, {end}}, .bytes = bytes, .flags = flags, .what = "memory without a file"};
}

RegionList listOf(std::vector<MemoryRegion> regions)
{
    return std::make_shared<const std::vector<MemoryRegion>>(std::move(regions));
}

std::vector<std::optional<uint8_t>> bytesOf(std::initializer_list<int> values)
{
    std::vector<std::optional<uint8_t>> bytes;
    for (const int value : values)
        bytes.push_back(value < 0 ? std::nullopt : std::optional(uint8_t(value)));
    return bytes;
}

}

Q_DECLARE_METATYPE(std::vector<Freezeframe::MemoryRegion>)

/// Memory as rows, words, lists and text, also where a core is damaged.
class TestMemoryModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data();
    void rows();
    void rowsOfEverything_data();
    void rowsOfEverything();
    void noRows();
    void words_data();
    void words();
    void widths();
    void copies_data();
    void copies();
    void regions();
    void matches();
    void history();
};

void TestMemoryModels::rows_data()
{
    QTest::addColumn<std::vector<MemoryRegion>>("regions");
    QTest::addColumn<QStringList>("rows"); // of 16 bytes; holes in brackets
    using Regions = std::vector<MemoryRegion>;
    QTest::newRow("one") << Regions{region(0x1000, 0x1020)}
                         << QStringList{"[0-fff]", "1000-100f", "1010-101f", "[1020-ffffffffffffffff]"};
    QTest::newRow("that continue each other")
        << Regions{region(0x1000, 0x1010), region(0x1010, 0x1020, Bytes::FromFile)}
        << QStringList{"[0-fff]", "1000-100f", "1010-101f", "[1020-ffffffffffffffff]"};
    QTest::newRow("a hole of its own kind")
        << Regions{region(0x1000, 0x1010), region(0x1010, 0x3000, Bytes::Absent)}
        << QStringList{"[0-fff]", "1000-100f", "[1010-2fff]", "[3000-ffffffffffffffff]"};
    QTest::newRow("holes stay apart") << Regions{region(0x1000, 0x2000, Bytes::Absent, 0),
                                                 region(0x2000, 0x3000, Bytes::CutOff)}
                                      << QStringList{"[0-fff]", "[1000-1fff]", "[2000-2fff]",
                                                     "[3000-ffffffffffffffff]"};
    QTest::newRow("not at a row's begin")
        << Regions{region(0x1008, 0x1019)}
        << QStringList{"[0-1007]", "1008-100f", "1010-1018", "[1019-ffffffffffffffff]"};
    QTest::newRow("from 0") << Regions{region(0, 0x10)} << QStringList{"0-f", "[10-ffffffffffffffff]"};
    QTest::newRow("to the end") << Regions{region(last - 15, last)}
                                << QStringList{"[0-ffffffffffffffef]", "fffffffffffffff0-fffffffffffffffe",
                                               "[ffffffffffffffff-ffffffffffffffff]"};
    QTest::newRow("one over another") << Regions{region(0x1000, 0x1020), region(0x1010, 0x1030), region(0x1012, 0x1018)}
                                      << QStringList{"[0-fff]", "1000-100f", "1010-101f", "1020-102f",
                                                     "[1030-ffffffffffffffff]"};
    QTest::newRow("backwards") << Regions{region(0x1020, 0x1000), region(0x2000, 0x2010)}
                               << QStringList{"[0-1fff]", "2000-200f", "[2010-ffffffffffffffff]"};
}

void TestMemoryModels::rows()
{
    QFETCH(std::vector<MemoryRegion>, regions);
    QFETCH(QStringList, rows);
    const MemoryRows memory(listOf(regions), 16);
    QStringList found;
    for (qint64 number = 0; number < memory.count(); ++number) {
        const MemoryRows::Row row = memory.row(number);
        const QString text = QStringLiteral("%1-%2").arg(row.first.value, 0, 16).arg(row.last.value, 0, 16);
        found.append(row.isHole ? QLatin1Char('[') + text + QLatin1Char(']') : text);
        QCOMPARE(memory.rowOf(row.first), number);
        QCOMPARE(memory.rowOf(row.last), number);
    }
    QCOMPARE(found, rows);
}

void TestMemoryModels::rowsOfEverything_data()
{
    QTest::addColumn<quint64>("bytesPerRow");
    for (const quint64 bytes : {8, 16, 32, 64})
        QTest::addRow("%llu", bytes) << bytes;
}

/// A region of nearly all addresses: its rows are found without walking them.
void TestMemoryModels::rowsOfEverything()
{
    QFETCH(quint64, bytesPerRow);
    const MemoryRows memory(listOf({region(0, last)}), bytesPerRow);
    QCOMPARE(memory.count(), qint64(last / bytesPerRow) + 2);
    for (const uint64_t address : {uint64_t(0), uint64_t(1) << 47, last / 2, last - 1, last}) {
        const MemoryRows::Row row = memory.row(memory.rowOf({address}));
        QVERIFY(row.contains({address}));
        QCOMPARE(row.isHole, address == last);
    }
}

void TestMemoryModels::noRows()
{
    for (const RegionList &none : {RegionList(), listOf({})}) {
        const MemoryRows memory(none, 16);
        QCOMPARE(memory.count(), qint64(0));
        QCOMPARE(memory.rowOf({last}), qint64(0));
        QVERIFY(memory.stretchAt({5}).isHole);
        QVERIFY(!memory.regionAt({5}));
    }
}

void TestMemoryModels::words_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<unsigned>("size");
    QTest::addColumn<bool>("isBig");
    QTest::addColumn<QList<int>>("bytes");
    QTest::addColumn<QString>("text");
    using Kind = MemoryFormat::Kind;
    const auto row
        = [](const char *name, Kind kind, unsigned size, bool isBig, const QList<int> &bytes, const char *text) {
              QTest::newRow(name) << int(kind) << size << isBig << bytes << QString::fromUtf8(text);
          };
    row("hex 1", Kind::Hexadecimal, 1, false, {0x0a}, "0a");
    row("hex 4", Kind::Hexadecimal, 4, false, {1, 2, 3, 4}, "04030201");
    row("hex 4 big", Kind::Hexadecimal, 4, true, {1, 2, 3, 4}, "01020304");
    row("hex, a byte missing", Kind::Hexadecimal, 4, false, {1, -1, 3, 4}, "0403··01");
    row("signed 1", Kind::Signed, 1, false, {0xff}, "-1");
    row("signed 2", Kind::Signed, 2, false, {0xff, 0x7f}, "32767");
    row("signed 8", Kind::Signed, 8, false, {0, 0, 0, 0, 0, 0, 0, 0x80}, "-9223372036854775808");
    row("signed, a byte missing", Kind::Signed, 2, false, {0xff, -1}, "··ff");
    row("unsigned 1", Kind::Unsigned, 1, false, {0xff}, "255");
    row("unsigned 8", Kind::Unsigned, 8, false, {255, 255, 255, 255, 255, 255, 255, 255}, "18446744073709551615");
    row("unsigned 2 big", Kind::Unsigned, 2, true, {1, 0}, "256");
    row("float 4", Kind::Float, 4, false, {0, 0, 0xc0, 0x3f}, "1.5");
    row("float 8", Kind::Float, 8, false, {0, 0, 0, 0, 0, 0, 0xf8, 0xbf}, "-1.5");
    row("float 8 big", Kind::Float, 8, true, {0xbf, 0xf8, 0, 0, 0, 0, 0, 0}, "-1.5");
    row("float nan", Kind::Float, 4, false, {0, 0, 0xc0, 0x7f}, "nan");
    row("pointer", Kind::Pointers, 8, false, {0x34, 0x12, 0, 0, 0xc0, 0, 0, 0}, "0x000000c000001234");
    row("part of a word", Kind::Unsigned, 4, false, {1, 2}, "0201");
}

void TestMemoryModels::words()
{
    QFETCH(int, kind);
    QFETCH(unsigned, size);
    QFETCH(bool, isBig);
    QFETCH(QList<int>, bytes);
    QFETCH(QString, text);
    const MemoryFormat format{MemoryFormat::Kind(kind), size, isBig};
    std::vector<std::optional<uint8_t>> word;
    for (const int byte : bytes)
        word.push_back(byte < 0 ? std::nullopt : std::optional(uint8_t(byte)));
    QCOMPARE(format.text(word), text);
    QVERIFY(format.text(word).size() <= format.width());
}

/// No word is wider than its column, whatever its bytes are, and sizes are those that there are.
void TestMemoryModels::widths()
{
    for (int kind = 0; kind <= int(MemoryFormat::Kind::Pointers); ++kind) {
        for (const unsigned size : {0U, 1U, 2U, 3U, 4U, 8U, 100U}) {
            const MemoryFormat format(MemoryFormat::Kind(kind), size, false);
            QVERIFY(QList<unsigned>({1, 2, 4, 8}).contains(format.wordSize()));
            uint64_t state = 1;
            for (int round = 0; round < 2000; ++round) {
                std::vector<std::optional<uint8_t>> word;
                for (unsigned i = 0; i < format.wordSize(); ++i) {
                    state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
                    word.push_back(uint8_t(state >> 56));
                }
                QVERIFY2(format.text(word).size() <= format.width(), qPrintable(format.text(word)));
            }
        }
    }
}

void TestMemoryModels::copies_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isCopiedInPart"); // with a byte that is missing
    QTest::newRow("hex") << int(MemoryCopy::Hexadecimal) << "68 69 0a" << true;
    QTest::newRow("dump") << int(MemoryCopy::Dump)
                          << "000000c000000000  68 69 0a                                          |hi.|\n"
                          << true;
    QTest::newRow("Go") << int(MemoryCopy::GoBytes) << "[]byte{\n\t0x68, 0x69, 0x0a,\n}" << false;
    QTest::newRow("C") << int(MemoryCopy::CArray) << "const unsigned char bytes[3] = {\n    0x68, 0x69, 0x0a,\n};"
                       << false;
    QTest::newRow("Go string") << int(MemoryCopy::GoString) << "\"hi\\n\"" << false;
    QTest::newRow("text") << int(MemoryCopy::Text) << "hi\n" << false;
}

void TestMemoryModels::copies()
{
    QFETCH(int, form);
    QFETCH(QString, text);
    QFETCH(bool, isCopiedInPart);
    const auto bytes = bytesOf({'h', 'i', '\n'});
    const auto copied = copiedMemory(MemoryCopy(form), {0xc000000000}, bytes);
    QVERIFY(copied);
    QCOMPARE(*copied, text);
    const auto part = bytesOf({'h', -1, '\n'});
    const auto lacking = copiedMemory(MemoryCopy(form), {0xc000000000}, part);
    QCOMPARE(lacking.has_value(), isCopiedInPart);
    if (!isCopiedInPart)
        QVERIFY(lacking.error().message.find("0xc000000001") != std::string::npos);
    else
        QVERIFY(lacking->contains(QLatin1String("68 ?? 0a")));
}

void TestMemoryModels::regions()
{
    RegionModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(SortRole);
    sorted.setFilterKeyColumn(-1);
    const QAbstractItemModelTester sortedTester(&sorted, fatal);
    model.setRegions(listOf({region(0x1000, 0x2000, Bytes::FromFile, PF_R | PF_X), region(0x2000, 0x102000),
                             region(0x200000, 0x201000, Bytes::Absent, 0), region(0x300000, 0x301000, Bytes::Absent),
                             region(0x400000, last, Bytes::CutOff)}));
    QCOMPARE(model.rowCount(), 5);
    QStringList words;
    for (int row = 0; row < model.rowCount(); ++row)
        words.append(model.index(row, RegionModel::Bytes).data().toString());
    QCOMPARE(words, QStringList({"from its file", "in the core", "reserved", "not in the core", "cut off"}));
    QCOMPARE(model.index(0, RegionModel::Access).data().toString(), QStringLiteral("r-x"));
    QCOMPARE(model.index(4, RegionModel::Start).data(RegionModel::EndRole).toULongLong(), last);
    sorted.sort(RegionModel::Size, Qt::DescendingOrder);
    QCOMPARE(sorted.index(0, RegionModel::Start).data().toString(), QStringLiteral("0x400000"));
    QCOMPARE(sorted.index(1, RegionModel::Start).data().toString(), QStringLiteral("0x2000"));
    sorted.setFilterFixedString(QStringLiteral("reserved"));
    QCOMPARE(sorted.rowCount(), 1);
    model.setRegions(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestMemoryModels::matches()
{
    MatchModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    model.begin(MatchModel::Form::Text);
    QVERIFY(!model.next({0}));
    QVERIFY(!model.previous({last}));
    model.append({});
    model.append({{.address = {0x10}, .bytes = std::string("a\x1b[31m\0b", 8), .place = "Go heap"}});
    model.append({{.address = {0x20}, .bytes = "c", .place = {}}, {.address = {last}, .bytes = "d", .place = {}}});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.index(0, MatchModel::Bytes).data().toString().contains(QChar(0x1b)));
    QCOMPARE(model.next({0}), std::optional(0));
    QCOMPARE(model.next({0x10}), std::optional(1));
    QCOMPARE(model.next({last}), std::nullopt);
    QCOMPARE(model.previous({0x20}), std::optional(0));
    QCOMPARE(model.previous({0x10}), std::nullopt);
    QCOMPARE(model.address(2), Address{last});
    QCOMPARE(model.index(0, MatchModel::Bytes).data().toString(), QStringLiteral("a\\x1b[31m"));
    model.begin(MatchModel::Form::Bytes);
    model.append({{.address = {8}, .bytes = std::string("\x34\0z", 3), .place = {}}});
    QCOMPARE(model.index(0, MatchModel::Bytes).data().toString(), QStringLiteral("34 00 7a"));
    model.begin(MatchModel::Form::Number);
    QCOMPARE(model.rowCount(), 0);
    model.append({{.address = {8}, .bytes = std::string("\x34\x12\0\0\xc0\0\0\0", 8), .place = {}}});
    QCOMPARE(model.index(0, MatchModel::Bytes).data().toString(), QStringLiteral("0xc000001234"));
}

void TestMemoryModels::history()
{
    AddressHistory history;
    QVERIFY(!history.canGoBack() && !history.canGoForward());
    QVERIFY(!history.back() && !history.forward());
    history.visit({1});
    history.visit({2});
    history.visit({2}); // no step
    history.visit({3});
    QCOMPARE(history.back(), std::optional(Address{2}));
    QCOMPARE(history.back(), std::optional(Address{1}));
    QVERIFY(!history.back());
    QCOMPARE(history.forward(), std::optional(Address{2}));
    history.visit({9}); // drops 3
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back(), std::optional(Address{2}));
    for (uint64_t i = 100; i < 1100; ++i)
        history.visit({i});
    int steps = 0;
    while (history.back())
        ++steps;
    QCOMPARE(steps, 199); // it is bounded
}

QTEST_MAIN(TestMemoryModels)
#include "tst_memorymodels.moc"
