// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappedfile.h"

#include <QTemporaryDir>
#include <QTest>

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

QTEST_GUILESS_MAIN(TestMappedFile)
#include "tst_mappedfile.moc"
