// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/unwindrow.h"
#include "backend/elf/registers.h"
#include "backend/go/goruntime.h"

namespace Freezeframe
{

enum class FrameKind { Go, C, Signal };

/// One frame, inlined ones too. Frames of one physical frame share pc, cfa and registers.
struct Frame {
    FrameKind kind = FrameKind::Go;
    Address pc; ///< loaded; a return address in all but the innermost and interrupted frames
    Address lookupPc; ///< what lines and variables are looked up by: pc, or pc - 1 for return addresses
    Address cfa; ///< canonical frame address: the caller's sp before the call pushed (x86-64: sp after return)
    Registers registers; ///< at pc in this frame; caller-saved ones are unknown above the innermost
    std::string function;
    std::string file;
    int line = 0;
    Address functionEntry; ///< of the physical function
    bool inlined = false; ///< its code lies inside the next not inlined frame's function
    unsigned inlineDepth = 0; ///< 0: innermost of its physical frame
    bool isRuntime = false; ///< the runtime's own, folded away by default
    bool isWrapper = false; ///< generated; the runtime's traceback leaves it out
    bool onSystemStack = false; ///< g0's or the signal stack
    Address signalContext; ///< of a signal frame: the ucontext that the kernel has pushed (x86-64: siginfo follows)
    bool interrupted = false; ///< was interrupted here (signal, sigpanic): pc is exact
    std::optional<uint32_t> module; ///< index into Target::modules()
    std::optional<Error> error; ///< why the walk can't go on after this frame
};

struct Stack {
    std::vector<Frame> frames; ///< innermost first, as Delve numbers them
    bool complete = false; ///< reached the goroutine's or thread's first frame
    bool cut = false; ///< stopped at the depth limit
    std::optional<Error> error;
};

/// Walks stacks: Go by pclntab, C by CFI, and the switches between them. Immutable after construction; any thread.
class Unwinder
{
public:
    /// @p runtime may be null (no Go in the target).
    Unwinder(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols,
             std::shared_ptr<const GoRuntime> runtime);
    ~Unwinder();

    /// The whole stack of a goroutine: of a running one from its thread's registers, through signal frames, system
    /// stack and C, back to its first function.
    [[nodiscard]] Stack goroutine(const GoroutineTable &table, uint32_t row, size_t limit = 10'000) const;
    /// From the thread's registers: Go, system stack, C.
    [[nodiscard]] Stack thread(const CoreThread &thread, size_t limit = 10'000) const;
    /// Only the pcs (physical frames, return addresses as they are) of a parked goroutine, for grouping
    /// 100,000 of them. Empty if that can't be told from pclntab alone (then ask goroutine()).
    void parkedPcs(const GoroutineTable &table, uint32_t row, size_t limit, std::vector<Address> &out) const;
    /// The same with a cache that belongs to the calling thread: many times faster over many goroutines.
    void parkedPcs(const GoroutineTable &table, uint32_t row, size_t limit, std::vector<Address> &out,
                   class ParkedCache &cache) const;

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}
