// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/givenfile.h"

#include "backend/base/bytereader.h"
#include "backend/elf/compressedcore.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <cstring>
#include <elf.h>
#include <sys/stat.h>

namespace Freezeframe
{
namespace
{

constexpr int mostFiles = 10'000; ///< looked at in a folder

GivenFile::Kind kindOf(const std::string &path)
{
    const auto head = openCoreHead(path, sizeof(Elf64_Ehdr));
    if (!head)
        return GivenFile::Kind::Other;
    const std::span<const std::byte> bytes = (*head)->bytes();
    if (bytes.size() < EI_NIDENT || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0)
        return GivenFile::Kind::Other;
    const uint16_t type = loadAt<uint16_t>(bytes, EI_NIDENT).value_or(ET_NONE);
    return type == ET_CORE                  ? GivenFile::Kind::Core
        : type == ET_EXEC || type == ET_DYN ? GivenFile::Kind::Program
                                            : GivenFile::Kind::Other;
}

QString identityOf(const std::string &path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return {};
    return QStringLiteral("%1-%2-%3-%4.%5")
        .arg(status.st_dev)
        .arg(status.st_ino)
        .arg(status.st_size)
        .arg(status.st_mtim.tv_sec)
        .arg(status.st_mtim.tv_nsec);
}

}

GivenFile GivenFile::look(const QString &path, const std::stop_token &stop)
{
    GivenFile given;
    const QFileInfo info(path);
    given.path = info.absoluteFilePath();
    given.identity = identityOf(given.path.toStdString());
    if (info.isFile())
        given.kind = kindOf(given.path.toStdString()); // never a pipe, which would wait for who writes
    if (!info.isDir())
        return given;
    given.kind = Kind::Folder;
    QDirIterator files(given.path, QDir::Files | QDir::Hidden);
    for (int count = 0; files.hasNext() && count < mostFiles && !stop.stop_requested(); ++count) {
        const QString file = files.next();
        if (kindOf(file.toStdString()) == Kind::Core)
            given.cores.append(file);
    }
    given.cores.sort();
    return given;
}

}
