// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace Freezeframe
{

class RunLabel;

/// A line across the window or a panel: what is wrong, how much, what it means, and the verbs that help. GUI thread.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Warning, Information, Error };
    explicit MessageBar(Kind kind, QWidget *parent = nullptr);

    /// @p what is semi-bold, @p rest is not.
    void setMessage(const QString &what, const QString &rest);
    QPushButton *addVerb(const QString &text);
    void setDismissable(bool dismissable);

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind;
    RunLabel *m_label;
    QHBoxLayout *m_layout;
    QWidget *m_close = nullptr;
    ThemeCache m_theme;
};

}
