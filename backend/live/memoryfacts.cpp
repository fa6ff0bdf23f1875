// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/memoryfacts.h"

#include "backend/elf/elffile.h"
#include "backend/live/dumpfilter.h"
#include "backend/live/processmemory.h"

#include <algorithm>
#include <elf.h>
#include <format>
#include <set>

namespace Freezeframe
{
namespace
{

constexpr size_t mostNamed = 3; // mappings that are told one by one
constexpr size_t mostFiles = 500; // looked into for a Go runtime

std::string nameOf(const ProcessMapping &mapping)
{
    return mapping.path.empty() ? std::format("memory at {:#x}", mapping.range.begin.value) : mapping.path;
}

/// A Go runtime in the file that @p first is the beginning of.
std::optional<GoGuest> guestIn(const ProcessMapping &first, int32_t pid)
{
    // By the mapping itself: the path may mean another file by now, or in another root.
    const std::string door
        = std::format("/proc/{}/map_files/{:x}-{:x}", pid, first.range.begin.value, first.range.end.value);
    auto file = MappedFile::open(door);
    if (!file)
        file = MappedFile::open(std::format("/proc/{}/root{}", pid, first.path));
    const auto elf = file.and_then(&ElfFile::open);
    if (!elf)
        return std::nullopt;
    const auto info = readBuildInfo(**elf);
    if (!info || (*elf)->segments().empty())
        return std::nullopt;
    const auto load = std::ranges::find_if((*elf)->segments(), [](const ElfSegment &segment) {
        return segment.type == PT_LOAD && segment.offset == 0; // with the file's head
    });
    if (load == (*elf)->segments().end())
        return std::nullopt;
    const uint64_t bias = first.range.begin.value - load->address.value;
    return GoGuest{
        .path = first.path, .version = info->goVersion, .goSignals = readGoSignals(**elf, bias, ProcessMemory(pid))};
}

std::vector<GoGuest> guestsIn(const std::vector<ProcessMapping> &mappings, int32_t pid)
{
    std::vector<GoGuest> guests;
    std::set<std::string> seen;
    for (const ProcessMapping &mapping : mappings) {
        if (!mapping.isFile() || mapping.fileOffset != 0 || !mapping.path.starts_with('/') || seen.size() >= mostFiles
            || !seen.insert(mapping.path).second)
            continue;
        const bool hasCode = std::ranges::any_of(mappings, [&mapping](const ProcessMapping &other) {
            return other.isExecutable && other.inode == mapping.inode && other.device == mapping.device;
        });
        if (!hasCode)
            continue;
        if (auto guest = guestIn(mapping, pid))
            guests.push_back(std::move(*guest));
    }
    return guests;
}

}

MemoryFacts MemoryFacts::of(const std::vector<ProcessMapping> &mappings, uint32_t filter)
{
    MemoryFacts facts;
    const DumpFilter rules(filter);
    for (const ProcessMapping &mapping : mappings) {
        // What was never written has no pages of its own, and the kernel gives it no length (fs/coredump.c: anon_vma).
        const bool isUntouched = !mapping.isFile() && !mapping.isShared && !mapping.isSpecial()
            && mapping.details.privateBytes == 0 && !mapping.details.isHuge;
        if (!isUntouched)
            facts.apparentBytes += rules.wantedSize(mapping);
        if (!mapping.details.isExcluded || mapping.isSpecial())
            continue;
        facts.excludedBytes += mapping.range.size();
        facts.excluded.emplace_back(mapping.range.size(), nameOf(mapping));
    }
    std::ranges::sort(facts.excluded, std::greater());
    facts.excluded.resize(std::min(facts.excluded.size(), mostNamed));
    return facts;
}

MemoryFacts MemoryFacts::read(const ProcessFacts &facts)
{
    const auto mappings = readSmaps(facts.id.pid);
    if (!mappings)
        return {};
    MemoryFacts memory = of(*mappings, facts.filter.value_or(DumpFilter::kernelDefault));
    if (!facts.go)
        memory.guests = guestsIn(*mappings, facts.id.pid);
    return memory;
}

}
