// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/stacktree.h"
#include "model/jobqueue.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace Freezeframe
{

class ListView;
class RunLabel;
class Session;
class StackChart;
class StackTreeModel;

/// The stacks of all goroutines in one picture, as a table and as a graph: those that the filter of the goroutine list
/// lets through. Built on a thread of its own, while it is in sight. GUI thread.
class ParallelStacksPage : public QWidget
{
    Q_OBJECT
public:
    explicit ParallelStacksPage(Session *session, QWidget *parent = nullptr);
    /// What the goroutine list shows.
    void setRequest(const QString &filter, bool showSystem);
    void setHideRuntime(bool hide);
    void setGraph(bool graph);
    /// Calls at different lines of a function are different ones.
    void setByLine(bool byLine);
    [[nodiscard]] bool showsGraph() const;
    [[nodiscard]] StackTreeModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] StackChart *chart() const { return m_chart; }

Q_SIGNALS:
    /// The goroutine list is to show only these rows of the table; none: all of them again.
    void goroutinesWanted(const std::vector<uint32_t> &rows, const QString &title);
    void left();

protected:
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupTools();
    void setupTable();
    void rebuild();
    void receive(std::shared_ptr<const StackTree> tree);
    void refreshFact();
    void choose(uint32_t node);
    void goToFrame(uint32_t node);
    void fillMenu(QMenu *menu, uint32_t node);
    void search(const QString &text);
    void save();

    Session *m_session;
    StackTreeModel *m_model;
    ListView *m_view;
    StackChart *m_chart;
    QStackedWidget *m_pages;
    QToolButton *m_tableButton;
    QToolButton *m_graphButton;
    QToolButton *m_lineButton;
    QLineEdit *m_search;
    RunLabel *m_fact;
    QString m_filter;
    StackTreeRequest m_request;
    bool m_isStale = true;
    quint64 m_asked = 0; ///< number of the newest request
    JobQueue m_builder;
};

}
