// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/bigprogram.h"
#include "tests/bench/capturebench.h"
#include "tests/bench/measure.h"
#include "tests/support/victim.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdio>

using namespace Freezeframe;

namespace
{

constexpr int bigPackages = 53;
constexpr int bigFunctions = 620; ///< together some 80 MB of executable

struct Contestant {
    QString tool;
    QStringList command;
    Series series;
    QString failure;
};

struct Task {
    QString name;
    QList<Contestant> contestants; ///< ours first
};

void say(const QString &line)
{
    std::fputs(qPrintable(line + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

QString megabytes(const QString &path)
{
    return QString::number(double(QFileInfo(path).size()) / 1e6, 'f', 0) + QStringLiteral(" MB");
}

/// All contestants in turn, so that a busy moment of the machine hits all alike. The first round only warms up.
void race(Task &task, int runs)
{
    for (int run = 0; run <= runs; ++run) {
        for (Contestant &contestant : task.contestants) {
            if (!contestant.failure.isEmpty())
                continue;
            const auto measurement = measure(contestant.command);
            if (!measurement)
                contestant.failure = measurement.error();
            else if (measurement->status > 1)
                contestant.failure = QStringLiteral("ends with status %1").arg(measurement->status);
            else if (run > 0)
                contestant.series.add(*measurement);
        }
    }
}

void print(const Task &task)
{
    say(QString());
    say(task.name);
    say(QStringLiteral("  %1 %2 %3 %4 %5 %6")
            .arg(QStringLiteral("tool"), -22)
            .arg(QStringLiteral("min ms"), 10)
            .arg(QStringLiteral("median"), 10)
            .arg(QStringLiteral("max"), 10)
            .arg(QStringLiteral("RSS MiB"), 10)
            .arg(QStringLiteral("ours is"), 16));
    const Series &ours = task.contestants.constFirst().series;
    for (const Contestant &contestant : task.contestants) {
        if (!contestant.failure.isEmpty() || contestant.series.isEmpty()) {
            say(QStringLiteral("  %1 %2").arg(contestant.tool, -22).arg(contestant.failure));
            continue;
        }
        const Series &series = contestant.series;
        const QString ratio = ours.isEmpty() || &series == &ours
            ? QString()
            : QStringLiteral("%1 times faster").arg(series.median() / ours.median(), 0, 'f', 1);
        say(QStringLiteral("  %1 %2 %3 %4 %5 %6")
                .arg(contestant.tool, -22)
                .arg(series.fastest(), 10, 'f', 0)
                .arg(series.median(), 10, 'f', 0)
                .arg(series.slowest(), 10, 'f', 0)
                .arg(series.mostMemory(), 10, 'f', 0)
                .arg(ratio, 16));
    }
}

/// Writes commands for Delve's terminal and returns the options that run them.
QStringList delveScript(const QTemporaryDir &folder, const QString &name, const QByteArray &commands)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(commands);
    return {QStringLiteral("--check-go-version=false"), QStringLiteral("--allow-non-terminal-interactive=true"),
            QStringLiteral("--init"), path};
}

QList<Contestant> contestants(const Victim &victim, const QStringList &ourOptions, const QStringList &delveOptions,
                              const QString &gdbCommand)
{
    QList<Contestant> all;
    all << Contestant{QStringLiteral("freezeframe-cli"),
                      QStringList{QStringLiteral(FREEZEFRAME_CLI), QStringLiteral("report"), victim.core,
                                  QStringLiteral("--exe"), victim.executable}
                          + ourOptions,
                      {},
                      {}};
    const QString delve = findTool(QStringLiteral("dlv"));
    all << Contestant{QStringLiteral("dlv"),
                      QStringList{delve, QStringLiteral("core"), victim.executable, victim.core} + delveOptions,
                      {},
                      delve.isEmpty() ? QStringLiteral("is not installed") : QString()};
    if (gdbCommand.isEmpty())
        return all;
    const QString gdb = findTool(QStringLiteral("gdb"));
    all << Contestant{QStringLiteral("gdb"),
                      {gdb, QStringLiteral("-nx"), QStringLiteral("-batch"), QStringLiteral("-iex"),
                       QStringLiteral("set debuginfod enabled off"), QStringLiteral("-ex"), gdbCommand,
                       victim.executable, victim.core},
                      {},
                      gdb.isEmpty() ? QStringLiteral("is not installed") : QString()};
    return all;
}

std::expected<QList<Task>, QString> tasks(const GoToolchain &go, int count, const QTemporaryDir &scripts)
{
    QList<Task> all;
    say(QStringLiteral("Preparing: %1 goroutines, %2").arg(count).arg(go.program));
    const auto many = provideVictim({.fixture = QStringLiteral("many"),
                                     .go = go,
                                     .arguments = {QStringLiteral("-n"), QString::number(count)},
                                     .keepErrors = false,
                                     .timeLimit = 600});
    if (!many)
        return std::unexpected(many.error());
    const QString what = QStringLiteral("%1 goroutines (core of %2)").arg(count).arg(megabytes(many->core));
    const QStringList list = delveScript(scripts, QStringLiteral("list"), "goroutines\nexit\n");
    all << Task{QStringLiteral("List all: ") + what,
                contestants(*many, {QStringLiteral("--format"), QStringLiteral("json")}, list, {})};
    const QStringList groups = delveScript(scripts, QStringLiteral("stacks"), "goroutines -t\nexit\n");
    all << Task{QStringLiteral("All stacks: ") + what,
                contestants(*many, {QStringLiteral("--stacks"), QStringLiteral("--format"), QStringLiteral("json")},
                            groups, {})};

    const QString folder = QStringLiteral(FREEZEFRAME_BENCH) + QStringLiteral("/big");
    if (auto written = writeBigProgram(folder, bigPackages, bigFunctions); !written)
        return std::unexpected(written.error());
    say(QStringLiteral("Preparing: a large program (the first time takes minutes)"));
    const auto big = provideVictim({.fixture = folder, .go = go, .keepErrors = false});
    if (!big)
        return std::unexpected(big.error());
    const QStringList prompt = delveScript(scripts, QStringLiteral("prompt"), "exit\n");
    all << Task{
        QStringLiteral("Why did it crash? An executable of %1, 1000 goroutines").arg(megabytes(big->executable)),
        contestants(*big, {QStringLiteral("--goroutine"), QStringLiteral("1")}, prompt, QStringLiteral("bt"))};
    return all;
}

}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Freezeframe against Delve and gdb, on the same cores, in turn."));
    parser.addHelpOption();
    const QCommandLineOption runs(QStringLiteral("runs"), QStringLiteral("Timed runs of each."), QStringLiteral("N"),
                                  QStringLiteral("3"));
    const QCommandLineOption count(QStringLiteral("goroutines"), QStringLiteral("How many."), QStringLiteral("N"),
                                   QStringLiteral("100000"));
    const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("Only this part: cores or capture."),
                                  QStringLiteral("PART"));
    parser.addOptions({runs, count, only});
    parser.process(application);

    const auto toolchains = goToolchains();
    const QTemporaryDir scripts;
    if (toolchains.isEmpty() || !scripts.isValid()) {
        say(toolchains.isEmpty() ? QStringLiteral("ff_bench: there is no Go from 1.24 on")
                                 : QStringLiteral("ff_bench: no temporary folder"));
        return 1;
    }
    // The newest but one: what most people have, and what Delve knows.
    const GoToolchain go = toolchains.at(std::max<qsizetype>(0, toolchains.size() - 2));
    const QString part = parser.value(only);
    const int timedRuns = std::max(1, parser.value(runs).toInt());
    if (part == QLatin1String("capture"))
        return benchCapture(go, timedRuns) ? 0 : 1;
    auto all = tasks(go, parser.value(count).toInt(), scripts);
    if (!all) {
        say(QStringLiteral("ff_bench: ") + all.error());
        return 1;
    }
    say(QStringLiteral("Go %1, %2 timed runs of each after one to warm up, in turn; output thrown away")
            .arg(go.version.toString())
            .arg(parser.value(runs)));
    bool failed = false;
    for (Task &task : *all) {
        race(task, timedRuns);
        print(task);
        failed = failed || !task.contestants.constFirst().failure.isEmpty();
    }
    if (part != QLatin1String("cores"))
        failed = !benchCapture(go, timedRuns) || failed;
    return failed ? 1 : 0;
}
