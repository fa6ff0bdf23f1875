// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QTreeView>

class QPushButton;

namespace Freezeframe
{

/// The window's one kind of list: frameless, even rows, a strip at the left of the current row (accent with focus,
/// grey without), a selection under which all colours stay readable, and an empty state in words. GUI thread.
class ListView : public QTreeView
{
    Q_OBJECT
public:
    explicit ListView(QWidget *parent = nullptr);
    /// One muted sentence in the middle while there are no rows, and the action that helps, if any.
    void setEmptyState(const QString &sentence, const QString &action = {});

    /// It stands on the window's own ground, not on a sheet of paper.
    void setOnWindow(bool onWindow);

    /// Widths of the columns as parts of the view in percent, until a person chooses others.
    void setColumnShares(const QList<int> &percent) { m_columnShares = percent; }

Q_SIGNALS:
    void emptyActionTriggered();
    /// The current row was chosen by a person, by mouse or keys.
    void rowChosen(const QModelIndex &index);
    /// Enter on the current row.
    void entered(const QModelIndex &index);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void copyRow() const;
    void applyTheme();
    void placeEmptyAction();

    QList<int> m_columnShares;
    bool m_columnsChosen = false;
    bool m_onWindow = false;
    QString m_emptySentence;
    QPushButton *m_emptyAction;
    mutable ThemeCache m_theme;
};

}
