// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/linkmap.h"
#include "tests/support/fakememory.h"

#include <QTest>

#include <elf.h>

using namespace Freezeframe;

/// The dynamic linker's list, whole and broken.
class TestLinkMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void endsOnDamage_data();
    void endsOnDamage();
};

namespace
{

constexpr uint64_t dynamicAt = 0x1000;
constexpr uint64_t debugAt = 0x2000;
constexpr uint64_t rowsAt = 0x3000;

FakeMemory threeObjects(uint64_t lastNext)
{
    FakeMemory memory;
    memory.putWords({dynamicAt}, {DT_NEEDED, 1, DT_DEBUG, debugAt, DT_NULL, 0});
    memory.putWords({debugAt}, {1, rowsAt, 0, 0});
    memory.putWords({rowsAt}, {0, 0x5000, 0x10, rowsAt + 0x100});
    memory.putWords({rowsAt + 0x100}, {0x7f0000, 0x5010, 0x7f0010, rowsAt + 0x200});
    memory.putWords({rowsAt + 0x200}, {0x7f8000, 0x9999, 0x7f8010, lastNext});
    memory.putText({0x5000}, std::string_view("\0", 1));
    memory.putText({0x5010}, std::string_view("/lib/libc.so.6\0", 15));
    return memory;
}

}

void TestLinkMap::reads()
{
    const auto objects = readLinkMap(threeObjects(0), {dynamicAt});
    QCOMPARE(objects.size(), size_t(3));
    QCOMPARE(objects[0].path, std::string());
    QCOMPARE(objects[1].path, std::string("/lib/libc.so.6"));
    QCOMPARE(objects[1].bias, uint64_t(0x7f0000));
    QCOMPARE(objects[1].dynamic, Address{0x7f0010});
    QCOMPARE(objects[2].path, std::string()); // its name can't be read; the row stays
}

void TestLinkMap::endsOnDamage_data()
{
    QTest::addColumn<quint64>("dynamic");
    QTest::addColumn<quint64>("lastNext");
    QTest::addColumn<int>("count");

    QTest::newRow("cycle to the first") << quint64(dynamicAt) << quint64(rowsAt) << 3;
    QTest::newRow("cycle to itself") << quint64(dynamicAt) << quint64(rowsAt + 0x200) << 3;
    QTest::newRow("wild next") << quint64(dynamicAt) << ~quint64(0) << 3;
    QTest::newRow("no dynamic section") << quint64(0x8000) << quint64(0) << 0;
    QTest::newRow("no DT_DEBUG") << quint64(dynamicAt + 32) << quint64(0) << 0;
}

void TestLinkMap::endsOnDamage()
{
    QFETCH(quint64, dynamic);
    QFETCH(quint64, lastNext);
    QTEST(int(readLinkMap(threeObjects(lastNext), {dynamic}).size()), "count");
}

QTEST_GUILESS_MAIN(TestLinkMap)
#include "tst_linkmap.moc"
