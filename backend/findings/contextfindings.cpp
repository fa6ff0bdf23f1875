// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/contextfindings.h"

#include "backend/analysis/duration.h"
#include "backend/eval/gotime.h"
#include "backend/eval/knownfields.h"
#include "backend/go/functionname.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <format>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr int64_t second = 1'000'000'000;
constexpr size_t mostFrames = 32; ///< of a stack, the innermost
constexpr size_t mostOfStack = 50; ///< goroutines of one stack whose variables are read
constexpr size_t mostInAll = 1000;
constexpr size_t mostStacks = 2000;
constexpr unsigned mostLinks = 64;

}

/// Go 1.22 to 1.27 context/context.go: cancelCtx{err, cause}; err is an atomic.Value since 1.26.
std::string ContextFindings::reasonOf(const Value &cancelContext) const
{
    const KnownFields &fields = m_sources.evaluator.knownFields();
    auto reason = fields.at(cancelContext, "err");
    if (reason && reason->type->name == "sync/atomic.Value")
        reason = fields.at(*reason, "v");
    if (!reason || reason->type->kind != TypeKind::Interface || fields.isNil(*reason) != false)
        return {};
    std::string text = m_sources.evaluator.errorText(*reason).value_or("cancelled");
    const auto cause = fields.at(cancelContext, "cause");
    if (cause && cause->type->kind == TypeKind::Interface && fields.isNil(*cause) == false) {
        const std::string why = m_sources.evaluator.errorText(*cause).value_or(std::string());
        if (!why.empty() && why != text)
            text += ": " + why;
    }
    return text;
}

int64_t ContextFindings::overdue(const Value &timerContext) const
{
    const KnownFields &fields = m_sources.evaluator.knownFields();
    const auto deadline = fields.at(timerContext, "deadline");
    const auto time = deadline ? GoTime::read(fields.reader(), *deadline) : fail(ErrorCode::NotFound, {});
    if (!time || m_sources.runtime.nowNanoseconds() <= 0)
        return -1;
    // Clocks of time.Time and of the scheduler begin at the same moment, but for what the start took.
    if (time->monotonic)
        return m_sources.runtime.nowNanoseconds() - m_sources.runtime.startNanoseconds() - *time->monotonic;
    const auto offset = m_sources.runtime.wallOffset();
    if (!offset || time->seconds > std::numeric_limits<int64_t>::max() / second)
        return -1;
    return m_sources.runtime.nowNanoseconds() + *offset - time->seconds * second - time->nanoseconds;
}

std::optional<ContextFindings::Done> ContextFindings::stateOf(const Value &context) const
{
    const KnownFields &fields = m_sources.evaluator.knownFields();
    std::optional<Value> link = fields.followed(context);
    for (unsigned i = 0; link && i < mostLinks; ++i) {
        const std::string_view name = link->type->name;
        const bool isTimer = name == "context.timerCtx";
        if (isTimer || name == "context.cancelCtx") {
            const auto inner = isTimer ? fields.at(*link, "cancelCtx") : link;
            const std::string reason = inner ? reasonOf(*inner) : std::string();
            if (reason.empty())
                return std::nullopt;
            Done done{.reason = reason, .variable = {}, .context = link->address};
            if (!reason.starts_with("context deadline exceeded"))
                return done;
            // The deadline may be that of a context which this one was made from.
            for (; link && i < mostLinks; ++i) {
                if (link->type->name == "context.timerCtx")
                    done.since = std::max(done.since, overdue(*link));
                const auto parent
                    = fields.at(*link, link->type->name == "context.timerCtx" ? "cancelCtx.Context" : "Context");
                link = parent ? fields.followed(*parent) : std::nullopt;
            }
            return done;
        }
        if (name != "context.valueCtx" && name != "os/signal.signalCtx")
            return std::nullopt; // never done, or of a kind that is not known
        const auto parent = fields.at(*link, "Context");
        link = parent ? fields.followed(*parent) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<ContextFindings::Done> ContextFindings::doneAt(uint32_t row)
{
    const Stack &stack = m_frames.stackOf(row);
    for (size_t i = 0; i < std::min(stack.frames.size(), mostFrames); ++i) {
        const Frame &frame = stack.frames[i];
        if (!isUserFrame(frame) || isStandardFunction(frame.function))
            continue;
        const auto variables = m_sources.evaluator.variables(stack, i);
        for (const Value &variable : variables.value_or(std::vector<Value>())) {
            if (variable.error || !variable.type || variable.type->name != "context.Context" || variable.leftOver
                || variable.notYetDeclared || variable.shadowed)
                continue;
            auto done = stateOf(variable);
            if (!done)
                return std::nullopt; // what the innermost has is what counts
            done->variable = variable.name;
            done->frame = i;
            return done;
        }
    }
    return std::nullopt;
}

/// Whether its functions may have contexts at all: which frames of a stack do, all that share it have in common.
bool ContextFindings::hasContext(uint32_t row)
{
    const Stack &stack = m_frames.stackOf(row);
    for (size_t i = 0; i < std::min(stack.frames.size(), mostFrames); ++i) {
        if (!isUserFrame(stack.frames[i]) || isStandardFunction(stack.frames[i].function))
            continue;
        const auto variables = m_sources.evaluator.variables(stack, i);
        if (std::ranges::any_of(variables.value_or(std::vector<Value>()), [](const Value &variable) {
                return variable.type && variable.type->name == "context.Context";
            }))
            return true;
    }
    return false;
}

Finding ContextFindings::finding(const Group &group) const
{
    const uint32_t row = group.rows.front();
    Finding finding{.id = "context-ignored", .severity = Finding::Severity::Warning};
    for (const uint32_t one : group.rows)
        finding.goroutines.push_back(m_sources.table.id[one]);
    const std::string_view least = m_sources.table.isTimeExact ? "" : "at least ";
    const std::string since
        = group.longest < 0 ? std::string() : std::format(", since {}{}", least, elapsedText(group.longest));
    const bool isOne = group.rows.size() == 1;
    finding.title = std::format("{} probably ignore{} that {} context is done: {}{}", goroutineCount(group.rows.size()),
                                isOne ? "s" : "", isOne ? "its" : "their", group.first.reason, since);
    finding.detail = std::format("{} in {}.{}", isOne ? "It goes on" : "They go on", m_sources.placeOf(row),
                                 group.longest < 0 ? " When the context was cancelled is not noted." : "");
    const std::string wait = m_sources.table.waitReasonText(row);
    const std::string waitTime = m_sources.waitOf(row);
    finding.evidence.push_back(
        {.text = std::format("{}: {} is done ({}{}){}{}", m_sources.nameOf(row), group.first.variable,
                             group.first.reason, since, wait.empty() ? "" : "; it waits: " + wait,
                             wait.empty() || waitTime.empty() ? "" : ", " + waitTime),
         .goroutine = m_sources.table.id[row],
         .frame = group.first.frame,
         .address = group.first.context});
    if (!group.first.context.isNull())
        finding.objects.push_back({.address = group.first.context, .name = {}, .type = "context.Context"});
    return finding;
}

std::vector<Finding> ContextFindings::run()
{
    std::map<uint32_t, Group> groups;
    std::map<uint32_t, size_t> looked; // goroutines of a stack; mostOfStack: enough, or it has no context
    size_t all = 0;
    for (uint32_t row = 0; row < m_sources.table.size() && all < mostInAll && !m_stop.stop_requested(); ++row) {
        const uint32_t stack = m_sources.stacks.stackOf[row];
        if (m_sources.table.isSystem[row] || stack == GoroutineStacks::unknown)
            continue;
        if (!looked.contains(stack) && looked.size() >= mostStacks)
            continue;
        size_t &count = looked[stack];
        if (count >= mostOfStack)
            continue;
        if (m_sources.pause)
            m_sources.pause();
        if (count == 0 && !hasContext(row)) {
            count = mostOfStack;
            continue;
        }
        ++count;
        ++all;
        const auto done = doneAt(row);
        if (!done)
            continue;
        const bool waitsLong = m_sources.table.waitNanoseconds[row] >= second;
        if (done->since >= 0 ? done->since < second : !waitsLong)
            continue; // it may be about to notice
        Group &group = groups[stack];
        if (group.rows.empty())
            group.first = *done;
        group.longest = std::max(group.longest, done->since);
        group.rows.push_back(row);
    }
    std::vector<Finding> findings;
    for (const auto &[stack, group] : groups)
        findings.push_back(finding(group));
    return findings;
}

}
