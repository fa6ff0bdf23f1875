// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// Owner and type of the note in which Freezeframe says how it took a core of a living process: a text of JSON.
/// The type is one that nobody else has: Delve looks at types only, and takes a 1 for an NT_PRSTATUS.
inline constexpr std::string_view provenanceOwner = "Freezeframe";
inline constexpr uint32_t provenanceType = 0x46524652;

/// That the process was running, and how it was captured. A value type.
struct CoreProvenance {
    std::string version; ///< of Freezeframe
    std::string mode; ///< "fast", "low-memory"
    int64_t takenAt = 0; ///< seconds since the epoch: when the first thread stopped
    int64_t monotonicNanoseconds = 0; ///< CLOCK_MONOTONIC of the process at that moment, 0: not known
    double pauseSeconds = 0; ///< how long the process stood still
    bool isComplete = false;
    bool isConsistent = true; ///< false: the process ran while it was copied; what older notes don't say is so
    std::vector<int32_t> lackingThreads; ///< of which not all registers are known
    std::string cutShort; ///< the sentence, if the process died before all was copied
    uint64_t missingBytes = 0; ///< that could not be read, or not in time
    int32_t namespacePid = 0; ///< its number in its own PID namespace
};

/// What people are told of a core that was taken without stopping the process.
inline constexpr std::string_view inconsistentWarning = "taken while the process ran: values may contradict each other";

[[nodiscard]] Result<CoreProvenance> provenanceFromNote(std::span<const std::byte> bytes);

}
