// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/compare/corecomparison.h"

#include "backend/base/text.h"
#include "backend/go/functionname.h"
#include "backend/go/packagerank.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr size_t mostIds = 100; ///< of a group
constexpr size_t mostVariables = 20'000; ///< of one core that are looked at
constexpr size_t mostRows = 10'000; ///< of one list

/// Goroutines of one core, by what makes groups the same in both.
struct Groups {
    struct One {
        std::string title;
        uint64_t count = 0;
        std::vector<uint64_t> ids;
    };
    std::map<std::string, One> all;
};

std::string placeText(const SourceLocation &place)
{
    if (place.isEmpty())
        return "a place that can't be told";
    return std::format("{} at {}:{}", place.function, place.file.substr(place.file.rfind('/') + 1), place.line);
}

/// Of "sync.(*Mutex).Lock" who called it says more.
std::string ownPlace(const GoroutineStacks::Unique &stack)
{
    return placeText(isStandardFunction(stack.user.function) && !stack.caller.isEmpty() ? stack.caller : stack.user);
}

/// @p byLines: of one build, where lines tell stacks apart, too.
Groups groupsOf(const GoroutineSnapshot &snapshot, bool byLines)
{
    Groups groups;
    const GoroutineTable &table = *snapshot.table;
    // Texts are put together once for each stack and state, not for each goroutine.
    std::map<std::pair<uint32_t, uint32_t>, Groups::One *> known;
    for (uint32_t row = 0; row < table.size(); ++row) {
        if (table.isSystem[row])
            continue;
        const uint32_t number = snapshot.stacks->stackOf[row];
        const auto [place, isNew]
            = known.try_emplace({number, uint32_t(table.status[row]) << 16 | table.waitReason[row]}, nullptr);
        if (isNew) {
            const GoroutineStacks::Unique *stack = snapshot.stacks->stackAt(row);
            // Whether one that could run just did, and in what of the runtime, is chance.
            const std::string reason = table.waitReasonText(row);
            const std::string state = reason.empty() ? "running" : reason;
            std::string key = state;
            for (const std::string &function : stack ? stack->functions : std::vector<std::string>()) {
                if (!isRuntimeFunction(function))
                    key += '\n' + function;
            }
            if (stack && byLines)
                key += '\n' + ownPlace(*stack);
            place->second = &groups.all[key];
            if (place->second->title.empty())
                place->second->title = state + " in " + (stack ? ownPlace(*stack) : placeText({}));
        }
        Groups::One &group = *place->second;
        ++group.count;
        if (group.ids.size() < mostIds)
            group.ids.push_back(table.id[row]);
    }
    return groups;
}

/// Where something lies differs from run to run, and says nothing.
std::string withoutAddresses(std::string_view text)
{
    constexpr size_t fewestDigits = 6; // less is a number of the program
    std::string out;
    for (size_t i = 0; i < text.size();) {
        size_t end = i + 2;
        if (text.substr(i).starts_with("0x")) {
            while (end < text.size() && hexDigit(text[end]) >= 0)
                ++end;
            if (end - i - 2 >= fewestDigits) {
                out += "0x…";
                i = end;
                continue;
            }
        }
        out += text[i++];
    }
    return out;
}

/// A finding's title without its numbers.
std::string shapeOf(const Finding &finding)
{
    std::string shape = finding.id + ' ';
    for (const char c : withoutAddresses(finding.title)) {
        if (c < '0' || c > '9')
            shape += c;
        else if (shape.back() != '#')
            shape += '#';
    }
    return shape;
}

struct FunctionHeap {
    int64_t bytes = 0, objects = 0;
};

std::map<std::string, FunctionHeap> heapOf(const Profile &profile)
{
    const auto indexOf = [&profile](std::string_view type) {
        return size_t(std::ranges::find(profile.sampleTypes, type, &Profile::ValueType::type)
                      - profile.sampleTypes.begin());
    };
    const size_t bytes = indexOf("inuse_space");
    const size_t objects = indexOf("inuse_objects");
    std::map<std::string, FunctionHeap> functions;
    for (const Profile::Sample &sample : profile.samples) {
        if (sample.locations.empty() || bytes >= sample.values.size() || objects >= sample.values.size())
            continue;
        const Profile::Location &location = profile.locations[sample.locations.front()];
        const std::string name = location.lines.empty() ? location.address.toString()
                                                        : profile.functions[location.lines.front().function].name;
        functions[name].bytes += sample.values[bytes];
        functions[name].objects += sample.values[objects];
    }
    return functions;
}

template<class Row>
void cutRows(std::vector<Row> &rows, Comparison &found, std::string_view what)
{
    if (rows.size() <= mostRows)
        return;
    found.notes.push_back(std::format("Of {} {} only the first {} are listed.", rows.size(), what, mostRows));
    rows.resize(mostRows);
}

}

Result<Comparison> CoreComparison::run(const ProgressCallback &progress, const std::stop_token &stop)
{
    Comparison found;
    compareBuilds(found);
    if (auto done = compareGoroutines(found, progress, stop); !done)
        return std::unexpected(std::move(done.error()));
    compareFindings(found, progress, stop);
    if (!stop.stop_requested())
        compareVariables(found);
    if (!stop.stop_requested())
        compareHeaps(found, stop);
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped");
    return found;
}

void CoreComparison::compareBuilds(Comparison &found)
{
    const auto before = m_before.process();
    const auto after = m_after.process();
    const auto idOf = [](const ProcessSummary &process) {
        return !process.goBuildId.empty()  ? process.goBuildId
            : !process.coreBuildId.empty() ? process.coreBuildId
                                           : process.executableBuildId;
    };
    const std::string first = idOf(*before);
    const std::string second = idOf(*after);
    if (first.empty() || second.empty()) {
        found.notes.emplace_back("Whether both are of the same build can't be told.");
        return;
    }
    found.isSameBuild = first == second;
    if (found.isSameBuild)
        return;
    if (!before->mainPackage.empty() && !after->mainPackage.empty() && before->mainPackage != after->mainPackage)
        found.notes.push_back(
            std::format("These are two programs: {} and {}.", before->mainPackage, after->mainPackage));
    else
        found.notes.emplace_back(
            "These are two builds of the program: lines may have moved, so goroutines are compared " "by the functions of their stacks alone.");
}

Result<void> CoreComparison::compareGoroutines(Comparison &found, const ProgressCallback &progress,
                                               const std::stop_token &stop)
{
    const auto before = m_before.goroutineStacks(progress, {}, stop);
    if (!before)
        return std::unexpected(before.error());
    const auto after = m_after.goroutineStacks(progress, {}, stop);
    if (!after)
        return std::unexpected(after.error());
    Groups first = groupsOf(*before, found.isSameBuild);
    Groups second = groupsOf(*after, found.isSameBuild);
    for (auto &[key, group] : second.all) {
        found.goroutinesAfter += group.count;
        const auto old = first.all.find(key);
        const uint64_t count = old == first.all.end() ? 0 : old->second.count;
        if (count == group.count)
            ++found.sameGroups;
        else
            found.groups.push_back(
                {.title = group.title, .before = count, .after = group.count, .goroutines = std::move(group.ids)});
    }
    for (auto &[key, group] : first.all) {
        found.goroutinesBefore += group.count;
        if (!second.all.contains(key))
            found.groups.push_back(
                {.title = group.title, .before = group.count, .after = 0, .goroutines = std::move(group.ids)});
    }
    std::ranges::stable_sort(found.groups, std::greater(), [](const Comparison::Group &group) {
        return group.after > group.before ? group.after - group.before : group.before - group.after;
    });
    cutRows(found.groups, found, "groups of goroutines");
    return {};
}

void CoreComparison::compareVariables(Comparison &found)
{
    const PackageRanking ranking(m_after.process()->mainModule);
    const auto isOwn = [&ranking](std::string_view name) { return ranking.ofName(name) <= PackageRank::Dependency; };
    const auto before = m_before.packageVariables(isOwn, mostVariables);
    const auto after = m_after.packageVariables(isOwn, mostVariables);
    if (!before || !after) {
        found.notes.push_back(
            "Package variables can't be compared: " + (before ? after.error() : before.error()).toString() + '.');
        return;
    }
    if (before->empty() && after->empty())
        found.notes.emplace_back("There are no package variables that can be compared.");
    if (before->size() >= mostVariables || after->size() >= mostVariables)
        found.notes.push_back(std::format("Only the first {} package variables are compared.", mostVariables));
    std::unordered_map<std::string_view, const VariableInfo *> old;
    for (const VariableInfo &variable : *before)
        old.emplace(variable.name, &variable);
    for (const VariableInfo &variable : *after) {
        const auto other = old.find(variable.name);
        if (other == old.end() || variable.error || other->second->error || variable.type != other->second->type)
            continue;
        const auto textOf = [](const VariableInfo &one) {
            return withoutAddresses(one.value)
                + (one.meaning.empty() ? "" : "  (" + withoutAddresses(one.meaning) + ')');
        };
        std::string first = textOf(*other->second);
        std::string second = textOf(variable);
        if (first == second)
            ++found.sameVariables;
        else
            found.variables.push_back(
                {.name = variable.name, .type = variable.type, .before = std::move(first), .after = std::move(second)});
    }
    cutRows(found.variables, found, "package variables");
}

void CoreComparison::compareFindings(Comparison &found, const ProgressCallback &progress, const std::stop_token &stop)
{
    const auto before = m_before.findings(progress, stop);
    const auto after = before ? m_after.findings(progress, stop) : before;
    if (!before || !after) {
        found.notes.emplace_back("Findings can't be compared.");
        return;
    }
    const auto missing = [](const Findings &all, const Findings &others) {
        std::multiset<std::string> shapes;
        for (const Finding &finding : others.all)
            shapes.insert(shapeOf(finding));
        std::vector<Comparison::Finding> left;
        for (const Finding &finding : all.all) {
            if (const auto known = shapes.find(shapeOf(finding)); known != shapes.end())
                shapes.erase(known);
            else
                left.push_back({.title = finding.title, .id = finding.id, .goroutines = finding.goroutines});
        }
        return left;
    };
    found.newFindings = missing(**after, **before);
    found.goneFindings = missing(**before, **after);
}

void CoreComparison::compareHeaps(Comparison &found, const std::stop_token &stop)
{
    const auto before = m_before.profile(ProfileKind::Heap, {}, stop);
    const auto after = m_after.profile(ProfileKind::Heap, {}, stop);
    if (!before || !after) {
        found.notes.push_back("Memory in use can't be compared: " + (before ? after.error() : before.error()).message
                              + '.');
        return;
    }
    const auto first = heapOf(before->profile);
    const auto second = heapOf(after->profile);
    std::set<std::string> names;
    for (const auto *heap : {&first, &second}) {
        for (const auto &[name, sums] : *heap)
            names.insert(name);
    }
    for (const std::string &name : names) {
        const auto sumsIn = [&name](const std::map<std::string, FunctionHeap> &heap) {
            const auto sums = heap.find(name);
            return sums == heap.end() ? FunctionHeap() : sums->second;
        };
        const FunctionHeap old = sumsIn(first);
        const FunctionHeap now = sumsIn(second);
        if (old.bytes != now.bytes || old.objects != now.objects)
            found.heap.push_back({.function = name,
                                  .bytesBefore = old.bytes,
                                  .bytesAfter = now.bytes,
                                  .objectsBefore = old.objects,
                                  .objectsAfter = now.objects});
    }
    std::ranges::stable_sort(found.heap, std::greater(),
                             [](const Comparison::Heap &one) { return std::abs(one.bytesAfter - one.bytesBefore); });
    cutRows(found.heap, found, "functions that allocate");
}

}
