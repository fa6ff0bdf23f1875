// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/recentmenu.h"

#include "gui/mainwindow.h"
#include "model/corestoremodel.h"
#include "model/recentcores.h"

#include <QFileInfo>
#include <QMenu>

namespace Freezeframe
{

RecentMenu::RecentMenu(RecentCores *recent, CoreStoreModel *crashes, QMenu *menu, MainWindow *window)
    : QObject(window)
    , m_recent(recent)
    , m_crashes(crashes)
    , m_menu(menu)
    , m_window(window)
{
    connect(recent, &QAbstractItemModel::modelReset, this, &RecentMenu::refresh);
    refresh();
}

void RecentMenu::refresh()
{
    m_menu->clear();
    QStringList folders;
    for (int row = 0; row < m_recent->rowCount(); ++row) {
        const QModelIndex index = m_recent->index(row);
        const QString path = index.data(RecentCores::PathRole).toString();
        // An ampersand in a menu's text is a key.
        QString text = index.data(RecentCores::TitleRole).toString() + QStringLiteral(" — ") + path;
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *action = m_menu->addAction(text, m_window, [window = m_window, path] { window->openCore(path); });
        action->setData(path);
        if (const QString folder = QFileInfo(path).path(); !folders.contains(folder))
            folders.append(folder);
    }
    m_menu->setEnabled(m_recent->rowCount() > 0);
    m_menu->addSeparator();
    m_menu->addAction(tr("Forget These"), m_recent, &RecentCores::clear);
    m_crashes->setExtraFolders(folders);
}

}
