// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QMenu;

namespace Freezeframe
{

class CoreStoreModel;
class MainWindow;
class RecentCores;

/// Keeps the menu of recent cores, and the folders that are looked into for crashes because one of them lay there. GUI
/// thread.
class RecentMenu : public QObject
{
    Q_OBJECT
public:
    RecentMenu(RecentCores *recent, CoreStoreModel *crashes, QMenu *menu, MainWindow *window);

private:
    void refresh();

    RecentCores *m_recent;
    CoreStoreModel *m_crashes;
    QMenu *m_menu;
    MainWindow *m_window;
};

}
