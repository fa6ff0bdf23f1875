// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinegrouping.h"
#include "backend/answers/goroutinesnapshot.h"

#include <QMenu>

class QActionGroup;

namespace Freezeframe
{

/// What the goroutine list can be grouped by, as a menu; the keys of labels are those that the core has. GUI thread.
class GroupingMenu : public QMenu
{
    Q_OBJECT
public:
    explicit GroupingMenu(QWidget *parent = nullptr);
    [[nodiscard]] const GroupingChoice &choice() const { return m_choice; }
    void setChoice(const GroupingChoice &choice);
    /// "By Stack", "By tenant".
    [[nodiscard]] QString choiceText() const;
    /// The one after the chosen one; labels are not gone through.
    [[nodiscard]] GroupingChoice next() const;
    /// Whose labels there are: looked through when the menu opens, as there may be a hundred thousand.
    void setStacks(std::shared_ptr<const GoroutineStacks> stacks) { m_stacks = std::move(stacks); }
    /// What the list has a column of; empty: none.
    void setExpression(const QString &expression);

Q_SIGNALS:
    void chosen(const Freezeframe::GroupingChoice &choice);
    /// A column of an expression is to be asked for, or taken off.
    void columnWanted();
    void columnUnwanted();

private:
    QAction *addChoice(QMenu *menu, const QString &text, const GroupingChoice &choice);
    void check();
    void fillLabels();

    GroupingChoice m_choice;
    QActionGroup *m_actions;
    QMenu *m_labels;
    QList<QAction *> m_labelActions;
    QAction *m_byValue;
    QAction *m_column;
    QAction *m_noColumn;
    QString m_expression;
    std::vector<std::pair<QAction *, GroupingChoice>> m_choices;
    std::shared_ptr<const GoroutineStacks> m_stacks;
    std::shared_ptr<const GoroutineStacks> m_filled; ///< whose labels are in the menu
};

}
