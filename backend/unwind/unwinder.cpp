// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/unwinder.h"

#include "backend/unwind/parkedstack.h"
#include "backend/unwind/stackwalk.h"

#include <algorithm>

namespace Freezeframe
{

struct Unwinder::Data {
    Data(std::shared_ptr<const Target> t, std::shared_ptr<const GoSymbols> s, std::shared_ptr<const GoRuntime> r)
        : target(std::move(t))
        , symbols(std::move(s))
        , runtime(std::move(r))
        , c(target)
    {
        if (runtime)
            states.emplace(*runtime);
    }

    std::shared_ptr<const Target> target;
    std::shared_ptr<const GoSymbols> symbols;
    std::shared_ptr<const GoRuntime> runtime;
    CUnwinder c;
    std::optional<GoroutineStates> states;

    [[nodiscard]] WalkSources sources() const
    {
        return {*target, c, symbols.get(), runtime.get(), states ? &*states : nullptr};
    }
    [[nodiscard]] const CoreThread *threadOf(const GoMachine &machine) const
    {
        const auto found = std::ranges::find(target->threads(), machine.tid, &CoreThread::tid);
        return machine.tid != 0 && found != target->threads().end() ? &*found : nullptr;
    }
    [[nodiscard]] const GoMachine *machineOf(const CoreThread &thread) const;
    [[nodiscard]] const GoMachine *machineRunning(Address g, const GoroutineState &state) const;
    [[nodiscard]] const GoMachine *machineLockedTo(Address g) const;
    [[nodiscard]] Stack parked(const GoroutineState &state, size_t limit) const;
};

/// By tid; for threads of C that have borrowed an M, by the g in their registers or thread-local storage.
const GoMachine *Unwinder::Data::machineOf(const CoreThread &thread) const
{
    if (const GoMachine *machine = runtime->machineOfThread(thread.tid))
        return machine;
    if (!states)
        return nullptr;
    const ArchitectureInfo &info = target->architecture();
    constexpr int fsBase = 58; // of x86-64; Go keeps g in the last word below it
    std::optional<uint64_t> local;
    if (const auto base = thread.registers.get(fsBase); base && info.architecture == Architecture::X86_64)
        local = target->memory().readPointer(Address{*base} - 8).value_or(Address{}).value;
    for (const auto candidate : {thread.registers.get(info.goroutineRegister), local}) {
        if (!candidate || *candidate == 0)
            continue;
        const auto state = states->read({*candidate});
        const GoMachine *machine = state ? runtime->machineAt(state->machine) : nullptr;
        if (machine && (machine->tid == 0 || machine->tid == thread.tid))
            return machine;
    }
    return nullptr;
}

const GoMachine *Unwinder::Data::machineRunning(Address g, const GoroutineState &state) const
{
    const GoMachine *machine = runtime->machineAt(state.machine);
    if (machine && machine->currentG == g)
        return machine;
    const auto found = std::ranges::find(runtime->machines(), g, &GoMachine::currentG);
    return found != runtime->machines().end() ? &*found : nullptr;
}

/// The M that waits for a goroutine which is parked inside a call from C.
const GoMachine *Unwinder::Data::machineLockedTo(Address g) const
{
    const auto found = std::ranges::find(runtime->machines(), g, &GoMachine::lockedG);
    return found != runtime->machines().end() ? &*found : nullptr;
}

Stack Unwinder::Data::parked(const GoroutineState &state, size_t limit) const
{
    const bool inSyscall = state.stack.contains(state.syscallSp);
    Registers start(target->architecture().architecture);
    start.setPc(inSyscall ? state.syscallPc : state.schedPc);
    start.setSp(inSyscall ? state.syscallSp : state.schedSp);
    if (const Address fp = inSyscall ? state.syscallFp : state.schedFp; !fp.isNull())
        start.setFp(fp);
    if (!state.stack.contains(start.sp())) {
        Stack stack;
        stack.error = Error{.code = ErrorCode::NotFound, .message = "the goroutine has not saved where its stack is"};
        return stack;
    }
    StackWalk walk(sources(), limit);
    walk.setGoroutine(state, machineLockedTo(state.address));
    return walk.run(start, false);
}

Unwinder::Unwinder(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols,
                   std::shared_ptr<const GoRuntime> runtime)
    : d(std::make_unique<Data>(std::move(target), std::move(symbols), std::move(runtime)))
{
}

Unwinder::~Unwinder() = default;

Stack Unwinder::goroutine(const GoroutineTable &table, uint32_t row, size_t limit) const
{
    Stack failed;
    if (!d->states || row >= table.size()) {
        failed.error = Error{.code = ErrorCode::NotFound, .message = "there is no such goroutine"};
        return failed;
    }
    const Address g = table.address[row];
    const auto state = d->states->read(g);
    if (!state) {
        failed.error = state.error();
        return failed;
    }
    const auto status = static_cast<GoStatus>(table.status[row]);
    const bool onThread = status == GoStatus::Running || status == GoStatus::Syscall || status == GoStatus::Copystack;
    if (!onThread)
        return d->parked(*state, limit);
    const GoMachine *machine = d->machineRunning(g, *state);
    const CoreThread *thread = machine ? d->threadOf(*machine) : nullptr;
    if (!thread) {
        failed = d->parked(*state, limit);
        if (status != GoStatus::Syscall && !failed.error)
            failed.error = Error{.code = ErrorCode::NotFound, .message = "the thread that runs it is not in the core"};
        return failed;
    }
    StackWalk walk(d->sources(), limit);
    walk.setGoroutine(*state, machine);
    return walk.run(thread->registers, true);
}

Stack Unwinder::thread(const CoreThread &thread, size_t limit) const
{
    StackWalk walk(d->sources(), limit);
    const GoMachine *machine = d->runtime ? d->machineOf(thread) : nullptr;
    if (machine) {
        walk.setMachine(machine);
        if (!machine->currentG.isNull() && d->states) {
            if (const auto state = d->states->read(machine->currentG))
                walk.setGoroutine(*state, machine);
        }
    }
    return walk.run(thread.registers, true);
}

void Unwinder::parkedPcs(const GoroutineTable &table, uint32_t row, size_t limit, std::vector<Address> &out) const
{
    out.clear();
    if (d->symbols)
        readParkedPcs(*d->target, *d->symbols, table, row, limit, nullptr, out);
}

void Unwinder::parkedPcs(const GoroutineTable &table, uint32_t row, size_t limit, std::vector<Address> &out,
                         ParkedCache &cache) const
{
    out.clear();
    if (d->symbols)
        readParkedPcs(*d->target, *d->symbols, table, row, limit, &cache, out);
}

}
