// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/programrun.h"

#include "model/format.h"

#include <QProcessEnvironment>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <sys/resource.h>

namespace Freezeframe
{
namespace
{

constexpr qsizetype outputPiece = 256 * 1024; ///< of what comes at once, its end is kept

/// How many bytes at the end are the beginning of a character of UTF-8 whose rest is still to come.
qsizetype unfinishedCharacter(const QByteArray &bytes)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, bytes.size()); ++back) {
        const auto byte = uchar(bytes.at(bytes.size() - back));
        if ((byte & 0xc0) == 0x80)
            continue;
        const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

/// Between fork and exec: only calls that are safe there.
void raiseCoreLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

}

ProgramRun::ProgramRun(QObject *parent)
    : QObject(parent)
    , m_wait(new DeathWait(this))
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setChildProcessModifier(raiseCoreLimit);
    connect(&m_process, &QProcess::started, this, [this] {
        m_wait->watch(id());
        Q_EMIT started(int(m_process.processId()));
    });
    connect(&m_process, &QProcess::readyRead, this, [this] { readOutput(false); });
    connect(&m_process, &QProcess::finished, this, &ProgramRun::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(m_process.errorString());
    });
    connect(m_wait, &DeathWait::progressed, this, &ProgramRun::progressed);
    connect(m_wait, &DeathWait::ended, this, [this](const CoreWaitResult &result) {
        if (result.outcome == CoreWaitResult::Outcome::Found) {
            Q_EMIT coreFound(QString::fromStdString(result.path), result.isTruncated);
            return;
        }
        QStringList looked;
        for (const std::string &place : result.looked)
            looked.append(shown(place));
        const QString where
            = looked.isEmpty() ? QString() : tr(" Looked in: %1.").arg(looked.join(QStringLiteral(", ")));
        Q_EMIT noCore(shownLines(result.sentence) + where);
    });
    connect(m_wait, &DeathWait::failed, this,
            [this](const Error &error) { Q_EMIT noCore(errorText(error) + QLatin1Char('.')); });
}

ProgramRun::~ProgramRun()
{
    m_process.disconnect(this);
    m_process.kill();
    constexpr int patienceMilliseconds = 1000;
    m_process.waitForFinished(patienceMilliseconds);
}

void ProgramRun::start(const Settings &settings)
{
    if (isRunning() || m_wait->isRunning())
        return;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOTRACEBACK"), QStringLiteral("crash"));
    for (const QString &entry : settings.environment) {
        const qsizetype equals = entry.indexOf(QLatin1Char('='));
        if (equals > 0)
            environment.insert(entry.left(equals), entry.mid(equals + 1));
    }
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(settings.folder);
    m_process.start(settings.program, settings.arguments);
    m_process.closeWriteChannel();
}

void ProgramRun::send(int signal)
{
    if (isRunning())
        m_wait->send(signal);
}

void ProgramRun::readOutput(bool isEnd)
{
    QByteArray bytes = m_rest + m_process.readAll();
    if (bytes.size() > outputPiece)
        bytes = bytes.last(outputPiece);
    const qsizetype rest = isEnd ? 0 : unfinishedCharacter(bytes);
    m_rest = bytes.last(rest);
    bytes.chop(rest);
    if (!bytes.isEmpty())
        Q_EMIT output(shownLines(std::string_view(bytes.constData(), size_t(bytes.size()))));
}

void ProgramRun::finish(int code, QProcess::ExitStatus status)
{
    readOutput(true);
    if (status == QProcess::NormalExit) {
        Q_EMIT ended(tr("exited with status %1").arg(code), false);
        return;
    }
    const char *name = sigabbrev_np(code);
    Q_EMIT ended(name ? tr("killed by SIG%1").arg(QLatin1String(name)) : tr("killed by signal %1").arg(code), true);
}

}
