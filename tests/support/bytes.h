// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace Freezeframe
{

/// A number or a plain struct, not a text or a range.
template<class T>
concept Plain = std::is_trivially_copyable_v<T> && (std::is_arithmetic_v<T> || std::is_class_v<T>)
    && !std::is_convertible_v<const T &, std::string_view>
    && !std::is_convertible_v<const T &, std::span<const std::byte>>;

/// Little-endian bytes that grow at the end, for building files by hand. A value type.
class Bytes
{
public:
    Bytes() = default;
    explicit Bytes(std::string_view text) { add(text); }

    template<Plain T>
    Bytes &add(const T &value)
    {
        const auto raw = std::as_bytes(std::span(&value, 1));
        m_data.insert(m_data.end(), raw.begin(), raw.end());
        return *this;
    }
    Bytes &add(std::string_view text)
    {
        const auto raw = std::as_bytes(std::span(text));
        m_data.insert(m_data.end(), raw.begin(), raw.end());
        return *this;
    }
    Bytes &add(std::span<const std::byte> bytes)
    {
        m_data.insert(m_data.end(), bytes.begin(), bytes.end());
        return *this;
    }
    Bytes &addZeros(size_t count)
    {
        m_data.resize(m_data.size() + count);
        return *this;
    }
    Bytes &alignTo(size_t alignment)
    {
        while (m_data.size() % alignment)
            m_data.push_back({});
        return *this;
    }
    /// Overwrites what is at @p offset, which must be there.
    template<Plain T>
    Bytes &put(size_t offset, const T &value)
    {
        std::memcpy(m_data.data() + offset, &value, sizeof value);
        return *this;
    }
    [[nodiscard]] size_t size() const { return m_data.size(); }
    [[nodiscard]] const std::vector<std::byte> &data() const { return m_data; }
    [[nodiscard]] std::vector<std::byte> &data() { return m_data; }
    operator std::span<const std::byte>() const { return m_data; }

private:
    std::vector<std::byte> m_data;
};

/// @p count bytes that differ from place to place, so that a wrong offset shows.
[[nodiscard]] std::vector<std::byte> patternBytes(size_t count, uint32_t seed = 1);

}
