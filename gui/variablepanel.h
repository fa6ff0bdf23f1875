// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "gui/panel.h"

class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QTimer;
class QToolButton;

namespace Freezeframe
{

class ListView;
class RowForms;
class Session;
class TreeMemory;
class VariableMenu;
class VariableModel;
class WatchPane;

/// Variables of the selected frame, or of packages, and expressions evaluated in the frame. GUI thread.
class VariablePanel : public Panel
{
    Q_OBJECT
public:
    explicit VariablePanel(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *focusTarget() const override;
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] VariableModel *model() const { return m_model; }
    [[nodiscard]] VariableModel *watchModel() const;
    [[nodiscard]] WatchPane *watches() const { return m_watches; }
    /// What wants something of other parts of the window.
    [[nodiscard]] VariableMenu *menu() const { return m_menu; }

    void setReason(int variable, const QString &reason);
    void setPackageMode(bool on);
    /// Those of packages, with this one in the filter.
    void showPackageVariable(const QString &name);
    void focusEvaluate();
    void evaluate(const QString &expression);

private:
    void setupView(ListView *view);
    void setupTools();
    [[nodiscard]] QString memoryKey() const;
    void fill(std::vector<VariableInfo> variables, int line = 0);
    void showVariables(const std::vector<VariableInfo> &variables);
    void showError(const Error &error);
    void askPackageVariables();
    void refreshTitle();
    void fillMenu(ListView *view, QMenu *menu, const QModelIndex &cell);
    void activate(const QModelIndex &index);
    [[nodiscard]] const VariableInfo *variableAt(const QModelIndex &index) const;

    Session *m_session;
    VariableModel *m_model;
    QSortFilterProxyModel *m_filtered;
    VariableMenu *m_menu;
    WatchPane *m_watches;
    ListView *m_view;
    TreeMemory *m_memory = nullptr; ///< of m_view
    RowForms *m_forms = nullptr; ///< of m_model
    QLineEdit *m_filter;
    QToolButton *m_filterButton;
    QToolButton *m_packageButton;
    QToolButton *m_evaluateButton;
    QTimer *m_filterDelay;
    bool m_packageMode = false;
};

}
