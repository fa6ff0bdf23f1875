// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace Freezeframe;

using Verdict = DoctorReport::Verdict;
using Outcome = CoreWaitResult::Outcome;

/// What the doctor foretells is compared with what happens: victims get the signal and leave a core, or not.
class TestDoctor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void foretells_data();
    void foretells();
    void folders_data();
    void folders();
    void containersFirstProcess_data();
    void containersFirstProcess();
    void otherThanRunning_data();
    void otherThanRunning();
    void mends();
    void programs();
    void system();

private:
    void judge(LiveVictim &victim, int signal, Verdict verdict, const QString &reason, Outcome outcome, bool cut);
    QString m_go;
};

namespace
{

const DoctorCheck *checkOf(const DoctorReport &report, const char *id)
{
    const auto at = std::ranges::find(report.checks, id, &DoctorCheck::id);
    return at == report.checks.end() ? nullptr : &*at;
}

QByteArray textOf(const DoctorReport &report)
{
    std::string text = report.headline + " " + report.reason;
    for (const DoctorCheck &check : report.checks)
        text += "\n  " + check.id + ": " + check.value;
    return QByteArray::fromStdString(text);
}

}

void TestDoctor::initTestCase()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto built = buildVictim({.fixture = QStringLiteral("signals"), .go = toolchains.constLast()});
    QVERIFY2(built, qPrintable(built.error_or(QString())));
    m_go = *built;
}

/// The verdict first, then the deed.
void TestDoctor::judge(LiveVictim &victim, int signal, Verdict verdict, const QString &reason, Outcome outcome,
                       bool cut)
{
    const ProcessId id{.pid = victim.pid()};
    const auto report = examineProcess(id, signal);
    QVERIFY(report);
    QVERIFY2(report->verdict == verdict, textOf(*report));
    QVERIFY2(QString::fromStdString(report->reason).contains(reason), textOf(*report));
    const auto process = ProcessHandle::open(id);
    QVERIFY(process);
    auto wait = CoreWait::prepare(*process, signal);
    QVERIFY(wait);
    const auto result = (*wait)->signalAndWait(std::chrono::seconds(outcome == Outcome::Survived ? 1 : 30));
    QVERIFY(result);
    QVERIFY2(result->outcome == outcome, result->sentence.c_str());
    QVERIFY(!result->sentence.empty());
    if (outcome == Outcome::Found) {
        QCOMPARE(result->isTruncated, cut);
        QVERIFY(QFile::exists(QString::fromStdString(result->path)));
        if (verdict == Verdict::Core)
            QCOMPARE(QString::fromStdString(result->path), QString::fromStdString(report->corePath));
    } else {
        QVERIFY(result->path.empty());
        QVERIFY(!result->looked.empty());
        const QFileInfo core(victim.folder() + QStringLiteral("/core"));
        QVERIFY(!core.isFile() || core.size() == 0);
    }
}

void TestDoctor::foretells_data()
{
    QTest::addColumn<bool>("isGo");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<qlonglong>("coreLimit"); // -1: unlimited
    QTest::addColumn<qlonglong>("fileLimit");
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<bool>("cut");
    const auto row
        = [](const char *name, bool isGo, const QStringList &words, const char *environment, qlonglong coreLimit,
             qlonglong fileLimit, int signal, Verdict verdict, const char *reason, Outcome outcome, bool cut = false) {
              QTest::newRow(name) << isGo << words << (environment ? QByteArray(environment) : QByteArray())
                                  << coreLimit << fileLimit << signal << int(verdict) << QString::fromLatin1(reason)
                                  << int(outcome) << cut;
          };
    // Go: only the bit for "crash" counts.
    row("go", true, {}, nullptr, -1, -1, SIGABRT, Verdict::NoCore, "GOTRACEBACK=crash", Outcome::NoCore);
    for (const char *value : {"", "none", "single", "all", "system", "wer", "0", "1", "2", "3", "5", "Crash", "crash "})
        row(qPrintable(QStringLiteral("go, GOTRACEBACK='%1'").arg(QLatin1String(value))), true, {}, value, -1, -1,
            SIGABRT, Verdict::NoCore, "GOTRACEBACK=crash", Outcome::NoCore);
    row("go, crash", true, {}, "crash", -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("go, crash, SIGQUIT", true, {}, "crash", -1, -1, SIGQUIT, Verdict::Core, "core", Outcome::Found);
    row("go, SIGQUIT", true, {}, nullptr, -1, -1, SIGQUIT, Verdict::NoCore, "GOTRACEBACK=crash", Outcome::NoCore);
    row("go, SetTraceback", true, {"crash"}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("go, crash, SetTraceback(all)", true, {"all"}, "crash", -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("go, crash, Notify", true, {"notify"}, "crash", -1, -1, SIGABRT, Verdict::NoCore, "signal.Notify",
        Outcome::Survived);
    row("go, crash, Notify of the other", true, {"notify-quit"}, "crash", -1, -1, SIGABRT, Verdict::Core, "core",
        Outcome::Found);
    row("go, Notify of all", true, {"notify-all"}, nullptr, -1, -1, SIGQUIT, Verdict::NoCore, "signal.Notify",
        Outcome::Survived);
    row("go, crash, Notify, Reset", true, {"notify", "reset"}, "crash", -1, -1, SIGABRT, Verdict::Core, "core",
        Outcome::Found);
    row("go, crash, Ignore", true, {"ignore"}, "crash", -1, -1, SIGABRT, Verdict::NoCore, "ignores", Outcome::Survived);
    row("go, crash, limit 0", true, {}, "crash", 0, -1, SIGABRT, Verdict::NoCore, "core limit is 0", Outcome::NoCore);
    row("go, crash, limit 4095", true, {}, "crash", 4095, -1, SIGABRT, Verdict::NoCore, "core limit is",
        Outcome::NoCore);
    row("go, crash, limit small", true, {}, "crash", 65536, -1, SIGABRT, Verdict::Core, "cut at the core limit",
        Outcome::Found, true);
    // C: the kernel's default dumps.
    row("c", false, {}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("c, SIGQUIT", false, {}, nullptr, -1, -1, SIGQUIT, Verdict::Core, "core", Outcome::Found);
    row("c, threads", false, {"threads", "named-thread"}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core",
        Outcome::Found);
    row("c, handler raises again", false, {"again"}, nullptr, -1, -1, SIGABRT, Verdict::Unknown, "handles SIGABRT",
        Outcome::Found);
    row("c, handler exits", false, {"leave"}, nullptr, -1, -1, SIGABRT, Verdict::Unknown, "handles SIGABRT",
        Outcome::NoCore);
    row("c, ignored", false, {"ignore"}, nullptr, -1, -1, SIGABRT, Verdict::NoCore, "ignores", Outcome::Survived);
    row("c, ignores the other", false, {"ignore"}, nullptr, -1, -1, SIGQUIT, Verdict::Core, "core", Outcome::Found);
    row("c, blocked by all", false, {"block", "threads"}, nullptr, -1, -1, SIGABRT, Verdict::NoCore, "blocks",
        Outcome::Survived);
    row("c, blocked by one", false, {"threads", "block"}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core",
        Outcome::Found);
    row("c, not dumpable", false, {"undumpable"}, nullptr, -1, -1, SIGABRT, Verdict::NoCore, "not dumpable",
        Outcome::NoCore);
    row("c, limit 0", false, {}, nullptr, 0, -1, SIGABRT, Verdict::NoCore, "core limit is 0", Outcome::NoCore);
    row("c, limit small", false, {"fill"}, nullptr, 1 << 20, -1, SIGABRT, Verdict::Core, "cut at the core limit",
        Outcome::Found, true);
    row("c, file limit 0", false, {}, nullptr, -1, 0, SIGABRT, Verdict::NoCore, "file size limit", Outcome::NoCore);
    row("c, file limit small", false, {"fill"}, nullptr, -1, 1 << 20, SIGABRT, Verdict::Core, "cut at the file size",
        Outcome::Found, true);
    // The core limit counts what is written, the file size limit where it is written.
    row("c, much reserved, core limit", false, {"reserve"}, nullptr, 8 << 20, -1, SIGABRT, Verdict::Core, "core",
        Outcome::Found);
    row("c, much reserved, file limit", false, {"reserve"}, nullptr, -1, 8 << 20, SIGABRT, Verdict::Core,
        "cut at the file size", Outcome::Found, true);
    row("c, some kept out", false, {"exclude"}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("c, folder removed", false, {"no-folder"}, nullptr, -1, -1, SIGABRT, Verdict::NoCore, "does not exist",
        Outcome::NoCore);
    row("c, a folder named core", false, {"folder-there"}, nullptr, -1, -1, SIGABRT, Verdict::NoCore,
        "There is a folder", Outcome::NoCore);
    row("c, an old core", false, {"core-there"}, nullptr, -1, -1, SIGABRT, Verdict::Core, "core", Outcome::Found);
    row("c, stopped", false, {"stop"}, nullptr, -1, -1, SIGABRT, Verdict::Unknown, "stopped", Outcome::Survived);
}

void TestDoctor::foretells()
{
    QFETCH(bool, isGo);
    QFETCH(QStringList, words);
    QFETCH(QByteArray, environment);
    QFETCH(qlonglong, coreLimit);
    QFETCH(qlonglong, fileLimit);
    QFETCH(int, signal);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QFETCH(int, outcome);
    QFETCH(bool, cut);
    QTemporaryDir parent;
    const QString folder = parent.filePath("gone");
    QVERIFY(QDir().mkdir(folder));
    LiveVictimRequest request{.program = isGo ? m_go : sitterProgram(), .arguments = words, .traceback = environment};
    request.coreLimit = coreLimit < 0 ? RLIM_INFINITY : rlim_t(coreLimit);
    if (fileLimit >= 0)
        request.fileLimit = rlim_t(fileLimit);
    request.folder = folder;
    // What stops itself says nothing more.
    request.readyWord = isGo || words.contains("stop") ? "ready" : "set";
    LiveVictim victim(request);
    QVERIFY(victim.isReady());
    if (words.contains("stop"))
        QTest::qWait(100);
    judge(victim, signal, Verdict(verdict), reason, Outcome(outcome), cut);
}

void TestDoctor::folders_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("outcome");
    QTest::newRow("others may write") << 01777 << int(Verdict::Core) << "core" << int(Outcome::Found);
    QTest::newRow("others may not write") << 0755 << int(Verdict::NoCore) << "may not write" << int(Outcome::NoCore);
    QTest::newRow("others may not search") << 0772 << int(Verdict::NoCore) << "may not write" << int(Outcome::NoCore);
}

/// The rights that count are those of the process.
void TestDoctor::folders()
{
    if (::geteuid() != 0)
        QSKIP("only root can start a process of another user");
    QFETCH(int, mode);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QFETCH(int, outcome);
    const StrangersPlace place{mode_t(mode)};
    QVERIFY(place.isReady());
    LiveVictim victim(place.request());
    QVERIFY(victim.isReady());
    judge(victim, SIGABRT, Verdict(verdict), reason, Outcome(outcome), false);
}

void TestDoctor::containersFirstProcess_data()
{
    QTest::addColumn<bool>("isGo");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("outcome");
    QTest::newRow("go") << true << "first process of a container" << int(Outcome::NoCore);
    QTest::newRow("c") << false << "first process of a container" << int(Outcome::Survived);
}

void TestDoctor::containersFirstProcess()
{
    QFETCH(bool, isGo);
    QFETCH(QString, reason);
    QFETCH(int, outcome);
    const QString unshare = QStandardPaths::findExecutable("unshare");
    if (::geteuid() != 0 || unshare.isEmpty())
        QSKIP("only root can make a PID namespace here");
    LiveVictim outer({.program = unshare,
                      .arguments = {"--pid", "--fork", "--kill-child", isGo ? m_go : sitterProgram()},
                      .traceback = "crash"});
    if (!outer.isReady())
        QSKIP("this machine lets nobody make a PID namespace");
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(outer.pid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const ProcessId id{.pid = children.readAll().simplified().toInt()};
    QVERIFY(id.pid > 0);
    const auto report = examineProcess(id);
    QVERIFY(report);
    QVERIFY2(report->verdict == Verdict::NoCore, textOf(*report));
    QVERIFY2(QString::fromStdString(report->reason).contains(reason), textOf(*report));
    QVERIFY(checkOf(*report, "container"));
    const auto process = ProcessHandle::open(id);
    QVERIFY(process);
    auto wait = CoreWait::prepare(*process, SIGABRT);
    QVERIFY(wait);
    const auto result = (*wait)->signalAndWait(std::chrono::seconds(outcome == int(Outcome::Survived) ? 1 : 20));
    QVERIFY(result);
    QVERIFY2(int(result->outcome) == outcome, result->sentence.c_str());
}

void TestDoctor::otherThanRunning_data()
{
    QTest::addColumn<int>("pid");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("kernel thread") << 2 << "kernel thread";
    QTest::newRow("no process") << 0x7ffffff0 << "there is no process";
    QTest::newRow("zero") << 0 << "there is no process";
    QTest::newRow("negative") << -1 << "there is no process";
}

void TestDoctor::otherThanRunning()
{
    QFETCH(int, pid);
    QFETCH(QString, sentence);
    if (pid == 2 && !QFile::exists("/proc/2/stat"))
        QSKIP("no kernel threads are to be seen here");
    const auto report = examineProcess({.pid = pid});
    const std::string text = report ? report->reason : report.error().message;
    QVERIFY2(QString::fromStdString(text).contains(sentence), text.c_str());
    QVERIFY(!report || report->verdict == Verdict::NoCore);
    // A pid that belongs to another process by now is refused.
    const auto changed = examineProcess({.pid = ::getpid(), .startTicks = 1});
    QVERIFY(!changed);
    QVERIFY(changed.error().code == ErrorCode::Mismatch);
}

/// The mend that the doctor offers makes its verdict a good one, and the core comes.
void TestDoctor::mends()
{
    LiveVictim victim({.program = m_go, .traceback = "crash", .coreLimit = 0});
    QVERIFY(victim.isReady());
    const ProcessId id{.pid = victim.pid()};
    {
        QFile filter(QStringLiteral("/proc/%1/coredump_filter").arg(id.pid));
        QVERIFY(filter.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QVERIFY(filter.write("0x10\n") > 0);
    }
    auto report = examineProcess(id);
    QVERIFY(report);
    QVERIFY(report->verdict == Verdict::NoCore);
    int applied = 0;
    for (const DoctorCheck &check : report->checks) {
        if (!check.fix || check.fix->kind != DoctorFix::Kind::Apply)
            continue;
        const auto done = applyFix(id, *check.fix);
        QVERIFY2(done, done ? "" : done.error().message.c_str());
        ++applied;
    }
    QCOMPARE(applied, 2);
    judge(victim, SIGABRT, Verdict::Core, "core", Outcome::Found, false);
    QVERIFY(!applyFix(id, DoctorFix{})); // text alone
    QVERIFY(!applyFix({.pid = 0x7ffffff0}, {.action = DoctorFix::Action::RaiseCoreLimit}));
    QVERIFY(!applyFix({}, {.action = DoctorFix::Action::CreateFolder, .text = "rm -rf /"}));
    const QString folder = victim.folder() + QStringLiteral("/a/b");
    const auto made
        = applyFix({}, {.action = DoctorFix::Action::CreateFolder, .text = "mkdir '" + folder.toStdString() + "'"});
    QVERIFY(made);
    QVERIFY(QFileInfo(folder).isDir());
}

void TestDoctor::programs()
{
    qunsetenv("GOTRACEBACK");
    const auto without = examineProgram(m_go.toStdString());
    QVERIFY(without);
    QVERIFY2(without->verdict == Verdict::NoCore, textOf(*without));
    QVERIFY(QString::fromStdString(checkOf(*without, "go")->value).startsWith("go1."));
    const auto sitter = examineProgram(sitterProgram().toStdString());
    QVERIFY(sitter);
    QVERIFY(checkOf(*sitter, "go") && !checkOf(*sitter, "gotraceback"));
    QVERIFY(!examineProgram("/nowhere/at/all"));
    QVERIFY(!examineProgram("/etc/passwd"));
    QVERIFY(!examineProgram("/tmp"));
}

void TestDoctor::system()
{
    const DoctorReport report = examineSystem();
    for (const char *id : {"gotraceback", "core-limit", "core-pattern"})
        QVERIFY2(checkOf(report, id), id);
    QVERIFY(!report.headline.empty());
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
