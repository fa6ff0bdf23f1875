// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

#include <QString>
#include <QStringList>

#include <utility>

namespace Freezeframe
{

/// What a person set once for all cores: where files are, and how the window looks. A value type; kept in the settings.
struct Preferences {
    QList<std::pair<QString, QString>> sourceMap; ///< recorded prefix → local prefix
    QStringList debugFolders; ///< besides /usr/lib/debug
    QString debugServers; ///< in place of $DEBUGINFOD_URLS; empty: as that says
    int textPercent = usualPercent; ///< of the system's size of text
    QString codeFamily; ///< empty: the system's fixed font

    static constexpr int usualPercent = 100;
    static constexpr int leastPercent = 50;
    static constexpr int mostPercent = 300;

    bool operator==(const Preferences &) const = default;

    [[nodiscard]] static Preferences load();
    /// A sentence says why it could not be kept; empty: it is.
    [[nodiscard]] QString save() const;
    /// After what the command line asked for, which counts more.
    void addTo(OpenOptions &options) const;
    /// From now on this process asks the servers.
    void useServers() const;

    /// Lines "recorded = local". What is not of that form is returned in @p wrong.
    [[nodiscard]] static QList<std::pair<QString, QString>> sourceMapOf(const QString &lines, QStringList *wrong);
    [[nodiscard]] QString sourceLines() const;
};

}
