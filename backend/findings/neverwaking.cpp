// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/neverwaking.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = 8;

/// @p range without @p holes.
std::vector<AddressRange> without(AddressRange range, const std::vector<AddressRange> &holes)
{
    std::vector<AddressRange> ranges{range};
    for (const AddressRange &hole : holes) {
        std::vector<AddressRange> rest;
        for (const AddressRange &one : ranges) {
            if (hole.isEmpty() || hole.end <= one.begin || one.end <= hole.begin) {
                rest.push_back(one);
                continue;
            }
            if (one.begin < hole.begin)
                rest.push_back({one.begin, hole.begin});
            if (hole.end < one.end)
                rest.push_back({hole.end, one.end});
        }
        ranges = std::move(rest);
    }
    return ranges;
}

}

NeverWaking::NeverWaking(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table,
                         std::function<void()> pause)
    : m_runtime(runtime)
    , m_table(table)
    , m_roots(runtime, unwinder, table)
    , m_pause(std::move(pause))
{
}

Result<std::vector<size_t>> NeverWaking::find(std::shared_ptr<const HeapSpans> spans,
                                              const std::vector<BlockedGoroutine> &blocked, const std::stop_token &stop)
{
    m_spans = std::move(spans);
    m_marking.emplace(m_runtime.target().memory(), *m_spans);
    for (const Address g : m_table.address)
        m_marking->close(g);

    // Rows by the numbers of the objects that they wait for. Who waits for what is not in the heap may be woken.
    std::map<uint32_t, std::vector<size_t>> waiters;
    std::vector<bool> mayWake(blocked.size());
    std::vector<bool> isBlocked(m_table.size());
    for (size_t i = 0; i < blocked.size(); ++i) {
        const auto object = [&](const GoWait &wait) { return m_spans->at(wait.object); };
        const bool isAllInHeap
            = std::ranges::all_of(blocked[i].waits, [&](const GoWait &wait) { return object(wait).has_value(); });
        const bool isKnown = GoStatus(m_table.status[blocked[i].row]) == GoStatus::Leaked; // by the runtime itself
        mayWake[i] = !isKnown && (!isAllInHeap || (blocked[i].waits.empty() && !blocked[i].isForever()));
        isBlocked[blocked[i].row] = !mayWake[i];
        for (size_t j = 0; j < blocked[i].waits.size() && !mayWake[i] && !isKnown; ++j) {
            waiters[object(blocked[i].waits[j])->number].push_back(i);
            (void)m_marking->watch(blocked[i].waits[j].object);
        }
    }
    addProcessors();
    if (m_countsVariables)
        addVariables();
    addSpecials();
    addForeignMemory();
    for (uint32_t row = 0; row < m_table.size() && !stop.stop_requested(); ++row) {
        if (!isBlocked[row])
            addGoroutine(row);
    }
    for (;;) {
        m_marking->run(stop, m_pause);
        const std::vector<uint32_t> reached = m_marking->takeReached();
        if (reached.empty() || stop.stop_requested())
            break;
        for (const uint32_t number : reached) {
            for (const size_t i : waiters[number]) {
                if (!mayWake[i])
                    addGoroutine(blocked[i].row);
                mayWake[i] = true;
            }
        }
    }
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped");
    std::vector<size_t> never;
    for (size_t i = 0; i < blocked.size(); ++i) {
        if (!mayWake[i])
            never.push_back(i);
    }
    return never;
}

void NeverWaking::addVariables()
{
    // Through its table of semaphores the runtime reaches whatever anybody waits for (Go runtime/sema.go: semtable).
    constexpr uint64_t semaphoreTableSize = 251 * 64;
    AddressRange semaphores;
    if (const auto table = m_runtime.variable("runtime.semtable"))
        semaphores = {*table, *table + semaphoreTableSize};
    for (const ModuleData &module : m_runtime.symbols().modules()) {
        for (const AddressRange &variables : {module.data, module.bss}) {
            for (const AddressRange &range : without(variables, {semaphores}))
                m_marking->addRoots(range);
        }
    }
}

/// What the Ps lead to, but for the collector's notes in them: addresses stay there that keep nothing.
void NeverWaking::addProcessors()
{
    constexpr uint64_t mostProcessors = 1 << 16;
    const Memory &memory = m_runtime.target().memory();
    const auto list = m_runtime.variable("runtime.allp");
    if (!list)
        return;
    const auto first = memory.readPointer(*list);
    const uint64_t count = memory.readUnsigned(*list + wordSize, wordSize).value_or(0);
    for (uint64_t i = 0; first && i < std::min(count, mostProcessors); ++i) {
        const auto processor = memory.readPointer(*first + i * wordSize);
        const auto object = processor ? m_spans->at(*processor) : std::nullopt;
        if (!object)
            continue;
        m_marking->close(*processor);
        std::vector<AddressRange> notes; // Go runtime/mwbbuf.go: wbBuf, runtime/mgcwork.go: gcWork
        for (const char *field : {"wbBuf", "gcw"}) {
            if (const auto place = m_runtime.layout().find("runtime.p", field))
                notes.push_back({*processor + place->offset, *processor + (place->offset + place->size)});
        }
        for (const AddressRange &range : without({object->begin, object->begin + object->size}, notes))
            m_marking->addRoots(range);
    }
}

void NeverWaking::addSpecials()
{
    // The longest, specialfinalizer, has 56 bytes (Go 1.27 runtime/mheap.go); what is behind the link that all begin
    // with differs from release to release.
    constexpr uint64_t link = 8;
    constexpr uint64_t longest = 56;
    for (const Address special : m_spans->specials())
        m_marking->addRoots({special + link, special + longest});
}

/// Memory of C: of a program with C code it may lead into Go's heap. Of others it is the runtime's own, which notes
/// addresses that keep nothing.
void NeverWaking::addForeignMemory()
{
    const auto iscgo = m_runtime.variable("runtime.iscgo");
    const auto usesC = iscgo ? m_runtime.target().memory().readUnsigned(*iscgo, 1) : Result<uint64_t>(1);
    const auto &modules = m_runtime.target().modules();
    const auto isLibrary = [](const Module &module) {
        return !module.isExecutable && !module.path.starts_with('[') && module.path.contains(".so");
    };
    if (usesC.value_or(1) == 0 || std::ranges::none_of(modules, isLibrary))
        return;
    for (const Target::Region &region : m_runtime.target().regions()) {
        const bool isHeap = m_spans->at(region.range.begin).has_value();
        const bool isGoModule = m_runtime.symbols().moduleAt(region.range.begin) != nullptr;
        if (region.inCore && (region.flags & PF_W) && !isHeap && !isGoModule)
            m_marking->addRoots(region.range);
    }
}

void NeverWaking::addGoroutine(uint32_t row)
{
    constexpr uint32_t between = 256;
    if (row % between == 0 && m_pause)
        m_pause();
    m_marking->open(m_table.address[row]);
    for (const uint64_t word : m_table.id[row] == m_dead ? m_roots.allOf(row) : m_roots.of(row))
        m_marking->addRoot(word);
}

NeverWaking::Belongings NeverWaking::belongingsOf(uint32_t row, std::span<const Address> objects) const
{
    constexpr size_t most = 1 << 20;
    Belongings result;
    if (!m_marking)
        return result;
    const Memory &memory = m_runtime.target().memory();
    std::set<uint32_t> seen;
    std::vector<AddressRange> pending;
    std::map<uint32_t, Address> wanted;
    for (const Address object : objects) {
        if (const auto found = m_spans->at(object))
            wanted.emplace(found->number, object);
    }
    const auto visit = [&](uint64_t word) {
        const auto object = m_spans->at({word});
        if (!object || m_marking->isReached(object->begin) || !seen.insert(object->number).second)
            return;
        if (const auto found = wanted.find(object->number); found != wanted.end())
            result.refersTo.insert(found->second);
        result.bytes += object->size;
        if (object->hasPointers && !m_marking->isClosed(object->begin))
            pending.push_back({object->begin, object->begin + object->size});
    };
    const auto visitAll = [&](AddressRange range) {
        for (Address at = range.begin; at < range.end && seen.size() < most; at = at + wordSize)
            visit(memory.readUnsigned(at, wordSize).value_or(0));
    };
    for (const uint64_t word : m_roots.of(row))
        visit(word);
    while (!pending.empty() && seen.size() < most) {
        const AddressRange range = pending.back();
        pending.pop_back();
        visitAll(range);
    }
    result.isWhole = pending.empty();
    return result;
}

}
