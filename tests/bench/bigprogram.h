// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <expected>

namespace Freezeframe
{

/// Writes a Go module into @p folder whose executable is large for the reasons that real ones are: many packages, types
/// and functions, with their debug information. It parks a thousand goroutines and dereferences nil.
/// The error is a sentence. What is there already stays as it is, so that the build is found again.
[[nodiscard]] std::expected<void, QString> writeBigProgram(const QString &folder, int packages, int functions);

}
