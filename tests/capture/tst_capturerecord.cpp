// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturerecord.h"
#include "backend/live/coreoutput.h"
#include "tests/capture/captureruns.h"

#include <QDir>
#include <QScopeGuard>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Freezeframe;

/// Programs that are killed while they capture: nothing is left of it, and the next one says so.
class TestCaptureRecord : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void interruptedLeavesNothing_data();
    void interruptedLeavesNothing();
    void partialsOfOthersStay();
    void recordsSayWhatWasInterrupted();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

void TestCaptureRecord::interruptedLeavesNothing_data()
{
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("killed") << true;
    QTest::newRow("under way") << false;
}

void TestCaptureRecord::interruptedLeavesNothing()
{
    // On a file system without nameless files: another program writes there, and is killed.
    QFETCH(bool, isKilled);
    const std::string core = m_folder->core().toStdString();
    const pid_t child = ::fork();
    if (child == 0) {
        const auto output = CoreOutput::create(core, CoreOutput::Until::Partial);
        for (;;)
            ::pause();
    }
    QTRY_VERIFY(!m_folder->isEmpty());
    int status = 0;
    if (isKilled) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    const auto removed = removeStalePartials(folderOf(core));
    const bool isEmpty = m_folder->isEmpty();
    if (!isKilled) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    QCOMPARE(isEmpty, isKilled);
    QCOMPARE(removed.size(), isKilled ? size_t(1) : size_t(0));
    QVERIFY(!isKilled || removed.front().contains("interrupted"));
}

void TestCaptureRecord::partialsOfOthersStay()
{
    // Another machine's on a shared disk, somebody's own file, a link to what must not go.
    const QStringList names{QStringLiteral("a.core.1-2-00000000.abcdef.partial"), QStringLiteral("movie.partial"),
                            QStringLiteral("a.core.abcdef.partial")};
    for (const QString &name : names) {
        QFile file(m_folder->file(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(removeStalePartials(folderOf(m_folder->core().toStdString())).empty());
    for (const QString &name : names)
        QVERIFY(QFile::exists(m_folder->file(name)));
}

void TestCaptureRecord::recordsSayWhatWasInterrupted()
{
    const QByteArray before = qgetenv("XDG_STATE_HOME");
    qputenv("XDG_STATE_HOME", m_folder->file(QStringLiteral("state")).toLocal8Bit());
    const auto restore
        = qScopeGuard([&before] { before.isNull() ? qunsetenv("XDG_STATE_HOME") : qputenv("XDG_STATE_HOME", before); });
    const QString records = m_folder->file(QStringLiteral("state/freezeframe/captures"));
    const auto count = [&records] { return QDir(records).entryList(QDir::Files).size(); };
    {
        const auto record = CaptureRecord::begin({.pid = 1}, "init", {});
        QVERIFY(record);
        QCOMPARE(count(), 1);
        QVERIFY(takeInterruptedCaptures().empty()); // it goes on
        QCOMPARE(count(), 1);
        const QString file = QDir(records).entryInfoList(QDir::Files).constFirst().filePath();
        QCOMPARE(QFile::permissions(file)
                     & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
    }
    QCOMPARE(count(), 0);
    // The real program, killed in the middle; the next one says so, once.
    const auto victim = victimIn("heap", {QStringLiteral("600")});
    QVERIFY(victim);
    QProcess program;
    program.start(QStringLiteral(FREEZEFRAME_CLI),
                  {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"), m_folder->core()});
    QTRY_COMPARE_WITH_TIMEOUT(count(), 1, 20'000);
    program.kill();
    QVERIFY(program.waitForFinished());
    if (QFile::exists(m_folder->core()))
        QSKIP("it was faster than the signal");
    QCOMPARE(count(), 1);
    QVERIFY(!victim->isHeldUp());
    const auto other = victimIn("threads");
    QVERIFY(other);
    const ProgramRun next = m_folder->capture(*other);
    QCOMPARE(next.status, 0);
    const QByteArray sentence
        = "the capture of process " + QByteArray::number(victim->pid()) + " (ff_capture_vict) at ";
    QVERIFY2(next.errors.contains(sentence), next.errors.constData());
    QVERIFY2(next.errors.contains("was interrupted; nothing is left of it"), next.errors.constData());
    QCOMPARE(count(), 0);
}

QTEST_GUILESS_MAIN(TestCaptureRecord)
#include "tst_capturerecord.moc"
