// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QStringList>

namespace Freezeframe
{

/// Lists of texts that a person made, one for each program, kept over sessions: those of the programs used last. GUI
/// thread.
class ProgramLists
{
public:
    static constexpr int mostPrograms = 50;

    /// @p key: their name in the settings.
    explicit ProgramLists(QLatin1StringView key)
        : m_key(key)
    {
    }

    /// As it was kept last; without what is empty or too long.
    [[nodiscard]] QStringList read(const QString &program) const;
    void write(const QString &program, const QStringList &list) const;

    /// By what a program is known in every session: its main package's path, else its file's name.
    [[nodiscard]] static QString programKey(const ProcessSummary &process);

private:
    QLatin1StringView m_key;
};

}
