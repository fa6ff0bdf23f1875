// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gobuildinfo.h"
#include "backend/go/goroutines.h"
#include "backend/go/gosymbols.h"
#include "backend/go/runtimelayout.h"
#include "backend/go/runtimetypes.h"

#include <stop_token>

namespace Freezeframe
{

/// An M of the scheduler: a thread as the runtime knows it (Go runtime/runtime2.go: m).
struct GoMachine {
    Address address;
    int64_t id = 0;
    int64_t tid = 0; ///< m.procid, 0 if unknown
    Address g0, gsignal, currentG, lockedG;
    Address p;
    AddressRange g0Stack, signalStack;
    bool inCgo = false;
    int32_t throwing = 0;
    int32_t dying = 0;
};

/// One link of a panic chain, newest first (Go runtime/runtime2.go: _panic).
struct GoPanic {
    Address address; ///< of the _panic
    Address typeDescriptor; ///< of the argument's dynamic type, null for nil
    Address data; ///< data word of the interface
    bool recovered = false;
    bool goexit = false;
    bool repanicked = false;
};

/// A record of g._defer (open-coded defers are not on the list).
struct GoDefer {
    Address address;
    Address sp;
    Address pc; ///< of the defer statement's frame, return address
    Address closure; ///< funcval
    Address function; ///< entry of what will run, null if unknown
    bool rangeFunc = false;
};

/// A goroutine from which another one stems, as the runtime keeps it under GODEBUG=tracebackancestors
/// (Go runtime/runtime2.go: ancestorInfo).
struct GoAncestor {
    uint64_t id = 0;
    std::vector<Address> pcs; ///< where it was then, innermost first, one for each inlined frame too; return addresses
    Address goPc; ///< return address of the go statement that started it
};

/// Go's runtime in a target: version, globals, layouts, goroutines, Ms. Immutable after open; any thread.
class GoRuntime
{
public:
    ~GoRuntime();
    GoRuntime(const GoRuntime &) = delete;
    GoRuntime &operator=(const GoRuntime &) = delete;

    /// NotFound if there is no Go in the target. A version newer than known is tried and labelled.
    /// @p dwarf may be null: it is asked for structures that the type descriptors do not have.
    [[nodiscard]] static Result<std::shared_ptr<const GoRuntime>> open(std::shared_ptr<const Target> target,
                                                                       std::shared_ptr<const GoSymbols> symbols,
                                                                       class LayoutSource *dwarf);

    [[nodiscard]] const std::string &version() const { return m_version; } ///< "go1.26.8"
    /// N of Go 1.N; of a development version the newest known.
    [[nodiscard]] int minorVersion() const { return m_minor; }
    [[nodiscard]] const GoBuildInfo &buildInfo() const { return m_buildInfo; }
    [[nodiscard]] const RuntimeLayout &layout() const { return m_layout; }
    [[nodiscard]] const GoSymbols &symbols() const { return *m_symbols; }
    [[nodiscard]] const Target &target() const { return *m_target; }
    /// Loaded address of a package variable by full name ("runtime.allgs"): symbol table, else a search by
    /// structure for the few that the reader itself needs; nullopt if not to be found.
    [[nodiscard]] std::optional<Address> variable(std::string_view name) const;
    [[nodiscard]] const std::vector<GoMachine> &machines() const { return m_machines; }
    [[nodiscard]] const GoMachine *machineOfThread(int64_t tid) const;
    [[nodiscard]] const GoMachine *machineAt(Address address) const;

    /// All goroutines that are not dead, without unwinding: plain offsets only. Bounded; per-row errors.
    [[nodiscard]] Result<std::shared_ptr<const GoroutineTable>> goroutines(const std::stop_token &stop = {}) const;
    [[nodiscard]] std::vector<GoPanic> panics(Address g) const; ///< newest first, bounded
    [[nodiscard]] std::vector<GoDefer> defers(Address g) const; ///< innermost first, bounded
    /// Whom the goroutine stems from, nearest first, bounded; none unless the program was told to keep them.
    [[nodiscard]] Result<std::vector<GoAncestor>> ancestors(Address g) const;
    /// What the goroutine waits for (sudogs, timer, pollDesc, semaphore), as far as the runtime tells.
    [[nodiscard]] std::vector<GoWait> waits(Address g) const;
    /// pprof labels of g, in order of keys.
    [[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> labels(Address g) const;

    [[nodiscard]] std::vector<std::string> commandLine() const; ///< os.Args as the runtime keeps them
    [[nodiscard]] std::vector<std::string> environment() const; ///< "NAME=value"; secrets, ask before showing
    /// nanotime of the moment of the core, as near as the runtime knows (0 if unknown): base of wait times.
    /// When the core was made, if isTimeExact(), else when the runtime last looked at its clock.
    [[nodiscard]] int64_t nowNanoseconds() const { return m_now; }
    [[nodiscard]] bool isTimeExact() const { return m_isTimeExact; }
    [[nodiscard]] int64_t startNanoseconds() const { return m_start; } ///< runtimeInitTime
    /// What to add to a nanotime to get nanoseconds since the epoch, if the runtime has noted both of one moment.
    [[nodiscard]] std::optional<int64_t> wallOffset() const { return m_wallOffset; }
    [[nodiscard]] const class TypeDescriptors &typeDescriptors() const;
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }

private:
    friend class GoRuntimeBuilder;
    struct Data;
    GoRuntime();
    std::unique_ptr<Data> d;
    std::shared_ptr<const Target> m_target;
    std::shared_ptr<const GoSymbols> m_symbols;
    std::string m_version;
    GoBuildInfo m_buildInfo;
    RuntimeLayout m_layout;
    std::vector<GoMachine> m_machines;
    std::vector<std::pair<std::string, Address>> m_variables; ///< found by structure
    int m_minor = 0;
    int64_t m_now = 0;
    bool m_isTimeExact = false;
    int64_t m_start = 0;
    std::optional<int64_t> m_wallOffset;
    std::vector<Error> m_warnings;
};

}
