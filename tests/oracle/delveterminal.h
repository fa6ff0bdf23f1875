// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

#include <QHash>

namespace Freezeframe
{

/// Delve as a person types into it.
class DelveTerminal
{
public:
    /// Its answers by line, all in one session. What is missing was never answered.
    [[nodiscard]] static QHash<qsizetype, QString> ask(const Victim &victim, const QStringList &lines,
                                                       int timeLimit = 120);
};

}
