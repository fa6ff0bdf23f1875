// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"

namespace Freezeframe
{

/// A register of AVX or AVX-512: what is wider than the 128 bits that all x86-64 processors have, or a mask. A value type.
struct WideVector {
    std::string name; ///< "ymm3"; "zmm3" and "k1" where the process could use AVX-512
    std::vector<uint64_t> words; ///< from the lowest
};

/// Those of a thread, as its NT_X86_XSTATE has them; none where there is no such note or no AVX in it.
[[nodiscard]] std::vector<WideVector> wideVectors(const CoreFile &core, const CoreThread &thread);

/// The same of the note's bytes. @p layout: of its NT_X86_XSAVE_LAYOUT (Linux 6.12 on), or empty.
[[nodiscard]] std::vector<WideVector> wideVectorsOf(std::span<const std::byte> note,
                                                    std::span<const std::byte> layout = {});

}
