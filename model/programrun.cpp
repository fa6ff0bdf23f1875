// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/programrun.h"

#include "model/corewaittext.h"
#include "model/format.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace Freezeframe
{
namespace
{

constexpr qsizetype outputPiece = 256 * 1024; ///< of what comes at once, its end is kept

void raiseCoreLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

/// Two pipes between us and the child that is not yet the program.
struct Gate {
    std::array<int, 2> arrival{-1, -1}; ///< closed by the child once it is in its folder
    std::array<int, 2> word{-1, -1}; ///< ours: it may go on

    [[nodiscard]] bool open()
    {
        if (::pipe2(arrival.data(), O_CLOEXEC) != 0)
            return false;
        if (::pipe2(word.data(), O_CLOEXEC) == 0)
            return true;
        for (int &end : arrival)
            ::close(std::exchange(end, -1));
        return false;
    }
    /// In the parent, after the fork: until the child waits, or is gone.
    void awaitArrival() const
    {
        ::close(arrival[1]);
        pollfd end{.fd = arrival[0], .events = POLLIN, .revents = 0};
        constexpr int patienceMilliseconds = 1000; // it takes one or two
        while (::poll(&end, 1, patienceMilliseconds) < 0 && errno == EINTR) { }
        ::close(arrival[0]);
        ::close(word[0]);
    }
};

/// Between fork and exec: only calls that are safe there. Waits at the gate until the parent has opened what it needs to
/// find the core of a program that dies at once. QProcess calls it in the program's folder.
void becomeProgram(const Gate &gate, int terminal)
{
    raiseCoreLimit();
    if (terminal >= 0) {
        dup2(terminal, STDOUT_FILENO);
        dup2(terminal, STDERR_FILENO);
    }
    if (gate.word[0] < 0)
        return;
    close(gate.word[1]);
    close(gate.arrival[1]);
    char word = 0;
    ssize_t count = 0;
    do {
        count = read(gate.word[0], &word, 1);
    } while (count < 0 && errno == EINTR);
    if (count != 1)
        _exit(1); // the parent is gone
}

void addTo(QProcessEnvironment &environment, const QStringList &entries)
{
    for (const QString &entry : entries) {
        const qsizetype equals = entry.indexOf(QLatin1Char('='));
        if (equals > 0)
            environment.insert(entry.left(equals), entry.mid(equals + 1));
    }
}

QProcessEnvironment environmentOf(const ProgramRun::Settings &settings)
{
    QProcessEnvironment environment
        = settings.base.isEmpty() ? QProcessEnvironment::systemEnvironment() : QProcessEnvironment();
    addTo(environment, settings.base);
    environment.insert(QStringLiteral("GOTRACEBACK"), QStringLiteral("crash"));
    addTo(environment, settings.environment);
    return environment;
}

/// As QProcess finds it: a name without a slash is looked up on PATH, another one from the program's own folder.
std::string executableOf(const ProgramRun::Settings &settings)
{
    QString path = settings.program;
    if (!path.contains(QLatin1Char('/')))
        path = QStandardPaths::findExecutable(path);
    else if (QDir::isRelativePath(path))
        path = QDir(settings.folder).absoluteFilePath(path);
    const QString real = QFileInfo(path).canonicalFilePath();
    return (real.isEmpty() ? path : real).toStdString();
}

}

ProgramRun::ProgramRun(QObject *parent)
    : QObject(parent)
    , m_wait(new DeathWait(this))
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    connect(&m_process, &QProcess::started, this, [this] {
        if (m_terminal)
            m_terminal->closeChildsEnd();
        Q_EMIT started(int(m_process.processId()));
    });
    connect(&m_process, &QProcess::readyRead, this, [this] { take(m_process.readAll(), false); });
    connect(&m_process, &QProcess::finished, this, &ProgramRun::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        letGo();
        m_wait->cancel();
        m_hasFailed = true;
        Q_EMIT failed(m_process.errorString());
    });
    connect(m_wait, &DeathWait::prepared, this, &ProgramRun::letGo);
    connect(m_wait, &DeathWait::progressed, this, &ProgramRun::progressed);
    connect(m_wait, &DeathWait::ended, this, [this](const CoreWaitResult &result) {
        m_result = result;
        tellCore();
    });
    connect(m_wait, &DeathWait::failed, this, [this](const Error &error) {
        m_result = std::unexpected(error);
        tellCore();
    });
}

ProgramRun::~ProgramRun()
{
    m_process.disconnect(this);
    if (m_gate >= 0)
        ::close(m_gate); // without a word: the child that waits there ends
    m_process.kill();
    constexpr int patienceMilliseconds = 1000;
    m_process.waitForFinished(patienceMilliseconds);
}

void ProgramRun::start(const Settings &settings)
{
    if (isRunning() || m_wait->isRunning())
        return;
    const QProcessEnvironment environment = environmentOf(settings);
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(settings.folder);
    m_text = {};
    m_hasFailed = false;
    m_result.reset();
    m_terminal = settings.terminal ? PseudoTerminal::open() : nullptr;
    if (m_terminal)
        connect(m_terminal.get(), &PseudoTerminal::received, this,
                [this](const QByteArray &bytes) { take(bytes, false); });
    Gate gate;
    const bool hasGate = gate.open();
    m_gate = gate.word[1];
    m_process.setChildProcessModifier(
        [gate, terminal = m_terminal ? m_terminal->childsEnd() : -1] { becomeProgram(gate, terminal); });
    m_process.start(settings.program, settings.arguments);
    // Before that its folder is ours, and its core would be looked for there.
    if (hasGate)
        gate.awaitArrival();
    m_process.closeWriteChannel();
    const bool crashes = environment.value(QStringLiteral("GOTRACEBACK")) == QLatin1String("crash");
    m_wait->setRefuge(m_process.workingDirectory());
    if (m_process.processId() > 0)
        m_wait->watchStart(id(),
                           {.executable = executableOf(settings),
                            .name = QFileInfo(settings.program).fileName().toStdString(),
                            .crashes = crashes});
}

void ProgramRun::letGo()
{
    if (m_gate < 0)
        return;
    constexpr char word = 'g';
    [[maybe_unused]] const ssize_t count = ::write(m_gate, &word, 1); // a child that is gone does not read it
    ::close(m_gate);
    m_gate = -1;
}

/// The wait and the process tell of the same death, in whichever order: the core comes last.
void ProgramRun::tellCore()
{
    if (!m_result || isRunning() || m_hasFailed)
        return;
    const Result<CoreWaitResult> result = *std::exchange(m_result, std::nullopt);
    if (!result) {
        Q_EMIT noCore(errorText(result.error()) + QLatin1Char('.'));
        return;
    }
    if (result->outcome == CoreWaitResult::Outcome::Found) {
        Q_EMIT coreFound(QString::fromStdString(result->path), result->isTruncated);
        return;
    }
    Q_EMIT noCore(coreWaitText(*result));
}

void ProgramRun::send(int signal)
{
    if (isRunning())
        m_wait->send(signal);
}

void ProgramRun::take(const QByteArray &bytes, bool isEnd)
{
    QByteArray text = m_text.take(bytes.size() > outputPiece ? bytes.last(outputPiece) : bytes);
    if (isEnd)
        text += m_text.finish();
    if (!text.isEmpty())
        Q_EMIT output(shownLines(std::string_view(text.constData(), size_t(text.size()))));
}

void ProgramRun::finish(int code, QProcess::ExitStatus status)
{
    if (m_terminal)
        m_terminal->drain();
    take(m_process.readAll(), true);
    m_terminal.reset();
    if (status == QProcess::NormalExit) {
        Q_EMIT ended(tr("exited with status %1").arg(code), false);
    } else {
        const char *name = sigabbrev_np(code);
        Q_EMIT ended(name ? tr("killed by SIG%1").arg(QLatin1String(name)) : tr("killed by signal %1").arg(code), true);
    }
    tellCore();
}

}
