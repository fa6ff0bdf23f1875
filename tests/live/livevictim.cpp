// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/live/livevictim.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

void limit(int resource, const std::optional<rlim_t> &soft)
{
    rlimit both{};
    if (!soft || getrlimit(__rlimit_resource_t(resource), &both) != 0)
        return;
    both.rlim_cur = std::min(*soft, both.rlim_max);
    setrlimit(__rlimit_resource_t(resource), &both);
}

}

LiveVictim::LiveVictim(const LiveVictimRequest &request)
{
    m_own.setAutoRemove(true);
    m_folder = request.folder.isEmpty() ? m_own.path() : request.folder;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("GOTRACEBACK"));
    environment.remove(QStringLiteral("LD_PRELOAD"));
    if (!request.traceback.isNull())
        environment.insert(QStringLiteral("GOTRACEBACK"), QString::fromUtf8(request.traceback));
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_folder);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([request] {
        limit(RLIMIT_CORE, request.coreLimit);
        limit(RLIMIT_FSIZE, request.fileLimit);
        if (request.user && (setgroups(0, nullptr) != 0 || setgid(*request.user) != 0 || setuid(*request.user) != 0))
            _exit(99);
    });
    m_process.start(request.program, request.arguments);
    QByteArray output;
    QElapsedTimer timer;
    timer.start();
    constexpr int startLimit = 20'000; // ms
    while (!output.contains(request.readyWord) && timer.elapsed() < startLimit
           && m_process.state() != QProcess::NotRunning) {
        m_process.waitForReadyRead(50);
        output += m_process.readAllStandardOutput();
    }
    m_isReady = output.contains(request.readyWord) && m_process.state() == QProcess::Running;
}

LiveVictim::~LiveVictim()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

QString sitterProgram()
{
    return QStringLiteral(FREEZEFRAME_SITTER);
}

StrangersPlace::StrangersPlace(mode_t mode)
    : m_outer(QStringLiteral("/tmp/freezeframe-stranger-XXXXXX"))
{
    const QString program = request().program;
    m_isReady = ::chmod(qPrintable(m_outer.path()), 0755) == 0 && QFile::copy(sitterProgram(), program)
        && ::chmod(qPrintable(program), 0755) == 0 && QDir().mkdir(folder())
        && ::chmod(qPrintable(folder()), mode) == 0;
}

LiveVictimRequest StrangersPlace::request() const
{
    constexpr uint32_t nobody = 65534;
    return {
        .program = m_outer.filePath(QStringLiteral("sitter")), .user = nobody, .folder = folder(), .readyWord = "set"};
}

bool writesPlainCores()
{
    QFile pattern(QStringLiteral("/proc/sys/kernel/core_pattern"));
    QFile usesPid(QStringLiteral("/proc/sys/kernel/core_uses_pid"));
    return pattern.open(QIODevice::ReadOnly) && pattern.readAll().trimmed() == "core"
        && usesPid.open(QIODevice::ReadOnly) && usesPid.readAll().trimmed() == "0";
}

}
