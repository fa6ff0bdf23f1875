// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/exitstatus.h"
#include "backend/live/folderaccess.h"
#include "backend/live/memoryfacts.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Freezeframe;

/// What mappings, quotas, journals and exit statuses say about a core.
class TestMemoryFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sizes_data();
    void sizes();
    void excludedMemoryIsNamed();
    void goInsideC_data();
    void goInsideC();
    void quotas_data();
    void quotas();
    void handlerErrors_data();
    void handlerErrors();
    void statuses_data();
    void statuses();

private:
    void buildGuest(QTemporaryDir &folder, const QString &mode);
};

void TestMemoryFacts::sizes_data()
{
    QTest::addColumn<QByteArray>("smaps");
    QTest::addColumn<uint>("filter");
    QTest::addColumn<quint64>("apparent");
    QTest::addColumn<quint64>("excluded");
    const auto mapping = [](const char *range, const char *path, const char *flags) {
        return QByteArray(range) + " rw-p 00000000 00:00 0 " + path
            + "\nSize: 4 kB\nPrivate_Dirty: 4 kB\nVmFlags: " + flags + "\n";
    };
    const QByteArray heap = mapping("1000-5000", "[heap]", "rd wr mr mw me ac");
    const QByteArray hidden = mapping("10000-90000", "", "rd wr mr mw me dd ac");
    QTest::newRow("nothing") << QByteArray() << 0x33U << quint64(0) << quint64(0);
    QTest::newRow("heap") << heap << 0x33U << quint64(0x4000) << quint64(0);
    QTest::newRow("heap, filtered") << heap << 0x10U << quint64(0) << quint64(0);
    QTest::newRow("hidden") << heap + hidden << 0x33U << quint64(0x4000) << quint64(0x80000);
    QTest::newRow("no text of smaps") << QByteArray("\xff\xfe lines\n\n:") << 0x33U << quint64(0) << quint64(0);
}

void TestMemoryFacts::sizes()
{
    QFETCH(QByteArray, smaps);
    QFETCH(uint, filter);
    QFETCH(quint64, apparent);
    QFETCH(quint64, excluded);
    const MemoryFacts facts = MemoryFacts::of(parseSmaps({smaps.constData(), size_t(smaps.size())}), filter);
    QCOMPARE(facts.apparentBytes, apparent);
    QCOMPARE(facts.excludedBytes, excluded);
    QCOMPARE(facts.excluded.empty(), excluded == 0);
}

void TestMemoryFacts::excludedMemoryIsNamed()
{
    LiveVictim victim({.program = sitterProgram(), .arguments = {"exclude"}, .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()});
    QVERIFY(report);
    const auto check = std::ranges::find(report->checks, "core-filter", &DoctorCheck::id);
    QVERIFY(check != report->checks.end());
    QVERIFY(check->state == CheckState::Warning);
    QVERIFY2(QString::fromStdString(check->value).contains("4.00 MiB by MADV_DONTDUMP: memory at 0x"),
             check->value.c_str());
    QVERIFY(!check->fix); // the program asked for it
}

void TestMemoryFacts::buildGuest(QTemporaryDir &folder, const QString &mode)
{
    const auto write = [&folder](const char *name, const char *text) {
        QFile file(folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write("go.mod", "module example.org/guest\n\ngo 1.21\n");
    write("guest.go", R"(package main

import "C"

//export GoNil
func GoNil() { var p *int; *p = 1 }

//export GoNothing
func GoNothing() {}

func main() {}
)");
    write("main.c", R"(#include <stdio.h>
#include <string.h>
#include <unistd.h>
extern void GoNil(void);
extern void GoNothing(void);
int main(int count, char **words)
{
    GoNothing();
    puts("ready");
    fflush(stdout);
    sleep(1);
    if (count > 1 && strcmp(words[1], "go") == 0)
        GoNil();
    if (count > 1 && strcmp(words[1], "c") == 0)
        *(volatile int *)8 = 1;
    for (;;)
        pause();
}
)");
    const bool isShared = mode == QLatin1String("c-shared");
    const QString library = isShared ? QStringLiteral("libguest.so") : QStringLiteral("libguest.a");
    QStringList link{"-o", "host", "main.c", library, "-lpthread"};
    if (isShared)
        link << "-Wl,-rpath,$ORIGIN";
    const QList<std::pair<QString, QStringList>> commands{
        {goToolchains().constLast().program, {"build", "-buildmode=" + mode, "-o", library, "."}}, {"gcc", link}};
    for (const auto &[program, arguments] : commands) {
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        QVERIFY2(process.waitForFinished(300'000) && process.exitCode() == 0, process.readAll().constData());
    }
}

void TestMemoryFacts::goInsideC_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("word"); // what the process does by itself; none: it waits for SIGABRT
    QTest::addColumn<QByteArray>("traceback");
    for (const char *mode : {"c-shared", "c-archive"}) {
        for (const char *word : {"", "go", "c"}) {
            for (const char *traceback : {"", "crash"})
                QTest::newRow(qPrintable(QStringLiteral("%1 '%2' GOTRACEBACK='%3'")
                                             .arg(QLatin1String(mode), QLatin1String(word), QLatin1String(traceback))))
                    << mode << word << (*traceback ? QByteArray(traceback) : QByteArray());
        }
    }
}

/// A runtime inside another's program has the bit for "crash" whatever the environment says (Go runtime/runtime1.go:
/// setTraceback), so that each kind of death leaves a core, and the doctor must say so.
void TestMemoryFacts::goInsideC()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    if (QStandardPaths::findExecutable("gcc").isEmpty())
        QSKIP("there is no gcc");
    QFETCH(QString, mode);
    QFETCH(QString, word);
    QFETCH(QByteArray, traceback);
    QTemporaryDir folder;
    buildGuest(folder, mode);
    LiveVictim victim({.program = folder.filePath("host"), .arguments = {word}, .traceback = traceback});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()});
    QVERIFY(report);
    QVERIFY2(report->verdict == DoctorReport::Verdict::Core, report->reason.c_str());
    const auto check
        = std::ranges::find(report->checks, mode == QLatin1String("c-shared") ? "go-inside" : "go", &DoctorCheck::id);
    QVERIFY(check != report->checks.end());
    QVERIFY2(QString::fromStdString(check->value).contains("go1."), check->value.c_str());
    QVERIFY2(QString::fromStdString(check->value)
                 .contains(mode == QLatin1String("c-shared") ? "libguest.so, traceback level crash"
                                                             : "inside a program of another language"),
             check->value.c_str());
    const auto process = ProcessHandle::open({.pid = victim.pid()});
    QVERIFY(process);
    auto wait = CoreWait::prepare(*process, SIGABRT);
    QVERIFY(wait);
    const auto result
        = word.isEmpty() ? (*wait)->signalAndWait(std::chrono::seconds(20)) : (*wait)->wait(std::chrono::seconds(20));
    QVERIFY(result);
    QVERIFY2(result->outcome == CoreWaitResult::Outcome::Found, result->sentence.c_str());
}

void TestMemoryFacts::quotas_data()
{
    QTest::addColumn<quint64>("hard");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<qlonglong>("left"); // -1: no limit
    QTest::newRow("no limit") << quint64(0) << quint64(5) << qlonglong(-1);
    QTest::newRow("some left") << quint64(10) << quint64(1024) << qlonglong(9 * 1024);
    QTest::newRow("used up") << quint64(10) << quint64(10240) << qlonglong(0);
    QTest::newRow("over it") << quint64(10) << quint64(20480) << qlonglong(0);
    QTest::newRow("absurd") << ~quint64(0) << quint64(0) << qlonglong(-1);
}

void TestMemoryFacts::quotas()
{
    QFETCH(quint64, hard);
    QFETCH(quint64, used);
    QFETCH(qlonglong, left);
    const auto bytes = FolderAccess::leftOf(hard, used);
    QCOMPARE(bytes ? qlonglong(*bytes) : -1, left);
}

void TestMemoryFacts::handlerErrors_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("priority"); // -1: none
    QTest::addColumn<bool>("isError");
    QTest::newRow("a crash") << "Process 7 (orders) of user 0 dumped core." << 2 << false;
    QTest::newRow("cut") << "Core file was truncated to 2147483648 bytes." << 6 << true;
    QTest::newRow("failed") << "Failed to save coredump: No space left on device" << 3 << true;
    QTest::newRow("failed, no priority") << "Failed to connect to coredump service" << -1 << true;
    QTest::newRow("removed") << "Removed old coredump core.a.0.b.1.2.zst." << 6 << false;
    QTest::newRow("nothing") << "" << -1 << false;
}

void TestMemoryFacts::handlerErrors()
{
    QFETCH(QString, message);
    QFETCH(int, priority);
    QFETCH(bool, isError);
    const auto level = priority < 0 ? std::nullopt : std::optional(uint64_t(priority));
    QCOMPARE(isHandlerError(message.toStdString(), level), isError);
}

void TestMemoryFacts::statuses_data()
{
    QTest::addColumn<int>("status"); // as wait(2) has it
    QTest::addColumn<bool>("isGo");
    QTest::addColumn<QString>("says");
    QTest::newRow("0") << 0 << true << "no crash";
    QTest::newRow("go, 2") << (2 << 8) << true << "GOTRACEBACK=crash";
    QTest::newRow("c, 2") << (2 << 8) << false << "by itself";
    QTest::newRow("134") << (134 << 8) << true << "SIGABRT";
    QTest::newRow("137") << (137 << 8) << false << "SIGKILL";
    QTest::newRow("255") << (255 << 8) << false << "by itself";
    QTest::newRow("127") << (127 << 8) << false << "does not find";
    QTest::newRow("SIGKILL") << SIGKILL << true << "never leaves a core";
    QTest::newRow("SIGABRT, no core") << SIGABRT << true << "the kernel wrote none";
    QTest::newRow("SIGABRT, core") << (SIGABRT | 0x80) << true << "wrote a core";
    QTest::newRow("SIGTERM") << SIGTERM << false << "without a core";
}

void TestMemoryFacts::statuses()
{
    QFETCH(int, status);
    QFETCH(bool, isGo);
    QFETCH(QString, says);
    const std::string text = meaningOfStatus(status, isGo);
    QVERIFY2(QString::fromStdString(text).contains(says), text.c_str());
}

QTEST_GUILESS_MAIN(TestMemoryFacts)
#include "tst_memoryfacts.moc"
