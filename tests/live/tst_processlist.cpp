// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processlist.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <unistd.h>

using namespace Freezeframe;

class TestProcessList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tellsOfUs();
    void tellsOfGo_data();
    void tellsOfGo();
    void followsStartsAndEnds();
    void measuresTheProcessor();
    void marksKernelThreads();
    void marksContained();
    void marksOthers();
    void takesNoPidForAnother();
    void isFast();

private:
    QString m_go;
};

namespace
{

const ProcessRow *rowOf(const std::vector<ProcessRow> &rows, int32_t pid)
{
    const auto at = std::ranges::find(rows, pid, [](const ProcessRow &row) { return row.id.pid; });
    return at == rows.end() ? nullptr : &*at;
}

}

void TestProcessList::initTestCase()
{
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto built = buildVictim({.fixture = QStringLiteral("signals"), .go = toolchains.constLast()});
    QVERIFY2(built, qPrintable(built.error_or(QString())));
    m_go = *built;
}

void TestProcessList::tellsOfUs()
{
    ProcessList list;
    const auto rows = list.refresh();
    QVERIFY(std::ranges::is_sorted(rows, {}, [](const ProcessRow &row) { return row.id.pid; }));
    const ProcessRow *us = rowOf(rows, ::getpid());
    QVERIFY(us);
    QCOMPARE(us->name, "tst_processlist");
    QCOMPARE(us->parent, ::getppid());
    QCOMPARE(us->uid, ::getuid());
    QVERIFY(!us->user.empty());
    QVERIFY(us->id.startTicks > 0);
    QVERIFY(us->residentBytes > (1 << 20));
    QVERIFY(us->threads >= 1);
    QVERIFY(us->startedAt <= std::time(nullptr) + 1 && us->startedAt > std::time(nullptr) - 600);
    QVERIFY(QString::fromStdString(us->commandLine).contains("tst_processlist"));
    QVERIFY(QString::fromStdString(us->executable).endsWith("/tst_processlist"));
    QVERIFY(us->goVersion.empty() && !us->isKernelThread && !us->isOther);
}

void TestProcessList::tellsOfGo_data()
{
    QTest::addColumn<bool>("deleted");
    QTest::newRow("there") << false;
    QTest::newRow("executable deleted") << true;
}

void TestProcessList::tellsOfGo()
{
    QFETCH(bool, deleted);
    QTemporaryDir folder;
    const QString program = folder.filePath("orders api"); // with a blank
    QVERIFY(QFile::copy(m_go, program));
    LiveVictim victim({.program = program, .arguments = {"one", "two words", QString()}});
    QVERIFY(victim.isReady());
    if (deleted)
        QVERIFY(QFile::remove(program));
    ProcessList list;
    const auto row = list.row(victim.pid());
    QVERIFY(row);
    QCOMPARE(row->name, "orders api");
    QCOMPARE(QString::fromStdString(row->executable), program);
    QVERIFY2(row->goVersion.starts_with("go1."), row->goVersion.c_str());
    QCOMPARE(row->module, "example.org/signals");
    QVERIFY(QString::fromStdString(row->commandLine).endsWith("orders api one two words"));
    QVERIFY(row->state == 'S' || row->state == 'R');
    // The same by the list, again and again.
    for (int i = 0; i < 2; ++i) {
        const auto rows = list.refresh();
        const ProcessRow *again = rowOf(rows, victim.pid());
        QVERIFY(again);
        QCOMPARE(again->goVersion, row->goVersion);
        QVERIFY(again->id == row->id);
    }
}

void TestProcessList::followsStartsAndEnds()
{
    ProcessList list;
    int32_t pid = 0;
    {
        LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
        QVERIFY(victim.isReady());
        pid = victim.pid();
        const auto rows = list.refresh();
        QVERIFY(rowOf(rows, pid));
    }
    const auto rows = list.refresh();
    QVERIFY(!rowOf(rows, pid));
    const auto gone = list.row(pid);
    QVERIFY(!gone);
    QVERIFY(gone.error().code == ErrorCode::NotFound);
    QVERIFY(!list.row(0));
    QVERIFY(!list.row(-1));
}

void TestProcessList::measuresTheProcessor()
{
    ProcessList list;
    (void)list.refresh();
    QElapsedTimer timer;
    timer.start();
    volatile unsigned work = 0;
    while (timer.elapsed() < 400)
        work = work + 1;
    const auto busyRow = list.row(::getpid());
    QVERIFY(busyRow);
    QTest::qSleep(400);
    const auto idleRow = list.row(::getpid());
    QVERIFY(idleRow);
    // Other programs may have the processors: at least that idling is less.
    QVERIFY2(busyRow->cpu > 0.1 && busyRow->cpu < 1.5, qPrintable(QString::number(busyRow->cpu)));
    QVERIFY2(idleRow->cpu < busyRow->cpu / 2, qPrintable(QString::number(idleRow->cpu)));
}

void TestProcessList::marksKernelThreads()
{
    const auto row = ProcessList().row(2);
    if (!row || row->name != "kthreadd")
        QSKIP("no kernel threads are to be seen here");
    QVERIFY(row->isKernelThread);
    QCOMPARE(row->commandLine, "[kthreadd]");
    QVERIFY(row->goVersion.empty());
}

void TestProcessList::marksContained()
{
    const QString unshare = QStandardPaths::findExecutable("unshare");
    if (::geteuid() != 0 || unshare.isEmpty())
        QSKIP("only root can make a PID namespace here");
    LiveVictim outer({.program = unshare, .arguments = {"--pid", "--fork", "--kill-child", m_go}});
    if (!outer.isReady())
        QSKIP("this machine lets nobody make a PID namespace");
    const auto rows = ProcessList().refresh();
    const auto inner = std::ranges::find(rows, outer.pid(), &ProcessRow::parent);
    QVERIFY(inner != rows.end());
    QVERIFY(inner->isContained);
    QVERIFY(inner->goVersion.starts_with("go1."));
    const ProcessRow *own = rowOf(rows, outer.pid());
    QVERIFY(own && !own->isContained);
}

void TestProcessList::marksOthers()
{
    if (::geteuid() != 0)
        QSKIP("only root can start a process of another user");
    QTemporaryDir outer(QStringLiteral("/tmp/freezeframe-list-XXXXXX"));
    QVERIFY(QFile::setPermissions(outer.path(), QFile::Permissions(0x7755)));
    const QString program = outer.filePath("sitter");
    QVERIFY(QFile::copy(sitterProgram(), program));
    QVERIFY(QFile::setPermissions(program, QFile::Permissions(0x7755)));
    LiveVictim victim({.program = program, .user = 64123, .folder = "/", .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto row = ProcessList().row(victim.pid());
    QVERIFY(row);
    QVERIFY(row->isOther);
    QCOMPARE(row->uid, 64123U);
    QCOMPARE(row->user, "64123"); // nobody's name
}

void TestProcessList::takesNoPidForAnother()
{
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto row = ProcessList().row(victim.pid());
    QVERIFY(row);
    QVERIFY(ProcessHandle::open(row->id));
    const auto other = ProcessHandle::open({row->id.pid, row->id.startTicks + 1});
    QVERIFY(!other);
    QVERIFY(other.error().code == ErrorCode::Mismatch);
}

void TestProcessList::isFast()
{
    ProcessList list;
    const size_t count = list.refresh().size();
    qint64 best = INT64_MAX; // the machine has others to serve
    for (int i = 0; i < 10; ++i) {
        QElapsedTimer timer;
        timer.start();
        (void)list.refresh();
        best = std::min(best, timer.nsecsElapsed());
    }
    const double each = double(best) / 1000 / double(count);
    qInfo("%zu processes in %.2f ms, %.1f us each", count, double(best) / 1e6, each);
    QVERIFY2(each < 60, "500 processes have to fit into 30 ms");
}

QTEST_GUILESS_MAIN(TestProcessList)
#include "tst_processlist.moc"
