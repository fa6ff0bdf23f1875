// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace Freezeframe
{

/// What a person wants of "go to anything": a sign before the text narrows the kind, as editors have it. A value type.
struct GoToQuery {
    enum class Scope {
        All,
        Help, ///< nothing, or "?": what signs there are
        Actions, ///< ">"
        Goroutines, ///< "@": threads, too
        Symbols, ///< "#": functions, types, variables, constants, packages
        Files, ///< "/"
        Line, ///< ":42" of the source on show
        Address, ///< "0x…"
    };
    Scope scope = Scope::All;
    QString text; ///< without the sign and what stands behind a file's colon
    std::optional<quint64> number; ///< the text is one: an id, a tid, a line, an address
    int line = 0; ///< of "file.go:42", else 0

    [[nodiscard]] static GoToQuery of(const QString &typed);
    /// Names of the program are to be searched.
    [[nodiscard]] bool wantsNames() const;
};

}
