// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "gui/messagebar.h"
#include "model/livethread.h"

#include <QTimer>

#include <optional>

namespace Freezeframe
{

class ProcessHandle;

/// Over a snapshot of a living process: whose it is, how old, whether the process still runs; Refresh and Save. GUI
/// thread; asks for the process on a thread of its own.
class LiveBar : public MessageBar
{
    Q_OBJECT
public:
    explicit LiveBar(QWidget *parent = nullptr);
    ~LiveBar() override;
    void setSnapshot(const LiveSnapshot &snapshot);
    void clear();
    [[nodiscard]] const std::optional<LiveSnapshot> &snapshot() const { return m_snapshot; }
    [[nodiscard]] QPushButton *refreshButton() const { return m_refresh; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    void setBusy(bool busy);

private:
    void tick();
    void showAge();

    std::optional<LiveSnapshot> m_snapshot;
    bool m_hasEnded = false;
    bool m_isBusy = false;
    QTimer m_timer;
    QPushButton *m_refresh;
    QPushButton *m_save;
    LiveThread m_thread;
};

}
