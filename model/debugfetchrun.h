// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/jobqueue.h"

#include <QObject>
#include <QStringList>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Brings the debug information of build ids from the servers of $DEBUGINFOD_URLS into the cache of debuginfod's clients,
/// one after the other on a thread of its own. Only when a person said so. GUI thread.
class DebugFetchRun : public QObject
{
    Q_OBJECT
public:
    struct Wanted {
        QString name; ///< for people
        std::string buildId;
    };
    explicit DebugFetchRun(QObject *parent = nullptr);
    ~DebugFetchRun() override;
    void start(const std::vector<Wanted> &wanted);
    /// What is there stays; ended() comes all the same, soon.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    /// At most 20 times a second.
    void progressChanged(const QString &sentence);
    /// Problems are sentences, one a file that did not come; none if it was cancelled.
    void ended(int fetched, const QStringList &problems);

private:
    using Clock = std::chrono::steady_clock;
    struct Answer {
        int fetched = 0;
        QStringList problems;
    };
    [[nodiscard]] Answer fetchAll(const std::vector<Wanted> &wanted, const std::stop_token &stop);
    void tell(const QString &sentence);

    JobQueue m_queue;
    Clock::time_point m_told; ///< on the queue's thread only
    bool m_isRunning = false;
};

}
