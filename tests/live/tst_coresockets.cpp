// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/dryrun.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

using Verdict = DoctorReport::Verdict;
using Outcome = CoreWaitResult::Outcome;

/// Machines on which a server behind a socket gets the cores. The servers are ours, the kernel dumps in its own way.
class TestCoreSockets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sockets_data();
    void sockets();
    void waitsForTheServer_data();
    void waitsForTheServer();
    void triesTheServer();
    void oldKernels();
};

namespace
{

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

void TestCoreSockets::sockets_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("server"); // how the path is taken
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("reason");
    const QString us = QStringLiteral("tst_coresockets (process %1)").arg(::getpid());
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

void TestCoreSockets::sockets()
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

void TestCoreSockets::waitsForTheServer_data()
{
    QTest::addColumn<QString>("server"); // its program; empty: this test
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isFound");
    QTest::addColumn<qlonglong>("limit");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("sentence");
    const QString us = QStringLiteral("gave the core to tst_coresockets (process %1)").arg(::getpid());
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

void TestCoreSockets::waitsForTheServer()
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
void TestCoreSockets::triesTheServer()
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
    QVERIFY2(QString::fromStdString(taken.explanation).contains("tst_coresockets"), taken.explanation.c_str());
    // Without a core bit nobody got it.
    LiveVictim poor({.program = sitterProgram(), .coreLimit = 0, .readyWord = "set"});
    QVERIFY(poor.isReady());
    const DoctorCheck refused = tryCore(ProcessId{.pid = poor.pid()}, paths);
    QVERIFY2(refused.state == CheckState::Failed && refused.fix, refused.value.c_str());
}

/// Before Linux 6.16 such a pattern is a file's name.
void TestCoreSockets::oldKernels()
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

QTEST_GUILESS_MAIN(TestCoreSockets)
#include "tst_coresockets.moc"
