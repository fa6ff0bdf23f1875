// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfnotes.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"
#include "backend/elf/elffile.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint32_t goBuildIdType = 4; // Go cmd/link/internal/ld/elf.go: ELF_NOTE_GOBUILDID_TAG

uint64_t roundedUp(uint64_t value, uint64_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

}

std::optional<ElfNote> ElfNoteReader::noteAt(size_t position, size_t &end) const
{
    const auto header = loadAt<Elf64_Nhdr>(m_bytes, position);
    if (!header)
        return std::nullopt;
    const uint64_t nameStart = position + sizeof(Elf64_Nhdr);
    const uint64_t descriptionStart = roundedUp(nameStart + header->n_namesz, m_alignment);
    if (descriptionStart > m_bytes.size() || header->n_descsz > m_bytes.size() - descriptionStart)
        return std::nullopt;
    ElfNote note;
    note.owner = asText(m_bytes.subspan(nameStart, header->n_namesz));
    note.owner = note.owner.substr(0, note.owner.find('\0'));
    note.type = header->n_type;
    note.description = m_bytes.subspan(descriptionStart, header->n_descsz);
    note.offset = position;
    end = std::min<uint64_t>(roundedUp(descriptionStart + header->n_descsz, m_alignment), m_bytes.size());
    return note;
}

std::optional<ElfNote> ElfNoteReader::next()
{
    m_isDamaged = false;
    size_t end = 0;
    auto note = noteAt(m_position, end);
    if (note)
        m_position = end;
    else
        m_isDamaged = std::ranges::any_of(m_bytes.subspan(m_position), [](std::byte b) { return b != std::byte{}; });
    return note;
}

bool ElfNoteReader::resynchronise()
{
    for (size_t position = roundedUp(m_position + 4, 4); position < m_bytes.size(); position += 4) {
        const auto header = loadAt<Elf64_Nhdr>(m_bytes, position);
        if (!header)
            break;
        if (header->n_namesz < 5 || header->n_namesz > 6)
            continue;
        size_t end = 0;
        const auto note = noteAt(position, end);
        if (note && (note->owner == "CORE" || note->owner == "LINUX")) {
            m_position = position;
            return true;
        }
    }
    m_position = m_bytes.size();
    return false;
}

NoteIds idsFromNotes(std::span<const std::byte> bytes, uint64_t alignment)
{
    NoteIds ids;
    ElfNoteReader reader(bytes, alignment);
    while (const auto note = reader.next()) {
        const std::string_view text = asText(note->description);
        if (note->owner == "GNU" && note->type == NT_GNU_BUILD_ID && ids.buildId.empty())
            ids.buildId = hexBytes(text.substr(0, 64));
        else if (note->owner == "Go" && note->type == goBuildIdType && ids.goBuildId.empty())
            ids.goBuildId = text.substr(0, 256);
    }
    return ids;
}

}
