// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/privilegedcapture.h"
#include "tests/capture/runningvictim.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <elf.h>
#include <sys/stat.h>
#include <thread>

using namespace Freezeframe;

/// What a capture has of a process, and what it leaves of it.
class TestCapture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void memoryIsTheTargets_data();
    void memoryIsTheTargets();
    void whatCantBeReadIsMissing();
    void intoMemoryAndSaved();
    void threadsAndNotes();
    void leaderHasEnded();
    void manyMappings();
    void stoppedStaysStopped_data();
    void stoppedStaysStopped();
    void anotherProgramMeanwhile();
    void nothingIsLeftBehind();
    void signalsArrive();
    void planSaysWhatHappens();

private:
    [[nodiscard]] std::string path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace
{

constexpr uint64_t page = 4096;

std::shared_ptr<const CoreFile> opened(const std::string &path)
{
    const auto file = MappedFile::open(path);
    const auto core = file ? CoreFile::open(*file) : std::unexpected(file.error());
    return core ? *core : nullptr;
}

CaptureOptions optionsFor(const RunningVictim &victim, CaptureMode mode, const std::string &output)
{
    CaptureOptions options;
    options.process.pid = victim.pid();
    options.mode = mode;
    options.output = output;
    return options;
}

/// The numbers that the victim painted.
QByteArray painted(uint64_t size, uint64_t seed)
{
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    auto *words = reinterpret_cast<uint64_t *>(bytes.data());
    for (uint64_t i = 0; i < size / sizeof(uint64_t); ++i)
        words[i] = seed + i;
    return bytes;
}

bool holds(const CoreFile &core, RunningVictim::Place place, uint64_t seed)
{
    const auto bytes = coreBytes(core, place.address, place.size);
    return bytes && *bytes == painted(place.size, seed);
}

void addModes()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::newRow("fast") << CaptureMode::FastPause;
    QTest::newRow("low memory") << CaptureMode::LowMemory;
}

#define VERIFY_CAPTURED(report) QVERIFY2(report, report ? "" : (report).error().error.message.c_str())

}

void TestCapture::memoryIsTheTargets_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<bool>("everything");
    QTest::newRow("fast") << CaptureMode::FastPause << false;
    QTest::newRow("low memory") << CaptureMode::LowMemory << false;
    QTest::newRow("fast, all mappings") << CaptureMode::FastPause << true;
    QTest::newRow("low memory, all mappings") << CaptureMode::LowMemory << true;
}

void TestCapture::memoryIsTheTargets()
{
    QFETCH(CaptureMode, mode);
    QFETCH(bool, everything);
    const auto victim = RunningVictim::start({QStringLiteral("memory")});
    QVERIFY2(victim, qPrintable(victim ? QString() : victim.error()));
    CaptureOptions options = optionsFor(**victim, mode, path("a.core"));
    options.allMappings = everything;
    const auto report = captureToFile(options);
    VERIFY_CAPTURED(report);
    QVERIFY(!(*victim)->isHeldUp());
    QCOMPARE(report->mode, mode);
    QVERIFY(report->pauseSeconds > 0 && !report->isPartial);

    const auto core = opened(report->path);
    QVERIFY(core && core->isComplete());
    QCOMPARE(report->bytes, core->file()->size());
    QVERIFY2(core->warnings().empty(), core->warnings().empty() ? "" : core->warnings().front().toString().c_str());
    QVERIFY(holds(*core, (*victim)->place("plain"), 0x1000));
    QVERIFY(holds(*core, (*victim)->place("hidden"), 0x3000));
    QVERIFY(holds(*core, (*victim)->place("shared"), 0x4000));
    QVERIFY(holds(*core, (*victim)->place("huge"), 0x6000));
    QCOMPARE(holds(*core, (*victim)->place("excluded"), 0x5000), everything);
    const auto sparse = (*victim)->place("sparse");
    for (uint64_t at = 0; at < sparse.size; at += 2 * page) {
        QCOMPARE(*coreBytes(*core, sparse.address + at, page), painted(page, 0x2000 + at));
        QCOMPARE(*coreBytes(*core, sparse.address + at + page, page), QByteArray(page, '\0'));
    }
    // What another process wrote into shared memory is there or is not, but never zeros.
    const auto vast = (*victim)->place("vast");
    QCOMPARE(*coreBytes(*core, vast.address, page), painted(page, 0x7000));
    QCOMPARE(*coreBytes(*core, vast.address + vast.size / 2, page), painted(page, 0x8000));
    QVERIFY(!coreBytes(*core, vast.address + vast.size / 4, page));
    // Reservations cost nothing: 100 GiB and 1 TiB of them.
    struct stat status;
    QVERIFY(::stat(report->path.c_str(), &status) == 0);
    QCOMPARE(int(status.st_mode & 07777), 0600);
    QVERIFY2(uint64_t(status.st_blocks) * 512 < (40 << 20), qPrintable(QString::number(status.st_blocks)));
    QVERIFY2(report->bytes < (uint64_t(2) << 30), qPrintable(QString::number(report->bytes)));
}

void TestCapture::whatCantBeReadIsMissing()
{
    const auto victim = RunningVictim::start({QStringLiteral("memory")});
    QVERIFY(victim);
    const auto report = captureToFile(optionsFor(**victim, CaptureMode::FastPause, path("a.core")));
    VERIFY_CAPTURED(report);
    const auto core = opened(report->path);
    QVERIFY(core);
    const auto cut = (*victim)->place("cut"); // a mapping that is longer than its file
    QCOMPARE(*coreBytes(*core, cut.address, page), painted(page, 0x7000));
    QVERIFY(!coreBytes(*core, cut.address + page, page));
    QVERIFY(core->provenance() && core->provenance()->missingBytes >= 3 * page && core->provenance()->isComplete);
    QVERIFY(!report->warnings.empty());
    QVERIFY2(report->warnings.front().contains("could not be read"), report->warnings.front().c_str());
}

void TestCapture::intoMemoryAndSaved()
{
    const auto victim = RunningVictim::start({QStringLiteral("memory")});
    QVERIFY(victim);
    const auto snapshot = captureToMemory(optionsFor(**victim, CaptureMode::FastPause, {}));
    VERIFY_CAPTURED(snapshot);
    QVERIFY(!(*victim)->isHeldUp());
    QVERIFY(snapshot->report.path.empty());
    const auto core = CoreFile::open(snapshot->image);
    QVERIFY(core && (*core)->isComplete());
    QVERIFY(holds(**core, (*victim)->place("plain"), 0x1000));

    for (const bool compress : {false, true}) {
        const auto saved = saveSnapshot(*snapshot, path(compress ? "a.core.zst" : "a.core"), compress);
        VERIFY_CAPTURED(saved);
        QCOMPARE(saved->bytes, snapshot->report.bytes);
        QCOMPARE(saved->pauseSeconds, snapshot->report.pauseSeconds);
    }
    QVERIFY(holds(*opened(path("a.core")), (*victim)->place("huge"), 0x6000));
    // A name that is taken, a folder without room: the snapshot stays for another try.
    QCOMPARE(saveSnapshot(*snapshot, path("a.core"), false).error().failure, CaptureFailure::Usage);
    VERIFY_CAPTURED(saveSnapshot(*snapshot, path("b.core"), false));
}

void TestCapture::threadsAndNotes()
{
    const auto victim = RunningVictim::start({QStringLiteral("threads")});
    QVERIFY(victim);
    const auto before = ::time(nullptr);
    const auto report = captureToFile(optionsFor(**victim, CaptureMode::FastPause, path("a.core")));
    VERIFY_CAPTURED(report);
    QCOMPARE(report->threads, 6);
    const auto core = opened(report->path);
    QVERIFY(core);
    QCOMPARE(core->threads().size(), size_t(6));
    QCOMPARE(core->threads().front().tid, (*victim)->pid());
    for (const CoreThread &thread : core->threads()) {
        QCOMPARE(thread.signal, 0); // it is no crash
        QVERIFY(thread.registers.get(thread.registers.info().stackPointer).value_or(0) != 0);
    }
    QVERIFY(core->process().has_value());
    QCOMPARE(core->process()->pid, (*victim)->pid());
    QCOMPARE(core->process()->parentPid, int32_t(::getpid()));
    QCOMPARE(core->process()->name, std::string("ff_capture_victim").substr(0, 15));
    // elf_prpsinfo has 80 bytes for them (pr_psargs), the last of them zero: a long path leaves no room for more.
    QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg((*victim)->pid()));
    QVERIFY(commandLine.open(QIODevice::ReadOnly));
    QByteArray arguments = commandLine.readAll();
    arguments.replace('\0', ' ');
    QCOMPARE(QByteArray::fromStdString(core->process()->arguments), arguments.left(79).trimmed());
    QVERIFY(core->auxiliaryVector().contains(AT_PHDR) && core->auxiliaryVector().contains(AT_RANDOM));
    QVERIFY(std::ranges::any_of(core->mappedFiles(),
                                [](const MappedRange &file) { return file.path.ends_with("/ff_capture_victim"); }));
    QVERIFY(core->provenance().has_value());
    QCOMPARE(core->provenance()->mode, "fast");
    QVERIFY(core->provenance()->takenAt >= before && core->provenance()->takenAt <= ::time(nullptr));
    QCOMPARE(core->provenance()->pauseSeconds, report->pauseSeconds);
}

void TestCapture::leaderHasEnded()
{
    const auto victim = RunningVictim::start({QStringLiteral("leaderless")});
    QVERIFY(victim);
    QCOMPARE((*victim)->state(), 'Z');
    const auto report = captureToFile(optionsFor(**victim, CaptureMode::FastPause, path("a.core")));
    VERIFY_CAPTURED(report);
    QCOMPARE(report->threads, 1);
}

void TestCapture::manyMappings()
{
    const auto victim = RunningVictim::start({QStringLiteral("mappings"), QStringLiteral("20000")});
    QVERIFY2(victim, qPrintable(victim ? QString() : victim.error()));
    for (const CaptureMode mode : {CaptureMode::FastPause, CaptureMode::LowMemory}) {
        const auto report = captureToFile(optionsFor(**victim, mode, path(mode == CaptureMode::FastPause ? "a" : "b")));
        VERIFY_CAPTURED(report);
        QVERIFY(report->mappings >= 20'000);
        const auto core = opened(report->path);
        QVERIFY(core);
        QVERIFY(holds(*core, (*victim)->place("painted"), 0x8000));
    }
}

void TestCapture::stoppedStaysStopped_data()
{
    addModes();
}

void TestCapture::stoppedStaysStopped()
{
    QFETCH(CaptureMode, mode);
    const auto victim = RunningVictim::start({QStringLiteral("threads")});
    QVERIFY(victim);
    ::kill((*victim)->pid(), SIGSTOP);
    QTRY_COMPARE((*victim)->states(), QByteArray("TTTTTT"));
    const auto report = captureToFile(optionsFor(**victim, mode, path("a.core")));
    VERIFY_CAPTURED(report);
    QTRY_COMPARE((*victim)->states(), QByteArray("TTTTTT"));
    QCOMPARE((*victim)->statusField("TracerPid"), QByteArray("0"));
    QVERIFY(
        std::ranges::any_of(report->warnings, [](const std::string &text) { return text.contains("left stopped"); }));
    ::kill((*victim)->pid(), SIGCONT);
    QVERIFY(!(*victim)->isHeldUp());
}

void TestCapture::anotherProgramMeanwhile()
{
    const auto victim = RunningVictim::start({QStringLiteral("changing")});
    QVERIFY(victim);
    // It is another program every few milliseconds: either one of them is captured, whole, or a sentence says why not.
    for (int i = 0; i < 5; ++i) {
        const auto report
            = captureToFile(optionsFor(**victim, CaptureMode::FastPause, path(std::to_string(i).c_str())));
        if (report)
            QVERIFY(opened(report->path));
        else
            QVERIFY2(report.error().error.message.contains("process"), report.error().error.message.c_str());
    }
    QVERIFY(!(*victim)->isHeldUp());
}

void TestCapture::nothingIsLeftBehind()
{
    const int captures = qEnvironmentVariableIsSet("FREEZEFRAME_LONG_TESTS") ? 200 : 30;
    const auto victim = RunningVictim::start({QStringLiteral("memory")});
    QVERIFY(victim);
    const auto first = captureToMemory(optionsFor(**victim, CaptureMode::FastPause, {}));
    VERIFY_CAPTURED(first);
    const QByteArray tables = (*victim)->statusField("VmPTE");
    const QByteArray resident = (*victim)->statusField("VmRSS");
    for (int i = 0; i < captures; ++i) {
        const auto again = i % 2 == 0
            ? captureToMemory(optionsFor(**victim, CaptureMode::FastPause, {})).transform([](auto &&s) {
                  return s.report;
              })
            : captureToFile(optionsFor(**victim, CaptureMode::LowMemory, path(std::to_string(i).c_str())));
        VERIFY_CAPTURED(again);
        QCOMPARE(again->threads, first->report.threads);
    }
    QCOMPARE((*victim)->statusField("VmPTE"), tables);
    QCOMPARE((*victim)->statusField("VmRSS"), resident);
    QVERIFY(!(*victim)->isHeldUp());
}

void TestCapture::signalsArrive()
{
    constexpr uint64_t count = 60'000;
    const auto victim = RunningVictim::start({QStringLiteral("signals")});
    QVERIFY(victim);
    std::atomic<uint64_t> sent = 0;
    std::jthread source([&, pid = (*victim)->pid()] {
        while (sent < count) {
            if (::sigqueue(pid, SIGRTMIN + 1, {}) == 0)
                ++sent;
            else
                ::usleep(100); // the queue is full
        }
    });
    int captures = 0;
    for (; sent < count || captures < 10; ++captures) {
        const auto snapshot = captureToMemory(optionsFor(**victim, CaptureMode::FastPause, {}));
        VERIFY_CAPTURED(snapshot);
    }
    source.join();
    QTRY_COMPARE_WITH_TIMEOUT((*victim)->ask().toULongLong(), count, 20'000);
    qInfo("%d captures while %llu signals arrived", captures, static_cast<unsigned long long>(count));
}

void TestCapture::planSaysWhatHappens()
{
    const auto victim = RunningVictim::start({QStringLiteral("memory")});
    QVERIFY(victim);
    CaptureOptions options;
    options.process.pid = (*victim)->pid();
    options.output = path("a.core");
    const auto plan = planCapture(options);
    QVERIFY(plan);
    QVERIFY(plan->isAllowed && !plan->needsPrivilege);
    QVERIFY(plan->bytes > (8 << 20) && plan->bytes < (64 << 20));
    QVERIFY(plan->freeSpace > 0 && plan->freeMemory > 0 && plan->threads == 1);
    QVERIFY(plan->pauseSeconds > 0 && plan->pauseSeconds < 1);
    QVERIFY(plan->longestPauseSeconds >= plan->pauseSeconds);
    QVERIFY2(plan->modeReason.contains("to copy"), plan->modeReason.c_str());
    QVERIFY2(plan->permission.contains("your process"), plan->permission.c_str());
    QVERIFY(!QFile::exists(QString::fromStdString(options.output)));
    options.process.pid = 4'000'000;
    QVERIFY(!planCapture(options));
    static const QRegularExpression name(QStringLiteral("^orders-api\\.90112\\.\\d{8}-\\d{6}\\.core\\.zst$"));
    QVERIFY(name.match(QString::fromStdString(defaultCaptureName("orders-api", 90112, 1795600000, true))).hasMatch());
    QVERIFY(defaultCaptureName("../x", 1, 0, false).starts_with("process.._x.1."));
}

QTEST_GUILESS_MAIN(TestCapture)
#include "tst_capture.moc"
