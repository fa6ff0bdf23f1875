// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"

#include <vector>

namespace Freezeframe
{

/// The header, program headers and section headers of an ELF64 file, checked against its size. A value type.
struct ElfHeaders {
    uint16_t type = 0;
    uint16_t machine = 0;
    uint8_t osAbi = 0;
    Address entry;
    std::vector<ElfSegment> segments; ///< of every type, in file order
    uint64_t promisedSegments = 0; ///< e_phnum, or what PN_XNUM refers to
    uint64_t segmentTableEnd = 0; ///< file offset where all promised program headers end
    std::vector<ElfSection> sections; ///< with index 0
    std::vector<Error> warnings;
};

/// Reads what is readable. Fails without a whole little-endian ELF64 header, and says what the file is instead.
[[nodiscard]] Result<ElfHeaders> readElfHeaders(const MappedFile &file);

/// "field says N, the file has room for M; used M": the one sentence for absurd counts.
[[nodiscard]] std::string clampedSentence(std::string_view field, uint64_t says, uint64_t room);

}
