// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <thread>
#include <utility>

using namespace Freezeframe;

using Verdict = DoctorReport::Verdict;
using Outcome = CoreWaitResult::Outcome;

/// Machines on which a program keeps the cores: their settings lie in a folder of the test. The victims are real.
class TestCoreHandlers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void foretells_data();
    void foretells();
    void waitsForTheStore_data();
    void waitsForTheStore();
    void patternsOfFiles_data();
    void patternsOfFiles();
    void makesTheFolder();
    void signsOfChange();
};

namespace
{

const char *systemdPattern = "|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h";
const char *systemdProgram = "usr/lib/systemd/systemd-coredump";
const char *store = "var/lib/systemd/coredump/";

void put(const QString &path, const QByteArray &content, bool isProgram = false)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.setPermissions(isProgram ? QFile::Permissions(0x7755) : QFile::Permissions(0x6644));
}

SystemPaths pathsIn(const QTemporaryDir &root, const QByteArray &pattern)
{
    put(root.filePath("sysctl/kernel/core_pattern"), pattern + "\n");
    return {.root = root.path().toStdString(), .sysctl = root.filePath("sysctl").toStdString()};
}

}

void TestCoreHandlers::foretells_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("program"); // executable
    QTest::addColumn<QByteArray>("settings"); // of systemd-coredump
    QTest::addColumn<qlonglong>("limit");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *pattern, const char *program, const char *settings,
                        qlonglong limit, Verdict verdict, const char *reason) {
        QTest::newRow(name) << QByteArray(pattern) << QString::fromLatin1(program) << QByteArray(settings) << limit
                            << int(verdict) << QString::fromLatin1(reason);
    };
    row("systemd", systemdPattern, systemdProgram, "", -1, Verdict::Core, "/var/lib/systemd/coredump/core.ff_sitter.");
    row("systemd, missing", systemdPattern, "", "", -1, Verdict::NoCore, "does not exist");
    row("systemd, Storage=none", systemdPattern, systemdProgram, "Storage=none", -1, Verdict::NoCore, "Storage=none");
    row("systemd, Storage=journal", systemdPattern, systemdProgram, "Storage=journal", -1, Verdict::Core, "");
    row("systemd, no size", systemdPattern, systemdProgram, "ProcessSizeMax=0", -1, Verdict::NoCore, "no size");
    row("systemd, small size", systemdPattern, systemdProgram, "ExternalSizeMax=8K", -1, Verdict::Core,
        "above 8.00 KiB");
    row("systemd, limit 0", systemdPattern, systemdProgram, "", 0, Verdict::NoCore, "systemd-coredump keeps no core");
    row("systemd, limit 1", systemdPattern, systemdProgram, "", 1, Verdict::NoCore, "limit is 1");
    row("apport", "|/usr/share/apport/apport -p%p", "usr/share/apport/apport", "", -1, Verdict::Unknown,
        "apport decides");
    row("apport, limit 0", "|/usr/share/apport/apport -p%p", "usr/share/apport/apport", "", 0, Verdict::NoCore,
        "apport");
    row("abrt", "|/usr/libexec/abrt-hook-ccpp %s", "usr/libexec/abrt-hook-ccpp", "", -1, Verdict::Unknown, "ABRT");
    row("own", "|/opt/keep %p", "opt/keep", "", -1, Verdict::Unknown, "/opt/keep");
    row("own, without path", "|keep %p", "", "", -1, Verdict::NoCore, "full path");
    row("socket", "@/run/keep.socket", "", "", -1, Verdict::NoCore, "does not exist: /run/keep.socket");
    row("nothing", "", "", "", -1, Verdict::NoCore, "is empty");
    row("folder that is not there", "/nowhere/at/all/core", "", "", -1, Verdict::NoCore,
        "does not exist: /nowhere/at/all");
    row("folder by the time", "/cores/%t/core", "", "", -1, Verdict::Unknown, "known only at the death");
}

void TestCoreHandlers::foretells()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QString, program);
    QFETCH(QByteArray, settings);
    QFETCH(qlonglong, limit);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, pattern);
    QVERIFY(QDir().mkpath(root.filePath(store)));
    if (!program.isEmpty())
        put(root.filePath(program), "#!/bin/sh\n", true);
    put(root.filePath("etc/systemd/coredump.conf"), "[Coredump]\n" + settings + "\n");
    LiveVictim victim(
        {.program = sitterProgram(), .coreLimit = limit < 0 ? RLIM_INFINITY : rlim_t(limit), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY2(int(report->verdict) == verdict, report->reason.c_str());
    QVERIFY2(QString::fromStdString(report->reason).contains(reason), report->reason.c_str());
    // A program that can't be executed is none.
    if (program.isEmpty())
        return;
    put(root.filePath(program), "#!/bin/sh\n");
    const auto without = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(without);
    QVERIFY(without->verdict == Verdict::NoCore);
}

void TestCoreHandlers::waitsForTheStore_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("file"); // with PID and TIME; empty: nothing comes
    QTest::addColumn<int>("outcome");
    const QString boot = "0123456789abcdef0123456789abcdef";
    QTest::newRow("systemd") << QByteArray(systemdPattern)
                             << store + QString("core.ff_sitter.0." + boot + ".PID.TIME000000.zst")
                             << int(Outcome::Found);
    QTest::newRow("systemd, another's") << QByteArray(systemdPattern)
                                        << store + QString("core.ff_sitter.0." + boot + ".9PID.TIME000000.zst")
                                        << int(Outcome::TimedOut);
    QTest::newRow("systemd, nothing") << QByteArray(systemdPattern) << QString() << int(Outcome::TimedOut);
    QTest::newRow("apport") << QByteArray("|/usr/share/apport/apport -p%p")
                            << QString("var/lib/apport/coredump/core._sitter.0." + boot + ".PID.5")
                            << int(Outcome::Found);
    QTest::newRow("own") << QByteArray("|/opt/keep %p") << QString() << int(Outcome::Unknown);
}

/// The kernel of this machine dumps the victim in its own way; where the core is looked for is the test's.
void TestCoreHandlers::waitsForTheStore()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QByteArray, pattern);
    QFETCH(QString, file);
    QFETCH(int, outcome);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, pattern);
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto process = ProcessHandle::open({.pid = victim.pid()});
    QVERIFY(process);
    auto wait = CoreWait::prepare(*process, SIGABRT, paths);
    QVERIFY(wait);
    QString path = file.isEmpty() ? QString() : root.filePath(file);
    path.replace("PID", QString::number(victim.pid())).replace("TIME", QString::number(std::time(nullptr)));
    std::jthread handler([&path] {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        if (!path.isEmpty())
            put(path, "core");
    });
    const auto result = (*wait)->signalAndWait(std::chrono::milliseconds(1500));
    QVERIFY(result);
    QVERIFY2(int(result->outcome) == outcome, result->sentence.c_str());
    QCOMPARE(QString::fromStdString(result->path), outcome == int(Outcome::Found) ? path : QString());
    QVERIFY(QString::fromStdString(result->looked.front()).contains(QString::fromLatin1(pattern)));
}

void TestCoreHandlers::patternsOfFiles_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("path"); // FOLDER and PID stand for those of the process
    const auto row = [](const char *pattern, Verdict verdict, const char *reason, const char *path) {
        QTest::newRow(pattern) << QByteArray(pattern) << int(verdict) << QString::fromLatin1(reason)
                               << QString::fromLatin1(path);
    };
    row("core", Verdict::Core, "", "FOLDER/core");
    row("%e-%p", Verdict::Core, "", "FOLDER/ff_sitter-PID");
    row("core.%p.%s", Verdict::Core, "", "FOLDER/core.PID.6");
    row("cores/%e.%p", Verdict::NoCore, "The folder for cores does not exist: FOLDER/cores.", "");
    row("/nowhere/at all/%p", Verdict::NoCore, "The folder for cores does not exist: /nowhere/at all.", "");
    row("/proc/version/%p", Verdict::NoCore, "no folder", "");
    row("@/run/x.sock", Verdict::NoCore, "does not exist: /run/x.sock", "");
    row("@@/run/x.sock", Verdict::NoCore, "does not exist: /run/x.sock", "");
    row("", Verdict::NoCore, "kernel.core_pattern is empty", "");
    row("|keep %p", Verdict::NoCore, "without its full path", "");
}

void TestCoreHandlers::patternsOfFiles()
{
    QFETCH(QByteArray, pattern);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QFETCH(QString, path);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, pattern);
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY2(int(report->verdict) == verdict, report->reason.c_str());
    const auto filled = [&victim](QString text) {
        return text.replace("FOLDER", victim.folder()).replace("PID", QString::number(victim.pid()));
    };
    QVERIFY2(QString::fromStdString(report->reason).contains(filled(reason)), report->reason.c_str());
    if (!path.isEmpty())
        QCOMPARE(QString::fromStdString(report->corePath), filled(path));
}

/// The mend names the folder and nothing else, and makes it.
void TestCoreHandlers::makesTheFolder()
{
    QTemporaryDir root;
    const QString folder = root.filePath("for/cores");
    const SystemPaths paths = pathsIn(root, folder.toUtf8() + "/%p");
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    auto report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY(report->verdict == Verdict::NoCore);
    const auto check = std::ranges::find(report->checks, "core-folder", &DoctorCheck::id);
    QVERIFY(check != report->checks.end() && check->fix);
    QCOMPARE(QString::fromStdString(check->fix->text), "mkdir -p -m 1777 '" + folder + "'");
    const auto done = applyFix({}, *check->fix);
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY2(report->verdict == Verdict::Core, report->reason.c_str());
}

void TestCoreHandlers::signsOfChange()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "/var/cores/%e.%p");
    std::string last = storedCoresSignOf(paths, {paths.root});
    for (const char *name : {"/var/cores/a.1", "/var/lib/systemd/coredump/core.a", "/var/crash/a.crash", "/extra"}) {
        QTest::qSleep(20); // as coarse as file times
        put(root.path() + QLatin1String(name), "core");
        const std::string before = std::exchange(last, storedCoresSignOf(paths, {paths.root}));
        QVERIFY2(before != last, name);
    }
}

QTEST_GUILESS_MAIN(TestCoreHandlers)
#include "tst_corehandlers.moc"
