// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace Freezeframe
{

enum class Architecture { X86_64, Arm64 };

/// What differs between processors: names and numbers as data. Immutable, any thread.
struct ArchitectureInfo {
    Architecture architecture;
    uint16_t elfMachine; ///< EM_X86_64, EM_AARCH64
    std::string_view name; ///< Go's GOARCH
    std::span<const std::string_view> registerNames; ///< by DWARF number, then those without a number
    int programCounter; ///< DWARF number (x86-64: the return address column 16)
    int stackPointer;
    int framePointer;
    int linkRegister; ///< -1 if calls push the return address
    int goroutineRegister; ///< holds g in Go code (r14, x28)
    int closureRegister; ///< holds the closure at a function's entry (rdx, x26)
    int minimumInstruction; ///< bytes: pc - 1 of a return address, or pc - 4

    /// Null for machines that are not supported.
    [[nodiscard]] static const ArchitectureInfo *forMachine(uint16_t elfMachine);
    [[nodiscard]] static const ArchitectureInfo &of(Architecture architecture);
};

/// The registers of one thread or frame by DWARF number, each known or not. A value type.
/// x86-64 (System V ABI): 0 rax 1 rdx 2 rcx 3 rbx 4 rsi 5 rdi 6 rbp 7 rsp 8..15 r8..r15 16 rip 17..32 xmm0..15,
/// 49 eflags 58 fs_base 59 gs_base; arm64: 0..30 x 31 sp 32 pc 64..95 v.
class Registers
{
public:
    static constexpr int count = 96;

    explicit Registers(Architecture architecture = Architecture::X86_64)
        : m_architecture(architecture)
    {
    }
    [[nodiscard]] Architecture architecture() const { return m_architecture; }
    [[nodiscard]] const ArchitectureInfo &info() const { return ArchitectureInfo::of(m_architecture); }

    [[nodiscard]] std::optional<uint64_t> get(int dwarfNumber) const;
    void set(int dwarfNumber, uint64_t value);
    void forget(int dwarfNumber);
    /// Upper 64 bits of a 128-bit vector register.
    [[nodiscard]] std::optional<uint64_t> getHigh(int dwarfNumber) const;
    void setHigh(int dwarfNumber, uint64_t value);

    [[nodiscard]] Address pc() const { return {get(info().programCounter).value_or(0)}; }
    [[nodiscard]] Address sp() const { return {get(info().stackPointer).value_or(0)}; }
    [[nodiscard]] Address fp() const { return {get(info().framePointer).value_or(0)}; }
    void setPc(Address pc) { set(info().programCounter, pc.value); }
    void setSp(Address sp) { set(info().stackPointer, sp.value); }
    void setFp(Address fp) { set(info().framePointer, fp.value); }

private:
    Architecture m_architecture;
    std::array<uint64_t, count> m_values{};
    std::bitset<count> m_known;
    std::array<uint64_t, 32> m_high{};
    std::bitset<32> m_highKnown;
};

}
