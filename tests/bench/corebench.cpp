// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/corebench.h"

#include "tests/bench/bigprogram.h"

#include <QFile>
#include <QFileInfo>

namespace Freezeframe
{

namespace
{

constexpr double listAim = 50;
constexpr double headerAim = 20;
constexpr double consoleAim = 20;
constexpr double namesAim = 10;
constexpr double textAtMost = 1.5; ///< times as long as the same in JSON

QString megabytes(const QString &path)
{
    return QString::number(double(QFileInfo(path).size()) / 1e6, 'f', 0) + QStringLiteral(" MB");
}

Contestant ours(const Victim &victim, const QStringList &options)
{
    return {.tool = QStringLiteral("freezeframe-cli"),
            .command = QStringList{QStringLiteral(FREEZEFRAME_CLI), QStringLiteral("report"), victim.core,
                                   QStringLiteral("--exe"), victim.executable}
                + options};
}

/// Our console, which is told @p commands by a script.
Contestant console(const Victim &victim, const QString &scripts, const QString &name, const QByteArray &commands)
{
    const QString script = scripts + QStringLiteral("/ours-") + name;
    QFile file(script);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(commands) == commands.size();
    return {.tool = QStringLiteral("freezeframe-cli"),
            .command = {QStringLiteral(FREEZEFRAME_CLI), QStringLiteral("console"), victim.core,
                        QStringLiteral("--exe"), victim.executable, QStringLiteral("--init"), script},
            .failure = isWritten ? QString() : QStringLiteral("can't write %1").arg(script)};
}

/// Delve's terminal, which is told @p commands by a script.
Contestant delve(const Victim &victim, const QString &scripts, const QString &name, const QByteArray &commands)
{
    const QString program = findTool(QStringLiteral("dlv"));
    const QString script = scripts + QLatin1Char('/') + name;
    QFile file(script);
    QString failure = program.isEmpty() ? QStringLiteral("is not installed") : QString();
    if (!file.open(QIODevice::WriteOnly) || file.write(commands) != commands.size())
        failure = QStringLiteral("can't write %1").arg(script);
    return {.tool = QStringLiteral("dlv"),
            .command = {program, QStringLiteral("core"), victim.executable, victim.core,
                        QStringLiteral("--check-go-version=false"),
                        QStringLiteral("--allow-non-terminal-interactive=true"), QStringLiteral("--init"), script},
            .failure = failure};
}

Contestant gdb(const Victim &victim, const QString &command)
{
    const QString program = findTool(QStringLiteral("gdb"));
    return {.tool = QStringLiteral("gdb"),
            .command = {program, QStringLiteral("-nx"), QStringLiteral("-batch"), QStringLiteral("-iex"),
                        QStringLiteral("set debuginfod enabled off"), QStringLiteral("-ex"), command, victim.executable,
                        victim.core},
            .failure = program.isEmpty() ? QStringLiteral("is not installed") : QString()};
}

bool run(Task task)
{
    race(task);
    return print(task);
}

bool benchMany(const CoreBenchOptions &options, int count)
{
    say(QString());
    say(QStringLiteral("Preparing: %1 goroutines, %2").arg(count).arg(options.go.program));
    const auto many = provideVictim({.fixture = QStringLiteral("many"),
                                     .go = options.go,
                                     .arguments = {QStringLiteral("-n"), QString::number(count)},
                                     .keepErrors = false,
                                     .timeLimit = 1800});
    if (!many) {
        say(QStringLiteral("ff_bench: ") + many.error());
        return true;
    }
    const QString what = QStringLiteral("%1 goroutines (core of %2)").arg(count).arg(megabytes(many->core));
    const QStringList json{QStringLiteral("--format"), QStringLiteral("json")};
    const bool listed
        = run({.name = QStringLiteral("List all: ") + what,
               .contestants
               = {ours(*many, json), delve(*many, options.scripts, QStringLiteral("list"), "goroutines\nexit\n")},
               .aim = listAim,
               .runs = options.runs});
    const bool walked
        = run({.name = QStringLiteral("All stacks: ") + what,
               .contestants = {ours(*many, QStringList{QStringLiteral("--stacks")} + json),
                               delve(*many, options.scripts, QStringLiteral("stacks"), "goroutines -t\nexit\n")},
               .runs = options.runs});
    Contestant asJson = ours(*many, QStringList{QStringLiteral("--stacks")} + json);
    asJson.tool += QStringLiteral(", JSON");
    const bool written
        = run({.name = QStringLiteral("All stacks as text: ") + what,
               .contestants = {ours(*many, {QStringLiteral("--stacks")}), asJson,
                               delve(*many, options.scripts, QStringLiteral("stacks"), "goroutines -t\nexit\n")},
               .atMost = textAtMost,
               .runs = options.runs});
    const bool tabled
        = run({.name = QStringLiteral("An expression in the own function of each: ") + what,
               .contestants = {console(*many, options.scripts, QStringLiteral("table"), "table n\nexit\n")},
               .runs = options.runs});
    // The stacks are read first: what the findings add to that shows beside the line of all stacks.
    const bool found
        = run({.name = QStringLiteral("What is wrong (findings): ") + what,
               .contestants = {console(*many, options.scripts, QStringLiteral("findings"), "findings\nexit\n")},
               .runs = options.runs});
    return listed && walked && written && tabled && found;
}

bool benchBig(const CoreBenchOptions &options)
{
    const QString folder = QStringLiteral("%1/big-%2-%3")
                               .arg(QStringLiteral(FREEZEFRAME_BENCH))
                               .arg(options.packages)
                               .arg(options.functions);
    if (const auto written = writeBigProgram(folder, options.packages, options.functions); !written) {
        say(QStringLiteral("ff_bench: ") + written.error());
        return true;
    }
    say(QString());
    say(QStringLiteral("Preparing: a large program (the first time takes minutes)"));
    const auto big = provideVictim({.fixture = folder, .go = options.go, .keepErrors = false, .timeLimit = 600});
    if (!big) {
        say(QStringLiteral("ff_bench: ") + big.error());
        return true;
    }
    const QString what = QStringLiteral("an executable of %1").arg(megabytes(big->executable));
    const auto both = [&](const QString &name, const QByteArray &commands) {
        return QList<Contestant>{console(*big, options.scripts, name, commands),
                                 delve(*big, options.scripts, name, commands)};
    };
    const bool printed = run({.name = QStringLiteral("First answer of the console: ") + what,
                              .contestants = both(QStringLiteral("print"), "print runtime.ncpu\nexit\n"),
                              .aim = consoleAim,
                              .runs = options.runs});
    const bool named = run(
        {.name = QStringLiteral("Functions, types and variables by name: ") + what,
         .contestants = both(QStringLiteral("names"), "funcs runtime\\.g\ntypes ^runtime\\.m\nvars ^os\\.Err\nexit\n"),
         .aim = namesAim,
         .runs = options.runs});
    const bool told = run(
        {.name
         = QStringLiteral("Why did it crash? An executable of %1, 1000 goroutines").arg(megabytes(big->executable)),
         .contestants
         = {ours(*big, {QStringLiteral("--goroutine"), QStringLiteral("1")}),
            delve(*big, options.scripts, QStringLiteral("prompt"), "exit\n"), gdb(*big, QStringLiteral("bt"))},
         .aim = headerAim,
         .runs = options.runs});
    return printed && named && told;
}

}

bool benchCores(const CoreBenchOptions &options)
{
    bool ok = benchMany(options, options.goroutines);
    ok = benchBig(options) && ok;
    if (options.million)
        ok = benchMany(options, 1'000'000) && ok;
    return ok;
}

}
