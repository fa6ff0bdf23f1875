// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capture.h"
#include "backend/live/corefinders.h"
#include "backend/live/corehandler.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <utime.h>

using namespace Freezeframe;

using State = StoredCore::State;

/// Keepers of cores, made of folders: systemd-coredump's store, apport's reports, core_pattern's folder.
class TestCoreStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void systemdNames_data();
    void systemdNames();
    void journal();
    void damagedJournals();
    void apportReports_data();
    void apportReports();
    void foldersHaveTrueCoresOnly();
    void goIsKnownWithoutTheProgram();
    void capturesAreNoCrashes_data();
    void capturesAreNoCrashes();
    void allTogether();
    void queriesNarrow();
    void keepers_data();
    void keepers();
    void hugeFolders();
    void hostileFolders();

private:
    QString m_core; ///< of a Go program
    QString m_executable;
};

namespace
{

void put(const QString &path, const QByteArray &content, qint64 when = 0)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const utimbuf times{when, when};
    if (when != 0)
        QVERIFY(::utime(qPrintable(path), &times) == 0);
}

SystemPaths pathsIn(const QTemporaryDir &root, const QByteArray &pattern)
{
    put(root.filePath("sysctl/kernel/core_pattern"), pattern + "\n");
    put(root.filePath("sysctl/kernel/core_uses_pid"), "0\n");
    return {.root = root.path().toStdString(), .sysctl = root.filePath("sysctl").toStdString()};
}

QByteArray savedJournal()
{
    return qUncompress(fileContent(QStringLiteral(FREEZEFRAME_JOURNAL)));
}

const char *systemdPattern = "|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h";

}

void TestCoreStore::initTestCase()
{
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto victim
        = provideVictim({.fixture = QStringLiteral("signals"), .go = toolchains.constLast(), .signal = SIGABRT});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    m_core = victim->core;
    m_executable = victim->executable;
}

void TestCoreStore::systemdNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("pid");
    QTest::addColumn<qlonglong>("when");
    const QString boot = "0123456789abcdef0123456789abcdef";
    QTest::newRow("zstd") << "core.orders.1000." + boot + ".4711.1795576408000000.zst" << "orders" << 4711
                          << 1795576408LL;
    QTest::newRow("not packed") << "core.orders.0." + boot + ".1.1795576408123456" << "orders" << 1 << 1795576408LL;
    QTest::newRow("seconds of old versions")
        << "core.orders.0." + boot + ".1.1795576408.lz4" << "orders" << 1 << 1795576408LL;
    QTest::newRow("escaped dot") << "core.a\\x2eout.0." + boot + ".7.1795576408000000.xz" << "a.out" << 7
                                 << 1795576408LL;
    QTest::newRow("name with an escaped slash")
        << "core.a\\x2fb\\x20c.0." + boot + ".7.1795576408000000" << "a/b c" << 7 << 1795576408LL;
    QTest::newRow("another's file") << "core.txt" << "" << 0 << 0LL;
    QTest::newRow("pid too large") << "core.a.0." + boot + ".99999999999.1795576408000000" << "" << 0 << 0LL;
    QTest::newRow("no time") << "core.a.0." + boot + ".7.x" << "" << 0 << 0LL;
    QTest::newRow("being written") << ".#core.a.0." + boot + ".7.1795576408000000" << "" << 0 << 0LL;
}

void TestCoreStore::systemdNames()
{
    QFETCH(QString, name);
    QFETCH(QString, program);
    QFETCH(int, pid);
    QFETCH(qlonglong, when);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, systemdPattern);
    const QString path = root.filePath("var/lib/systemd/coredump/" + name);
    put(path, "core");
    const auto found = coresOfSystemdStore(paths);
    QVERIFY(found.warnings.empty());
    QCOMPARE(found.cores.size(), program.isEmpty() ? size_t(0) : size_t(1));
    if (found.cores.empty())
        return;
    const StoredCore &core = found.cores.front();
    QCOMPARE(QString::fromStdString(core.program), program);
    QCOMPARE(core.pid, pid);
    QCOMPARE(core.when, when);
    QCOMPARE(QString::fromStdString(core.path), path);
    QVERIFY(core.state == State::Present);
    QCOMPARE(core.bytes, uint64_t(4));
    if (::setxattr(qPrintable(path), "user.coredump.exe", "/srv/orders-api", 15, 0) != 0)
        QSKIP("this file system has no attributes");
    ::setxattr(qPrintable(path), "user.coredump.signal", "11", 2, 0);
    const auto again = coresOfSystemdStore(paths);
    QCOMPARE(again.cores.front().executable, "/srv/orders-api");
    QCOMPARE(again.cores.front().signal, 11);
}

/// What a systemd-journald wrote.
void TestCoreStore::journal()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, systemdPattern);
    put(root.filePath("var/log/journal/0123456789abcdef0123456789abcdef/system.journal"), savedJournal());
    const QString folder = root.filePath("var/lib/systemd/coredump/");
    const QString boot = "0123456789abcdef0123456789abcdef";
    put(folder + "core.orders.1000." + boot + ".4711.1795576408000000.zst", "core");
    put(folder + "core.cut.0." + boot + ".4714.1795576411000000.zst", "core");
    const auto found = coresOfJournal(paths);
    QVERIFY(found.warnings.empty());
    QCOMPARE(found.cores.size(), size_t(6));
    const auto core = [&found](int32_t pid) { return *std::ranges::find(found.cores, pid, &StoredCore::pid); };
    QCOMPARE(core(4711).program, "orders");
    QCOMPARE(core(4711).executable, "/srv/bin/orders");
    QCOMPARE(core(4711).uid, 1000U);
    QCOMPARE(core(4711).signal, SIGABRT);
    QCOMPARE(core(4711).when, 1795576408);
    QVERIFY(core(4711).state == State::Present);
    QCOMPARE(core(4711).bytes, uint64_t(4));
    QVERIFY(core(4712).state == State::Deleted);
    QCOMPARE(core(4712).signal, SIGSEGV);
    QVERIFY(core(4713).state == State::NeverStored);
    QVERIFY(core(4713).path.empty());
    QVERIFY(core(4714).state == State::Present);
    QVERIFY(core(4714).summary.starts_with("cut"));
    QVERIFY(core(4715).state == State::NeverStored);
    QVERIFY(core(4715).summary.find("coredumpctl dump 4715") != std::string::npos);
    QCOMPARE(core(0).program, "\x1b[31mred"); // text as found; whoever shows it escapes it
    QCOMPARE(coresOfJournal(paths, {.pid = 4714}).cores.size(), size_t(1));
    // The store and the journal name the same files: each is listed once.
    QCOMPARE(storedCoresOf(paths, {}).cores.size(), size_t(6));
}

void TestCoreStore::damagedJournals()
{
    const QByteArray whole = savedJournal();
    for (const qsizetype size : {qsizetype(0), qsizetype(8), qsizetype(200), qsizetype(4096), whole.size() / 2}) {
        QTemporaryDir root;
        const SystemPaths paths = pathsIn(root, systemdPattern);
        put(root.filePath("var/log/journal/0123456789abcdef0123456789abcdef/system.journal"), whole.first(size));
        QVERIFY(coresOfJournal(paths).cores.size() <= 6);
    }
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, systemdPattern);
    QByteArray changed = whole;
    for (qsizetype at = 300; at < changed.size(); at += 97)
        changed[at] = char(changed[at] ^ 0x55);
    put(root.filePath("var/log/journal/0123456789abcdef0123456789abcdef/system.journal"), changed);
    QVERIFY(coresOfJournal(paths).cores.size() <= 6);
}

void TestCoreStore::apportReports_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("pid");
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("state");
    const QByteArray head
        = "ProblemType: Crash\nArchitecture: amd64\nExecutablePath: /usr/bin/orders\nProcStatus:\n Name:\torders\n" " Pid:\t4711\nSignal: 6\n";
    QTest::newRow("whole") << head + "CoreDump: base64\n H4sICAAAAAAC/0NvcmVEdW1wAA==\n"
                           << "orders" << 4711 << 6 << int(State::Present);
    QTest::newRow("without a core") << head << "orders" << 4711 << 6 << int(State::NeverStored);
    QTest::newRow("empty") << QByteArray() << "_usr_bin_orders.1000.crash" << 0 << 0 << int(State::NeverStored);
    QTest::newRow("binary") << QByteArray(4096, char(0xff)) << "_usr_bin_orders.1000.crash" << 0 << 0
                            << int(State::NeverStored);
    QTest::newRow("odd numbers") << QByteArray(
        "ExecutablePath: /usr/bin/orders\nSignal: many\nProcStatus:\n Pid:\t-5\nCoreDump: base64\n")
                                 << "orders" << 0 << 0 << int(State::Present);
}

void TestCoreStore::apportReports()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, program);
    QFETCH(int, pid);
    QFETCH(int, signal);
    QFETCH(int, state);
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "|/usr/share/apport/apport -p%p");
    put(root.filePath("var/crash/_usr_bin_orders.1000.crash"), text, 1795576408);
    put(root.filePath("var/crash/_usr_bin_orders.1000.upload"), "");
    const auto found = coresOfApport(paths);
    QCOMPARE(found.cores.size(), size_t(1));
    const StoredCore &core = found.cores.front();
    QCOMPARE(QString::fromStdString(core.program), program);
    QCOMPARE(core.pid, pid);
    QCOMPARE(core.signal, signal);
    QCOMPARE(int(core.state), state);
    QCOMPARE(core.when, 1795576408);
    QCOMPARE(core.source, "apport");
}

void TestCoreStore::foldersHaveTrueCoresOnly()
{
    QTemporaryDir folder;
    QVERIFY(QFile::copy(m_core, folder.filePath("core")));
    QVERIFY(QFile::copy(m_core, folder.filePath("orders.4711")));
    put(folder.filePath("core.go"), "package core\n");
    put(folder.filePath("core.empty"), "");
    QVERIFY(QFile::copy(m_executable, folder.filePath("core.exe")));
    QVERIFY(QFile::link(m_core, folder.filePath("core.link")));
    QVERIFY(::mkfifo(qPrintable(folder.filePath("core.pipe")), 0600) == 0);
    put(folder.filePath("core.4712.zst"), "\x28\xb5\x2f\xfd");
    const auto found = coresInFolder(folder.path().toStdString(), {.text = "%e.%p"});
    QStringList names;
    for (const StoredCore &core : found.cores)
        names << QFileInfo(QString::fromStdString(core.path)).fileName();
    names.sort();
    QCOMPARE(names, QStringList({"core", "core.4712.zst", "orders.4711"}));
    for (const StoredCore &core : found.cores) {
        if (core.path.ends_with(".zst"))
            continue;
        QCOMPARE(QString::fromStdString(core.executable), m_executable);
        QVERIFY2(core.goVersion.starts_with("go1."), core.goVersion.c_str());
        QCOMPARE(core.signal, SIGABRT);
        QVERIFY(core.pid > 1);
        QVERIFY(core.summary.empty());
    }
}

void TestCoreStore::goIsKnownWithoutTheProgram()
{
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::Pie, GoBuild::Stripped}) {
            const auto victim
                = provideVictim({.fixture = QStringLiteral("signals"), .go = go, .build = build, .signal = SIGABRT});
            QVERIFY2(victim, qPrintable(victim.error_or(QString())));
            const QString away = victim->executable + ".away";
            QVERIFY(QFile::rename(victim->executable, away));
            StoredCore core{.path = victim->core.toStdString()};
            const auto described = describeCore(core);
            QVERIFY(QFile::rename(away, victim->executable));
            QVERIFY(described);
            QVERIFY2(core.goVersion.starts_with("go" + go.release().toStdString()),
                     qPrintable(go.release() + nameOf(build) + QString::fromStdString(core.goVersion)));
        }
    }
    // Cut where it hurts: nothing is made up.
    QTemporaryDir folder;
    const QByteArray whole = fileContent(m_core);
    for (const qsizetype size : {qsizetype(0), qsizetype(10), qsizetype(63), qsizetype(64), qsizetype(500),
                                 qsizetype(5000), whole.size() / 2}) {
        put(folder.filePath("core"), whole.first(size));
        StoredCore core{.path = folder.filePath("core").toStdString()};
        const auto described = describeCore(core);
        QVERIFY(!described || size < 500 || !core.summary.empty());
    }
}

void TestCoreStore::capturesAreNoCrashes_data()
{
    QTest::addColumn<bool>("compressed");
    QTest::newRow("plain") << false;
    QTest::newRow("compressed") << true;
}

void TestCoreStore::capturesAreNoCrashes()
{
    QFETCH(const bool, compressed);
    LiveVictim victim({.program = sitterProgram()});
    QVERIFY(victim.isReady());
    QTemporaryDir folder;
    CaptureOptions options;
    options.process.pid = victim.pid();
    options.compress = compressed;
    options.output = folder.filePath(compressed ? "sitter.core.zst" : "sitter.core").toStdString();
    const auto report = captureToFile(options);
    if (!report && report.error().failure == CaptureFailure::Denied)
        QSKIP("processes can't be traced here");
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QVERIFY(QFile::copy(m_core, folder.filePath("core")));
    const auto found = coresInFolder(folder.path().toStdString(), {.text = "core"});
    QCOMPARE(found.cores.size(), size_t(2));
    for (const StoredCore &core : found.cores) {
        const bool isCapture = core.path == options.output;
        QCOMPARE(core.isCapture, isCapture);
        QCOMPARE(core.pauseSeconds > 0, isCapture);
        QVERIFY2(core.summary.empty(), core.summary.c_str());
        if (isCapture) {
            QCOMPARE(core.pid, victim.pid());
            QCOMPARE(QString::fromStdString(core.program), QFileInfo(sitterProgram()).fileName());
        }
    }
}

void TestCoreStore::allTogether()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, "/var/cores/%e.%p");
    const QString cores = root.filePath("var/cores/");
    put(root.filePath("var/lib/systemd/coredump/core.old.0.0123456789abcdef.5.1600000000000000.zst"), "x");
    put(root.filePath("var/crash/_usr_bin_new.0.crash"), "ExecutablePath: /usr/bin/new\nCoreDump: base64\n",
        1900000000);
    QVERIFY(QDir().mkpath(cores));
    QVERIFY(QFile::copy(m_core, cores + "signals.9"));
    QTemporaryDir extra;
    QVERIFY(QFile::copy(m_core, extra.filePath("core")));
    const CoreStore store
        = storedCoresOf(paths, {extra.path().toStdString(), extra.path().toStdString() + "/.", "/nowhere"});
    QCOMPARE(store.cores.size(), size_t(4)); // the same folder by two names counts once
    QCOMPARE(store.cores.front().program, "new");
    QCOMPARE(store.cores.back().program, "old");
    QCOMPARE(store.pattern, "/var/cores/%e.%p");
    QCOMPARE(store.folder, paths.root + "/var/cores/");
    QVERIFY(store.freeSpace > 0);
    QVERIFY(store.warnings.empty());
}

void TestCoreStore::queriesNarrow()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, systemdPattern);
    const QString folder = root.filePath("var/lib/systemd/coredump/core.a.0.0123456789abcdef.");
    put(folder + "5.1600000000000000.zst", "x");
    put(folder + "5.1700000000000000.zst", "x");
    put(folder + "6.1700000000000000.zst", "x");
    QCOMPARE(coresOfSystemdStore(paths).cores.size(), size_t(3));
    QCOMPARE(coresOfSystemdStore(paths, {.pid = 5}).cores.size(), size_t(2));
    QCOMPARE(coresOfSystemdStore(paths, {.pid = 5, .since = 1650000000}).cores.size(), size_t(1));
    QCOMPARE(coresOfSystemdStore(paths, {.pid = 7}).cores.size(), size_t(0));
}

void TestCoreStore::keepers_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("keeper");
    QTest::addColumn<QString>("folder");
    QTest::newRow("files") << QByteArray("core") << "files in the folder that each process is in" << "";
    QTest::newRow("folder") << QByteArray("/cores/%p") << "files in one folder" << "/cores/";
    QTest::newRow("folder with a gap") << QByteArray("/cores/%p/core") << "files in one folder" << "";
    QTest::newRow("systemd") << QByteArray(systemdPattern) << "systemd-coredump" << "/var/lib/systemd/coredump";
    QTest::newRow("apport") << QByteArray("|/usr/share/apport/apport -p%p") << "apport" << "/var/crash";
    QTest::newRow("own handler") << QByteArray("|/usr/local/bin/keep %p") << "/usr/local/bin/keep" << "";
    QTest::newRow("socket") << QByteArray("@/run/keep.socket")
                            << "nothing, as its socket can't take them: /run/keep.socket" << "";
    QTest::newRow("none") << QByteArray() << "nothing: kernel.core_pattern is empty" << "";
}

void TestCoreStore::keepers()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QString, keeper);
    QFETCH(QString, folder);
    QTemporaryDir root;
    const CoreStore store = storedCoresOf(pathsIn(root, pattern), {});
    QCOMPARE(QString::fromStdString(store.keeper), keeper);
    QCOMPARE(QString::fromStdString(store.folder), folder.isEmpty() ? folder : root.path() + folder);
    QVERIFY(store.cores.empty());
}

void TestCoreStore::hugeFolders()
{
    QTemporaryDir folder;
    for (int i = 0; i < 2000; ++i)
        put(folder.filePath(QStringLiteral("core.%1.zst").arg(i)), "x", 1700000000 + i);
    const auto found = coresInFolder(folder.path().toStdString(), {.text = "core.%p"});
    QCOMPARE(found.cores.size(), size_t(300));
    QCOMPARE(found.cores.front().when, 1700001999);
    QCOMPARE(found.warnings.size(), size_t(1));
    QVERIFY(found.warnings.front().code == ErrorCode::Limit);
}

void TestCoreStore::hostileFolders()
{
    QTemporaryDir root;
    const SystemPaths paths = pathsIn(root, systemdPattern);
    put(root.filePath("var/lib/systemd/coredump"), "a file, not a folder");
    put(root.filePath("var/crash"), "");
    const auto store = coresOfSystemdStore(paths);
    QVERIFY(store.cores.empty());
    QCOMPARE(store.warnings.size(), size_t(1));
    QVERIFY(!store.warnings.front().message.empty());
    QVERIFY(coresOfApport(paths).cores.empty());
    // A journal that is none.
    put(root.filePath("var/log/journal/0123456789abcdef0123456789abcdef/system.journal"), "no journal");
    QVERIFY(coresOfJournal(paths).cores.empty());
}

QTEST_GUILESS_MAIN(TestCoreStore)
#include "tst_corestore.moc"
