// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace Freezeframe
{

/// A Common Information Entry (DWARF 5, 6.4.1).
struct CommonEntry {
    uint64_t codeAlignment = 1;
    int64_t dataAlignment = 1;
    uint64_t returnAddressRegister = 0;
    uint8_t addressSize = 8;
    uint8_t pointerEncoding = 0; ///< DW_EH_PE_* of the addresses in its FDEs
    bool hasAugmentationSize = false;
    bool isSignalFrame = false;
    std::span<const std::byte> instructions;
};

/// A Frame Description Entry.
struct FrameEntry {
    AddressRange range; ///< linked
    uint32_t common = 0; ///< index into UnwindEntries::commons
    std::span<const std::byte> instructions;
};

/// Where the bytes of call frame information lie, for pointers relative to something.
struct CfiSection {
    std::span<const std::byte> bytes;
    uint64_t address = 0; ///< linked, of the first byte
    uint64_t textAddress = 0; ///< of .text
    uint64_t dataAddress = 0; ///< of .got
    bool isEhFrame = false; ///< .eh_frame, else .debug_frame
};

/// All usable entries of one section, by address. A value type; views into the section.
struct UnwindEntries {
    std::vector<CommonEntry> commons;
    std::vector<FrameEntry> frames; ///< by begin; those without code are left out
};

/// Damaged entries are skipped, one by one.
[[nodiscard]] UnwindEntries readUnwindEntries(const CfiSection &section);

/// Reads a pointer of encoding @p encoding at @p position (then moved past it); nothing for indirect or unknown ones.
/// DW_EH_PE_omit reads nothing. @p functionAddress is what DW_EH_PE_funcrel is relative to.
[[nodiscard]] std::optional<uint64_t> readEncodedPointer(const CfiSection &section, uint64_t &position,
                                                         uint8_t encoding, uint8_t addressSize,
                                                         uint64_t functionAddress = 0);

/// .eh_frame's linked address as .eh_frame_hdr tells it.
[[nodiscard]] std::optional<uint64_t> ehFrameAddress(std::span<const std::byte> header, uint64_t headerAddress);

}
