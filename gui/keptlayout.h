// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QSettings;

namespace Freezeframe
{

class MainWindow;

/// How a person arranged a window, from one start to the next: its place, the panels, what is folded or hidden, and how
/// goroutines are grouped and sorted. Widths of columns are kept by each list itself (ColumnWidths). GUI thread.
class KeptLayout : public QObject
{
    Q_OBJECT
public:
    explicit KeptLayout(MainWindow *window);
    /// As it was left; save() keeps it from now on.
    void restore();
    /// Without a restore() before: nothing. The sentence says why it could not be kept; empty: it is.
    QString save() const;
    /// As it comes, now and from now on.
    void reset();
    void setKept(bool isKept) { m_isKept = isKept; }

private:
    void restoreView(const QSettings &settings);

    MainWindow *m_window;
    bool m_isKept = false; ///< the person's layout is saved at the end
};

}
