// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/moduleplace.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;
constexpr uint64_t largestSegment = uint64_t(1) << 46; // half of what a process can address

uint64_t pageStart(uint64_t value)
{
    return value & ~(pageSize - 1);
}

}

std::optional<uint64_t> biasOf(const std::vector<MappedRange> &mappings, const std::vector<ElfSegment> &segments)
{
    // arm64 kernels map by pages of 4, 16 or 64 KiB; the smallest that explains a mapping is right.
    for (const uint64_t page : {pageSize, 4 * pageSize, 16 * pageSize}) {
        for (const MappedRange &row : mappings) {
            for (const ElfSegment &segment : segments) {
                const uint64_t before = segment.offset % page;
                if (segment.type == PT_LOAD && segment.fileSize > 0 && segment.offset - before == row.fileOffset)
                    return row.range.begin.value - (segment.address.value - before);
            }
        }
    }
    return std::nullopt;
}

void placeModule(MappedModule &mapped, const ElfFile &file, const CoreFile &core)
{
    if (mapped.hasBias)
        return;
    const auto place = [&mapped](uint64_t bias) {
        mapped.module.bias = bias;
        mapped.hasBias = true;
    };
    if (const auto bias = biasOf(mapped.mappings, file.segments()))
        return place(*bias);
    if (!mapped.module.isExecutable)
        return;
    const auto headers = std::ranges::find(file.segments(), uint32_t(PT_PHDR), &ElfSegment::type);
    if (const auto loaded = auxiliaryValue(core, AT_PHDR); loaded && headers != file.segments().end())
        return place(*loaded - headers->address.value);
    if (const auto entry = auxiliaryValue(core, AT_ENTRY))
        return place(*entry - file.entry().value);
    if (const auto entry = core.delveEntryPoint())
        return place(entry->value - file.entry().value);
    if (file.type() == ET_EXEC)
        place(0);
}

void widenRange(Module &module, const std::vector<ElfSegment> &segments)
{
    for (const ElfSegment &segment : segments) {
        if (segment.type != PT_LOAD || segment.memorySize > largestSegment)
            continue;
        const Address begin{pageStart(module.toLoaded(segment.address).value)};
        const Address end{pageStart((module.toLoaded(segment.address) + segment.memorySize).value + pageSize - 1)};
        if (end <= begin)
            continue;
        if (module.range.isEmpty())
            module.range = {begin, end};
        module.range.begin = std::min(module.range.begin, begin);
        module.range.end = std::max(module.range.end, end);
    }
}

std::optional<uint64_t> auxiliaryValue(const CoreFile &core, uint64_t key)
{
    const auto found = core.auxiliaryVector().find(key);
    return found == core.auxiliaryVector().end() || found->second == 0 ? std::nullopt : std::optional(found->second);
}

}
