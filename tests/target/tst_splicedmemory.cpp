// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/splicedmemory.h"
#include "tests/support/bytes.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <elf.h>
#include <random>

using namespace Freezeframe;

namespace
{

const std::vector<std::byte> firstBytes = patternBytes(0x1000, 1);
const std::vector<std::byte> secondBytes = patternBytes(0x1000, 2);

MemoryPiece piece(uint64_t begin, uint64_t end, const std::byte *data, uint32_t flags = PF_R)
{
    return {.range = {{begin}, {end}},
            .state = data ? MemoryPiece::State::Bytes : MemoryPiece::State::NotInCore,
            .data = data,
            .flags = flags,
            .inCore = true};
}

/// 0x1000: bytes, 0x1100: bytes from elsewhere, 0x1200: not in the core, 0x1300: cut off, then nothing; 0x2000: bytes.
SplicedMemory sample()
{
    std::vector<MemoryPiece> pieces = {
        piece(0x1000, 0x1100, firstBytes.data()), piece(0x1100, 0x1200, secondBytes.data()),
        piece(0x1200, 0x1300, nullptr),           piece(0x1300, 0x1400, nullptr),
        piece(0x2000, 0x2100, firstBytes.data()), piece(0x2100, 0x2200, nullptr, 0),
    };
    pieces[3].state = MemoryPiece::State::CutOff;
    return SplicedMemory(std::move(pieces), {});
}

}

/// Memory from many places at once: what is read, and what is said where nothing can be.
class TestSplicedMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void views();
    void measures();
    void layersAsTold();
    void fillsOnlyWhatIsMissing();
    void agreesWithASlowModel();
    void opensManyPiecesFast();
    void emptyMemory();
};

void TestSplicedMemory::reads_data()
{
    QTest::addColumn<quint64>("address");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<QString>("error"); // empty: can be read

    QTest::newRow("one piece") << quint64(0x1010) << quint64(16) << QString();
    QTest::newRow("over a seam") << quint64(0x10f8) << quint64(16) << QString();
    QTest::newRow("nothing asked") << quint64(0x5000) << quint64(0) << QString();
    QTest::newRow("into what is not in the core")
        << quint64(0x11fc) << quint64(8) << QStringLiteral("the memory at 0x1200 is not in the core");
    QTest::newRow("cut off") << quint64(0x13f8) << quint64(8)
                             << QStringLiteral("the memory at 0x13f8 is missing: the core file ends before it");
    QTest::newRow("past the end") << quint64(0x1400) << quint64(1)
                                  << QStringLiteral("the process had no memory at 0x1400");
    QTest::newRow("before") << quint64(0) << quint64(1) << QStringLiteral("the process had no memory at 0x0");
    QTest::newRow("out of the last bytes")
        << quint64(0x20ff) << quint64(2)
        << QStringLiteral(
               "the memory at 0x2100 is not in the core: it was reserved, the " "process could not read it either");
    QTest::newRow("top") << ~quint64(0) << quint64(8)
                         << QStringLiteral("the process had no memory at 0xffffffffffffffff");
}

void TestSplicedMemory::reads()
{
    QFETCH(quint64, address);
    QFETCH(quint64, size);
    QFETCH(QString, error);
    const SplicedMemory memory = sample();
    std::vector<std::byte> out(size);
    const auto done = memory.read({address}, out);
    QCOMPARE(done ? QString() : QString::fromStdString(done.error().message), error);
    for (size_t index = 0; done && index < size; ++index) {
        const uint64_t place = address + index;
        const std::byte expected = place < 0x1100 ? firstBytes[place - 0x1000] : secondBytes[place - 0x1100];
        QCOMPARE(out[index], expected);
    }
}

void TestSplicedMemory::views()
{
    const SplicedMemory memory = sample();
    QCOMPARE(memory.view({0x1010}, 16).data(), firstBytes.data() + 0x10);
    QVERIFY(memory.view({0x10f8}, 16).empty()); // over a seam
    QVERIFY(memory.view({0x1200}, 1).empty());
    QVERIFY(memory.view({0x5000}, 1).empty());
    QVERIFY(memory.view({0x1000}, ~uint64_t(0)).empty());
}

void TestSplicedMemory::measures()
{
    const SplicedMemory memory = sample();
    QCOMPARE(memory.readableSize({0x1000}, 1000), uint64_t(0x200));
    QCOMPARE(memory.readableSize({0x1000}, 10), uint64_t(10));
    QCOMPARE(memory.readableSize({0x11ff}, ~uint64_t(0)), uint64_t(1));
    QCOMPARE(memory.readableSize({0x1200}, 8), uint64_t(0));
    QCOMPARE(memory.readableSize({0x1400}, 8), uint64_t(0));
}

void TestSplicedMemory::layersAsTold()
{
    MemoryLayers layers;
    QVERIFY(!layers.put(piece(0x1000, 0x2000, firstBytes.data())));
    QVERIFY(!layers.put(piece(0x3000, 0x4000, firstBytes.data())));
    QVERIFY(layers.put(piece(0x1800, 0x3800, nullptr))); // the later one wins, in the middle of both
    QVERIFY(!layers.put(piece(0x5000, 0x5000, firstBytes.data())));
    const auto pieces = std::move(layers).take();
    QCOMPARE(pieces.size(), size_t(3));
    QCOMPARE(pieces[0].range, (AddressRange{{0x1000}, {0x1800}}));
    QCOMPARE(pieces[1].range, (AddressRange{{0x1800}, {0x3800}}));
    QCOMPARE(pieces[2].range, (AddressRange{{0x3800}, {0x4000}}));
    QCOMPARE(pieces[2].data, firstBytes.data() + 0x800);
}

void TestSplicedMemory::fillsOnlyWhatIsMissing()
{
    MemoryLayers layers;
    layers.put(piece(0x1000, 0x1100, firstBytes.data()));
    layers.put(piece(0x1100, 0x1200, nullptr, PF_R | PF_X));
    layers.put(piece(0x1200, 0x1300, nullptr, PF_R | PF_W)); // the process may have written there
    MemoryPiece fromFile = piece(0x1080, 0x1400, secondBytes.data());
    fromFile.inCore = false;
    layers.fill(fromFile);
    const SplicedMemory memory(std::move(layers).take(), {});
    QCOMPARE(memory.view({0x1080}, 1).data(), firstBytes.data() + 0x80);
    QCOMPARE(memory.view({0x1100}, 1).data(), secondBytes.data() + 0x80);
    QCOMPARE(memory.readableSize({0x1200}, 1), uint64_t(0));
    QCOMPARE(memory.view({0x1300}, 1).data(), secondBytes.data() + 0x280);
    QCOMPARE(memory.pieces()[1].flags, uint32_t(PF_R | PF_X)); // what the core said of it stays
    QVERIFY(!memory.pieces()[1].inCore);
}

void TestSplicedMemory::agreesWithASlowModel()
{
    constexpr size_t space = 512;
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        MemoryLayers layers;
        std::array<const std::byte *, space> model{};
        for (int count = 0; count < 12; ++count) {
            const uint64_t begin = random() % space;
            const uint64_t end = begin + random() % (space - begin) + 1;
            const std::byte *data = random() % 4 ? firstBytes.data() + random() % 1024 : nullptr;
            const bool isFill = random() % 2;
            isFill ? layers.fill(piece(begin, end, data)) : void(layers.put(piece(begin, end, data)));
            for (uint64_t at = begin; at < end; ++at) {
                if (!isFill || !model[at])
                    model[at] = data ? data + (at - begin) : isFill ? model[at] : nullptr;
            }
        }
        const SplicedMemory memory(std::move(layers).take(), {});
        for (uint64_t at = 0; at < space; ++at) {
            const auto view = memory.view({at}, 1);
            QCOMPARE(view.empty() ? nullptr : view.data(), model[at]);
        }
    }
}

void TestSplicedMemory::opensManyPiecesFast()
{
    constexpr uint64_t count = 70'000;
    QElapsedTimer timer;
    timer.start();
    MemoryLayers layers;
    for (uint64_t index = 0; index < count; ++index)
        layers.put(piece(index * 0x2000, index * 0x2000 + 0x1000, firstBytes.data()));
    const SplicedMemory memory(std::move(layers).take(), {});
    QVERIFY2(timer.elapsed() < 2000, "the table took too long");
    timer.restart();
    std::mt19937 random(3);
    uint64_t sum = 0;
    for (int index = 0; index < 200'000; ++index)
        sum += memory.readPointer({(random() % count) * 0x2000 + 8})->value;
    QVERIFY(sum != 0);
    QVERIFY2(timer.elapsed() < 4000, "the reads took too long"); // about 30 ms without a sanitizer
}

void TestSplicedMemory::emptyMemory()
{
    const SplicedMemory memory({}, {});
    QCOMPARE(memory.readPointer({0}).error().code, ErrorCode::Unmapped);
    QVERIFY(memory.view({0}, 0).empty());
    QCOMPARE(memory.readableSize({0}, 1), uint64_t(0));
}

QTEST_GUILESS_MAIN(TestSplicedMemory)
#include "tst_splicedmemory.moc"
