// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QTimer;
class QToolButton;

namespace Freezeframe
{

class RunLabel;

/// A line over the bottom of a list about what takes long: how far it is, Cancel; then what came of it.
/// GUI thread.
class ListStrip : public QWidget
{
    Q_OBJECT
public:
    /// Stays at the bottom of @p list.
    explicit ListStrip(QWidget *list);
    /// Shown after a moment only: most things are done by then.
    void showProgress(const QString &text);
    /// Goes by itself after a while, unless it is a @p failure.
    void showResult(const QString &text, bool failure);
    void end();

Q_SIGNALS:
    void cancelled();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    RunLabel *m_text;
    QToolButton *m_button;
    QTimer *m_delay;
    QTimer *m_stay;
    bool m_isRunning = false;
};

}
