// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinepanel.h"

#include "gui/columndialog.h"
#include "gui/columnwidths.h"
#include "gui/distinctionreader.h"
#include "gui/fonts.h"
#include "gui/goroutinefacts.h"
#include "gui/goroutinefilteredit.h"
#include "gui/goroutinemenu.h"
#include "gui/goroutinewidths.h"
#include "gui/groupingmenu.h"
#include "gui/hiddenstrip.h"
#include "gui/listdelegates.h"
#include "gui/listview.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/goroutinecolumn.h"
#include "model/goroutinemodel.h"
#include "model/keptarrangement.h"
#include "model/session.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr size_t arrangeAtOnceBelow = 5000; ///< rows that are put in order in about a millisecond

}

GoroutinePanel::GoroutinePanel(Session *session, QWidget *parent)
    : Panel(QStringLiteral("Goroutines"), tr("Goroutines"), parent)
    , m_session(session)
    , m_model(new GoroutineModel(this))
    , m_column(new GoroutineColumn(session, this))
    , m_view(new ListView(this))
    , m_widths(new GoroutineWidths(m_view))
    , m_menu(new GoroutineMenu(session, this))
    , m_filter(new GoroutineFilterEdit(this))
    , m_groupButton(addToolButton(QStringLiteral("view-group"), tr("By Stack"), tr("What the list is grouped by (G)")))
    , m_grouping(new GroupingMenu(m_groupButton))
    , m_hidden(new HiddenStrip(this))
{
    setupView();
    setupTools();
    connect(session, &Session::opening, this, [this] {
        m_opened = false;
        receive(std::make_shared<const GoroutineArrangement>());
    });
    connect(session, &Session::opened, this, [this] { m_model->setUncertain(m_session->isExecutableForced()); });
    connect(session, &Session::goroutinesChanged, this, &GoroutinePanel::arrange);
    connect(session, &Session::messagesChanged, this, [this] {
        if (!m_session->goroutines().table && m_session->threads())
            refreshFacts(); // they can't be read
    });
    connect(session, &Session::selectionChanged, this, &GoroutinePanel::followSelection);
    new DistinctionReader(session, m_model, m_view);
}

QWidget *GoroutinePanel::focusTarget() const
{
    return m_view;
}

void GoroutinePanel::setupView()
{
    const int unit = gridUnit(fontMetrics());
    connect(m_filter, &GoroutineFilterEdit::left, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &GoroutineFilterEdit::listWanted, this, [this] {
        m_view->setFocus();
        if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0) {
            m_view->setCurrentIndex(m_model->index(0, 0));
            rowChosen(m_view->currentIndex());
        }
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_request.filter = GoroutineFilter::parse(text.toStdString());
        arrange();
        Q_EMIT requestChanged();
    });

    m_view->setModel(m_model);
    m_view->setFollows(true);
    m_view->setAccessibleName(tr("Goroutines"));
    m_view->setItemDelegate(new GoroutineDelegate(m_view));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionsClickable(true);
    m_view->header()->setSortIndicatorShown(true);
    m_view->header()->setSortIndicator(GoroutineModel::Count, Qt::DescendingOrder);
    m_view->header()->setSectionResizeMode(GoroutineModel::Where, QHeaderView::Stretch);
    m_view->setEmptyState(tr("No goroutines."));
    connect(m_view->header(), &QHeaderView::sectionClicked, this, &GoroutinePanel::sortBy);
    connect(m_view, &ListView::rowChosen, this, &GoroutinePanel::rowChosen);
    connect(m_view, &ListView::emptyActionTriggered, this, [this] {
        narrow({}, {});
        m_filter->clear();
    });

    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    filterRow->addWidget(m_filter);
    column->addLayout(filterRow);
    column->addWidget(m_view, 1);
    column->addWidget(m_hidden);
    connect(m_hidden, &HiddenStrip::linkActivated, this, [this](const QString &link) {
        if (link == QLatin1String("all"))
            narrow({}, {});
        else if (link == QLatin1String("filter"))
            m_filter->clear();
        else
            setShowSystem(link == QLatin1String("show"));
    });
    body->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    setWidget(body);
    m_widths->fit();
    m_view->columns().setKeptAs(QStringLiteral("Goroutines"));
}

void GoroutinePanel::setupTools()
{
    auto *menu = m_grouping;
    connect(menu, &GroupingMenu::chosen, this, &GoroutinePanel::setGrouping);
    connect(menu, &GroupingMenu::columnWanted, this, &GoroutinePanel::askForColumn);
    connect(menu, &GroupingMenu::columnUnwanted, this, [this] { showColumn({}); });
    connect(m_column, &GoroutineColumn::changed, this, &GoroutinePanel::columnChanged);
    menu->addSeparator();
    QAction *system = menu->addAction(tr("Show System Goroutines"));
    system->setCheckable(true);
    connect(menu, &QMenu::aboutToShow, system, [this, system] { system->setChecked(m_request.showSystem); });
    connect(system, &QAction::triggered, this, &GoroutinePanel::setShowSystem);
    m_groupButton->setMenu(menu);
    m_groupButton->setPopupMode(QToolButton::InstantPopup);
}

void GoroutinePanel::setGrouping(const GroupingChoice &grouping)
{
    m_request.grouping = grouping;
    m_grouping->setChoice(grouping);
    m_groupButton->setText(m_grouping->choiceText());
    arrange();
}

void GoroutinePanel::cycleGrouping()
{
    setGrouping(m_grouping->next());
}

void GoroutinePanel::showColumn(const QString &expression)
{
    m_column->setExpression(expression);
}

void GoroutinePanel::askForColumn()
{
    auto *dialog = new ColumnDialog(m_session, m_column->expression(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ColumnDialog::chosen, this, &GoroutinePanel::showColumn);
    dialog->open();
}

void GoroutinePanel::columnChanged()
{
    const QString &expression = m_column->expression();
    m_grouping->setExpression(expression);
    if (expression.isEmpty() && m_request.grouping.grouping == GoroutineGrouping::Value)
        setGrouping(GoroutineGrouping::Stack);
    if (expression.isEmpty() && m_request.order == GoroutineOrder::Value)
        sortBy(GoroutineModel::Count);
    arrange();
}

void GoroutinePanel::setShowSystem(bool show)
{
    m_request.showSystem = show;
    arrange();
    Q_EMIT requestChanged();
}

void GoroutinePanel::sortBy(int column)
{
    const auto order = GoroutineOrder(column);
    if (order == m_request.order)
        m_request.isDescending = !m_request.isDescending;
    else
        m_request.isDescending = column == GoroutineModel::Count || column == GoroutineModel::Time;
    m_request.order = order;
    m_view->header()->setSortIndicator(column, m_request.isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
    arrange();
}

QString GoroutinePanel::arrangement() const
{
    return keptArrangement(m_request);
}

void GoroutinePanel::restoreArrangement(const QString &arrangement)
{
    Freezeframe::restoreArrangement(arrangement, m_request);
    m_view->header()->setSortIndicator(int(m_request.order),
                                       m_request.isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
    setGrouping(GroupingChoice(m_request.grouping));
}

void GoroutinePanel::arrange()
{
    GoroutineSnapshot snapshot = m_session->goroutines();
    if (!snapshot.table)
        return;
    if (m_narrowedTable != snapshot.table) {
        m_narrowedTable.reset();
        m_request.only.reset();
    }
    snapshot.values = m_column->values();
    m_grouping->setStacks(snapshot.stacks);
    const quint64 number = ++m_arranged;
    if (snapshot.table->size() < arrangeAtOnceBelow) {
        receive(GoroutineArrangement::arrange(snapshot, m_request));
        return;
    }
    m_arranger.post(0, JobQueue::Priority::Urgent,
                    [this, number, snapshot, request = m_request](const std::stop_token &stop) {
                        auto arrangement = GoroutineArrangement::arrange(snapshot, request, stop);
                        QMetaObject::invokeMethod(
                            this,
                            [this, number, arrangement] {
                                if (number == m_arranged)
                                    receive(arrangement);
                            },
                            Qt::QueuedConnection);
                    });
}

void GoroutinePanel::receive(std::shared_ptr<const GoroutineArrangement> arrangement)
{
    // Open groups are known by their first goroutine: the group itself is a new row.
    QList<quint64> open;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (m_view->isExpanded(index))
            open.append(index.data(GoroutineModel::IdRole).toULongLong());
    }
    // More of the same list leaves it where it is; another list begins at its top.
    const GoroutineArrangement &before = m_model->arrangement();
    const bool isSameList = before.grouping == arrangement->grouping && before.marks == arrangement->marks;
    const int scrolled = isSameList ? m_view->verticalScrollBar()->value() : 0;
    m_model->setArrangement(std::move(arrangement));
    for (int row = 0; row < m_model->rowCount() && !open.isEmpty(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (open.removeOne(index.data(GoroutineModel::IdRole).toULongLong()))
            m_view->expand(index);
    }
    m_view->setRootIsDecorated(m_model->arrangement().grouping.grouping != GoroutineGrouping::None);
    const GoroutineSnapshot &snapshot = m_model->arrangement().snapshot;
    const bool hasTimes = snapshot.table
        && std::ranges::any_of(snapshot.table->waitNanoseconds, [](int64_t wait) { return wait >= 0; });
    m_view->setColumnHidden(GoroutineModel::Time, !hasTimes);
    m_view->setColumnHidden(GoroutineModel::Value, m_column->expression().isEmpty());
    m_widths->fit();
    refreshFacts();
    followSelection();
    if (scrolled > 0) {
        (void)m_view->visualRect(m_model->index(0, 0)); // lays the rows out: before, there is nothing to scroll
        m_view->verticalScrollBar()->setValue(scrolled);
    }
}

void GoroutinePanel::refreshFacts()
{
    const GoroutineArrangement &list = m_model->arrangement();
    const GoroutineFacts facts(list, m_request, isNarrowed() ? m_narrowedTo : QString());
    title()->setFact(facts.count());
    const QStringList hidden = facts.hidden(*m_column);
    if (isNarrowed())
        m_hidden->tell(hidden, tr("Show All"), QStringLiteral("all"));
    else if (list.hiddenByFilter > 0)
        m_hidden->tell(hidden, tr("Show"), QStringLiteral("filter"));
    else if (m_request.showSystem)
        m_hidden->tell(hidden, tr("Hide"), QStringLiteral("hide"));
    else
        m_hidden->tell(hidden, tr("Show"), QStringLiteral("show"));
    if (const QString why = facts.noMatch(m_filter->text()); !why.isEmpty())
        m_view->setEmptyState(why, tr("Clear Filter"));
    else
        m_view->setEmptyState(GoroutineFacts::whyNone(*m_session));
}

void GoroutinePanel::followSelection()
{
    const Selection &selection = m_session->selection();
    if (!selection.isGoroutine()) {
        m_view->selectionModel()->clear();
        return;
    }
    const QModelIndex current = m_view->currentIndex();
    const bool isThere = current.isValid() && current.data(GoroutineModel::IdRole).toULongLong() == selection.owner->id
        && (current.parent().isValid() || m_model->arrangement().grouping.grouping == GoroutineGrouping::None
            || !m_view->isExpanded(current));
    if (isThere)
        return;
    const QScopedValueRollback following(m_following, true);
    const QModelIndex index = m_model->indexOf(selection.owner->id);
    if (!index.isValid()) {
        m_view->selectionModel()->clear();
        return;
    }
    if (index.parent().isValid())
        m_view->expand(index.parent());
    m_view->setCurrentIndex(index);
    if (index.parent().row() > 0 || !index.parent().isValid())
        m_view->scrollTo(index);
}

void GoroutinePanel::rowChosen(const QModelIndex &index)
{
    if (m_following)
        return;
    const auto kind = index.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>();
    QModelIndex chosen = index.siblingAtColumn(0);
    if (kind == GoroutineModel::RowKind::More) {
        // The first of those that come stands where that row was: it is the one that was reached.
        const QModelIndex group = chosen.parent();
        const int row = chosen.row();
        m_model->showMore(chosen);
        chosen = m_model->index(row, 0, group);
        m_view->setCurrentIndex(chosen);
    }
    m_session->selectGoroutine(chosen.data(GoroutineModel::IdRole).toULongLong());
}

void GoroutinePanel::step(int by)
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid())
        return;
    QModelIndex next = current.siblingAtRow(current.row() + by);
    if (next.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>() == GoroutineModel::RowKind::More
        && next.isValid()) {
        m_model->showMore(next.siblingAtColumn(0));
        next = current.siblingAtRow(current.row() + by);
    }
    if (!next.isValid())
        return;
    m_view->setCurrentIndex(next);
    rowChosen(next);
}

void GoroutinePanel::focusFilter()
{
    show();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void GoroutinePanel::setFilter(const QString &text)
{
    m_filter->setText(text);
}

QString GoroutinePanel::filter() const
{
    return m_filter->text();
}

void GoroutinePanel::narrow(const std::vector<uint32_t> &rows, const QString &title)
{
    const auto &table = m_session->goroutines().table;
    if (!table || (rows.empty() && !isNarrowed()))
        return;
    m_request.only.reset();
    m_narrowedTo = title;
    m_narrowedTable = table;
    if (!rows.empty()) {
        std::vector<bool> only(table->size());
        for (const uint32_t row : rows) {
            if (row < only.size())
                only[row] = true;
        }
        m_request.only = std::make_shared<const std::vector<bool>>(std::move(only));
    }
    arrange();
}

}
