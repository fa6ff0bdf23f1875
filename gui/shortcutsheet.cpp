// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/shortcutsheet.h"

#include "gui/fonts.h"
#include "gui/windowtitle.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QShortcut>

namespace Freezeframe
{

ShortcutSheet::ShortcutSheet(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent, Qt::Dialog)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(windowTitleOf({}, tr("Keyboard Shortcuts")));
    const int unit = gridUnit(fontMetrics());
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(unit * 2, unit * 3 / 2, unit * 2, unit * 3 / 2);
    grid->setHorizontalSpacing(unit * 3 / 2);
    QList<QPair<QString, QString>> rows;
    for (const QAction *action : actions)
        rows.append({action->shortcut().toString(QKeySequence::NativeText), action->text().remove(QLatin1Char('&'))});
    rows.append({tr("↑ ↓"), tr("Up and down a list; source and variables follow")});
    rows.append({tr("Enter"), tr("Whole value of a variable; open a row; to where an instruction leads")});
    rows.append({tr("Ctrl+1 … Ctrl+9"), tr("To a panel")});
    rows.append({tr("Ctrl+L, Ctrl+F, F3, Alt+←"), tr("In memory: go to, search, next match, back")});
    rows.append({tr("Esc"), tr("Leave a search or filter")});
    const int half = int(rows.size() + 1) / 2;
    for (int i = 0; i < rows.size(); ++i) {
        const int column = i < half ? 0 : 2;
        auto *key = new QLabel(rows.at(i).first, this);
        key->setFont(semiBold(font()));
        key->setAlignment(Qt::AlignRight);
        grid->addWidget(key, i % half, column);
        grid->addWidget(new QLabel(rows.at(i).second, this), i % half, column + 1);
    }
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, &QWidget::close);
}

}
