// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace Freezeframe
{

/// A little-endian cursor whose failures stick: reads past the end give 0 and set failed(), which is asked once
/// after a group of reads. For the hot loops over millions of DWARF entries. One thread at a time; owns nothing.
class ByteCursor
{
public:
    explicit ByteCursor(std::span<const std::byte> bytes, uint64_t position = 0)
        : m_begin(bytes.data())
        , m_at(m_begin + (position < bytes.size() ? position : bytes.size()))
        , m_end(m_begin + bytes.size())
        , m_failed(position > bytes.size())
    {
    }

    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] uint64_t position() const { return static_cast<uint64_t>(m_at - m_begin); }
    [[nodiscard]] uint64_t remaining() const { return static_cast<uint64_t>(m_end - m_at); }
    void seek(uint64_t position)
    {
        if (position > static_cast<uint64_t>(m_end - m_begin))
            fail();
        else
            m_at = m_begin + position;
    }
    void skip(uint64_t count)
    {
        if (count > remaining())
            fail();
        else
            m_at += count;
    }

    template<class T>
    T read()
    {
        T value{};
        if (remaining() < sizeof(T)) {
            fail();
            return value;
        }
        std::memcpy(&value, m_at, sizeof(T));
        m_at += sizeof(T);
        return value;
    }
    uint8_t u8() { return read<uint8_t>(); }
    uint16_t u16() { return read<uint16_t>(); }
    uint32_t u32() { return read<uint32_t>(); }
    uint64_t u64() { return read<uint64_t>(); }
    /// An unsigned integer of 1 to 8 bytes.
    uint64_t unsignedOf(unsigned size)
    {
        uint64_t value = 0;
        if (size > sizeof(value) || remaining() < size) {
            fail();
            return 0;
        }
        std::memcpy(&value, m_at, size);
        m_at += size;
        return value;
    }
    /// Bits past the 64th are dropped, as all readers of LEB128 do.
    uint64_t uleb()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; m_at != m_end; shift += 7) {
            const auto byte = std::to_integer<uint8_t>(*m_at++);
            if (shift < 64)
                value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        fail();
        return 0;
    }
    int64_t sleb()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; m_at != m_end;) {
            const auto byte = std::to_integer<uint8_t>(*m_at++);
            if (shift < 64)
                value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            shift += 7;
            if (!(byte & 0x80)) {
                if (shift < 64 && (byte & 0x40))
                    value |= ~uint64_t(0) << shift;
                return static_cast<int64_t>(value);
            }
        }
        fail();
        return 0;
    }
    void skipLeb()
    {
        while (m_at != m_end) {
            if (!(std::to_integer<uint8_t>(*m_at++) & 0x80))
                return;
        }
        fail();
    }
    std::string_view cString()
    {
        const void *nul = m_at == m_end ? nullptr : std::memchr(m_at, 0, remaining());
        if (!nul) {
            fail();
            return {};
        }
        const auto *text = reinterpret_cast<const char *>(m_at);
        const auto length = static_cast<size_t>(static_cast<const char *>(nul) - text);
        m_at += length + 1;
        return {text, length};
    }
    std::span<const std::byte> bytes(uint64_t count)
    {
        if (count > remaining()) {
            fail();
            return {};
        }
        const std::span<const std::byte> result(m_at, static_cast<size_t>(count));
        m_at += count;
        return result;
    }
    void fail()
    {
        m_failed = true;
        m_at = m_end;
    }

private:
    const std::byte *m_begin;
    const std::byte *m_at;
    const std::byte *m_end;
    bool m_failed;
};

}
