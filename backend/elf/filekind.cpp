// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/filekind.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"
#include "backend/elf/registers.h"

#include <algorithm>
#include <array>
#include <elf.h>

namespace Freezeframe
{

namespace
{

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::string machineName(uint16_t machine)
{
    switch (machine) {
    case EM_386: return "32-bit x86";
    case EM_X86_64: return "x86-64";
    case EM_ARM: return "32-bit ARM";
    case EM_AARCH64: return "64-bit ARM";
    case EM_RISCV: return "RISC-V";
    case EM_PPC: return "32-bit PowerPC";
    case EM_PPC64: return "64-bit PowerPC";
    case EM_S390: return "s390x";
    case EM_MIPS: return "MIPS";
    case 258: return "LoongArch"; // EM_LOONGARCH, missing in older headers
    default: return "machine number " + std::to_string(machine);
    }
}

std::string article(const std::string &noun)
{
    const bool isVowel = std::string_view("aeio8").contains(noun.front());
    return (isVowel ? "an " : "a ") + noun;
}

std::string kindNoun(uint16_t type)
{
    switch (type) {
    case ET_CORE: return "core";
    case ET_EXEC: return "executable";
    case ET_DYN: return "program or library";
    case ET_REL: return "object file";
    default: return "ELF file";
    }
}

/// For ELF files that only another reader can read: 32 bits, big-endian, another machine.
std::optional<std::string> foreignElf(std::span<const std::byte> bytes)
{
    const auto identity = asText(bytes.first(EI_NIDENT));
    const bool is32 = identity[EI_CLASS] == ELFCLASS32;
    const bool isBig = identity[EI_DATA] == ELFDATA2MSB;
    uint16_t type = loadAt<uint16_t>(bytes, EI_NIDENT).value_or(0);
    uint16_t machine = loadAt<uint16_t>(bytes, EI_NIDENT + 2).value_or(0);
    if (isBig) {
        type = std::byteswap(type);
        machine = std::byteswap(machine);
    }
    constexpr std::string_view reads = "; Freezeframe reads 64-bit x86 and ARM";
    if (ArchitectureInfo::forMachine(machine) && !is32 && !isBig)
        return std::nullopt;
    std::string words = machineName(machine);
    if (is32 && !words.starts_with("32-bit"))
        words = "32-bit " + words;
    if (isBig)
        words = "big-endian " + words;
    return article(words) + " " + kindNoun(type) + std::string(reads);
}

std::string withoutElfMagic(std::span<const std::byte> bytes)
{
    if (const auto kind = compressionOf(bytes); !kind.empty())
        return "a file compressed with " + std::string(kind) + ", not an ELF file";
    const auto text = asText(bytes.first(std::min<size_t>(bytes.size(), 4096)));
    if (std::ranges::all_of(text, [](char c) { return c == 0; }))
        return "begins with zeros: an interrupted gcore?";
    if (text.starts_with("#!"))
        return "a script, not an ELF file";
    if (text.starts_with("MDMP"))
        return "a Windows minidump; Freezeframe reads ELF cores of Linux";
    if (text.starts_with("\xcf\xfa\xed\xfe") || text.starts_with("\xfe\xed\xfa\xcf"))
        return "a Mach-O file of macOS; Freezeframe reads ELF cores of Linux";
    if (text.starts_with("MZ"))
        return "a Windows program; Freezeframe reads ELF cores of Linux";
    const bool isText = std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f';
    });
    return isText ? "a text file, not an ELF file" : "not an ELF file";
}

}

std::string_view compressionOf(std::span<const std::byte> bytes)
{
    using namespace std::string_view_literals;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> magics = {{
        {"\x28\xb5\x2f\xfd"sv, "zstd"sv},
        {"\x04\x22\x4d\x18"sv, "lz4"sv},
        {"\x02\x21\x4c\x18"sv, "lz4"sv},
        {"\xfd\x37zXZ\0"sv, "xz"sv},
        {"\x1f\x8b\x08"sv, "gzip"sv},
        {"BZh"sv, "bzip2"sv},
        {"\x5d\0\0"sv, "lzma"sv},
        {"LZIP"sv, "lzip"sv},
    }};
    const auto text = asText(bytes);
    for (const auto &[magic, name] : magics) {
        if (text.starts_with(magic))
            return name;
    }
    return {};
}

std::optional<Error> whyNotElf64(const MappedFile &file)
{
    const auto bytes = file.bytes();
    const auto error = [&file](ErrorCode code, std::string message) {
        return Error{.code = code, .message = std::move(message), .file = file.path()};
    };
    if (bytes.empty())
        return error(ErrorCode::BadFormat, "the file is empty");
    if (!asText(bytes).starts_with(std::string_view(ELFMAG, SELFMAG)))
        return error(ErrorCode::BadFormat, withoutElfMagic(bytes));
    const std::string cut = "the file ends inside its ELF header, after " + byteCount(bytes.size());
    if (bytes.size() < EI_NIDENT + 4)
        return error(ErrorCode::Truncated, cut);
    if (auto foreign = foreignElf(bytes))
        return error(ErrorCode::Unsupported, *foreign);
    if (bytes.size() < sizeof(Elf64_Ehdr))
        return error(ErrorCode::Truncated, cut);
    return std::nullopt;
}

std::string elfTypeName(uint16_t type)
{
    return article(kindNoun(type));
}

}
