// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "backend/live/capture.h"

#include <QMainWindow>

#include <optional>

class QStackedWidget;

namespace Freezeframe
{

class CoreOpening;
class CorePage;
class CoreStoreModel;
class GoToBox;
class KeptLayout;
class LiveDesk;
class ProcessWatch;
class ProgressStrip;
class RecentCores;
class RunLabel;
class Session;
class StartPage;
class StatusLine;
class WalkthroughDesk;
class WindowActions;
class WindowClosing;

/// The window of one core: makes session, pages and actions, and wires them. GUI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens a core here, or in a window of its own if one is open already, or brings up the window that has it.
    void openCore(const QString &path);
    /// The text that was copied, as a dump of goroutines.
    void openClipboard();
    void open(const OpenOptions &options);
    /// Opens what a process was a moment ago, from memory.
    void openSnapshot(const LiveSnapshot &snapshot);
    /// What to show of the next core in place of its crash.
    void setWanted(std::optional<quint64> goroutine, std::optional<size_t> frame);
    [[nodiscard]] std::pair<std::optional<quint64>, std::optional<size_t>> wanted() const
    {
        return {m_wantedGoroutine, m_wantedFrame};
    }
    /// Shown, and before all other windows.
    void bringUp();
    /// Something that happened before there was a window.
    void tell(const QString &sentence);
    [[nodiscard]] Session *session() const { return m_session; }
    [[nodiscard]] CorePage *corePage() const { return m_core; }
    [[nodiscard]] GoToBox *goToBox() const { return m_goTo; }
    [[nodiscard]] WindowActions *actions() const { return m_actions; }
    [[nodiscard]] StartPage *startPage() const { return m_start; }
    [[nodiscard]] LiveDesk *liveDesk() const { return m_live; }
    [[nodiscard]] WalkthroughDesk *walkthrough() const { return m_walkthrough; }
    [[nodiscard]] CoreOpening *opening() const { return m_opening; }
    [[nodiscard]] KeptLayout *kept() const { return m_kept; }

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void setupBars();
    void wireSession();
    void wireActions();
    void wirePanelKeys();
    bool refreshLive();
    void wireLive();
    void wireOpening();
    void closeCore();
    void showOpened();
    void showFailure(const Error &error);
    void refreshStatus();
    void refreshTitle();
    void explainVerb(const QString &explanation);

    Session *m_session;
    WindowActions *m_actions;
    RecentCores *m_recent;
    CoreStoreModel *m_crashes;
    ProcessWatch *m_processes;
    QStackedWidget *m_pages;
    StartPage *m_start;
    CorePage *m_core;
    GoToBox *m_goTo;
    ProgressStrip *m_progress;
    StatusLine *m_status;
    RunLabel *m_file;
    LiveDesk *m_live;
    WindowClosing *m_closing;
    WalkthroughDesk *m_walkthrough;
    CoreOpening *m_opening;
    KeptLayout *m_kept;
    std::optional<quint64> m_wantedGoroutine;
    std::optional<size_t> m_wantedFrame;
};

}
