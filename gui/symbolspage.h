// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/nameindex.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QTimer;
class QToolButton;

namespace Freezeframe
{

class ListView;
class MutedLabel;
class Session;
class SymbolModel;
class TypePane;
class VariableMenu;

/// All names of the program: functions, types, variables, constants, source files, packages; those of the main module
/// first. GUI thread.
class SymbolsPage : public QWidget
{
    Q_OBJECT
public:
    explicit SymbolsPage(Session *session, QWidget *parent = nullptr);

    /// The one of that name, found and chosen.
    void show(NameKind kind, const QString &name);
    void setKind(NameKind kind);
    void setText(const QString &text);
    [[nodiscard]] SymbolModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] TypePane *typePane() const { return m_type; }
    /// What wants something of other parts of the window.
    [[nodiscard]] VariableMenu *menu() const { return m_menu; }

Q_SIGNALS:
    /// A package variable is to be shown among the others.
    void variableWanted(const QString &name);
    void memoryWanted(Freezeframe::Address address);
    void left();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupTools();
    void setupTable();
    void search();
    void listed();
    void askInSight();
    void sortBy(int column);
    void choose(const QModelIndex &index);
    void enter(const QModelIndex &index);
    void goTo(const QModelIndex &index);
    void fillMenu(QMenu *menu, const QModelIndex &cell);
    [[nodiscard]] int rowOf(const QModelIndex &index) const;

    Session *m_session;
    SymbolModel *m_model;
    QSortFilterProxyModel *m_sorted;
    ListView *m_view;
    TypePane *m_type;
    VariableMenu *m_menu;
    QLineEdit *m_filter;
    MutedLabel *m_count;
    QList<QToolButton *> m_kinds; ///< by NameKind
    QTimer *m_typing;
    QTimer *m_sight;
    QString m_wanted; ///< the name that is to be chosen as soon as it is there
    NameKind m_kind = NameKind::Function;
    bool m_isStale = true; ///< to be searched anew when it is seen
};

}
