// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/capturebench.h"

#include "backend/live/capture.h"
#include "tests/bench/measure.h"
#include "tests/capture/runningvictim.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <sys/stat.h>

namespace Freezeframe
{
namespace
{

using namespace Qt::StringLiterals;

constexpr double nanosecondsPerMillisecond = 1e6;
constexpr double mebibyte = 1024.0 * 1024.0;

void say(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
    std::fflush(stdout);
}

/// A program with a heartbeat: the longest time between two looks at the clock, in memory that both share.
class BeatingVictim
{
public:
    static std::unique_ptr<BeatingVictim> start(const QString &program, const QStringList &arguments)
    {
        std::unique_ptr<BeatingVictim> beating(new BeatingVictim);
        const QString file = beating->m_folder.filePath(u"beat"_s);
        auto victim = RunningVictim::startProgram(program, arguments + QStringList{u"-heartbeat"_s, file});
        if (!victim) {
            say(u"ff_bench: "_s + victim.error());
            return nullptr;
        }
        beating->m_victim = std::move(*victim);
        beating->m_file.setFileName(file);
        if (!beating->m_file.open(QIODevice::ReadWrite))
            return nullptr;
        beating->m_gap = reinterpret_cast<volatile qint64 *>(beating->m_file.map(0, sizeof(qint64)));
        return beating->m_gap ? std::move(beating) : nullptr;
    }
    [[nodiscard]] const RunningVictim &victim() const { return *m_victim; }
    void begin() { *m_gap = 0; }
    /// Milliseconds, once it beats again.
    [[nodiscard]] double longestGap() const
    {
        QThread::msleep(20);
        return double(*m_gap) / nanosecondsPerMillisecond;
    }

private:
    BeatingVictim() = default;
    QTemporaryDir m_folder{u"/dev/shm/freezeframe-XXXXXX"_s}; // a file on a disk would wait for its writing
    std::unique_ptr<RunningVictim> m_victim;
    QFile m_file;
    volatile qint64 *m_gap = nullptr;
};

struct Contestant {
    QString name;
    QStringList command; ///< without the output
    QString file; ///< that it writes
    QList<double> pauses;
    QList<double> walls;
    double memory = 0;
    double disk = 0;
    QString failure;

    [[nodiscard]] double median() const
    {
        QList<double> sorted = pauses;
        std::ranges::sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.at(sorted.size() / 2);
    }
};

void captureOnce(Contestant &contestant, BeatingVictim &beating, bool isWarm)
{
    QFile::remove(contestant.file);
    beating.begin();
    const auto measured = measure(contestant.command);
    const double gap = beating.longestGap();
    if (!measured || measured->status != 0) {
        contestant.failure = measured ? u"ends with status %1"_s.arg(measured->status) : measured.error();
        return;
    }
    struct stat status;
    if (::stat(contestant.file.toLocal8Bit().constData(), &status) == 0)
        contestant.disk = double(status.st_blocks) * 512 / mebibyte;
    QFile::remove(contestant.file);
    if (!isWarm)
        return;
    contestant.pauses << gap;
    contestant.walls << measured->milliseconds;
    contestant.memory = std::max(contestant.memory, measured->mebibytes);
}

void print(const QList<Contestant> &contestants, const Contestant *reference)
{
    say(u"  %1 %2 %3 %4 %5 %6 %7 %8"_s.arg(u"tool"_s, -26)
            .arg(u"pause ms"_s, 9)
            .arg(u"median"_s, 8)
            .arg(u"max"_s, 8)
            .arg(u"wall ms"_s, 8)
            .arg(u"RSS MiB"_s, 8)
            .arg(u"disk MiB"_s, 9)
            .arg(u"pause"_s, 16));
    for (const Contestant &contestant : contestants) {
        if (contestant.pauses.isEmpty()) {
            say(u"  %1 %2"_s.arg(contestant.name, -26).arg(contestant.failure));
            continue;
        }
        const bool isReference = !reference || &contestant == reference || reference->pauses.isEmpty();
        say(u"  %1 %2 %3 %4 %5 %6 %7 %8"_s.arg(contestant.name, -26)
                .arg(std::ranges::min(contestant.pauses), 9, 'f', 1)
                .arg(contestant.median(), 8, 'f', 1)
                .arg(std::ranges::max(contestant.pauses), 8, 'f', 1)
                .arg(std::ranges::min(contestant.walls), 8, 'f', 0)
                .arg(contestant.memory, 8, 'f', 0)
                .arg(contestant.disk, 9, 'f', 0)
                .arg(isReference ? QString()
                                 : u"%1 times shorter"_s.arg(reference->median() / contestant.median(), 0, 'f', 1),
                     16));
    }
}

QList<Contestant> contestantsFor(const RunningVictim &victim, const QString &folder)
{
    const QString pid = QString::number(victim.pid());
    QList<Contestant> all;
    for (const char *mode : {"fast", "low-memory"}) {
        const QString file = folder + u"/ours.core"_s;
        all << Contestant{.name = u"freezeframe-cli, "_s + QLatin1String(mode),
                          .command = {QStringLiteral(FREEZEFRAME_CLI), u"capture"_s, pid, u"-o"_s, file, u"--mode"_s,
                                      QLatin1String(mode)},
                          .file = file};
    }
    const QString gcore = findTool(u"gcore"_s);
    all << Contestant{.name = u"gcore (gdb)"_s,
                      .command = {gcore, u"-o"_s, folder + u"/gdb"_s, pid},
                      .file = folder + u"/gdb."_s + pid,
                      .failure = gcore.isEmpty() ? u"is not installed"_s : QString()};
    return all;
}

/// Freezing and letting go: all that a capture does but for the copy.
double freezeOnly(BeatingVictim &beating, int runs)
{
    CaptureOptions options;
    options.process.pid = beating.victim().pid();
    options.filter = 0;
    double shortest = 1e9;
    for (int run = 0; run < runs; ++run) {
        if (const auto snapshot = captureToMemory(options))
            shortest = std::min(shortest, snapshot->report.pauseSeconds * 1e3);
    }
    return shortest;
}

/// The least of the runs: what others do to the machine meanwhile is not ours.
bool check(const QString &what, double value, double limit, const char *unit)
{
    const bool isGood = value <= limit;
    say(u"  %1 %2: %3 %4, at most %5"_s.arg(isGood ? u"reached"_s : u"MISSED "_s, what)
            .arg(value, 0, 'f', 1)
            .arg(QLatin1String(unit))
            .arg(limit, 0, 'f', 1));
    return isGood;
}

bool benchLarge(const QString &program, const QString &folder, int runs)
{
    const auto beating
        = BeatingVictim::start(program, {u"-heap"_s, u"1024"_s, u"-reserve"_s, u"4"_s, u"-locked"_s, u"20"_s});
    if (!beating)
        return false;
    const RunningVictim &victim = beating->victim();
    const auto megabytes
        = [&victim](const char *field) { return victim.statusField(field).split(' ').constFirst().toDouble() / 1024; };
    say(u"\nCapture: %1 MiB resident, %2 MiB mapped, %3 threads"_s.arg(megabytes("VmRSS"), 0, 'f', 0)
            .arg(megabytes("VmSize"), 0, 'f', 0)
            .arg(QString::fromLatin1(victim.statusField("Threads"))));
    beating->begin();
    QThread::sleep(1);
    say(u"  left alone, its longest gap in a second is %1 ms"_s.arg(beating->longestGap(), 0, 'f', 1));
    QList<Contestant> all = contestantsFor(victim, folder);
    const double tables = victim.statusField("VmPTE").split(' ').constFirst().toDouble();
    for (int i = 0; i < 2; ++i) {
        for (int run = 0; run <= runs; ++run)
            captureOnce(all[i], *beating, run > 0);
    }
    const double grown = victim.statusField("VmPTE").split(' ').constFirst().toDouble() - tables;
    const double frozen = freezeOnly(*beating, 5);
    // Last, as it leaves page tables behind.
    for (int run = 0; run <= std::min(runs, 2) && all[2].failure.isEmpty(); ++run)
        captureOnce(all[2], *beating, run > 0);
    print(all, &all[2]);
    if (all[0].pauses.isEmpty() || all[1].pauses.isEmpty())
        return false;
    bool good = check(u"freezing and letting go"_s, frozen, 10, "ms");
    good &= check(u"page tables that ours leave in the target"_s, grown, 0, "KiB");
    good &= check(u"memory of low-memory mode"_s, all[1].memory, 32, "MiB");
    good &= check(u"size on disk, against resident"_s, all[0].disk / megabytes("VmRSS") * 100, 105, "%");
    if (!all[2].pauses.isEmpty()) {
        const double reference = std::ranges::min(all[2].pauses);
        good &= check(u"fast pause, in twentieths of gcore's"_s, std::ranges::min(all[0].pauses) / reference * 20, 1,
                      "");
        good &= check(u"low-memory pause, in thirds of gcore's"_s, std::ranges::min(all[1].pauses) / reference * 3, 1,
                      "");
    }
    return good;
}

/// The same memory in huge pages, as systems give it to each program where transparent_hugepage is "always".
bool benchHugePages(const QString &program, const QString &folder)
{
    const auto beating = BeatingVictim::start(
        program, {u"-heap"_s, u"1024"_s, u"-reserve"_s, u"4"_s, u"-locked"_s, u"20"_s, u"-huge"_s});
    if (!beating)
        return false;
    say(u"\nCapture: the same in huge pages"_s);
    QList<Contestant> all = contestantsFor(beating->victim(), folder);
    all.removeAt(1);
    for (Contestant &contestant : all) {
        for (int run = 0; run <= 2 && contestant.failure.isEmpty(); ++run)
            captureOnce(contestant, *beating, run > 0);
    }
    print(all, &all[1]);
    if (all[0].pauses.isEmpty() || all[1].pauses.isEmpty())
        return false;
    return check(u"fast pause, in twentieths of gcore's"_s,
                 std::ranges::min(all[0].pauses) / std::ranges::min(all[1].pauses) * 20, 1, "");
}

bool benchSmall(const QString &program, const QString &folder, int runs)
{
    const auto beating = BeatingVictim::start(program, {u"-heap"_s, u"0"_s, u"-locked"_s, u"0"_s});
    if (!beating)
        return false;
    say(u"\nCapture: a minimal Go process"_s);
    QList<Contestant> all = contestantsFor(beating->victim(), folder);
    for (int run = 0; run <= std::max(runs, 5); ++run) {
        for (Contestant &contestant : all) {
            if (contestant.failure.isEmpty())
                captureOnce(contestant, *beating, run > 0);
        }
    }
    print(all, &all[2]);
    return !all[0].pauses.isEmpty() && check(u"fast pause"_s, std::ranges::min(all[0].pauses), 20, "ms");
}

}

bool benchCapture(const GoToolchain &go, int runs)
{
    const auto program = buildVictim({.fixture = u"captured"_s, .go = go});
    if (!program) {
        say(u"ff_bench: "_s + program.error());
        return false;
    }
    const QString folder = QStringLiteral(FREEZEFRAME_BENCH) + u"/capture"_s;
    QDir().mkpath(folder);
    double load = 0;
    ::getloadavg(&load, 1);
    say(u"\nPauses as the captured program's own clock shows them; load of the machine %1"_s.arg(load, 0, 'f', 1));
    const bool isLargeGood = benchLarge(*program, folder, runs);
    const bool isHugeGood = benchHugePages(*program, folder);
    const bool isSmallGood = benchSmall(*program, folder, runs);
    return isLargeGood && isHugeGood && isSmallGood;
}

}
