// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/bench/measure.h"

#include <QList>

namespace Freezeframe
{

/// One program of a race.
struct Contestant {
    QString tool;
    QStringList command;
    Series series = {};
    QString failure = {}; ///< why it has no times: a sentence
};

/// One question that several programs answer.
struct Task {
    QString name;
    QList<Contestant> contestants; ///< ours first, then whom the aim is about
    double aim = 0; ///< how many times faster than the second we want to be; 0: nothing is asked
    double atMost = 0; ///< how many times as long as the second we may take; 0: nothing is asked
    int runs = 3; ///< timed ones
};

/// Writes a line to stdout at once.
void say(const QString &line);

/// Runs all contestants in turn, so that a busy moment of the machine hits all alike; the first round only warms up.
void race(Task &task);

/// Prints times, memory, ratios and whether the aim was reached. False if ours has failed.
bool print(const Task &task);

/// "4 processors, load 1.2 0.9 0.4": what a figure is worth depends on it.
[[nodiscard]] QString machineText();

}
