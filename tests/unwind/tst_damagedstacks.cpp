// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/unwind/unwoundvictim.h"

#include <QElapsedTimer>
#include <QTest>

#include <cstring>
#include <elf.h>
#include <random>

using namespace Freezeframe;

namespace
{

/// A real core whose stacks can be written to.
class DamagedCore
{
public:
    explicit DamagedCore(const OpenedVictim &opened)
        : m_executable(opened.victim.executable)
        , m_segments(opened.target->core()->segments())
    {
        const auto bytes = opened.target->core()->file()->bytes();
        m_bytes.assign(bytes.begin(), bytes.end());
    }
    void put(Address place, uint64_t word)
    {
        for (const ElfSegment &segment : m_segments) {
            const uint64_t inside = place - segment.address;
            if (segment.type == PT_LOAD && place >= segment.address && inside + 8 <= segment.fileSize)
                std::memcpy(m_bytes.data() + segment.offset + inside, &word, sizeof word);
        }
    }
    [[nodiscard]] UnwoundVictim open() const
    {
        return unwind(openCore(MappedFile::fromBytes(m_bytes, "core"), m_executable));
    }

private:
    QString m_executable;
    std::vector<ElfSegment> m_segments;
    std::vector<std::byte> m_bytes;
};

VictimRequest newestVictim(const QString &fixture, GoBuild build, const QStringList &arguments)
{
    return {.fixture = fixture, .go = goToolchains().constLast(), .build = build, .arguments = arguments};
}

/// No walk may hang, grow without bound or read outside (the sanitizers watch that).
void walkAll(const UnwoundVictim &victim, size_t limit)
{
    std::vector<Address> pcs;
    for (uint32_t row = 0; row < victim.goroutines->size(); ++row) {
        const Stack stack = victim.unwinder->goroutine(*victim.goroutines, row, limit);
        QVERIFY(stack.frames.size() <= limit + 64); // what is inlined into the last one comes along
        QVERIFY(stack.complete || stack.cut || stack.error);
        victim.unwinder->parkedPcs(*victim.goroutines, row, limit, pcs);
        QVERIFY(pcs.size() <= limit);
    }
    for (const CoreThread &thread : victim.opened.target->threads()) {
        const Stack stack = victim.unwinder->thread(thread, limit);
        QVERIFY(stack.complete || stack.cut || stack.error);
    }
}

}

/// Stacks that the program itself, or the way of the core, has damaged.
class DamagedStackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void returnAddressThatIsNoCode();
    void stackThatIsNotInTheCore();
    void randomWords_data();
    void randomWords();
};

void DamagedStackTest::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go on this machine");
}

void DamagedStackTest::returnAddressThatIsNoCode()
{
    const UnwoundVictim whole
        = unwind(openVictim(newestVictim(QStringLiteral("crash"), GoBuild::Plain, {QStringLiteral("nil-deref")})));
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));
    const uint32_t row = whole.goroutines->find(1).value();
    const Stack before = whole.stackOf(row);
    const auto nextToLast = std::ranges::find(before.frames, std::string("main.main"), &Frame::function);
    QVERIFY(nextToLast != before.frames.end());

    DamagedCore damaged(whole.opened);
    damaged.put(nextToLast->cfa - 8, 0x1122334455667788);
    const UnwoundVictim victim = damaged.open();
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const Stack after = victim.stackOf(row);
    QCOMPARE(after.frames.size(), static_cast<size_t>(nextToLast - before.frames.begin()) + 1); // the rest is kept
    QVERIFY(!after.complete);
    QVERIFY(after.error);
    QCOMPARE(after.error->message,
             std::string("the return address 0x1122334455667788 of main.main is not in any code"));
}

void DamagedStackTest::stackThatIsNotInTheCore()
{
    const UnwoundVictim whole = unwind(openVictim(newestVictim(QStringLiteral("stacks"), GoBuild::Plain, {})));
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));
    GoroutineTable table = *whole.goroutines;
    uint32_t row = 0;
    while (row < table.size() && static_cast<GoStatus>(table.status[row]) != GoStatus::Waiting)
        ++row;
    QVERIFY(row < table.size());
    DamagedCore damaged(whole.opened);
    const auto place = whole.opened.runtime->layout().find("runtime.g", "sched.sp");
    const auto low = whole.opened.runtime->layout().find("runtime.g", "stack.lo");
    const auto high = whole.opened.runtime->layout().find("runtime.g", "stack.hi");
    QVERIFY(place && low && high);
    constexpr uint64_t nowhere = 0x123400000000;
    damaged.put(table.address[row] + low->offset, nowhere);
    damaged.put(table.address[row] + place->offset, nowhere + 0x100);
    damaged.put(table.address[row] + high->offset, nowhere + 0x2000);
    const UnwoundVictim victim = damaged.open();
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto found = std::ranges::find(victim.goroutines->address, table.address[row]);
    QVERIFY(found != victim.goroutines->address.end());
    const Stack stack = victim.stackOf(static_cast<uint32_t>(found - victim.goroutines->address.begin()));
    QVERIFY(stack.error);
    QVERIFY(stack.error->message.starts_with("stack at 0x1234"));
    QVERIFY(stack.error->message.ends_with(" is not in the core"));
    QVERIFY(!stack.frames.empty()); // its pc is known all the same
}

void DamagedStackTest::randomWords_data()
{
    QTest::addColumn<QString>("fixture");
    QTest::addColumn<GoBuild>("build");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("Go") << QStringLiteral("stacks") << GoBuild::Plain << QStringList();
    QTest::newRow("Go and C") << QStringLiteral("switches") << GoBuild::Cgo << QStringList{QStringLiteral("quit")};
}

void DamagedStackTest::randomWords()
{
    QFETCH(const QString, fixture);
    QFETCH(const GoBuild, build);
    QFETCH(const QStringList, arguments);
    const UnwoundVictim whole = unwind(openVictim(newestVictim(fixture, build, arguments)));
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));

    // Words of stacks become words of other stacks: addresses of frames, code and registers in wrong places.
    std::vector<Address> places;
    std::vector<uint64_t> words;
    const Memory &memory = whole.opened.target->memory();
    const auto collect = [&](const Stack &stack) {
        for (const Frame &frame : stack.frames) {
            for (Address place = frame.registers.sp(); place < frame.cfa && place - frame.registers.sp() < 512;
                 place = place + 8) {
                const auto word = memory.readPointer(place);
                if (!word)
                    break;
                places.push_back(place);
                words.push_back(word->value);
            }
        }
    };
    for (uint32_t row = 0; row < whole.goroutines->size(); ++row)
        collect(whole.stackOf(row));
    for (const CoreThread &thread : whole.opened.target->threads())
        collect(whole.unwinder->thread(thread));
    QVERIFY(places.size() > 1000);

    std::mt19937 random(20261123);
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < 12 && timer.elapsed() < 60'000; ++round) {
        DamagedCore damaged(whole.opened);
        for (size_t i = 0; i < places.size() / 20; ++i)
            damaged.put(places[random() % places.size()], words[random() % words.size()]);
        const UnwoundVictim victim = damaged.open();
        if (victim.error.isEmpty())
            walkAll(victim, 3000);
    }
}

QTEST_GUILESS_MAIN(DamagedStackTest)
#include "tst_damagedstacks.moc"
