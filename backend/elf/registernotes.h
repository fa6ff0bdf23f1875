// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"

namespace Freezeframe
{

/// The thread in an NT_PRSTATUS of Linux (x86-64 or arm64); Truncated if it is shorter than its registers.
[[nodiscard]] Result<CoreThread> threadFromStatus(std::span<const std::byte> note, Architecture architecture);

/// Adds the vector registers of NT_FPREGSET, or of the legacy area that NT_X86_XSTATE begins with.
[[nodiscard]] Result<void> addVectorRegisters(Registers &registers, std::span<const std::byte> note);

/// The thread in a DLVT note: registers by name (Delve pkg/proc/dump.go).
[[nodiscard]] Result<CoreThread> threadFromDelve(std::span<const std::byte> note, Architecture architecture);

/// NT_SIGINFO, 128 bytes of siginfo_t.
[[nodiscard]] Result<SignalInfo> signalFromNote(std::span<const std::byte> note);

}
