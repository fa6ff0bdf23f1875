// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <elf.h>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

struct Elf; // libelf's

namespace Freezeframe
{

/// libelf's view of one ELF64 file of this machine's byte order. Owns the libelf handle, not the bytes, which it
/// never writes. One thread at a time: libelf keeps what it has looked up in the handle.
class ElfHandle
{
public:
    /// Nothing if a table of headers is not whole in @p bytes, or if libelf refuses the file for another reason.
    [[nodiscard]] static std::optional<ElfHandle> open(std::span<const std::byte> bytes);

    // All of these give nothing where libelf does. Counts and indices are those of extended numbering.
    [[nodiscard]] std::optional<size_t> segmentCount() const;
    [[nodiscard]] std::optional<size_t> sectionCount() const;
    [[nodiscard]] std::optional<size_t> sectionNameTable() const; ///< the index of .shstrtab
    [[nodiscard]] std::optional<Elf64_Phdr> segment(size_t index) const;
    [[nodiscard]] std::optional<Elf64_Shdr> section(size_t index) const;
    /// The string at @p offset of the string table (not compressed) in section @p table: a view into the file's bytes.
    [[nodiscard]] std::optional<std::string_view> string(size_t table, size_t offset) const;
    /// All rows of the symbol table (not compressed) in section @p table, with the reserved row 0.
    [[nodiscard]] std::optional<std::vector<Elf64_Sym>> symbols(size_t table) const;

private:
    struct End {
        void operator()(Elf *elf) const;
    };
    explicit ElfHandle(Elf *elf);

    std::unique_ptr<Elf, End> m_elf;
};

}
