// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorysave.h"
#include "tests/model/madecore.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;
using namespace Freezeframe::MadeCore;

/// Memory in a file: all of it, or no file.
class TestMemorySave : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void saves_data();
    void saves();
    void savesNoHalf_data();
    void savesNoHalf();
    void cancelsSaving();

private:
    QTemporaryDir m_folder;
    QString m_core;
    std::unique_ptr<Session> m_session;
};

void TestMemorySave::initTestCase()
{
    m_core = m_folder.filePath(QStringLiteral("made.core"));
    QVERIFY(write(m_core));
}

void TestMemorySave::init()
{
    m_session = std::make_unique<Session>();
    m_session->open({.core = m_core.toStdString(), .files = {}, .sourceMap = {}});
    QTRY_VERIFY(m_session->isOpen());
    QTRY_VERIFY(!m_session->isBusy());
}

void TestMemorySave::cleanup()
{
    m_session.reset();
}

void TestMemorySave::saves_data()
{
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("size");
    QTest::addColumn<quint64>("missing"); // of it, zeros in the file
    QTest::newRow("a byte") << quint64(heap + 100) << quint64(1) << quint64(0);
    QTest::newRow("some") << quint64(heap + 100) << quint64(11) << quint64(0);
    QTest::newRow("a region") << quint64(heap) << quint64(heapSize) << quint64(0);
    QTest::newRow("over a hole") << quint64(heap) << quint64(behind + behindSize - heap) << quint64(absentSize);
    QTest::newRow("from nothing") << quint64(heap - 5000) << quint64(5100) << quint64(5000);
    QTest::newRow("into nothing") << quint64(behind + behindSize - 16) << quint64(1 << 20) << quint64((1 << 20) - 16);
    QTest::newRow("nothing at all") << quint64(0) << quint64(12345) << quint64(12345);
    QTest::newRow("the last bytes") << quint64(UINT64_MAX - 99) << quint64(100) << quint64(100);
}

void TestMemorySave::saves()
{
    QFETCH(quint64, start);
    QFETCH(quint64, size);
    QFETCH(quint64, missing);
    MemorySave save(m_session.get());
    QSignalSpy saved(&save, &MemorySave::saved);
    QSignalSpy failed(&save, &MemorySave::failed);
    const QString path = m_folder.filePath(QStringLiteral("saved"));
    QFile::remove(path);
    save.start({.path = path, .start = {start}, .size = size, .fillsMissing = true});
    QTRY_VERIFY(!saved.isEmpty() || !failed.isEmpty());
    QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed.first().first().toString()));
    QCOMPARE(saved.first().at(2).toULongLong(), missing);
    const QByteArray bytes = fileContent(path);
    QCOMPARE(quint64(bytes.size()), size);
    const auto at = [&](quint64 address) {
        return address >= start && address - start < size ? bytes.at(qsizetype(address - start)) : '?';
    };
    if (at(heap + 100) != '?')
        QCOMPARE(at(heap + 100), 'H');
    if (at(absent) != '?')
        QCOMPARE(at(absent + absentSize - 1), '\0');
    if (at(behind) != '?')
        QCOMPARE(at(behind), '\xee');
    // Without zeros for it, what is missing is no file.
    QFile::remove(path);
    saved.clear();
    save.start({.path = path, .start = {start}, .size = size, .fillsMissing = false});
    QTRY_VERIFY(!saved.isEmpty() || !failed.isEmpty());
    QCOMPARE(saved.isEmpty(), missing > 0);
    QCOMPARE(QFileInfo::exists(path), missing == 0);
    if (missing > 0)
        QVERIFY2(failed.first().first().toString().contains(QLatin1String("nothing was written"), Qt::CaseInsensitive),
                 qPrintable(failed.first().first().toString()));
}

void TestMemorySave::savesNoHalf_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<quint64>("start");
    QTest::addColumn<quint64>("size");
    QTest::newRow("empty") << m_folder.filePath(QStringLiteral("none")) << quint64(heap) << quint64(0);
    QTest::newRow("wraps") << m_folder.filePath(QStringLiteral("none")) << quint64(UINT64_MAX) << quint64(2);
    QTest::newRow("everything") << m_folder.filePath(QStringLiteral("none")) << quint64(1) << quint64(UINT64_MAX);
    QTest::newRow("no folder") << m_folder.filePath(QStringLiteral("no/such/folder")) << quint64(heap) << quint64(9);
    QTest::newRow("a folder") << m_folder.path() << quint64(heap) << quint64(9);
    QTest::newRow("the core") << m_core << quint64(heap) << quint64(9);
}

void TestMemorySave::savesNoHalf()
{
    QFETCH(QString, path);
    QFETCH(quint64, start);
    QFETCH(quint64, size);
    const qint64 before = QFileInfo(m_core).size();
    MemorySave save(m_session.get());
    QSignalSpy failed(&save, &MemorySave::failed);
    save.start({.path = path, .start = {start}, .size = size, .fillsMissing = true});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!failed.first().first().toString().isEmpty());
    QVERIFY(!save.isRunning());
    QVERIFY(!QFileInfo::exists(m_folder.filePath(QStringLiteral("none"))));
    QCOMPARE(QFileInfo(m_core).size(), before);
}

void TestMemorySave::cancelsSaving()
{
    MemorySave save(m_session.get());
    QSignalSpy cancelled(&save, &MemorySave::cancelled);
    const QString path = m_folder.filePath(QStringLiteral("cancelled"));
    // Zeros without end, but for the disk.
    save.start({.path = path, .start = {0}, .size = 256 << 20, .fillsMissing = true});
    QVERIFY(save.isRunning());
    QTest::qWait(5);
    save.cancel();
    QCOMPARE(cancelled.size(), 1);
    QTRY_VERIFY(!m_session->isBusy());
    QVERIFY(!QFileInfo::exists(path) || QFileInfo(path).size() == 256 << 20);
    QVERIFY(QDir(m_folder.path()).entryList({QStringLiteral("cancelled.*")}).isEmpty());
}

QTEST_MAIN(TestMemorySave)
#include "tst_memorysave.moc"
