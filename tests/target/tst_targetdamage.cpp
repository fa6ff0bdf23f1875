// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/target.h"
#include "tests/support/corebuilder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>
#include <random>

using namespace Freezeframe;

namespace
{

constexpr uint64_t base = 0x400000;
constexpr size_t page = 4096;

std::vector<std::byte> programBytes()
{
    ElfBuilder builder(ET_EXEC);
    builder.setEntry(base + page).addHeaderLoad(base, PF_R).addLoad(base + page, PF_R | PF_X, patternBytes(page));
    builder.addLoad(base + 2 * page, PF_R | PF_W, patternBytes(page, 2), 2 * page).addBuildId("\x01\x02\x03\x04");
    return builder.addSymbol("main", base + page, 64, STT_FUNC).build();
}

std::vector<std::byte> coreBytes(const std::vector<std::byte> &program, const std::string &path)
{
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 11, .registers = {{16, base + page}}});
    core.addAuxiliaryVector({{AT_ENTRY, base + page}, {AT_PHDR, base + 64}, {AT_SYSINFO_EHDR, 0x7000000}});
    core.addFiles({{.range = {{base}, {base + page}}, .fileOffset = 0, .path = path},
                   {.range = {{base + page}, {base + 2 * page}}, .fileOffset = page, .path = path},
                   {.range = {{base + 2 * page}, {base + 3 * page}}, .fileOffset = 2 * page, .path = path}});
    const auto bytes = std::span<const std::byte>(program);
    core.addLoad(base, PF_R, bytes.first(page)).addLoad(base + page, PF_R | PF_X, {}, page);
    core.addLoad(base + 2 * page, PF_R | PF_W, bytes.subspan(2 * page, page), 2 * page);
    core.addLoad(0x7000000, PF_R | PF_X, bytes.first(page));
    return core.build();
}

void walk(const std::vector<std::byte> &bytes)
{
    const auto core = CoreFile::open(MappedFile::fromBytes(bytes, "/nowhere/core"));
    if (!core)
        return;
    const auto target
        = Target::fromCore(*core, {.executable = {}, .force = false, .debugDirectories = {}, .roots = {}});
    for (const Module &module : target->modules()) {
        QVERIFY(module.file || module.error);
        (void)target->moduleAt(module.range.begin);
        if (module.file)
            (void)module.file->symbolAt(module.toLinked({base + page + 1}));
    }
    uint64_t last = 0;
    for (const Target::Region &region : target->regions()) {
        QVERIFY(!region.range.isEmpty());
        QVERIFY(region.range.begin.value >= last);
        last = region.range.end.value;
        QVERIFY(target->memory().readableSize(region.range.begin, 16) > 0);
        std::byte byte;
        QVERIFY(target->memory().read(region.range.end - 1, std::span(&byte, 1)).has_value());
    }
    for (const uint64_t address : {uint64_t(0), base, base + page - 4, base + 4 * page, ~uint64_t(0)})
        (void)target->memory().readPointer({address});
}

}

/// Damaged cores and damaged programs: a target comes of each, or a refusal, and what it says can be read can be.
class TestTargetDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damagedCores();
    void damagedPrograms();

private:
    QTemporaryDir m_folder;
};

void TestTargetDamage::damagedCores()
{
    const auto program = programBytes();
    const QString path = m_folder.filePath(QStringLiteral("app"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char *>(program.data()), qint64(program.size()));
    file.close();
    QDir::setCurrent(m_folder.path());
    const auto whole = coreBytes(program, path.toStdString());
    walk(whole);
    for (size_t step = 0; step < 200; ++step)
        walk({whole.begin(), whole.begin() + ptrdiff_t(whole.size() * step / 200)});
    std::mt19937 random(42);
    constexpr std::array<uint64_t, 6> values
        = {0, 0xffff, 0xffffffff, uint64_t(1) << 47, uint64_t(1) << 63, ~uint64_t(0)};
    for (int round = 0; round < 2500; ++round) {
        auto bytes = whole;
        for (uint32_t count = 1 + random() % 3; count > 0; --count) {
            const uint64_t value = random() % 2 ? values[random() % values.size()] : random();
            std::memcpy(bytes.data() + (random() % (2 * page)) / 4 * 4, &value, 8);
        }
        walk(bytes);
    }
}

void TestTargetDamage::damagedPrograms()
{
    const QString path = m_folder.filePath(QStringLiteral("broken"));
    QDir::setCurrent(m_folder.path());
    const auto program = programBytes();
    const auto core = coreBytes(program, path.toStdString());
    std::mt19937 random(43);
    for (int round = 0; round < 1000; ++round) {
        auto bytes = program;
        for (uint32_t count = 1 + random() % 3; count > 0; --count) {
            const uint64_t value = random() % 2 ? ~uint64_t(0) >> (random() % 64) : random();
            const size_t place = random() % 2 ? random() % 400 : bytes.size() - 8 - random() % 500;
            std::memcpy(bytes.data() + place, &value, 8);
        }
        if (random() % 4 == 0)
            bytes.resize(random() % bytes.size());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size()));
        file.close();
        walk(core);
    }
}

QTEST_GUILESS_MAIN(TestTargetDamage)
#include "tst_targetdamage.moc"
