// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/target.h"

#include <vector>

namespace Freezeframe
{

class GoSymbols;

/// Where a mapped file with Go in it keeps its (first) moduledata.
struct FoundModuleData {
    uint32_t module = 0; ///< index into Target::modules()
    Address address;
};

/// By the symbol runtime.firstmoduledata, the section .go.module, or a search of the writable data for something
/// with a moduledata's structure: works on stripped and relocated programs, and without any file.
[[nodiscard]] std::vector<FoundModuleData> findModuleData(const Target &target);

/// Whether what @p symbols found in module @p index of @p target makes it a part of the Go program: its executable, a
/// plugin, a library built with -buildmode=c-shared. Without symbols (null), the executable.
[[nodiscard]] bool isOfProgram(const Target &target, const GoSymbols *symbols, uint32_t index);

/// The bytes of [begin, begin + size): a view if the memory has them in one piece, else a copy in @p storage.
[[nodiscard]] Result<std::span<const std::byte>> bytesOf(const Memory &memory, Address begin, uint64_t size,
                                                         std::vector<std::byte> &storage);

}
