// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappedfile.h"
#include "backend/base/pagerelease.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <sys/stat.h>

using namespace Freezeframe;

/// Files and what is no file.
class TestMappedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsAFile();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void givesPartsBack();
    void survivesAFileThatGetsShorter_data();
    void survivesAFileThatGetsShorter();

private:
    QTemporaryDir m_folder;
};

void TestMappedFile::mapsAFile()
{
    const QString path = m_folder.filePath(QStringLiteral("file"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("hello");
    file.close();
    const auto mapped = MappedFile::open(path.toStdString());
    QVERIFY(mapped.has_value());
    QCOMPARE((*mapped)->size(), uint64_t(5));
    QCOMPARE((*mapped)->at(1, 4)->size(), size_t(4));
    QVERIFY((*mapped)->modified() > 0);
    const auto past = (*mapped)->at(3, 3);
    QVERIFY(!past);
    QCOMPARE(past.error().code, ErrorCode::Truncated);
    QCOMPARE(*past.error().offset, uint64_t(3));
    QVERIFY(!(*mapped)->at(~uint64_t(0), 1));
    QVERIFY(!(*mapped)->at(1, ~uint64_t(0)));
}

void TestMappedFile::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");

    const QString fifo = m_folder.filePath(QStringLiteral("fifo"));
    ::mkfifo(fifo.toLocal8Bit().constData(), 0600);
    QTest::newRow("missing") << m_folder.filePath(QStringLiteral("none")) << int(ErrorCode::NotFound)
                             << QStringLiteral("can't be opened: No such file or directory");
    QTest::newRow("folder") << m_folder.path() << int(ErrorCode::Unsupported)
                            << QStringLiteral("is a folder, not a file");
    QTest::newRow("pipe") << fifo << int(ErrorCode::Unsupported) << QStringLiteral("is a pipe, not a file");
    QTest::newRow("device") << QStringLiteral("/dev/zero") << int(ErrorCode::Unsupported)
                            << QStringLiteral("is a device, not a file");
}

void TestMappedFile::refusesWhatIsNoFile()
{
    QFETCH(QString, path);
    const auto mapped = MappedFile::open(path.toStdString()); // a pipe must not wait for a writer
    QVERIFY(!mapped);
    QTEST(int(mapped.error().code), "code");
    QTEST(QString::fromStdString(mapped.error().message), "sentence");
    QCOMPARE(mapped.error().file, path.toStdString());
}

void TestMappedFile::survivesAFileThatGetsShorter_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<qint64>("intact");

    QTest::newRow("whole pages") << qint64(8192) << qint64(8192);
    QTest::newRow("within a page") << qint64(5000) << qint64(5000);
    QTest::newRow("within the last page") << qint64(20400) << qint64(20400);
    QTest::newRow("nothing") << qint64(0) << qint64(0);
}

/// What this process has resident of files, in bytes (Linux proc(5): statm, shared).
static qint64 residentOfFiles()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    return statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').value(2).toLongLong() * 4096 : -1;
}

void TestMappedFile::givesPartsBack()
{
    constexpr qint64 size = qint64(32) << 20;
    const QString path = m_folder.filePath(QStringLiteral("large"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(size, 'x'));
    file.close();
    const auto mapped = MappedFile::open(path.toStdString());
    QVERIFY(mapped);
    const auto bytes = (*mapped)->bytes();
    QCOMPARE(std::ranges::count(bytes, std::byte('x')), size);
    const qint64 all = residentOfFiles();
    releasePages(bytes.subspan(size / 2 + 1)); // does not begin with a page
    QVERIFY(residentOfFiles() > all - size / 4);
    releasePages(bytes.subspan(size / 2));
    QVERIFY2(residentOfFiles() < all - size / 4, qPrintable(QString::number(residentOfFiles() - all)));
    QCOMPARE(std::ranges::count(bytes, std::byte('x')), size);
    releasePages({});
}

/// Without the guard this ends by SIGBUS.
void TestMappedFile::survivesAFileThatGetsShorter()
{
    QFETCH(const qint64, left);
    MappingGuard::install();
    const QString path = m_folder.filePath(QStringLiteral("shrinking"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
    file.write(QByteArray(20480, 'x'));
    QVERIFY(file.flush());
    const auto mapped = MappedFile::open(path.toStdString());
    QVERIFY(mapped);
    const auto bytes = (*mapped)->bytes();
    QCOMPARE(bytes[20000], std::byte('x'));
    releasePages(bytes);
    QCOMPARE(bytes[20000], std::byte('x'));
    releasePages(bytes.subspan(1)); // not a mapping: nothing happens
    QVERIFY(!(*mapped)->loss());

    QVERIFY(file.resize(left));
    QCOMPARE(std::ranges::count(bytes, std::byte('x')), left);
    const auto loss = (*mapped)->loss();
    QVERIFY(loss);
    QCOMPARE(loss->code, ErrorCode::CutOff);
    QCOMPARE(loss->file, path.toStdString());
    QTEST(qint64((*mapped)->intactSize()), "intact");
    QCOMPARE((*mapped)->size(), uint64_t(20480));
    QVERIFY(!(*mapped)->at(20470, 10));
    QCOMPARE((*mapped)->at(0, uint64_t(left)).has_value(), true);
    QVERIFY(MappingGuard::anyLoss());
}

QTEST_GUILESS_MAIN(TestMappedFile)
#include "tst_mappedfile.moc"
