// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/lockregions.h"

#include "backend/inspect/disassembler.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostCode = uint64_t(256) << 10;
constexpr uint32_t inlineTreeIndex = 2; ///< Go internal/abi/symtab.go: PCDATA_InlTreeIndex

enum class Event : uint8_t { None, Lock, Unlock, Unclear };

Event eventOf(std::string_view function)
{
    static constexpr std::array locks
        = {std::string_view("sync.(*Mutex).Lock"), std::string_view("sync.(*RWMutex).Lock"),
           std::string_view("sync.(*RWMutex).RLock")};
    static constexpr std::array unlocks
        = {std::string_view("sync.(*Mutex).Unlock"), std::string_view("sync.(*RWMutex).Unlock"),
           std::string_view("sync.(*RWMutex).RUnlock")};
    if (std::ranges::find(locks, function) != locks.end())
        return Event::Lock;
    if (std::ranges::find(unlocks, function) != unlocks.end())
        return Event::Unlock;
    // Whether it got the lock is in a register; a Cond gives it up and takes it again, both within Wait.
    if (function == "sync.(*Mutex).TryLock" || function == "sync.(*RWMutex).TryLock"
        || function == "sync.(*RWMutex).TryRLock")
        return Event::Unclear;
    return Event::None;
}

/// Go runtime/panic.go: what never comes back.
bool neverReturns(std::string_view function)
{
    static constexpr std::array prefixes
        = {std::string_view("runtime.panic"), std::string_view("runtime.goPanic"), std::string_view("runtime.gopanic"),
           std::string_view("runtime.throw"), std::string_view("runtime.fatal"),   std::string_view("runtime.Goexit"),
           std::string_view("runtime.block")};
    return std::ranges::any_of(prefixes, [function](std::string_view prefix) { return function.starts_with(prefix); });
}

/// One function's code with what happens at each instruction. One thread.
class Flow
{
public:
    Flow(const GoSymbols &symbols, const GoSymbols::Match &match, std::vector<CodeStep> steps)
        : m_symbols(symbols)
        , m_match(match)
        , m_steps(std::move(steps))
        , m_events(m_steps.size(), Event::None)
        , m_states(m_steps.size(), 0)
    {
    }

    void findEvents(std::set<int32_t> &sites, bool &unlocks)
    {
        findCalls();
        findAtomics();
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (m_events[i] == Event::Lock || m_events[i] == Event::Unclear)
                sites.insert(m_match.module->pclntab->frames(m_match.function, m_steps[i].address).back().line);
            unlocks = unlocks || m_events[i] == Event::Unlock;
        }
    }

    /// Whether all jumps are known.
    [[nodiscard]] bool isWhole() const
    {
        return std::ranges::none_of(
            m_steps, [](const CodeStep &step) { return step.flow == CodeStep::Flow::Jump && !step.target; });
    }

    /// What may be before each instruction: the lock held, not held, or both, by the ways that lead there.
    void follow()
    {
        std::vector<size_t> open;
        enter(0, notHeld, open);
        while (!open.empty()) {
            const size_t at = open.back();
            open.pop_back();
            const CodeStep &step = m_steps[at];
            const uint8_t after = m_events[at] == Event::Lock ? held
                : m_events[at] == Event::Unlock               ? notHeld
                : m_events[at] == Event::Unclear              ? uint8_t(held | notHeld)
                                                              : m_states[at];
            if (step.flow == CodeStep::Flow::Next || step.flow == CodeStep::Flow::Branch)
                enter(at + 1, after, open);
            if (step.flow == CodeStep::Flow::Branch || step.flow == CodeStep::Flow::Jump)
                enter(indexOf(step.target), after, open);
        }
    }

    /// Whether a way leads to an Unlock on which there was no Lock.
    [[nodiscard]] bool releases() const
    {
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (m_events[i] == Event::Unlock && (m_states[i] & notHeld) != 0)
                return true;
        }
        return false;
    }

    /// Where nothing but @p state may be.
    [[nodiscard]] std::vector<AddressRange> ranges(uint8_t state) const
    {
        std::vector<AddressRange> ranges;
        for (size_t i = 0; i < m_steps.size(); ++i) {
            if (m_states[i] != state || m_events[i] != Event::None)
                continue;
            if (!ranges.empty() && ranges.back().end == m_steps[i].address)
                ranges.back().end = m_steps[i].next;
            else
                ranges.push_back({m_steps[i].address, m_steps[i].next});
        }
        return ranges;
    }

    static constexpr uint8_t notHeld = 1;
    static constexpr uint8_t held = 2;

private:
    /// Calls of Lock and Unlock, and those that do not come back.
    void findCalls()
    {
        for (size_t i = 0; i < m_steps.size(); ++i) {
            CodeStep &step = m_steps[i];
            const auto callee = step.isCall && step.target ? m_symbols.functionAt(*step.target) : std::nullopt;
            if (!callee || callee->function.entry != *step.target)
                continue;
            m_events[i] = eventOf(callee->function.name);
            if (neverReturns(callee->function.name))
                step.flow = CodeStep::Flow::End;
        }
    }

    /// Where Lock or Unlock is inlined, its atomic instruction counts. That of Lock is often told as the function's own;
    /// it lies before the call for the case that somebody has the lock.
    void findAtomics()
    {
        findSources();
        for (size_t i = 0; i < m_steps.size(); ++i) {
            const CodeStep &step = m_steps[i];
            if (m_events[i] != Event::None || (!step.isAtomic && !step.isCall))
                continue;
            const Event event = inlinedEvent(step);
            if (event == Event::None)
                continue;
            if (const size_t atomic = step.isAtomic ? i : atomicBefore(i); atomic < m_steps.size())
                m_events[atomic] = event;
            if (event == Event::Lock)
                m_events[i] = event; // when it is back, the lock is taken
        }
    }

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

    /// What the instruction belongs to by inlining: the functions of package sync consist of many.
    [[nodiscard]] Event inlinedEvent(const CodeStep &step)
    {
        const auto index = m_match.module->pclntab->pcData(m_match.function, inlineTreeIndex, step.address);
        if (!index || *index < 0)
            return Event::None;
        const auto known = m_byIndex.find(*index);
        if (known != m_byIndex.end())
            return known->second;
        Event event = Event::None;
        for (const GoInlinedFrame &frame : m_match.module->pclntab->frames(m_match.function, step.address)) {
            if (const Event own = eventOf(frame.function); frame.isInlined && own != Event::None)
                event = own; // the outermost counts
        }
        return m_byIndex[*index] = event;
    }

    [[nodiscard]] size_t indexOf(std::optional<Address> address) const
    {
        if (!address)
            return m_steps.size();
        const auto at = std::ranges::lower_bound(m_steps, *address, {}, &CodeStep::address);
        return at != m_steps.end() && at->address == *address ? size_t(at - m_steps.begin()) : m_steps.size();
    }

    void enter(size_t index, uint8_t state, std::vector<size_t> &open)
    {
        if (index >= m_steps.size() || (m_states[index] | state) == m_states[index])
            return;
        m_states[index] |= state;
        open.push_back(index);
    }

    const GoSymbols &m_symbols;
    const GoSymbols::Match &m_match;
    std::vector<CodeStep> m_steps;
    std::vector<Event> m_events;
    std::vector<uint8_t> m_states; ///< before the instruction; 0: no way leads there
    std::unordered_map<int32_t, Event> m_byIndex;
    std::unordered_multimap<size_t, size_t> m_sources; ///< instruction → those that control may come from
};

bool isIn(const std::vector<AddressRange> &ranges, Address pc)
{
    const auto after = std::ranges::upper_bound(ranges, pc, {}, &AddressRange::begin);
    return after != ranges.begin() && std::prev(after)->contains(pc);
}

}

LockRegions LockRegions::of(const Target &target, const GoSymbols &symbols, const GoSymbols::Match &match)
{
    LockRegions regions;
    const uint64_t size = match.function.end.value - match.function.entry.value;
    if (!match.module->pclntab || size > mostCode || target.architecture().architecture != Architecture::X86_64)
        return regions;
    std::vector<std::byte> code(size);
    if (!target.memory().read(match.function.entry, code))
        return regions;
    std::vector<CodeStep> steps = codeSteps(target.architecture().architecture, code, match.function.entry);
    for (const CodeStep &step : steps) {
        if (step.operand)
            regions.m_variables.insert(*step.operand);
    }
    Flow flow(symbols, match, std::move(steps));
    flow.findEvents(regions.m_sites, regions.m_unlocks);
    if (!flow.isWhole()) {
        regions.m_releases = regions.m_unlocks; // for all that is known
        return regions;
    }
    flow.follow();
    regions.m_releases = flow.releases();
    regions.m_held = flow.ranges(Flow::held);
    regions.m_free = flow.ranges(Flow::notHeld);
    return regions;
}

bool LockRegions::isHeldAt(Address pc) const
{
    return isIn(m_held, pc);
}

bool LockRegions::isFreeAt(Address pc) const
{
    return isIn(m_free, pc);
}

}
