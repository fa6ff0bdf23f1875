// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/memoryplan.h"

#include "backend/base/text.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{
namespace
{

// File systems bound the size of a file, holes or not: reservations beyond this are stored in parts.
constexpr uint64_t largestWhole = uint64_t(64) << 30;
constexpr uint64_t largestGap = uint64_t(64) << 20;
// More than that of a shared file that the process never touched is not worth making it resident: it gets no place in
// the core either, so that nobody takes it for zeros. Small gaps between touched pages are read all the same.
constexpr uint64_t mostUntouched = uint64_t(256) << 20;
constexpr uint64_t largestFileGap = uint64_t(1) << 20;

/// The parts of a vast range that have pages, together with what is between near ones.
std::vector<AddressRange> usedParts(const AddressRange &range, const std::vector<AddressRange> &runs, uint64_t gap)
{
    std::vector<AddressRange> parts;
    for (const AddressRange &run : intersection({range}, runs)) {
        if (!parts.empty() && run.begin - parts.back().end < gap)
            parts.back().end = run.end;
        else
            parts.push_back(run);
    }
    return parts;
}

void append(std::vector<AddressRange> &ranges, AddressRange range)
{
    if (range.isEmpty())
        return;
    if (!ranges.empty() && ranges.back().end == range.begin)
        ranges.back().end = range.end;
    else
        ranges.push_back(range);
}

std::vector<AddressRange> joined(std::vector<AddressRange> one, const std::vector<AddressRange> &other)
{
    one.insert(one.end(), other.begin(), other.end());
    std::ranges::sort(one);
    std::vector<AddressRange> all;
    for (const AddressRange &range : one)
        append(all, range);
    return all;
}

}

Result<MemoryPlan> MemoryPlan::make(std::vector<ProcessMapping> mappings, const DumpFilter &filter,
                                    const PageScan &scan)
{
    MemoryPlan plan;
    std::vector<AddressRange> wanted;
    for (const ProcessMapping &mapping : mappings) {
        const uint64_t size = filter.wantedSize(mapping);
        append(wanted, {mapping.range.begin, mapping.range.begin + size});
        if (size < mapping.range.size() && mapping.details.privateBytes > 0) {
            plan.skipped.push_back(std::format("{}-{} {} ({})", hex(mapping.range.begin.value),
                                               hex(mapping.range.end.value), mapping.path,
                                               mapping.details.isExcluded ? "excluded by the program" : "filter"));
        }
    }
    auto runs = scan.presentRuns(wanted);
    if (!runs)
        return std::unexpected(runs.error());
    plan.runs = std::move(*runs);
    std::vector<AddressRange> absent; // of files and shared memory: not in the page tables, and yet there
    for (const ProcessMapping &mapping : mappings) {
        const AddressRange range{mapping.range.begin, mapping.range.begin + filter.wantedSize(mapping)};
        if (range.isEmpty())
            continue;
        if (range.size() > largestWhole) {
            for (const AddressRange &part : usedParts(range, plan.runs, largestGap))
                append(plan.stored, part);
            continue;
        }
        std::vector<AddressRange> parts{range};
        auto untouched = mapping.isFile() && !mapping.details.isWatched ? difference(parts, plan.runs)
                                                                        : std::vector<AddressRange>{};
        if (totalSize(untouched) > mostUntouched) {
            parts = usedParts(range, plan.runs, largestFileGap);
            untouched = difference(parts, plan.runs);
            plan.skipped.push_back(std::format("{}-{} {} (pages that the process never touched)",
                                               hex(range.begin.value), hex(range.end.value), mapping.path));
        }
        for (const AddressRange &part : parts)
            append(plan.stored, part);
        absent.insert(absent.end(), untouched.begin(), untouched.end());
    }
    plan.runs = joined(std::move(plan.runs), absent);
    plan.mappings = std::move(mappings);
    return plan;
}

}
