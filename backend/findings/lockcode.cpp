// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/lockcode.h"

#include "backend/code/disassembler.h"
#include "backend/eval/pointerwords.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostCode = uint64_t(256) << 10;
constexpr uint32_t inlineTreeIndex = 2; ///< Go internal/abi/symtab.go: PCDATA_InlTreeIndex
constexpr uint8_t readerCountOffset = 16; ///< Go sync/rwmutex.go: w Mutex, writerSem, readerSem, readerCount
constexpr std::string_view readWriteLock = "sync.(*RWMutex).";

/// Go 1.24 on: a sync.Mutex is an internal/sync.Mutex, which begins at the same place.
std::optional<LockEvent::Kind> kindOf(std::string_view function)
{
    using Kind = LockEvent::Kind;
    static constexpr std::array methods = {
        std::pair(std::string_view("sync.(*Mutex).Lock"), Kind::Lock),
        std::pair(std::string_view("sync.(*Mutex).Unlock"), Kind::Unlock),
        std::pair(std::string_view("sync.(*Mutex).TryLock"), Kind::TryLock),
        std::pair(std::string_view("internal/sync.(*Mutex).Lock"), Kind::Lock),
        std::pair(std::string_view("internal/sync.(*Mutex).Unlock"), Kind::Unlock),
        std::pair(std::string_view("internal/sync.(*Mutex).TryLock"), Kind::TryLock),
        std::pair(std::string_view("sync.(*RWMutex).Lock"), Kind::Lock),
        std::pair(std::string_view("sync.(*RWMutex).Unlock"), Kind::Unlock),
        std::pair(std::string_view("sync.(*RWMutex).TryLock"), Kind::TryLock),
        std::pair(std::string_view("sync.(*RWMutex).RLock"), Kind::ReadLock),
        std::pair(std::string_view("sync.(*RWMutex).RUnlock"), Kind::ReadUnlock),
        std::pair(std::string_view("sync.(*RWMutex).TryRLock"), Kind::TryReadLock),
    };
    const auto found = std::ranges::find(methods, function, &std::pair<std::string_view, Kind>::first);
    return found == methods.end() ? std::nullopt : std::optional(found->second);
}

/// Finds where the functions of package sync are inlined into one function. One thread.
class InlinedLocks
{
public:
    InlinedLocks(const GoSymbols::Match &match, const std::vector<CodeStep> &steps)
        : m_match(match)
        , m_steps(steps)
    {
    }

    /// The atomic instructions of Lock and Unlock. That of Lock is often told as the function's own; it lies before the
    /// call for the case that somebody has the lock.
    [[nodiscard]] std::unordered_map<Address, LockEvent> find()
    {
        findSources();
        std::unordered_map<Address, LockEvent> events;
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (!m_steps[i].isAtomic && !m_steps[i].isCall)
                continue;
            const auto event = eventAt(m_steps[i].address);
            const size_t atomic = !event ? m_steps.size() : m_steps[i].isAtomic ? i : atomicBefore(i);
            if (atomic < m_steps.size())
                events.try_emplace(m_steps[atomic].address, *event);
        }
        return events;
    }

private:
    void findSources()
    {
        for (size_t i = 0; i < m_steps.size(); ++i) {
            const CodeStep &step = m_steps[i];
            const bool goesOn = step.flow == CodeStep::Flow::Next || step.flow == CodeStep::Flow::Branch;
            if (goesOn && i + 1 < m_steps.size())
                m_sources.emplace(i + 1, i);
            if (step.flow == CodeStep::Flow::Branch || step.flow == CodeStep::Flow::Jump)
                m_sources.emplace(indexOf(step.target), i);
        }
    }

    /// The nearest on a way that leads to @p index, or none: size.
    [[nodiscard]] size_t atomicBefore(size_t index) const
    {
        constexpr size_t mostSteps = 24;
        std::vector<size_t> seen = {index};
        for (size_t i = 0; i < seen.size() && seen.size() < mostSteps; ++i) {
            const auto [first, last] = m_sources.equal_range(seen[i]);
            for (auto at = first; at != last; ++at) {
                if (m_steps[at->second].isAtomic)
                    return at->second;
                if (std::ranges::find(seen, at->second) == seen.end())
                    seen.push_back(at->second);
            }
        }
        return m_steps.size();
    }

    [[nodiscard]] std::optional<LockEvent> eventAt(Address pc)
    {
        const auto index = m_match.module->pclntab->pcData(m_match.function, inlineTreeIndex, pc);
        if (!index || *index < 0)
            return std::nullopt;
        const auto [known, isNew] = m_byIndex.try_emplace(*index);
        if (isNew)
            known->second = eventOf(m_match.module->pclntab->frames(m_match.function, pc));
        return known->second;
    }

    /// What the instruction belongs to by inlining: the functions of package sync consist of many. The outermost says
    /// what is done, the innermost which of the lock's fields it is done with.
    static std::optional<LockEvent> eventOf(const std::vector<GoInlinedFrame> &frames)
    {
        std::optional<LockEvent> event;
        std::string_view inner, outer;
        for (const GoInlinedFrame &frame : frames) {
            const auto kind = frame.isInlined ? kindOf(frame.function) : std::nullopt;
            if (!kind)
                continue;
            if (inner.empty())
                inner = frame.function;
            outer = frame.function;
            event = LockEvent{.kind = *kind, .offset = 0};
        }
        const bool isOfReaders = inner.starts_with(readWriteLock);
        if (event && isOfReaders)
            event->offset = readerCountOffset;
        // A writer's steps are two, that of the lock among writers, and that which counts: the other.
        if (event && outer.starts_with(readWriteLock) && !isOfReaders)
            return std::nullopt;
        return event;
    }

    [[nodiscard]] size_t indexOf(std::optional<Address> address) const
    {
        if (!address)
            return m_steps.size();
        const auto at = std::ranges::lower_bound(m_steps, *address, {}, &CodeStep::address);
        return at != m_steps.end() && at->address == *address ? size_t(at - m_steps.begin()) : m_steps.size();
    }

    const GoSymbols::Match &m_match;
    const std::vector<CodeStep> &m_steps;
    std::unordered_map<int32_t, std::optional<LockEvent>> m_byIndex;
    std::unordered_multimap<size_t, size_t> m_sources; ///< instruction → those that control may come from
};

}

bool isInsideOfLock(std::string_view function)
{
    using namespace std::string_view_literals;
    static constexpr std::array prefixes = {"runtime."sv,      "internal/runtime/"sv, "internal/sync."sv,
                                            "sync.runtime_"sv, "sync.(*Mutex)."sv,    readWriteLock};
    // A method's value ("mu.Unlock" without a call) is a function of its own, with the lock in its closure.
    return !function.ends_with("-fm")
        && std::ranges::any_of(prefixes, [function](std::string_view prefix) { return function.starts_with(prefix); });
}

LockCode::LockCode(const Target &target, const GoSymbols &symbols)
    : m_target(target)
    , m_symbols(symbols)
{
}

const LockCode::Function *LockCode::functionAt(Address entry)
{
    const auto [known, isNew] = m_functions.try_emplace(entry);
    if (!isNew)
        return known->second ? &*known->second : nullptr;
    const auto match = m_symbols.functionAt(entry);
    if (!match || match->function.entry != entry)
        return nullptr;
    const std::string_view name = match->function.name;
    Function function{.entry = entry, .end = match->function.end, .event = {}};
    if (const auto kind = kindOf(name))
        function.event = LockEvent{.kind = *kind, .offset = 0};
    function.isRuntime = isInsideOfLock(name);
    // Where the stack grows, the function begins anew.
    function.neverReturns = neverReturns(name) || name.starts_with("runtime.morestack") || name == "os.Exit";
    function.keepsRegisters = name.starts_with("runtime.gcWriteBarrier");
    // Go runtime/panic.go: a closure; a record that has one; and what runs all that its caller has deferred.
    if (name == "runtime.deferproc")
        function.defers = Function::Defers::Closure;
    else if (name == "runtime.deferprocStack")
        function.defers = Function::Defers::Record;
    else if (name == "runtime.deferreturn")
        function.defers = Function::Defers::Run;
    known->second = function;
    return &*known->second;
}

const LockCode::Body &LockCode::bodyOf(Address entry)
{
    const auto [known, isNew] = m_bodies.try_emplace(entry);
    if (isNew) {
        if (const auto match = m_symbols.functionAt(entry))
            known->second = read(*match);
    }
    return known->second;
}

LockCode::Body LockCode::read(const GoSymbols::Match &match) const
{
    Body body;
    const uint64_t size = match.function.end.value - match.function.entry.value;
    if (!match.module->pclntab || size > mostCode || isInsideOfLock(match.function.name))
        return body;
    std::vector<std::byte> code(size);
    if (!m_target.memory().read(match.function.entry, code))
        return body;
    const auto steps = codeSteps(m_target.architecture().architecture, code, match.function.entry);
    for (const CodeStep &step : steps) {
        if (step.target && *step.target != match.function.entry && (step.isCall || step.flow == CodeStep::Flow::Jump))
            body.callees.push_back(*step.target);
        body.callsUnknown = body.callsUnknown || (!step.target && (step.isCall || step.flow == CodeStep::Flow::Jump));
    }
    body.events = InlinedLocks(match, steps).find();
    return body;
}

std::optional<LockEvent> LockCode::inlinedAt(Address pc)
{
    const auto match = m_symbols.functionAt(pc);
    if (!match)
        return std::nullopt;
    const Body &body = bodyOf(match->function.entry);
    const auto found = body.events.find(pc);
    return found == body.events.end() ? std::nullopt : std::optional(found->second);
}

bool LockCode::mayTouch(const Function &function)
{
    constexpr unsigned deepest = 3; // calls
    return mayTouch(function.entry, deepest);
}

bool LockCode::mayTouch(Address entry, unsigned depth)
{
    const auto key = std::pair(entry, depth);
    if (const auto known = m_touching.find(key); known != m_touching.end())
        return known->second;
    constexpr uint64_t mostOfWrapper = 256; // bytes: a method of an interface that does little but call another
    const Function *function = functionAt(entry);
    if (!function || function->isRuntime)
        return function && function->event;
    const Body &body = bodyOf(entry);
    bool touches = !body.events.empty() || (body.callsUnknown && function->end - function->entry <= mostOfWrapper);
    if (depth > 0) {
        for (size_t i = 0; i < body.callees.size() && !touches; ++i)
            touches = mayTouch(body.callees[i], depth - 1);
    }
    m_touching.emplace(key, touches);
    return touches;
}

}
