// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/crashanalysis.h"

#include "backend/inspect/signalnames.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int sigQuit = 3;
constexpr int sigAbort = 6;
constexpr size_t stackLimit = 1000;
// asm-generic/siginfo.h: SI_TKILL, SI_KERNEL
constexpr int sentToThread = -6;
constexpr int sentByKernel = 0x80;

/// x86-64 and arm64 Linux, asm-generic/siginfo.h: offsets in siginfo_t.
constexpr uint64_t siginfoCode = 8;
constexpr uint64_t siginfoUnion = 16;
/// x86-64 Linux, struct rt_sigframe: siginfo follows the kernel's ucontext of 304 bytes, to which the trampoline's sp
/// points.
constexpr uint64_t siginfoAfterContext = 304;

bool isFunction(const Frame &frame, std::initializer_list<std::string_view> names)
{
    return std::ranges::any_of(names, [&](std::string_view name) {
        return frame.function == name
            || (frame.function.starts_with(name) && frame.function.substr(name.size()).starts_with(".func"));
    });
}

/// The kernel's terminals send these for Ctrl+C, Ctrl+\\ and when they go away.
bool isTerminalSignal(int signal)
{
    constexpr int hangUp = 1, interrupt = 2;
    return signal == hangUp || signal == interrupt || signal == sigQuit;
}

/// A person or a supervisor wants the program to end and to say what it did.
bool isRequest(const SignalInfo &info)
{
    return (info.signal == sigAbort && isSentByProcess(info.code))
        || (info.signal == sigQuit && (isSentByProcess(info.code) || info.code == sentByKernel));
}

bool hasFaultAddress(int signal)
{
    return signal == 4 || signal == 5 || signal == 7 || signal == 8 || signal == 11;
}

}

CrashSummary CrashAnalysis::run()
{
    chooseThread();
    if (m_thread) {
        m_summary.thread = m_thread->tid;
        m_summary.deliveredSignal = m_thread->signalInfo ? m_thread->signalInfo->signal : m_thread->signal;
        m_summary.deliveredSignalName = signalName(m_summary.deliveredSignal);
        readStack();
        classify();
        // Go runtime/proc.go: checkdead runs on whichever thread came to rest last.
        const bool isDeadlock = std::ranges::contains(m_stack.frames, "runtime.checkdead", &Frame::function);
        const bool isAsked = m_summary.kind == CrashSummary::Kind::Requested
            || (m_summary.kind == CrashSummary::Kind::Signal && !m_summary.sender.empty() && !m_summary.inC);
        m_isElsewhere = !m_summary.frame && (isDeadlock || isAsked);
    }
    return std::move(m_summary);
}

/// A goroutine that has got to the end of a panic or throw without dying yet: a debugger stopped it there.
const GoMachine *CrashAnalysis::machineAtItsEnd() const
{
    if (!m_sources.goroutines)
        return nullptr;
    for (const GoMachine &machine : m_sources.runtime->machines()) {
        const auto row = std::ranges::find(m_sources.goroutines->address, machine.currentG);
        if (machine.currentG.isNull() || row == m_sources.goroutines->address.end())
            continue;
        const auto index = uint32_t(row - m_sources.goroutines->address.begin());
        const Stack stack = m_sources.unwinder.goroutine(*m_sources.goroutines, index, 64);
        const bool ends = std::ranges::any_of(stack.frames, [](const Frame &frame) {
            return isFunction(frame, {"runtime.fatalpanic", "runtime.fatalthrow"});
        });
        if (ends)
            return &machine;
    }
    return nullptr;
}

/// The M that is dying (Go runtime/panic.go: startpanic_m), else one that throws; else the thread that the kernel wrote
/// first. A core of a living process has no crashed thread.
void CrashAnalysis::chooseThread()
{
    const auto &threads = m_sources.target.threads();
    const auto threadOf = [&](const GoMachine &machine) -> const CoreThread * {
        const auto found = std::ranges::find(threads, machine.tid, &CoreThread::tid);
        return found == threads.end() ? nullptr : &*found;
    };
    if (m_sources.runtime) {
        const auto &machines = m_sources.runtime->machines();
        for (const auto isDead :
             {+[](const GoMachine &m) { return m.dying > 0; }, +[](const GoMachine &m) { return m.throwing != 0; }}) {
            for (const GoMachine &machine : machines) {
                if (!isDead(machine) || !threadOf(machine))
                    continue;
                m_machine = &machine;
                m_thread = threadOf(machine);
                return;
            }
        }
    }
    if (m_sources.runtime && threads.size() > 0) {
        const bool signalled
            = std::ranges::any_of(threads, [](const CoreThread &thread) { return thread.signal != 0; });
        const GoMachine *ending = signalled ? nullptr : machineAtItsEnd();
        if (ending && threadOf(*ending)) {
            m_machine = ending;
            m_thread = threadOf(*ending);
            return;
        }
    }
    const auto signalled = std::ranges::find_if(threads, [](const CoreThread &thread) { return thread.signal != 0; });
    if (signalled == threads.end())
        return;
    m_thread = &*signalled;
    if (m_sources.runtime)
        m_machine = m_sources.runtime->machineOfThread(m_thread->tid);
}

void CrashAnalysis::readStack()
{
    if (m_machine && m_sources.goroutines) {
        const auto &addresses = m_sources.goroutines->address;
        const auto found = std::ranges::find(addresses, m_machine->currentG);
        if (!m_machine->currentG.isNull() && found != addresses.end()) {
            m_row = uint32_t(found - addresses.begin());
            m_summary.goroutine = m_sources.goroutines->id[*m_row];
            m_stack = m_sources.unwinder.goroutine(*m_sources.goroutines, *m_row, stackLimit);
        }
    }
    if (m_stack.frames.empty())
        m_stack = m_sources.unwinder.thread(*m_thread, stackLimit);
}

void CrashAnalysis::classify()
{
    for (size_t i = 0; i < m_stack.frames.size(); ++i) {
        const Frame &frame = m_stack.frames[i];
        if (isFunction(frame, {"runtime.gopanic", "runtime.fatalpanic"}))
            return describePanic(i);
        if (isFunction(frame, {"runtime.throw", "runtime.fatal"}))
            return describeThrow(i);
        if (isFunction(frame, {"runtime.sighandler"}))
            return describeSignal(i);
    }
    const auto handler = std::ranges::find(m_stack.frames, FrameKind::Signal, &Frame::kind);
    if (m_thread->signal != 0 && handler != m_stack.frames.end())
        return describeSignal(size_t(handler - m_stack.frames.begin()));
    useKernelSignal();
    chooseFrame(0);
}

void CrashAnalysis::describePanic(size_t trigger)
{
    m_summary.kind = CrashSummary::Kind::Panic;
    if (m_row) {
        readPanics(panicState(m_stack));
        m_summary.message = panicMessage(m_summary.panics, m_sources.runtime->minorVersion());
    }
    const std::string message = m_summary.message.empty() ? "panic" : m_summary.message;
    size_t start = trigger;
    while (start < m_stack.frames.size() && !isFunction(m_stack.frames[start], {"runtime.gopanic"}))
        ++start;
    // Only a sigpanic right above this panic is its cause: an older fault may have been recovered from.
    bool faulted = false;
    for (size_t i = start + 1; i < m_stack.frames.size() && m_stack.frames[i].isRuntime; ++i)
        faulted = faulted || m_stack.frames[i].function == "runtime.sigpanic";
    if (!faulted || !useGoroutineSignal())
        useKernelSignal();
    m_summary.kind = CrashSummary::Kind::Panic;
    m_summary.sender.clear(); // of its own end
    m_summary.message = message;
    m_summary.inC = false;
    chooseFrame(start);
}

void CrashAnalysis::readPanics(PanicState state)
{
    m_summary.panics = describePanics(m_sources.evaluator, *m_sources.runtime, m_sources.goroutines->address[*m_row],
                                      m_stack, state);
}

/// From Go 1.26 on runtime.fatal prints the panics that go on first (runtime/panic.go: printPreFatalDeferPanic).
std::string CrashAnalysis::panicsBeforeFatal(const Frame &frame)
{
    constexpr int firstToPrintThem = 26;
    if (!m_row || m_sources.runtime->minorVersion() < firstToPrintThem || !isFunction(frame, {"runtime.fatal"}))
        return {};
    readPanics(PanicState::Final);
    const std::string panics = panicMessage(m_summary.panics, m_sources.runtime->minorVersion());
    return panics.empty() ? std::string() : panics + "\n\t";
}

void CrashAnalysis::describeThrow(size_t trigger)
{
    size_t outermost = trigger;
    for (size_t i = trigger; i < m_stack.frames.size() && i < trigger + 8; ++i) {
        if (isFunction(m_stack.frames[i], {"runtime.throw", "runtime.fatal"}))
            outermost = i;
    }
    const std::string text = throwText(m_sources.evaluator, *m_sources.runtime, m_stack, outermost);
    const bool faulted
        = std::ranges::any_of(m_stack.frames, [](const Frame &frame) { return frame.function == "runtime.sigpanic"; });
    if (!faulted || !useGoroutineSignal())
        useKernelSignal();
    m_summary.kind = CrashSummary::Kind::Throw;
    m_summary.sender.clear();
    m_summary.message = panicsBeforeFatal(m_stack.frames[outermost]);
    m_summary.message += text.empty() ? "fatal error" : "fatal error: " + text;
    m_summary.inC = false;
    chooseFrame(outermost);
}

void CrashAnalysis::describeSignal(size_t trigger)
{
    const auto info = interruptingSignal(trigger);
    if (info) {
        setSignal(*info);
        const bool ownAbort = info->code == sentToThread && isOwn(*info);
        m_summary.kind = isRequest(*info) && !ownAbort ? CrashSummary::Kind::Requested : CrashSummary::Kind::Signal;
    } else {
        useKernelSignal();
    }
    size_t interrupted = trigger;
    while (interrupted < m_stack.frames.size() && m_stack.frames[interrupted].kind != FrameKind::Signal)
        ++interrupted;
    const size_t first = interrupted + 1 < m_stack.frames.size() ? interrupted + 1 : trigger;
    m_summary.inC = m_stack.frames[first].kind == FrameKind::C && m_summary.kind == CrashSummary::Kind::Signal;
    m_summary.message
        = m_summary.signalName + ": " + signalMeaning(m_summary.signal) + (m_summary.inC ? " in C code" : "");
    chooseFrame(first);
}

/// What the kernel says ended the process.
void CrashAnalysis::useKernelSignal()
{
    if (m_thread->signalInfo) {
        setSignal(*m_thread->signalInfo);
    } else {
        m_summary.signal = m_thread->signal;
        m_summary.signalName = signalName(m_thread->signal);
    }
    const bool asked = m_thread->signalInfo && isRequest(*m_thread->signalInfo);
    m_summary.kind = m_summary.signal == 0 ? CrashSummary::Kind::None
        : asked                            ? CrashSummary::Kind::Requested
                                           : CrashSummary::Kind::Signal;
    m_summary.inC = !m_stack.frames.empty() && m_stack.frames.front().kind == FrameKind::C;
    if (m_summary.signal != 0)
        m_summary.message = m_summary.signalName + ": " + signalMeaning(m_summary.signal);
}

void CrashAnalysis::setSignal(const SignalInfo &info)
{
    m_summary.signal = info.signal;
    m_summary.signalName = signalName(info.signal);
    m_summary.code = info.code;
    m_summary.codeText = signalCodeText(info.signal, info.code);
    m_summary.faultAddress = info.faultAddress;
    m_summary.sender = senderOf(info);
}

bool CrashAnalysis::isOwn(const SignalInfo &info) const
{
    return info.senderPid && m_sources.target.process() && *info.senderPid == m_sources.target.process()->pid;
}

std::string CrashAnalysis::senderOf(const SignalInfo &info) const
{
    if (info.code == sentByKernel && isTerminalSignal(info.signal))
        return "sent by its terminal";
    if (!isSentByProcess(info.code) || !info.senderPid)
        return {};
    if (isOwn(info))
        return "sent by itself";
    // Linux signal(7), kill(2): 0 stands for a process that is not in the PID namespace of who gets it.
    std::string text = *info.senderPid == 0 ? std::string("sent by a process outside of its container")
                                            : "sent by process " + std::to_string(*info.senderPid);
    if (info.senderUid)
        text += " (user " + std::to_string(*info.senderUid) + ")";
    return text;
}

/// The siginfo of the handler that runs in frames[trigger]: the kernel put it on the signal stack.
std::optional<SignalInfo> CrashAnalysis::interruptingSignal(size_t trigger) const
{
    for (size_t i = trigger; i < m_stack.frames.size(); ++i) {
        const Frame &frame = m_stack.frames[i];
        if (frame.kind != FrameKind::Signal || frame.signalContext.isNull())
            continue;
        const Address at = frame.signalContext + siginfoAfterContext;
        const Memory &memory = m_sources.target.memory();
        const auto signal = memory.readAs<int32_t>(at);
        const auto code = memory.readAs<int32_t>(at + siginfoCode);
        const auto word = memory.readAs<uint64_t>(at + siginfoUnion);
        if (!signal || !code || !word || *signal < 1 || *signal > 64)
            return std::nullopt;
        SignalInfo info{.signal = *signal, .code = *code};
        if (isSentByProcess(*code)) {
            info.senderPid = int32_t(*word & 0xffffffff);
            info.senderUid = uint32_t(*word >> 32);
        } else if (hasFaultAddress(*signal)) {
            info.faultAddress = Address{*word};
        }
        return info;
    }
    return std::nullopt;
}

/// What sigpanic was called for (Go runtime/signal_amd64.go: preparePanic keeps it in g).
bool CrashAnalysis::useGoroutineSignal()
{
    if (!m_row)
        return false;
    const Address g = m_sources.goroutines->address[*m_row];
    const auto field = [&](std::string_view name) -> std::optional<uint64_t> {
        const auto place = m_sources.runtime->layout().find("runtime.g", name);
        if (!place)
            return std::nullopt;
        const auto value = m_sources.target.memory().readUnsigned(g + place->offset, place->size);
        return value ? std::optional(*value) : std::nullopt;
    };
    const auto signal = field("sig");
    if (!signal || *signal == 0 || *signal > 64)
        return false;
    SignalInfo info{.signal = int32_t(*signal), .code = int32_t(field("sigcode0").value_or(0))};
    if (hasFaultAddress(info.signal))
        info.faultAddress = field("sigcode1").transform([](uint64_t value) { return Address{value}; });
    setSignal(info);
    return true;
}

/// The first frame from @p from outward that is the program's: for a crash in C, C's; else a user's. Left open if there
/// is none (a deadlock is found on the system stack). A signal from outside may come in the midst of a library: then the
/// program's own code is of more interest than what is not to blame.
void CrashAnalysis::chooseFrame(size_t from)
{
    if (const auto own = ownFrame(m_stack, from); own && m_summary.kind == CrashSummary::Kind::Requested)
        from = *own;
    for (size_t i = from; i < m_stack.frames.size(); ++i) {
        const Frame &frame = m_stack.frames[i];
        const bool ofC
            = m_summary.inC && frame.kind == FrameKind::C && !isCgoGlue(frame.function) && !isLibraryFrame(frame);
        if (!ofC && !isUserFrame(frame))
            continue;
        m_summary.frame = i;
        m_summary.location = {frame.function, frame.file, frame.line};
        return;
    }
}

/// Whether a C frame is in a shared library (abort, raise in libc): the program's own frame is further out.
bool CrashAnalysis::isLibraryFrame(const Frame &frame) const
{
    return frame.module && !m_sources.target.modules()[*frame.module].isExecutable;
}

}
