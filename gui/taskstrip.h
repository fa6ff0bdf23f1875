// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QProgressBar;
class QTimer;

namespace Freezeframe
{

class RunLabel;

/// What a panel does for longer, where it does it: words, bar, Cancel. Shown only for what takes over a quarter of a
/// second. GUI thread.
class TaskStrip : public QWidget
{
    Q_OBJECT
public:
    explicit TaskStrip(QWidget *parent = nullptr);
    void begin(const QString &what);
    void setProgress(quint64 done, quint64 total);
    void end();

Q_SIGNALS:
    void cancelled();

private:
    RunLabel *m_what;
    QProgressBar *m_bar;
    QTimer *m_delay;
};

}
