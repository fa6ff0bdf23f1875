// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/memorybench.h"

#include "tests/bench/race.h"
#include "tests/support/bigcore.h"

#include <QFile>
#include <QStandardPaths>

#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t begin = uint64_t(0xc0) << 32;
constexpr uint64_t size = uint64_t(1) << 30;
constexpr uint64_t wanted = begin + 0x1230;

/// A core with one region of numbers that are as good as random, and @ref wanted as its last word.
bool writeCore(const QString &path)
{
    uint64_t state = 1;
    const auto fill = [&state](std::span<std::byte> piece) {
        for (size_t at = 0; at < piece.size(); at += sizeof state) {
            state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407; // Knuth's MMIX
            std::memcpy(piece.data() + at, &state, sizeof state);
        }
    };
    return BigCore{.begin = {begin}, .size = size, .lastWord = wanted, .fill = fill}.write(path);
}

}

bool benchMemory(const QString &scripts, int runs)
{
    say(QString());
    say(QStringLiteral("Preparing: a core with 1 GiB of memory"));
    const QString core = scripts + QStringLiteral("/memory.core");
    const QString script = scripts + QStringLiteral("/find");
    const QByteArray commands = QStringLiteral("find 0x%1\nexit\n").arg(wanted, 0, 16).toUtf8();
    QFile file(script);
    if (!writeCore(core) || !file.open(QIODevice::WriteOnly) || file.write(commands) != commands.size()
        || !file.flush()) {
        say(QStringLiteral("ff_bench: can't write %1").arg(core));
        return false;
    }
    const QString gdb = QStandardPaths::findExecutable(QStringLiteral("gdb"));
    Task task{.name = QStringLiteral("Search 1 GiB of memory for a pointer (aim: 1 s)"),
              .contestants
              = {{.tool = QStringLiteral("freezeframe-cli"),
                  .command = {QStringLiteral(FREEZEFRAME_CLI), QStringLiteral("console"), core,
                              QStringLiteral("--init"), script}},
                 {.tool = QStringLiteral("gdb"),
                  .command
                  = {gdb, QStringLiteral("-nx"), QStringLiteral("-batch"), QStringLiteral("-ex"),
                     QStringLiteral("core-file ") + core, QStringLiteral("-ex"),
                     QStringLiteral("find /g 0x%1, +0x%2, 0x%3").arg(begin, 0, 16).arg(size, 0, 16).arg(wanted, 0, 16)},
                  .failure = gdb.isEmpty() ? QStringLiteral("is not installed") : QString()}},
              .runs = runs};
    race(task);
    return print(task);
}

}
