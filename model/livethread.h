// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/jobqueue.h"

#include <QObject>
#include <QPointer>

#include <map>
#include <memory>
#include <type_traits>

namespace Freezeframe
{

/// Owns one thread for questions to the machine: its processes, its doctor, its store of cores. Questions are asked
/// from the thread that made this object, and the answers come back there; stale ones are dropped.
class LiveThread : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~LiveThread() override;

    /// Runs `question(stop_token)` on the thread, then `done(answer)` here, unless a newer question of the @p kind was
    /// asked or @p receiver is gone.
    template<class Question, class Done>
    void ask(int kind, QObject *receiver, Question question, Done done)
    {
        using Answer = std::invoke_result_t<Question, const std::stop_token &>;
        const quint64 number = ++m_newest[kind];
        m_queue.post(kind, JobQueue::Priority::Urgent,
                     [this, kind, number, question = std::move(question), done = std::move(done),
                      alive = QPointer<QObject>(receiver)](const std::stop_token &stop) mutable {
                         auto answer = std::make_shared<Answer>(question(stop));
                         QMetaObject::invokeMethod(
                             this,
                             [this, kind, number, answer = std::move(answer), done = std::move(done),
                              alive = std::move(alive)]() mutable {
                                 if (m_newest[kind] == number && alive)
                                     done(std::move(*answer));
                             },
                             Qt::QueuedConnection);
                     });
    }
    /// The answer to what was asked of this kind is no longer wanted.
    void drop(int kind);

private:
    std::map<int, quint64> m_newest; ///< by kind
    JobQueue m_queue; ///< last: its thread ends before the rest
};

}
