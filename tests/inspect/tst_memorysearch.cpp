// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/memoryregions.h"
#include "backend/inspect/memorysearch.h"
#include "backend/target/splicedmemory.h"
#include "tests/support/corebuilder.h"

#include <QTest>

#include <cstring>

using namespace Freezeframe;

namespace
{

constexpr uint64_t base = 0xc000'0000'0000;
constexpr uint64_t size = 9 << 20; // more than two pieces of the search

/// Memory of zeros in two regions that continue each other at half, with @p text at @p offset.
class Memories
{
public:
    explicit Memories(uint64_t begin = base)
        : m_begin(begin)
        , m_bytes(size)
    {
    }
    void put(uint64_t offset, std::string_view text) { std::memcpy(m_bytes.data() + offset, text.data(), text.size()); }
    void putWord(uint64_t offset, uint64_t word) { std::memcpy(m_bytes.data() + offset, &word, sizeof word); }
    MemorySearchEnd search(const MemoryPattern &pattern, std::vector<uint64_t> &found, size_t limit = 1000,
                           const std::stop_token &stop = {})
    {
        // Two files, so that no view reaches over the border.
        const auto first = MappedFile::fromBytes(std::span(m_bytes).first(size / 2), "a");
        const auto second = MappedFile::fromBytes(std::span(m_bytes).last(size / 2), "b");
        const Address begin{m_begin};
        const AddressRange low{begin, begin + size / 2};
        const AddressRange high{low.end, begin + size};
        const SplicedMemory memory(
            {{.range = low, .state = MemoryPiece::State::Bytes, .data = first->bytes().data()},
             {.range = high, .state = MemoryPiece::State::Bytes, .data = second->bytes().data()}},
            {first, second});
        return MemorySearch(memory, {low, high}, pattern)
            .run(
                {.matches = limit},
                [&](std::span<const Address> addresses) {
                    for (const Address address : addresses)
                        found.push_back(address - begin);
                },
                {}, stop);
    }

private:
    uint64_t m_begin;
    std::vector<std::byte> m_bytes;
};

}

class TestMemorySearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void places_data();
    void places();
    void pointers();
    void integers();
    void folding();
    void wildcards();
    void limit();
    void stopped();
    void endOfAddresses();
    void misspelt_data();
    void misspelt();
    void regions();
};

void TestMemorySearch::places_data()
{
    QTest::addColumn<quint64>("offset");
    QTest::newRow("first byte") << quint64(0);
    QTest::newRow("odd") << quint64(12'345);
    QTest::newRow("over the border of pieces") << quint64((4 << 20) - 3);
    QTest::newRow("over the border of regions") << quint64(size / 2 - 1);
    QTest::newRow("before the border of regions") << quint64(size / 2 - 6);
    QTest::newRow("behind the border of regions") << quint64(size / 2);
    QTest::newRow("last byte") << quint64(size - 6);
}

void TestMemorySearch::places()
{
    QFETCH(quint64, offset);
    Memories memory;
    memory.put(offset, "needle");
    for (const bool matchesCase : {true, false}) {
        std::vector<uint64_t> found;
        const auto end = memory.search(*MemoryPattern::text(matchesCase ? "needle" : "NEEdle", matchesCase), found);
        QCOMPARE(found, std::vector<uint64_t>{offset});
        QCOMPARE(end.searched, size);
        QCOMPARE(end.found, 1U);
        QVERIFY(!end.isLimited && !end.isStopped);
    }
}

void TestMemorySearch::pointers()
{
    Memories memory;
    memory.putWord(8, base + 0x100);
    memory.putWord(1000 * 8, base + 0x10f);
    memory.putWord(2000 * 8, base + 0x110);
    memory.putWord(3001, base + 0x100); // not aligned: no pointer
    memory.putWord(size - 8, base + 0x100);
    std::vector<uint64_t> exact;
    (void)memory.search(MemoryPattern::pointer({{base + 0x100}, {base + 0x100}}), exact);
    QCOMPARE(exact, (std::vector<uint64_t>{8, size - 8}));
    std::vector<uint64_t> into;
    (void)memory.search(MemoryPattern::pointer({{base + 0x100}, {base + 0x110}}), into);
    QCOMPARE(into, (std::vector<uint64_t>{8, 8000, size - 8}));
}

void TestMemorySearch::integers()
{
    Memories memory;
    memory.put(4096 + 2, std::string_view("\xfe\xff", 2));
    memory.put(4096 + 5, std::string_view("\xfe\xff", 2)); // not aligned
    std::vector<uint64_t> found;
    (void)memory.search(*MemoryPattern::integer(uint64_t(-2), 2), found);
    QCOMPARE(found, std::vector<uint64_t>{4098});
}

void TestMemorySearch::folding()
{
    Memories memory;
    memory.put(100, "ShOp@[`");
    std::vector<uint64_t> found;
    (void)memory.search(*MemoryPattern::text("sHoP@[`", false), found);
    QCOMPARE(found, std::vector<uint64_t>{100});
    found.clear();
    (void)memory.search(*MemoryPattern::text("shop", true), found);
    QVERIFY(found.empty());
    (void)memory.search(*MemoryPattern::text("shop`{@", false), found); // signs are no letters
    QVERIFY(found.empty());
}

void TestMemorySearch::wildcards()
{
    Memories memory;
    memory.put(size / 2 - 2, "\x48\x8b\x33\x05");
    memory.put(500, "\x48\x8b\x01\x06");
    std::vector<uint64_t> found;
    (void)memory.search(*MemoryPattern::bytes("48 8b??05"), found);
    QCOMPARE(found, std::vector<uint64_t>{size / 2 - 2});
    found.clear();
    (void)memory.search(*MemoryPattern::bytes("?? 8B ??"), found);
    QCOMPARE(found, (std::vector<uint64_t>{500, size / 2 - 2}));
}

void TestMemorySearch::limit()
{
    Memories memory;
    std::vector<uint64_t> found;
    const auto end = memory.search(*MemoryPattern::bytes("00"), found, 10);
    QCOMPARE(found.size(), 10U);
    QCOMPARE(found.back(), 9U);
    QVERIFY(end.isLimited);
    found.clear();
    memory.put(77, "just these");
    QVERIFY(!memory.search(*MemoryPattern::text("just", true), found, 1).isLimited);
}

void TestMemorySearch::stopped()
{
    Memories memory;
    std::stop_source stop;
    stop.request_stop();
    std::vector<uint64_t> found;
    QVERIFY(memory.search(*MemoryPattern::bytes("00"), found, 10, stop.get_token()).isStopped);
}

void TestMemorySearch::endOfAddresses()
{
    const uint64_t begin = UINT64_MAX - size - 4094; // the last page ends at the last address
    Memories memory(begin);
    memory.put(size - 6, "needle");
    std::vector<uint64_t> found;
    (void)memory.search(*MemoryPattern::text("needle", true), found);
    QCOMPARE(found, std::vector<uint64_t>{size - 6});
    found.clear();
    (void)memory.search(MemoryPattern::pointer({{UINT64_MAX}, {UINT64_MAX}}), found);
    QVERIFY(found.empty());
}

void TestMemorySearch::misspelt_data()
{
    QTest::addColumn<QString>("bytes");
    QTest::newRow("nothing") << QString();
    QTest::newRow("half a byte") << QStringLiteral("4");
    QTest::newRow("no digits") << QStringLiteral("4g");
    QTest::newRow("half unknown") << QStringLiteral("4?");
    QTest::newRow("all unknown") << QStringLiteral("?? ??");
    QTest::newRow("endless") << QStringLiteral("00").repeated(5000);
}

void TestMemorySearch::misspelt()
{
    QFETCH(QString, bytes);
    QVERIFY(!MemoryPattern::bytes(bytes.toStdString()));
    QVERIFY(!MemoryPattern::text("", true));
    QVERIFY(!MemoryPattern::integer(256, 1));
    QVERIFY(MemoryPattern::integer(255, 1));
    QVERIFY(MemoryPattern::integer(uint64_t(-128), 1));
    QVERIFY(!MemoryPattern::integer(uint64_t(-129), 1));
    QVERIFY(!MemoryPattern::integer(1, 3));
}

void TestMemorySearch::regions()
{
    constexpr uint64_t heap = uint64_t(0xc0) << 32;
    const std::vector<std::byte> page(4096);
    CoreBuilder builder;
    builder.addThread({.tid = 7, .registers = {{7, 0x7f00'0000'0800}}});
    builder.addLoad(heap, 6, page);
    builder.addLoad(0x7f00'0000'0000, 6, page);
    builder.addLoad(0x7f00'0001'0000, 4, {}, 8192);
    builder.addLoad(0x7f00'0002'0000, 0, {}, 4096);
    const auto core = builder.open();
    QVERIFY(core);
    const auto target = Target::fromCore(*core, FileSearch());
    GoroutineTable table;
    table.id = {3};
    table.stackLow = {{heap + 1024}};
    table.stackHigh = {{heap + 2048}};
    const MemoryRegions regions(*target, &table, {});
    QCOMPARE(regions.regions().size(), 4U);
    QCOMPARE(regions.placeOf({heap}), "Go heap, by its address");
    QCOMPARE(regions.placeOf({heap + 1024}), "stack of goroutine 3");
    QCOMPARE(regions.placeOf({heap + 2048}), "Go heap, by its address");
    QCOMPARE(regions.placeOf({0x7f00'0000'0fff}), "stack of thread 7");
    QCOMPARE(regions.placeOf({UINT64_MAX}), "");
    QVERIFY(!regions.at({0}));
    const MemoryRegion *absent = regions.at({0x7f00'0001'1fff});
    QVERIFY(absent);
    QCOMPARE(absent->bytes, MemoryRegion::Bytes::Absent);
    QCOMPARE(absent->permissions(), "r--");
    QCOMPARE(absent->bytesText(), "not in the core");
    QCOMPARE(regions.at({0x7f00'0002'0000})->bytesText(), "reserved");
    const MemoryRegions known(*target, &table, {{{heap}, {heap + (64 << 20)}}});
    QCOMPARE(known.placeOf({heap}), "Go heap");
}

QTEST_GUILESS_MAIN(TestMemorySearch)
#include "tst_memorysearch.moc"
