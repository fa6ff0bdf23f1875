// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QTreeView>

#include <optional>

class QMenu;
class QPushButton;

namespace Freezeframe
{

class ColumnWidths;
class ListExport;

/// The window's one kind of list: frameless, even rows, a strip at the left of the current row (accent with focus,
/// grey without), a selection under which all colours stay readable, an empty state in words, and a menu for each row.
/// GUI thread.
class ListView : public QTreeView
{
    Q_OBJECT
public:
    explicit ListView(QWidget *parent = nullptr);
    /// One muted sentence in the middle while there are no rows, and the action that helps, if any.
    void setEmptyState(const QString &sentence, const QString &action = {});

    /// A row; the header stands over it.
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// It stands on the window's own ground, not on a sheet of paper.
    void setOnWindow(bool onWindow);

    /// How wide its columns are.
    [[nodiscard]] ColumnWidths &columns() const { return *m_columns; }

    /// Its current row is what the window shows: none of its own when it gets the focus.
    void setFollows(bool follows) { m_follows = follows; }

    /// What its rows are copied and saved as.
    [[nodiscard]] ListExport &exports() const { return *m_export; }
    /// Without the indentation, as a tree view has it, also where that is narrower than usual.
    [[nodiscard]] QRect visualRect(const QModelIndex &index) const override;
    /// How far the first cell of a row is moved to the right in addition to the view's own indentation(), in pixels.
    [[nodiscard]] int shiftOf(const QModelIndex &index) const;
    /// The level of a row, from 0, where the indentation alone does not tell it any more; else nothing.
    [[nodiscard]] std::optional<int> levelMark(const QModelIndex &index) const;

Q_SIGNALS:
    void emptyActionTriggered();
    /// The current row was chosen by a person, by mouse or keys. A right click chooses, too: before its menu.
    void rowChosen(const QModelIndex &index);
    /// Enter on the current row.
    void entered(const QModelIndex &index);
    /// A right click or the menu key, at a cell: what the list itself offers comes first, what can be copied follows.
    void menuWanted(QMenu *menu, const QModelIndex &cell);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    [[nodiscard]] QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index,
                                                                       const QEvent *event) const override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void applyTheme();
    void placeEmptyAction();
    [[nodiscard]] int usualIndentation() const;
    void fitIndentation();
    [[nodiscard]] int deepestLevel() const;
    void drawSign(QPainter *painter, const QRect &place, const QModelIndex &index) const;
    [[nodiscard]] bool toggleAt(const QPoint &position);

    /// Of a tree so deep that the usual indentation would eat its first column.
    struct Narrow {
        int step = 0; ///< of a level
        int firstLevel = 0; ///< up to here levels stand at the left edge
        bool operator==(const Narrow &) const = default;
    };
    std::optional<Narrow> m_narrow;
    bool m_onWindow = false;
    bool m_follows = false;
    bool m_extends = false; ///< while it handles a click or key that adds to what is chosen
    QPersistentModelIndex m_pressedFrom; ///< the current row when a button went down
    QString m_emptySentence;
    QPushButton *m_emptyAction;
    ListExport *m_export;
    ColumnWidths *m_columns;
    mutable ThemeCache m_theme;
};

}
