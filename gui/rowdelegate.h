// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"

#include <QSet>
#include <QStyledItemDelegate>

namespace Freezeframe
{

/// Draws the style's own row and, on it, runs at the left and at the right. Subclasses say which. GUI thread.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    struct Line {
        Runs left;
        Runs right;
        QStringList marks;
        Runs sign; ///< at the left, in a place of its own width
    };
    [[nodiscard]] virtual Line line(const QModelIndex &index) const = 0;
    [[nodiscard]] virtual QRect contentRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    [[nodiscard]] const Theme &theme() const { return m_theme.current(); }

private:
    mutable ThemeCache m_theme;
};

/// Cells of plain tables by the shared roles: muted, warning, crash; some columns in the code font. GUI thread.
class CellDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void setCodeColumns(const QSet<int> &columns) { m_codeColumns = columns; }
    void setLinkColumns(const QSet<int> &columns) { m_linkColumns = columns; }
    /// Columns whose cells have a package and a function role.
    void setFunctionColumns(int column, int packageRole, int functionRole);
    /// Columns with text to be shortened in the middle: paths.
    void setPathColumns(const QSet<int> &columns) { m_pathColumns = columns; }
    void setWarningRole(int role) { m_warningRole = role; }
    void setCrashColumn(int column) { m_crashColumn = column; }
    void setRowIcon(const QString &name) { m_rowIcon = name; }

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    QSet<int> m_codeColumns, m_linkColumns, m_pathColumns;
    int m_functionColumn = -1, m_packageRole = 0, m_functionRole = 0;
    int m_warningRole = -1;
    int m_crashColumn = -1;
    QString m_rowIcon;
};

}
