// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/captureruns.h"

#include <QDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Freezeframe;

/// A disk that gets full while a core is written: nothing is left there, and what was copied is not lost.
class TestCaptureSpace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void diskTooSmall();
    void limitOnFiles_data();
    void limitOnFiles();
    void diskGetsFull_data();
    void diskGetsFull();
    void writtenElsewhere_data();
    void writtenElsewhere();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

namespace
{

/// A small file system in memory, gone with this object. Needs root.
class SmallDisk
{
public:
    SmallDisk(const QString &folder, const char *size)
        : m_folder(folder)
    {
        QDir().mkpath(folder);
        m_isMounted
            = ::mount("tmpfs", folder.toLocal8Bit().constData(), "tmpfs", 0, (QByteArray("size=") + size).constData())
            == 0;
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(m_folder.toLocal8Bit().constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;
    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    [[nodiscard]] QString filler() const { return m_folder + QStringLiteral("/filler"); }
    /// Somebody else takes all the room that there is.
    void fillUp() const
    {
        constexpr off_t step = 1 << 20;
        const int file = ::open(filler().toLocal8Bit().constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        for (off_t at = 0; ::fallocate(file, 0, at, step) == 0;)
            at += step;
        ::close(file);
    }

private:
    QString m_folder;
    bool m_isMounted = false;
};

/// freezeframe-cli on a terminal of its own. One thread; ends it when it goes.
class TerminalRun
{
public:
    explicit TerminalRun(const QStringList &arguments, rlim_t largestFile)
    {
        const QByteArray program(FREEZEFRAME_CLI);
        QByteArrayList words{program};
        for (const QString &word : arguments)
            words << word.toLocal8Bit();
        std::vector<char *> pointers;
        for (QByteArray &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        m_pid = ::forkpty(&m_terminal, nullptr, nullptr, nullptr);
        if (m_pid == 0) {
            const rlimit limit{.rlim_cur = largestFile, .rlim_max = RLIM_INFINITY};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::execv(program.constData(), pointers.data());
            ::_exit(127);
        }
    }
    ~TerminalRun()
    {
        if (m_pid > 0 && !m_hasEnded) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        ::close(m_terminal);
    }
    TerminalRun(const TerminalRun &) = delete;
    TerminalRun &operator=(const TerminalRun &) = delete;

    /// Whether these words appear after what was seen before.
    [[nodiscard]] bool says(const QByteArray &words)
    {
        while (!m_new.contains(words)) {
            if (!readMore())
                return false;
        }
        m_new.remove(0, m_new.indexOf(words) + words.size());
        return true;
    }
    void type(const QByteArray &line) const { (void)!::write(m_terminal, line.constData(), size_t(line.size())); }
    void allowFilesOfAnySize() const
    {
        const rlimit limit{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
        ::prlimit(m_pid, RLIMIT_FSIZE, &limit, nullptr);
    }
    [[nodiscard]] int exitStatus()
    {
        while (readMore())
            ;
        int status = 0;
        m_hasEnded = ::waitpid(m_pid, &status, 0) == m_pid;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] const QByteArray &all() const { return m_all; }

private:
    bool readMore()
    {
        constexpr int patience = 30'000; // ms
        pollfd poll{.fd = m_terminal, .events = POLLIN, .revents = 0};
        if (::poll(&poll, 1, patience) <= 0)
            return false;
        char buffer[4096];
        const ssize_t size = ::read(m_terminal, buffer, sizeof buffer);
        if (size <= 0)
            return false;
        m_new.append(buffer, size);
        m_all.append(buffer, size);
        return true;
    }
    int m_terminal = -1;
    pid_t m_pid = -1;
    bool m_hasEnded = false;
    QByteArray m_new;
    QByteArray m_all;
};

}

void TestCaptureSpace::diskTooSmall()
{
    const SmallDisk disk(m_folder->file(QStringLiteral("small")), "2m");
    if (!disk.isMounted())
        QSKIP("needs root, to mount a small file system");
    const auto victim = victimIn("memory");
    QVERIFY(victim);
    const QString file = m_folder->file(QStringLiteral("small/a.core"));
    const ProgramRun result
        = runProgram(QStringLiteral(FREEZEFRAME_CLI),
                     {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"), file});
    VERIFY_SAYS(result, 5, "the process was not stopped");
    QVERIFY2(result.errors.contains("free"), result.errors.constData());
    QVERIFY(disk.files().isEmpty());
}

void TestCaptureSpace::limitOnFiles_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::newRow("fast") << CaptureMode::FastPause;
    QTest::newRow("low memory") << CaptureMode::LowMemory;
}

void TestCaptureSpace::limitOnFiles()
{
    // A limit that is not known before: what space there is says nothing of it.
    QFETCH(CaptureMode, mode);
    const auto victim = victimIn("memory");
    QVERIFY(victim);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{.rlim_cur = 1 << 20, .rlim_max = before.rlim_max};
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.mode = mode;
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto report = captureToFile(options);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!report);
    QCOMPARE(report.error().failure, CaptureFailure::NoSpace);
    QVERIFY(report.error().pauseSeconds > 0);
    QVERIFY(!victim->isHeldUp());
    QVERIFY(m_folder->isEmpty());
    QCOMPARE(report.error().snapshot != nullptr, mode == CaptureMode::FastPause);
}

void TestCaptureSpace::diskGetsFull_data()
{
    limitOnFiles_data();
}

void TestCaptureSpace::diskGetsFull()
{
    QFETCH(CaptureMode, mode);
    const SmallDisk disk(m_folder->file(QStringLiteral("small")), "330m");
    if (!disk.isMounted())
        QSKIP("needs root, to mount a small file system");
    const auto victim = victimIn("heap", {QStringLiteral("300")});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->file(QStringLiteral("small/a.core")));
    options.mode = mode;
    // There was room when it was looked for; it goes once the process stands still, or runs again.
    const auto phase
        = mode == CaptureMode::FastPause ? CaptureProgress::Phase::Writing : CaptureProgress::Phase::Frozen;
    bool isFull = false;
    const auto capture = [&] {
        return captureToFile(options, [&](const CaptureProgress &now) {
            if (now.phase == phase && !std::exchange(isFull, true))
                disk.fillUp();
        });
    };
    auto report = capture();
    for (int i = 0; i < 9 && report; ++i) { // it was written before the disk was full
        for (const QString &name : disk.files())
            QFile::remove(m_folder->file(QStringLiteral("small/") + name));
        isFull = false;
        report = capture();
    }
    QVERIFY(isFull);
    QVERIFY(!report);
    QCOMPARE(report.error().failure, CaptureFailure::NoSpace);
    QVERIFY2(report.error().error.message.contains("No space left on device"), report.error().error.message.c_str());
    QVERIFY(report.error().pauseSeconds > 0);
    QVERIFY(!victim->isHeldUp());
    QCOMPARE(disk.files(), QStringList{QStringLiteral("filler")});
    if (mode == CaptureMode::LowMemory) {
        QVERIFY(!report.error().snapshot);
        return;
    }
    // The same moment, elsewhere: not where it is full still, and then where there is room.
    QVERIFY(report.error().snapshot);
    const auto still = saveSnapshot(*report.error().snapshot, options.output, false);
    QVERIFY(!still);
    QCOMPARE(still.error().failure, CaptureFailure::NoSpace);
    QVERIFY(still.error().pauseSeconds > 0);
    const auto saved = saveSnapshot(*report.error().snapshot, m_folder->core().toStdString(), false);
    QVERIFY(saved);
    QCOMPARE(saved->pauseSeconds, report.error().pauseSeconds);
    const auto core = openedCore(m_folder->core());
    QVERIFY(core && core->isComplete());
    const auto heap = victim->place("heap");
    const auto bytes = coreBytes(*core, heap.address, heap.size);
    QVERIFY(bytes);
    QCOMPARE(*reinterpret_cast<const uint64_t *>(bytes->constData() + heap.size - 8), uint64_t(heap.size / 8));
}

void TestCaptureSpace::writtenElsewhere_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("file");
    QTest::newRow("a folder") << QByteArray("%/other\n") << QStringLiteral("other/a.core");
    QTest::newRow("a file") << QByteArray("%/b.core\n") << QStringLiteral("b.core");
    QTest::newRow("one that is not there, then a file")
        << QByteArray("%/no/b.core\n%/c.core\n") << QStringLiteral("c.core");
    QTest::newRow("nowhere") << QByteArray("\n") << QString();
}

void TestCaptureSpace::writtenElsewhere()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, file);
    const auto victim = victimIn("memory");
    QVERIFY(victim);
    QDir().mkpath(m_folder->file(QStringLiteral("other")));
    TerminalRun run({QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"), m_folder->core(),
                     QStringLiteral("--mode"), QStringLiteral("fast")},
                    1 << 20);
    QVERIFY2(run.says("File too large"), run.all().constData());
    QVERIFY2(run.says("the process runs"), run.all().constData());
    QVERIFY2(run.says("it had stood still for"), run.all().constData());
    QVERIFY2(run.says("Write it elsewhere"), run.all().constData());
    QVERIFY(!victim->isHeldUp());
    run.allowFilesOfAnySize();
    run.type(answer.replace('%', m_folder->file(QStringLiteral(".")).toLocal8Bit()));
    const int status = run.exitStatus();
    QVERIFY(!QFile::exists(m_folder->core()));
    if (file.isEmpty()) {
        QCOMPARE(status, 5);
        return;
    }
    const auto core = openedCore(m_folder->file(file));
    QVERIFY2(core && core->isComplete(), run.all().constData());
    QVERIFY2(status == 0 || (status == 1 && run.all().contains("could not be read")), run.all().constData());
    const auto plain = victim->place("plain");
    QVERIFY(coreBytes(*core, plain.address, plain.size));
}

QTEST_GUILESS_MAIN(TestCaptureSpace)
#include "tst_capturespace.moc"
