// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/valuetablewindow.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listdelegates.h"
#include "gui/listexport.h"
#include "gui/listview.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/variablemenu.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/session.h"
#include "model/valuetablemodel.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace Freezeframe
{

ValueTableWindow::ValueTableWindow(Session *session, const VariableInfo &variable, VariableMenu *menu, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_variable(variable)
    , m_menu(menu)
    , m_model(new ValueTableModel(session, variable.handle, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_title(new RunLabel(this))
    , m_facts(new RunLabel(this))
    , m_filter(new QLineEdit(this))
    , m_view(new ListView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    const QString name = shown(variable.expression.empty() ? variable.name : variable.expression);
    setWindowTitle(windowTitleOf({programName(*session->process()), name}, tr("Table")));
    setup(name);
    resize(fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 32);
    auto *close = new QShortcut(Qt::Key_Escape, this);
    connect(close, &QShortcut::activated, this, &QWidget::close);
    // What the handle stands for goes away with the core.
    connect(session, &Session::opening, this, &QWidget::close);
}

void ValueTableWindow::setup(const QString &name)
{
    const int unit = gridUnit(fontMetrics());
    m_title->setRuns(
        {Run::plain(name, Theme::Role::Text, Run::SemiBold, 2),
         Run::plain(QStringLiteral("  ") + shown(m_variable.held ? m_variable.held->type : m_variable.type),
                    Theme::Role::Muted, Run::Plain, 1)});
    m_facts->setFont(factFont(font()));
    m_filter->setPlaceholderText(tr("Rows with this text in any column"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(symbolicIcon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SortRole);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_sorted);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->setAccessibleName(tr("Elements of %1").arg(name));
    m_view->setEmptyState(tr("Reading the elements…"));
    m_view->setItemDelegate(new ValueTableDelegate(m_view));
    m_view->header()->setStretchLastSection(true);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, unit / 2, 0, unit / 2);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(unit / 2, 0, unit / 2, 0);
    top->addWidget(m_title, 2);
    top->addWidget(m_filter, 1);
    column->addLayout(top);
    column->addWidget(m_view, 1);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(unit / 2, 0, unit / 2, 0);
    bottom->addWidget(m_facts);
    column->addLayout(bottom);
    m_view->setFocus();

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_sorted->setFilterFixedString(text);
        refreshFacts();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this,
            [this] { m_view->columns().setCharacters(QList<int>(m_model->columnCount(), 20)); });
    connect(m_model, &ValueTableModel::progressed, this, &ValueTableWindow::refreshFacts);
    connect(m_model, &ValueTableModel::failed, this, [this](const QString &sentence) {
        m_view->setEmptyState(sentence);
        m_facts->setText(sentence, Theme::Role::Warning);
    });
    const auto open = [this](const QModelIndex &index) {
        withElement(index, [this](const VariableInfo &element) { Q_EMIT m_menu->valueWanted(element); });
    };
    connect(m_view, &ListView::entered, this, open);
    connect(m_view, &ListView::doubleClicked, this, open);
    connect(m_view, &ListView::menuWanted, this, [this, open](QMenu *menu, const QModelIndex &cell) {
        const QPersistentModelIndex row(cell);
        menu->addAction(tr("Open in a Window"), this, [open, row] { open(row); });
        menu->addAction(tr("Show in Memory"), this, [this, row] {
            withElement(row, [this](const VariableInfo &element) {
                if (element.address)
                    Q_EMIT m_menu->memoryWanted(*element.address);
            });
        });
        menu->addAction(tr("Watch"), this, [this, row] {
            withElement(row, [this](const VariableInfo &element) {
                if (!element.expression.empty())
                    Q_EMIT m_menu->watchWanted(shown(element.expression));
            });
        });
    });
}

void ValueTableWindow::withElement(const QModelIndex &row, const std::function<void(const VariableInfo &)> &done)
{
    const QVariant number = row.siblingAtColumn(0).data(ValueTableModel::RowRole);
    if (!number.isValid())
        return;
    m_session->listElement(this, m_variable.handle, number.toULongLong(), [done](const Result<VariableInfo> &element) {
        if (element)
            done(*element);
    });
}

void ValueTableWindow::refreshFacts()
{
    const auto rows = quint64(m_model->rowCount());
    QStringList facts;
    if (rows < m_model->elementCount())
        facts.append(m_model->isComplete()
                         ? tr("the first %1 of %2 elements").arg(countText(rows), countText(m_model->elementCount()))
                         : tr("%1 of %2 elements so far").arg(countText(rows), countText(m_model->elementCount())));
    else
        facts.append(tr("%1 elements").arg(countText(rows)));
    if (m_sorted->rowCount() < m_model->rowCount())
        facts.append(tr("%1 hidden by the filter").arg(countText(rows - quint64(m_sorted->rowCount()))));
    if (m_model->hasMoreFields())
        facts.append(tr("there are more fields than columns"));
    m_facts->setText(facts.join(QStringLiteral(" · ")), Theme::Role::Muted);
    m_view->setEmptyState(rows > 0 ? tr("No row has this text.") : tr("There are no elements."));
}

}
