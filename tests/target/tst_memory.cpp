// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/fakememory.h"

#include <QTest>

using namespace Freezeframe;

/// What Memory offers on top of plain reads.
class TestMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNumbers();
    void readsCStrings();
    void readsGoStrings();
};

void TestMemory::readsNumbers()
{
    FakeMemory memory;
    memory.putWords({0x1000}, {0x1122334455667788, 0x99});
    QCOMPARE(*memory.readUnsigned({0x1000}, 1), uint64_t(0x88));
    QCOMPARE(*memory.readUnsigned({0x1000}, 2), uint64_t(0x7788));
    QCOMPARE(*memory.readUnsigned({0x1001}, 4), uint64_t(0x44556677));
    QCOMPARE(*memory.readUnsigned({0x1000}, 8), uint64_t(0x1122334455667788));
    QCOMPARE(memory.readUnsigned({0x1000}, 3).error().code, ErrorCode::Unsupported);
    QCOMPARE(*memory.readPointer({0x1008}), Address{0x99});
    QCOMPARE(memory.readPointer({0x1009}).error().code, ErrorCode::Unmapped);
    QCOMPARE(memory.readPointer({0x1009}).error().message, std::string("the process had no memory at 0x1010"));
    QCOMPARE(*memory.readAs<int16_t>({0x1008}), int16_t(0x99));
}

void TestMemory::readsCStrings()
{
    FakeMemory memory;
    const std::string longText(1000, 'x');
    memory.putText({0x1000}, std::string_view("hello\0world", 11));
    memory.putText({0x2000}, longText + '\0');
    QCOMPARE(*memory.readCString({0x1000}), std::string("hello"));
    QCOMPARE(*memory.readCString({0x1005}), std::string());
    QCOMPARE(*memory.readCString({0x2000}), longText);
    QCOMPARE(*memory.readCString({0x2000}, 10), longText.substr(0, 10));
    QCOMPARE(memory.readCString({0x1006}).error().code, ErrorCode::Unmapped); // no end before the memory ends
    QCOMPARE(memory.readCString({0x9000}).error().code, ErrorCode::Unmapped);
}

void TestMemory::readsGoStrings()
{
    FakeMemory memory;
    memory.putText({0x2000}, "golang");
    memory.putWords({0x1000}, {0x2000, 6});
    memory.putWords({0x1100}, {0x2000, 7});
    memory.putWords({0x1200}, {0x2000, uint64_t(1) << 62});
    memory.putWords({0x1300}, {0, 0});
    memory.putWords({0x1400}, {0x2000, (1 << 20) - 1});
    QCOMPARE(*memory.readGoString({0x1000}), std::string("golang"));
    QCOMPARE(memory.readGoString({0x1100}).error().message, std::string("the process had no memory at 0x2006"));
    QCOMPARE(memory.readGoString({0x1200}).error().code, ErrorCode::Limit);
    QCOMPARE(*memory.readGoString({0x1300}), std::string());
    QCOMPARE(memory.readGoString({0x1400}).error().code, ErrorCode::Unmapped);
    QCOMPARE(memory.readGoString({0x1000}, 5).error().code, ErrorCode::Limit);
    QCOMPARE(memory.readGoString({0x1408}).error().code, ErrorCode::Unmapped);
}

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
