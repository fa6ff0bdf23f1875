// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/twolinedelegate.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"

#include <QApplication>
#include <QPainter>

namespace Freezeframe
{

TwoLineDelegate::TwoLineDelegate(const Roles &roles, QString icon, QObject *parent, QString otherIcon)
    : RowDelegate(parent)
    , m_roles(roles)
    , m_icon(std::move(icon))
    , m_otherIcon(std::move(otherIcon))
{
}

RowDelegate::Line TwoLineDelegate::firstLine(const QModelIndex &index) const
{
    const bool isMuted = m_roles.muted >= 0 && index.data(m_roles.muted).toBool();
    Line line;
    line.left = {Run::plain(index.data(m_roles.name).toString(), isMuted ? Theme::Role::Muted : Theme::Role::Text,
                            Run::ElideMiddle, 1)};
    if (m_roles.isNew >= 0 && index.data(m_roles.isNew).toBool())
        line.left.prepend(Run::dot(Theme::Role::Accent));
    const QString badge = m_roles.badge >= 0 ? index.data(m_roles.badge).toString() : QString();
    if (!badge.isEmpty())
        line.left += Runs{Run::plain(QStringLiteral(" ")), Run::badge(badge)};
    line.right = {Run::plain(index.data(m_roles.fact).toString(), Theme::Role::Muted)};
    return line;
}

RowDelegate::Line TwoLineDelegate::line(const QModelIndex &index) const
{
    const bool isWarning = m_roles.warning >= 0 && index.data(m_roles.warning).toBool();
    return {.left = {Run::plain(index.data(m_roles.detail).toString(), Theme::Role::Muted, Run::ElideMiddle, 1)},
            .right
            = {Run::plain(index.data(m_roles.size).toString(), isWarning ? Theme::Role::Warning : Theme::Role::Muted)},
            .marks = {}};
}

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, option.widget);
    const int unit = gridUnit(option.fontMetrics);
    const int icon = unit * 11 / 8;
    const bool isOther = m_roles.otherIcon >= 0 && index.data(m_roles.otherIcon).toBool();
    symbolicIcon(isOther ? m_otherIcon : m_icon)
        .paint(painter, QRect(option.rect.left() + unit, option.rect.center().y() - icon / 2, icon, icon));
    const QRect lines = option.rect.adjusted(unit * 3, unit / 4, -unit * 3 / 4, -unit / 4);
    const RunPainter runs(theme(), option.font);
    const Line first = firstLine(index);
    const Line second = line(index);
    runs.paint(painter, QRect(lines.left(), lines.top(), lines.width(), lines.height() / 2), first.left, first.right);
    runs.paint(painter, QRect(lines.left(), lines.center().y() + 1, lines.width(), lines.height() / 2), second.left,
               second.right);
    painter->fillRect(lines.left(), option.rect.bottom(), lines.width(), 1, theme().tint(Theme::Tint::Hairline));
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {RowDelegate::sizeHint(option, index).width(), gridUnit(option.fontMetrics) * 3};
}

}
