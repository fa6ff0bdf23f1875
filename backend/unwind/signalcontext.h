// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/registers.h"
#include "backend/target/memory.h"

namespace Freezeframe
{

/// The registers of the code that a signal interrupted, all of them. @p stackPointer is that of the kernel's
/// trampoline, the caller of the signal handler: it points at the frame that the kernel has pushed
/// (Linux arch/x86/include/asm/sigframe.h, arch/arm64/kernel/signal.c: rt_sigframe).
[[nodiscard]] Result<Registers> interruptedRegisters(const Memory &memory, Address stackPointer,
                                                     Architecture architecture);

/// Whether the instructions at @p pc are those of a signal trampoline: a call of rt_sigreturn and nothing else.
[[nodiscard]] bool isSignalTrampoline(const Memory &memory, Address pc, Architecture architecture);

}
