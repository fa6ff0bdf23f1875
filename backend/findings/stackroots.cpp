// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/stackroots.h"

#include "backend/go/pointermaps.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = 8;
constexpr uint64_t longestArguments = 64 * wordSize; ///< which lie in the caller's frame
constexpr size_t mostFrames = 10'000; ///< a deeper stack counts as a whole

/// General registers hold pointers; in vector registers are only copies of what is in memory, and what is left over.
bool mayHoldPointer(const ArchitectureInfo &architecture, int number)
{
    constexpr int generalOfX86 = 16;
    constexpr int generalOfArm = 31;
    return number < (architecture.architecture == Architecture::X86_64 ? generalOfX86 : generalOfArm);
}

/// In the assembly code of a system call the registers have nothing of Go's any more but its arguments, which its
/// caller keeps (Go internal/runtime/syscall, runtime/internal/syscall, syscall).
bool isSystemCall(const Frame &frame)
{
    return frame.file.ends_with(".s") && frame.function.contains("syscall");
}

void addRegisters(std::vector<uint64_t> &words, const Registers &registers)
{
    for (int number = 0; number < Registers::count; ++number) {
        const auto value = mayHoldPointer(registers.info(), number) ? registers.get(number) : std::nullopt;
        if (value)
            words.push_back(*value);
    }
}

}

StackRoots::StackRoots(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table)
    : m_runtime(runtime)
    , m_unwinder(unwinder)
    , m_table(table)
{
}

std::vector<uint64_t> StackRoots::of(uint32_t row) const
{
    Found found;
    if (addParked(found, row)) {
        addCalls(found.words, row);
        addUsedObjects(found);
        return std::move(found.words);
    }
    found = {};
    const AddressRange whole{m_table.stackLow[row], m_table.stackHigh[row]};
    const Stack stack = m_unwinder.goroutine(m_table, row, mostFrames);
    if (stack.frames.empty() || !stack.complete || whole.isEmpty()) {
        addRange(found, whole);
        return std::move(found.words);
    }
    const auto status = GoStatus(m_table.status[row]);
    const bool isParked = status == GoStatus::Waiting || status == GoStatus::Leaked;
    Address sp;
    bool isInnermost = true;
    for (const Frame &frame : stack.frames) {
        if (frame.inlined)
            continue;
        if ((isInnermost || frame.interrupted) && !isSystemCall(frame))
            addRegisters(found.words, frame.registers);
        const bool isExact = (!isInnermost || isParked) && !frame.interrupted && frame.lookupPc != frame.pc;
        const Address frameSp{frame.registers.get(frame.registers.info().stackPointer).value_or(sp.value)};
        addFrame(found, frame, frameSp, isExact);
        sp = frame.cfa;
        isInnermost = false;
    }
    addCalls(found.words, row);
    addUsedObjects(found);
    return std::move(found.words);
}

const StackRoots::Place &StackRoots::placeAt(Address pc) const
{
    const auto [entry, isNew] = m_places.try_emplace(pc);
    Place &place = entry->second;
    if (!isNew)
        return place;
    const ParkedCache::Entry &frame = m_cache.at(pc, m_runtime.symbols());
    const auto match = m_runtime.symbols().functionAt(pc - 1);
    if (frame.kind == ParkedCache::Kind::Unknown || !match || !match->module || !match->module->pclntab)
        return place;
    place.size = int64_t{frame.size} + int64_t(wordSize);
    constexpr Address cfa{uint64_t(1) << 40}; // any: all that is asked for counts from it
    const auto maps = PointerMaps::at(*match->module->pclntab, match->function, pc - 1, cfa);
    place.hasMaps = maps.has_value();
    if (!maps)
        return place;
    for (int64_t at = -place.size; at < int64_t(longestArguments); at += int64_t(wordSize)) {
        if (maps->isPointer({cfa.value + uint64_t(at)}))
            place.pointers.push_back(at);
    }
    for (const AddressRange &object : maps->objects())
        place.objects.emplace_back(int64_t(object.begin.value - cfa.value), object.size());
    return place;
}

bool StackRoots::addParked(Found &found, uint32_t row) const
{
    const auto status = GoStatus(m_table.status[row]);
    const bool pushesReturns = m_runtime.target().architecture().linkRegister < 0;
    if (!pushesReturns || (status != GoStatus::Waiting && status != GoStatus::Leaked))
        return false;
    m_unwinder.parkedPcs(m_table, row, mostFrames, m_pcs, m_cache);
    if (m_pcs.empty() || m_pcs.size() >= mostFrames)
        return false;
    const Memory &memory = m_runtime.target().memory();
    Address sp = m_table.schedSp[row];
    for (const Address pc : m_pcs) {
        const Place &place = placeAt(pc);
        if (place.size <= 0)
            return false;
        const Address cfa = sp + uint64_t(place.size);
        for (const int64_t at : place.pointers)
            found.words.push_back(memory.readUnsigned({cfa.value + uint64_t(at)}, wordSize).value_or(0));
        for (const auto &[at, size] : place.objects)
            found.objects.push_back({{cfa.value + uint64_t(at)}, {cfa.value + uint64_t(at) + size}});
        if (!place.hasMaps)
            addRange(found, {sp, cfa - wordSize});
        sp = cfa;
    }
    return true;
}

std::vector<uint64_t> StackRoots::allOf(uint32_t row) const
{
    Found found;
    addRange(found, {m_table.stackLow[row], m_table.stackHigh[row]});
    return std::move(found.words);
}

/// Records of deferred calls and panics may lie on the stack, where no pointer map has them (Go runtime/mgcmark.go:
/// scanstack).
void StackRoots::addCalls(std::vector<uint64_t> &words, uint32_t row) const
{
    for (const GoDefer &call : m_runtime.defers(m_table.address[row])) {
        words.push_back(call.address.value);
        words.push_back(call.closure.value);
    }
    for (const GoPanic &panic : m_runtime.panics(m_table.address[row])) {
        words.push_back(panic.address.value);
        words.push_back(panic.data.value);
    }
}

void StackRoots::addRange(Found &found, AddressRange range) const
{
    const Memory &memory = m_runtime.target().memory();
    std::vector<uint64_t> words(range.size() / wordSize);
    if (memory.read(range.begin, std::as_writable_bytes(std::span(words)))) {
        found.words.insert(found.words.end(), words.begin(), words.end());
        return;
    }
    for (Address at = range.begin; at + wordSize <= range.end; at = at + wordSize) {
        if (const auto word = memory.readAs<uint64_t>(at))
            found.words.push_back(*word);
    }
}

void StackRoots::addFrame(Found &found, const Frame &frame, Address sp, bool isExact) const
{
    constexpr uint64_t largestFrame = uint64_t(64) << 20;
    if (sp.isNull() || frame.cfa <= sp || frame.cfa - sp > largestFrame)
        return;
    std::optional<PointerMaps> maps;
    if (isExact && frame.kind == FrameKind::Go) {
        const auto match = m_runtime.symbols().functionAt(frame.lookupPc);
        if (match && match->module && match->module->pclntab)
            maps = PointerMaps::at(*match->module->pclntab, match->function, frame.lookupPc, frame.cfa);
    }
    if (!maps) {
        // The return address is no pointer to the heap; of the outermost frame something old may stand in its place.
        const bool isPushed = frame.registers.info().linkRegister < 0;
        addRange(found, {sp, isPushed ? frame.cfa - wordSize : frame.cfa});
        return;
    }
    for (Address at = sp; at < frame.cfa + longestArguments; at = at + wordSize) {
        if (maps->isPointer(at))
            found.words.push_back(m_runtime.target().memory().readUnsigned(at, wordSize).value_or(0));
    }
    std::ranges::move(maps->objects(), std::back_inserter(found.objects));
}

void StackRoots::addUsedObjects(Found &found) const
{
    for (size_t i = 0; i < found.words.size() && !found.objects.empty(); ++i) {
        const Address word{found.words[i]};
        const auto object
            = std::ranges::find_if(found.objects, [word](const AddressRange &one) { return one.contains(word); });
        if (object == found.objects.end())
            continue;
        const AddressRange range = *object;
        found.objects.erase(object);
        addRange(found, range);
    }
}

}
