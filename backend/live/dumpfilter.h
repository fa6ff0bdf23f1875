// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processmaps.h"

#include <cstdint>
#include <optional>

namespace Freezeframe
{

/// Which mappings belong in a core: the rules of the kernel's vma_dump_size() (fs/coredump.c), as gcore follows them, and
/// all of files that are found nowhere else. A value type.
class DumpFilter
{
public:
    static constexpr uint32_t kernelDefault = 0x33; // private, shared without a file, ELF headers, private huge pages
    /// @p bits as in /proc/PID/coredump_filter.
    explicit DumpFilter(uint32_t bits, bool everything = false)
        : m_bits(bits)
        , m_everything(everything)
    {
    }
    /// The process's own, or what the options say in its place.
    [[nodiscard]] static DumpFilter of(int32_t pid, std::optional<uint32_t> bits, bool everything);

    /// How much of a mapping, from its beginning, is wanted: all, a page, or nothing.
    [[nodiscard]] uint64_t wantedSize(const ProcessMapping &mapping) const;
    [[nodiscard]] uint32_t bits() const { return m_bits; }
    [[nodiscard]] bool everything() const { return m_everything; }

private:
    [[nodiscard]] bool has(uint32_t bit) const { return (m_bits & (1U << bit)) != 0; }
    [[nodiscard]] uint64_t wantedOfFile(const ProcessMapping &mapping) const;
    uint32_t m_bits;
    bool m_everything;
};

}
