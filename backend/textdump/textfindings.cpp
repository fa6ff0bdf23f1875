// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/textfindings.h"

#include "backend/textdump/textgoroutines.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <functional>
#include <map>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr size_t fewestBehindLock = 3;
constexpr size_t crowd = 1000; ///< fewer are what servers have
constexpr size_t mostEvidence = 20;
constexpr size_t longestCycle = 32; ///< frames
constexpr size_t fewestTurns = 10;

using Goroutines = std::vector<const TextDump::Goroutine *>;

std::string placeOf(const TextDump::Goroutine &goroutine)
{
    const auto user = textUserFrame(goroutine);
    if (goroutine.frames.empty())
        return "a place that is not printed";
    const TextDump::Frame &frame = goroutine.frames[user.value_or(0)];
    return std::format("{} at {}:{}", frame.function, frame.file.substr(frame.file.rfind('/') + 1), frame.line);
}

std::string counted(size_t count)
{
    return count == 1 ? "1 goroutine" : std::format("{} goroutines", count);
}

std::string verb(size_t count, std::string_view one, std::string_view many)
{
    return std::string(count == 1 ? one : many);
}

void addGoroutines(Finding &finding, const Goroutines &goroutines)
{
    for (const TextDump::Goroutine *one : goroutines) {
        finding.goroutines.push_back(one->id);
        if (finding.evidence.size() >= mostEvidence)
            continue;
        std::string text = std::format("goroutine {} [{}] {}", one->id, one->state, placeOf(*one));
        if (one->waitMinutes > 0)
            text += std::format(", for {} min at least", one->waitMinutes);
        finding.evidence.push_back(
            {.text = std::move(text), .goroutine = one->id, .frame = textUserFrame(*one), .address = {}});
    }
}

/// The lock's address, as the argument of the function that waits for it: it may be left over there.
std::optional<Address> lockOf(const TextDump::Goroutine &goroutine)
{
    for (const TextDump::Frame &frame : goroutine.frames) {
        if (!frame.function.starts_with("sync.(*") && !frame.function.starts_with("internal/sync.(*"))
            continue;
        std::string_view first = std::string_view(frame.arguments).substr(0, frame.arguments.find(','));
        if (!first.starts_with("0x") || first.ends_with('?'))
            continue;
        first.remove_prefix(2);
        uint64_t value = 0;
        const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), value, 16);
        if (error == std::errc() && end == first.data() + first.size() && value >= 4096)
            return Address{value};
    }
    return std::nullopt;
}

/// Goroutines for which @p holds, by place, as one finding each.
void addByPlace(std::vector<Finding> &all, const TextDump &dump, const Finding &kind, std::string_view what,
                const std::function<bool(const TextDump::Goroutine &)> &holds)
{
    std::map<std::string, Goroutines> places;
    for (const TextDump::Goroutine &one : dump.goroutines) {
        if (holds(one))
            places[placeOf(one)].push_back(&one);
    }
    for (const auto &[place, goroutines] : places) {
        Finding finding = kind;
        finding.title = std::format("{} {} {}: {}", counted(goroutines.size()),
                                    verb(goroutines.size(), "waits", "wait"), what, place);
        addGoroutines(finding, goroutines);
        all.push_back(std::move(finding));
    }
}

void addPiles(std::vector<Finding> &all, const TextDump &dump)
{
    std::map<Address, Goroutines> locks;
    for (const TextDump::Goroutine &one : dump.goroutines) {
        if (!one.state.starts_with("sync.Mutex") && !one.state.starts_with("sync.RWMutex") && one.state != "semacquire")
            continue;
        if (const auto lock = lockOf(one))
            locks[*lock].push_back(&one);
    }
    for (const auto &[lock, goroutines] : locks) {
        if (goroutines.size() < fewestBehindLock)
            continue;
        Finding finding{.id = "lock-pile-up", .severity = Finding::Severity::Warning};
        finding.title = std::format("{} probably wait for one lock, {}", counted(goroutines.size()), lock.toString());
        finding.detail
            = "The address is that which the waiting functions were called with; who has the lock is not in " "the text.";
        finding.objects.push_back({.address = lock, .name = {}, .type = "lock"});
        addGoroutines(finding, goroutines);
        all.push_back(std::move(finding));
    }
    std::unordered_map<std::string, Goroutines> places;
    for (const TextDump::Goroutine &one : dump.goroutines) {
        if (!one.frames.empty())
            places[one.state + '\n' + placeOf(one)].push_back(&one);
    }
    for (const auto &[key, goroutines] : places) {
        if (goroutines.size() < crowd || goroutines.size() * 2 < dump.goroutines.size())
            continue;
        Finding finding{.id = "pile-up", .severity = Finding::Severity::Warning, .isCertain = true};
        finding.title = std::format("{} of {} goroutines are at one place: {} in {}", goroutines.size(),
                                    dump.goroutines.size(), goroutines.front()->state, placeOf(*goroutines.front()));
        addGoroutines(finding, goroutines);
        all.push_back(std::move(finding));
    }
}

/// The smallest cycle that the stack repeats from @p from on, in frames; 0 if none.
size_t cycleFrom(const std::vector<TextDump::Frame> &frames, size_t from)
{
    for (size_t length = 1; length <= longestCycle; ++length) {
        const size_t needed = from + length * fewestTurns;
        if (needed > frames.size())
            return 0;
        bool isCycle = true;
        for (size_t i = from + length; i < needed && isCycle; ++i)
            isCycle = frames[i].function == frames[i - length].function;
        if (isCycle)
            return length;
    }
    return 0;
}

void addRecursion(std::vector<Finding> &all, const TextDump &dump)
{
    const bool isOverflow = dump.message.contains("stack overflow") || dump.message.contains("goroutine stack exceeds");
    if (!isOverflow)
        return;
    for (const TextDump::Goroutine &one : dump.goroutines) {
        for (size_t from = 0; from < std::min(one.frames.size(), longestCycle); ++from) {
            const size_t length = cycleFrom(one.frames, from);
            if (length == 0)
                continue;
            Finding finding{.id = "recursion", .severity = Finding::Severity::Critical, .isCertain = true};
            std::string names;
            for (size_t i = 0; i < length; ++i)
                names += (i > 0 ? " ← " : "") + one.frames[from + i].function;
            finding.title = std::format("The stack overflowed by a recursion of {}", names);
            finding.detail
                = one.elided ? "The text leaves frames out, so how often it called itself is not known." : "";
            finding.goroutines = {one.id};
            for (size_t i = 0; i < length; ++i) {
                const TextDump::Frame &frame = one.frames[from + i];
                finding.evidence.push_back(
                    {.text = std::format("{}({}) at {}:{}", frame.function, frame.arguments,
                                         frame.file.substr(frame.file.rfind('/') + 1), frame.line),
                     .goroutine = one.id,
                     .frame = from + i,
                     .address = {}});
            }
            all.push_back(std::move(finding));
            return;
        }
    }
}

}

Findings textFindings(const TextDump &dump, const std::stop_token &stop)
{
    Findings findings;
    addRecursion(findings.all, dump);
    addByPlace(findings.all, dump,
               {.id = "never-wakes",
                .severity = Finding::Severity::Warning,
                .detail = "The runtime found it leaked: nothing that can still run leads to what it waits for.",
                .isCertain = true},
               "for ever", [](const TextDump::Goroutine &one) { return one.isLeaked; });
    addByPlace(findings.all, dump,
               {.id = "channel-stuck",
                .severity = Finding::Severity::Warning,
                .detail = "Sending to a nil channel and receiving from one never ends.",
                .isCertain = true},
               "for a nil channel",
               [](const TextDump::Goroutine &one) { return one.state.contains("(nil chan)") && !one.isLeaked; });
    addByPlace(findings.all, dump,
               {.id = "select-forever",
                .severity = Finding::Severity::Note,
                .detail = "A select without cases never ends.",
                .isCertain = true},
               "in a select without cases", [](const TextDump::Goroutine &one) {
                   return one.state == "select (no cases)" && one.id != mainGoroutine && !one.isLeaked;
               });
    if (!stop.stop_requested())
        addPiles(findings.all, dump);
    std::ranges::stable_sort(findings.all, std::less(), &Finding::severity);
    findings.unanswered.push_back(
        "Who holds which lock, and who can never wake, is told from memory, which a text does " "not have.");
    return findings;
}

}
