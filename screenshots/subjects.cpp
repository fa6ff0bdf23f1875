// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/subjects.h"

#include "backend/elf/elffile.h"
#include "tests/support/victim.h"

#include <QFile>

namespace Freezeframe
{

Subjects::Subject Subjects::victim(const QString &fixture, int build, const QStringList &arguments)
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        return std::unexpected(QStringLiteral("no Go toolchain on this machine"));
    const auto victim
        = provideVictim({.fixture = fixture, .go = toolchains.last(), .build = GoBuild(build), .arguments = arguments});
    if (!victim)
        return std::unexpected(victim.error());
    // Under a name and in a folder as a person would have it.
    const QString core = m_folder.filePath(
        (fixture == QLatin1String("sample") ? QStringLiteral("orders-api") : fixture)
        + (build == int(GoBuild::TrimPath) ? QStringLiteral(".whole.core") : QStringLiteral(".core")));
    QFile::remove(core);
    if (!QFile::link(victim->core, core))
        return std::unexpected(QStringLiteral("can't write to the temporary folder"));
    OpenOptions options;
    options.core = core.toStdString();
    options.files.executable = victim->executable.toStdString();
    return options;
}

Subjects::Subject Subjects::main()
{
    return m_main ? Subject(*m_main) : victim(QStringLiteral("sample"), int(GoBuild::NoOpt));
}

Subjects::Subject Subjects::deadlock()
{
    return victim(QStringLiteral("stuck"), int(GoBuild::NoOpt), {QStringLiteral("three")});
}

Subjects::Subject Subjects::variables()
{
    return victim(QStringLiteral("variables"), int(GoBuild::NoOpt));
}

Subjects::Subject Subjects::damaged()
{
    const Subject whole = victim(QStringLiteral("sample"), int(GoBuild::TrimPath));
    if (!whole)
        return whole;
    constexpr double kept = 0.6;
    OpenOptions options = *whole;
    const QString core = m_folder.filePath(QStringLiteral("orders-api.cut.core"));
    const QString executable = m_folder.filePath(QStringLiteral("orders-api"));
    QFile::remove(core);
    QFile::remove(executable);
    const QString from = QFile::symLinkTarget(QString::fromStdString(whole->core));
    if (!QFile::copy(from, core) || !QFile::resize(core, qint64(double(QFile(from).size()) * kept))
        || !QFile::copy(QString::fromStdString(whole->files.executable), executable))
        return std::unexpected(QStringLiteral("can't write to the temporary folder"));
    // Another build of the same program: the same file under another id.
    QFile file(executable);
    if (!file.open(QIODevice::ReadWrite))
        return std::unexpected(file.errorString());
    QByteArray bytes = file.readAll();
    const auto image = ElfFile::open(
        MappedFile::fromBytes(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))), "copy"));
    const QByteArray id = image ? QByteArray::fromHex(QByteArray::fromStdString((*image)->buildId())) : QByteArray();
    const qsizetype at = id.isEmpty() ? -1 : bytes.indexOf(id);
    if (at >= 0) {
        QByteArray other = id;
        for (char &byte : other)
            byte = char(byte ^ 0x5a);
        file.seek(at);
        file.write(other);
    }
    options.core = core.toStdString();
    options.files.executable = executable.toStdString();
    options.files.force = true;
    return options;
}

}
