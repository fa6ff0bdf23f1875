// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/capture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QThread>

#include <signal.h>
#include <sys/resource.h>

namespace Freezeframe
{

namespace
{

/// Cores of any size, as far as this user may.
void raiseCoreLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    if (limit.rlim_max != RLIM_INFINITY) {
        const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
        if (setrlimit(RLIMIT_CORE, &unlimited) == 0)
            return;
    }
    setrlimit(RLIMIT_CORE, &limit);
}

/// The debuggers under which a victim runs do their best without any environment of ours.
QProcessEnvironment deathEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("GO")))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("GOTRACEBACK"), QStringLiteral("crash"));
    environment.insert(QStringLiteral("DEBUGINFOD_URLS"), QString());
    // Sanitizers of the test must not reach the victim.
    environment.remove(QStringLiteral("LD_PRELOAD"));
    return environment;
}

/// Sends the signal when the victim says that it is ready for it.
std::expected<void, QString> signalWhenReady(const QProcess &process, const QString &folder,
                                             const VictimRequest &request)
{
    constexpr int pollInterval = 20; // ms
    constexpr int settling = 100; // ms: the goroutines shall be where they stay
    QElapsedTimer timer;
    timer.start();
    while (!fileContent(folder + QStringLiteral("/stdout")).contains("ready")) {
        if (process.state() == QProcess::NotRunning || timer.elapsed() > request.timeLimit * 1000)
            return std::unexpected(request.fixture + QStringLiteral(" did not say that it is ready"));
        QThread::msleep(pollInterval);
    }
    QThread::msleep(settling);
    ::kill(pid_t(process.processId()), request.signal);
    return {};
}

std::expected<void, QString> runIn(const QString &folder, const VictimRequest &request, const QString &program,
                                   const QStringList &arguments, bool keepErrors)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(deathEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(folder + QStringLiteral("/stdout"));
    process.setStandardErrorFile(keepErrors ? folder + QStringLiteral("/stderr") : QProcess::nullDevice());
    process.setChildProcessModifier(raiseCoreLimit);
    process.start(program, arguments);
    if (!process.waitForStarted())
        return std::unexpected(QStringLiteral("can't run %1: %2").arg(program, process.errorString()));
    if (request.signal != 0) {
        if (auto sent = signalWhenReady(process, folder, request); !sent) {
            process.kill();
            process.waitForFinished();
            return sent;
        }
    }
    if (!process.waitForFinished(request.timeLimit * 1000)) {
        process.kill();
        process.waitForFinished();
        return std::unexpected(QStringLiteral("%1 was not over after %2 s").arg(program).arg(request.timeLimit));
    }
    return {};
}

/// The kernel's file may be called core, or core.PID.
bool findKernelCore(const QString &folder)
{
    const QStringList names = QDir(folder).entryList({QStringLiteral("core"), QStringLiteral("core.*")}, QDir::Files);
    if (names.isEmpty())
        return false;
    if (names.constFirst() == QLatin1String("core"))
        return true;
    return QFile::rename(folder + QLatin1Char('/') + names.constFirst(), folder + QStringLiteral("/core"));
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

std::expected<void, QString> coreByGdb(const VictimRequest &request, const QString &executable, const QString &folder)
{
    if (request.signal != 0)
        return std::unexpected(QStringLiteral("a signal from outside would hit gdb"));
    const QString gdb = findTool(QStringLiteral("gdb"));
    if (gdb.isEmpty())
        return std::unexpected(QStringLiteral("gdb is not installed"));
    QStringList arguments{QStringLiteral("-nx"), QStringLiteral("-batch")};
    // Go uses signals all the time; only the last one matters.
    for (const char *command : {"set confirm off", "set debuginfod enabled off", "set startup-with-shell off",
                                "set disable-randomization off", "handle all nostop noprint pass",
                                "handle SIGABRT stop print pass", "run", "generate-core-file core", "kill"})
        arguments << QStringLiteral("-ex") << QString::fromLatin1(command);
    arguments << QStringLiteral("--args") << executable << request.arguments;
    if (auto ran = runIn(folder, request, gdb, arguments, true); !ran)
        return ran;
    if (!QFile::exists(folder + QStringLiteral("/core")))
        return std::unexpected(QStringLiteral("gdb wrote no core: %1")
                                   .arg(QString::fromUtf8(fileContent(folder + QStringLiteral("/stdout")).right(400))));
    return {};
}

std::expected<void, QString> dumpByDelve(const VictimRequest &request, const QString &executable, const QString &folder)
{
    const QString delve = findTool(QStringLiteral("dlv"));
    if (delve.isEmpty())
        return std::unexpected(QStringLiteral("dlv is not installed"));
    writeFile(folder + QStringLiteral("/script"), "continue\ndump core\nexit\n");
    QStringList arguments{QStringLiteral("exec"),
                          QStringLiteral("--check-go-version=false"),
                          QStringLiteral("--allow-non-terminal-interactive=true"),
                          QStringLiteral("--init"),
                          folder + QStringLiteral("/script"),
                          executable};
    if (!request.arguments.isEmpty())
        arguments << QStringLiteral("--") << request.arguments;
    if (auto ran = runIn(folder, request, delve, arguments, true); !ran)
        return ran;
    if (!QFile::exists(folder + QStringLiteral("/core")))
        return std::unexpected(QStringLiteral("dlv wrote no core: %1")
                                   .arg(QString::fromUtf8(fileContent(folder + QStringLiteral("/stderr")).right(400))));
    return {};
}

}

std::expected<void, QString> captureDeath(const VictimRequest &request, const QString &executable,
                                          const QString &folder)
{
    switch (request.capture) {
    case Capture::Gcore: return coreByGdb(request, executable, folder);
    case Capture::DelveDump: return dumpByDelve(request, executable, folder);
    case Capture::Kernel: break;
    }
    if (auto ran = runIn(folder, request, executable, request.arguments, request.keepErrors); !ran)
        return ran;
    if (findKernelCore(folder))
        return {};
    const QByteArray pattern = fileContent(QStringLiteral("/proc/sys/kernel/core_pattern")).trimmed();
    if (request.signal != 0)
        return std::unexpected(
            QStringLiteral("the kernel wrote no core here (core_pattern: %1)").arg(QString::fromUtf8(pattern)));
    auto byGdb = coreByGdb(request, executable, folder);
    if (!byGdb)
        return std::unexpected(QStringLiteral("the kernel wrote no core here (core_pattern: %1), and %2")
                                   .arg(QString::fromUtf8(pattern), byGdb.error()));
    writeFile(folder + QStringLiteral("/note"),
              "gdb wrote this core: the kernel wrote none here (core_pattern: " + pattern + ")\n");
    return {};
}

}
