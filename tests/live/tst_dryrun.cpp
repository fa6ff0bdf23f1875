// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewait.h"
#include "backend/live/dryrun.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Freezeframe;

using Verdict = DoctorReport::Verdict;

/// A process of ours dies in the place of another one: what comes is what would have come, and nothing stays.
class TestDryRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tries_data();
    void tries();
    void inOurOwnPlace();
    void asAnotherUser_data();
    void asAnotherUser();
    void notTried_data();
    void notTried();
    void changesTheVerdict_data();
    void changesTheVerdict();
};

namespace
{

QByteArray textOf(const DoctorCheck &check)
{
    return QByteArray::fromStdString(check.value + "\n" + check.explanation);
}

}

void TestDryRun::tries_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<qlonglong>("coreLimit");
    QTest::addColumn<qlonglong>("fileLimit");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QStringList &words, qlonglong core, qlonglong file, CheckState state,
                        const char *text) {
        QTest::newRow(name) << words << core << file << int(state) << QString::fromLatin1(text);
    };
    row("comes", {}, -1, -1, CheckState::Good, "removed");
    row("limit 0", {}, 0, -1, CheckState::Failed, "core limit is 0");
    row("limit below a page", {}, 4095, -1, CheckState::Failed, "core limit is");
    row("cut by the limit", {}, 16384, -1, CheckState::Warning, "core limit of 16.0 KiB");
    row("file limit 0", {}, -1, 0, CheckState::Failed, "file size limit is 0");
    row("cut by the file limit", {}, -1, 32768, CheckState::Warning, "file size limit of 32.0 KiB");
    row("not dumpable", {"undumpable"}, -1, -1, CheckState::Failed, "not dumpable");
    row("a folder of the name", {"folder-there"}, -1, -1, CheckState::Failed, "There is a folder");
    row("its folder is gone", {"no-folder"}, -1, -1, CheckState::Failed, "does not exist");
    row("a file of the name", {"core-there"}, -1, -1, CheckState::Unknown, "it would replace");
    // What the program does with its signals is its own: the try is about the kernel.
    row("ignores the signal", {"ignore"}, -1, -1, CheckState::Good, "removed");
}

void TestDryRun::tries()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QStringList, words);
    QFETCH(qlonglong, coreLimit);
    QFETCH(qlonglong, fileLimit);
    QFETCH(int, state);
    QFETCH(QString, text);
    QTemporaryDir parent;
    const QString folder = parent.filePath("gone");
    QVERIFY(QDir().mkdir(folder));
    LiveVictimRequest request{.program = sitterProgram(), .arguments = words, .folder = folder, .readyWord = "set"};
    request.coreLimit = coreLimit < 0 ? RLIM_INFINITY : rlim_t(coreLimit);
    if (fileLimit >= 0)
        request.fileLimit = rlim_t(fileLimit);
    LiveVictim victim(request);
    QVERIFY(victim.isReady());
    const QStringList before = QDir(folder).entryList(QDir::NoDotAndDotDot | QDir::AllEntries);
    const DoctorCheck check = tryCore(ProcessId{.pid = victim.pid()});
    QCOMPARE(QString::fromStdString(check.id), "dry-run");
    QVERIFY2(int(check.state) == state, textOf(check));
    QVERIFY2(QString::fromUtf8(textOf(check)).contains(text), textOf(check));
    // The process itself runs on; nothing of ours is left, neither a file nor a child.
    QVERIFY(::kill(victim.pid(), 0) == 0);
    QStringList after = QDir(folder).entryList(QDir::NoDotAndDotDot | QDir::AllEntries);
    // Of a file that the kernel made and could not fill, nothing says whose it is: it stays.
    if (fileLimit == 0)
        after.removeOne("core");
    QCOMPARE(after, before);
}

void TestDryRun::inOurOwnPlace()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    rlimit before{};
    QVERIFY(::getrlimit(RLIMIT_CORE, &before) == 0);
    if (before.rlim_max == 0)
        QSKIP("the hard core limit is 0 here");
    const rlimit raised{before.rlim_max, before.rlim_max};
    QVERIFY(::setrlimit(RLIMIT_CORE, &raised) == 0);
    QTemporaryDir folder;
    const QString home = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    const DoctorCheck check = tryCore(std::nullopt);
    QVERIFY(QDir::setCurrent(home));
    QVERIFY(::setrlimit(RLIMIT_CORE, &before) == 0);
    QVERIFY2(check.state == CheckState::Good, textOf(check));
    QVERIFY(QDir(folder.path()).isEmpty());
    QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
}

void TestDryRun::asAnotherUser_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("state");
    QTest::newRow("may write") << 01777 << int(CheckState::Good);
    QTest::newRow("may not") << 0755 << int(CheckState::Failed);
}

void TestDryRun::asAnotherUser()
{
    if (::geteuid() != 0 || !writesPlainCores())
        QSKIP("needs root, and cores as files named core");
    QFETCH(int, mode);
    QFETCH(int, state);
    const StrangersPlace place{mode_t(mode)};
    QVERIFY(place.isReady());
    LiveVictim victim(place.request());
    QVERIFY(victim.isReady());
    const DoctorCheck check = tryCore(ProcessId{.pid = victim.pid()});
    QVERIFY2(int(check.state) == state, textOf(check));
    QVERIFY(QDir(place.folder()).isEmpty());
}

void TestDryRun::notTried_data()
{
    QTest::addColumn<int>("pid");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::newRow("no process") << 0x7ffffff0 << "core" << "there is no process";
    QTest::newRow("kernel thread") << 2 << "core" << "kernel thread";
}

void TestDryRun::notTried()
{
    QFETCH(int, pid);
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    if (pid == 2 && !QFile::exists("/proc/2/stat"))
        QSKIP("no kernel threads are to be seen here");
    QTemporaryDir system;
    QVERIFY(QDir(system.path()).mkpath("kernel"));
    QFile file(system.filePath("kernel/core_pattern"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pattern.toUtf8() + "\n");
    file.close();
    const DoctorCheck check = tryCore(ProcessId{.pid = pid}, {.sysctl = system.path().toStdString()});
    QVERIFY2(check.state == CheckState::Unknown, textOf(check));
    QVERIFY2(QString::fromStdString(check.value).startsWith("not tried: "), textOf(check));
    QVERIFY2(QString::fromStdString(check.value).contains(text), textOf(check));
}

void TestDryRun::changesTheVerdict_data()
{
    QTest::addColumn<int>("verdict");
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("then");
    QTest::newRow("none where one was foretold")
        << int(Verdict::Core) << int(CheckState::Failed) << int(Verdict::NoCore);
    QTest::newRow("as foretold") << int(Verdict::Core) << int(CheckState::Good) << int(Verdict::Core);
    QTest::newRow("not tried") << int(Verdict::Core) << int(CheckState::Unknown) << int(Verdict::Core);
    // The program itself would not die of the signal: a try in its place does not change that.
    QTest::newRow("the program is the reason") << int(Verdict::NoCore) << int(CheckState::Good) << int(Verdict::NoCore);
}

void TestDryRun::changesTheVerdict()
{
    QFETCH(int, verdict);
    QFETCH(int, state);
    QFETCH(int, then);
    DoctorReport report{.verdict = Verdict(verdict), .reason = "before"};
    addDryRun(report, {.id = "dry-run", .state = CheckState(state), .explanation = "after"});
    QCOMPARE(int(report.verdict), then);
    QCOMPARE(report.reason == "after", verdict != then);
    QCOMPARE(report.checks.size(), size_t(1));
}

QTEST_GUILESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
