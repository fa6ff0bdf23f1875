// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/registers.h"

#include <QTest>

#include <elf.h>

using namespace Freezeframe;

/// Registers by DWARF number.
class TestRegisters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesFitNumbers_data();
    void namesFitNumbers();
    void knowsWhatIsKnown();
    void knowsMachines();
};

void TestRegisters::namesFitNumbers_data()
{
    QTest::addColumn<int>("machine");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("name");

    QTest::newRow("rdx") << EM_X86_64 << 1 << QStringLiteral("rdx");
    QTest::newRow("rsp") << EM_X86_64 << 7 << QStringLiteral("rsp");
    QTest::newRow("rip") << EM_X86_64 << 16 << QStringLiteral("rip");
    QTest::newRow("xmm15") << EM_X86_64 << 32 << QStringLiteral("xmm15");
    QTest::newRow("eflags") << EM_X86_64 << 49 << QStringLiteral("eflags");
    QTest::newRow("fs_base") << EM_X86_64 << 58 << QStringLiteral("fs_base");
    QTest::newRow("x30") << EM_AARCH64 << 30 << QStringLiteral("x30");
    QTest::newRow("sp") << EM_AARCH64 << 31 << QStringLiteral("sp");
    QTest::newRow("tpidr_el0") << EM_AARCH64 << 36 << QStringLiteral("tpidr_el0");
    QTest::newRow("v0") << EM_AARCH64 << 64 << QStringLiteral("v0");
    QTest::newRow("v31") << EM_AARCH64 << 95 << QStringLiteral("v31");
}

void TestRegisters::namesFitNumbers()
{
    QFETCH(int, machine);
    QFETCH(int, number);
    QFETCH(QString, name);
    const ArchitectureInfo *info = ArchitectureInfo::forMachine(uint16_t(machine));
    QVERIFY(info);
    QVERIFY(info->registerNames.size() <= size_t(Registers::count));
    QCOMPARE(QString::fromStdString(std::string(info->registerNames[size_t(number)])), name);
}

void TestRegisters::knowsWhatIsKnown()
{
    Registers registers;
    QVERIFY(!registers.get(0));
    registers.set(0, 5);
    QCOMPARE(*registers.get(0), uint64_t(5));
    registers.forget(0);
    QVERIFY(!registers.get(0));
    for (const int bad : {-1, Registers::count, 1 << 30}) {
        registers.set(bad, 1);
        QVERIFY(!registers.get(bad));
        registers.forget(bad);
        registers.setHigh(bad, 1);
        QVERIFY(!registers.getHigh(bad));
    }
    registers.setHigh(0, 1); // rax has no upper half
    QVERIFY(!registers.getHigh(0));
    registers.set(17, 1);
    registers.setHigh(17, 2);
    QCOMPARE(*registers.getHigh(17), uint64_t(2));
    registers.forget(17);
    QVERIFY(!registers.getHigh(17));
    registers.setPc({0x400000});
    QCOMPARE(*registers.get(16), uint64_t(0x400000));
    QCOMPARE(registers.sp(), Address{});
}

void TestRegisters::knowsMachines()
{
    QCOMPARE(ArchitectureInfo::forMachine(EM_386), nullptr);
    QCOMPARE(ArchitectureInfo::forMachine(EM_AARCH64)->name, std::string_view("arm64"));
    QCOMPARE(ArchitectureInfo::of(Architecture::X86_64).goroutineRegister, 14);
}

QTEST_GUILESS_MAIN(TestRegisters)
#include "tst_registers.moc"
