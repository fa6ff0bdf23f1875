// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/captureruns.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Freezeframe;

/// What goes wrong: the sentence and the status of freezeframe-cli, and that nothing is lost.
class TestCaptureFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void words_data();
    void words();
    void jsonOfACapture();
    void noSuchProcess();
    void processWasReplaced();
    void kernelThread();
    void zombie();
    void outputExists();
    void folderIsMissing();
    void threadInVfork();
    void threadInVforkSkipped();
    void stormOfThreads();
    void alreadyTraced();
    void tracedAndNotStopped();
    void deniedToOthers_data();
    void deniedToOthers();
    void noTimeForAll_data();
    void noTimeForAll();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

namespace
{

constexpr int nobody = 65534;

}

void TestCaptureFaults::words_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("sentence");
    const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); };
    QTest::newRow("nothing") << words("") << QByteArray("needs the number of a process");
    QTest::newRow("two") << words("1 2") << QByteArray("one process at a time");
    QTest::newRow("a word") << words("bash") << QByteArray("number of a process, not bash");
    QTest::newRow("zero") << words("0") << QByteArray("number of a process, not 0");
    QTest::newRow("too large") << words("99999999999") << QByteArray("number of a process");
    QTest::newRow("unknown mode") << words("1 --mode slow") << QByteArray("--mode is fast or low-memory, not slow");
    QTest::newRow("pause of nothing") << words("1 --max-pause 0") << QByteArray("--max-pause needs seconds");
    QTest::newRow("pause of words") << words("1 --max-pause 1x") << QByteArray("--max-pause needs seconds");
    QTest::newRow("unknown option") << words("1 --frobnicate") << QByteArray("there is no option --frobnicate");
    QTest::newRow("empty output") << QStringList{QStringLiteral("1"), QStringLiteral("-o"), QString()}
                                  << QByteArray("-o needs the name of a file");
}

void TestCaptureFaults::words()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, sentence);
    const ProgramRun result
        = runProgram(QStringLiteral(FREEZEFRAME_CLI), QStringList{QStringLiteral("capture")} + arguments);
    VERIFY_SAYS(result, 2, sentence);
    QVERIFY(result.out.isEmpty());
}

void TestCaptureFaults::jsonOfACapture()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    const ProgramRun result = m_folder->capture(
        *victim, {QStringLiteral("--json"), QStringLiteral("--mode"), QStringLiteral("low-memory")});
    QCOMPARE(result.status, 0);
    const QJsonObject report = QJsonDocument::fromJson(result.out).object();
    QCOMPARE(report[QStringLiteral("path")].toString(), m_folder->core());
    QCOMPARE(report[QStringLiteral("mode")].toString(), QStringLiteral("low-memory"));
    QVERIFY(report[QStringLiteral("pause_seconds")].toDouble() > 0);
    QCOMPARE(report[QStringLiteral("bytes")].toInteger(), QFileInfo(m_folder->core()).size());
    QVERIFY(report[QStringLiteral("bytes_on_disk")].toInteger() > 0);
    QCOMPARE(report[QStringLiteral("threads")].toInt(), 6);
    QVERIFY(report[QStringLiteral("mappings")].toInt() > 10);
    QVERIFY(report[QStringLiteral("warnings")].isArray());
    // The error, too.
    const ProgramRun again = m_folder->capture(*victim, {QStringLiteral("--json")});
    QCOMPARE(again.status, 2);
    const QJsonObject error = QJsonDocument::fromJson(again.out).object()[QStringLiteral("error")].toObject();
    QCOMPARE(error[QStringLiteral("failure")].toString(), QStringLiteral("usage"));
    QVERIFY(!error[QStringLiteral("message")].toString().isEmpty());
}

void TestCaptureFaults::noSuchProcess()
{
    const ProgramRun result
        = runProgram(QStringLiteral(FREEZEFRAME_CLI),
                     {QStringLiteral("capture"), QStringLiteral("4000000"), QStringLiteral("-o"), m_folder->core()});
    VERIFY_SAYS(result, 4, "there is no process 4000000");
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureFaults::processWasReplaced()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.process.startTicks = 1; // of a list that was made when the number was another's
    const auto report = captureToFile(options);
    QVERIFY(!report);
    QCOMPARE(report.error().failure, CaptureFailure::Gone);
    QVERIFY2(report.error().error.message.contains("changed since it was listed"),
             report.error().error.message.c_str());
}

void TestCaptureFaults::kernelThread()
{
    const QByteArray name = [] {
        QFile comm(QStringLiteral("/proc/2/comm"));
        return comm.open(QIODevice::ReadOnly) ? comm.readAll().trimmed() : QByteArray();
    }();
    if (name != "kthreadd")
        QSKIP("in this PID namespace there are no threads of the kernel");
    const ProgramRun result
        = runProgram(QStringLiteral(FREEZEFRAME_CLI),
                     {QStringLiteral("capture"), QStringLiteral("2"), QStringLiteral("-o"), m_folder->core()});
    VERIFY_SAYS(result, 2, "thread of the kernel");
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureFaults::zombie()
{
    const auto victim = victimIn("zombie");
    QVERIFY(victim);
    const QString child = QString::fromLatin1(victim->lines().constFirst().split(' ').last());
    const ProgramRun result = runProgram(QStringLiteral(FREEZEFRAME_CLI),
                                         {QStringLiteral("capture"), child, QStringLiteral("-o"), m_folder->core()});
    VERIFY_SAYS(result, 4, "is a zombie");
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureFaults::outputExists()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    QFile file(m_folder->core());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    const ProgramRun result = m_folder->capture(*victim);
    VERIFY_SAYS(result, 2, "exists already");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("precious"));
}

void TestCaptureFaults::folderIsMissing()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    const ProgramRun result = runProgram(QStringLiteral(FREEZEFRAME_CLI),
                                         {QStringLiteral("capture"), QString::number(victim->pid()),
                                          QStringLiteral("-o"), m_folder->file(QStringLiteral("no/a.core"))});
    VERIFY_SAYS(result, 2, "does not exist");
}

void TestCaptureFaults::threadInVfork()
{
    const auto victim = victimIn("vfork");
    QVERIFY(victim);
    QElapsedTimer timer;
    timer.start();
    const ProgramRun result = m_folder->capture(*victim);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    VERIFY_SAYS(result, 6, "could not be stopped within 2 s");
    QVERIFY2(result.errors.contains("--skip-stuck"), result.errors.constData());
    QVERIFY2(result.errors.contains("vfork"), result.errors.constData());
    QVERIFY2(result.errors.contains("child"), result.errors.constData());
    QVERIFY(m_folder->isEmpty());
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureFaults::threadInVforkSkipped()
{
    const auto victim = victimIn("vfork");
    QVERIFY(victim);
    const ProgramRun result = m_folder->capture(*victim, {QStringLiteral("--skip-stuck"), QStringLiteral("--json")});
    VERIFY_SAYS(result, 1, "could not be stopped, so memory may have changed meanwhile: it is in state D, ");
    const QJsonObject report = QJsonDocument::fromJson(result.out).object();
    QVERIFY(report[QStringLiteral("partial")].toBool());
    QVERIFY(!report[QStringLiteral("consistent")].toBool()); // its child runs in the same memory
    QVERIFY(report[QStringLiteral("pause_seconds")].toDouble() < 1.5);
    QVERIFY(!victim->isHeldUp());
    const auto core = openedCore(m_folder->core());
    QVERIFY(core && core->isComplete());
    QCOMPARE(core->threads().size(), size_t(2));
    QVERIFY(core->provenance());
    QCOMPARE(core->provenance()->lackingThreads.size(), size_t(1));
    for (const CoreThread &thread : core->threads()) { // the stuck one, too: /proc tells where it waits
        const auto sp = thread.registers.get(thread.registers.info().stackPointer);
        QVERIFY(sp && coreBytes(*core, *sp / 4096 * 4096, 4096));
    }
    // Nothing pending stays behind: once its child has ended, the thread runs on.
    const int stuck = core->provenance()->lackingThreads.front();
    QFile children(QStringLiteral("/proc/%1/task/%2/children").arg(victim->pid()).arg(stuck));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const int child = children.readAll().trimmed().toInt();
    QVERIFY(child > 0);
    QVERIFY(::kill(child, SIGKILL) == 0);
    QTRY_VERIFY(!victim->states().contains('D'));
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureFaults::stormOfThreads()
{
    const auto victim = victimIn("storm");
    QVERIFY(victim);
    for (int i = 0; i < 5; ++i) {
        // Either all are caught, or a sentence says that they were not; never does it stand still.
        const auto snapshot = captureToMemory(optionsFor(*victim, {}));
        if (snapshot)
            QVERIFY(snapshot->report.threads >= 5);
        else
            QCOMPARE(snapshot.error().failure, CaptureFailure::TimedOut);
        QVERIFY(snapshot || snapshot.error().error.message.contains("storm")
                || snapshot.error().error.message.contains("could not be stopped"));
    }
    const QByteArray before = victim->statusField("Threads");
    QVERIFY(!before.isEmpty());
    QTRY_COMPARE(victim->statusField("TracerPid"), QByteArray("0"));
}

void TestCaptureFaults::alreadyTraced()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    QVERIFY(::ptrace(PTRACE_SEIZE, victim->pid(), nullptr, nullptr) == 0);
    const ProgramRun result = m_folder->capture(*victim);
    QVERIFY(::ptrace(PTRACE_INTERRUPT, victim->pid(), nullptr, nullptr) == 0);
    int status = 0;
    QCOMPARE(::waitpid(victim->pid(), &status, __WALL), victim->pid());
    QVERIFY(::ptrace(PTRACE_DETACH, victim->pid(), nullptr, nullptr) == 0);
    VERIFY_SAYS(result, 3, QByteArray("already traced, by process ") + QByteArray::number(::getpid()) + " (");
    QVERIFY2(result.errors.contains("--no-stop"), result.errors.constData());
    QVERIFY(m_folder->isEmpty());
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureFaults::tracedAndNotStopped()
{
    const auto victim = victimIn("memory");
    QVERIFY(victim);
    QVERIFY(::ptrace(PTRACE_SEIZE, victim->pid(), nullptr, nullptr) == 0);
    const ProgramRun result = m_folder->capture(*victim, {QStringLiteral("--no-stop"), QStringLiteral("--json")});
    QCOMPARE(victim->statusField("TracerPid"), QByteArray::number(::gettid())); // undisturbed
    QCOMPARE(victim->state(), 'S');
    QVERIFY(::ptrace(PTRACE_INTERRUPT, victim->pid(), nullptr, nullptr) == 0);
    int status = 0;
    QCOMPARE(::waitpid(victim->pid(), &status, __WALL), victim->pid());
    QVERIFY(::ptrace(PTRACE_DETACH, victim->pid(), nullptr, nullptr) == 0);
    VERIFY_SAYS(result, 1, "taken while the process ran: values may contradict each other");
    const QJsonObject report = QJsonDocument::fromJson(result.out).object();
    QVERIFY(!report[QStringLiteral("consistent")].toBool(true));
    QCOMPARE(report[QStringLiteral("pause_seconds")].toDouble(-1), 0.0);
    const auto core = openedCore(m_folder->core());
    QVERIFY(core && core->isComplete());
    QVERIFY(core->provenance() && !core->provenance()->isConsistent);
    QVERIFY(!core->warnings().empty()); // so that each reader of cores says it
    QCOMPARE(core->threads().size(), size_t(1));
    const CoreThread &thread = core->threads().front();
    const auto sp = thread.registers.get(thread.registers.info().stackPointer);
    const auto stack = sp ? coreBytes(*core, *sp / 4096 * 4096, 4096) : std::nullopt;
    QVERIFY(stack);
    const auto plain = victim->place("plain");
    const auto bytes = coreBytes(*core, plain.address, plain.size);
    QVERIFY(bytes);
    QCOMPARE(*reinterpret_cast<const uint64_t *>(bytes->constData() + 8), uint64_t(0x1001));
}

void TestCaptureFaults::deniedToOthers_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("isOurs");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("another user's (needs root)")
        << QStringLiteral("threads") << false << QByteArray("belongs to root (uid 0)");
    QTest::newRow("not dumpable (needs root)") << QStringLiteral("undumpable") << true << QByteArray("is not dumpable");
}

void TestCaptureFaults::deniedToOthers()
{
    QFETCH(QString, state);
    QFETCH(bool, isOurs);
    QFETCH(QByteArray, sentence);
    if (::geteuid() != 0)
        QSKIP("needs root, to be another user in between");
    // In a process of its own: as nobody, who owns the victim or does not.
    const auto mine = isOurs ? nullptr : victimIn(state.toLatin1().constData());
    QVERIFY(isOurs || mine);
    QProcess asNobody;
    asNobody.setChildProcessModifier([] {
        if (::setresgid(nobody, nobody, nobody) != 0 || ::setresuid(nobody, nobody, nobody) != 0)
            ::_exit(99);
    });
    QProcess others;
    qint64 pid = mine ? mine->pid() : 0;
    if (isOurs) {
        others.setChildProcessModifier([] {
            if (::setresgid(nobody, nobody, nobody) != 0 || ::setresuid(nobody, nobody, nobody) != 0)
                ::_exit(99);
        });
        others.start(RunningVictim::program(), {state});
        if (!others.waitForStarted())
            QSKIP("another user can't run programs of this build folder");
        QVERIFY(others.waitForReadyRead(10'000));
        pid = others.processId();
    }
    asNobody.setWorkingDirectory(QStringLiteral("/tmp"));
    asNobody.start(QStringLiteral(FREEZEFRAME_CLI),
                   {QStringLiteral("capture"), QString::number(pid), QStringLiteral("-o"),
                    QStringLiteral("/tmp/freezeframe-denied.core")});
    if (!asNobody.waitForStarted())
        QSKIP("another user can't run programs of this build folder");
    QVERIFY(asNobody.waitForFinished(20'000));
    const ProgramRun result{asNobody.exitCode(), asNobody.readAllStandardOutput(), asNobody.readAllStandardError()};
    others.kill();
    others.waitForFinished();
    if (result.status == 127 || result.status == 99)
        QSKIP("another user can't run programs of this build folder");
    VERIFY_SAYS(result, 3, sentence);
    QVERIFY2(result.errors.contains("--privileged"), result.errors.constData());
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/freezeframe-denied.core")));
}

void TestCaptureFaults::noTimeForAll_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::newRow("fast") << CaptureMode::FastPause;
    QTest::newRow("low memory") << CaptureMode::LowMemory;
}

void TestCaptureFaults::noTimeForAll()
{
    QFETCH(CaptureMode, mode);
    const auto victim = victimIn("heap", {QStringLiteral("800")});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.mode = mode;
    // How fast memory is, and how long freezing takes, is the machine's affair: some pause lies between the two.
    std::optional<CaptureReport> report;
    for (const int milliseconds : {45, 30, 20, 12, 70, 100, 150}) {
        options.maxPause = std::chrono::milliseconds(milliseconds);
        auto tried = captureToFile(options);
        if (!tried && tried.error().failure == CaptureFailure::TimedOut)
            continue; // it was not even still
        QVERIFY2(tried, tried ? "" : tried.error().error.message.c_str());
        report = std::move(*tried);
        if (report->isPartial)
            break;
        QVERIFY(QFile::remove(m_folder->core()));
    }
    QVERIFY(report && report->isPartial);
    QVERIFY2(report->warnings.front().contains("stopped copying after"), report->warnings.front().c_str());
    QVERIFY(!victim->isHeldUp());
    // It opens, has all threads with their stacks, and says what it lacks.
    const auto file = MappedFile::open(m_folder->core().toStdString());
    const auto opened = file ? CoreFile::open(*file) : std::unexpected(file.error());
    QVERIFY(opened && (*opened)->isComplete());
    QCOMPARE((*opened)->threads().size(), size_t(2));
    for (const CoreThread &thread : (*opened)->threads()) {
        const auto sp = thread.registers.get(thread.registers.info().stackPointer);
        QVERIFY(sp && coreBytes(**opened, *sp / 4096 * 4096, 4096));
    }
    QVERIFY((*opened)->provenance() && !(*opened)->provenance()->isComplete);
    QVERIFY((*opened)->provenance()->missingBytes > 0);
    const auto heap = victim->place("heap");
    QVERIFY(!coreBytes(**opened, heap.address, heap.size)); // not all of it, and no zeros in its place
}

QTEST_GUILESS_MAIN(TestCaptureFaults)
#include "tst_capturefaults.moc"
