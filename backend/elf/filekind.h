// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/base/result.h"

#include <optional>
#include <string>

namespace Freezeframe
{

/// The program that packed @p bytes ("zstd", "gzip", …), told by content; empty if none that is known.
[[nodiscard]] std::string_view compressionOf(std::span<const std::byte> bytes);

/// Nothing if @p file begins with a whole little-endian ELF64 header of a supported machine; else what it is.
[[nodiscard]] std::optional<Error> whyNotElf64(const MappedFile &file);

/// Says what an ELF file is that is not a core: "an executable", "a shared library or PIE executable", …
[[nodiscard]] std::string elfTypeName(uint16_t type);

}
