// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstddef>
#include <span>
#include <vector>

namespace Freezeframe
{

/// Unpacks a SHF_COMPRESSED section (its Elf64_Chdr first; zlib or zstd), or with @p gnuStyle one that begins with
/// "ZLIB" and a big-endian size. A declared size that no stream of that length can have is a Limit error.
[[nodiscard]] Result<std::vector<std::byte>> decompressSection(std::span<const std::byte> bytes, bool gnuStyle);

}
