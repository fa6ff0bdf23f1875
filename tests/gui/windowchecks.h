// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QRect>
#include <QStringList>

class QWidget;

namespace Freezeframe
{

class ListView;
class MainWindow;

/// What of a widget is inside all that it stands in, in its own coordinates; empty if it is hidden, or behind a tab.
[[nodiscard]] QRect partInSight(const QWidget &widget);

/// What must hold of a window whenever it is at rest; each lack is a sentence. Looks only, changes nothing.
class WindowChecks
{
public:
    /// What a person did that a window may show.
    struct State {
        bool isScrolled = false; ///< the source away from its marked line
        bool isArranged = false; ///< panels closed, dragged or floated since the layout was last reset
    };
    explicit WindowChecks(const MainWindow &window);
    [[nodiscard]] QStringList problems(const State &state) const;
    /// Of a dialog or another window: no text cut off or over another, nothing under its least size.
    [[nodiscard]] static QStringList problemsOf(const QWidget &page);

private:
    void checkGoroutines(QStringList &problems) const;
    void checkStack(QStringList &problems) const;
    void checkDetails(QStringList &problems) const;
    void checkSource(QStringList &problems, bool isScrolled) const;
    void checkVariables(QStringList &problems) const;
    void checkThreads(QStringList &problems) const;
    void checkActions(QStringList &problems) const;
    void checkGround(QStringList &problems) const;
    void checkLeast(QStringList &problems) const;
    void checkShares(QStringList &problems) const;
    void checkStatusBar(QStringList &problems) const;
    static void checkTexts(const QWidget &page, QStringList &problems);
    static void checkRows(const ListView &view, QStringList &problems);
    static void checkOverlaps(const QWidget &page, QStringList &problems);
    static void checkSizes(const QWidget &page, QStringList &problems);

    const MainWindow &m_window;
};

}
