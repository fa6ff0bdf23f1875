// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/lockoutlook.h"

#include "backend/findings/codepath.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;

constexpr int firstArgument = 0; ///< rax: Go internal/abi/abi_amd64.go, since Go 1.17
constexpr int closureRegister = 1;
constexpr uint8_t pointerSize = 8;
constexpr unsigned deepestCall = 4;
constexpr size_t mostWays = 400;
constexpr size_t mostSteps = 4000; ///< of one way, instructions
constexpr size_t mostStepsInAll = 60'000;
constexpr unsigned mostVisits = 3; ///< of a place, with the same done before

/// One way through the code, and what it has done to locks.
struct Way {
    struct Count {
        PathValue lock; ///< may be an unknown one
        bool isRead = false;
        int lowest = 0, net = 0;
        bool isClear = true;
        auto operator<=>(const Count &) const = default;
    };
    CodePath path;
    Address pc;
    unsigned depth = 0; ///< calls that were followed and not yet left
    size_t steps = 0;
    std::vector<Count> counts;
    struct Deferred {
        PathValue closure;
        unsigned depth = 0;
    };
    std::vector<Deferred> deferred; ///< last one last

    void note(PathValue lock, const LockEvent &event)
    {
        auto count = std::ranges::find_if(counts,
                                          [&](const Count &c) { return c.lock == lock && c.isRead == event.isRead(); });
        if (count == counts.end())
            count = counts.insert(counts.end(), Count{.lock = lock, .isRead = event.isRead()});
        if (!event.isUnlock()) {
            count->net = std::min(count->net + 1, 1);
            return;
        }
        --count->net;
        if (count->net >= count->lowest)
            return;
        count->lowest = count->net;
        // One of which only the way here is known, and that was taken on it, may be the same.
        if (lock.isKnown() && std::ranges::any_of(counts, [&](const Count &c) {
                return !c.lock.isKnown() && c.isRead == event.isRead() && c.net > 0;
            }))
            count->isClear = false;
    }
};

/// All ways from one place. Lives during one question.
class Exploration
{
public:
    Exploration(LockCode &code, MachineCode &machine, std::optional<uint64_t> closureInRecord, bool bothWays)
        : m_code(code)
        , m_machine(machine)
        , m_closureInRecord(closureInRecord)
        , m_bothWays(bothWays)
    {
    }

    [[nodiscard]] UnknownValues &unknown() { return m_unknown; }

    void run(Way start)
    {
        m_open.push_back(std::move(start));
        for (size_t ways = 0; !m_open.empty() && ways < mostWays && m_steps < mostStepsInAll; ++ways) {
            Way way = std::move(m_open.back());
            m_open.pop_back();
            while (step(way)) {
                ++m_steps;
                if (++way.steps >= mostSteps || m_steps >= mostStepsInAll)
                    break;
            }
            add(way);
        }
    }
    [[nodiscard]] LockOutlook::Balances take() { return std::move(m_result); }
    [[nodiscard]] size_t steps() const { return m_steps; }

private:
    /// False at the end of the way.
    bool step(Way &way)
    {
        const MachineInstruction &instruction = m_machine.at(way.pc);
        const auto inlined = instruction.isAtomic ? m_code.inlinedAt(way.pc) : std::nullopt;
        if (inlined) {
            PathValue lock = way.path.addressOf(instruction.destination);
            lock.offset -= inlined->offset;
            const LockEvent event = *inlined;
            if (event.isTry())
                m_open.push_back(without(way, instruction));
            way.note(lock, event);
        }
        switch (instruction.operation) {
        case Operation::End: return false;
        case Operation::Return: return leave(way);
        case Operation::Call: return call(way, instruction, false);
        case Operation::Jump:
            if (const auto target = instruction.target(); target && !m_code.functionAt(*target)) {
                way.pc = *target;
                return isNew(way);
            }
            return call(way, instruction, true);
        case Operation::Branch: return branch(way, instruction);
        default:
            way.path.apply(instruction);
            way.pc = instruction.next;
            return true;
        }
    }

    /// The way on which an atomic instruction that tries to lock has failed.
    static Way without(const Way &way, const MachineInstruction &instruction)
    {
        Way other = way;
        other.path.apply(instruction);
        other.pc = instruction.next;
        return other;
    }

    bool leave(Way &way)
    {
        if (way.depth == 0)
            return false;
        --way.depth;
        std::erase_if(way.deferred, [&](const Way::Deferred &call) { return call.depth > way.depth; });
        const PathValue back = way.path.pop();
        way.pc = {back.offset};
        return back.isKnown();
    }

    /// Whether what the way has done so far is new at its place.
    bool isNew(const Way &way) { return ++m_visits[{way.pc, way.depth, way.counts}] <= mostVisits; }

    bool branch(Way &way, const MachineInstruction &instruction)
    {
        const auto target = instruction.target();
        if (!target)
            return false;
        const auto taken = m_bothWays ? std::nullopt : way.path.isTaken(instruction.condition);
        if (!taken) {
            Way other = way;
            other.pc = *target;
            if (isNew(other))
                m_open.push_back(std::move(other));
        }
        way.pc = taken.value_or(false) ? *target : instruction.next;
        return isNew(way);
    }

    /// Goes on behind a call, or leaves the function if that was its last step.
    bool goOn(Way &way, const MachineInstruction &instruction, bool isLast)
    {
        if (isLast)
            return leave(way);
        way.pc = instruction.next;
        return true;
    }

    bool call(Way &way, const MachineInstruction &instruction, bool isLast)
    {
        const PathValue target = way.path.read(instruction.source);
        const LockCode::Function *function = target.isKnown() ? m_code.functionAt({target.offset}) : nullptr;
        if (!function && isLast)
            return false; // a table of places in this function, or code of C
        if (function && function->event)
            return change(way, instruction, *function->event, isLast);
        if (function && function->neverReturns)
            return false;
        if (function && function->defers != LockCode::Function::Defers::Nothing)
            return defer(way, instruction, function->defers, isLast);
        const bool isFollowed
            = function && !function->isRuntime && way.depth < deepestCall && m_code.mayTouch(*function);
        if (!isFollowed) {
            if (!function || !function->keepsRegisters)
                way.path.clobber();
            return goOn(way, instruction, isLast);
        }
        if (!isLast) {
            way.path.push({.base = 0, .offset = instruction.next.value});
            ++way.depth;
        }
        way.pc = function->entry;
        return isNew(way);
    }

    /// Notes a call for later, or does the last of those that were noted, and then comes here again.
    bool defer(Way &way, const MachineInstruction &instruction, LockCode::Function::Defers what, bool isLast)
    {
        using Defers = LockCode::Function::Defers;
        if (what == Defers::Run) {
            if (way.deferred.empty() || way.deferred.back().depth != way.depth || isLast) {
                way.path.clobber();
                return goOn(way, instruction, isLast);
            }
            const PathValue closure = way.deferred.back().closure;
            way.deferred.pop_back();
            const PathValue entry = way.path.load(closure, pointerSize);
            const LockCode::Function *function = entry.isKnown() ? m_code.functionAt({entry.offset}) : nullptr;
            if (!function || way.depth >= deepestCall || !m_code.mayTouch(*function))
                return true;
            way.path.set(closureRegister, closure);
            way.path.push({.base = 0, .offset = instruction.address.value});
            ++way.depth;
            way.pc = function->entry;
            return isNew(way);
        }
        PathValue closure = way.path.get(firstArgument);
        if (what == Defers::Record) {
            closure.offset += m_closureInRecord.value_or(0);
            closure = m_closureInRecord ? way.path.load(closure, pointerSize) : m_unknown.fresh();
        }
        way.deferred.push_back({closure, way.depth});
        way.path.clobber();
        way.path.set(firstArgument, {.base = 0, .offset = 0}); // 1 comes back from a recovered panic only
        return goOn(way, instruction, isLast);
    }

    /// A call of Lock, Unlock and the like.
    bool change(Way &way, const MachineInstruction &instruction, const LockEvent &event, bool isLast)
    {
        const PathValue lock = way.path.get(firstArgument);
        way.path.clobber();
        if (event.isTry()) {
            Way failed = way;
            failed.path.set(firstArgument, {.base = 0, .offset = 0});
            if (goOn(failed, instruction, isLast))
                m_open.push_back(std::move(failed));
            else
                add(failed);
            way.path.set(firstArgument, {.base = 0, .offset = 1});
        }
        way.note(lock, event);
        return goOn(way, instruction, isLast);
    }

    void add(const Way &way)
    {
        for (const Way::Count &count : way.counts) {
            if (!count.lock.isKnown())
                continue;
            const LockKey key{.lock = {count.lock.offset}, .isRead = count.isRead};
            const auto [known, isFirst] = m_result.try_emplace(
                key, LockBalance{.lowestOfAny = count.lowest, .lowestOfAll = count.lowest, .net = count.net});
            LockBalance &balance = known->second;
            balance.isClear = balance.isClear && count.isClear;
            balance.lowestOfAny = std::min(balance.lowestOfAny, count.lowest);
            balance.lowestOfAll = std::max(balance.lowestOfAll, count.lowest);
            balance.isNetClear = balance.isNetClear && balance.net == count.net;
        }
    }

    LockCode &m_code;
    MachineCode &m_machine;
    const std::optional<uint64_t> m_closureInRecord;
    const bool m_bothWays;
    UnknownValues m_unknown;
    std::vector<Way> m_open;
    std::map<std::tuple<Address, unsigned, std::vector<Way::Count>>, unsigned> m_visits;
    LockOutlook::Balances m_result;
    size_t m_steps = 0;
};

}

LockOutlook::LockOutlook(const GoRuntime &runtime, LockCode &code)
    : m_target(runtime.target())
    , m_code(code)
    , m_machine(runtime.target().memory())
{
    if (const auto field = runtime.layout().find("runtime._defer", "fn"))
        m_closureInRecord = field->offset;
}

LockOutlook::Balances LockOutlook::ahead(const Frame &frame, const std::vector<Address> &deferred)
{
    if (isExhausted() || frame.registers.architecture() != Architecture::X86_64)
        return {};
    Exploration exploration(m_code, m_machine, m_closureInRecord, m_bothWays);
    Way way{.path = CodePath(m_target.memory(), exploration.unknown()), .pc = frame.pc, .counts = {}, .deferred = {}};
    for (auto closure = deferred.rbegin(); closure != deferred.rend(); ++closure)
        way.deferred.push_back({.closure = {.base = 0, .offset = closure->value}});
    constexpr int generalRegisters = 16;
    for (int number = 0; number < generalRegisters; ++number) {
        if (const auto value = frame.registers.get(number))
            way.path.set(number, {.base = 0, .offset = *value});
    }
    exploration.run(std::move(way));
    m_steps += exploration.steps();
    return exploration.take();
}

LockOutlook::Balances LockOutlook::ofClosure(Address closure)
{
    const auto entry = m_target.memory().readPointer(closure);
    const LockCode::Function *function = entry ? m_code.functionAt(*entry) : nullptr;
    if (!function || isExhausted() || m_target.architecture().architecture != Architecture::X86_64)
        return {};
    Exploration exploration(m_code, m_machine, m_closureInRecord, m_bothWays);
    Way way{.path = CodePath(m_target.memory(), exploration.unknown()),
            .pc = function->entry,
            .counts = {},
            .deferred = {}};
    way.path.set(closureRegister, {.base = 0, .offset = closure.value});
    exploration.run(std::move(way));
    m_steps += exploration.steps();
    return exploration.take();
}

}
