// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/stackwalk.h"

#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostSignals = 64;
constexpr uint8_t topFrameFlag = 1; // Go internal/abi/symtab.go: FuncFlagTopFrame

/// Kinds whose caller did not call them: the pc that they return to is where it was interrupted
/// (Go runtime/traceback.go: isInjectedCall).
bool isInjected(GoFuncKind kind)
{
    return kind == GoFuncKind::Sigpanic || kind == GoFuncKind::AsyncPreempt || kind == GoFuncKind::DebugCall;
}

}

StackWalk::StackWalk(const WalkSources &sources, size_t limit)
    : m_sources(sources)
    , m_memory(sources.target.memory())
    , m_architecture(sources.target.architecture())
    , m_limit(limit)
    , m_lookup(sources.symbols)
    , m_registers(m_architecture.architecture)
{
}

void StackWalk::setGoroutine(const GoroutineState &state, const GoMachine *machine)
{
    m_state = state;
    m_machine = machine;
    m_resume = savedPlace();
}

Stack StackWalk::run(const Registers &start, bool exact)
{
    m_registers = start;
    m_exact = exact;
    while (!m_done) {
        if (m_stack.frames.size() >= m_limit) {
            m_stack.cut = true;
            break;
        }
        step();
    }
    return std::move(m_stack);
}

void StackWalk::step()
{
    if (!makesProgress()) {
        giveUp(
            Error{.code = ErrorCode::BadFormat, .message = "the stack leads back to " + m_registers.sp().toString()});
        return;
    }
    if (const Code *code = m_lookup.at(m_registers.pc(), m_exact))
        stepGo(*code);
    else if (m_exact && !isCode(m_registers.pc()))
        stepBadCall();
    else
        stepC();
}

/// A goroutine's stack is walked upwards only, however often the walk leaves it: so damage can't lead in circles.
bool StackWalk::makesProgress()
{
    if (!m_state || onSystemStack())
        return true;
    m_resume.reset();
    if (m_registers.sp() <= m_reached)
        return false;
    m_reached = m_registers.sp();
    return true;
}

/// Goes on where a signal has interrupted the thread.
void StackWalk::interruptedAt(const Result<Registers> &registers)
{
    if (!registers)
        giveUp(registers.error());
    else if (++m_signals > mostSignals)
        giveUp(Error{.code = ErrorCode::Limit,
                     .message = "more than " + std::to_string(mostSignals) + " signal handlers interrupt each other"});
    else
        goTo(*registers, true);
}

void StackWalk::stepGo(const Code &code)
{
    const GoFunction &function = code.match.function;
    if (leaveSignalHandler(code) || leaveTrampoline(code) || leaveVdso(code))
        return;
    leaveCgo(code);
    const Result<Address> cfa = frameAddress(code);
    emit(code, FrameKind::Go, cfa.value_or(Address{}));
    if (!cfa) {
        giveUp(cfa.error());
        return;
    }
    if (leaveSystemStack(code) || leaveCallback(code, *cfa))
        return;
    const bool isTop = (function.flags & topFrameFlag) != 0 && function.name != "runtime.sigtramp";
    if (isTop)
        finish();
    else
        returnTo(code, *cfa);
}

Result<Address> StackWalk::frameAddress(const Code &code) const
{
    const std::string name(code.match.function.name);
    if (!code.frameSize || *code.frameSize < 0)
        return fail(ErrorCode::BadFormat, "the size of the frame of " + name + " is not known");
    const Address sp = m_registers.sp();
    const uint64_t pushed = m_architecture.linkRegister < 0 ? 8 : 0; // the return address
    const Address cfa = sp + (static_cast<uint64_t>(*code.frameSize) + pushed);
    if (cfa < sp)
        return fail(ErrorCode::BadFormat, "the frame of " + name + " goes beyond the address space");
    if (m_state && m_state->stack.contains(sp) && cfa > m_state->stack.end)
        return fail(ErrorCode::BadFormat, "the frame of " + name + " goes beyond the stack of its goroutine");
    return cfa;
}

void StackWalk::returnTo(const Code &code, Address cfa)
{
    const GoFunction &function = code.match.function;
    const bool usesLink = m_architecture.linkRegister >= 0;
    const int32_t size = *code.frameSize;
    Result<Address> pc = Address{};
    const auto link = usesLink ? m_registers.get(m_architecture.linkRegister) : std::nullopt;
    if (usesLink && size == 0 && link)
        pc = Address{*link};
    else
        pc = word(usesLink ? m_registers.sp() : cfa - 8);
    if (!pc) {
        giveUp(pc.error());
        return;
    }
    if (pc->isNull()) {
        finish();
        return;
    }
    if (!isCode(*pc)) {
        giveUp(Error{.code = ErrorCode::BadFormat,
                     .message = "the return address " + pc->toString() + " of " + std::string(function.name)
                         + " is not in any code"});
        return;
    }
    Registers caller(m_architecture.architecture);
    caller.setPc(*pc);
    caller.setSp(cfa);
    // Go keeps the caller's frame pointer in the word below the return address (arm64: below the stack pointer).
    if (size == 0) {
        if (const auto fp = m_registers.get(m_architecture.framePointer))
            caller.setFp({*fp});
    } else if (const auto fp = word(usesLink ? m_registers.sp() - 8 : cfa - 16)) {
        caller.setFp(*fp);
    }
    restoreSaved(code, cfa, caller);
    if (function.kind == GoFuncKind::Sigpanic)
        recallInterrupted(cfa, caller);
    goTo(caller, isInjected(function.kind));
}

void StackWalk::stepC()
{
    const Address pc = m_registers.pc();
    const CUnwinder::Symbol symbol = m_sources.c.symbolAt(pc, m_exact);
    const auto caller = m_sources.c.callerOf(m_registers, m_exact);
    Frame frame;
    frame.kind = caller && caller->isSignalFrame ? FrameKind::Signal : FrameKind::C;
    frame.pc = pc;
    frame.lookupPc = m_exact ? pc : pc - 1;
    frame.cfa = caller ? caller->cfa : Address{};
    frame.registers = m_registers;
    frame.function = symbol.name;
    if (frame.kind == FrameKind::Signal && symbol.name.empty())
        frame.function = "__restore_rt"; // glibc's name, which stripped libraries don't have
    if (frame.kind == FrameKind::Signal)
        frame.signalContext = m_registers.sp();
    frame.functionEntry = symbol.entry;
    frame.module = symbol.module;
    frame.isRuntime = frame.kind == FrameKind::Signal || isCgoGlue(symbol.name);
    frame.onSystemStack = onSystemStack();
    frame.interrupted = m_interrupted;
    m_stack.frames.push_back(std::move(frame));

    if (!caller)
        giveUp(caller.error());
    else if (caller->isOutermost)
        finish();
    else if (!caller->isSignalFrame && caller->cfa <= m_registers.sp())
        giveUp(
            Error{.code = ErrorCode::BadFormat,
                  .message = "the caller's frame at " + caller->cfa.toString() + " does not lie above its callee's"});
    else if (!caller->isSignalFrame && !isCode(caller->registers.pc()))
        giveUp(Error{.code = ErrorCode::BadFormat,
                     .message = "the return address " + caller->registers.pc().toString() + " is not in any code"});
    else if (caller->isSignalFrame)
        interruptedAt(caller->registers);
    else
        goTo(caller->registers, false);
}

/// A jump to where no code is, a call of a nil function for one: the call has just pushed its return address.
void StackWalk::stepBadCall()
{
    Frame frame;
    frame.kind = FrameKind::C;
    frame.pc = frame.lookupPc = m_registers.pc();
    frame.cfa = m_registers.sp() + (m_architecture.linkRegister < 0 ? 8 : 0);
    frame.registers = m_registers;
    frame.onSystemStack = onSystemStack();
    frame.interrupted = m_interrupted;
    const Error notCode{.code = ErrorCode::Unmapped, .message = "there is no code at " + frame.pc.toString()};
    frame.error = notCode;
    m_stack.frames.push_back(std::move(frame));

    const auto link = m_registers.get(m_architecture.linkRegister);
    const Result<Address> pc = link ? Result<Address>(Address{*link}) : word(m_registers.sp());
    if (!pc || !isCode(*pc)) {
        giveUp(notCode);
        return;
    }
    Registers caller = m_registers;
    caller.setPc(*pc);
    caller.setSp(m_stack.frames.back().cfa);
    goTo(caller, false);
}

void StackWalk::emit(const Code &code, FrameKind kind, Address cfa)
{
    if (hasNoOwnNumber(code.match.function))
        return;
    reserveFrames();
    const bool system = onSystemStack();
    for (size_t i = 0; i < code.frames.size(); ++i) {
        const GoInlinedFrame &place = code.frames[i];
        Frame &frame = m_stack.frames.emplace_back();
        frame.kind = kind;
        frame.pc = code.pc;
        frame.lookupPc = code.lookupPc;
        frame.cfa = cfa;
        frame.registers = m_registers;
        frame.function = place.function;
        frame.file = place.file;
        frame.line = place.line;
        frame.functionEntry = code.match.function.entry;
        frame.inlined = place.isInlined;
        frame.inlineDepth = static_cast<unsigned>(i);
        frame.isRuntime = isRuntimeFunction(place.function);
        frame.isWrapper = place.isWrapper;
        frame.onSystemStack = system;
        frame.interrupted = m_interrupted;
        frame.module = code.match.module->module;
    }
}

/// Numbers of frames are public and Delve's. A Go program that dies raises SIGABRT twice: its own handler catches the
/// first one, and sends the second from there. Delve steps from the interrupted runtime.raise, which has no frame of
/// its own, by the frame pointer, and so does not count the runtime.dieFromSignal that has called it.
bool StackWalk::hasNoOwnNumber(const GoFunction &function)
{
    const bool uncounted = m_afterRaise && function.name == "runtime.dieFromSignal";
    m_afterRaise = m_interrupted && function.name == "runtime.raise";
    return uncounted;
}

/// Frames are large, and moving a million of them costs more than finding them: once a stack is deep, makes room for as
/// many as the rest of it can hold if they go on like this.
void StackWalk::reserveFrames()
{
    constexpr size_t deep = 512;
    std::vector<Frame> &frames = m_stack.frames;
    if (frames.size() < deep || frames.size() < frames.capacity() || !m_state || onSystemStack())
        return;
    const Address sp = m_registers.sp();
    const uint64_t frameSize
        = std::max<uint64_t>((sp - frames[frames.size() - deep / 2].registers.sp()) / (deep / 2), 16);
    const uint64_t rest = m_memory.readableSize(sp, m_state->stack.end - sp) / frameSize;
    frames.reserve(frames.size() + std::clamp<uint64_t>(rest + rest / 16, frames.size(), m_limit));
}

void StackWalk::goTo(const Registers &registers, bool exact)
{
    m_registers = registers;
    m_exact = exact;
    m_interrupted = exact;
}

void StackWalk::goTo(const SavedPlace &place)
{
    Registers registers(m_architecture.architecture);
    registers.setPc(place.pc);
    registers.setSp(place.sp);
    if (!place.fp.isNull())
        registers.setFp(place.fp);
    goTo(registers, false);
}

void StackWalk::finish()
{
    m_stack.complete = true;
    m_done = true;
}

/// Ends the walk, or goes on with what the goroutine has saved before it left its own stack: then only the frame says
/// what went wrong.
void StackWalk::giveUp(Error error)
{
    if (!m_stack.frames.empty())
        m_stack.frames.back().error = error;
    if (m_resume) {
        goTo(*m_resume);
        m_resume.reset();
        return;
    }
    m_stack.error = std::move(error);
    m_done = true;
}

Result<Address> StackWalk::word(Address place) const
{
    const Result<Address> value = m_memory.readPointer(place);
    if (value)
        return value;
    Error error = value.error();
    error.message = "stack at " + place.toString() + " is not in the core";
    return std::unexpected(std::move(error));
}

bool StackWalk::isCode(Address pc) const
{
    return m_lookup.isCode(pc) || m_sources.c.isCode(pc);
}

bool StackWalk::onSystemStack() const
{
    if (m_state)
        return !m_state->stack.contains(m_registers.sp());
    return m_machine != nullptr;
}

}
