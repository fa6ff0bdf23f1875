// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QTimer;
class QToolButton;

namespace Freezeframe
{

class RunLabel;

/// A line over the bottom of a list while its rows are copied or saved: how far it is, Cancel; then what came of it.
/// GUI thread.
class ExportStrip : public QWidget
{
    Q_OBJECT
public:
    /// Stays at the bottom of @p list.
    explicit ExportStrip(QWidget *list);
    /// Shown after a moment only: most lists are short.
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
