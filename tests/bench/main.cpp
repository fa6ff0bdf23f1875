// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/capturebench.h"
#include "tests/bench/corebench.h"
#include "tests/bench/memorybench.h"
#include "tests/bench/namebench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>

using namespace Freezeframe;

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
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("Only this part: cores, memory, names or capture."),
                                  QStringLiteral("PART"));
    const QCommandLineOption million(QStringLiteral("million"), QStringLiteral("A million goroutines, too (minutes)."));
    const QCommandLineOption quick(QStringLiteral("quick"),
                                   QStringLiteral("Small victims and one run: whether it works, no figures to tell."));
    parser.addOptions({runs, count, only, million, quick});
    parser.process(application);

    const auto toolchains = goToolchains();
    const QTemporaryDir scripts;
    if (toolchains.isEmpty() || !scripts.isValid()) {
        say(toolchains.isEmpty() ? QStringLiteral("ff_bench: there is no Go from 1.24 on")
                                 : QStringLiteral("ff_bench: no temporary folder"));
        return 1;
    }
    CoreBenchOptions options;
    // The newest but one: what most people have, and what Delve knows.
    options.go = toolchains.at(std::max<qsizetype>(0, toolchains.size() - 2));
    options.goroutines = std::max(1, parser.value(count).toInt());
    options.runs = std::max(1, parser.value(runs).toInt());
    options.million = parser.isSet(million);
    options.scripts = scripts.path();
    if (parser.isSet(quick)) {
        options.goroutines = std::min(options.goroutines, 20'000);
        options.packages = 4;
        options.functions = 100;
        options.runs = 1;
    }
    say(QStringLiteral("Go %1, %2 timed runs of each after one to warm up, in turn; output thrown away; %3")
            .arg(options.go.version.toString())
            .arg(options.runs)
            .arg(machineText()));
    const QString part = parser.value(only);
    bool ok = true;
    const auto isWanted = [&part](QLatin1String name) { return part.isEmpty() || part == name; };
    if (isWanted(QLatin1String("cores")))
        ok = benchCores(options);
    if (isWanted(QLatin1String("memory")))
        ok = benchMemory(options.scripts, options.runs) && ok;
    if (isWanted(QLatin1String("names")))
        benchNames(options.runs);
    if (isWanted(QLatin1String("capture")))
        ok = benchCapture(options.go, options.runs) && ok;
    return ok ? 0 : 1;
}
