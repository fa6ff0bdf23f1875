// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "gui/panel.h"

class QLineEdit;
class QSortFilterProxyModel;
class QTimer;
class QToolButton;

namespace Freezeframe
{

class ListView;
class RowForms;
class Session;
class TreeMemory;
class VariableModel;

/// Variables of the selected frame, or of packages, and expressions evaluated in the frame. GUI thread.
class VariablePanel : public Panel
{
    Q_OBJECT
public:
    explicit VariablePanel(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *focusTarget() const override;
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] VariableModel *model() const { return m_model; }
    [[nodiscard]] VariableModel *watchModel() const { return m_watchModel; }

    void setReason(int variable, const QString &reason);
    void setPackageMode(bool on);
    void focusEvaluate();
    void evaluate(const QString &expression);

Q_SIGNALS:
    /// The whole of a value in a window of its own.
    void valueWanted(const Freezeframe::VariableInfo &variable);
    void memoryWanted(Freezeframe::Address address);
    /// An expression is to be shown beside all goroutines.
    void columnWanted(const QString &expression);
    /// All that points to an address is to be found.
    void searchPointers(Freezeframe::Address address);

private:
    void setupView(ListView *view);
    void setupTools();
    [[nodiscard]] QString memoryKey() const;
    void fill(std::vector<VariableInfo> variables, int line = 0);
    void showVariables(const std::vector<VariableInfo> &variables);
    void showError(const Error &error);
    void askPackageVariables();
    void askWatches();
    void refreshTitle();
    void copyJson(const VariableInfo &variable);
    void showMenu(ListView *view, const QPoint &position);
    void activate(const QModelIndex &index);
    [[nodiscard]] const VariableInfo *variableAt(const QModelIndex &index) const;

    Session *m_session;
    VariableModel *m_model;
    VariableModel *m_watchModel;
    QSortFilterProxyModel *m_filtered;
    ListView *m_view;
    ListView *m_watchView;
    TreeMemory *m_memory = nullptr; ///< of m_view
    TreeMemory *m_watchMemory = nullptr;
    RowForms *m_forms = nullptr; ///< of m_model
    RowForms *m_watchForms = nullptr;
    QLineEdit *m_filter;
    QWidget *m_evaluateRow;
    QLineEdit *m_expression;
    QToolButton *m_filterButton;
    QToolButton *m_packageButton;
    QToolButton *m_evaluateButton;
    QTimer *m_filterDelay;
    QStringList m_watches;
    QString m_newest; ///< asked just now
    quint64 m_watchRound = 0;
    bool m_packageMode = false;
};

}
