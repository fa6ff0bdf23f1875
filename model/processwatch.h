// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/livethread.h"
#include "model/processmodel.h"

#include <QSet>
#include <QTimer>

namespace Freezeframe
{

/// Keeps a ProcessModel as the machine is, while somebody looks. Reads /proc on a thread of its own. GUI thread.
class ProcessWatch : public QObject
{
    Q_OBJECT
public:
    explicit ProcessWatch(QObject *parent = nullptr);
    ~ProcessWatch() override;
    [[nodiscard]] ProcessModel *model() const { return m_model; }
    /// Whether @p viewer shows processes now.
    void setWatched(QObject *viewer, bool watched);
    void refresh();

private:
    void ask();

    static constexpr int intervalMilliseconds = 1500;
    ProcessModel *m_model;
    QSet<QObject *> m_viewers;
    bool m_asked = false;
    QTimer m_timer;
    std::shared_ptr<ProcessList> m_list; ///< of the thread
    LiveThread m_thread;
};

}
