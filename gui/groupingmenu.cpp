// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/groupingmenu.h"

#include "model/format.h"

#include <QActionGroup>

#include <algorithm>
#include <array>
#include <set>

namespace Freezeframe
{

namespace
{

struct GroupingName {
    GoroutineGrouping grouping;
    const char *name;
};
constexpr std::array groupings = {
    GroupingName{GoroutineGrouping::Stack, QT_TRANSLATE_NOOP("GroupingMenu", "By &Stack")},
    GroupingName{GoroutineGrouping::Function, QT_TRANSLATE_NOOP("GroupingMenu", "By &Function")},
    GroupingName{GoroutineGrouping::User, QT_TRANSLATE_NOOP("GroupingMenu", "By &Line")},
    GroupingName{GoroutineGrouping::Current, QT_TRANSLATE_NOOP("GroupingMenu", "By &Innermost Line")},
    GroupingName{GoroutineGrouping::Start, QT_TRANSLATE_NOOP("GroupingMenu", "By S&tart Function")},
    GroupingName{GoroutineGrouping::CreatedBy, QT_TRANSLATE_NOOP("GroupingMenu", "By &Creator")},
    GroupingName{GoroutineGrouping::State, QT_TRANSLATE_NOOP("GroupingMenu", "By St&ate")},
    GroupingName{GoroutineGrouping::Wait, QT_TRANSLATE_NOOP("GroupingMenu", "By &Wait Reason")},
    GroupingName{GoroutineGrouping::None, QT_TRANSLATE_NOOP("GroupingMenu", "&No Groups")},
};
constexpr size_t mostKeys = 50; ///< of labels in the menu

}

GroupingMenu::GroupingMenu(QWidget *parent)
    : QMenu(parent)
    , m_actions(new QActionGroup(this))
    , m_labels(new QMenu(tr("By La&bel"), this))
{
    for (const GroupingName &entry : groupings) {
        if (entry.grouping == GoroutineGrouping::None)
            addMenu(m_labels);
        addChoice(this, tr(entry.name), entry.grouping);
    }
    m_labels->setEnabled(false);
    m_byValue = addChoice(this, {}, GoroutineGrouping::Value);
    addSeparator();
    m_column = addAction(tr("Column of an &Expression…"), this, &GroupingMenu::columnWanted);
    m_noColumn = addAction(tr("&Remove the Column"), this, &GroupingMenu::columnUnwanted);
    setExpression({});
    check();
    connect(this, &QMenu::aboutToShow, this, &GroupingMenu::fillLabels);
}

void GroupingMenu::setExpression(const QString &expression)
{
    m_expression = expression;
    m_byValue->setText(tr("By “%1”").arg(QString(expression).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_byValue->setVisible(!expression.isEmpty());
    m_noColumn->setVisible(!expression.isEmpty());
}

QAction *GroupingMenu::addChoice(QMenu *menu, const QString &text, const GroupingChoice &choice)
{
    QAction *action = menu->addAction(text, this, [this, choice] { Q_EMIT chosen(choice); });
    action->setCheckable(true);
    m_actions->addAction(action);
    m_choices.emplace_back(action, choice);
    return action;
}

void GroupingMenu::check()
{
    for (const auto &[action, choice] : m_choices)
        action->setChecked(choice == m_choice);
}

void GroupingMenu::setChoice(const GroupingChoice &choice)
{
    m_choice = choice;
    check();
}

QString GroupingMenu::choiceText() const
{
    if (m_choice.grouping == GoroutineGrouping::Label)
        return tr("By “%1”").arg(shown(m_choice.label));
    if (m_choice.grouping == GoroutineGrouping::Value)
        return tr("By “%1”").arg(m_expression);
    const auto found = std::ranges::find(groupings, m_choice.grouping, &GroupingName::grouping);
    return tr(found->name).remove(QLatin1Char('&'));
}

GroupingChoice GroupingMenu::next() const
{
    const auto found = std::ranges::find(groupings, m_choice.grouping, &GroupingName::grouping);
    const size_t at = found == groupings.end() ? 0 : size_t(found - groupings.begin()) + 1;
    return groupings.at(at % groupings.size()).grouping;
}

void GroupingMenu::fillLabels()
{
    if (m_filled == m_stacks)
        return;
    m_filled = m_stacks;
    std::erase_if(m_choices, [](const auto &entry) { return entry.second.grouping == GoroutineGrouping::Label; });
    qDeleteAll(m_labelActions);
    m_labelActions.clear();
    std::set<std::string> keys;
    for (const auto &set : m_stacks ? m_stacks->labelSets : std::vector<GoroutineStacks::Labels>()) {
        for (const auto &[key, value] : set) {
            if (keys.size() < mostKeys)
                keys.insert(key);
        }
    }
    for (const std::string &key : keys)
        m_labelActions.append(addChoice(m_labels, shown(key).replace(QLatin1Char('&'), QLatin1String("&&")),
                                        {GoroutineGrouping::Label, key}));
    m_labels->setEnabled(!keys.empty());
    check();
}

}
