// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/structuresearch.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr uint64_t chunkWords = 1 << 16;
constexpr uint64_t mostGoroutines = 1ULL << 28;
constexpr uint64_t sampleSize = 16;
constexpr uint64_t mostProcessors = 1 << 16;
constexpr uint64_t mostStrings = 1 << 16;
constexpr uint64_t mostReasons = 256;
constexpr uint64_t longestReason = 64;

}

template<class Visit>
bool StructureSearch::scan(AddressRange range, size_t wordsNeeded, const Visit &visit) const
{
    std::vector<uint64_t> words(chunkWords);
    Address at = {(range.begin.value + 7) & ~7ULL};
    while (at < range.end) {
        const uint64_t size = m_target.memory().readableSize(at, std::min<uint64_t>(range.end - at, chunkWords * 8));
        const uint64_t count = size / 8;
        if (count < wordsNeeded) {
            at = {(at.value + std::max<uint64_t>(size, 1) + 4095) & ~4095ULL}; // past the gap, to the next page
            continue;
        }
        if (!m_target.memory().read(at, std::as_writable_bytes(std::span(words).first(count))))
            return false;
        for (uint64_t i = 0; i + wordsNeeded <= count; ++i) {
            if (visit(at + i * 8, std::span<const uint64_t>(words).subspan(i, wordsNeeded)))
                return true;
        }
        at = at + (count - wordsNeeded + 1) * 8;
    }
    return false;
}

template<class Visit>
void StructureSearch::scanVariables(size_t wordsNeeded, const Visit &visit) const
{
    for (const ModuleData &module : m_symbols.modules()) {
        for (const AddressRange &range : {module.bss, module.data, module.noptrbss}) {
            if (scan(range, wordsNeeded, visit))
                return;
        }
    }
}

bool StructureSearch::isGoroutine(Address g) const
{
    if (g.isNull() || g.value % 8 != 0)
        return false;
    const Memory &memory = m_target.memory();
    const auto status = m_fields.status.at(memory, g);
    const auto low = m_fields.stackLow.at(memory, g);
    const auto high = m_fields.stackHigh.at(memory, g);
    const auto self = m_fields.schedG.at(memory, g);
    if (!status || !low || !high || !self)
        return false;
    constexpr uint64_t scanBit = 0x1000;
    constexpr uint64_t mostStatus = 32;
    // A dead one has given its stack back. gobuf.g always leads back to the goroutine.
    return (*status & ~scanBit) < mostStatus && *low <= *high && *self == g.value;
}

bool StructureSearch::isGoroutineList(std::span<const uint64_t> slice) const
{
    const uint64_t pointers = slice[0];
    const uint64_t count = slice[1];
    const uint64_t capacity = slice[2];
    if (pointers == 0 || pointers % 8 != 0 || count == 0 || count > capacity || capacity > mostGoroutines)
        return false;
    if (m_target.memory().readableSize({pointers}, 8) < 8)
        return false;
    std::set<uint64_t> ids;
    const uint64_t sample = std::min(count, sampleSize);
    for (uint64_t i = 0; i < sample; ++i) {
        // Spread over the list, the first and the last among them.
        const uint64_t index = sample == 1 ? 0 : i * (count - 1) / (sample - 1);
        const auto g = m_target.memory().readPointer({pointers + index * 8});
        if (!g || !isGoroutine(*g))
            return false;
        ids.insert(m_fields.id.at(m_target.memory(), *g).value_or(0));
    }
    return ids.size() == sample && !ids.contains(0);
}

std::optional<Address> StructureSearch::goroutineList() const
{
    // Only a slice that holds goroutine 1 is the whole list; of several, the longest.
    std::optional<Address> best;
    uint64_t bestCount = 0;
    scanVariables(3, [&](Address at, std::span<const uint64_t> slice) {
        if (slice[1] > bestCount && isGoroutineList(slice)) {
            best = at;
            bestCount = slice[1];
        }
        return false;
    });
    return best;
}

std::optional<Address> StructureSearch::processorList(const ProcessorFields &fields,
                                                      const std::vector<GoMachine> &machines) const
{
    constexpr uint64_t greatestStatus = 4; // Go runtime/runtime2.go: _Pdead
    std::optional<Address> found;
    uint64_t foundCount = 0;
    const Memory &memory = m_target.memory();
    const auto isProcessor = [&](Address p, uint64_t index) {
        if (p.isNull() || p.value % 8 != 0)
            return false;
        const auto id = fields.id.at(memory, p);
        const auto status = fields.status.at(memory, p);
        const auto machine = fields.machine.at(memory, p);
        return id && status && machine && *id == index && *status <= greatestStatus
            && (*machine == 0 || std::ranges::contains(machines, Address{*machine}, &GoMachine::address));
    };
    scanVariables(3, [&](Address at, std::span<const uint64_t> slice) {
        if (slice[0] == 0 || slice[0] % 8 != 0 || slice[1] <= foundCount || slice[1] > slice[2]
            || slice[2] > mostProcessors)
            return false;
        for (uint64_t i = 0; i < slice[1]; ++i) {
            const auto p = memory.readPointer({slice[0] + i * 8});
            if (!p || !isProcessor(*p, i))
                return false;
        }
        found = at;
        foundCount = slice[1];
        return false;
    });
    return found;
}

AddressRange StructureSearch::firstStack() const
{
    // The kernel puts the strings and AT_EXECFN into the stack's highest pages.
    constexpr uint64_t executableName = 31; // AT_EXECFN
    const auto &auxv = m_target.auxiliaryVector();
    const auto name = auxv.find(executableName);
    if (name == auxv.end())
        return {};
    for (const Target::Region &region : m_target.regions()) {
        if (region.range.contains({name->second}))
            return region.range;
    }
    return {};
}

bool StructureSearch::areStackStrings(std::span<const uint64_t> slice, AddressRange stack) const
{
    if (slice[0] % 8 != 0 || slice[1] == 0 || slice[1] != slice[2] || slice[1] > mostStrings)
        return false;
    uint64_t expected = 0;
    for (uint64_t i = 0; i < slice[1]; ++i) {
        const auto text = m_target.memory().readPointer({slice[0] + i * 16});
        const auto length = text ? m_target.memory().readAs<uint64_t>({slice[0] + i * 16 + 8}) : Result<uint64_t>(0);
        if (!text || !length || !stack.contains(*text) || *length >= stack.end - *text)
            return false;
        if (i > 0 && text->value != expected)
            return false;
        expected = text->value + *length + 1;
    }
    return true;
}

std::optional<Address> StructureSearch::argumentList() const
{
    // Copies of it (os.Args) tell the same, and flag.Args a part that begins later.
    const AddressRange stack = firstStack();
    std::optional<Address> found;
    Address first;
    if (stack.isEmpty())
        return found;
    scanVariables(3, [&](Address at, std::span<const uint64_t> slice) {
        if (slice[0] == 0 || !areStackStrings(slice, stack))
            return false;
        const Address text = m_target.memory().readPointer({slice[0]}).value_or(Address{});
        if (!found || text < first) {
            found = at;
            first = text;
        }
        return false;
    });
    return found;
}

std::optional<Address> StructureSearch::waitReasons() const
{
    // Go runtime/runtime2.go: waitReasonStrings begins with "", "GC assist marking", "IO wait" in 1.19 to 1.27.
    constexpr std::string_view second = "GC assist marking";
    constexpr std::string_view third = "IO wait";
    std::optional<Address> found;
    for (const ModuleData &module : m_symbols.modules()) {
        for (const AddressRange &range : {module.data, module.noptrdata}) {
            const bool done = scan(range, 6, [&](Address at, std::span<const uint64_t> words) {
                if (words[1] != 0 || words[3] != second.size() || words[5] != third.size())
                    return false;
                const Memory &memory = m_target.memory();
                if (memory.readGoString(at + 16, 64) != std::string(second)
                    || memory.readGoString(at + 32, 64) != std::string(third))
                    return false;
                found = at;
                return true;
            });
            if (done)
                return found;
        }
    }
    return found;
}

AddressRange StructureSearch::stringTable(Address table) const
{
    const Memory &memory = m_target.memory();
    Address end = table;
    for (uint64_t i = 0; i < mostReasons; ++i) {
        const auto text = memory.readGoString(table + i * 16, longestReason);
        if (!text || (text->empty() && i > 0))
            break;
        const bool isText = std::ranges::all_of(*text, [](char c) { return c >= ' ' && c <= '~'; });
        if (!isText)
            break;
        end = table + (i + 1) * 16;
    }
    return {table, end};
}

}
