// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/signalcontext.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace Freezeframe
{

namespace
{

/// Where the kernel puts the registers, as data. Offsets in bytes.
struct ContextLayout {
    uint64_t context; ///< of the first saved register from the trampoline's stack pointer
    std::span<const int> registers; ///< DWARF numbers of the words from there on, -1 for what has none
    std::span<const unsigned char> trampoline; ///< its instructions
};

// arch/x86/include/uapi/asm/sigcontext.h: r8 … r15 rdi rsi rbp rbx rdx rax rcx rsp rip eflags, behind uc_flags, uc_link
// and uc_stack. The return address is popped when the handler returns: the stack pointer is at the ucontext.
constexpr std::array x86Registers = {8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, 16, 49};
constexpr std::array<unsigned char, 9> x86Trampoline = {0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};
constexpr std::array<unsigned char, 7> x86ShortTrampoline = {0xb8, 0x0f, 0, 0, 0, 0x0f, 0x05};
constexpr ContextLayout x86Layout = {40, x86Registers, x86Trampoline};
constexpr uint64_t x86FpStatePointer = 40 + 23 * 8; // sigcontext.fpstate
constexpr uint64_t x86XmmOffset = 160; // in the FXSAVE area
constexpr int x86FirstXmm = 17;

// arch/arm64/include/uapi/asm/sigcontext.h: fault_address x0 … x30 sp pc, behind siginfo and the head of ucontext.
constexpr auto armRegisters = [] {
    std::array<int, 33> numbers{};
    for (int i = 0; i < 33; ++i)
        numbers[static_cast<size_t>(i)] = i;
    return numbers;
}();
constexpr std::array<unsigned char, 8> armTrampoline = {0x68, 0x11, 0x80, 0xd2, 0x01, 0, 0, 0xd4};
constexpr ContextLayout armLayout = {128 + 176 + 8, armRegisters, armTrampoline};

const ContextLayout &layoutOf(Architecture architecture)
{
    return architecture == Architecture::X86_64 ? x86Layout : armLayout;
}

void readVectors(const Memory &memory, Address stackPointer, Registers &registers)
{
    const Result<Address> state = memory.readPointer(stackPointer + x86FpStatePointer);
    if (!state || state->isNull())
        return;
    std::array<uint64_t, 32> words{};
    if (!memory.read(*state + x86XmmOffset, std::as_writable_bytes(std::span(words))))
        return;
    for (int i = 0; i < 16; ++i) {
        registers.set(x86FirstXmm + i, words[static_cast<size_t>(2 * i)]);
        registers.setHigh(x86FirstXmm + i, words[static_cast<size_t>(2 * i + 1)]);
    }
}

bool beginsWith(const Memory &memory, Address pc, std::span<const unsigned char> code)
{
    std::array<unsigned char, 16> bytes{};
    const auto part = std::span(bytes).first(code.size());
    return memory.read(pc, std::as_writable_bytes(part)) && std::ranges::equal(part, code);
}

}

Result<Registers> interruptedRegisters(const Memory &memory, Address stackPointer, Architecture architecture)
{
    const ContextLayout &layout = layoutOf(architecture);
    std::array<uint64_t, 40> words{};
    const auto part = std::span(words).first(layout.registers.size());
    if (auto done = memory.read(stackPointer + layout.context, std::as_writable_bytes(part)); !done)
        return std::unexpected(std::move(done.error()));
    Registers registers(architecture);
    for (size_t i = 0; i < part.size(); ++i)
        registers.set(layout.registers[i], part[i]);
    if (architecture == Architecture::X86_64)
        readVectors(memory, stackPointer, registers);
    return registers;
}

bool isSignalTrampoline(const Memory &memory, Address pc, Architecture architecture)
{
    if (beginsWith(memory, pc, layoutOf(architecture).trampoline))
        return true;
    return architecture == Architecture::X86_64 && beginsWith(memory, pc, x86ShortTrampoline);
}

}
