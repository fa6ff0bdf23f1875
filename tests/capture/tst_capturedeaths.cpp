// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/captureoutput.h"
#include "backend/live/captureplan.h"
#include "backend/live/privilegedcapture.h"
#include "tests/capture/captureruns.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include <array>
#include <atomic>
#include <csignal>
#include <format>
#include <functional>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

/// The process or we die, or are asked to stop, at any moment: it runs on, and no litter is left.
class TestCaptureDeaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void killedAt_data();
    void killedAt();
    void becameAnotherAt_data();
    void becameAnotherAt();
    void keptIfAsked_data();
    void keptIfAsked();
    void tooLittleToKeep();
    void killedWhileStopped_data();
    void killedWhileStopped();
    void killedAtAnyTime_data();
    void killedAtAnyTime();
    void cancelled();
    void interrupted();
    void ourDeathLeavesNothing();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

namespace
{

constexpr const char *heapSize = "96"; // MiB: many batches for each copying thread
constexpr uint64_t firstWord = 1; // that the victim paints its heap with

/// captureToFile() of @p victim, with somebody who is told of each moment.
std::expected<CaptureReport, CaptureError> captureObserved(const CaptureOptions &options,
                                                           const CaptureObserver &observer)
{
    auto output = CoreOutput::create(options.output);
    if (!output)
        return std::unexpected(output.error());
    CaptureJob job(options, {}, {}, observer);
    if (auto prepared = job.prepare(); !prepared)
        return std::unexpected(prepared.error());
    return captureIntoOutput(job, options, **output, {}, {});
}

/// Does its deed at the given reaching of a moment, once.
class Fate
{
public:
    Fate(CaptureMoment moment, int reaching, std::function<void()> deed)
        : m_moment(moment)
        , m_left(reaching)
        , m_deed(std::move(deed))
    {
    }
    void operator()(CaptureMoment moment)
    {
        if (moment == m_moment && --m_left == 0)
            m_deed();
    }
    [[nodiscard]] bool isDone() const { return m_left <= 0; }

private:
    CaptureMoment m_moment;
    std::atomic<int> m_left;
    std::function<void()> m_deed;
};

/// Kills, and returns once the memory is gone, so that the next step meets no living process.
void killAndWait(int32_t pid)
{
    const auto memory = LivingMemory::open(pid);
    ::kill(pid, SIGKILL);
    for (int look = 0; look < 10'000; ++look) {
        if (!memory || !(*memory)->isThere())
            return;
        ::usleep(1000);
    }
    qWarning("process %d does not die", pid);
}

QByteArray contents(int32_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Returns once @p victim is the other program, and has painted its heap and waits.
void becomeAndWait(const RunningVictim &victim, uint64_t heap)
{
    const int32_t pid = victim.pid();
    const QByteArray before = contents(pid, "auxv");
    ::kill(pid, SIGUSR1);
    for (int look = 0; look < 10'000; ++look, ::usleep(1000)) {
        const QByteArray words = victim.statusField("RssAnon").split(' ').first();
        if (contents(pid, "auxv") != before && victim.state() == 'S' && words.toULongLong() * 1024 >= heap)
            return;
    }
    qWarning("process %d does not become another program", pid);
}

/// Whether the whole heap is in the core as the victim painted it; what is missing must not be there at all.
bool hasWholeHeap(const QString &path, const RunningVictim &victim)
{
    const auto core = openedCore(path);
    const RunningVictim::Place heap = victim.place("heap");
    const auto bytes = core ? coreBytes(*core, heap.address, heap.size) : std::nullopt;
    if (!bytes)
        return false;
    const auto *words = reinterpret_cast<const uint64_t *>(bytes->constData());
    for (uint64_t i = 0; i < heap.size / sizeof(uint64_t); ++i) {
        if (words[i] != firstWord + i)
            return false;
    }
    return true;
}

struct NamedMoment {
    const char *name;
    CaptureMoment moment;
    int reaching;
};
constexpr std::array deadlyMoments = {
    NamedMoment{"before auxv", CaptureMoment::Identity, 1},
    NamedMoment{"before smaps", CaptureMoment::Mappings, 1},
    NamedMoment{"before the first scan", CaptureMoment::Pages, 1},
    NamedMoment{"before it is stopped", CaptureMoment::Freezing, 1},
    NamedMoment{"between freeze and maps", CaptureMoment::Rescan, 1},
    NamedMoment{"between maps and scan", CaptureMoment::Repages, 1},
    NamedMoment{"before anything is copied", CaptureMoment::Copying, 1},
    NamedMoment{"by the second thread's copy", CaptureMoment::Copying, 2},
    NamedMoment{"in the middle of the copy", CaptureMoment::Copying, 20},
    NamedMoment{"near its end", CaptureMoment::Copying, 45},
};
constexpr std::array harmlessMoments = {
    NamedMoment{"all is copied", CaptureMoment::Copied, 1},
    NamedMoment{"released", CaptureMoment::Released, 1},
    NamedMoment{"before the notes", CaptureMoment::Notes, 1},
};

struct Way {
    const char *name;
    CaptureMode mode;
    bool noStop;
};
constexpr std::array ways = {
    Way{"fast", CaptureMode::FastPause, false},
    Way{"low memory", CaptureMode::LowMemory, false},
    Way{"fast, not stopped", CaptureMode::FastPause, true},
    Way{"low memory, not stopped", CaptureMode::LowMemory, true},
};

}

void TestCaptureDeaths::killedAt_data()
{
    QTest::addColumn<CaptureMoment>("moment");
    QTest::addColumn<int>("reaching");
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<bool>("noStop");
    QTest::addColumn<bool>("isHarmless");
    for (const Way &way : ways) {
        for (const NamedMoment &at : deadlyMoments)
            QTest::addRow("%s: %s", way.name, at.name) << at.moment << at.reaching << way.mode << way.noStop << false;
        for (const NamedMoment &at : harmlessMoments)
            QTest::addRow("%s: %s", way.name, at.name) << at.moment << at.reaching << way.mode << way.noStop << true;
    }
}

/// A core that lacks memory because its process died is none; one that lacks nothing is whole.
void TestCaptureDeaths::killedAt()
{
    QFETCH(CaptureMoment, moment);
    QFETCH(int, reaching);
    QFETCH(CaptureMode, mode);
    QFETCH(bool, noStop);
    QFETCH(bool, isHarmless);
    const auto victim = victimIn("heap", {QLatin1String(heapSize)});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.mode = mode;
    options.noStop = noStop;
    Fate fate(moment, reaching, [pid = victim->pid()] { killAndWait(pid); });
    const auto report = captureObserved(options, std::ref(fate));
    QVERIFY(fate.isDone());
    if (isHarmless) {
        QVERIFY2(report, report ? "" : report.error().error.message.c_str());
        QVERIFY(!report->isCutShort);
        QVERIFY(hasWholeHeap(m_folder->core(), *victim));
        const bool wasStill = !noStop && moment == CaptureMoment::Copied;
        QCOMPARE(report->warnings.size(), size_t(noStop ? 2 : wasStill ? 1 : 0));
        return;
    }
    QVERIFY2(!report, "a core of a process that had died");
    QVERIFY2(report.error().failure == CaptureFailure::Gone, report.error().error.message.c_str());
    const bool hasBegun = moment >= CaptureMoment::Frozen;
    if (hasBegun) {
        const std::string sentence
            = std::format("process {} was killed while it was being copied, after ", victim->pid());
        QVERIFY2(report.error().error.message.starts_with(sentence), report.error().error.message.c_str());
    }
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureDeaths::becameAnotherAt_data()
{
    QTest::addColumn<CaptureMoment>("moment");
    QTest::addColumn<int>("reaching");
    QTest::addColumn<bool>("noStop");
    for (const NamedMoment &at : deadlyMoments) {
        if (at.moment <= CaptureMoment::Freezing)
            QTest::addRow("stopped: %s", at.name) << at.moment << at.reaching << false;
        QTest::addRow("not stopped: %s", at.name) << at.moment << at.reaching << true;
    }
}

/// It executes another program: that one is captured, whole, and nothing of the one before.
void TestCaptureDeaths::becameAnotherAt()
{
    QFETCH(CaptureMoment, moment);
    QFETCH(int, reaching);
    QFETCH(bool, noStop);
    const auto victim = victimIn("becoming", {QLatin1String(heapSize), QStringLiteral("32")});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.mode = CaptureMode::FastPause;
    options.noStop = noStop;
    Fate fate(moment, reaching, [&] { becomeAndWait(*victim, uint64_t(32) << 20); });
    const auto report = captureObserved(options, std::ref(fate));
    QVERIFY(fate.isDone());
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QVERIFY(!report->isCutShort);
    const auto core = openedCore(m_folder->core());
    QVERIFY(core);
    const QByteArrayList words = victim->ask().split(' '); // "heap", address, size
    QCOMPARE(words.size(), 3);
    const auto bytes = coreBytes(*core, words[1].toULongLong(), words[2].toULongLong());
    QVERIFY(bytes);
    QCOMPARE(*reinterpret_cast<const uint64_t *>(bytes->constData() + bytes->size() - 8),
             firstWord + uint64_t(bytes->size()) / 8 - 1);
}

void TestCaptureDeaths::keptIfAsked_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<bool>("compress");
    QTest::newRow("fast") << CaptureMode::FastPause << false;
    QTest::newRow("low memory") << CaptureMode::LowMemory << false;
    QTest::newRow("compressed") << CaptureMode::FastPause << true;
}

/// Most of it was copied, and somebody wants that: never under the final name, and it says what it lacks.
void TestCaptureDeaths::keptIfAsked()
{
    QFETCH(CaptureMode, mode);
    QFETCH(bool, compress);
    const auto victim = victimIn("heap", {QLatin1String(heapSize)});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core() + QLatin1String(compress ? ".zst" : ""));
    options.mode = mode;
    options.compress = compress;
    options.keepIncomplete = true;
    Fate fate(CaptureMoment::Copying, 40, [pid = victim->pid()] { killAndWait(pid); });
    const auto report = captureObserved(options, std::ref(fate));
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QVERIFY(report->isPartial && report->isCutShort);
    QVERIFY(!QFile::exists(QString::fromStdString(options.output)));
    QVERIFY2(report->path.contains(".incomplete.core"), report->path.c_str());
    QVERIFY(report->warnings.front().contains("was killed while it was being copied"));
    const auto core = openedCore(QString::fromStdString(report->path));
    if (compress)
        return; // what reads cores unpacks it
    QVERIFY(core && core->provenance());
    QVERIFY(!core->provenance()->isComplete && core->provenance()->missingBytes > 0);
    QVERIFY(core->provenance()->cutShort.contains("was killed while it was being copied"));
    QVERIFY(std::ranges::any_of(core->warnings(), [](const Error &warning) {
        return warning.message.contains("the rest of its memory is missing");
    }));
    QCOMPARE(core->threads().size(), size_t(2));
    // What is there is right, what is not is not there.
    const RunningVictim::Place heap = victim->place("heap");
    QVERIFY(!coreBytes(*core, heap.address, heap.size));
    uint64_t there = 0;
    for (uint64_t at = 0; at < heap.size; at += 4096) {
        const auto page = coreBytes(*core, heap.address + at, 8);
        if (!page)
            continue;
        there += 4096;
        QCOMPARE(*reinterpret_cast<const uint64_t *>(page->constData()), firstWord + at / 8);
    }
    QVERIFY(there > heap.size / 2);
}

void TestCaptureDeaths::tooLittleToKeep()
{
    const auto victim = victimIn("heap", {QLatin1String(heapSize)});
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.keepIncomplete = true;
    Fate fate(CaptureMoment::Copying, 8, [pid = victim->pid()] { killAndWait(pid); });
    const auto report = captureObserved(options, std::ref(fate));
    QVERIFY(!report);
    QCOMPARE(report.error().failure, CaptureFailure::Gone);
    QVERIFY(!report.error().snapshot);
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureDeaths::killedWhileStopped_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("byHelper");
    const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); };
    QTest::newRow("fast") << words("--mode fast") << false;
    QTest::newRow("low memory") << words("--mode low-memory") << false;
    QTest::newRow("compressed") << words("--mode low-memory --compress") << false;
    QTest::newRow("fast, helper") << words("--mode fast") << true;
    QTest::newRow("low memory, helper") << words("--mode low-memory") << true;
}

/// The program as people run it, and the helper with more rights: killed as soon as the process is seen to stand still.
void TestCaptureDeaths::killedWhileStopped()
{
    QFETCH(QStringList, options);
    QFETCH(bool, byHelper);
    const auto victim = victimIn("heap", {QStringLiteral("500")});
    QVERIFY(victim);
    std::jthread killer([pid = victim->pid()](const std::stop_token &end) {
        while (!end.stop_requested()) {
            if (contents(pid, "stat").contains(") t ")) {
                ::kill(pid, SIGKILL);
                return;
            }
        }
    });
    if (byHelper) {
        CaptureOptions request = optionsFor(*victim, m_folder->core());
        request.mode = options.contains(u"fast") ? CaptureMode::FastPause : CaptureMode::LowMemory;
        const auto report = captureToFilePrivileged(request, {.command = {FREEZEFRAME_CLI}});
        if (report) { // the machine is so busy that all was copied before the kill: then it is whole
            QVERIFY(hasWholeHeap(m_folder->core(), *victim));
            QSKIP("all of it was copied before the kill");
        }
        QVERIFY2(report.error().failure == CaptureFailure::Gone, report.error().error.message.c_str());
        QVERIFY2(report.error().error.message.contains("was killed while it was being copied")
                     || report.error().error.message.contains("while it was being stopped"),
                 report.error().error.message.c_str());
    } else {
        const ProgramRun result = m_folder->capture(*victim, options);
        if (result.status == 0) { // the machine is so busy that all was copied before the kill: then it is whole
            QVERIFY(!options.contains(u"--compress") && hasWholeHeap(m_folder->core(), *victim));
            QSKIP("all of it was copied before the kill");
        }
        QVERIFY2(result.status == 4, result.errors.constData());
        QVERIFY2(result.errors.contains("was killed while it was being copied, after ")
                     || result.errors.contains("while it was being stopped"),
                 result.errors.constData());
    }
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureDeaths::killedAtAnyTime_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<bool>("noStop");
    for (const Way &way : ways)
        QTest::newRow(way.name) << way.mode << way.noStop;
}

/// At random: exit 4 and no file, or a core with all of the memory.
void TestCaptureDeaths::killedAtAnyTime()
{
    QFETCH(CaptureMode, mode);
    QFETCH(bool, noStop);
    const int deaths = qEnvironmentVariableIsSet("FREEZEFRAME_LONG_TESTS") ? 60 : 12;
    int whole = 0;
    for (int i = 0; i < deaths; ++i) {
        const auto victim = victimIn("heap", {QStringLiteral("150")});
        QVERIFY(victim);
        const auto delay = useconds_t(QRandomGenerator::global()->bounded(500, 250'000));
        std::jthread killer([pid = victim->pid(), delay] {
            ::usleep(delay);
            ::kill(pid, SIGKILL);
        });
        CaptureOptions options = optionsFor(*victim, m_folder->core());
        options.mode = mode;
        options.noStop = noStop;
        QElapsedTimer timer;
        timer.start();
        const auto report = captureToFile(options);
        QVERIFY(timer.elapsed() < 20'000);
        const QByteArray when = QByteArray::number(delay) + " us";
        if (report) {
            ++whole;
            QVERIFY2(hasWholeHeap(m_folder->core(), *victim), when.constData());
            QVERIFY(QFile::remove(m_folder->core()));
        } else {
            QVERIFY2(report.error().failure == CaptureFailure::Gone, report.error().error.message.c_str());
        }
        QVERIFY2(m_folder->isEmpty(), when.constData());
    }
    qInfo("%d of %d were whole", whole, deaths);
}

void TestCaptureDeaths::cancelled()
{
    const auto victim = victimIn("heap", {QStringLiteral("400")});
    QVERIFY(victim);
    for (int i = 0; i < 8; ++i) {
        std::stop_source source;
        std::jthread canceller([&source, i] {
            ::usleep(useconds_t(15'000 * i));
            source.request_stop();
        });
        CaptureOptions options = optionsFor(*victim, m_folder->file(QString::number(i)));
        options.mode = i % 2 == 0 ? CaptureMode::FastPause : CaptureMode::LowMemory;
        const auto report = captureToFile(options, {}, source.get_token());
        if (report)
            continue;
        QCOMPARE(report.error().failure, CaptureFailure::Cancelled);
        QVERIFY(!QFile::exists(m_folder->file(QString::number(i))));
        QVERIFY(!victim->isHeldUp());
    }
}

void TestCaptureDeaths::interrupted()
{
    const auto victim = victimIn("heap", {QStringLiteral("600")});
    QVERIFY(victim);
    QProcess process;
    process.start(QStringLiteral(FREEZEFRAME_CLI),
                  {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"), m_folder->core(),
                   QStringLiteral("--compress")});
    QVERIFY(process.waitForStarted());
    QThread::msleep(150);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(process.exitCode() == 130 || QFile::exists(m_folder->core()), process.readAllStandardError().constData());
    QVERIFY(process.exitCode() != 130 || m_folder->isEmpty());
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureDeaths::ourDeathLeavesNothing()
{
    const int deaths = qEnvironmentVariableIsSet("FREEZEFRAME_LONG_TESTS") ? 200 : 40;
    const auto victim = victimIn("heap", {QStringLiteral("150")});
    QVERIFY(victim);
    QVERIFY(m_folder->capture(*victim).status == 0);
    QVERIFY(QFile::remove(m_folder->core()));
    int finished = 0;
    for (int i = 0; i < deaths; ++i) {
        QProcess process;
        process.start(QStringLiteral(FREEZEFRAME_CLI),
                      {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"),
                       m_folder->core(), QStringLiteral("--mode"),
                       i % 2 == 0 ? QStringLiteral("fast") : QStringLiteral("low-memory")});
        QVERIFY(process.waitForStarted());
        QThread::usleep(QRandomGenerator::global()->bounded(5'000, 400'000));
        process.kill();
        process.waitForFinished();
        QVERIFY2(!victim->isHeldUp(), qPrintable(QString::number(i)));
        if (QFile::exists(m_folder->core())) { // it was whole, or it would have no name
            ++finished;
            const auto file = MappedFile::open(m_folder->core().toStdString());
            const auto opened = file ? CoreFile::open(*file) : std::unexpected(file.error());
            QVERIFY(opened && (*opened)->isComplete());
            QFile::remove(m_folder->core());
        }
        QVERIFY(m_folder->isEmpty());
    }
    qInfo("%d of %d captures were done before the kill", finished, deaths);
}

QTEST_GUILESS_MAIN(TestCaptureDeaths)
#include "tst_capturedeaths.moc"
