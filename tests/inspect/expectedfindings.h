// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "tests/support/victim.h"

#include <map>

namespace Freezeframe
{

using ExpectedFindings = std::multimap<QByteArray, std::vector<quint64>>; ///< id → goroutines, ascending

/// What a victim says of itself: "finding ID goroutines N…".
[[nodiscard]] ExpectedFindings expectedOf(const QByteArray &output);
[[nodiscard]] ExpectedFindings foundIn(const Findings &findings);
[[nodiscard]] QByteArray textOf(const ExpectedFindings &expected);
/// Title, detail and evidence of all.
[[nodiscard]] QByteArray allText(const Findings &findings);
/// Whether one of that kind says so.
[[nodiscard]] bool tells(const Findings &findings, std::string_view id, std::string_view text);
/// A row of data "request" for each of @p cases and each Go, optimised or not.
void addVictims(const QStringList &cases, const QString &fixture);

}
