// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <stop_token>
#include <vector>

namespace Freezeframe
{

/// What a person handed over: on the command line, by dropping it, out of a list. A value type.
struct GivenFile {
    enum class Kind {
        Core, ///< packed or not
        Program, ///< an executable, or a library, which look alike
        Folder,
        Other, ///< what it is instead is said when it is opened
    };
    QString path; ///< absolute
    Kind kind = Kind::Other;
    QStringList cores; ///< of a folder: the paths of those in it
    /// Which file it is, by whatever path it was reached, and as it is now; empty: there is none.
    QString identity;

    /// Reads the first bytes, of a folder those of each file in it: not on the window's thread.
    [[nodiscard]] static GivenFile look(const QString &path, const std::stop_token &stop = {});
};

}
