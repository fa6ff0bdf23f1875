// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/compressedcore.h"
#include "backend/live/corehead.h"
#include "backend/live/coreimage.h"
#include "backend/live/coreoutput.h"
#include "backend/live/sparsecopy.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <elf.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Freezeframe;

/// How cores are written: to a file without a name, sparse or compressed, and nothing is overwritten.
class TestCoreOutput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void outputNeverOverwrites();
    void outputNeedsItsFolder();
    void outputLeavesNothing();
    void sizeLimitIsAnError();
    void everySecondPage();
    void sparseCopies_data();
    void sparseCopies();
};

namespace
{

AddressRange range(uint64_t begin, uint64_t end)
{
    return {{begin}, {end}};
}

}

void TestCoreOutput::outputNeverOverwrites()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.core"));
    const auto output = CoreOutput::create(path.toStdString());
    QVERIFY(output);
    const std::string text = "core";
    QVERIFY((*output)->write(0, std::as_bytes(std::span(text))));
    QVERIFY(!QFile::exists(path));
    // Somebody takes the name meanwhile.
    QFile other(path);
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("precious");
    other.close();
    const auto late = (*output)->finish();
    QVERIFY(!late);
    QCOMPARE(late.error().failure, CaptureFailure::Usage);
    const auto early = CoreOutput::create(path.toStdString());
    QVERIFY(!early);
    QCOMPARE(early.error().failure, CaptureFailure::Usage);
    QVERIFY2(early.error().error.message.contains("exists"), early.error().error.message.c_str());
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), QByteArray("precious"));
    // A link that leads nowhere is a name, too.
    QVERIFY(QFile::link(QStringLiteral("/nowhere"), folder.filePath(QStringLiteral("b.core"))));
    QVERIFY(!CoreOutput::create(folder.filePath(QStringLiteral("b.core")).toStdString()));
}

void TestCoreOutput::outputNeedsItsFolder()
{
    const QTemporaryDir folder;
    const auto output = CoreOutput::create(folder.filePath(QStringLiteral("no/such/a.core")).toStdString());
    QVERIFY(!output);
    QCOMPARE(output.error().failure, CaptureFailure::Usage);
    QVERIFY2(output.error().error.message.contains("does not exist"), output.error().error.message.c_str());
    QVERIFY(!CoreOutput::create(""));
    QVERIFY(!CoreOutput::create("/proc/a.core"));
}

void TestCoreOutput::outputLeavesNothing()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.core"));
    {
        const auto dropped = CoreOutput::create(path.toStdString());
        QVERIFY(dropped && (*dropped)->setSize(1 << 20));
    }
    QVERIFY(QDir(folder.path()).isEmpty());
    const mode_t before = ::umask(0);
    const auto output = CoreOutput::create(path.toStdString());
    QVERIFY(output && (*output)->setSize(1 << 20) && (*output)->finish());
    ::umask(before);
    struct stat status;
    QVERIFY(::stat(path.toLocal8Bit().constData(), &status) == 0);
    QCOMPARE(int(status.st_mode & 07777), 0600);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), qsizetype(1));
}

void TestCoreOutput::sizeLimitIsAnError()
{
    const QTemporaryDir folder;
    const auto output = CoreOutput::create(folder.filePath(QStringLiteral("a.core")).toStdString());
    QVERIFY(output);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{.rlim_cur = 4096, .rlim_max = before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const std::vector<std::byte> bytes(65536, std::byte{1});
    const auto written = (*output)->write(0, bytes);
    const auto sized = (*output)->setSize(1 << 20);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!written && !sized); // and SIGXFSZ has not ended us
    QCOMPARE(writeFailure(written.error(), 0).failure, CaptureFailure::NoSpace);
    QVERIFY2(written.error().message.contains("RLIMIT_FSIZE"), written.error().message.c_str());
}

/// Small holes may be filled as long as they are few; memory in small pieces must not make a file of twice its size.
void TestCoreOutput::everySecondPage()
{
    const QTemporaryDir folder;
    constexpr uint64_t page = 4096;
    constexpr uint64_t size = uint64_t(64) << 20;
    auto image = CoreImage::reserve(size);
    QVERIFY(image);
    const std::vector<std::byte> bytes(page, std::byte{0x5a});
    for (uint64_t at = 0; at < size; at += 2 * page)
        QVERIFY((*image)->write(at, bytes));
    const auto file = (*image)->take(size, "image");
    auto output = CoreOutput::createNameless(folder.path().toStdString());
    QVERIFY(output && copySparse(SparseSource::ofMemory(file), **output, {}, {}));
    QVERIFY((*output)->bytesOnDisk() >= size / 2);
    QVERIFY2((*output)->bytesOnDisk() < size / 2 * 105 / 100, std::to_string((*output)->bytesOnDisk()).c_str());
}

void TestCoreOutput::sparseCopies_data()
{
    QTest::addColumn<bool>("compress");
    QTest::addColumn<bool>("fromFile");
    QTest::newRow("memory to file") << false << false;
    QTest::newRow("memory to zstd") << true << false;
    QTest::newRow("file to zstd") << true << true;
}

void TestCoreOutput::sparseCopies()
{
    QFETCH(bool, compress);
    QFETCH(bool, fromFile);
    const QTemporaryDir folder;
    constexpr uint64_t size = uint64_t(40) << 20;
    auto image = CoreImage::reserve(size);
    QVERIFY(image);
    std::vector<std::byte> head = CoreHead{
        .segments = {{.range = range(0x1000, 0x2000), .offset = 4096, .fileSize = 4096, .flags = PF_R}},
        .notes = {}}.bytes();
    QVERIFY((*image)->write(0, head));
    for (const uint64_t at : {uint64_t(4096), uint64_t(4096 * 3 + 7), uint64_t(9) << 20, size - 5}) {
        const std::string text = "abcde";
        QVERIFY((*image)->write(at, std::as_bytes(std::span(text))));
    }
    const auto file = (*image)->take(size, "image");
    QCOMPARE(file->size(), size);

    SparseSource source = SparseSource::ofMemory(file);
    auto raw = CoreOutput::createNameless(folder.path().toStdString());
    QVERIFY(raw);
    if (fromFile) {
        QVERIFY(copySparse(source, **raw, {}, {}));
        source = SparseSource::ofFile((*raw)->descriptor());
    }
    QCOMPARE(source.size(), size);
    QVERIFY(source.dataSize() < size / 4);
    const std::string path = folder.filePath(QStringLiteral("copy")).toStdString();
    auto output = CoreOutput::create(path);
    QVERIFY(output);
    uint64_t told = 0;
    const auto done = [&told](uint64_t bytes) { told = bytes; };
    QVERIFY(compress ? compressSparse(source, **output, done, {}) : copySparse(source, **output, done, {}));
    QCOMPARE(told, source.dataSize());
    QVERIFY((*output)->bytesOnDisk() < (1 << 20));
    QVERIFY((*output)->finish());
    std::vector<Error> warnings;
    const auto read = openCoreBytes(path, {}, {}, warnings);
    QVERIFY(read && warnings.empty());
    QCOMPARE((*read)->size(), size);
    QVERIFY(std::memcmp((*read)->bytes().data(), file->bytes().data(), size) == 0);

    std::stop_source stop;
    stop.request_stop();
    auto cancelled = CoreOutput::createNameless(folder.path().toStdString());
    const auto nothing = copySparse(source, **cancelled, {}, stop.get_token());
    QVERIFY(!nothing && nothing.error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestCoreOutput)
#include "tst_coreoutput.moc"
