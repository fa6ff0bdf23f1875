// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corefolder.h"
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/dryrun.h"
#include "backend/live/folderplace.h"
#include "backend/live/mounttable.h"
#include "backend/live/processfacts.h"
#include "backend/live/processlist.h"
#include "tests/live/livevictim.h"

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
    void parses_data();
    void parses();
    void cutsPaths_data();
    void cutsPaths();
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
    void programs_data();
    void programs();
    void listsCores_data();
    void listsCores();
    void neverFoundUnreadable();
};

namespace
{

/// A sitter in PLACE/gone, which has folders beside it that it may mount.
class Setting
{
public:
    explicit Setting(const QStringList &words, const std::optional<uint32_t> &user = {})
        : m_words(words)
    {
        for (const char *name : {"gone", "other", "back", "lower", "upper", "work", "refuge"})
            QDir().mkdir(m_place.filePath(QLatin1String(name)));
        if (user) {
            m_place.setAutoRemove(true);
            ::chmod(qPrintable(m_place.path()), 0755);
            ::chmod(qPrintable(path("gone")), 01777);
        }
        LiveVictimRequest request{
            .program = sitterProgram(), .arguments = words, .user = user, .folder = path("gone"), .readyWord = "set"};
        m_victim.emplace(request);
    }
    /// What the kernel does not permit here is skipped by name.
    [[nodiscard]] bool isRefused() { return !m_victim->isReady() && m_victim->process().exitCode() == 77; }
    [[nodiscard]] bool isReady() const { return m_victim->isReady(); }
    [[nodiscard]] QString path(const char *name) const { return m_place.filePath(QLatin1String(name)); }
    [[nodiscard]] int32_t pid() const
    {
        if (!m_words.contains("as-child"))
            return m_victim->pid();
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(m_victim->pid()));
        return children.open(QIODevice::ReadOnly) ? children.readAll().simplified().toInt() : 0;
    }
    [[nodiscard]] QString filled(QString text) const { return text.replace("PLACE", m_place.path()); }

private:
    QTemporaryDir m_place;
    QStringList m_words;
    std::optional<LiveVictim> m_victim;
};

QByteArray textOf(const DoctorReport &report)
{
    std::string text = report.headline + " " + report.reason;
    for (const DoctorCheck &check : report.checks)
        text += "\n  " + check.id + ": " + check.value;
    return QByteArray::fromStdString(text);
}

bool canBeOpened(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY);
    if (file >= 0)
        ::close(file);
    return file >= 0;
}

const char *notPermitted = "mounts of one's own are not permitted here";

}

void TestMounts::parses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("point");
    QTest::addColumn<QString>("upper");
    const auto row = [](const char *name, const char *line, bool isGood, const char *root = "", const char *point = "",
                        const char *upper = "") {
        QTest::newRow(name) << QByteArray(line) << isGood << QString::fromLatin1(root) << QString::fromLatin1(point)
                            << QString::fromLatin1(upper);
    };
    row("plain", "36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw,errors=continue", true, "/root",
        "/point");
    row("no optional fields", "36 35 98:0 / /point rw - tmpfs none rw", true, "/", "/point");
    row("many optional fields", "36 35 98:0 / /p rw shared:1 master:2 unbindable - tmpfs none rw", true, "/", "/p");
    row("blanks and backslashes", "36 35 98:0 /a\\040b /c\\134d\\012e rw - ext4 /dev/x rw", true, "/a b", "/c\\d\ne");
    row("no source", "36 35 0:4 / /p rw - nsfs  rw", true, "/", "/p");
    row("overlay", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l1:/l2,upperdir=/u,workdir=/w", true, "/", "/", "/u");
    row("overlay with a comma", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l,upperdir=/u\\134,v\\040w,workdir=/w", true,
        "/", "/", "/u,v w");
    row("upperdir in another's value", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l,xupperdir=/u", true, "/", "/", "");
    row("empty", "", false);
    row("no dash", "36 35 98:0 /root /point rw,noatime master:1 ext3 /dev/root rw", false);
    row("dash too early", "36 35 98:0 - /root /point ext3 rw", false);
    row("no number", "x 35 98:0 / / rw - ext3 /dev/root rw", false);
    row("cut", "36 35 98:0 /root /po", false);
    row("escape cut", "36 35 98:0 /root\\04 /point\\ rw - ext3 /dev/root rw", true, "/root\\04", "/point\\");
}

void TestMounts::parses()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isGood);
    QFETCH(QString, root);
    QFETCH(QString, point);
    QFETCH(QString, upper);
    // Between others, and at the end without a newline.
    const std::string good = "1 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
    const std::vector<Mount> mounts = parseMounts(good + line.toStdString() + "\n" + good + line.toStdString());
    QCOMPARE(mounts.size(), size_t(isGood ? 4 : 2));
    if (!isGood)
        return;
    for (const size_t at : {size_t(1), size_t(3)}) {
        QCOMPARE(mounts[at].id, uint64_t(36));
        QCOMPARE(QString::fromStdString(mounts[at].root), root);
        QCOMPARE(QString::fromStdString(mounts[at].point), point);
        QCOMPARE(QString::fromStdString(mounts[at].option("upperdir")), upper);
    }
}

void TestMounts::cutsPaths_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isIn");
    QTest::addColumn<QString>("behind");
    QTest::newRow("same") << "/a" << "/a" << true << "";
    QTest::newRow("below") << "/a" << "/a/b" << true << "/b";
    QTest::newRow("only alike") << "/a" << "/ab" << false << "";
    QTest::newRow("root") << "/" << "/a/b" << true << "/a/b";
    QTest::newRow("root itself") << "/" << "/" << true << "";
    QTest::newRow("above") << "/a/b" << "/a" << false << "";
    QTest::newRow("relative") << "/" << "a" << false << "";
}

void TestMounts::cutsPaths()
{
    QFETCH(QString, folder);
    QFETCH(QString, path);
    QFETCH(bool, isIn);
    QFETCH(QString, behind);
    const auto result = pathBehind(folder.toStdString(), path.toStdString());
    QCOMPARE(result.has_value(), isIn);
    if (!isIn)
        return;
    QCOMPARE(QString::fromStdString(*result), behind);
    QCOMPARE(QString::fromStdString(joinedPath(folder.toStdString(), *result)), path);
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

void TestMounts::programs_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("path"); // PID stands for the process
    QTest::newRow("ours") << QStringList{"become-copy"} << "PLACE/gone/copy";
    QTest::newRow("mounts apart") << QStringList{"own-mounts", "become-copy"} << "PLACE/gone/copy";
    QTest::newRow("bind mount") << QStringList{"own-mounts", "bind", "become-copy"} << "PLACE/back/copy";
    QTest::newRow("overlay") << QStringList{"own-mounts", "overlay", "become-copy"} << "PLACE/upper/copy";
    QTest::newRow("tmpfs") << QStringList{"own-mounts", "tmpfs", "become-copy"} << "/proc/PID/rootPLACE/gone/copy";
}

/// The program of a process, as lists and reports name it, can be opened from here.
void TestMounts::programs()
{
    QFETCH(QStringList, words);
    QFETCH(QString, path);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    const auto row = ProcessList().row(setting.pid());
    QVERIFY(row);
    const QString expected = setting.filled(path).replace("PID", QString::number(setting.pid()));
    QCOMPARE(QString::fromStdString(row->executable), expected);
    QVERIFY(canBeOpened(row->executable));
    QCOMPARE(row->name, std::string("copy"));
    const auto facts = ProcessFacts::read({.pid = setting.pid()});
    QVERIFY(facts);
    QCOMPARE(QString::fromStdString(facts->executableHere), expected);
}

void TestMounts::listsCores_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("folder"); // PID stands for the process
    QTest::newRow("bind mount") << QStringList{"own-mounts", "bind"} << "PLACE/back";
    QTest::newRow("tmpfs") << QStringList{"own-mounts", "tmpfs"} << "/proc/PID/rootPLACE/gone";
}

/// The one folder of core_pattern is another one for each process with mounts of its own.
void TestMounts::listsCores()
{
    QFETCH(QStringList, words);
    QFETCH(QString, folder);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    QTemporaryDir system;
    QVERIFY(QDir().mkpath(system.filePath("kernel")));
    QFile pattern(system.filePath("kernel/core_pattern"));
    QVERIFY(pattern.open(QIODevice::WriteOnly));
    pattern.write(setting.filled("PLACE/gone/core.%p\n").toUtf8());
    pattern.close();
    const QString inner = QStringLiteral("/proc/%1/root").arg(setting.pid()) + setting.path("gone");
    for (const QString &place : {inner, setting.path("gone")}) {
        QFile core(place + "/core.4712.zst");
        QVERIFY(core.open(QIODevice::WriteOnly));
        core.write("packed");
    }
    const CoreStore store = storedCoresOf({.sysctl = system.path().toStdString()}, {});
    QStringList paths;
    for (const StoredCore &core : store.cores) {
        if (QString::fromStdString(core.path).endsWith("/core.4712.zst"))
            paths << QString::fromStdString(core.path);
        QVERIFY2(core.state != StoredCore::State::Present || canBeOpened(core.path), core.path.c_str());
    }
    paths.sort();
    QStringList expected{setting.path("gone") + "/core.4712.zst",
                         setting.filled(folder).replace("PID", QString::number(setting.pid())) + "/core.4712.zst"};
    expected.sort();
    QCOMPARE(paths, expected);
}

/// A core that only another user may read is not "found".
void TestMounts::neverFoundUnreadable()
{
    if (::geteuid() != 0)
        QSKIP("needs root, to be somebody else for a moment");
    QTemporaryDir place;
    QVERIFY(::chmod(qPrintable(place.path()), 0755) == 0);
    CoreFolder folder;
    QVERIFY(
        folder.open(place.path().toStdString(), place.path().toStdString(), CoreName::expand({.text = "core"}, {})));
    QFile file(place.filePath("core"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner));
    constexpr uid_t nobody = 65534;
    QVERIFY(::seteuid(nobody) == 0);
    const auto found = folder.newFiles();
    QVERIFY(::seteuid(0) == 0);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().descriptor, -1);
}

QTEST_GUILESS_MAIN(TestMounts)
#include "tst_mounts.moc"
