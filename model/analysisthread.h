// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "model/jobqueue.h"

#include <QObject>
#include <QPointer>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <type_traits>

namespace Freezeframe
{

/// Owns the Inspection of a session and the one thread that opens, asks and destroys it. Questions are posted from
/// the thread that made this object, and the answers come back there; stale ones are dropped.
class AnalysisThread : public QObject
{
    Q_OBJECT
public:
    /// Kinds of question of which only the newest counts.
    enum class Kind : int {
        Every = JobQueue::everyOne, ///< all of these are answered
        Open = 0,
        Crash,
        Threads,
        Modules,
        Goroutines,
        Stacks,
        Findings,
        InFlight,
        Details,
        Ancestors,
        Stack,
        Variables,
        Registers,
        Source,
        Disassembly,
        Memory,
        MemoryNames,
        MemoryPlace,
        MemoryCopy,
        MemorySearch,
        MemorySave,
        ValueSave,
        Names,
        Functions,
        PackageVariables,
        Watches,
        Symbols,
        SymbolFacts,
        AllSymbolFacts,
        TypePage,
        Traits,
        Column,
        Command,
        Completion,
        ExpressionCompletion,
        KindCount,
    };
    using Priority = JobQueue::Priority;

    explicit AnalysisThread(QObject *parent = nullptr);
    ~AnalysisThread() override;

    /// Questions without an answer so far.
    [[nodiscard]] int pending() const { return m_pending; }
    [[nodiscard]] int pending(Kind kind) const;
    void cancel(Kind kind);

    /// Replaces the Inspection; on the analysis thread only.
    void adopt(std::unique_ptr<Inspection> inspection) { m_inspection = std::move(inspection); }
    /// Answers the urgent questions that wait; on the analysis thread, from inside a long background one.
    void answerUrgent() { m_queue->runUrgent(); }

    /// Gives a piece of an answer to who asked, in order, and before the answer itself; from the analysis thread.
    void tell(QPointer<QObject> receiver, std::move_only_function<void()> piece);

    /// Runs `question(Inspection *, stop_token)` on the analysis thread (null only for Open), then `done(answer)`
    /// on this object's thread, unless a newer question of the kind was asked, it was cancelled, or @p receiver is gone.
    template<class Question, class Done>
    void ask(Kind kind, Priority priority, QObject *receiver, Question question, Done done)
    {
        using Answer = std::invoke_result_t<Question, Inspection *, const std::stop_token &>;
        const quint64 number = begin(kind);
        m_queue->post(int(kind), priority,
                      [this, kind, number, question = std::move(question), done = std::move(done),
                       alive = QPointer<QObject>(receiver),
                       ticket = Ticket(this, kind)](const std::stop_token &stop) mutable {
                          if (!m_inspection && kind != Kind::Open)
                              return; // closed meanwhile: nobody waits for it
                          auto answer = std::make_shared<Answer>(question(m_inspection.get(), stop));
                          deliver([this, kind, number, answer = std::move(answer), done = std::move(done),
                                   alive = std::move(alive), ticket = std::move(ticket)]() mutable {
                              if (isCurrent(kind, number) && alive)
                                  done(std::move(*answer));
                          });
                      });
    }

Q_SIGNALS:
    /// The last open question was answered or dropped.
    void settled();

private:
    /// Counts one open question for as long as it lives; may die on either thread.
    class Ticket
    {
    public:
        Ticket(AnalysisThread *owner, Kind kind);
        Ticket(Ticket &&other) noexcept;
        Ticket &operator=(Ticket &&) = delete;
        ~Ticket();

    private:
        std::shared_ptr<std::atomic<AnalysisThread *>> m_owner;
        Kind m_kind;
    };
    quint64 begin(Kind kind);
    [[nodiscard]] bool isCurrent(Kind kind, quint64 number) const;
    void deliver(std::move_only_function<void()> answer);
    void finished(Kind kind);

    /// Null once this object ends: answers that were posted and never read die in ~QObject, and must not post again.
    std::shared_ptr<std::atomic<AnalysisThread *>> m_self;
    std::array<quint64, size_t(Kind::KindCount)> m_newest{};
    std::array<int, size_t(Kind::KindCount)> m_open{};
    int m_pending = 0;
    std::unique_ptr<Inspection> m_inspection; ///< of the analysis thread
    std::unique_ptr<JobQueue> m_queue;
};

}
