// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/coreanatomy.h"

#include "backend/base/text.h"
#include "backend/inspect/inspection.h"

#include <algorithm>
#include <format>
#include <map>

namespace Freezeframe
{

namespace
{

using Kind = CoreAnatomy::Part::Kind;

std::string groupOf(const MemoryRegion &region)
{
    const std::string &what = region.what;
    if (what.starts_with("stack"))
        return "stacks";
    if (what.starts_with("Go heap"))
        return "Go heap";
    constexpr uint32_t executable = 1;
    constexpr uint32_t writable = 2;
    if ((region.flags & executable) != 0)
        return "code";
    if ((region.flags & writable) != 0)
        return "variables and other data";
    return "constants and tables";
}

void addStatus(Inspection &inspection, std::vector<CoreAnatomy::Part> &parts)
{
    const auto process = inspection.process();
    const auto crash = inspection.crash();
    const auto threads = inspection.threads();
    size_t registers = 0;
    for (const ThreadInfo &thread : *threads)
        registers = std::max(registers, thread.registers.size());
    const bool isCrash = crash->deliveredSignal != 0;
    parts.push_back({Kind::Status, "program", process->commandLine.empty() ? "?" : process->commandLine.front()});
    parts.push_back({Kind::Status, "process", std::to_string(process->pid)});
    parts.push_back({Kind::Status, "ended by", isCrash ? crash->deliveredSignalName : "nothing: it ran on"});
    parts.push_back(
        {Kind::Status, "threads", std::format("{}, each with its {} registers", threads->size(), registers)});
    const auto modules = inspection.modules();
    parts.push_back({Kind::Status, "mapped files", std::to_string(modules->size())});
}

void addMemory(Inspection &inspection, std::vector<CoreAnatomy::Part> &parts)
{
    std::map<std::string, uint64_t> inCore;
    std::map<std::string, uint64_t> elsewhere;
    for (const MemoryRegion &region : inspection.regions().regions()) {
        const uint64_t bytes = region.range.size();
        if (region.bytes == MemoryRegion::Bytes::InCore)
            inCore[groupOf(region)] += bytes;
        else if (region.bytes == MemoryRegion::Bytes::FromFile)
            elsewhere[groupOf(region)] += bytes;
    }
    const auto add = [&parts](Kind kind, const std::map<std::string, uint64_t> &groups) {
        const size_t first = parts.size();
        for (const auto &[name, bytes] : groups)
            parts.push_back({kind, name, byteCount(bytes), bytes});
        std::ranges::sort(parts.begin() + std::ptrdiff_t(first), parts.end(), std::greater(),
                          &CoreAnatomy::Part::bytes);
    };
    add(Kind::Memory, inCore);
    add(Kind::Elsewhere, elsewhere);
}

}

CoreAnatomy CoreAnatomy::of(Inspection &inspection)
{
    CoreAnatomy anatomy{.path = inspection.process()->corePath};
    addStatus(inspection, anatomy.parts);
    addMemory(inspection, anatomy.parts);
    return anatomy;
}

std::string CoreAnatomy::text() const
{
    constexpr size_t inner = 68;
    constexpr size_t nameWidth = 26;
    constexpr std::pair<Kind, const char *> titles[] = {
        {Kind::Status, "STATUS: how the process stood"},
        {Kind::Memory, "MEMORY: what only the core has"},
        {Kind::Elsewhere, "MEMORY that is read from the files beside it"},
    };
    const std::string line = "+" + std::string(inner + 2, '-') + "+\n";
    std::string out;
    for (const auto &[kind, title] : titles) {
        if (std::ranges::find(parts, kind, &Part::kind) == parts.end())
            continue;
        out += line + std::format("| {:<{}} |\n", title, inner);
        for (const Part &part : parts) {
            if (part.kind == kind)
                out += std::format("|   {:<{}}{:<{}} |\n", part.name, nameWidth,
                                   escaped(part.value).substr(0, inner - nameWidth - 2), inner - nameWidth - 2);
        }
    }
    return out + line;
}

}
