// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/nameindex.h"
#include "model/gotoquery.h"
#include "model/session.h"

namespace Freezeframe
{

/// One thing to go to.
struct GoToTarget {
    enum class Kind {
        Hint, ///< a sign that narrows the kind
        Action,
        Goroutine,
        Thread,
        Frame,
        Function,
        Type,
        Variable,
        Constant,
        Package,
        Place, ///< a file, or a line of one
        Address,
    };
    Kind kind = Kind::Function;
    quint64 number = 0; ///< goroutine id, tid, frame, address (of a function: its entry), index of an action
    SourceLocation place;
    std::string name; ///< of a type, variable, constant or package, as it is in the program
    QString title; ///< of an action or hint
    QString detail;
    int score = 0;
};

/// Finds what "go to anything" offers besides actions: on the analysis thread, in what a session knew when it was asked.
class GoToSearch
{
public:
    explicit GoToSearch(const Session &session);

    /// Most fitting first. @p core has the names; nothing if stopped.
    [[nodiscard]] std::vector<GoToTarget> find(const GoToQuery &query, Inspection &core,
                                               const std::stop_token &stop) const;
    /// Goroutines, threads and frames alone: by number, or by what they stand in.
    [[nodiscard]] std::vector<GoToTarget> findRunning(const GoToQuery &query) const;

private:
    void addByNumber(quint64 number, std::vector<GoToTarget> &targets) const;
    void addGoroutines(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const;
    void addThreads(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const;
    void addFrames(const QString &text, size_t limit, std::vector<GoToTarget> &targets) const;
    [[nodiscard]] GoToTarget goroutine(uint32_t row, int score) const;
    [[nodiscard]] static GoToTarget targetOf(NameHit hit, const GoToQuery &query, Inspection &core);

    static constexpr size_t mostNames = 50;
    static constexpr size_t mostOfKind = 4; ///< goroutines, threads, frames, where there are other kinds
    static constexpr size_t mostAlone = 50; ///< where there are none

    GoroutineSnapshot m_goroutines;
    Session::StackPtr m_stack;
    Session::ThreadsPtr m_threads;
    PackageRanking m_ranking;
};

}
