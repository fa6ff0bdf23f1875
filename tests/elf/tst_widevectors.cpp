// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/widevectors.h"
#include "tests/support/corebuilder.h"

#include <QTest>

#include <cstring>
#include <elf.h>

using namespace Freezeframe;

namespace
{

constexpr uint64_t avx = 1 << 2;
constexpr uint64_t avx512 = 7 << 5;

/// A note in which every 8 bytes of a component hold their offset.
std::vector<std::byte> noteOf(size_t size, uint64_t enabled, uint64_t used)
{
    std::vector<std::byte> note(size);
    for (uint64_t offset = 0; offset + 8 <= size; offset += 8)
        std::memcpy(note.data() + offset, &offset, sizeof offset);
    if (size >= 520) {
        std::memcpy(note.data() + 464, &enabled, sizeof enabled);
        std::memcpy(note.data() + 512, &used, sizeof used);
    }
    return note;
}

}

/// Registers of AVX and AVX-512 as NT_X86_XSTATE has them.
class TestWideVectors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void toldLayout();
    void ofThreads();
};

void TestWideVectors::reads_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<quint64>("enabled");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("first"); // its name and words
    QTest::addColumn<QString>("last");
    const auto row = [](const char *name, int size, uint64_t enabled, uint64_t used, int count,
                        const QString &first = {}, const QString &last = {}) {
        QTest::newRow(name) << size << quint64(enabled) << quint64(used) << count << first << last;
    };
    row("nothing", 0, 0, 0, 0);
    row("legacy area", 512, 0, 0, 0);
    row("no AVX", 832, 3, 3, 0);
    row("cut off", 831, avx, avx, 0);
    row("AVX", 832, avx | 3, avx | 3, 16, QStringLiteral("ymm0 160 168 576 584"),
        QStringLiteral("ymm15 400 408 816 824"));
    row("upper halves in their first state", 832, avx | 3, 3, 16, QStringLiteral("ymm0 160 168 0 0"),
        QStringLiteral("ymm15 400 408 0 0"));
    row("AVX-512 of Intel", 2696, avx | avx512, avx | avx512, 40,
        QStringLiteral("zmm0 160 168 576 584 1152 1160 1168 1176"), QStringLiteral("k7 1144"));
    row("AVX-512 of AMD", 2440, avx | avx512, avx | avx512, 40, QStringLiteral("zmm0 160 168 576 584 896 904 912 920"),
        QStringLiteral("k7 888"));
    row("AVX-512 of AMD without protection keys", 2432, avx | avx512, avx | avx512, 40,
        QStringLiteral("zmm0 160 168 576 584 896 904 912 920"), QStringLiteral("k7 888"));
    row("AVX-512 with AMX", 11008, avx | avx512, avx, 40, QStringLiteral("zmm0 160 168 576 584 0 0 0 0"),
        QStringLiteral("k7 0"));
    row("AVX-512 of nobody", 1000, avx | avx512, avx | avx512, 16, QStringLiteral("ymm0 160 168 576 584"),
        QStringLiteral("ymm15 400 408 816 824"));
}

void TestWideVectors::reads()
{
    QFETCH(int, size);
    QFETCH(quint64, enabled);
    QFETCH(quint64, used);
    QFETCH(int, count);
    QFETCH(QString, first);
    QFETCH(QString, last);
    const auto vectors = wideVectorsOf(noteOf(size_t(size), enabled, used));
    QCOMPARE(vectors.size(), size_t(count));
    const auto text = [](const WideVector &vector) {
        QString text = QString::fromStdString(vector.name);
        for (const uint64_t word : vector.words)
            text += QLatin1Char(' ') + QString::number(word);
        return text;
    };
    if (count == 0)
        return;
    QCOMPARE(text(vectors.front()), first);
    QCOMPARE(text(vectors.back()), last);
}

/// As the kernel tells where the components are; what it tells wrongly leads nowhere.
void TestWideVectors::toldLayout()
{
    const auto note = noteOf(2000, avx | avx512, avx | avx512);
    const auto layoutOf = [](uint32_t masks, uint32_t upper, uint32_t high) {
        const std::array<uint32_t, 12> rows{5, 0, masks, 64, 6, 0, upper, 512, 7, 0, high, 1024};
        std::vector<std::byte> bytes(sizeof rows);
        std::memcpy(bytes.data(), rows.data(), sizeof rows);
        return bytes;
    };
    const auto right = wideVectorsOf(note, layoutOf(832, 896, 960));
    QCOMPARE(right.size(), size_t(40));
    QCOMPARE(right[16].words.front(), uint64_t(960));
    QCOMPARE(wideVectorsOf(note, layoutOf(832, 896, 1'000'000)).front().name, "ymm0");
    QCOMPARE(wideVectorsOf(note, layoutOf(UINT32_MAX, UINT32_MAX, UINT32_MAX)).front().name, "ymm0");
    const auto cut = layoutOf(832, 896, 960);
    QCOMPARE(wideVectorsOf(note, std::span(cut).first(17)).front().name, "ymm0");
}

/// Each thread's own, and none of a thread that has no such note.
void TestWideVectors::ofThreads()
{
    CoreBuilder builder;
    builder.addThread({.tid = 1, .signal = 6, .registers = {{7, 0x1000}}});
    builder.addThread({.tid = 2, .signal = 0, .registers = {{7, 0x2000}}});
    builder.addNote("LINUX", NT_X86_XSTATE, noteOf(832, avx | 3, avx | 3));
    const std::vector<std::byte> page(4096);
    builder.addLoad(0x1000, PF_R | PF_W, page);
    const auto core = builder.open();
    QVERIFY(core);
    QCOMPARE((*core)->threads().size(), size_t(2));
    QVERIFY(wideVectors(**core, (*core)->threads()[0]).empty());
    QCOMPARE(wideVectors(**core, (*core)->threads()[1]).size(), size_t(16));
    CoreThread nowhere;
    nowhere.noteOffset = UINT64_MAX;
    QVERIFY(wideVectors(**core, nowhere).empty());
}

QTEST_GUILESS_MAIN(TestWideVectors)
#include "tst_widevectors.moc"
