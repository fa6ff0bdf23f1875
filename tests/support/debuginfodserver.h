// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QThread>

#include <atomic>
#include <memory>

namespace Freezeframe
{

/// Plays a debuginfod on this machine, on a thread of its own, good or bad. Sets $DEBUGINFOD_URLS while it lives.
class DebuginfodServer
{
public:
    enum class Manner {
        Gives, ///< what it has; 404 for all else
        Stalls, ///< takes the question and never answers
        Drips, ///< answers so slowly that it never ends
        BreaksOff, ///< promises more than it gives
    };
    explicit DebuginfodServer(Manner manner = Manner::Gives);
    ~DebuginfodServer();
    DebuginfodServer(const DebuginfodServer &) = delete;
    DebuginfodServer &operator=(const DebuginfodServer &) = delete;

    /// Before anybody asks.
    void put(const QByteArray &buildId, const QByteArray &content) { m_files.insert(buildId, content); }
    [[nodiscard]] int questions() const { return m_questions; }

private:
    [[nodiscard]] QByteArray answer(const QByteArray &question) const;

    Manner m_manner;
    QHash<QByteArray, QByteArray> m_files;
    std::atomic<int> m_questions = 0;
    QThread m_thread;
};

}
