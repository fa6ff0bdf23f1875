// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/consolesession.h"

#include "backend/base/text.h"
#include "backend/source/pathmapping.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t shortArrayElements = 16; ///< of a list of variables

/// Where a person would begin: the crash; else the main goroutine, else the first thread.
StackOwner firstOwner(Inspection &inspection)
{
    const auto crash = inspection.crash();
    if (crash->goroutine)
        return {StackOwner::Kind::Goroutine, *crash->goroutine};
    if (const auto goroutines = inspection.goroutines(); goroutines && goroutines->table->size() > 0) {
        const GoroutineTable &table = *goroutines->table;
        return {StackOwner::Kind::Goroutine, table.find(mainGoroutine) ? mainGoroutine : table.id.front()};
    }
    const auto threads = inspection.threads();
    return {StackOwner::Kind::Thread, threads->empty() ? 0 : uint64_t(threads->front().tid)};
}

}

ConsoleSession::ConsoleSession(Inspection &inspection, ConsoleSettings given)
    : settings(std::move(given))
    , selected{.owner = firstOwner(inspection)}
    , m_inspection(inspection)
{
}

Result<std::shared_ptr<const StackInfo>> ConsoleSession::stack(const ConsoleScope &scope, size_t depth)
{
    return m_inspection.stack(scope.owner, depth);
}

Result<FrameInfo> ConsoleSession::frame(const ConsoleScope &scope)
{
    const auto frames = stack(scope);
    if (!frames)
        return std::unexpected(frames.error());
    if (scope.frame >= (*frames)->frames.size()) {
        const bool isGoroutine = scope.owner.kind == StackOwner::Kind::Goroutine;
        return fail(ErrorCode::NotFound,
                    "Frame " + std::to_string(scope.frame) + " does not exist in "
                        + (isGoroutine ? "goroutine " : "thread ") + std::to_string(scope.owner.id) + ", which has "
                        + std::to_string((*frames)->frames.size()));
    }
    return (*frames)->frames[scope.frame];
}

std::string ConsoleSession::localPath(const std::string &recorded) const
{
    for (const auto &[from, to] : settings.substitutePath) {
        if (const auto local = PathMapping{from, to}.apply(recorded))
            return *local;
    }
    return recorded;
}

std::string ConsoleSession::valueText(const VariableInfo &variable, bool isWhole)
{
    if (variable.optimizedOut)
        return "(optimised out)";
    if (variable.error && variable.handle == 0)
        return "(unreadable " + escaped(variable.error->toString()) + ')';
    LoadLimits limits = settings.limits();
    if (!isWhole) { // one line of a list, as Delve's: the value itself, without what it points to
        limits.arrayElements = std::min(limits.arrayElements, shortArrayElements);
        limits.depth = 0;
    }
    m_inspection.setValueLimits(limits);
    const auto text = m_inspection.print(variable.handle);
    m_inspection.setValueLimits(settings.limits());
    return text ? *text : "(unreadable " + escaped(text.error().toString()) + ')';
}

uint64_t ConsoleSession::threadOf(const StackOwner &owner)
{
    if (owner.kind == StackOwner::Kind::Thread)
        return owner.id;
    const auto goroutines = m_inspection.goroutines();
    const auto row = goroutines ? goroutines->table->find(owner.id) : std::nullopt;
    return row ? goroutines->table->thread[*row] : 0;
}

std::unexpected<Error> interrupted()
{
    return fail(ErrorCode::Cancelled, "interrupted");
}

std::unexpected<Error> wrongUsage(std::string message)
{
    return std::unexpected(Error{.code = ErrorCode::BadExpression, .message = std::move(message)});
}

}
