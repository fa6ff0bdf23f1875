// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/administratormend.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <string_view>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// pkexec(1): the person dismissed the dialog, or is not allowed.
constexpr int dismissed = 126;
constexpr int notAuthorised = 127;

}

QString commandLineProgram()
{
    const QString name = QStringLiteral("freezeframe-cli");
    const QString here = QCoreApplication::applicationDirPath();
    QString path = QStandardPaths::findExecutable(
        name, {here, here + QStringLiteral("/../cli"), here + QStringLiteral("/../bin")});
    if (path.isEmpty())
        path = QStandardPaths::findExecutable(name);
    return QFileInfo(path).canonicalFilePath();
}

QStringList administratorCommand(const ProcessId &process, const DoctorCheck &check)
{
    constexpr std::array<std::string_view, 4> mended{"core-limit", "core-filter", "core-folder", "core-pattern"};
    const bool isKnown = std::ranges::contains(mended, check.id);
    if (!isKnown || !check.fix || check.fix->action == DoctorFix::Action::None)
        return {};
    QStringList command{commandLineProgram(), QStringLiteral("doctor")};
    if (process.pid > 0)
        command.append(QString::number(process.pid));
    command << QStringLiteral("--apply") << QString::fromStdString(check.id);
    if (process.startTicks > 0)
        command << QStringLiteral("--start") << QString::number(process.startTicks);
    return command;
}

Result<void> applyAsAdministrator(const ProcessId &process, const DoctorCheck &check)
{
    if (::geteuid() == 0)
        return applyFix(process, check.fix.value_or(DoctorFix{}));
    const QStringList command = administratorCommand(process, check);
    if (command.isEmpty())
        return fail(ErrorCode::Unsupported, "this can't be mended from here: follow the text");
    const QString pkexec = QStandardPaths::findExecutable(QStringLiteral("pkexec"));
    if (pkexec.isEmpty())
        return fail(ErrorCode::NotFound, "pkexec is not installed: run the command as root yourself");
    QProcess program;
    program.start(pkexec, command);
    program.closeWriteChannel();
    constexpr int patienceMilliseconds = 5 * 60 * 1000; // a password is being looked for
    if (!program.waitForFinished(patienceMilliseconds))
        return fail(ErrorCode::Limit, "nobody answered the question for a password");
    // 0: done, and nothing is wrong now; 1: done, and something else still is.
    if (program.exitStatus() == QProcess::NormalExit && program.exitCode() <= 1)
        return {};
    if (program.exitCode() == dismissed || program.exitCode() == notAuthorised)
        return fail(ErrorCode::Io, "it was not authorised");
    const QString said = QString::fromLocal8Bit(program.readAllStandardError()).trimmed();
    return fail(ErrorCode::Io, said.isEmpty() ? "the command failed" : said.toStdString());
}

}
