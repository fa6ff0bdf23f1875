// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/analysisthread.h"

#include <utility>

namespace Freezeframe
{

AnalysisThread::AnalysisThread(QObject *parent)
    : QObject(parent)
    , m_self(std::make_shared<std::atomic<AnalysisThread *>>(this))
    , m_queue(std::make_unique<JobQueue>([this] { m_inspection.reset(); }))
{
}

AnalysisThread::~AnalysisThread()
{
    // Joins: nothing is posted to this object afterwards, and what was posted dies with the QObject.
    m_queue->end();
    m_self->store(nullptr);
}

int AnalysisThread::pending(Kind kind) const
{
    return kind == Kind::Every ? m_pending : m_open.at(size_t(kind));
}

void AnalysisThread::cancel(Kind kind)
{
    begin(kind);
    m_queue->cancel(int(kind));
}

quint64 AnalysisThread::begin(Kind kind)
{
    return kind == Kind::Every ? 0 : ++m_newest.at(size_t(kind));
}

bool AnalysisThread::isCurrent(Kind kind, quint64 number) const
{
    return kind == Kind::Every || m_newest.at(size_t(kind)) == number;
}

void AnalysisThread::deliver(std::move_only_function<void()> answer)
{
    // Qt wants functors that can be copied.
    auto shared = std::make_shared<std::move_only_function<void()>>(std::move(answer));
    QMetaObject::invokeMethod(this, [shared = std::move(shared)] { (*shared)(); }, Qt::QueuedConnection);
}

void AnalysisThread::tell(QPointer<QObject> receiver, std::move_only_function<void()> piece)
{
    deliver([receiver = std::move(receiver), piece = std::move(piece)]() mutable {
        if (receiver)
            piece();
    });
}

void AnalysisThread::finished(Kind kind)
{
    --m_pending;
    if (kind != Kind::Every)
        --m_open.at(size_t(kind));
    if (m_pending == 0)
        Q_EMIT settled();
}

AnalysisThread::Ticket::Ticket(AnalysisThread *owner, Kind kind)
    : m_owner(owner->m_self)
    , m_kind(kind)
{
    ++owner->m_pending;
    if (kind != Kind::Every)
        ++owner->m_open.at(size_t(kind));
}

AnalysisThread::Ticket::Ticket(Ticket &&other) noexcept
    : m_owner(std::move(other.m_owner))
    , m_kind(other.m_kind)
{
}

AnalysisThread::Ticket::~Ticket()
{
    if (AnalysisThread *owner = m_owner ? m_owner->load() : nullptr)
        QMetaObject::invokeMethod(owner, [owner, kind = m_kind] { owner->finished(kind); }, Qt::QueuedConnection);
}

}
