// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/dwarf/programs.h"

#include "tests/support/victim.h"

#include <QProcess>
#include <QStandardPaths>

namespace Freezeframe
{

std::expected<QByteArray, QString> Programs::run(const QString &program, const QStringList &arguments,
                                                 const QString &folder)
{
    QProcess process;
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOTOOLCHAIN"), QStringLiteral("local"));
    environment.insert(QStringLiteral("GOFLAGS"), QStringLiteral("-buildvcs=false"));
    environment.insert(QStringLiteral("CGO_ENABLED"), QStringLiteral("0"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return std::unexpected(program + QStringLiteral(" failed: ")
                               + QString::fromUtf8(process.readAllStandardError()));
    return process.readAllStandardOutput();
}

std::expected<QString, QString> Programs::goBuild(const QString &go, const QString &source, const QString &name,
                                                  const QStringList &flags)
{
    const QString path = m_folder.filePath(name);
    const auto done = run(
        go, QStringList{QStringLiteral("build"), QStringLiteral("-o"), path} + flags + QStringList{QStringLiteral(".")},
        QStringLiteral(DWARF_PROGRAMS "/") + source);
    return done ? std::expected<QString, QString>(path) : std::unexpected(done.error());
}

std::expected<QString, QString> Programs::oracle()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        return std::unexpected(QStringLiteral("no Go on this machine"));
    return goBuild(toolchains.last().program, QStringLiteral("oracle"), QStringLiteral("oracle"), {});
}

std::expected<QList<Programs::Program>, QString> Programs::build(bool isShort)
{
    struct Variant {
        const char *name;
        QStringList flags;
    };
    const QList<Variant> variants = {
        {"plain", {}},
        {"noopt", {QStringLiteral("-gcflags=all=-N -l"), QStringLiteral("-ldflags=-compressdwarf=false")}},
        {"pie", {QStringLiteral("-buildmode=pie")}},
    };
    QList<Program> programs;
    for (const GoToolchain &toolchain : goToolchains()) {
        for (const Variant &variant : variants) {
            // Short: the oldest and newest DWARF, without compression.
            const bool isEnd = toolchain.program == goToolchains().first().program
                || toolchain.program == goToolchains().last().program;
            if (isShort && (qstrcmp(variant.name, "noopt") != 0 || !isEnd))
                continue;
            const QString name = QStringLiteral("go %1 %2").arg(toolchain.release(), QLatin1String(variant.name));
            const auto path = goBuild(toolchain.program, QStringLiteral("go"),
                                      QString(name).replace(QLatin1Char(' '), QLatin1Char('-')), variant.flags);
            if (!path)
                return std::unexpected(path.error());
            programs << Program{name, *path, true};
        }
    }
    const QString compiler = QStandardPaths::findExecutable(QStringLiteral("gcc"));
    for (const char *version : {"4", "5"}) {
        for (const char *level : {"0", "2"}) {
            if (compiler.isEmpty() || (isShort && *level == '0'))
                continue;
            const QString name = QStringLiteral("c dwarf%1 O%2").arg(QLatin1String(version), QLatin1String(level));
            const QString path = m_folder.filePath(QString(name).replace(QLatin1Char(' '), QLatin1Char('-')));
            const auto done = run(compiler,
                                  {QStringLiteral("-g"), QStringLiteral("-gdwarf-") + QLatin1String(version),
                                   QStringLiteral("-O") + QLatin1String(level), QStringLiteral("-o"), path,
                                   QStringLiteral(DWARF_PROGRAMS "/shapes.c")});
            if (!done)
                return std::unexpected(done.error());
            programs << Program{name, path, false};
        }
    }
    return programs;
}

}
