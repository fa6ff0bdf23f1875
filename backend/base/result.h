// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace Freezeframe
{

/// The kinds of failure that a caller may want to tell apart.
enum class ErrorCode {
    NotFound, ///< a file, symbol, variable or goroutine does not exist
    BadFormat, ///< the bytes contradict the format
    Truncated, ///< the file ends before the data that it promises
    Unmapped, ///< the process had no memory at that address
    NotInCore, ///< the process had memory there, the core does not have it
    CutOff, ///< the core should have it, but the file ends before
    Unsupported, ///< well-formed, but nothing here can read it
    Mismatch, ///< two files do not belong together
    Io, ///< the operating system refused
    Limit, ///< a bound on time, depth or size was reached
    Cancelled, ///< asked to stop; never shown to a person
    OptimizedOut, ///< the compiler kept no place for that value
    BadExpression, ///< an expression that can't be parsed or typed
};

/// What went wrong and where, as data. A value type without thread rule.
struct Error {
    ErrorCode code = ErrorCode::BadFormat;
    std::string message; ///< one lower-case sentence without full stop, for a person
    std::string file = {}; ///< path of the file that it is about, if any
    std::string section = {}; ///< section, segment or note ("PT_LOAD 41", "NT_FILE"), if any
    std::optional<uint64_t> offset = {}; ///< file offset in bytes, if known

    /// The message with file, section and offset, as one line.
    [[nodiscard]] std::string toString() const;
    bool operator==(const Error &) const = default;
};

template<class T>
using Result = std::expected<T, Error>;

/// The shortest way to return an error from a function that returns Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return std::unexpected(Error{.code = code, .message = std::move(message)});
}

/// Puts @p context ("reading NT_FILE") before the message of a failed @p result.
template<class T>
[[nodiscard]] Result<T> withContext(Result<T> result, std::string_view context)
{
    if (!result)
        result.error().message = std::string(context) + ": " + result.error().message;
    return result;
}

}
