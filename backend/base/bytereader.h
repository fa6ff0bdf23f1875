// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace Freezeframe
{

/// Loads a little-endian T from @p bytes at @p offset, or nothing past the end.
template<class T>
    requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::optional<T> loadAt(std::span<const std::byte> bytes, size_t offset)
{
    static_assert(std::endian::native == std::endian::little);
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
        return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

/// A bounds-checked little-endian cursor over bytes that somebody else owns. One thread at a time.
/// A failed read returns Truncated with the offset, and leaves the cursor where it was.
class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes, uint64_t baseOffset = 0)
        : m_bytes(bytes)
        , m_baseOffset(baseOffset)
    {
    }

    [[nodiscard]] size_t position() const { return m_position; }
    [[nodiscard]] size_t remaining() const { return m_bytes.size() - m_position; }
    [[nodiscard]] bool atEnd() const { return m_position == m_bytes.size(); }
    [[nodiscard]] Result<void> seek(size_t position);
    [[nodiscard]] Result<void> skip(size_t count);
    /// Moves to the next multiple of @p alignment, or to the end.
    void align(size_t alignment);

    template<class T>
        requires std::is_integral_v<T>
    [[nodiscard]] Result<T> read()
    {
        const auto value = loadAt<T>(m_bytes, m_position);
        if (!value)
            return std::unexpected(pastEnd(sizeof(T)));
        m_position += sizeof(T);
        return *value;
    }
    [[nodiscard]] Result<std::span<const std::byte>> readBytes(size_t count);
    /// A NUL-terminated string; the cursor goes past the NUL.
    [[nodiscard]] Result<std::string_view> readCString();
    [[nodiscard]] Result<uint64_t> readUleb128();
    [[nodiscard]] Result<int64_t> readSleb128();

private:
    [[nodiscard]] Error pastEnd(size_t wanted) const;

    std::span<const std::byte> m_bytes;
    size_t m_position = 0;
    uint64_t m_baseOffset = 0;
};

}
