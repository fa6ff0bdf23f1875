// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/livevictims.h"

#include "tests/support/victim.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

namespace Freezeframe
{

LiveVictims::~LiveVictims()
{
    for (const auto &process : m_processes) {
        process->kill();
        process->waitForFinished();
    }
}

QString LiveVictims::program() const
{
    return m_folder.filePath(QStringLiteral("orders-api"));
}

bool LiveVictims::startOne(const QString &name, const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("GOTRACEBACK"));
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(m_folder.path());
    process->start(m_folder.filePath(name), arguments);
    constexpr int patienceMilliseconds = 20'000;
    const bool isReady = process->waitForReadyRead(patienceMilliseconds);
    m_processes.push_back(std::move(process));
    return isReady;
}

/// Its core lies in its folder, as old as a crash of @p daysAgo would be.
bool LiveVictims::crashOne(const QString &name, const QString &program, const QStringList &arguments, int daysAgo)
{
    const QDir folder(m_folder.filePath(QStringLiteral("crash-%1").arg(m_crashes.size())));
    if (!folder.mkpath(QStringLiteral(".")) || !QFile::copy(program, folder.filePath(name)))
        return false;
    constexpr int patienceMilliseconds = 20'000;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOTRACEBACK"), QStringLiteral("crash"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder.path());
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setChildProcessModifier([] {
        const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
        setrlimit(RLIMIT_CORE, &limit);
    });
    process.start(folder.filePath(name), arguments);
    if (!process.waitForFinished(patienceMilliseconds)) // one that does not die by itself
        ::kill(pid_t(process.processId()), SIGSEGV);
    process.waitForFinished(patienceMilliseconds);
    QFile core(folder.filePath(QStringLiteral("core")));
    if (!core.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return false;
    core.setFileTime(QDateTime::currentDateTime().addDays(-daysAgo), QFileDevice::FileModificationTime);
    m_crashes.append(folder.path());
    return true;
}

QStringList LiveVictims::crashes()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (!m_crashes.isEmpty() || toolchains.isEmpty())
        return m_crashes;
    const auto program = [&](const char *fixture, int back) {
        const GoToolchain &go = toolchains.at(std::max(0, int(toolchains.size()) - 1 - back));
        return buildVictim({.fixture = QLatin1String(fixture), .go = go}).value_or(QString());
    };
    const auto way = [](const char *name) { return QStringList{QLatin1String(name)}; };
    crashOne(QStringLiteral("orders-api"), program("sample", 0), {}, 0);
    crashOne(QStringLiteral("pricing"), program("crash", 1), way("fatal-map-writes"), 1);
    crashOne(QStringLiteral("pricing"), program("crash", 1), way("fatal-map-writes"), 1);
    crashOne(QStringLiteral("gateway"), program("crash", 2), way("index"), 8);
    crashOne(QStringLiteral("ledger-worker"), program("crash", 3), way("panic-wrapped"), 9);
    return m_crashes;
}

std::expected<int, QString> LiveVictims::start()
{
    if (!m_processes.empty())
        return int(m_processes.front()->processId());
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        return std::unexpected(QStringLiteral("no Go toolchain on this machine"));
    struct Row {
        const char *name;
        const char *region;
        int megabytes;
        int workers;
    };
    constexpr Row rows[]{{"orders-api", "eu-1", 384, 64},
                         {"pricing", "eu-2", 96, 24},
                         {"gateway", "us-1", 48, 40},
                         {"ledger-worker", "eu-1", 12, 8}};
    for (int i = 0; i < int(std::size(rows)); ++i) {
        // Several releases, as on a machine that has grown.
        const GoToolchain &go = toolchains.at(std::max(0, int(toolchains.size()) - 1 - i));
        const auto program = buildVictim({.fixture = QStringLiteral("idle"), .go = go, .build = GoBuild::NoOpt});
        if (!program)
            return std::unexpected(program.error());
        const QString name = QLatin1String(rows[i].name);
        if (!QFile::copy(*program, m_folder.filePath(name))
            || !startOne(name,
                         {QStringLiteral("-region"), QLatin1String(rows[i].region), QStringLiteral("-mb"),
                          QString::number(rows[i].megabytes), QStringLiteral("-workers"),
                          QString::number(rows[i].workers)}))
            return std::unexpected(QStringLiteral("a program could not be started"));
    }
    // Neighbours that are no Go programs.
    for (const char *name : {"sleep", "tail", "cat"}) {
        auto process = std::make_unique<QProcess>();
        const QStringList arguments = name == std::string_view("sleep") ? QStringList{QStringLiteral("3600")}
            : name == std::string_view("tail") ? QStringList{QStringLiteral("-f"), QStringLiteral("/dev/null")}
                                               : QStringList();
        process->start(QLatin1String(name), arguments);
        process->waitForStarted();
        m_processes.push_back(std::move(process));
    }
    return int(m_processes.front()->processId());
}

}
