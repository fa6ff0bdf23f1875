// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/registers.h"

#include <elf.h>

namespace Freezeframe
{

namespace
{

using namespace std::string_view_literals;

// System V ABI, AMD64 supplement, figure 3.36; an empty name has no register that a core holds.
constexpr std::array x86Names = {
    "rax"sv,   "rdx"sv,   "rcx"sv,   "rbx"sv,  "rsi"sv,  "rdi"sv,  "rbp"sv,  "rsp"sv,   "r8"sv,      "r9"sv,
    "r10"sv,   "r11"sv,   "r12"sv,   "r13"sv,  "r14"sv,  "r15"sv,  "rip"sv,  "xmm0"sv,  "xmm1"sv,    "xmm2"sv,
    "xmm3"sv,  "xmm4"sv,  "xmm5"sv,  "xmm6"sv, "xmm7"sv, "xmm8"sv, "xmm9"sv, "xmm10"sv, "xmm11"sv,   "xmm12"sv,
    "xmm13"sv, "xmm14"sv, "xmm15"sv, ""sv,     ""sv,     ""sv,     ""sv,     ""sv,      ""sv,        ""sv,
    ""sv,      ""sv,      ""sv,      ""sv,     ""sv,     ""sv,     ""sv,     ""sv,      ""sv,        "eflags"sv,
    "es"sv,    "cs"sv,    "ss"sv,    "ds"sv,   "fs"sv,   "gs"sv,   ""sv,     ""sv,      "fs_base"sv, "gs_base"sv,
};

// DWARF for the Arm 64-bit Architecture, section 4.1.
constexpr std::array armNames = {
    "x0"sv,        "x1"sv,  "x2"sv,  "x3"sv,  "x4"sv,  "x5"sv,  "x6"sv,  "x7"sv,  "x8"sv,  "x9"sv,  "x10"sv, "x11"sv,
    "x12"sv,       "x13"sv, "x14"sv, "x15"sv, "x16"sv, "x17"sv, "x18"sv, "x19"sv, "x20"sv, "x21"sv, "x22"sv, "x23"sv,
    "x24"sv,       "x25"sv, "x26"sv, "x27"sv, "x28"sv, "x29"sv, "x30"sv, "sp"sv,  "pc"sv,  ""sv,    ""sv,    ""sv,
    "tpidr_el0"sv, ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,
    ""sv,          ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,    ""sv,
    ""sv,          ""sv,    ""sv,    ""sv,    "v0"sv,  "v1"sv,  "v2"sv,  "v3"sv,  "v4"sv,  "v5"sv,  "v6"sv,  "v7"sv,
    "v8"sv,        "v9"sv,  "v10"sv, "v11"sv, "v12"sv, "v13"sv, "v14"sv, "v15"sv, "v16"sv, "v17"sv, "v18"sv, "v19"sv,
    "v20"sv,       "v21"sv, "v22"sv, "v23"sv, "v24"sv, "v25"sv, "v26"sv, "v27"sv, "v28"sv, "v29"sv, "v30"sv, "v31"sv,
};

constexpr ArchitectureInfo x86 = {
    .architecture = Architecture::X86_64,
    .elfMachine = EM_X86_64,
    .name = "amd64",
    .registerNames = x86Names,
    .programCounter = 16,
    .stackPointer = 7,
    .framePointer = 6,
    .linkRegister = -1,
    .goroutineRegister = 14,
    .closureRegister = 1,
    .minimumInstruction = 1,
};

constexpr ArchitectureInfo arm = {
    .architecture = Architecture::Arm64,
    .elfMachine = EM_AARCH64,
    .name = "arm64",
    .registerNames = armNames,
    .programCounter = 32,
    .stackPointer = 31,
    .framePointer = 29,
    .linkRegister = 30,
    .goroutineRegister = 28,
    .closureRegister = 26,
    .minimumInstruction = 4,
};

/// Where the upper half of a vector register is kept, -1 for other registers.
int highIndex(Architecture architecture, int dwarfNumber)
{
    const int first = architecture == Architecture::X86_64 ? 17 : 64;
    const int vectors = architecture == Architecture::X86_64 ? 16 : 32;
    return dwarfNumber >= first && dwarfNumber < first + vectors ? dwarfNumber - first : -1;
}

bool isNumber(int dwarfNumber)
{
    return dwarfNumber >= 0 && dwarfNumber < Registers::count;
}

}

const ArchitectureInfo *ArchitectureInfo::forMachine(uint16_t elfMachine)
{
    switch (elfMachine) {
    case EM_X86_64: return &x86;
    case EM_AARCH64: return &arm;
    default: return nullptr;
    }
}

const ArchitectureInfo &ArchitectureInfo::of(Architecture architecture)
{
    return architecture == Architecture::X86_64 ? x86 : arm;
}

std::optional<uint64_t> Registers::get(int dwarfNumber) const
{
    if (!isNumber(dwarfNumber) || !m_known[static_cast<size_t>(dwarfNumber)])
        return std::nullopt;
    return m_values[static_cast<size_t>(dwarfNumber)];
}

void Registers::set(int dwarfNumber, uint64_t value)
{
    if (!isNumber(dwarfNumber))
        return;
    m_values[static_cast<size_t>(dwarfNumber)] = value;
    m_known.set(static_cast<size_t>(dwarfNumber));
}

void Registers::forget(int dwarfNumber)
{
    if (!isNumber(dwarfNumber))
        return;
    m_known.reset(static_cast<size_t>(dwarfNumber));
    if (const int index = highIndex(m_architecture, dwarfNumber); index >= 0)
        m_highKnown.reset(static_cast<size_t>(index));
}

std::optional<uint64_t> Registers::getHigh(int dwarfNumber) const
{
    const int index = highIndex(m_architecture, dwarfNumber);
    if (index < 0 || !m_highKnown[static_cast<size_t>(index)])
        return std::nullopt;
    return m_high[static_cast<size_t>(index)];
}

void Registers::setHigh(int dwarfNumber, uint64_t value)
{
    const int index = highIndex(m_architecture, dwarfNumber);
    if (index < 0)
        return;
    m_high[static_cast<size_t>(index)] = value;
    m_highKnown.set(static_cast<size_t>(index));
}

}
