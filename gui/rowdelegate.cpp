// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/rowdelegate.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "model/roles.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace Freezeframe
{

QRect RowDelegate::contentRect(const QStyleOptionViewItem &option, const QModelIndex & /*index*/) const
{
    const int inset = gridUnit(option.fontMetrics) * 3 / 8;
    return option.rect.adjusted(inset, 0, -inset, 0);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    row.icon = {};
    const QStyle *style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
    RunPainter runs(theme(), option.font);
    Line content = line(index);
    runs.setMarks(content.marks);
    painter->save();
    painter->setClipRect(option.rect);
    QRect rect = contentRect(option, index);
    if (const auto *view = qobject_cast<const ListView *>(option.widget); view && index.column() == 0) {
        rect.setLeft(rect.left() + view->shiftOf(index));
        if (const auto level = view->levelMark(index))
            content.left.prepend(Run::plain(QString::number(*level) + QStringLiteral("  "), Theme::Role::Muted));
    }
    if (!content.sign.isEmpty()) {
        runs.paint(painter, rect, content.sign);
        rect.setLeft(rect.left() + gridUnit(option.fontMetrics) * 3 / 2);
    }
    runs.paint(painter, rect, content.left, content.right);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Line content = line(index);
    const RunPainter runs(theme(), option.font);
    const int unit = gridUnit(option.fontMetrics);
    return {runs.width(content.left) + runs.width(content.right) + unit, rowHeight(option.fontMetrics)};
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (event->type() == QEvent::ToolTip && index.isValid() && index.data(Qt::ToolTipRole).toString().isEmpty()) {
        const Line content = line(index);
        const RunPainter runs(theme(), option.font);
        if (runs.width(content.left) + runs.width(content.right) > contentRect(option, index).width()) {
            QToolTip::showText(event->globalPos(), plainText(content.left + content.right), view);
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

void CellDelegate::setFunctionColumns(int column, int packageRole, int functionRole)
{
    m_functionColumn = column;
    m_packageRole = packageRole;
    m_functionRole = functionRole;
}

RowDelegate::Line CellDelegate::line(const QModelIndex &index) const
{
    const int column = index.column();
    Line line;
    if (column == m_functionColumn) {
        line.left = functionRuns(index.data(m_packageRole).toString(), index.data(m_functionRole).toString());
        return line;
    }
    const bool isWarning = m_warningRole >= 0 && index.data(m_warningRole).toBool();
    const bool isCrash = index.data(CrashedRole).toBool() && column == m_crashColumn;
    Theme::Role role = index.data(MutedRole).toBool() ? Theme::Role::Muted : Theme::Role::Text;
    if (isWarning)
        role = Theme::Role::Warning;
    if (isCrash)
        role = Theme::Role::Crash;
    if (m_linkColumns.contains(column))
        role = Theme::Role::Link;
    int flags = m_codeColumns.contains(column) ? Run::Code : Run::Plain;
    if (m_pathColumns.contains(column))
        flags |= Run::ElideMiddle;
    Runs runs{Run::plain(index.data().toString(), role, flags, 1)};
    const bool isFirst = column == 0;
    if (isFirst && !m_rowIcon.isEmpty())
        runs = Runs{Run::icon(m_rowIcon), Run::space()} + runs;
    const bool isRight = (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    if (isRight)
        line.right = runs;
    else
        line.left = runs;
    if (isFirst && isRight && index.data(CrashedRole).toBool())
        line.left = {Run::dot(Theme::Role::Crash)};
    return line;
}

}
