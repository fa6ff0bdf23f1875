// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

namespace Freezeframe
{

class MainWindow;

/// Waits until a window has nothing left to read and to paint, then says so: for pictures of it. GUI thread.
class WindowPicture : public QObject
{
    Q_OBJECT
public:
    explicit WindowPicture(MainWindow *window);
    /// Of the window as it is; false if @p path can't be written.
    [[nodiscard]] bool save(const QString &path) const;

Q_SIGNALS:
    void ready();

private:
    void check();
    MainWindow *m_window;
    QTimer m_timer;
    int m_quiet = 0; ///< checks in a row that found nothing open
};

}
