// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QWidget>

namespace Freezeframe
{

class RunLabel;
class Session;

/// What is wrong with the program in one line under the crash header; hidden while nothing is. GUI thread.
class FindingsLine : public QWidget
{
    Q_OBJECT
public:
    explicit FindingsLine(Session *session, QWidget *parent = nullptr);

    /// False: the panels need its place; the strip at the bottom still tells how many findings there are.
    void setHasRoom(bool room);

Q_SIGNALS:
    /// The finding of that number is to be shown.
    void findingWanted(int number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void refresh();

    Session *m_session;
    RunLabel *m_label;
    bool m_hasRoom = true;
    bool m_isNote = false; ///< nothing that is found is more than that
    ThemeCache m_theme;
};

}
