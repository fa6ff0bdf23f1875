// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/bench/measure.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

namespace Freezeframe
{

namespace
{

constexpr double kibibytesPerMebibyte = 1024;

/// The file actions of posix_spawn, which must be destroyed.
class Redirections
{
public:
    Redirections()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&m_actions, 1, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&m_actions, 2, "/dev/null", O_WRONLY, 0);
    }
    ~Redirections() { posix_spawn_file_actions_destroy(&m_actions); }
    Redirections(const Redirections &) = delete;
    Redirections &operator=(const Redirections &) = delete;
    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions;
};

}

std::expected<Measurement, QString> measure(const QStringList &command)
{
    QList<QByteArray> words;
    for (const QString &word : command)
        words << word.toLocal8Bit();
    std::vector<char *> arguments;
    for (QByteArray &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    const Redirections redirections;
    pid_t pid = 0;
    const auto start = std::chrono::steady_clock::now();
    if (const int error = posix_spawnp(&pid, arguments.front(), redirections.get(), nullptr, arguments.data(), environ))
        return std::unexpected(QStringLiteral("can't run %1: %2").arg(command.constFirst(), qt_error_string(error)));
    int status = 0;
    rusage usage{};
    while (wait4(pid, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            return std::unexpected(QStringLiteral("lost %1").arg(command.constFirst()));
    }
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    return Measurement{elapsed.count(), double(usage.ru_maxrss) / kibibytesPerMebibyte,
                       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
}

QList<double> Series::sortedTimes() const
{
    QList<double> times;
    for (const Measurement &measurement : m_measurements)
        times << measurement.milliseconds;
    std::ranges::sort(times);
    return times;
}

double Series::fastest() const
{
    return sortedTimes().constFirst();
}

double Series::median() const
{
    const QList<double> times = sortedTimes();
    const qsizetype middle = times.size() / 2;
    return times.size() % 2 == 1 ? times.at(middle) : (times.at(middle - 1) + times.at(middle)) / 2;
}

double Series::slowest() const
{
    return sortedTimes().constLast();
}

double Series::mostMemory() const
{
    return std::ranges::max(m_measurements, {}, &Measurement::mebibytes).mebibytes;
}

}
