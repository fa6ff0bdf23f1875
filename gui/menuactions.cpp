// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/menuactions.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace Freezeframe
{

namespace
{

/// As it reads without the mark of its key; "&&" is an ampersand.
QString plainText(const QAction &action)
{
    QString plain;
    const QString text = action.text().section(QLatin1Char('\t'), 0, 0);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == QLatin1Char('&') && ++i == text.size())
            break;
        plain += text.at(i);
    }
    return plain;
}

}

MenuActions::MenuActions(const QMenuBar *bar, const QAction *but)
{
    QList<std::pair<const QAction *, QString>> open;
    for (const QAction *menu : bar->actions())
        open.append({menu, QString()});
    for (qsizetype i = 0; i < open.size(); ++i) {
        const auto [holder, path] = open.at(i);
        if (!holder->menu())
            continue;
        const QString here = path.isEmpty() ? plainText(*holder) : path + QStringLiteral(" ▸ ") + plainText(*holder);
        for (QAction *action : holder->menu()->actions()) {
            if (action->isSeparator() || !action->isVisible() || action == but)
                continue;
            if (action->menu()) {
                open.append({action, here});
                continue;
            }
            GoToAction entry{.text = plainText(*action),
                             .menu = here,
                             .shortcut = action->shortcut().toString(QKeySequence::NativeText),
                             .isEnabled = action->isEnabled()};
            if (action->isCheckable())
                entry.isOn = action->isChecked();
            m_entries.append(entry);
            m_actions.append(action);
        }
    }
}

QAction *MenuActions::action(int number) const
{
    return number >= 0 && number < m_actions.size() ? m_actions.at(number).data() : nullptr;
}

}
