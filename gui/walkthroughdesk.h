// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QDockWidget;

namespace Freezeframe
{

class MainWindow;
class WalkthroughPage;
class WalkthroughRun;

/// Brings the walkthrough beside a window, opens its cores there, and tells it what is done in the window. GUI thread.
class WalkthroughDesk : public QObject
{
    Q_OBJECT
public:
    explicit WalkthroughDesk(MainWindow *window);
    /// Where a core of somebody's own is open, beside a fresh window. @p folder: of the walkthrough, empty: the usual one.
    void show(bool presented = false, const QString &folder = {});
    [[nodiscard]] WalkthroughPage *page() const { return m_page; }
    [[nodiscard]] WalkthroughRun *run() const { return m_run; }

private:
    void make(const QString &folder);
    void wireWindow();
    void type(const QString &task, const QString &line);
    [[nodiscard]] bool showsOurs() const;

    MainWindow *m_window;
    WalkthroughRun *m_run = nullptr;
    WalkthroughPage *m_page = nullptr;
    QDockWidget *m_dock = nullptr;
    QString m_core; ///< of the walkthrough, that was opened here last
    QString m_typed; ///< in the console, and what came of it
    QString m_answer;
    QString m_failure;
};

}
