// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QAction;
class QProgressBar;
class QTimer;

namespace Freezeframe
{

class RunLabel;
class Session;

/// What takes long, in the status bar: words, bar, Cancel. Shown only for what takes over half a second. GUI thread.
class ProgressStrip : public QWidget
{
    Q_OBJECT
public:
    ProgressStrip(Session *session, QAction *cancel, QWidget *parent = nullptr);

Q_SIGNALS:
    void shownChanged(bool shown);

private:
    void showProgress(const QString &what, quint64 done, quint64 total);

    RunLabel *m_what;
    QProgressBar *m_bar;
    QTimer *m_delay;
};

}
