// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "gui/theme.h"

#include <QWidget>

class QMenu;

namespace Freezeframe
{

class ExpressionEdit;
class ListView;
class RowForms;
class Session;
class TreeMemory;
class VariableModel;
class WatchList;

/// Expressions that are watched, each with its value in the selected frame, and the line in which they are typed. GUI
/// thread.
class WatchPane : public QWidget
{
    Q_OBJECT
public:
    explicit WatchPane(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] VariableModel *model() const { return m_model; }
    [[nodiscard]] WatchList *watches() const { return m_watches; }
    [[nodiscard]] ExpressionEdit *line() const { return m_line; }
    [[nodiscard]] RowForms *forms() const { return m_forms; }

    void setLineShown(bool isShown);
    /// Its value is in sight as soon as it comes.
    void evaluate(const QString &expression);
    /// What a watch has in its menu beyond other values.
    void addVerbs(QMenu *menu, const QModelIndex &index);

Q_SIGNALS:
    /// The line is to be shown: a watch is edited in it.
    void lineWanted();
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(const std::vector<VariableInfo> &values);
    void edit(const QModelIndex &index);
    void remove(const QModelIndex &index);
    void fit();
    void fitView();
    [[nodiscard]] QString expressionAt(const QModelIndex &index) const;

    WatchList *m_watches;
    VariableModel *m_model;
    ListView *m_view;
    TreeMemory *m_memory;
    RowForms *m_forms;
    QWidget *m_row;
    ExpressionEdit *m_line;
    ThemeCache m_theme;
    QString m_newest; ///< asked just now
    QString m_edited; ///< the watch whose place the line's text takes
};

}
