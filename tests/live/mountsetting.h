// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/live/livevictim.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{

/// A sitter in PLACE/gone, which has folders beside it that it may mount.
class Setting
{
public:
    explicit Setting(const QStringList &words, const std::optional<uint32_t> &user = {})
        : m_words(words)
    {
        for (const char *name : {"gone", "other", "back", "lower", "upper", "work", "refuge"})
            QDir().mkdir(m_place.filePath(QLatin1String(name)));
        if (user) {
            m_place.setAutoRemove(true);
            ::chmod(qPrintable(m_place.path()), 0755);
            ::chmod(qPrintable(path("gone")), 01777);
        }
        LiveVictimRequest request{
            .program = sitterProgram(), .arguments = words, .user = user, .folder = path("gone"), .readyWord = "set"};
        m_victim.emplace(request);
    }
    /// What the kernel does not permit here is skipped by name.
    [[nodiscard]] bool isRefused() { return !m_victim->isReady() && m_victim->process().exitCode() == 77; }
    [[nodiscard]] bool isReady() const { return m_victim->isReady(); }
    [[nodiscard]] QString path(const char *name) const { return m_place.filePath(QLatin1String(name)); }
    [[nodiscard]] int32_t pid() const
    {
        if (!m_words.contains("as-child"))
            return m_victim->pid();
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(m_victim->pid()));
        return children.open(QIODevice::ReadOnly) ? children.readAll().simplified().toInt() : 0;
    }
    [[nodiscard]] QString filled(QString text) const { return text.replace("PLACE", m_place.path()); }

private:
    QTemporaryDir m_place;
    QStringList m_words;
    std::optional<LiveVictim> m_victim;
};

inline bool canBeOpened(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY);
    if (file >= 0)
        ::close(file);
    return file >= 0;
}

inline constexpr const char *notPermitted = "mounts of one's own are not permitted here";

}
