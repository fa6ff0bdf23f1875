// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

namespace Freezeframe
{

/// Which cores were opened since they came, by any window of this user; kept in the settings, the newest of them. GUI
/// thread.
class LookedAt
{
public:
    /// As it is kept now.
    [[nodiscard]] static LookedAt load();
    /// The core at @p path is open.
    static void add(const QString &path);
    /// @p came: when the core came, in seconds since the epoch: another one may lie at the path of an older one.
    [[nodiscard]] bool contains(const QString &path, qint64 came) const;

    static constexpr int most = 500;

private:
    QHash<QString, qint64> m_opened; ///< seconds since the epoch, by path
};

}
