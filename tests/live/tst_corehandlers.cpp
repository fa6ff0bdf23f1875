// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/dryrun.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
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
    void sockets_data();
    void sockets();
    void waitsForTheServer_data();
    void waitsForTheServer();
    void triesTheServer();
    void oldKernels();
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

namespace
{

/// A socket of ours at a place, in one of the states that it may be in.
class Server
{
public:
    Server(const QString &path, int type, bool listens)
        : m_socket(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::snprintf(address.sun_path, sizeof(address.sun_path), "%s", qPrintable(path));
        m_isReady = QDir().mkpath(QFileInfo(path).path())
            && ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0
            && (!listens || ::listen(m_socket, 4) == 0);
    }
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
    ~Server() { ::close(m_socket); }
    [[nodiscard]] bool isReady() const { return m_isReady; }

private:
    int m_socket;
    bool m_isReady = false;
};

}

void TestCoreHandlers::sockets_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("server"); // how the path is taken
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    const QString us = QStringLiteral("tst_corehandlers (process %1)").arg(::getpid());
    const auto row
        = [](const char *name, const char *pattern, const char *server, Verdict verdict, const QString &reason) {
              QTest::newRow(name) << QByteArray(pattern) << QString::fromLatin1(server) << int(verdict) << reason;
          };
    row("listening", "@/run/x.sock", "listens", Verdict::Unknown, us + " behind the socket /run/x.sock");
    row("listening, with protocol", "@@/run/x.sock", "listens", Verdict::Unknown, us);
    row("bound only", "@/run/x.sock", "bound", Verdict::NoCore, "No server listens");
    row("of the wrong kind", "@/run/x.sock", "packets", Verdict::NoCore, "No server listens");
    row("its server is gone", "@/run/x.sock", "gone", Verdict::NoCore, "No server listens");
    row("a file", "@/run/x.sock", "file", Verdict::NoCore, "this is none");
    row("missing", "@/run/x.sock", "", Verdict::NoCore, "does not exist");
    row("by a link", "@/link/x.sock", "listens", Verdict::NoCore, "symbolic link");
    row("relative", "@run/x.sock", "listens", Verdict::NoCore, "does not take");
    row("three signs", "@@@/run/x.sock", "listens", Verdict::NoCore, "does not take");
    row("upwards", "@/run/../run/x.sock", "listens", Verdict::NoCore, "does not take");
    row("with words", "@/run/x.sock %p", "listens", Verdict::NoCore, "does not take");
    row("nothing behind it", "@", "listens", Verdict::NoCore, "does not take");
    row("too long", ("@/" + QByteArray(200, 'x')).constData(), "", Verdict::NoCore, "does not take");
}

void TestCoreHandlers::sockets()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QString, server);
    QFETCH(int, verdict);
    QFETCH(QString, reason);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, pattern);
    put(root.filePath("sysctl/kernel/core_modes"), "file\npipe\nsocket\n");
    const QString path = root.filePath("run/x.sock");
    QVERIFY(::symlink("run", qPrintable(root.filePath("link"))) == 0);
    std::optional<Server> socket;
    if (server == "file")
        put(path, "x");
    else if (!server.isEmpty())
        socket.emplace(path, server == "packets" ? SOCK_SEQPACKET : SOCK_STREAM, server != "bound");
    QVERIFY(!socket || socket->isReady());
    if (server == "gone")
        socket.reset();
    if (verdict == int(Verdict::NoCore) && reason.startsWith("No server") && ::geteuid() != 0)
        QSKIP("needs root, to see all network namespaces");
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY2(int(report->verdict) == verdict, report->reason.c_str());
    QVERIFY2(QString::fromStdString(report->reason).contains(reason), report->reason.c_str());
}

void TestCoreHandlers::waitsForTheServer_data()
{
    QTest::addColumn<QString>("server"); // its program; empty: this test
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isFound");
    QTest::addColumn<qlonglong>("limit");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("sentence");
    const QString us = QStringLiteral("gave the core to tst_corehandlers (process %1)").arg(::getpid());
    QTest::newRow("unknown") << "" << "run/x.sock" << false << -1LL << int(Outcome::Unknown) << us;
    // The kernel of this machine writes none then, as if the server had refused it.
    QTest::newRow("refused") << "" << "run/x.sock" << false << 0LL << int(Outcome::NoCore) << "not taken";
    QTest::newRow("systemd's own server") << "systemd-coredump" << "run/c.sock" << true << -1LL << int(Outcome::Found)
                                          << "/var/lib/systemd/coredump/core.ff_sitter";
    QTest::newRow("systemd's own server, nothing comes")
        << "systemd-coredump" << "run/c.sock" << false << -1LL << int(Outcome::TimedOut) << "has not stored";
    QTest::newRow("held by systemd") << "systemd" << "run/systemd/coredump-kernel" << true << -1LL
                                     << int(Outcome::Found) << "/var/lib/systemd/coredump/core.ff_sitter";
    QTest::newRow("another one's of systemd")
        << "systemd" << "run/other" << true << -1LL << int(Outcome::Unknown) << "gave the core to systemd";
}

void TestCoreHandlers::waitsForTheServer()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QString, server);
    QFETCH(QString, path);
    QFETCH(bool, isFound);
    QFETCH(qlonglong, limit);
    QFETCH(int, outcome);
    QFETCH(QString, sentence);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "@@/" + path.toUtf8());
    put(root.filePath("sysctl/kernel/core_modes"), "socket\n");
    QVERIFY(QDir().mkpath(QFileInfo(root.filePath(path)).path()));
    std::optional<Server> own;
    std::optional<LiveVictim> other;
    if (server.isEmpty()) {
        own.emplace(root.filePath(path), SOCK_STREAM, true);
        QVERIFY(own->isReady());
    } else {
        QVERIFY(QFile::copy(sitterProgram(), root.filePath(server)));
        other.emplace(LiveVictimRequest{
            .program = root.filePath(server), .arguments = {"listen:" + root.filePath(path)}, .readyWord = "set"});
        QVERIFY(other->isReady());
    }
    LiveVictim victim(
        {.program = sitterProgram(), .coreLimit = limit < 0 ? RLIM_INFINITY : rlim_t(limit), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto process = ProcessHandle::open({.pid = victim.pid()});
    QVERIFY(process);
    auto wait = CoreWait::prepare(*process, SIGABRT, paths);
    QVERIFY(wait);
    const QString file = root.filePath(store
                                       + QStringLiteral("core.ff_sitter.0.0123456789abcdef.%1.%2.zst")
                                             .arg(victim.pid())
                                             .arg(std::time(nullptr) * 1'000'000LL));
    std::jthread handler([&file, isFound] {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        if (isFound)
            put(file, "core");
    });
    const auto result = (*wait)->signalAndWait(std::chrono::milliseconds(1500));
    QVERIFY(result);
    QVERIFY2(int(result->outcome) == outcome, result->sentence.c_str());
    QVERIFY2(QString::fromStdString(result->sentence).contains(sentence), result->sentence.c_str());
    QCOMPARE(!result->path.empty(), outcome == int(Outcome::Found));
}

/// A try tells whether the server takes cores, not where it keeps them.
void TestCoreHandlers::triesTheServer()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "@/run/x.sock");
    put(root.filePath("sysctl/kernel/core_modes"), "socket\n");
    const Server server(root.filePath("run/x.sock"), SOCK_STREAM, true);
    QVERIFY(server.isReady());
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const DoctorCheck taken = tryCore(ProcessId{.pid = victim.pid()}, paths);
    QVERIFY2(taken.state == CheckState::Unknown, taken.value.c_str());
    QVERIFY2(QString::fromStdString(taken.value).contains("was taken"), taken.value.c_str());
    QVERIFY2(QString::fromStdString(taken.explanation).contains("tst_corehandlers"), taken.explanation.c_str());
    // Without a core bit nobody got it.
    LiveVictim poor({.program = sitterProgram(), .coreLimit = 0, .readyWord = "set"});
    QVERIFY(poor.isReady());
    const DoctorCheck refused = tryCore(ProcessId{.pid = poor.pid()}, paths);
    QVERIFY2(refused.state == CheckState::Failed && refused.fix, refused.value.c_str());
}

/// Before Linux 6.16 such a pattern is a file's name.
void TestCoreHandlers::oldKernels()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "@/run/x.sock");
    put(root.filePath("sysctl/kernel/core_modes"), "file\npipe\n");
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto report = examineProcess({.pid = victim.pid()}, SIGABRT, paths);
    QVERIFY(report);
    QVERIFY2(QString::fromStdString(report->reason).contains("does not exist: " + victim.folder() + "/@/run"),
             report->reason.c_str());
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
