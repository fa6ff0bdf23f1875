// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

namespace Freezeframe
{

/// Writes a range of memory to a file in the background: all of it, or no file. GUI thread; never waits.
class MemorySave : public QObject
{
    Q_OBJECT
public:
    struct Wanted {
        QString path;
        Address start;
        quint64 size = 0; ///< bytes
        bool fillsMissing = false; ///< with zeros; else a byte that is not there ends it
    };
    explicit MemorySave(Session *session, QObject *parent = nullptr);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Why this can't be done, in a sentence; empty: it may be tried.
    [[nodiscard]] QString refusal(const Wanted &wanted) const;
    /// Nothing while another one runs.
    void start(const Wanted &wanted);
    void cancel();

Q_SIGNALS:
    void progressChanged(quint64 done, quint64 total);
    /// @p missing bytes were not there, and are zeros.
    void saved(const QString &path, quint64 size, quint64 missing);
    void failed(const QString &sentence);
    void cancelled();

private:
    Session *m_session;
    bool m_isRunning = false;
    quint64 m_number = 0; ///< of the newest one
};

}
