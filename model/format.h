// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QDateTime>
#include <QString>

#include <string_view>

// The only border between the backend's std::string and the window's QString: text from a core is escaped here.

namespace Freezeframe
{

/// Text from a core or a file, fit to be shown on one line.
[[nodiscard]] QString shown(std::string_view text);
/// The same for many lines: line breaks and tabs stay.
[[nodiscard]] QString shownLines(std::string_view text);

/// A function's name in two parts: what is muted, and what is read.
struct FunctionName {
    QString package; ///< "orders.", "net/http."; empty for C
    QString name; ///< "(*Worker).run"
    [[nodiscard]] QString whole() const { return package + name; }
};
/// The package as its last element, the standard library's as its path.
[[nodiscard]] FunctionName functionName(std::string_view function);
/// The package as its path without the module @p module.
[[nodiscard]] FunctionName functionNameInModule(std::string_view function, std::string_view module);
/// A type as it is written in code: packages as their last element, long struct literals as "struct".
[[nodiscard]] QString shortType(std::string_view type);
/// "Pricer.Price": type and function without package, pointer and closure signs.
[[nodiscard]] QString shortFunction(std::string_view function);

[[nodiscard]] QString fileName(std::string_view path);
/// "orders-api": by which name people know the process, else its file's, else the core's.
[[nodiscard]] QString programName(const ProcessSummary &process);
/// "cache.go:142", empty if unknown.
[[nodiscard]] QString placeText(std::string_view file, int line);
[[nodiscard]] inline QString placeText(const SourceLocation &place)
{
    return placeText(place.file, place.line);
}
/// "12,408" in the user's language.
[[nodiscard]] QString countText(quint64 count);
/// "1.94 GiB"
[[nodiscard]] QString sizeText(quint64 bytes);
/// "41 min", "3 d"; empty if negative.
[[nodiscard]] QString waitText(qint64 nanoseconds);
/// "3 d 4 h"; empty if negative.
[[nodiscard]] QString uptimeText(qint64 nanoseconds);
/// "50 s", "at least 4 ms", "4 ms to 50 s": how long the process ran; empty if unknown.
[[nodiscard]] QString uptimeText(const ProcessSummary &process);
/// "0x18"
[[nodiscard]] QString addressText(Address address);
/// "9f3c…71e0"
[[nodiscard]] QString shortId(std::string_view id);
/// As a sentence begins.
[[nodiscard]] QString errorText(const Error &error);
/// The same after words that say already that a file can't be opened: "No such file or directory".
[[nodiscard]] QString reasonOf(const Error &error);
/// "22 Nov 2026 12:03:07", local time.
[[nodiscard]] QString timeText(qint64 secondsSinceEpoch);
/// When the process ended: a time, "… or later", or "written …" if only the file has a date; empty if unknown.
[[nodiscard]] QString endText(const ProcessSummary &process);
/// "today, 12:03", "yesterday", "Thursday", "17 Nov"
[[nodiscard]] QString dayText(const QDateTime &when);
/// "190 ms", "1.2 s": how long a process stood still.
[[nodiscard]] QString pauseText(double seconds);
/// A command line with quotes where a shell needs them.
[[nodiscard]] QString commandText(const std::vector<std::string> &arguments);
/// "nil pointer": what an error means for the row of a list: "not in the core".
[[nodiscard]] QString absenceText(const Error &error);

}
