// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace Freezeframe
{

/// The line above the goroutine list: its words, and the keys that lead from it. GUI thread.
class GoroutineFilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit GoroutineFilterEdit(QWidget *parent = nullptr);

Q_SIGNALS:
    /// Esc in an empty line.
    void left();
    /// Enter or ↓: to what it found.
    void listWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

}
