// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <span>

namespace Freezeframe
{

/// How memory is written: the size of a word, the order of its bytes, and what it stands for. A value type.
class MemoryFormat
{
public:
    enum class Kind { Hexadecimal, Signed, Unsigned, Float, Pointers };
    using Bytes = std::span<const std::optional<uint8_t>>; ///< what can't be read is nullopt

    /// Sizes are 1, 2, 4, 8; a float has 4 or 8, a pointer 8: of others, the next that there is.
    MemoryFormat(Kind kind, unsigned wordSize, bool isBigEndian);
    MemoryFormat() = default;

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] unsigned wordSize() const { return m_wordSize; }
    [[nodiscard]] bool isBigEndian() const { return m_isBigEndian; }
    /// Characters of the widest word.
    [[nodiscard]] int width() const;
    /// A word, which may lack bytes: then "··" for each of it.
    [[nodiscard]] QString text(Bytes word) const;
    /// Nothing if a byte is missing.
    [[nodiscard]] std::optional<uint64_t> number(Bytes word) const;
    [[nodiscard]] bool operator==(const MemoryFormat &) const = default;

private:
    Kind m_kind = Kind::Hexadecimal;
    unsigned m_wordSize = 1;
    bool m_isBigEndian = false;
};

/// A character a byte: what can't be shown is a dot, what can't be read is "·".
[[nodiscard]] QString memoryText(MemoryFormat::Bytes bytes);

}
