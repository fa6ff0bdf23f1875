// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QMenu;
class QModelIndex;

namespace Freezeframe
{

class GoroutinePanel;
class Session;

/// What a right click on a goroutine or a group of them offers. GUI thread.
class GoroutineMenu : public QObject
{
    Q_OBJECT
public:
    GoroutineMenu(Session *session, GoroutinePanel *panel);
    void fill(QMenu *menu, const QModelIndex &cell);

Q_SIGNALS:
    void stackCopyWanted();

private:
    void addWays(QMenu *menu, quint64 id);
    void addFilters(QMenu *menu, const QModelIndex &row, quint64 id);

    Session *m_session;
    GoroutinePanel *m_panel;
};

}
