// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/livevictims.h"

#include "tests/support/victim.h"

#include <QFile>

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
