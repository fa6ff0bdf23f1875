// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/race.h"

#include <QThread>

#include <cstdio>
#include <cstdlib>

namespace Freezeframe
{

void say(const QString &line)
{
    std::fputs(qPrintable(line + QLatin1Char('\n')), stdout);
    std::fflush(stdout);
}

QString machineText()
{
    double load[3] = {};
    if (::getloadavg(load, 3) != 3)
        return QStringLiteral("%1 processors, load unknown").arg(QThread::idealThreadCount());
    return QStringLiteral("%1 processors, load %2 %3 %4")
        .arg(QThread::idealThreadCount())
        .arg(load[0], 0, 'f', 1)
        .arg(load[1], 0, 'f', 1)
        .arg(load[2], 0, 'f', 1);
}

void race(Task &task)
{
    for (int run = 0; run <= task.runs; ++run) {
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

bool print(const Task &task)
{
    say(QString());
    say(task.name);
    say(QStringLiteral("  %1 %2 %3 %4 %5 %6")
            .arg(QStringLiteral("tool"), -22)
            .arg(QStringLiteral("min ms"), 10)
            .arg(QStringLiteral("median"), 10)
            .arg(QStringLiteral("max"), 10)
            .arg(QStringLiteral("RSS MiB"), 10)
            .arg(QStringLiteral("ours is"), 18));
    const Contestant &ours = task.contestants.constFirst();
    const auto ratioTo = [&](const Contestant &other) { return other.series.median() / ours.series.median(); };
    for (const Contestant &contestant : task.contestants) {
        if (!contestant.failure.isEmpty() || contestant.series.isEmpty()) {
            say(QStringLiteral("  %1 %2").arg(contestant.tool, -22).arg(contestant.failure));
            continue;
        }
        const Series &series = contestant.series;
        const bool isCompared = !ours.series.isEmpty() && &contestant != &ours;
        say(QStringLiteral("  %1 %2 %3 %4 %5 %6")
                .arg(contestant.tool, -22)
                .arg(series.fastest(), 10, 'f', 0)
                .arg(series.median(), 10, 'f', 0)
                .arg(series.slowest(), 10, 'f', 0)
                .arg(series.mostMemory(), 10, 'f', 0)
                .arg(isCompared ? QStringLiteral("%1 times faster").arg(ratioTo(contestant), 0, 'f', 1) : QString(),
                     18));
    }
    const bool hasRival
        = task.contestants.size() > 1 && !ours.series.isEmpty() && !task.contestants.at(1).series.isEmpty();
    if (hasRival && task.atMost > 0) {
        const double times = 1 / ratioTo(task.contestants.at(1));
        say(QStringLiteral("  aim: at most %1 times as long as %2: %3 times, %4")
                .arg(task.atMost, 0, 'f', 1)
                .arg(task.contestants.at(1).tool)
                .arg(times, 0, 'f', 2)
                .arg(times <= task.atMost ? QStringLiteral("reached") : QStringLiteral("MISSED")));
    }
    if (hasRival && task.aim > 0) {
        say(QStringLiteral("  aim: %1 times faster than %2: %3")
                .arg(task.aim, 0, 'f', 0)
                .arg(task.contestants.at(1).tool,
                     ratioTo(task.contestants.at(1)) >= task.aim ? QStringLiteral("reached")
                                                                 : QStringLiteral("MISSED")));
    }
    say(QStringLiteral("  %1").arg(machineText()));
    return ours.failure.isEmpty();
}

}
