// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

/// g.atomicstatus without the scan bit (Go 1.26 runtime/runtime2.go: _Gidle …).
enum class GoStatus : uint8_t {
    Idle = 0,
    Runnable = 1,
    Running = 2,
    Syscall = 3,
    Waiting = 4,
    Dead = 6,
    Copystack = 8,
    Preempted = 9,
    Leaked = 10,
    DeadExtra = 11,
};

/// The one of main.main. The runtime's first code starts it, of which Go's tracebacks tell nothing.
inline constexpr uint64_t mainGoroutine = 1;

/// All goroutines by column, the row is the index: 45 bytes or so a goroutine. Immutable; any thread.
struct GoroutineTable {
    std::vector<Address> address; ///< of the g
    std::vector<uint64_t> id;
    std::vector<uint8_t> status; ///< GoStatus as found, unknown numbers too
    std::vector<uint16_t> waitReason; ///< index into reasons
    std::vector<int64_t> waitNanoseconds; ///< how long, -1 if the runtime does not know; at least, if not isTimeExact
    std::vector<uint64_t> thread; ///< tid of the M it is on, 0 if none
    std::vector<Address> goPc; ///< return address of the go statement
    std::vector<Address> startPc;
    std::vector<Address> schedPc; ///< where it goes on: g.sched, or g.syscallpc in a syscall
    std::vector<Address> schedSp;
    std::vector<Address> schedFp;
    std::vector<Address> stackLow;
    std::vector<Address> stackHigh;
    std::vector<uint64_t> parent; ///< id of the goroutine that started it, 0 if unknown
    std::vector<Address> labels; ///< g.labels, null if none
    std::vector<uint8_t> isSystem; ///< as the runtime's tracebacks hide it (runtime.isSystemGoroutine)
    std::vector<uint8_t> isScanned; ///< _Gscan is set: the garbage collector has its stack, or stops it
    std::vector<std::string> reasons; ///< runtime.waitReasonStrings
    std::map<uint32_t, Error> errors; ///< rows that could be read in part only
    std::vector<Error> warnings; ///< about the list as a whole: where it breaks, what was left out
    uint64_t declared = 0; ///< runtime.allglen
    bool isTimeExact = false; ///< waits end when the core was made, else when the program last looked at its clock
    uint64_t dead = 0; ///< left out because they are dead

    [[nodiscard]] size_t size() const { return id.size(); }
    /// Makes room for @p count rows.
    void reserve(size_t count);
    /// Adds the rows of @p other, which must not have errors, behind these.
    void append(const GoroutineTable &other);
    /// The runtime's own words: "waiting", "running", "chan receive" is the wait reason.
    [[nodiscard]] std::string statusText(size_t row) const;
    [[nodiscard]] std::string waitReasonText(size_t row) const;
    /// What the runtime's tracebacks put behind the state: " (scan)", or nothing.
    [[nodiscard]] std::string scanText(size_t row) const;
    /// The row of goroutine @p goid, or nullopt.
    [[nodiscard]] std::optional<uint32_t> find(uint64_t goid) const;
};

/// A thing that a goroutine waits for.
struct GoWait {
    enum class Kind { ChannelSend, ChannelReceive, Semaphore, Timer, Network };
    Kind kind = Kind::ChannelReceive;
    Address object; ///< hchan, semaphore address, timer, pollDesc
    bool inSelect = false;
    int64_t descriptor = -1; ///< file descriptor of Network
};

}
