// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QWidget>

#include <functional>

class QLineEdit;
class QSortFilterProxyModel;

namespace Freezeframe
{

class ListView;
class RunLabel;
class Session;
class ValueTableModel;
class VariableMenu;

/// The elements of a slice, array or map in a window of their own, their fields as columns: sorted by a click, filtered,
/// copied and exported as all lists are. GUI thread.
class ValueTableWindow : public QWidget
{
    Q_OBJECT
public:
    /// @p menu: what else can be done with an element.
    ValueTableWindow(Session *session, const VariableInfo &variable, VariableMenu *menu, QWidget *parent);

private:
    void setup(const QString &name);
    void refreshFacts();
    void withElement(const QModelIndex &row, const std::function<void(const VariableInfo &)> &done);

    Session *m_session;
    VariableInfo m_variable;
    VariableMenu *m_menu;
    ValueTableModel *m_model;
    QSortFilterProxyModel *m_sorted;
    RunLabel *m_title;
    RunLabel *m_facts;
    QLineEdit *m_filter;
    ListView *m_view;
};

}
