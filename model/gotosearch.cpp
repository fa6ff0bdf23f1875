// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/gotosearch.h"

#include "backend/base/fuzzypattern.h"
#include "model/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int runningBonus = 4; ///< of two that fit alike the one that is there right now comes first

/// The best of many, most fitting first, those before first where they fit alike.
struct Scored {
    size_t number = 0;
    int score = 0;
};

std::vector<Scored> best(std::vector<Scored> all, size_t limit)
{
    std::ranges::stable_sort(all, std::ranges::greater(), &Scored::score);
    all.resize(std::min(all.size(), limit));
    return all;
}

}

GoToSearch::GoToSearch(const Session &session)
    : m_goroutines(session.goroutines())
    , m_stack(session.stack())
    , m_threads(session.threads())
    , m_ranking(session.process() ? session.process()->mainModule : std::string())
{
}

GoToTarget GoToSearch::goroutine(uint32_t row, int score) const
{
    GoToTarget target{.kind = GoToTarget::Kind::Goroutine, .number = m_goroutines.table->id[row], .score = score};
    const auto *stack = m_goroutines.stacks ? m_goroutines.stacks->stackAt(row) : nullptr;
    if (stack)
        target.place = stack->user;
    target.detail = shown(m_goroutines.table->statusText(row));
    if (stack && stack->goroutines > 1)
        target.detail += QStringLiteral(" · %1").arg(
            QCoreApplication::translate("GoToModel", "%n at this place", nullptr, int(stack->goroutines)));
    return target;
}

void GoToSearch::addByNumber(quint64 number, std::vector<GoToTarget> &targets) const
{
    if (m_goroutines.table) {
        if (const auto row = m_goroutines.table->find(number))
            targets.push_back(goroutine(*row, 2));
    }
    for (const ThreadInfo &thread : m_threads ? *m_threads : std::vector<ThreadInfo>()) {
        if (quint64(thread.tid) == number)
            targets.push_back({.kind = GoToTarget::Kind::Thread,
                               .number = number,
                               .place = thread.location,
                               .title = {},
                               .detail = shown(thread.name),
                               .score = 1});
    }
}

void GoToSearch::addGoroutines(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const
{
    if (!m_goroutines.table || !m_goroutines.stacks)
        return;
    const GoroutineStacks &stacks = *m_goroutines.stacks;
    // One goroutine for each stack that fits: the others stand beside it in the list.
    const FuzzyPattern pattern(text.toStdString());
    std::vector<Scored> found;
    for (size_t i = 0; i < stacks.stacks.size(); ++i) {
        const std::string &function = stacks.stacks[i].user.function;
        if (const auto score = pattern.score(function))
            found.push_back({.number = i, .score = *score + rankBonus(m_ranking.ofName(function)) + runningBonus});
    }
    found = best(std::move(found), limit);
    for (const Scored &one : found) {
        const auto row = std::ranges::find(stacks.stackOf, uint32_t(one.number));
        if (row != stacks.stackOf.end())
            targets.push_back(goroutine(uint32_t(row - stacks.stackOf.begin()), one.score));
    }
}

void GoToSearch::addThreads(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const
{
    if (!m_threads)
        return;
    const FuzzyPattern pattern(text.toStdString());
    std::vector<Scored> found;
    for (size_t i = 0; i < m_threads->size(); ++i) {
        if (const auto score = pattern.score((*m_threads)[i].name))
            found.push_back({.number = i, .score = *score});
    }
    for (const Scored &one : best(std::move(found), limit)) {
        const ThreadInfo &thread = (*m_threads)[one.number];
        targets.push_back({.kind = GoToTarget::Kind::Thread,
                           .number = quint64(thread.tid),
                           .place = thread.location,
                           .title = {},
                           .detail = shown(thread.name),
                           .score = one.score});
    }
}

void GoToSearch::addFrames(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const
{
    if (!m_stack)
        return;
    const FuzzyPattern pattern(text.toStdString());
    std::vector<Scored> found;
    for (size_t i = 0; i < m_stack->frames.size(); ++i) {
        const std::string &function = m_stack->frames[i].function;
        if (const auto score = pattern.score(function))
            found.push_back({.number = i, .score = *score + rankBonus(m_ranking.ofName(function)) + runningBonus});
    }
    for (const Scored &one : best(std::move(found), limit)) {
        const FrameInfo &frame = m_stack->frames[one.number];
        targets.push_back({.kind = GoToTarget::Kind::Frame,
                           .number = frame.index,
                           .place = {frame.function, frame.file, frame.line},
                           .title = {},
                           .detail = placeText(frame.file, frame.line),
                           .score = one.score});
    }
}

std::vector<GoToTarget> GoToSearch::findRunning(const GoToQuery &query) const
{
    std::vector<GoToTarget> targets;
    if (query.number)
        addByNumber(*query.number, targets);
    else if (query.scope == GoToQuery::Scope::Goroutines) {
        addGoroutines(query.text, mostAlone, targets);
        addThreads(query.text, mostAlone, targets);
    } else if (query.scope == GoToQuery::Scope::All && query.line == 0) {
        addGoroutines(query.text, mostOfKind, targets);
        addFrames(query.text, mostOfKind, targets);
        addThreads(query.text, mostOfKind, targets);
    }
    return targets;
}

GoToTarget GoToSearch::targetOf(NameHit hit, const GoToQuery &query, Inspection &core)
{
    GoToTarget target{.number = hit.entry.value, .name = hit.name, .title = {}, .detail = {}, .score = hit.score};
    switch (hit.kind) {
    case NameKind::Function:
        target.kind = GoToTarget::Kind::Function;
        target.place = core.locate(hit.entry);
        target.place.function = std::move(hit.name);
        target.detail = placeText(target.place);
        break;
    case NameKind::File:
        target.kind = GoToTarget::Kind::Place;
        target.place.file = std::move(hit.name);
        target.place.line = std::max(1, query.line);
        target.detail = shown(target.place.file);
        break;
    case NameKind::Type: target.kind = GoToTarget::Kind::Type; break;
    case NameKind::Variable: target.kind = GoToTarget::Kind::Variable; break;
    case NameKind::Constant: target.kind = GoToTarget::Kind::Constant; break;
    case NameKind::Package: target.kind = GoToTarget::Kind::Package; break;
    }
    return target;
}

std::vector<GoToTarget> GoToSearch::find(const GoToQuery &query, Inspection &core, const std::stop_token &stop) const
{
    std::vector<GoToTarget> targets = findRunning(query);
    if (query.wantsNames()) {
        const unsigned files = NameIndex::only(NameKind::File);
        const unsigned kinds = query.scope == GoToQuery::Scope::Files || query.line > 0 ? files
            : query.scope == GoToQuery::Scope::Symbols                                  ? NameIndex::everyKind & ~files
                                                                                        : NameIndex::everyKind;
        for (NameHit &hit : core.searchNames(query.text.toStdString(), mostNames, kinds, stop))
            targets.push_back(targetOf(std::move(hit), query, core));
    }
    std::ranges::stable_sort(targets, std::ranges::greater(), &GoToTarget::score);
    return targets;
}

}
