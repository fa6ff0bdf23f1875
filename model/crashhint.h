// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QString>
#include <QStringView>

namespace Freezeframe
{

/// A variable whose value killed the program.
struct CrashHint {
    int variable = -1; ///< row in the frame's variables, −1 if it can't be told
    QString name;
    uint64_t offset = 0; ///< of the read from its value
};

/// Tells which nil pointer the crash went through: the only one that the line follows (`e.x`, `*e`, `e[`), if the
/// fault address is in the first page. @p line is the text of the crash line.
[[nodiscard]] CrashHint findNilRead(const CrashSummary &crash, const std::vector<VariableInfo> &variables,
                                    QStringView line);

/// A value to show at the end of a source line.
struct LineValue {
    int line = 0; ///< from 1
    QString text; ///< "e = nil"
    bool crashed = false;
};

/// Where in the text of a file the variables of a frame on @p line got their values: the last assignment before it
/// in the same function. Parameters stand at the function's first line, and nowhere if that can't be told. @p function
/// and @p file are the frame's; no file: Go.
[[nodiscard]] std::vector<LineValue> lineValues(const QString &text, int line,
                                                const std::vector<VariableInfo> &variables,
                                                std::string_view function = {}, std::string_view file = {});

}
