// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/diagnosis.h"
#include "backend/live/dryrun.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

using namespace Freezeframe;

/// No check of the doctor is red without a way out.
class TestWaysOut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyOnePlaceTurnsRed();
    void redChecks_data();
    void redChecks();
    void setuidPrograms();
    void tries();
    void allWereSeen();

private:
    void look(const DoctorReport &report, const QString &id, const QString &wayOut);
    QSet<QString> m_seen; ///< ids of red checks
};

namespace
{

constexpr int32_t pid = 4711;

ProcessFacts plainFacts()
{
    ProcessFacts facts;
    facts.id = {.pid = pid};
    facts.stat.state = 'S';
    facts.executable = "/srv/orders";
    facts.environment = std::vector<std::string>{"GOTRACEBACK=crash"};
    facts.coreLimit = ResourceLimit{};
    facts.fileLimit = ResourceLimit{};
    facts.dumpable = ProcessFacts::Dumpable::User;
    return facts;
}

uint64_t bit(int signal)
{
    return uint64_t(1) << (signal - 1);
}

ProcessFacts goFacts()
{
    ProcessFacts facts = plainFacts();
    facts.go = GoBuildInfo{};
    facts.caught = bit(SIGABRT) | bit(SIGQUIT);
    facts.goSignals.traceback = 1;
    facts.goSignals.wanted = 0;
    return facts;
}

DoctorCase caseOf(const std::string &pattern, const std::string &root = {})
{
    DoctorCase about{.paths = {.root = root}, .pattern = {.text = pattern}, .signal = SIGABRT, .pid = pid};
    about.socket = CoreSocket::find(about.pattern, about.paths);
    return about;
}

using Examination = std::function<void(Diagnosis &)>;

void checkFolderAt(const QString &folder, const char *name, Diagnosis &diagnosis, const FileRights &rights)
{
    const DoctorCase about = caseOf(folder.toStdString() + "/" + name);
    checkFolder({}, CoreName::expand(about.pattern, {}), rights, 1, about, diagnosis);
}

}

Q_DECLARE_METATYPE(Examination)

/// A check that is made red elsewhere could lack the way out: the sources are looked through.
void TestWaysOut::onlyOnePlaceTurnsRed()
{
    const QDir folder(QStringLiteral(FREEZEFRAME_LIVE_SOURCES));
    const QStringList files = folder.entryList({"*.cpp", "*.h"});
    QVERIFY(files.contains("diagnosis.cpp") && files.contains("doctorplacechecks.cpp"));
    static const QRegularExpression sets(QStringLiteral("(?<![=!])=\\s*CheckState::Failed|[?:]\\s*CheckState::Failed"));
    int places = 0;
    for (const QString &name : files) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const bool isTheOne = name == "diagnosis.cpp";
        const qsizetype count = QString::fromUtf8(file.readAll()).count(sets);
        QVERIFY2(count == (isTheOne ? 1 : 0), qPrintable(name));
        places += int(count);
    }
    QCOMPARE(places, 1);
}

void TestWaysOut::look(const DoctorReport &report, const QString &id, const QString &wayOut)
{
    bool isThere = false;
    for (const DoctorCheck &check : report.checks) {
        if (check.state != CheckState::Failed)
            continue;
        m_seen.insert(QString::fromStdString(check.id));
        QVERIFY2(check.fix && !check.fix->text.empty() && !check.fix->label.empty(), check.id.c_str());
        if (QString::fromStdString(check.id) != id)
            continue;
        isThere = true;
        QVERIFY2(QString::fromStdString(check.fix->text).contains(wayOut), check.fix->text.c_str());
    }
    QVERIFY2(isThere, report.reason.c_str());
    QVERIFY2(report.verdict == DoctorReport::Verdict::NoCore, report.reason.c_str());
}

void TestWaysOut::redChecks_data()
{
    QTest::addColumn<Examination>("examine");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("wayOut");
    const auto row = [](const char *name, const char *id, const char *wayOut, Examination examine) {
        QTest::newRow(name) << std::move(examine) << QString::fromLatin1(id) << QString::fromLatin1(wayOut);
    };
    const auto facts = [](const std::function<void(ProcessFacts &)> &change, const auto &check, bool isGo) {
        return [=](Diagnosis &diagnosis) {
            ProcessFacts facts = isGo ? goFacts() : plainFacts();
            change(facts);
            check(facts, caseOf("core"), diagnosis);
        };
    };
    row("kernel thread", "process", "ps", facts([](auto &one) { one.stat.flags = 0x00200000; }, checkProcess, false));
    row("zombie", "process", "cores", facts([](auto &one) { one.stat.state = 'Z'; }, checkProcess, false));
    row("no crash", "gotraceback", "GOTRACEBACK=crash",
        facts([](auto &one) { one.goSignals.traceback = 0; }, checkTraceback, true));
    row("gained rights", "gotraceback", "freezeframe-cli capture 4711",
        facts([](auto &one) { one.isSecure = true; }, checkTraceback, true));
    const auto notify = [](auto &one) { one.goSignals.wanted = uint64_t(1) << SIGABRT; };
    row("Notify: capture", "signals", "freezeframe-cli capture 4711", facts(notify, checkSignals, true));
    row("Notify: the other signal", "signals", "freezeframe-cli quit 4711", facts(notify, checkSignals, true));
    row("Notify: in the program", "signals", "signal.Reset(syscall.SIGABRT)", facts(notify, checkSignals, true));
    const auto ignore = [](auto &one) { one.ignored = bit(SIGABRT), one.caught = bit(SIGQUIT); };
    row("Ignore: capture", "signals", "freezeframe-cli capture 4711", facts(ignore, checkSignals, true));
    row("Ignore: the other signal", "signals", "freezeframe-cli quit 4711", facts(ignore, checkSignals, true));
    row("Ignore: in the program", "signals", "signal.Reset(syscall.SIGABRT)", facts(ignore, checkSignals, true));
    row("ignored in C", "signals", "SIG_DFL", facts(ignore, checkSignals, false));
    row("blocked", "signals", "pthread_sigmask",
        facts([](auto &one) { one.blocked = bit(SIGABRT); }, checkSignals, false));
    row("init", "signals", "--init", facts([](auto &one) { one.namespacePids = {pid, 1}; }, checkSignals, false));
    row("init of Go", "signals", "--init", facts([](auto &one) { one.namespacePids = {pid, 1}; }, checkSignals, true));
    row("not dumpable", "dumpable", "PR_SET_DUMPABLE",
        facts([](auto &one) { one.dumpable = ProcessFacts::Dumpable::No; }, checkDumpable, false));
    row("dumpable by root", "dumpable", "core_pattern=/",
        facts([](auto &one) { one.dumpable = ProcessFacts::Dumpable::Root; }, checkDumpable, false));
    const ResourceLimit none{.soft = 0, .hard = 0};
    row("core limit", "core-limit", "prlimit --pid 4711 --core=unlimited",
        [none](Diagnosis &diagnosis) { checkCoreLimit(none, pid, 0, caseOf("core"), diagnosis); });
    row("core limit here", "core-limit", "ulimit -c unlimited",
        [none](Diagnosis &diagnosis) { checkCoreLimit(none, 0, 0, caseOf("core"), diagnosis); });
    row("core limit of a pipe", "core-limit", "prlimit", [](Diagnosis &diagnosis) {
        checkCoreLimit(ResourceLimit{.soft = 1}, pid, 0, caseOf("|/opt/keep"), diagnosis);
    });
    row("core limit of systemd", "core-limit", "prlimit", [none](Diagnosis &diagnosis) {
        checkCoreLimit(none, pid, 0, caseOf("|/usr/lib/systemd/systemd-coredump"), diagnosis);
    });
    row("file limit", "file-limit", "prlimit --pid 4711 --fsize=unlimited",
        [none](Diagnosis &diagnosis) { checkFileLimit(none, 0, caseOf("core"), diagnosis); });
    row("no pattern", "core-pattern", "core_pattern=core",
        [](Diagnosis &diagnosis) { checkPattern(caseOf(""), diagnosis); });
    const FileRights root{.overrides = true};
    row("no folder", "core-folder", "mkdir -p -m 1777 '/nowhere/at all'",
        [root](Diagnosis &diagnosis) { checkFolderAt("/nowhere/at all", "core", diagnosis, root); });
    row("not a folder", "core-folder", "core_pattern=/var/crash",
        [root](Diagnosis &diagnosis) { checkFolderAt("/proc/version", "core", diagnosis, root); });
    row("a folder in its place", "core-folder", "mv '/usr/bin' '/usr/bin.old'",
        [root](Diagnosis &diagnosis) { checkFolderAt("/usr", "bin", diagnosis, root); });
    row("denied", "core-folder", "freezeframe-cli capture 4711",
        [](Diagnosis &diagnosis) { checkFolderAt("/usr/bin", "core", diagnosis, {.uid = 65534, .gid = 65534}); });
    row("no room", "disk-space", "df -h",
        [root](Diagnosis &diagnosis) { checkFolderAt("/proc", "core", diagnosis, root); });
    const auto handler = [](const char *pattern) {
        return [pattern](Diagnosis &diagnosis) { checkHandler({}, {}, {}, caseOf(pattern, "/nowhere"), diagnosis); };
    };
    row("handler without path", "core-handler", "core_pattern=core", handler("|keep"));
    row("handler missing", "core-handler", "core_pattern=core", handler("|/opt/keep"));
    row("no socket", "core-handler", "core_pattern=core", handler("@/run/keep"));
    row("socket that is none", "core-handler", "core_pattern=core",
        [](Diagnosis &diagnosis) { checkHandler({}, {}, {}, caseOf("@@/etc/passwd"), diagnosis); });
    row("handler not executable", "core-handler", "core_pattern=core",
        [](Diagnosis &diagnosis) { checkHandler({}, {}, {}, caseOf("|/etc/passwd"), diagnosis); });
    for (const char *setting : {"Storage=none", "ProcessSizeMax=0"}) {
        row(setting, "handler-settings", "coredump.conf.d", [setting](Diagnosis &diagnosis) {
            const QTemporaryDir system;
            const QString program = system.filePath("usr/lib/systemd/systemd-coredump");
            const QString settings = system.filePath("etc/systemd/coredump.conf");
            for (const QString &path : {program, settings}) {
                QDir().mkpath(QFileInfo(path).path());
                QFile file(path);
                QVERIFY(file.open(QIODevice::WriteOnly));
                file.write(setting);
                file.setPermissions(QFile::Permissions(0x7755));
            }
            checkHandler({}, {}, {}, caseOf("|/usr/lib/systemd/systemd-coredump", system.path().toStdString()),
                         diagnosis);
        });
    }
}

void TestWaysOut::redChecks()
{
    QFETCH(Examination, examine);
    QFETCH(QString, id);
    QFETCH(QString, wayOut);
    Diagnosis diagnosis;
    examine(diagnosis);
    look(std::move(diagnosis).finish("SIGABRT"), id, wayOut);
}

void TestWaysOut::setuidPrograms()
{
    if (::geteuid() != 0)
        QSKIP("only root can make a program setuid to another user");
    QTemporaryDir folder;
    const QString program = folder.filePath("program");
    QVERIFY(QFile::copy(sitterProgram(), program));
    constexpr uid_t nobody = 65534;
    QVERIFY(::chown(qPrintable(program), nobody, nobody) == 0 && ::chmod(qPrintable(program), 04755) == 0);
    const auto report = examineProgram(program.toStdString());
    QVERIFY(report);
    const auto check = std::ranges::find(report->checks, "dumpable", &DoctorCheck::id);
    QVERIFY(check != report->checks.end());
    if (check->state == CheckState::Good)
        QSKIP("setuid does not count here");
    look(*report, "dumpable", "a copy gains no rights");
}

void TestWaysOut::tries()
{
    LiveVictim victim({.program = sitterProgram(), .coreLimit = 0, .readyWord = "set"});
    QVERIFY(victim.isReady());
    DoctorReport report{.verdict = DoctorReport::Verdict::NoCore};
    addDryRun(report, tryCore(ProcessId{.pid = victim.pid()}));
    look(report, "dry-run", QStringLiteral("freezeframe-cli capture %1").arg(victim.pid()));
}

/// All checks that can be red were red above.
void TestWaysOut::allWereSeen()
{
    QStringList seen = m_seen.values();
    seen.sort();
    QCOMPARE(
        seen.join(' '),
        "core-folder core-handler core-limit core-pattern disk-space dry-run dumpable file-limit gotraceback " "handler-settings process signals");
}

QTEST_GUILESS_MAIN(TestWaysOut)
#include "tst_waysout.moc"
