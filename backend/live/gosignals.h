// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstdint>
#include <optional>
#include <span>

namespace Freezeframe
{

class ElfFile;
class Memory;

/// What a running Go program would do with a signal that means death. A value type.
struct GoSignals {
    /// runtime.traceback_cache: GOTRACEBACK and debug.SetTraceback together (Go runtime/runtime1.go: setTraceback).
    Result<uint32_t> traceback = fail(ErrorCode::NotFound, "not looked for");
    /// runtime.sig.wanted: signals with os/signal.Notify, one bit each (Go runtime/sigqueue.go).
    Result<uint64_t> wanted = fail(ErrorCode::NotFound, "not looked for");

    /// tracebackCrash, the bit that makes a Go program die by SIGABRT instead of exit(2).
    [[nodiscard]] std::optional<bool> crashes() const;
    /// Whether a signal goes to a channel of the program instead of ending it.
    [[nodiscard]] std::optional<bool> isNotified(int signal) const;
    /// The word for the level ("single", "all", "system", "crash", "none").
    [[nodiscard]] const char *levelName() const;
};

/// Reads both out of @p memory. The variables are found by symbol; without symbols, through the function table, in the
/// code that uses them. @p bias: loaded minus linked address.
[[nodiscard]] GoSignals readGoSignals(const ElfFile &file, uint64_t bias, const Memory &memory);

/// The variable that runtime/debug.SetTraceback puts its result into, by its code at @p start.
[[nodiscard]] std::optional<Address> tracebackCacheIn(std::span<const std::byte> code, Address start);
/// The table that runtime.sigsend looks the signal up in.
[[nodiscard]] std::optional<Address> wantedTableIn(std::span<const std::byte> code, Address start);

}
