// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/dryrun.h"
#include "tests/live/mountsetting.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

using Verdict = DoctorReport::Verdict;
using Outcome = CoreWaitResult::Outcome;

/// Processes with mounts of their own: each path that is told leads to the core from here, and where none does that is
/// said before.
class TestMounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsPaths_data();
    void tellsPaths();
    void asAnotherUser();
    void absolutePatterns_data();
    void absolutePatterns();
    void triesThere_data();
    void triesThere();
    void followsTheFolder();
    void waitsForStarted_data();
    void waitsForStarted();
};

namespace
{

QByteArray textOf(const DoctorReport &report)
{
    std::string text = report.headline + " " + report.reason;
    for (const DoctorCheck &check : report.checks)
        text += "\n  " + check.id + ": " + check.value;
    return QByteArray::fromStdString(text);
}

}

void TestMounts::tellsPaths_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason"); // PLACE stands for the folder of the test
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("path"); // how it begins
    const auto row = [](const char *name, const QStringList &words, Verdict verdict, const char *reason,
                        Outcome outcome, const char *path) {
        QTest::newRow(name) << words << int(verdict) << QString::fromLatin1(reason) << int(outcome)
                            << QString::fromLatin1(path);
    };
    row("our own mounts", {"sub"}, Verdict::Core, "PLACE/gone/sub/core", Outcome::Found, "PLACE/gone/sub/core");
    row("mounts apart, same folder", {"own-mounts"}, Verdict::Core, "PLACE/gone/core", Outcome::Found,
        "PLACE/gone/core");
    row("bind mount", {"own-mounts", "bind"}, Verdict::Core, "PLACE/back/core", Outcome::Found, "PLACE/back/core");
    row("below a bind mount", {"own-mounts", "bind", "sub"}, Verdict::Core, "PLACE/back/sub/core", Outcome::Found,
        "PLACE/back/sub/core");
    row("overlay", {"own-mounts", "overlay", "sub"}, Verdict::Core, "PLACE/upper/sub/core", Outcome::Found,
        "PLACE/upper/sub/core");
    row("chroot", {"chroot", "sub"}, Verdict::Core, "PLACE/gone/sub/core", Outcome::Found, "PLACE/gone/sub/core");
    row("chroot into a bind mount", {"own-mounts", "bind", "chroot", "sub"}, Verdict::Core, "PLACE/back/sub/core",
        Outcome::Found, "PLACE/back/sub/core");
    row("pivot_root", {"own-mounts", "pivot", "sub"}, Verdict::Core, "PLACE/gone/sub/core", Outcome::Found,
        "PLACE/gone/sub/core");
    row("pivot_root into an overlay", {"own-mounts", "overlay", "pivot", "sub"}, Verdict::Core, "PLACE/upper/sub/core",
        Outcome::Found, "PLACE/upper/sub/core");
    row("tmpfs", {"own-mounts", "tmpfs"}, Verdict::NoCore,
        "goes with the process's file system (tmpfs, which nobody else has): capture it instead, or keep it open",
        Outcome::OutOfReach, "");
    row("tmpfs below pivot_root", {"own-mounts", "tmpfs", "pivot", "sub"}, Verdict::NoCore,
        "goes with the process's file system", Outcome::OutOfReach, "");
    row("tmpfs, also another's", {"own-mounts", "tmpfs", "sub", "companion"}, Verdict::Core, "/proc/", Outcome::Found,
        "/proc/");
    row("tmpfs, also its parent's", {"own-mounts", "tmpfs", "as-child"}, Verdict::Core, "/proc/", Outcome::OutOfReach,
        "");
    row("bind mount, as a child", {"own-mounts", "bind", "as-child"}, Verdict::Core, "PLACE/back/core", Outcome::Found,
        "PLACE/back/core");
}

void TestMounts::tellsPaths()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QStringList, words);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QFETCH(int, outcome);
    QFETCH(QString, path);
    // Once without a refuge and, where the core would be lost, once with.
    for (const bool hasRefuge : {false, true}) {
        Setting setting(words);
        if (setting.isRefused())
            QSKIP(notPermitted);
        QVERIFY(setting.isReady());
        const ProcessId id{.pid = setting.pid()};
        const auto report = examineProcess(id);
        QVERIFY(report);
        QVERIFY2(int(report->verdict) == verdict, textOf(*report));
        QVERIFY2(QString::fromStdString(report->reason).contains(setting.filled(reason)), textOf(*report));
        const auto process = ProcessHandle::open(id);
        QVERIFY(process);
        const auto wait = CoreWait::prepare(*process, SIGABRT);
        QVERIFY(wait);
        if (hasRefuge)
            (*wait)->setRefuge(setting.path("refuge").toStdString());
        const auto result = (*wait)->signalAndWait(std::chrono::seconds(20));
        QVERIFY(result);
        const bool isLost = outcome == int(Outcome::OutOfReach);
        QVERIFY2(int(result->outcome) == (isLost && hasRefuge ? int(Outcome::Found) : outcome),
                 result->sentence.c_str());
        QVERIFY(!result->isTruncated);
        if (result->outcome != Outcome::Found) {
            QVERIFY2(!canBeOpened(result->path), result->path.c_str());
            QVERIFY2(QString::fromStdString(result->sentence).contains("of the process's own mount namespace"),
                     result->sentence.c_str());
            continue;
        }
        QVERIFY2(canBeOpened(result->path), result->path.c_str());
        const QString expected = setting.filled(isLost ? QStringLiteral("PLACE/refuge/ff_sitter.") : path);
        QVERIFY2(QString::fromStdString(result->path).startsWith(expected), result->path.c_str());
        if (!isLost)
            QCOMPARE(result->path, report->corePath);
    }
}

/// Who may not look into other processes still gets a path that leads there, or hears that there is none.
void TestMounts::asAnotherUser()
{
    if (::geteuid() != 0 || !writesPlainCores())
        QSKIP("needs root, and cores as files named core");
    constexpr uint32_t nobody = 65534;
    const StrangersPlace place{01777};
    QVERIFY(place.isReady());
    LiveVictimRequest request = place.request();
    QCOMPARE(request.user, nobody);
    request.arguments = {"own-mounts", "tmpfs"};
    LiveVictim victim(request);
    if (!victim.isReady())
        QSKIP("users may not make namespaces here");
    QVERIFY(::seteuid(nobody) == 0);
    const auto report = examineProcess({.pid = victim.pid()});
    QVERIFY(::seteuid(0) == 0);
    QVERIFY(report);
    QVERIFY2(report->verdict == Verdict::NoCore, textOf(*report));
    QVERIFY2(QString::fromStdString(report->reason).contains("goes with the process's file system"), textOf(*report));
}

void TestMounts::absolutePatterns_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QStringList &words, const char *pattern, Verdict verdict,
                        const char *reason) {
        QTest::newRow(name) << words << QString::fromLatin1(pattern) << int(verdict) << QString::fromLatin1(reason);
    };
    row("ours", {}, "PLACE/gone/core.%p", Verdict::Core, "PLACE/gone/core.");
    row("bind mount", {"own-mounts", "bind"}, "PLACE/gone/core.%p", Verdict::Core, "PLACE/back/core.");
    // On this side the folder is there, and may be written; it is another one.
    row("tmpfs over it", {"own-mounts", "tmpfs"}, "PLACE/gone/core.%p", Verdict::NoCore,
        "goes with the process's file system");
    row("only here", {"own-mounts", "tmpfs"}, "PLACE/gone/sub/core", Verdict::NoCore, "/root/");
    row("chroot", {"chroot", "sub"}, "/sub/core", Verdict::Core, "PLACE/gone/sub/core");
    row("chroot, not in it", {"chroot", "sub"}, "PLACE/gone/core", Verdict::NoCore, "does not exist");
}

void TestMounts::absolutePatterns()
{
    QFETCH(QStringList, words);
    QFETCH(QString, pattern);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    if (!words.contains("chroot"))
        QVERIFY(QDir().mkpath(setting.path("gone/sub")));
    QTemporaryDir system;
    QVERIFY(QDir().mkpath(system.filePath("kernel")));
    QFile file(system.filePath("kernel/core_pattern"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(setting.filled(pattern).toUtf8() + "\n");
    file.close();
    const auto report = examineProcess({.pid = setting.pid()}, SIGABRT, {.sysctl = system.path().toStdString()});
    QVERIFY(report);
    QVERIFY2(int(report->verdict) == verdict, textOf(*report));
    QVERIFY2(QString::fromStdString(report->reason).contains(setting.filled(reason)), textOf(*report));
}

void TestMounts::triesThere_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("bind mount") << QStringList{"own-mounts", "bind"};
    QTest::newRow("tmpfs") << QStringList{"own-mounts", "tmpfs"};
    QTest::newRow("tmpfs below pivot_root") << QStringList{"own-mounts", "tmpfs", "pivot"};
}

/// The stand-in dies where the process would, and nothing of it stays there.
void TestMounts::triesThere()
{
    if (!writesPlainCores() || ::geteuid() != 0)
        QSKIP("needs root, and cores as files named core");
    QFETCH(QStringList, words);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    const DoctorCheck check = tryCore(ProcessId{.pid = setting.pid()});
    QVERIFY2(check.state == CheckState::Good, check.explanation.c_str());
    QVERIFY2(QString::fromStdString(check.value).endsWith(", removed"), check.value.c_str());
    QVERIFY(QDir(QStringLiteral("/proc/%1/cwd").arg(setting.pid())).isEmpty());
    QVERIFY(QDir(setting.path("gone")).isEmpty());
    QVERIFY(::kill(setting.pid(), 0) == 0);
}

/// Between the question and the death it went to another folder.
void TestMounts::followsTheFolder()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    Setting setting({"move-later"});
    QVERIFY(setting.isReady());
    const auto process = ProcessHandle::open({.pid = setting.pid()});
    QVERIFY(process);
    const auto wait = CoreWait::prepare(*process, SIGABRT);
    QVERIFY(wait);
    std::jthread killer([pid = setting.pid()] {
        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        ::kill(pid, SIGSEGV);
    });
    const auto result = (*wait)->wait(std::chrono::seconds(10));
    QVERIFY(result);
    QVERIFY2(result->outcome == Outcome::Found, result->sentence.c_str());
    QCOMPARE(QString::fromStdString(result->path), setting.path("other") + "/core");
}

void TestMounts::waitsForStarted_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QString>("path");
    QTest::newRow("bind mount") << QByteArray("bind") << "PLACE/back/core";
    QTest::newRow("overlay") << QByteArray("overlay") << "PLACE/upper/core";
    QTest::newRow("tmpfs") << QByteArray("tmpfs") << "PLACE/refuge/ff_sitter.";
}

/// A program that is waited for from before its first step makes itself mounts then.
void TestMounts::waitsForStarted()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QByteArray, word);
    QFETCH(QString, path);
    QTemporaryDir place;
    for (const char *name : {"gone", "back", "lower", "upper", "work", "refuge"})
        QVERIFY(QDir().mkdir(place.filePath(QLatin1String(name))));
    const QByteArray folder = place.filePath("gone").toUtf8();
    const QByteArray program = sitterProgram().toUtf8();
    int gate[2];
    QVERIFY(::pipe2(gate, O_CLOEXEC) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        char go = 0;
        const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
        if (::chdir(folder.constData()) == 0 && ::setrlimit(RLIMIT_CORE, &unlimited) == 0
            && ::read(gate[0], &go, 1) == 1)
            ::execl(program.constData(), "ff_sitter", "own-mounts", word.constData(), nullptr);
        ::_exit(99);
    }
    while (QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(child)) != QString::fromUtf8(folder))
        QTest::qWait(5);
    const auto process = ProcessHandle::open({.pid = child});
    QVERIFY(process);
    const auto wait = CoreWait::prepareStart(*process, {.executable = program.toStdString(), .name = "ff_sitter"});
    QVERIFY(wait);
    (*wait)->setRefuge(place.filePath("refuge").toStdString());
    QVERIFY(::write(gate[1], "x", 1) == 1);
    std::jthread killer([child] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        ::kill(child, SIGABRT);
    });
    const auto result = (*wait)->wait(std::chrono::seconds(10));
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(result);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        QSKIP(notPermitted);
    QVERIFY2(result->outcome == Outcome::Found, result->sentence.c_str());
    QVERIFY2(canBeOpened(result->path), result->path.c_str());
    QVERIFY2(QString::fromStdString(result->path).startsWith(path.replace("PLACE", place.path())),
             result->path.c_str());
}

QTEST_GUILESS_MAIN(TestMounts)
#include "tst_mounts.moc"
