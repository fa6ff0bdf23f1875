// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QProgressBar;
class QToolButton;

namespace Freezeframe
{

struct CaptureProgress;
class CaptureRun;
class RunLabel;

/// What a capture does now, in place: words, bar, Cancel; a note while nothing runs. GUI thread.
class CaptureStrip : public QWidget
{
    Q_OBJECT
public:
    explicit CaptureStrip(CaptureRun *job, QWidget *parent = nullptr);
    void setNote(const QString &note);
    [[nodiscard]] const QString &note() const { return m_note; }
    [[nodiscard]] QToolButton *cancelButton() const { return m_cancel; }

private:
    void showProgress(const CaptureProgress &progress);
    void setRunning(bool running);

    RunLabel *m_what;
    QProgressBar *m_bar;
    QToolButton *m_cancel;
    QString m_note;
};

}
