// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QWidget;

namespace Freezeframe
{

/// Puts each window and dialog that belongs to a window over it when it is first shown: on its screen, in the middle, no
/// larger than the screen has room for, and wholly on it. Where the windowing system places windows itself (Wayland), the
/// size counts. What a person has moved stays. GUI thread.
class WindowPlacer : public QObject
{
    Q_OBJECT
public:
    explicit WindowPlacer(QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] bool isOurs(const QWidget *window) const;
    QWidget *m_window;
};

/// @p window grew, or its screen did not: no larger than the screen, and moved so that all of it is seen.
void keepOnScreen(QWidget *window);

}
