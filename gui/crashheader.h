// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"
#include "model/session.h"

#include <QWidget>

class QAction;
class QToolButton;

namespace Freezeframe
{

class HeadlineLabel;
class IconLabel;
class RunLabel;

/// Why the program stopped, in three lines that stay, or folded to one. A click on it goes back to the crash. GUI thread.
class CrashHeader : public QWidget
{
    Q_OBJECT
public:
    struct Actions {
        QAction *copyMarkdown;
        QAction *copyText;
        QAction *copyJson;
        QAction *save;
        QAction *details;
        QAction *fold; ///< checkable
    };
    CrashHeader(Session *session, const Actions &actions, QWidget *parent = nullptr);
    void setFolded(bool folded);
    /// How high it may be without taking room that others need; its headline has one line then instead of two.
    void setRoom(int height);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void setupLayout(const Actions &actions);
    void refresh();
    void follow(const QString &link);
    [[nodiscard]] bool isCrash() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] Runs whereRuns(bool folded) const;
    [[nodiscard]] Runs signalRuns() const;
    [[nodiscard]] Runs factRuns() const;
    [[nodiscard]] Run matchRun() const;

    Session *m_session;
    IconLabel *m_icon;
    HeadlineLabel *m_headline;
    RunLabel *m_where;
    RunLabel *m_facts;
    RunLabel *m_line; ///< all that is left when folded
    QToolButton *m_copy;
    QToolButton *m_details;
    QToolButton *m_foldButton;
    bool m_folded = false;
    ThemeCache m_theme;
};

}
