// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/widevectors.h"

#include "backend/base/bytereader.h"
#include "backend/elf/elfnotes.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

// Intel SDM volume 1, chapter 13: the legacy area, then the header, then the components. Offsets in bytes.
constexpr size_t legacyVectors = 160; ///< xmm0, 16 bytes each
constexpr size_t enabledFeatures = 464; ///< XCR0, put there by Linux (arch/x86/include/uapi/asm/sigcontext.h)
constexpr size_t usedFeatures = 512; ///< XSTATE_BV: components that are not in their first state, which is 0
constexpr size_t avxOffset = 576; ///< upper halves of ymm0 …, 16 bytes each: the same on all processors
enum Feature : unsigned { Avx = 2, OpMask = 5, UpperZmm = 6, HighZmm = 7 };
constexpr uint32_t layoutNote = 0x205; ///< NT_X86_XSAVE_LAYOUT
constexpr size_t vectors = 16;

/// Where the components of AVX-512 are, which differs by processor.
struct Offsets {
    size_t masks = 0; ///< k0 …, 8 bytes each
    size_t upper = 0; ///< upper halves of zmm0 … zmm15, 32 bytes each
    size_t high = 0; ///< zmm16 … zmm31, 64 bytes each
};

/// As the kernel tells it, else by the note's size (as gdb does: i387_guess_xsave_layout): Intel keeps room for MPX.
std::optional<Offsets> offsetsOf(size_t noteSize, std::span<const std::byte> layout)
{
    constexpr size_t rowSize = 16; // type, flags, offset, size
    Offsets told;
    for (size_t row = 0; row + rowSize <= layout.size(); row += rowSize) {
        const uint32_t type = *loadAt<uint32_t>(layout, row);
        const size_t offset = *loadAt<uint32_t>(layout, row + 8);
        if (type == OpMask)
            told.masks = offset;
        else if (type == UpperZmm)
            told.upper = offset;
        else if (type == HighZmm)
            told.high = offset;
    }
    if (told.masks != 0 && told.upper != 0 && told.high != 0)
        return told;
    constexpr size_t amdSize = 2432; // 8 more with protection keys
    constexpr size_t intelSize = 2688;
    if (noteSize >= intelSize)
        return Offsets{.masks = 1088, .upper = 1152, .high = 1664};
    if (noteSize >= amdSize)
        return Offsets{.masks = 832, .upper = 896, .high = 1408};
    return std::nullopt;
}

/// Words of one component's register; zeros if the component is in its first state or not in the note.
void append(std::vector<uint64_t> &words, std::span<const std::byte> note, size_t offset, size_t count, bool isUsed)
{
    for (size_t i = 0; i < count; ++i)
        words.push_back(isUsed ? loadAt<uint64_t>(note, offset + i * 8).value_or(0) : 0);
}

}

std::vector<WideVector> wideVectorsOf(std::span<const std::byte> note, std::span<const std::byte> layout)
{
    const auto enabled = loadAt<uint64_t>(note, enabledFeatures);
    const auto used = loadAt<uint64_t>(note, usedFeatures);
    const auto has = [](uint64_t features, Feature feature) { return (features >> feature & 1) != 0; };
    if (!enabled || !used || !has(*enabled, Avx) || note.size() < avxOffset + vectors * 16)
        return {};
    const bool hasZmm = has(*enabled, OpMask) && has(*enabled, UpperZmm) && has(*enabled, HighZmm);
    const std::optional<Offsets> offsets = hasZmm ? offsetsOf(note.size(), layout) : std::nullopt;
    const bool isWhole = offsets && offsets->masks + 8 * 8 <= note.size()
        && offsets->upper + vectors * 32 <= note.size() && offsets->high + vectors * 64 <= note.size();
    std::vector<WideVector> all;
    for (size_t i = 0; i < vectors; ++i) {
        WideVector vector{.name = (isWhole ? "zmm" : "ymm") + std::to_string(i), .words = {}};
        append(vector.words, note, legacyVectors + i * 16, 2, true);
        append(vector.words, note, avxOffset + i * 16, 2, has(*used, Avx));
        if (isWhole)
            append(vector.words, note, offsets->upper + i * 32, 4, has(*used, UpperZmm));
        all.push_back(std::move(vector));
    }
    for (size_t i = 0; isWhole && i < vectors; ++i) {
        WideVector vector{.name = "zmm" + std::to_string(vectors + i), .words = {}};
        append(vector.words, note, offsets->high + i * 64, 8, has(*used, HighZmm));
        all.push_back(std::move(vector));
    }
    for (size_t i = 0; isWhole && i < 8; ++i) {
        WideVector mask{.name = "k" + std::to_string(i), .words = {}};
        append(mask.words, note, offsets->masks + i * 8, 1, has(*used, OpMask));
        all.push_back(std::move(mask));
    }
    return all;
}

std::vector<WideVector> wideVectors(const CoreFile &core, const CoreThread &thread)
{
    constexpr size_t most = 64 << 10; // of the notes of one thread, with the 8 KiB of AMX
    const auto file = core.file()->bytes();
    if (core.kind() != CoreKind::Linux || core.machine() != EM_X86_64 || thread.noteOffset >= file.size())
        return {};
    const auto notes = file.subspan(thread.noteOffset, std::min(most, file.size() - thread.noteOffset));
    for (const uint64_t alignment : {4, 8}) { // which it is stands in the headers; the wrong one finds no note
        std::span<const std::byte> state;
        std::span<const std::byte> layout;
        ElfNoteReader reader(notes, alignment);
        (void)reader.next(); // its own status
        for (auto note = reader.next(); note && note->type != NT_PRSTATUS; note = reader.next()) {
            if (note->owner == "LINUX" && note->type == NT_X86_XSTATE)
                state = note->description;
            else if (note->owner == "LINUX" && note->type == layoutNote)
                layout = note->description;
        }
        if (!state.empty())
            return wideVectorsOf(state, layout);
    }
    return {};
}

}
