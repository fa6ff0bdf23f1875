// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/programstart.h"

#include "backend/live/procfiles.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <format>

namespace Freezeframe
{
namespace
{

constexpr size_t longestText = 4 << 20; ///< of a command line or an environment

QString decoded(const std::string &text)
{
    return QFile::decodeName(QByteArray::fromStdString(text));
}

QStringList wordsOf(const std::string &path)
{
    QStringList words;
    for (const std::string &word : splitAtNul(readKernelFile(path, longestText).value_or(std::string())))
        words << decoded(word);
    return words;
}

}

ProgramStart ProgramStart::of(const ProcessId &process)
{
    const std::string folder = std::format("/proc/{}/", process.pid);
    ProgramStart start;
    start.program = decoded(withoutDeleted(readLink(folder + "exe").value_or(std::string())));
    if (!QFileInfo::exists(start.program))
        start.program.clear(); // replaced, or in another root
    start.arguments = wordsOf(folder + "cmdline");
    if (!start.arguments.isEmpty())
        start.arguments.removeFirst();
    start.folder = decoded(withoutDeleted(readLink(folder + "cwd").value_or(std::string())));
    start.environment = wordsOf(folder + "environ");
    start.origin = QCoreApplication::translate("Freezeframe", "PID %1").arg(process.pid);
    return start;
}

ProgramStart ProgramStart::ofFile(const QString &program)
{
    ProgramStart start;
    start.program = program;
    start.folder = QFileInfo(program).absolutePath();
    return start;
}

QString ProgramStart::argumentText() const
{
    QStringList words;
    for (const QString &argument : arguments) {
        QString word = argument;
        word.replace(QLatin1Char('"'), QLatin1String("\"\"\"")); // as QProcess::splitCommand takes a quote
        const bool isPlain = !word.isEmpty() && !word.contains(QLatin1Char(' ')) && !word.contains(QLatin1Char('\t'))
            && !word.contains(QLatin1Char('\n'));
        words << (isPlain ? word : QLatin1Char('"') + word + QLatin1Char('"'));
    }
    return words.join(QLatin1Char(' '));
}

}
