// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/profilebuilder.h"

#include "backend/go/inlinedcalls.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr std::string_view goexit = "runtime.goexit"; // the foot of each stack, in no profile
constexpr Address noCode{~uint64_t(0)}; // Go runtime/tracestack.go: logicalStackSentinel, a mark before a stack

}

ProfileBuilder::ProfileBuilder(const Target &target, const GoSymbols &symbols, Profile &profile)
    : m_target(target)
    , m_symbols(symbols)
    , m_profile(profile)
{
    for (const ModuleData &module : symbols.modules()) { // readers take the first mapping for the program
        if (module.isMain)
            (void)mappingOf(module.text.begin);
    }
}

uint32_t ProfileBuilder::location(Address address, std::span<const Place> places)
{
    std::vector<Profile::Line> lines;
    std::vector<std::pair<uint32_t, int64_t>> key;
    for (const Place &place : places) {
        lines.push_back({function(place), place.line});
        key.emplace_back(lines.back().function, place.line);
    }
    const auto [known, isNew] = m_locations.try_emplace({address, std::move(key)}, m_profile.locations.size());
    if (isNew)
        m_profile.locations.push_back({address, mappingOf(address), std::move(lines)});
    return known->second;
}

std::vector<uint32_t> ProfileBuilder::recordedStack(std::span<const Address> pcs)
{
    std::vector<uint32_t> stack;
    if (!pcs.empty() && pcs.front() == noCode)
        pcs = pcs.subspan(1);
    while (!pcs.empty()) {
        const Address inside = pcs.front() - 1;
        pcs = pcs.subspan(1);
        const auto match = m_symbols.functionAt(inside);
        if (!match) {
            stack.push_back(location(inside, {}));
            continue;
        }
        std::vector<Place> places;
        const auto frames = match->module->pclntab->frames(match->function, inside);
        const auto calls = inlinedCalls(*match->module->pclntab, match->function, inside);
        for (size_t i = 0; i < frames.size(); ++i) {
            const GoInlinedFrame &frame = frames[i];
            if (i > 0 && i < calls.size() && !pcs.empty() && pcs.front() == calls[i] + 1)
                pcs = pcs.subspan(1);
            else if (i > 0 && frame.isWrapper)
                continue;
            places.push_back({frame.function, frame.file, frame.line, frame.startLine});
        }
        if (frames.front().function != goexit)
            stack.push_back(location(inside, places));
    }
    return stack;
}

size_t ProfileBuilder::allocatorDepth(std::span<const Address> pcs, int goMinor) const
{
    // Go runtime/pprof/protomem.go: writeHeapProto looks at what a call returns to, not at the call.
    const auto isAllocator = [&](Address pc) {
        const std::string function = m_symbols.locate(pc).function;
        return function.starts_with("runtime.") || (goMinor >= 24 && function.starts_with("internal/runtime/"));
    };
    const auto first = std::ranges::find_if_not(pcs, isAllocator);
    return first == pcs.end() ? 0 : size_t(first - pcs.begin());
}

uint32_t ProfileBuilder::function(const Place &place)
{
    const auto [known, isNew] = m_functions.try_emplace(
        {std::string(place.function), std::string(place.file), place.startLine}, m_profile.functions.size());
    if (isNew)
        m_profile.functions.push_back({std::string(place.function), std::string(place.file), place.startLine});
    return known->second;
}

std::optional<uint32_t> ProfileBuilder::mappingOf(Address address)
{
    const Module *module = m_target.moduleAt(address);
    const std::string buildId = module ? module->buildId : std::string();
    for (const MappedRange &range : m_target.mappedFiles()) {
        if (range.range.contains(address))
            return addMapping({range.range, range.fileOffset, range.path, buildId});
    }
    return module ? addMapping({module->range, 0, module->path, buildId}) : std::nullopt;
}

std::optional<uint32_t> ProfileBuilder::addMapping(Profile::Mapping mapping)
{
    const auto [known, isNew] = m_mappings.try_emplace(mapping.range.begin, m_profile.mappings.size());
    if (isNew)
        m_profile.mappings.push_back(std::move(mapping));
    return known->second;
}

}
