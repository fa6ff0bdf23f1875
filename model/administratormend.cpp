// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/administratormend.h"

#include <QProcess>
#include <QStandardPaths>

#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// pkexec(1): the person dismissed the dialog, or is not allowed.
constexpr int dismissed = 126;
constexpr int notAuthorised = 127;

}

QStringList administratorCommand(const ProcessId &process, const DoctorFix &fix)
{
    const QString text = QString::fromStdString(fix.text);
    switch (fix.action) {
    case DoctorFix::Action::RaiseCoreLimit:
        return {QStringLiteral("prlimit"), QStringLiteral("--pid"), QString::number(process.pid),
                QStringLiteral("--core=unlimited")};
    case DoctorFix::Action::SetCorePattern: {
        const QString setting = text.section(QLatin1Char(' '), -1);
        if (!setting.startsWith(QLatin1String("kernel.core_pattern=")))
            return {};
        return {QStringLiteral("sysctl"), QStringLiteral("-w"), setting};
    }
    case DoctorFix::Action::CreateFolder: {
        const qsizetype first = text.indexOf(QLatin1Char('\''));
        const qsizetype last = text.lastIndexOf(QLatin1Char('\''));
        const QString folder = text.mid(first + 1, last - first - 1);
        if (first < 0 || last <= first || !folder.startsWith(QLatin1Char('/')))
            return {};
        return {QStringLiteral("mkdir"), QStringLiteral("-p"), QStringLiteral("-m"), QStringLiteral("1777"), folder};
    }
    case DoctorFix::Action::SetCoreFilter:
    case DoctorFix::Action::None: break;
    }
    return {};
}

Result<void> applyAsAdministrator(const ProcessId &process, const DoctorFix &fix)
{
    if (::geteuid() == 0)
        return applyFix(process, fix);
    const QStringList command = administratorCommand(process, fix);
    if (command.isEmpty())
        return fail(ErrorCode::Unsupported, "this can't be mended from here: follow the text");
    const QString pkexec = QStandardPaths::findExecutable(QStringLiteral("pkexec"));
    if (pkexec.isEmpty())
        return fail(ErrorCode::NotFound, "pkexec is not installed: run the command as root yourself");
    if (process.pid > 0) {
        // Not another one that has its number by now.
        if (const auto handle = ProcessHandle::open(process); !handle)
            return std::unexpected(handle.error());
    }
    QProcess program;
    program.start(pkexec, command);
    program.closeWriteChannel();
    constexpr int patienceMilliseconds = 5 * 60 * 1000; // a password is being looked for
    if (!program.waitForFinished(patienceMilliseconds))
        return fail(ErrorCode::Limit, "nobody answered the question for a password");
    if (program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0)
        return {};
    if (program.exitCode() == dismissed || program.exitCode() == notAuthorised)
        return fail(ErrorCode::Io, "it was not authorised");
    const QString said = QString::fromLocal8Bit(program.readAllStandardError()).trimmed();
    return fail(ErrorCode::Io, said.isEmpty() ? "the command failed" : said.toStdString());
}

}
