// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiondata.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Arenas of Go's heap as its list of them tells (Go 1.27 runtime/mheap.go: mheap.allArenas, heapArenas since Go 1.26;
/// arenaBase; runtime/malloc.go: heapArenaBytes and arenaBaseOffset of 64-bit Linux). Needs debug information for mheap.
std::vector<AddressRange> heapArenas(Inspection &inspection, const Target &target)
{
    constexpr uint64_t arenaBytes = uint64_t(64) << 20;
    constexpr uint64_t most = uint64_t(1) << 22; // of 48 bits of addresses
    const uint64_t baseOffset = target.architecture().architecture == Architecture::X86_64 ? 0xffff'8000'0000'0000 : 0;
    const StackOwner owner{StackOwner::Kind::Goroutine, mainGoroutine};
    std::vector<AddressRange> arenas;
    for (const std::string list : {"runtime.mheap_.heapArenas", "runtime.mheap_.allArenas"}) {
        const auto first = inspection.number(owner, 0, list);
        const auto count = inspection.number(owner, 0, "len(" + list + ")");
        if (!first || !count || *count > most)
            continue;
        for (uint64_t i = 0; i < *count; ++i) {
            const auto index = target.memory().readAs<uint64_t>(Address{*first} + i * sizeof(uint64_t));
            if (!index || *index >= most)
                break;
            const Address begin{*index * arenaBytes + baseOffset};
            arenas.push_back({begin, begin + arenaBytes});
        }
        break;
    }
    std::ranges::sort(arenas);
    return arenas;
}

}

const MemoryRegions &Inspection::regions()
{
    if (!d->regions) {
        const auto table = d->goroutineTable();
        d->regions = std::make_unique<const MemoryRegions>(*d->target, table ? table->get() : nullptr,
                                                           table ? heapArenas(*this, *d->target)
                                                                 : std::vector<AddressRange>());
    }
    return *d->regions;
}

MemorySearchEnd Inspection::search(const MemoryPattern &pattern, const MemorySearch::Limits &limits,
                                   const std::function<void(std::vector<MemoryMatch>)> &found,
                                   const ProgressCallback &progress, const std::stop_token &stop)
{
    constexpr uint64_t shownBytes = 64;
    const Memory &memory = d->target->memory();
    std::vector<AddressRange> ranges;
    for (const Target::Region &region : d->target->regions())
        ranges.push_back(region.range);
    const bool isNumber
        = pattern.kind() == MemoryPattern::Kind::Pointer || pattern.kind() == MemoryPattern::Kind::Integer;
    const auto describeMatches = [&](std::span<const Address> addresses) {
        std::vector<MemoryMatch> matches;
        for (const Address address : addresses) {
            MemoryMatch match{.address = address, .bytes = {}, .place = nameOf(address)};
            match.bytes.resize(memory.readableSize(
                address, isNumber ? pattern.size() : std::max<uint64_t>(shownBytes, pattern.size())));
            if (!memory.read(address, std::as_writable_bytes(std::span(match.bytes))))
                match.bytes.clear();
            matches.push_back(std::move(match));
        }
        found(std::move(matches));
    };
    const auto told = [&progress](uint64_t done, uint64_t total) {
        if (progress)
            progress({.what = "Searching memory", .done = done, .total = total});
    };
    return MemorySearch(memory, std::move(ranges), pattern).run(limits, describeMatches, told, stop);
}

}
