// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefolder.h"
#include "backend/live/corewait.h"
#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

using Outcome = CoreWaitResult::Outcome;

/// The waiting itself: who is hit, what is told, when it ends. Its forecasts are in tst_doctor.
class TestCoreWait : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhatComesByItself();
    void saysWhatHappens();
    void canBeStopped();
    void hitsNobodyElse();
    void oldCoresAreNotTaken();
    void newNamesAreFound();
    void hugeFoldersAreBounded();
};

namespace
{

std::unique_ptr<CoreWait> waitFor(const LiveVictim &victim, int signal)
{
    const auto process = ProcessHandle::open({.pid = victim.pid()});
    if (!process)
        return nullptr;
    auto wait = CoreWait::prepare(*process, signal);
    return wait ? std::move(*wait) : nullptr;
}

void touch(const QString &path, const QByteArray &content = "x")
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

}

void TestCoreWait::findsWhatComesByItself()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto wait = waitFor(victim, SIGABRT);
    QVERIFY(wait);
    std::jthread killer([pid = victim.pid()] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        ::kill(pid, SIGSEGV);
    });
    const auto result = wait->wait(std::chrono::seconds(10));
    QVERIFY(result);
    QVERIFY2(result->outcome == Outcome::Found, result->sentence.c_str());
    QCOMPARE(QString::fromStdString(result->path), victim.folder() + "/core");
}

void TestCoreWait::saysWhatHappens()
{
    LiveVictim victim({.program = sitterProgram(), .arguments = {"fill"}, .coreLimit = 0, .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto wait = waitFor(victim, SIGABRT);
    QVERIFY(wait);
    QStringList told;
    const auto result = wait->signalAndWait(
        std::chrono::seconds(10), [&told](const std::string &sentence) { told << QString::fromStdString(sentence); });
    QVERIFY(result);
    QVERIFY(!told.isEmpty());
    QVERIFY2(told.constFirst().contains("SIGABRT is sent to process " + QString::number(victim.pid())),
             qPrintable(told.join('\n')));
    QVERIFY(result->outcome == Outcome::NoCore);
    QVERIFY2(QString::fromStdString(result->sentence).contains("was ended by SIGABRT, and the kernel wrote no core"),
             result->sentence.c_str());
    // It is dead: a second try finds nobody.
    const auto again = wait->signalAndWait(std::chrono::seconds(1));
    QVERIFY(!again);
    QVERIFY(again.error().code == ErrorCode::NotFound);
}

void TestCoreWait::canBeStopped()
{
    LiveVictim victim({.program = sitterProgram(), .arguments = {"ignore"}, .readyWord = "set"});
    QVERIFY(victim.isReady());
    const auto wait = waitFor(victim, SIGABRT);
    QVERIFY(wait);
    std::stop_source stop;
    std::jthread stopper([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        stop.request_stop();
    });
    const auto result = wait->signalAndWait(std::chrono::seconds(60), {}, stop.get_token());
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::Cancelled);
    QVERIFY(::kill(victim.pid(), 0) == 0);
}

void TestCoreWait::hitsNobodyElse()
{
    std::shared_ptr<const ProcessHandle> handle;
    {
        LiveVictim victim({.program = sitterProgram(), .readyWord = "set"});
        QVERIFY(victim.isReady());
        const auto process = ProcessHandle::open({.pid = victim.pid()});
        QVERIFY(process);
        handle = *process;
    }
    const auto wait = CoreWait::prepare(handle, SIGABRT);
    QVERIFY(!wait);
    QVERIFY(handle->hasEnded());
    const auto sent = handle->sendSignal(SIGABRT);
    QVERIFY(!sent);
    QVERIFY(sent.error().code == ErrorCode::NotFound);
}

void TestCoreWait::oldCoresAreNotTaken()
{
    QTemporaryDir place;
    touch(place.filePath("core"));
    CoreFolder folder;
    QVERIFY(
        folder.open(place.path().toStdString(), place.path().toStdString(), CoreName::expand({.text = "core"}, {})));
    QVERIFY(folder.newFiles().empty());
    QVERIFY(QFile::remove(place.filePath("core")));
    QVERIFY(folder.newFiles().empty());
    QTest::qSleep(20); // file times are as coarse as the kernel's ticks
    touch(place.filePath("core"), "new");
    const auto found = folder.newFiles();
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().bytes, uint64_t(3));
    QCOMPARE(QString::fromStdString(found.front().path), place.filePath("core"));
    ::close(found.front().descriptor);
}

void TestCoreWait::newNamesAreFound()
{
    QTemporaryDir place;
    touch(place.filePath("core.7.100"));
    CoreFolder folder;
    const CoreName name = CoreName::expand({.text = "/elsewhere/core.%p.%t"}, {.pid = 7});
    QVERIFY(folder.open(place.path().toStdString(), "/elsewhere", name));
    touch(place.filePath("core.7.200"));
    touch(place.filePath("core.8.200"));
    touch(place.filePath("core.7.x"));
    // Links and pipes of the right name are no cores, and opening them must not wait.
    QVERIFY(::symlink("/etc/passwd", qPrintable(place.filePath("core.7.300"))) == 0);
    QVERIFY(::mkfifo(qPrintable(place.filePath("core.7.400")), 0600) == 0);
    QVERIFY(::mkdir(qPrintable(place.filePath("core.7.500")), 0700) == 0);
    const auto found = folder.newFiles();
    QCOMPARE(found.size(), size_t(1));
    // The process's own name for the folder leads nowhere here: ours is told.
    QCOMPARE(QString::fromStdString(found.front().path), place.filePath("core.7.200"));
    ::close(found.front().descriptor);
    CoreFolder missing;
    QVERIFY(!missing.open("/nowhere/at/all", "/nowhere/at/all", name));
    QVERIFY(missing.newFiles().empty());
}

void TestCoreWait::hugeFoldersAreBounded()
{
    QTemporaryDir place;
    const int descriptor = ::open(qPrintable(place.path()), O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 20'000; ++i)
        ::close(::openat(descriptor, qPrintable(QStringLiteral("other.%1").arg(i)), O_CREAT | O_WRONLY, 0600));
    ::close(descriptor);
    CoreFolder folder;
    QVERIFY(
        folder.open(place.path().toStdString(), place.path().toStdString(), CoreName::expand({.text = "core.%t"}, {})));
    touch(place.filePath("core.5"));
    QElapsedTimer timer;
    timer.start();
    const auto found = folder.newFiles();
    QCOMPARE(found.size(), size_t(1));
    ::close(found.front().descriptor);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestCoreWait)
#include "tst_corewait.moc"
