// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/captureruns.h"

#include <QDir>

namespace Freezeframe
{

ProgramRun runProgram(const QString &program, const QStringList &arguments)
{
    constexpr int patience = 60'000; // ms
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(patience);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

bool CoreFolder::isEmpty() const
{
    return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty();
}

ProgramRun CoreFolder::capture(const RunningVictim &victim, const QStringList &options) const
{
    return runProgram(
        QStringLiteral(FREEZEFRAME_CLI),
        QStringList{QStringLiteral("capture"), QString::number(victim.pid()), QStringLiteral("-o"), core()} + options);
}

std::unique_ptr<RunningVictim> victimIn(const char *state, const QStringList &more)
{
    auto victim = RunningVictim::start(QStringList{QLatin1String(state)} + more);
    if (victim)
        return std::move(*victim);
    qWarning("%s", qPrintable(victim.error()));
    return nullptr;
}

CaptureOptions optionsFor(const RunningVictim &victim, const QString &output)
{
    CaptureOptions options;
    options.process.pid = victim.pid();
    options.output = output.toStdString();
    return options;
}

std::shared_ptr<const CoreFile> openedCore(const QString &path)
{
    const auto file = MappedFile::open(path.toStdString());
    const auto core = file ? CoreFile::open(*file) : std::unexpected(file.error());
    return core ? *core : nullptr;
}

}
