// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/gotomodel.h"

#include <QPointer>

class QAction;
class QMenuBar;

namespace Freezeframe
{

/// All that the menus of a window offer, those in menus of menus too, as "go to anything" lists it. GUI thread.
class MenuActions
{
public:
    MenuActions() = default;
    /// As they are now; without @p but.
    MenuActions(const QMenuBar *bar, const QAction *but);

    [[nodiscard]] const QList<GoToAction> &entries() const { return m_entries; }
    /// Null if it is gone.
    [[nodiscard]] QAction *action(int number) const;

private:
    QList<GoToAction> m_entries;
    QList<QPointer<QAction>> m_actions; ///< the same by number
};

}
