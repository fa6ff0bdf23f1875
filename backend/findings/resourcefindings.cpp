// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/resourcefindings.h"

#include "backend/base/text.h"
#include "backend/eval/knownfields.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <format>
#include <limits>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr int64_t noLimit = std::numeric_limits<int64_t>::max(); ///< Go runtime/mgcpacer.go: maxInt64, GOMEMLIMIT=off
constexpr size_t mostPlaces = 5;

Finding::Evidence plain(std::string text)
{
    return {.text = std::move(text), .goroutine = {}, .frame = {}, .address = {}};
}

std::string bytes(int64_t count)
{
    return byteCount(uint64_t(std::max<int64_t>(count, 0)));
}

}

int64_t ResourceFindings::number(const Value &whole, std::string_view path) const
{
    const auto found = m_sources.evaluator.knownFields().number(whole, path);
    return found ? int64_t(*found) : -1;
}

std::optional<uint32_t> ResourceFindings::crashedRow() const
{
    const bool isCrash = m_sources.crash.place == CrashSummary::Place::Crashed && m_sources.crash.goroutine;
    return isCrash ? m_sources.table.find(*m_sources.crash.goroutine) : std::nullopt;
}

std::string ResourceFindings::failedAllocation(uint32_t row)
{
    struct Place {
        std::string_view function, variable;
        int64_t unit; ///< bytes
    };
    constexpr Place places[] = {
        {"runtime.mallocgc", "size", 1}, // Go runtime/malloc.go
        {"runtime.(*mheap).alloc", "npages", 8192}, // runtime/mheap.go, pageSize
        {"runtime.(*mheap).grow", "npage", 8192},
    };
    const Stack &stack = m_frames.stackOf(row);
    std::string text;
    for (const Place &place : places) {
        for (size_t i = 0; i < stack.frames.size() && text.empty(); ++i) {
            if (!stack.frames[i].function.starts_with(place.function))
                continue;
            const auto variables = m_sources.evaluator.variables(stack, i);
            for (const Value &variable : variables.value_or(std::vector<Value>())) {
                const int64_t count = variable.name == place.variable && !variable.error ? number(variable, {}) : -1;
                if (count > 0 && count < noLimit / place.unit)
                    text = bytes(count * place.unit);
            }
        }
    }
    const std::string where = ownPlaceOf(row);
    if (text.empty())
        return where.empty() ? std::string() : "what was to be allocated was for " + where;
    return text + " were to be allocated" + (where.empty() ? std::string() : " for " + where);
}

void ResourceFindings::addMemory(Finding &finding, const Value &controller) const
{
    const int64_t limit = number(controller, "memoryLimit");
    const int64_t percent = number(controller, "gcPercent");
    finding.evidence.push_back(plain(std::format(
        "the heap has {} that were in use at the last collection, and {} now; all memory that the runtime has in use is " "{}",
        bytes(number(controller, "heapMarked")), bytes(number(controller, "heapLive")),
        bytes(number(controller, "mappedReady")))));
    finding.evidence.push_back(
        plain(std::format("GOMEMLIMIT is {}, GOGC {}", limit <= 0 || limit == noLimit ? "off" : bytes(limit),
                          percent < 0 ? "off" : std::to_string(percent))));
    int64_t stacks = 0;
    for (uint32_t row = 0; row < m_sources.table.size(); ++row)
        stacks += int64_t(m_sources.table.stackHigh[row] - m_sources.table.stackLow[row]);
    finding.evidence.push_back(
        plain(std::format("{} have {} of stack", goroutineCount(m_sources.table.size()), bytes(stacks))));
}

/// Go 1.22 to 1.27 runtime/mgcpacer.go: gcControllerState.
std::optional<Finding> ResourceFindings::memory()
{
    const auto controller = m_sources.evaluator.packageVariable("runtime.gcController");
    const auto row = crashedRow();
    const bool isOut = row && m_sources.crash.message.contains("out of memory");
    const int64_t limit = controller ? number(*controller, "memoryLimit") : -1;
    const int64_t used = controller ? number(*controller, "mappedReady") : -1;
    const bool isFull = limit > 0 && limit != noLimit && used >= 0 && double(used) >= double(limit) * 0.98;
    if (!isOut && !isFull)
        return std::nullopt;
    Finding finding{.id = "memory",
                    .severity = isOut ? Finding::Severity::Critical : Finding::Severity::Warning,
                    .isCertain = true};
    if (isOut) {
        const std::string failed = failedAllocation(*row);
        finding.goroutines.push_back(m_sources.table.id[*row]);
        finding.title = "The system gave no more memory" + (failed.empty() ? std::string() : ": " + failed);
        finding.detail
            = "A limit of the process, its container or the machine was reached, or what was asked for is " "more than there is.";
    } else {
        finding.title
            = std::format("Memory is at its limit: {} of GOMEMLIMIT={} are in use", bytes(used), bytes(limit));
        finding.detail
            = "The garbage collector runs again and again to stay below the limit, and takes up to half of " "the processor's time for it.";
    }
    if (controller)
        addMemory(finding, *controller);
    return finding;
}

std::string ResourceFindings::ownPlaceOf(uint32_t row)
{
    const Stack &stack = m_frames.stackOf(row);
    const auto own = ownFrame(stack);
    return own ? shortPlace(stack.frames[*own].function, stack.frames[*own].file, stack.frames[*own].line)
               : m_sources.placeOf(row);
}

void ResourceFindings::addSystemCalls(Finding &finding)
{
    std::map<uint32_t, std::string> known; // by stack
    std::map<std::string, std::vector<uint32_t>> places;
    for (uint32_t row = 0; row < m_sources.table.size(); ++row) {
        if (GoStatus(m_sources.table.status[row]) != GoStatus::Syscall)
            continue;
        const auto [place, isNew] = known.try_emplace(m_sources.stacks.stackOf[row]);
        if (isNew)
            place->second = ownPlaceOf(row);
        places[place->second].push_back(row);
    }
    std::vector<std::pair<std::string, std::vector<uint32_t>>> sorted(places.begin(), places.end());
    std::ranges::stable_sort(sorted, std::greater(), [](const auto &one) { return one.second.size(); });
    for (const auto &[place, rows] : std::span(sorted).first(std::min(sorted.size(), mostPlaces))) {
        if (rows.size() < 2)
            break; // none that is more frequent comes
        finding.evidence.push_back(
            {.text = std::format("{} of the threads are in a system call or in C for {}", rows.size(), place),
             .goroutine = m_sources.table.id[rows.front()],
             .frame = {},
             .address = {}});
        for (const uint32_t row : rows)
            finding.goroutines.push_back(m_sources.table.id[row]);
    }
}

/// Go 1.22 to 1.27 runtime/runtime2.go: schedt{mnext, maxmcount, nmfreed}, proc.go: mcount.
std::optional<Finding> ResourceFindings::threads()
{
    const auto scheduler = m_sources.evaluator.packageVariable("runtime.sched");
    if (!scheduler)
        return std::nullopt;
    const int64_t most = number(*scheduler, "maxmcount");
    const int64_t count = number(*scheduler, "mnext") - std::max<int64_t>(number(*scheduler, "nmfreed"), 0);
    if (most <= 0 || count < 0 || double(count) < double(most) * 0.9)
        return std::nullopt;
    const bool isOver = crashedRow() && m_sources.crash.message.contains("thread exhaustion");
    Finding finding{.id = "runtime",
                    .severity = isOver ? Finding::Severity::Critical : Finding::Severity::Warning,
                    .isCertain = true};
    finding.title = std::format("The program has {} of the {} threads that it may have", count, most);
    finding.detail
        = "Each goroutine that is in a blocking system call or in C has a thread of its own. The limit is that " "of debug.SetMaxThreads.";
    addSystemCalls(finding);
    if (finding.evidence.empty())
        finding.evidence.push_back(plain("no two goroutines of this core are in the same system call, or in C"));
    return finding;
}

std::vector<Finding> ResourceFindings::run()
{
    std::vector<Finding> findings;
    for (auto finding : {memory(), threads()}) {
        if (finding)
            findings.push_back(std::move(*finding));
    }
    return findings;
}

}
