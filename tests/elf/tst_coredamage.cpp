// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/corefile.h"
#include "tests/support/corebuilder.h"

#include <QTest>

#include <random>

using namespace Freezeframe;

namespace
{

constexpr uint32_t seed = 20260301; // fixed: a failure must come again

std::vector<std::byte> richCore()
{
    CoreBuilder builder;
    builder.addThread({.tid = 1, .signal = 11, .registers = {{16, 0x401000}}}).addProcess(1, "p", "p -x");
    builder.addSignal(11, 1, 0).addAuxiliaryVector({{9, 0x401000}, {3, 0x400040}});
    builder.addFiles({{.range = {{0x400000}, {0x402000}}, .fileOffset = 0, .path = "/bin/a"},
                      {.range = {{0x500000}, {0x502000}}, .fileOffset = 4096, .path = "/bin/b"}});
    builder.addNote("CORE", NT_FPREGSET, patternBytes(512)).addNote("LINUX", NT_X86_XSTATE, patternBytes(832));
    builder.addThread({.tid = 2, .signal = 0, .registers = {}});
    builder.addNote("", 0x444C5654, patternBytes(80)).addNote("Delve Header", 0x444C5645, Bytes("linux/amd64\n"));
    builder.startNoteSegment().addThread({.tid = 3, .signal = 0, .registers = {}});
    builder.addLoad(0x400000, PF_R | PF_X, patternBytes(4096), 8192).addLoad(0x7000, PF_R | PF_W, patternBytes(4096));
    return builder.build();
}

/// Opens and looks at all that a reader would; the sanitizers and the clock judge.
void walk(std::vector<std::byte> bytes)
{
    const size_t size = bytes.size();
    const auto core = CoreFile::open(MappedFile::fromBytes(bytes, "damaged"));
    if (!core) {
        QVERIFY(!core.error().message.empty());
        return;
    }
    // No count of a file may make more rows than its bytes can hold.
    QVERIFY((*core)->threads().size() <= size / 100);
    QVERIFY((*core)->mappedFiles().size() <= size / 24);
    QVERIFY((*core)->segments().size() <= size / 56);
    QVERIFY((*core)->warnings().size() <= 200 + (*core)->segments().size() * 3);
    for (const ElfSegment &segment : (*core)->segments()) {
        QVERIFY(segment.fileSize <= segment.memorySize);
        QVERIFY(segment.memorySize <= UINT64_MAX - segment.address.value);
    }
    for (const Error &warning : (*core)->warnings())
        QVERIFY(!warning.toString().empty());
}

}

/// Thousands of damaged copies of one core: each is read or refused, in bounded time.
class TestCoreDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutAnywhere();
    void absurdFields();
    void flippedBytes();
    void swappedStretches();
};

void TestCoreDamage::cutAnywhere()
{
    const auto whole = richCore();
    for (size_t size = 0; size < 4200; ++size) // every place in headers and notes
        walk({whole.begin(), whole.begin() + ptrdiff_t(size)});
    for (size_t size = 4200; size < whole.size(); size += 97)
        walk({whole.begin(), whole.begin() + ptrdiff_t(size)});
}

void TestCoreDamage::absurdFields()
{
    constexpr std::array<uint64_t, 10> values = {
        0,           1, 0x7f, 0xffff, 0x7fffffff, 0xffffffff, uint64_t(1) << 32, uint64_t(1) << 60, uint64_t(1) << 63,
        ~uint64_t(0)};
    const auto whole = richCore();
    for (size_t offset = 0; offset + 8 <= 4096; offset += 4) {
        for (const uint64_t value : values) {
            for (const size_t size : {size_t(2), size_t(4), size_t(8)}) {
                auto bytes = whole;
                std::memcpy(bytes.data() + offset, &value, size);
                walk(std::move(bytes));
            }
        }
    }
}

void TestCoreDamage::flippedBytes()
{
    std::mt19937 random(seed);
    const auto whole = richCore();
    for (int round = 0; round < 5000; ++round) {
        auto bytes = whole;
        for (uint32_t count = 1 + random() % 8; count > 0; --count)
            bytes[random() % 4200] = static_cast<std::byte>(random());
        walk(std::move(bytes));
    }
}

void TestCoreDamage::swappedStretches()
{
    std::mt19937 random(seed + 1);
    const auto whole = richCore();
    for (int round = 0; round < 3000; ++round) {
        auto bytes = whole;
        const size_t size = 1 + random() % 200;
        const size_t from = random() % (4200 - size);
        const size_t to = random() % (4200 - size);
        std::memmove(bytes.data() + to, bytes.data() + from, size);
        walk(std::move(bytes));
    }
}

QTEST_GUILESS_MAIN(TestCoreDamage)
#include "tst_coredamage.moc"
