// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace Freezeframe
{

/// "orders-api, goroutine 59 — core.4711 — Freezeframe": what it is about comes first, as the task bar shows only that.
/// @p about: the program and the part of it, with commas between them; @p what: which window; empty ones are left out.
[[nodiscard]] QString windowTitleOf(const QStringList &about, const QString &what);

class Session;

/// Of the window of a core: which program, where in it, and of which core.
[[nodiscard]] QString windowTitleOf(const Session &session);

}
