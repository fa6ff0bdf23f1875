// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/registernotes.h"

#include "backend/base/bytereader.h"

#include <algorithm>
#include <csignal>

namespace Freezeframe
{

namespace
{

// struct elf_prstatus of 64-bit Linux (include/linux/elfcore.h): the same on both machines up to pr_reg.
constexpr size_t statusSignal = 12;
constexpr size_t statusTid = 32;
constexpr size_t statusRegisters = 112;

// struct user_regs_struct of x86-64 by DWARF number; -1 is orig_rax, which has none.
constexpr std::array<int, 27> x86Order
    = {15, 14, 13, 12, 6, 3, 11, 10, 9, 8, 0, 2, 1, 4, 5, -1, 16, 51, 49, 7, 52, 58, 59, 53, 50, 54, 55};
constexpr int armGeneralRegisters = 33; // x0..x30, sp, pc: DWARF numbers 0..32 in this order

// fxsave: xmm0 is at 160, 16 bytes each. user_fpsimd_state: v0 is at 0.
constexpr size_t x86FirstVector = 160;

Error tooShort(std::string_view what, size_t size)
{
    return Error{.code = ErrorCode::Truncated,
                 .message = std::string(what) + " has only " + std::to_string(size) + " bytes"};
}

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

/// -1 if the register has no number here.
int dwarfNumberOf(std::string_view name, const ArchitectureInfo &info)
{
    std::string lower = lowerCase(name);
    if (lower == "rflags")
        lower = "eflags";
    const auto found = std::ranges::find(info.registerNames, lower);
    return found == info.registerNames.end() || lower.empty() ? -1
                                                              : static_cast<int>(found - info.registerNames.begin());
}

}

Result<CoreThread> threadFromStatus(std::span<const std::byte> note, Architecture architecture)
{
    const size_t words = architecture == Architecture::X86_64 ? x86Order.size() : armGeneralRegisters;
    if (note.size() < statusRegisters + words * 8)
        return std::unexpected(tooShort("the status of a thread", note.size()));
    CoreThread thread;
    thread.tid = *loadAt<int32_t>(note, statusTid);
    thread.signal = *loadAt<int16_t>(note, statusSignal);
    thread.registers = Registers(architecture);
    for (size_t index = 0; index < words; ++index) {
        const int number = architecture == Architecture::X86_64 ? x86Order[index] : static_cast<int>(index);
        thread.registers.set(number, *loadAt<uint64_t>(note, statusRegisters + index * 8));
    }
    return thread;
}

Result<void> addVectorRegisters(Registers &registers, std::span<const std::byte> note)
{
    const bool isX86 = registers.architecture() == Architecture::X86_64;
    const size_t offset = isX86 ? x86FirstVector : 0;
    const int first = isX86 ? 17 : 64;
    const int vectors = isX86 ? 16 : 32;
    if (note.size() < offset + static_cast<size_t>(vectors) * 16)
        return std::unexpected(tooShort("the vector registers of a thread", note.size()));
    for (int index = 0; index < vectors; ++index) {
        const size_t position = offset + static_cast<size_t>(index) * 16;
        registers.set(first + index, *loadAt<uint64_t>(note, position));
        registers.setHigh(first + index, *loadAt<uint64_t>(note, position + 8));
    }
    return {};
}

Result<CoreThread> threadFromDelve(std::span<const std::byte> note, Architecture architecture)
{
    ByteReader reader(note);
    CoreThread thread;
    thread.registers = Registers(architecture);
    const ArchitectureInfo &info = ArchitectureInfo::of(architecture);
    const auto fixed = reader.readBytes(5 * 8 + 1 + 8 + 4); // tid, pc, sp, bp, tls; has g, g; count
    if (!fixed)
        return std::unexpected(tooShort("a thread of a Delve dump", note.size()));
    thread.tid = static_cast<int32_t>(*loadAt<uint64_t>(*fixed, 0));
    thread.registers.setPc({*loadAt<uint64_t>(*fixed, 8)});
    thread.registers.setSp({*loadAt<uint64_t>(*fixed, 16)});
    thread.registers.setFp({*loadAt<uint64_t>(*fixed, 24)});
    if (architecture == Architecture::X86_64)
        thread.registers.set(58, *loadAt<uint64_t>(*fixed, 32));
    if ((*fixed)[40] != std::byte{})
        thread.registers.set(info.goroutineRegister, *loadAt<uint64_t>(*fixed, 41));
    // The count isn't needed: registers follow until the note ends.
    while (!reader.atEnd()) {
        const auto nameSize = reader.read<uint16_t>();
        const auto name = nameSize ? reader.readBytes(*nameSize) : std::unexpected(nameSize.error());
        const auto valueSize = name ? reader.read<uint16_t>() : std::unexpected(name.error());
        const auto value = valueSize ? reader.readBytes(*valueSize) : std::unexpected(valueSize.error());
        if (!value)
            break; // padding or damage: what came before is whole
        const int number = dwarfNumberOf({reinterpret_cast<const char *>(name->data()), name->size()}, info);
        if (const auto low = loadAt<uint64_t>(*value, 0); number >= 0 && low)
            thread.registers.set(number, *low);
        if (const auto high = loadAt<uint64_t>(*value, 8); number >= 0 && high)
            thread.registers.setHigh(number, *high);
    }
    return thread;
}

Result<SignalInfo> signalFromNote(std::span<const std::byte> note)
{
    constexpr size_t detail = 16; // of the union in siginfo_t
    if (note.size() < detail + 8)
        return std::unexpected(tooShort("the signal of a thread", note.size()));
    SignalInfo info;
    info.signal = *loadAt<int32_t>(note, 0);
    info.error = *loadAt<int32_t>(note, 4);
    info.code = *loadAt<int32_t>(note, 8);
    const bool isFault = info.signal == SIGSEGV || info.signal == SIGBUS || info.signal == SIGILL
        || info.signal == SIGFPE || info.signal == SIGTRAP;
    // A code of 0 or less was sent by a process; SI_KERNEL (0x80) means that the processor gave no address.
    if (info.code <= 0) {
        info.senderPid = *loadAt<int32_t>(note, detail);
        info.senderUid = *loadAt<uint32_t>(note, detail + 4);
    } else if (isFault && info.code != SI_KERNEL) {
        info.faultAddress = Address{*loadAt<uint64_t>(note, detail)};
    }
    return info;
}

}
