// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace Freezeframe
{

/// One note as found; views into the bytes that it was read from.
struct ElfNote {
    std::string_view owner; ///< without the NUL
    uint32_t type = 0;
    std::span<const std::byte> description;
    size_t offset = 0; ///< of its header, in the bytes read
};

/// Steps through the notes of a PT_NOTE or SHT_NOTE. One thread at a time; owns nothing.
/// A note whose sizes leave the bytes ends the walk at isDamaged() until resynchronise() finds another.
class ElfNoteReader
{
public:
    /// @p alignment as in the header: 8 pads to 8 bytes, all else to 4.
    explicit ElfNoteReader(std::span<const std::byte> bytes, uint64_t alignment)
        : m_bytes(bytes)
        , m_alignment(alignment == 8 ? 8 : 4)
    {
    }
    [[nodiscard]] std::optional<ElfNote> next();
    [[nodiscard]] size_t position() const { return m_position; }
    /// True after next() gave nothing though bytes are left that can't be a note.
    [[nodiscard]] bool isDamaged() const { return m_isDamaged; }
    /// Goes to the next place with a header that a core can have ("CORE", "LINUX"), or to the end.
    bool resynchronise();

private:
    [[nodiscard]] std::optional<ElfNote> noteAt(size_t position, size_t &end) const;

    std::span<const std::byte> m_bytes;
    size_t m_alignment;
    size_t m_position = 0;
    bool m_isDamaged = false;
};

}
