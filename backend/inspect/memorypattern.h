// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What a search of memory looks for: a text, bytes of which some may be anything, an integer, pointers. A value type.
class MemoryPattern
{
public:
    enum class Kind { Text, Bytes, Integer, Pointer };

    /// Without @p matchesCase, the letters A to Z are as a to z; other letters are always told apart.
    [[nodiscard]] static Result<MemoryPattern> text(std::string_view text, bool matchesCase);
    /// Pairs of hexadecimal digits, "??" for any byte, spaces anywhere between pairs: "48 8b ?? 05".
    [[nodiscard]] static Result<MemoryPattern> bytes(std::string_view hexadecimal);
    /// The @p size (1, 2, 4, 8) low bytes of @p value at multiples of @p size. Those above must be its sign's.
    [[nodiscard]] static Result<MemoryPattern> integer(uint64_t value, uint64_t size);
    /// Aligned words that are an address of @p target, or of its first byte if it is empty.
    [[nodiscard]] static MemoryPattern pointer(AddressRange target);

    [[nodiscard]] Kind kind() const { return m_kind; }
    /// Bytes of a match.
    [[nodiscard]] size_t size() const { return m_bytes.size(); }
    [[nodiscard]] AddressRange target() const { return {m_low, m_low + m_length}; }

    /// Appends offsets of matches in @p memory, whose first byte is at @p address, ascending, until @p found has
    /// @p limit: those that begin before @p ends.
    void find(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
              std::vector<size_t> &found) const;

private:
    explicit MemoryPattern(Kind kind)
        : m_kind(kind)
    {
    }
    void findWords(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
                   std::vector<size_t> &found) const;
    void findFolded(std::span<const std::byte> memory, size_t ends, size_t limit, std::vector<size_t> &found) const;
    void findBytes(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
                   std::vector<size_t> &found) const;
    [[nodiscard]] bool matches(const std::byte *at) const;

    Kind m_kind;
    bool m_folds = false;
    std::vector<std::byte> m_bytes;
    std::vector<bool> m_known; ///< a byte of the pattern each
    size_t m_anchor = 0; ///< the longest part without unknown bytes, which is looked for first
    size_t m_anchorSize = 0;
    uint64_t m_alignment = 1;
    Address m_low; ///< of pointers: where they point
    uint64_t m_length = 1;
};

}
