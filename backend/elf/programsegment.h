// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace Freezeframe
{

/// p_type of a program header, in a core that we took, whose bytes are the whole file of the executable or of a library:
/// with its sections and debug information, as nobody will find it elsewhere. Of the range for operating systems (elf(5), PT_LOOS
/// to PT_HIOS); loaders and debuggers pass over types that they do not know. It has no address.
inline constexpr uint32_t programFileSegment = 0x66726565;

}
