// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/matchmodel.h"
#include "model/session.h"

namespace Freezeframe
{

/// One search of the memory at a time, and what it has found so far. Between its pieces, clicks are answered. GUI
/// thread; never waits.
class MemorySearchRun : public QObject
{
    Q_OBJECT
public:
    enum class Kind { Text, Bytes, Pointers, Integer };
    struct Wanted {
        Kind kind = Kind::Text;
        /// The text; pairs of hexadecimal digits with "??" for any byte; an address or an expression.
        QString what;
        bool matchesCase = true; ///< of a text
        unsigned size = 8; ///< of an integer, in bytes
        bool isWhole = false; ///< pointers anywhere into what an expression names, not to its first byte alone
        bool operator==(const Wanted &) const = default;
    };
    struct End {
        quint64 searched = 0; ///< bytes
        qsizetype found = 0;
        bool isLimited = false; ///< there is more
        bool isStopped = false;
    };

    explicit MemorySearchRun(Session *session, QObject *parent = nullptr);
    [[nodiscard]] MatchModel *matches() const { return m_matches; }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// The one before ends; what it has found is forgotten.
    void start(const Wanted &wanted);
    /// What is found stays.
    void cancel();

    static constexpr size_t mostMatches = 10'000;

Q_SIGNALS:
    void started();
    void progressChanged(quint64 done, quint64 total);
    void ended(const Freezeframe::MemorySearchRun::End &end);
    /// It can't be searched for, in a sentence.
    void failed(const QString &sentence);

private:
    void reset();
    void receive(const Result<MemorySearchEnd> &end);

    Session *m_session;
    MatchModel *m_matches;
    bool m_isRunning = false;
    quint64 m_searched = 0;
    quint64 m_number = 0; ///< of the newest search: pieces of others are not told
};

}
