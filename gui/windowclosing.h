// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace Freezeframe
{

class MainWindow;

/// How a main window goes: with all windows that belong to it, and not before one of them has asked its question.
/// GUI thread.
class WindowClosing : public QObject
{
    Q_OBJECT
public:
    explicit WindowClosing(MainWindow *window);
    /// Closes what belongs to the window; false: one of them asks first, and the window closes once that has gone.
    [[nodiscard]] bool closeOthers();
    /// All windows of this process: those of other snapshots, too.
    void quit();
    /// The window that asked has gone, or stays and what was meant to close does, too.
    void windowLeft();
    void windowStays() { m_later = Later::Nothing; }

private:
    enum class Later { Nothing, Close, Quit };
    MainWindow *m_window;
    Later m_later = Later::Nothing;
};

}
