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
    /// The process of the snapshot is gone.
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    [[nodiscard]] const std::optional<LiveSnapshot> &snapshot() const { return m_snapshot; }
    [[nodiscard]] QPushButton *refreshButton() const { return m_refresh; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    void setBusy(bool busy);
    /// Another snapshot needs rights that we have not, and why: asked for by the button, which says so before.
    void setAdministratorNeeded(const QString &why);
    [[nodiscard]] bool needsAdministrator() const { return m_needsAdministrator; }
    /// Why the last Refresh or Save brought nothing; empty: it did.
    void setProblem(const QString &sentence);

Q_SIGNALS:
    /// Another snapshot or none, the process ended, or something began or ended with it.
    void stateChanged();

private:
    void tick();
    void showAge();
    void nameRefresh(const QString &why);

    std::optional<LiveSnapshot> m_snapshot;
    bool m_hasEnded = false;
    bool m_isBusy = false;
    bool m_needsAdministrator = false;
    QString m_problem;
    QTimer m_timer;
    QPushButton *m_refresh;
    QPushButton *m_save;
    LiveThread m_thread;
};

}
