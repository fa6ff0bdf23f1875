// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorysearchrun.h"

#include "model/format.h"

#include <utility>

namespace Freezeframe
{

namespace
{

struct Scope {
    StackOwner owner;
    size_t frame = 0;
};

Result<MemoryPattern> patternOf(Inspection &core, const Scope &scope, const MemorySearchRun::Wanted &wanted)
{
    const std::string what = wanted.what.toStdString();
    switch (wanted.kind) {
    case MemorySearchRun::Kind::Text: return MemoryPattern::text(what, wanted.matchesCase);
    case MemorySearchRun::Kind::Bytes: return MemoryPattern::bytes(what);
    case MemorySearchRun::Kind::Integer: {
        const auto value = core.number(scope.owner, scope.frame, what);
        if (!value)
            return std::unexpected(value.error());
        return MemoryPattern::integer(*value, wanted.size);
    }
    case MemorySearchRun::Kind::Pointers: break;
    }
    const auto place = core.memoryPlace(scope.owner, scope.frame, what);
    if (!place)
        return std::unexpected(place.error());
    const uint64_t size = wanted.isWhole ? std::min(place->size, UINT64_MAX - place->address.value) : 0;
    return MemoryPattern::pointer({place->address, place->address + size});
}

}

MemorySearchRun::MemorySearchRun(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_matches(new MatchModel(this))
{
    connect(session, &Session::opening, this, &MemorySearchRun::reset);
}

void MemorySearchRun::reset()
{
    cancel();
    m_matches->begin(MatchModel::Form::Text);
}

void MemorySearchRun::cancel()
{
    if (!std::exchange(m_isRunning, false))
        return;
    ++m_number;
    m_session->analysis().cancel(AnalysisThread::Kind::MemorySearch);
    Q_EMIT ended({.searched = m_searched, .found = m_matches->rowCount(), .isLimited = false, .isStopped = true});
}

void MemorySearchRun::start(const Wanted &wanted)
{
    if (!m_session->isOpen())
        return;
    cancel();
    m_isRunning = true;
    m_searched = 0;
    const quint64 number = ++m_number;
    m_matches->begin(wanted.kind == Kind::Text        ? MatchModel::Form::Text
                         : wanted.kind == Kind::Bytes ? MatchModel::Form::Bytes
                                                      : MatchModel::Form::Number);
    Q_EMIT started();

    AnalysisThread *analysis = &m_session->analysis();
    const Scope scope{.owner = m_session->selection().owner.value_or(StackOwner{}),
                      .frame = m_session->selection().frame.value_or(0)};
    const auto found = [this, analysis, number, alive = QPointer<QObject>(this)](std::vector<MemoryMatch> matches) {
        analysis->tell(alive, [this, number, matches = std::move(matches)]() mutable {
            if (number == m_number)
                m_matches->append(std::move(matches));
        });
    };
    const auto progress = [this, analysis, number, alive = QPointer<QObject>(this)](const Progress &now) {
        analysis->tell(alive, [this, number, now] {
            if (number != m_number)
                return;
            m_searched = now.done;
            Q_EMIT progressChanged(now.done, now.total);
        });
        analysis->answerUrgent(); // the memory on show is read while it is searched
    };
    analysis->ask(
        AnalysisThread::Kind::MemorySearch, AnalysisThread::Priority::Background, this,
        [wanted, scope, found, progress](Inspection *core, const std::stop_token &stop) -> Result<MemorySearchEnd> {
            const auto pattern = patternOf(*core, scope, wanted);
            if (!pattern)
                return std::unexpected(pattern.error());
            return core->search(*pattern, {.matches = mostMatches}, found, progress, stop);
        },
        [this](const Result<MemorySearchEnd> &end) { receive(end); });
}

void MemorySearchRun::receive(const Result<MemorySearchEnd> &end)
{
    m_isRunning = false;
    if (!end) {
        Q_EMIT failed(errorText(end.error()));
        return;
    }
    Q_EMIT ended({.searched = end->searched,
                  .found = qsizetype(end->found),
                  .isLimited = end->isLimited,
                  .isStopped = end->isStopped});
}

}
