// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gomap.h"
#include "tests/support/fakememory.h"

#include <QTest>

#include <set>

using namespace Freezeframe;

namespace
{

constexpr Address mapAddress{0x1000};
constexpr uint64_t slotSize = 16; // uint64 keys and elements

/// As Go 1.24 lays out map[uint64]uint64, with the fields one behind the other.
GoMapShape swissShape()
{
    GoMapShape shape;
    shape.count = {0, 8};
    shape.directory = {16, 8};
    shape.directoryLength = {24, 8};
    shape.tableIndex = {8, 8};
    shape.tableGroups = {16, 8};
    shape.tableGroupMask = {24, 8};
    shape.groupSize = 8 + 8 * slotSize;
    shape.keysOffset = 8;
    shape.keyStride = slotSize;
    shape.elementsOffset = 16;
    shape.elementStride = slotSize;
    return shape;
}

/// As Go 1.23 lays out hmap and bmap for map[uint64]uint64.
GoMapShape bucketShape()
{
    GoMapShape shape;
    shape.swiss = false;
    shape.count = {0, 8};
    shape.flags = {8, 1};
    shape.logBuckets = {9, 1};
    shape.buckets = {16, 8};
    shape.oldBuckets = {24, 8};
    shape.groupSize = 8 + 64 + 64 + 8;
    shape.keysOffset = 8;
    shape.keyStride = 8;
    shape.elementsOffset = 72;
    shape.elementStride = 8;
    shape.overflowOffset = 136;
    return shape;
}

/// A group or bucket: its eight control or hash bytes, then eight words of each slot.
void putGroup(FakeMemory &memory, Address address, std::string_view control, uint64_t firstKey, uint64_t words = 16)
{
    std::vector<uint64_t> all(1 + words);
    std::memcpy(all.data(), control.data(), 8);
    for (uint64_t i = 0; i < words; ++i)
        all[1 + i] = i % 2 == 0 ? firstKey + i / 2 : (firstKey + i / 2) * 10;
    memory.putWords(address, all);
}

void putBucket(FakeMemory &memory, Address address, std::string_view hashes, uint64_t firstKey, Address overflow)
{
    std::vector<uint64_t> all(18);
    std::memcpy(all.data(), hashes.data(), 8);
    for (uint64_t i = 0; i < 8; ++i) {
        all[1 + i] = firstKey + i;
        all[9 + i] = (firstKey + i) * 10;
    }
    all[17] = overflow.value;
    memory.putWords(address, all);
}

void putSwissMap(FakeMemory &memory, uint64_t used, Address directory, uint64_t length)
{
    memory.putWords(mapAddress, {used, 0, directory.value, length});
}

void putTable(FakeMemory &memory, Address table, uint64_t index, Address groups, uint64_t mask)
{
    memory.putWords(table, {0, index, groups.value, mask});
}

std::vector<uint64_t> keysOf(const FakeMemory &memory, const std::vector<GoMapEntry> &entries)
{
    std::vector<uint64_t> keys;
    for (const GoMapEntry &entry : entries) {
        const auto key = memory.readAs<uint64_t>(entry.key);
        const auto element = memory.readAs<uint64_t>(entry.element);
        keys.push_back(key && element && *element == *key * 10 ? *key : ~uint64_t(0));
    }
    return keys;
}

const std::string_view fullGroup("\1\2\3\4\5\6\7\x08", 8);
const std::string_view emptyGroup("\x80\x80\x80\x80\x80\x80\x80\x80", 8);

}

class GoMapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nilMapIsEmpty()
    {
        FakeMemory memory;
        GoMap map(memory, swissShape(), {});
        QCOMPARE(map.count().value(), 0u);
        QVERIFY(map.entries(0, 10)->empty());
    }

    void smallSwissMapSkipsEmptyAndDeleted()
    {
        FakeMemory memory;
        putSwissMap(memory, 3, Address{0x2000}, 0);
        putGroup(memory, Address{0x2000}, std::string_view("\x80\x11\xfe\x12\x80\x80\x80\x7f", 8), 100);
        GoMap map(memory, swissShape(), mapAddress);
        QCOMPARE(map.count().value(), 3u);
        QCOMPARE(keysOf(memory, map.entries(0, 10).value()), (std::vector<uint64_t>{101, 103, 107}));
        QCOMPARE(keysOf(memory, map.entries(1, 1).value()), (std::vector<uint64_t>{103}));
        QVERIFY(map.entries(3, 5)->empty());
        QVERIFY(!map.damage());
    }

    void tableInTwoPlacesCountsOnce()
    {
        FakeMemory memory;
        memory.putWords(Address{0x2000}, {0x3000, 0x3000, 0x3100, 0x3200});
        putTable(memory, Address{0x3000}, 0, Address{0x4000}, 1); // of depth one less than the directory
        putTable(memory, Address{0x3100}, 2, Address{0x5000}, 0);
        putTable(memory, Address{0x3200}, 3, Address{0x6000}, 0);
        putSwissMap(memory, 24, Address{0x2000}, 4);
        putGroup(memory, Address{0x4000}, fullGroup, 0);
        putGroup(memory, Address{0x4000} + swissShape().groupSize, emptyGroup, 50);
        putGroup(memory, Address{0x5000}, fullGroup, 8);
        putGroup(memory, Address{0x6000}, fullGroup, 16);
        GoMap map(memory, swissShape(), mapAddress);
        const auto keys = keysOf(memory, map.entries(0, 100).value());
        QCOMPARE(keys.size(), 24u);
        for (uint64_t i = 0; i < keys.size(); ++i)
            QCOMPARE(keys[i], i);
    }

    void pagesInAnyOrderAreTheSame()
    {
        FakeMemory memory;
        constexpr uint64_t tables = 40;
        std::vector<uint64_t> directory;
        for (uint64_t i = 0; i < tables; ++i) {
            const Address table{0x100000 + i * 0x100};
            const Address groups{0x1000000 + i * 0x10000};
            directory.push_back(table.value);
            putTable(memory, table, i, groups, 15);
            for (uint64_t g = 0; g < 16; ++g)
                putGroup(memory, groups + g * swissShape().groupSize, fullGroup, i * 128 + g * 8);
        }
        memory.putWords(Address{0x2000}, directory);
        putSwissMap(memory, tables * 128, Address{0x2000}, tables);
        GoMap map(memory, swissShape(), mapAddress);
        for (const uint64_t first : {5000u, 0u, 4090u, 511u, 512u, 513u, 1024u, 5119u}) {
            const auto keys = keysOf(memory, map.entries(first, 7).value());
            QCOMPARE(keys.size(), std::min<uint64_t>(7, tables * 128 - first));
            for (uint64_t i = 0; i < keys.size(); ++i)
                QCOMPARE(keys[i], first + i);
        }
    }

    void splitGroupsAndIndirectSlots()
    {
        FakeMemory memory;
        GoMapShape shape = swissShape();
        shape.keyStride = 8;
        shape.elementsOffset = 8 + 64;
        shape.elementStride = 8;
        shape.indirectKey = true;
        putSwissMap(memory, 1, Address{0x2000}, 0);
        std::vector<uint64_t> group(17);
        std::memcpy(group.data(), "\x80\x05\x80\x80\x80\x80\x80\x80", 8);
        group[2] = 0x7000;
        group[10] = 70;
        memory.putWords(Address{0x2000}, group);
        memory.putWords(Address{0x7000}, {7});
        GoMap map(memory, shape, mapAddress);
        QCOMPARE(keysOf(memory, map.entries(0, 1).value()), (std::vector<uint64_t>{7}));
    }

    void bucketsWithOverflowWhileGrowing()
    {
        FakeMemory memory;
        // Two buckets grow to four: old bucket 0 was moved (to 0 and 2), old bucket 1 is not yet.
        memory.putWords(mapAddress, {13, 0x0200, 0x10000, 0x20000});
        const uint64_t size = bucketShape().groupSize;
        const std::string_view none("\0\0\0\0\0\0\0\0", 8);
        putBucket(memory, Address{0x20000}, std::string_view("\2\3\4\0\0\0\0\0", 8), 900, {});
        putBucket(memory, Address{0x20000} + size, std::string_view("\x09\x09\x09\x09\x09\x09\x09\x09", 8), 0,
                  Address{0x30000});
        putBucket(memory, Address{0x30000}, std::string_view("\x0a\x01\x0a\x00\x00\x00\x00\x00", 8), 8, {});
        putBucket(memory, Address{0x10000}, std::string_view("\x10\x10\x00\x00\x00\x00\x00\x00", 8), 20, {});
        putBucket(memory, Address{0x10000} + size, none, 0, {});
        putBucket(memory, Address{0x10000} + 2 * size, std::string_view("\x01\x01\x11\x00\x00\x00\x00\x00", 8), 30, {});
        putBucket(memory, Address{0x10000} + 3 * size, none, 0, {});
        GoMap map(memory, bucketShape(), mapAddress);
        const auto keys = keysOf(memory, map.entries(0, 100).value());
        QCOMPARE(keys, (std::vector<uint64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 21, 32}));
        QVERIFY(!map.damage());
    }

    void damageIsBounded_data()
    {
        QTest::addColumn<int>("what");
        for (int i = 0; i < 9; ++i)
            QTest::addRow("%d", i) << i;
    }
    void damageIsBounded()
    {
        QFETCH(int, what);
        FakeMemory memory;
        const uint64_t huge = ~uint64_t(0);
        GoMapShape shape = what < 6 ? swissShape() : bucketShape();
        switch (what) {
        case 0: putSwissMap(memory, huge, Address{0x2000}, 0); break; // more entries than a group has room for
        case 1: putSwissMap(memory, 100, Address{0x2000}, huge); break; // an endless directory
        case 2: putSwissMap(memory, 100, Address{0x2000}, uint64_t(1) << 39); break; // not there
        case 3: // table with absurd mask
            putSwissMap(memory, 100, Address{0x2000}, 1);
            memory.putWords(Address{0x2000}, {0x3000});
            putTable(memory, Address{0x3000}, 0, Address{0x4000}, huge);
            break;
        case 4: // fewer entries than promised
            putSwissMap(memory, 8, Address{0x2000}, 0);
            putGroup(memory, Address{0x2000}, std::string_view("\1\x80\x80\x80\x80\x80\x80\x80", 8), 1);
            break;
        case 5: putSwissMap(memory, 5, Address{0x9999}, 0); break; // group unmapped
        case 6: memory.putWords(mapAddress, {5, 0xff00, 0x10000, 0}); break; // 2^255 buckets
        case 7: // a cycle of empty overflow buckets
            memory.putWords(mapAddress, {5, 0, 0x10000, 0});
            putBucket(memory, Address{0x10000}, std::string_view("\0\0\0\0\0\0\0\0", 8), 0, Address{0x10000});
            break;
        case 8: // no buckets at all
            memory.putWords(mapAddress, {5, 0, 0, 0});
            break;
        }
        GoMap map(memory, shape, mapAddress);
        const auto entries = map.entries(0, 1000);
        QVERIFY(!entries || map.damage());
        QVERIFY(!entries || entries->size() <= 1);
    }
};

QTEST_GUILESS_MAIN(GoMapTest)
#include "tst_gomap.moc"
