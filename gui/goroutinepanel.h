// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"
#include "gui/panel.h"
#include "model/jobqueue.h"

class QToolButton;

namespace Freezeframe
{

class GoroutineColumn;
class GoroutineFilterEdit;
class GoroutineMenu;
class GoroutineModel;
class GoroutineWidths;
class GroupingMenu;
class HiddenStrip;
class ListView;
class Session;

/// All goroutines, filtered and in groups. Puts them in order on a thread of its own when they are many. GUI thread.
class GoroutinePanel : public Panel
{
    Q_OBJECT
public:
    explicit GoroutinePanel(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *focusTarget() const override;
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] GoroutineModel *model() const { return m_model; }
    [[nodiscard]] GoroutineMenu *menu() const { return m_menu; }

    void focusFilter();
    void setFilter(const QString &text);
    [[nodiscard]] QString filter() const;
    /// Only these rows of the table, told as those in @p title, until a person or another core ends it; none: all.
    void narrow(const std::vector<uint32_t> &rows, const QString &title);
    [[nodiscard]] bool isNarrowed() const { return m_request.only != nullptr; }
    void cycleGrouping();
    void setGrouping(const GroupingChoice &grouping);
    void setShowSystem(bool show);
    /// What an expression is in the own function of each goroutine, as a column; empty takes it off.
    void showColumn(const QString &expression);
    [[nodiscard]] GoroutineColumn *column() const { return m_column; }
    /// How it is grouped and sorted, to be kept: "stack 0 descending". What only fits one program is left out.
    [[nodiscard]] QString arrangement() const;
    /// What is not understood is as it comes.
    void restoreArrangement(const QString &arrangement);
    [[nodiscard]] bool showsSystem() const { return m_request.showSystem; }
    /// The goroutine before or after the selected one, in its group.
    void step(int by);

Q_SIGNALS:
    /// The filter, or whether system goroutines are shown.
    void requestChanged();

private:
    void setupView();
    void setupTools();
    void arrange();
    void receive(std::shared_ptr<const GoroutineArrangement> arrangement);
    void followSelection();
    void columnChanged();
    void askForColumn();
    void rowChosen(const QModelIndex &index);
    void refreshFacts();
    void sortBy(int column);

    Session *m_session;
    GoroutineModel *m_model;
    GoroutineColumn *m_column;
    ListView *m_view;
    GoroutineWidths *m_widths;
    GoroutineMenu *m_menu;
    GoroutineFilterEdit *m_filter;
    QToolButton *m_groupButton;
    GroupingMenu *m_grouping;
    HiddenStrip *m_hidden;
    GoroutineArrangementRequest m_request;
    std::shared_ptr<const GoroutineTable> m_narrowedTable; ///< whose rows m_request.only means
    QString m_narrowedTo;
    quint64 m_arranged = 0; ///< number of the newest request
    bool m_following = false;
    bool m_opened = false; ///< the crash's group was opened once
    JobQueue m_arranger;
};

}
