// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QWidget>

namespace Freezeframe
{

class IconLabel;
class RunLabel;
class Session;

/// What is wrong with the program in one line under the crash header; hidden while nothing is. GUI thread.
class FindingsLine : public QWidget
{
    Q_OBJECT
public:
    explicit FindingsLine(Session *session, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The finding of that number is to be shown.
    void findingWanted(int number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void refresh();

    Session *m_session;
    IconLabel *m_icon;
    RunLabel *m_label;
    bool m_isCritical = false;
    ThemeCache m_theme;
};

}
