// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace Freezeframe
{

/// Steps through one pc-value table of a Go function (Go runtime/symtab.go: step). A value type; one thread.
/// After next() the value holds for offsets [begin, end) from the function's entry.
class PcValueReader
{
public:
    /// @p table starts at the table and may reach further; @p quantum is the header's minLC in bytes.
    PcValueReader(std::span<const std::byte> table, uint32_t quantum)
        : m_table(table)
        , m_quantum(quantum)
    {
    }

    /// False at the end of the table, or where it is damaged: then wasDamaged().
    bool next()
    {
        if (m_position >= m_table.size())
            return damaged();
        const auto delta = varint();
        if (!delta)
            return damaged();
        if (*delta == 0 && !m_first)
            return false;
        m_first = false;
        m_value = static_cast<int32_t>(static_cast<uint32_t>(m_value) + unzigzag(*delta));
        const auto advance = varint();
        if (!advance)
            return damaged();
        m_begin = m_end;
        m_end += uint64_t(*advance) * m_quantum;
        return true;
    }
    [[nodiscard]] int32_t value() const { return m_value; }
    [[nodiscard]] uint64_t begin() const { return m_begin; }
    [[nodiscard]] uint64_t end() const { return m_end; }
    [[nodiscard]] bool wasDamaged() const { return m_damaged; }

private:
    [[nodiscard]] static uint32_t unzigzag(uint32_t value) { return (value >> 1) ^ (0U - (value & 1U)); }
    bool damaged()
    {
        m_damaged = true;
        return false;
    }
    /// 32 bits at most; nullopt past the end or with more than five bytes.
    std::optional<uint32_t> varint()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; shift < 35 && m_position < m_table.size(); shift += 7) {
            const auto byte = static_cast<uint8_t>(m_table[m_position++]);
            value |= uint64_t(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return static_cast<uint32_t>(value);
        }
        return std::nullopt;
    }

    std::span<const std::byte> m_table;
    size_t m_position = 0;
    uint32_t m_quantum;
    int32_t m_value = -1;
    uint64_t m_begin = 0;
    uint64_t m_end = 0;
    bool m_first = true;
    bool m_damaged = false;
};

/// The value at @p offset from the function's entry, or nullopt if the table does not reach that far.
[[nodiscard]] inline std::optional<int32_t> pcValueAt(std::span<const std::byte> table, uint32_t quantum,
                                                      uint64_t offset)
{
    PcValueReader reader(table, quantum);
    while (reader.next()) {
        if (offset < reader.end())
            return reader.value();
    }
    return std::nullopt;
}

}
