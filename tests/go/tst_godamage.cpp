// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typedescriptors.h"
#include "tests/go/openedvictim.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>
#include <random>

using namespace Freezeframe;

/// Damaged runtime structures: nothing crashes, nothing hangs, and what is missing is said.
class TestGoDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survivesDamagedCore_data();
    void survivesDamagedCore();
    void survivesDamagedExecutable_data();
    void survivesDamagedExecutable();
    void breaksOffTheList_data();
    void breaksOffTheList();

private:
    static void useEverything(const OpenedVictim &opened);
};

namespace
{

constexpr size_t mostRows = 200;

[[nodiscard]] std::vector<std::byte> bytesOf(const QString &path)
{
    const QByteArray content = fileContent(path);
    const auto bytes = std::as_bytes(std::span(content.constData(), size_t(content.size())));
    return {bytes.begin(), bytes.end()};
}

/// Where the file offset of @p address lies in a core.
[[nodiscard]] std::optional<uint64_t> offsetOf(const CoreFile &core, Address address)
{
    for (const ElfSegment &segment : core.segments()) {
        if (segment.type == PT_LOAD && segment.address <= address && address - segment.address < segment.fileSize)
            return segment.offset + (address - segment.address);
    }
    return std::nullopt;
}

}

void TestGoDamage::useEverything(const OpenedVictim &opened)
{
    if (!opened.runtime)
        return;
    const GoRuntime &runtime = *opened.runtime;
    (void)runtime.commandLine();
    (void)runtime.environment();
    const auto table = runtime.goroutines();
    if (!table)
        return;
    RuntimeTypes types(opened.target, opened.symbols, runtime.minorVersion());
    for (size_t row = 0; row < std::min((*table)->size(), mostRows); ++row) {
        const Address g = (*table)->address[row];
        (void)(*table)->statusText(row);
        (void)(*table)->waitReasonText(row);
        (void)runtime.waits(g);
        (void)runtime.labels(g);
        (void)runtime.defers(g);
        (void)opened.symbols->locate((*table)->schedPc[row]);
        for (const GoPanic &panic : runtime.panics(g))
            (void)types.typeAt(panic.typeDescriptor);
    }
    (void)types.typeNamed("runtime.g");
    const TypeDescriptors descriptors(opened.target, opened.symbols, runtime.minorVersion());
    size_t count = 0;
    descriptors.forEachListed([&](const TypeDescriptor &descriptor) {
        (void)types.typeAt(descriptor.address);
        (void)types.methodsOf(descriptor.address);
        if (descriptor.kind == GoKind::Map)
            (void)types.mapLayout(descriptor.address);
        return ++count < 2000;
    });
}

void TestGoDamage::survivesDamagedCore_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain, GoBuild::Stripped}, {QStringLiteral("nil-deref")});
}

void TestGoDamage::survivesDamagedCore()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim whole = openVictim(request);
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));
    const ModuleData &module = whole.symbols->modules().front();
    const std::vector<std::byte> bytes = bytesOf(whole.victim.core);
    std::mt19937 random(unsigned(request.go.version.minorVersion()));
    QElapsedTimer timer;
    timer.start();
    for (int round = 0; round < 60; ++round) {
        std::vector<std::byte> damaged = bytes;
        // Module data, package variables, goroutines: all that the reader follows.
        std::vector<AddressRange> places
            = {{module.address, module.address + 640}, module.data, module.bss, module.noptrdata};
        const auto table = whole.runtime->goroutines();
        places.push_back({(*table)->address.front(), (*table)->address.front() + 512});
        for (const AddressRange &place : places) {
            for (unsigned i = 0; i < 1 + random() % 40; ++i) {
                if (place.isEmpty())
                    continue;
                if (const auto at = offsetOf(*whole.target->core(), place.begin + random() % place.size()))
                    damaged[*at] = std::byte(random());
            }
        }
        useEverything(openCore(MappedFile::fromBytes(damaged, "damaged core"), whole.victim.executable));
    }
    QVERIFY2(timer.elapsed() < 120'000, "damaged cores take too long");
}

void TestGoDamage::survivesDamagedExecutable_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain, GoBuild::Stripped}, {QStringLiteral("nil-deref")});
}

void TestGoDamage::survivesDamagedExecutable()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim whole = openVictim(request);
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));
    const ModuleData &module = whole.symbols->modules().front();
    const Module &file = whole.target->modules().at(module.module);
    const std::vector<std::byte> bytes = bytesOf(whole.victim.executable);
    const auto core = MappedFile::open(whole.victim.core.toStdString());
    QVERIFY(core);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("damaged"));
    std::mt19937 random(unsigned(request.go.version.minorVersion()));
    QElapsedTimer timer;
    timer.start();
    const auto types = file.file->bytesAt(file.toLinked(module.types.begin), module.types.size());
    QVERIFY(types);
    const size_t typesOffset = size_t(types->data() - file.file->file()->bytes().data());
    for (int round = 0; round < 40; ++round) {
        std::vector<std::byte> damaged = bytes;
        const unsigned changes = 1 + random() % 4000;
        for (unsigned i = 0; i < changes; ++i)
            damaged[typesOffset + random() % types->size()] = std::byte(random());
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(reinterpret_cast<const char *>(damaged.data()), qint64(damaged.size()));
        out.close();
        useEverything(openCore(*core, path));
    }
    QVERIFY2(timer.elapsed() < 120'000, "damaged executables take too long");
}

void TestGoDamage::breaksOffTheList_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain});
}

void TestGoDamage::breaksOffTheList()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim whole = openVictim(request);
    QVERIFY2(whole.error.isEmpty(), qPrintable(whole.error));
    const auto table = whole.runtime->goroutines();
    QVERIFY(table && (*table)->size() > 20);
    const auto list = whole.target->memory().readPointer(*whole.runtime->variable("runtime.allgs"));
    QVERIFY(list);
    const auto at = offsetOf(*whole.target->core(), *list + 10 * 8);
    QVERIFY(at);
    const std::vector<std::byte> bytes = bytesOf(whole.victim.core);

    // One bad entry is a row with an error, and the list goes on.
    std::vector<std::byte> damaged = bytes;
    std::memset(damaged.data() + *at, 0x5a, 8);
    const OpenedVictim one = openCore(MappedFile::fromBytes(damaged, "damaged core"), whole.victim.executable);
    QVERIFY2(one.error.isEmpty(), qPrintable(one.error));
    const auto withOne = one.runtime->goroutines();
    QVERIFY(withOne);
    QCOMPARE((*withOne)->errors.size(), size_t(1));
    QVERIFY((*withOne)->size() >= (*table)->size());

    // A length that cannot be is an error, not an allocation.
    const auto length = offsetOf(*whole.target->core(), *whole.runtime->variable("runtime.allgs") + 8);
    QVERIFY(length);
    damaged = bytes;
    std::memset(damaged.data() + *length, 0xff, 16);
    const OpenedVictim endless = openCore(MappedFile::fromBytes(damaged, "damaged core"), whole.victim.executable);
    QVERIFY2(endless.error.isEmpty(), qPrintable(endless.error));
    QVERIFY(!endless.runtime->goroutines());

    // A list that is longer than the core: what there is, and where it breaks.
    damaged = bytes;
    const uint64_t many = 1 << 24;
    std::memcpy(damaged.data() + *length, &many, 8);
    std::memcpy(damaged.data() + *length + 8, &many, 8);
    const OpenedVictim longer = openCore(MappedFile::fromBytes(damaged, "damaged core"), whole.victim.executable);
    QVERIFY2(longer.error.isEmpty(), qPrintable(longer.error));
    const auto cut = longer.runtime->goroutines();
    QVERIFY(cut);
    QCOMPARE((*cut)->warnings.size(), size_t(1));
    QVERIFY2((*cut)->warnings.front().message.starts_with("the goroutine list breaks at index"),
             (*cut)->warnings.front().message.c_str());
    QVERIFY((*cut)->size() >= (*table)->size());
}

QTEST_GUILESS_MAIN(TestGoDamage)
#include "tst_godamage.moc"
