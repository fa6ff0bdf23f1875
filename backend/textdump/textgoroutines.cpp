// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/textgoroutines.h"

#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr int64_t minute = int64_t(60) * 1'000'000'000;

/// Go runtime/traceback.go: gStatusStrings; all else is a reason to wait.
GoStatus statusOf(const TextDump::Goroutine &goroutine)
{
    static constexpr std::array names = std::to_array<std::pair<std::string_view, GoStatus>>({
        {"idle", GoStatus::Idle},
        {"runnable", GoStatus::Runnable},
        {"running", GoStatus::Running},
        {"syscall", GoStatus::Syscall},
        {"waiting", GoStatus::Waiting},
        {"dead", GoStatus::Dead},
        {"copystack", GoStatus::Copystack},
        {"preempted", GoStatus::Preempted},
    });
    if (goroutine.isLeaked)
        return GoStatus::Leaked;
    const auto known = std::ranges::find(names, goroutine.state, &std::pair<std::string_view, GoStatus>::first);
    return known == names.end() ? GoStatus::Waiting : known->second;
}

/// As it was printed.
std::string reasonOf(const TextDump::Goroutine &goroutine)
{
    const GoStatus status = statusOf(goroutine);
    if ((status != GoStatus::Waiting && status != GoStatus::Leaked) || goroutine.state == "waiting"
        || goroutine.state == "leaked")
        return {};
    return goroutine.state + (goroutine.isDurable ? " (durable)" : "");
}

SourceLocation locationOf(const TextDump::Frame &frame)
{
    return {.function = frame.function, .file = frame.file, .line = frame.line};
}

/// The outermost function, which a go statement named.
const TextDump::Frame *startOf(const TextDump::Goroutine &goroutine)
{
    for (auto frame = goroutine.frames.rbegin(); frame != goroutine.frames.rend(); ++frame) {
        if (frame->function != "runtime.goexit")
            return &*frame;
    }
    return nullptr;
}

/// As the runtime's tracebacks hide it: started with a function of the runtime itself.
bool isSystem(const TextDump::Goroutine &goroutine)
{
    const TextDump::Frame *start = startOf(goroutine);
    return goroutine.id == 0
        || (goroutine.id != mainGoroutine && start && !goroutine.elided && start->function.starts_with("runtime.")
            && !textUserFrame(goroutine));
}

/// Numbers equal places once.
class PlaceNumbers
{
public:
    uint32_t of(const SourceLocation &place, std::vector<SourceLocation> &places)
    {
        const std::string key = place.function + '\n' + place.file + '\n' + std::to_string(place.line);
        const auto [number, isNew] = m_numbers.try_emplace(key, uint32_t(places.size()));
        if (isNew)
            places.push_back(place);
        return number->second;
    }

private:
    std::unordered_map<std::string, uint32_t> m_numbers;
};

GoroutineStacks::Unique uniqueOf(const TextDump::Goroutine &goroutine)
{
    GoroutineStacks::Unique unique;
    size_t users = 0;
    for (const TextDump::Frame &text : goroutine.frames) {
        unique.functions.push_back(text.function);
        Frame frame;
        frame.function = text.function;
        if (unique.current.isEmpty()) {
            unique.current = locationOf(text);
            unique.currentPc = text.pc;
        }
        if (users > 1 || !isUserFrame(frame))
            continue;
        (users++ == 0 ? unique.user : unique.caller) = locationOf(text);
        if (users == 1)
            unique.userPc = text.pc;
    }
    if (users == 0)
        unique.user = unique.current;
    return unique;
}

std::string keyOf(const TextDump::Goroutine &goroutine)
{
    std::string key;
    for (size_t i = 0; i < std::min(goroutine.frames.size(), GoroutineStacks::depth); ++i) {
        const TextDump::Frame &frame = goroutine.frames[i];
        key += frame.function + '\n' + frame.file + '\n' + std::to_string(frame.line) + '\n';
    }
    return key;
}

/// The labels, and what the runtime prints beside them that goroutines may be told apart by.
GoroutineStacks::Labels labelsOf(const TextDump::Goroutine &goroutine)
{
    GoroutineStacks::Labels labels = goroutine.labels;
    if (goroutine.bubble)
        labels.emplace_back("synctest bubble", std::to_string(*goroutine.bubble));
    std::ranges::sort(labels);
    return labels;
}

/// "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x…]"
void readSignal(CrashSummary &crash, std::string_view line)
{
    constexpr std::string_view start = "[signal ";
    line.remove_prefix(start.size());
    crash.signalName = line.substr(0, line.find_first_of(": ]"));
    const auto numberBehind = [&line](std::string_view key) -> std::optional<uint64_t> {
        const size_t at = line.find(key);
        if (at == std::string_view::npos)
            return std::nullopt;
        uint64_t value = 0;
        const char *from = line.data() + at + key.size();
        const auto [end, error] = std::from_chars(from, line.data() + line.size(), value, 16);
        return error == std::errc() ? std::optional(value) : std::nullopt;
    };
    if (const auto code = numberBehind("code=0x"))
        crash.code = int(*code);
    if (const auto address = numberBehind("addr=0x"))
        crash.faultAddress = Address{*address};
}

}

std::optional<size_t> textUserFrame(const TextDump::Goroutine &goroutine)
{
    for (size_t i = 0; i < goroutine.frames.size(); ++i) {
        Frame frame;
        frame.function = goroutine.frames[i].function;
        if (isUserFrame(frame))
            return i;
    }
    return std::nullopt;
}

std::shared_ptr<const GoroutineTable> textGoroutineTable(const TextDump &dump)
{
    auto table = std::make_shared<GoroutineTable>();
    table->reserve(dump.goroutines.size());
    table->reasons.emplace_back();
    std::unordered_map<std::string, uint16_t> reasons = {{"", 0}};
    constexpr size_t mostReasons = 4096; // as many as hostile text may make up
    for (const TextDump::Goroutine &goroutine : dump.goroutines) {
        std::string reason = reasonOf(goroutine);
        if (reasons.size() >= mostReasons && !reasons.contains(reason))
            reason = "another reason";
        const auto [number, isNew] = reasons.try_emplace(reason, uint16_t(table->reasons.size()));
        if (isNew)
            table->reasons.push_back(reason);
        const auto row = uint32_t(table->id.size());
        table->id.push_back(goroutine.id);
        table->address.push_back(goroutine.address);
        table->status.push_back(uint8_t(statusOf(goroutine)));
        table->waitReason.push_back(number->second);
        table->waitNanoseconds.push_back(goroutine.waitMinutes > 0 ? goroutine.waitMinutes * minute : -1);
        table->thread.push_back(0);
        table->parent.push_back(goroutine.creator);
        table->isSystem.push_back(isSystem(goroutine) ? 1 : 0);
        table->isScanned.push_back(goroutine.isScanned ? 1 : 0);
        for (auto *column : {&table->goPc, &table->startPc, &table->schedPc, &table->schedSp, &table->schedFp,
                             &table->stackLow, &table->stackHigh, &table->labels})
            column->emplace_back();
        if (!goroutine.unavailable.empty())
            table->errors[row] = {.code = ErrorCode::NotFound, .message = goroutine.unavailable};
        else if (goroutine.isCut)
            table->errors[row] = {.code = ErrorCode::Truncated,
                                  .message = "the text of this goroutine is cut, or other lines stand in it"};
    }
    table->declared = table->size();
    return table;
}

std::shared_ptr<const GoroutineStacks> textGoroutineStacks(const TextDump &dump)
{
    auto all = std::make_shared<GoroutineStacks>();
    std::unordered_map<std::string, uint32_t> numbers;
    std::map<GoroutineStacks::Labels, uint32_t> labelSets = {{{}, 0}};
    all->labelSets.emplace_back();
    PlaceNumbers starts, statements;
    for (const TextDump::Goroutine &goroutine : dump.goroutines) {
        const auto [number, isNew] = numbers.try_emplace(keyOf(goroutine), uint32_t(all->stacks.size()));
        if (isNew)
            all->stacks.push_back(uniqueOf(goroutine));
        ++all->stacks[number->second].goroutines;
        all->stackOf.push_back(goroutine.frames.empty() ? GoroutineStacks::unknown : number->second);
        const TextDump::Frame *start = startOf(goroutine);
        all->startOf.push_back(
            starts.of(start && !goroutine.isCut ? locationOf(*start) : SourceLocation(), all->startLocations));
        all->goStatementOf.push_back(statements.of(goroutine.createdBy, all->goStatements));
        const GoroutineStacks::Labels labels = labelsOf(goroutine);
        const auto [set, isNewSet] = labelSets.try_emplace(labels, uint32_t(all->labelSets.size()));
        if (isNewSet)
            all->labelSets.push_back(labels);
        all->labelSetOf.push_back(set->second);
    }
    all->done = dump.goroutines.size();
    all->complete = true;
    return all;
}

StackInfo textStack(const TextDump::Goroutine &goroutine, size_t limit)
{
    StackInfo stack;
    stack.owner = {StackOwner::Kind::Goroutine, goroutine.id};
    for (size_t i = 0; i < std::min(goroutine.frames.size(), limit); ++i) {
        const TextDump::Frame &text = goroutine.frames[i];
        stack.frames.push_back({.index = i,
                                .function = text.function,
                                .file = text.file,
                                .line = text.line,
                                .pc = text.pc,
                                .cfa = text.fp,
                                .inlined = text.isInlined,
                                .isRuntime = isRuntimeFunction(text.function)});
        // A name without a package may be C's, too.
        if (i + 1 == goroutine.elidedAt && goroutine.elided) {
            const uint64_t count = *goroutine.elided;
            stack.frames.back().error = {.code = ErrorCode::Limit,
                                         .message = (count > 0 ? std::to_string(count) + " more frames" : "more frames")
                                             + " after this one are left out of the text"};
        }
    }
    stack.userFrame = textUserFrame(goroutine);
    if (stack.userFrame && *stack.userFrame >= stack.frames.size())
        stack.userFrame.reset();
    stack.createdBy = goroutine.createdBy;
    stack.createdByGoroutine = goroutine.creator;
    stack.cut = stack.frames.size() < goroutine.frames.size();
    stack.complete = !stack.cut && !goroutine.isCut;
    if (!goroutine.unavailable.empty())
        stack.error = Error{.code = ErrorCode::NotFound, .message = goroutine.unavailable};
    return stack;
}

CrashSummary textCrash(const TextDump &dump)
{
    CrashSummary crash;
    crash.message = dump.message;
    const std::string_view first = std::string_view(dump.message).substr(0, dump.message.find('\n'));
    if (first.starts_with("panic: "))
        crash.kind = CrashSummary::Kind::Panic;
    else if (first.starts_with("fatal error: ") || first.starts_with("runtime: goroutine stack"))
        crash.kind = CrashSummary::Kind::Throw;
    else if (first.starts_with("SIGQUIT: ") || first.starts_with("SIGABRT: "))
        crash.kind = CrashSummary::Kind::Requested;
    else if (first.starts_with("SIG") || first.starts_with("unexpected fault"))
        crash.kind = CrashSummary::Kind::Signal;
    if (!dump.signalLine.empty()) {
        readSignal(crash, dump.signalLine);
        crash.message += '\n' + dump.signalLine;
    } else if (first.starts_with("SIG")) {
        crash.signalName = first.substr(0, first.find(':'));
    }
    if (dump.message.empty())
        return crash;
    // The runtime prints the one that failed first; g0 stands for the thread.
    const auto failed
        = std::ranges::find_if(dump.goroutines, [](const TextDump::Goroutine &one) { return one.id != 0; });
    if (failed == dump.goroutines.end())
        return crash;
    const bool isElsewhere = crash.kind == CrashSummary::Kind::Requested;
    crash.place = !isElsewhere        ? CrashSummary::Place::Crashed
        : failed->id == mainGoroutine ? CrashSummary::Place::MainGoroutine
                                      : CrashSummary::Place::LargestGroup;
    crash.goroutine = failed->id;
    if (isElsewhere) {
        const auto main = std::ranges::find(dump.goroutines, mainGoroutine, &TextDump::Goroutine::id);
        if (main != dump.goroutines.end()) {
            crash.goroutine = mainGoroutine;
            crash.place = CrashSummary::Place::MainGoroutine;
        }
    }
    const auto shown = std::ranges::find(dump.goroutines, *crash.goroutine, &TextDump::Goroutine::id);
    crash.frame = textUserFrame(*shown);
    if (crash.frame)
        crash.location = locationOf(shown->frames[*crash.frame]);
    return crash;
}

}
