// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace Freezeframe
{

/// The expressions that were typed, the oldest first: kept over sessions, each once, so many at most. GUI thread.
class ExpressionHistory
{
public:
    static constexpr qsizetype most = 200;
    static constexpr qsizetype longest = 4096; ///< letters of one that is kept

    /// As it was kept last: other windows add to it.
    [[nodiscard]] static QStringList read();
    /// Puts it at the end. What is too long is not kept.
    static void add(const QString &expression);
};

}
