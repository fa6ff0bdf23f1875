// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/int128.h"

#include <complex>
#include <optional>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// A verb of Go's package fmt with its flags, "%08x", for plain values. Those that it does not fit it leaves to others. A
/// value type.
struct GoVerb {
    static constexpr int unset = -1;
    static constexpr int widest = 200; ///< of width and precision
    char letter = 0; ///< 0: none, values are written as they are
    bool sharp = false;
    bool plus = false;
    bool zero = false;
    bool minus = false;
    bool space = false;
    int width = unset;
    int precision = unset;

    /// "%x", "%#08b", "%.2f", "%q"; nothing for what is no verb of a plain value.
    [[nodiscard]] static std::optional<GoVerb> parse(std::string_view text);

    [[nodiscard]] std::optional<std::string> integer(Int128 number) const;
    /// @p size of its type: 4 or 8 bytes.
    [[nodiscard]] std::optional<std::string> floating(double number, uint64_t size) const;
    /// @p size of both parts.
    [[nodiscard]] std::optional<std::string> complex(const std::complex<double> &number, uint64_t size) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view bytes) const;

private:
    [[nodiscard]] std::string padded(std::string text, bool isNumber) const;
    [[nodiscard]] std::string digits(Int128 number) const;
};

}
