// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/watchpane.h"

#include "gui/expressionedit.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowforms.h"
#include "gui/treememory.h"
#include "model/format.h"
#include "model/variablemodel.h"
#include "model/watchlist.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr int mostShown = 8; ///< rows for which there is always room, where there is any

}

WatchPane::WatchPane(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_watches(new WatchList(session, this))
    , m_model(new VariableModel(this))
    , m_view(new ListView(this))
    , m_memory(nullptr)
    , m_forms(new RowForms(session, m_model, this))
    , m_row(new QWidget(this))
    , m_line(new ExpressionEdit(session, m_row))
{
    const int unit = gridUnit(fontMetrics());
    m_model->setFetcher([this, session](ValueHandle handle, uint64_t first, uint64_t count,
                                        std::function<void(VariableModel::Children)> done) {
        session->children(this, handle, first, count, std::move(done));
    });
    m_view->setModel(m_model);
    m_memory = new TreeMemory(m_view);
    m_view->setHeaderHidden(true);
    m_view->setAccessibleName(tr("Watched expressions"));
    m_line->setPlaceholderText(tr("Evaluate an expression in this frame"));
    m_line->setToolTip(tr("Enter evaluates, Tab completes, ↑ and ↓ recall what was typed before"));
    m_line->setAccessibleName(tr("Evaluate an expression in this frame"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0); // a line parts it from the variables above
    column->setSpacing(0);
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->addWidget(m_line);
    m_row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    column->setSizeConstraint(QLayout::SetMinAndMaxSize); // no more than its rows and the line need
    column->addWidget(m_view, 1);
    column->addWidget(m_row);
    m_row->hide();
    m_view->hide();
    fit();

    const auto onKey = [this](const QKeySequence &key, void (WatchPane::*verb)(const QModelIndex &)) {
        auto *action = new QAction(m_view);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
        connect(action, &QAction::triggered, this, [this, verb] { (this->*verb)(m_view->currentIndex()); });
    };
    onKey(Qt::Key_Delete, &WatchPane::remove);
    onKey(Qt::Key_F2, &WatchPane::edit);
    connect(session, &Session::opened, this, [this, session] { m_model->setUncertain(session->isExecutableForced()); });
    connect(m_view, &QTreeView::expanded, this, &WatchPane::fitView);
    connect(m_view, &QTreeView::collapsed, this, &WatchPane::fitView);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &WatchPane::fitView);
    connect(m_watches, &WatchList::evaluated, this, &WatchPane::show);
    connect(m_watches, &WatchList::expressionsChanged, this, [this] {
        m_view->setVisible(!m_watches->expressions().isEmpty());
        fit();
    });
    connect(m_line, &ExpressionEdit::left, this, &WatchPane::left);
    connect(m_line, &ExpressionEdit::entered, this, [this](const QString &expression) {
        m_line->clear();
        const QString edited = std::exchange(m_edited, {});
        m_newest = expression;
        if (edited.isEmpty())
            m_watches->add(expression);
        else
            m_watches->replace(edited, expression);
    });
}

void WatchPane::fit()
{
    setVisible(!m_row->isHidden() || !m_view->isHidden());
}

/// As high as its rows, if they are few: the rest is the variables' above.
void WatchPane::fitView()
{
    int rows = 0;
    for (QModelIndex index = m_model->index(0, 0); index.isValid() && rows < mostShown;
         index = m_view->indexBelow(index))
        ++rows;
    m_view->setMaximumHeight(rows < mostShown ? rows * rowHeight(m_view->fontMetrics()) + 2 * m_view->frameWidth() + 1
                                              : QWIDGETSIZE_MAX);
}

void WatchPane::setLineShown(bool isShown)
{
    m_row->setVisible(isShown);
    fit();
    if (isShown)
        m_line->setFocus();
    else
        m_edited.clear();
}

void WatchPane::evaluate(const QString &expression)
{
    m_newest = expression;
    m_watches->add(expression);
}

void WatchPane::show(const std::vector<VariableInfo> &values)
{
    m_memory->leave();
    m_model->setVariables(values);
    m_memory->enter(QStringLiteral("watches"));
    fitView();
    for (int row = 0; !m_newest.isEmpty() && row < m_model->rowCount(); ++row) {
        if (expressionAt(m_model->index(row, 0)) != m_newest)
            continue;
        m_newest.clear();
        m_memory->stop();
        m_view->setCurrentIndex(m_model->index(row, 0));
        m_view->scrollTo(m_model->index(row, 0));
    }
}

void WatchPane::paintEvent(QPaintEvent * /*event*/)
{
    QPainter(this).fillRect(0, 0, width(), 1, m_theme.current().tint(Theme::Tint::Hairline));
}

QString WatchPane::expressionAt(const QModelIndex &index) const
{
    const VariableInfo *variable = index.parent().isValid() ? nullptr : m_model->variable(index);
    return variable ? QString::fromStdString(variable->name) : QString();
}

void WatchPane::edit(const QModelIndex &index)
{
    const QString expression = expressionAt(index);
    if (expression.isEmpty())
        return;
    Q_EMIT lineWanted();
    m_edited = expression;
    m_line->setText(expression);
    m_line->selectAll();
    m_line->setFocus(Qt::OtherFocusReason);
}

void WatchPane::remove(const QModelIndex &index)
{
    m_watches->remove(expressionAt(index));
}

void WatchPane::addVerbs(QMenu *menu, const QModelIndex &index)
{
    const QString expression = expressionAt(index);
    if (expression.isEmpty())
        return;
    menu->addSeparator();
    menu->addAction(tr("Edit…"), QKeySequence(Qt::Key_F2), this,
                    [this, row = QPersistentModelIndex(index)] { edit(row); });
    menu->addAction(tr("Remove"), QKeySequence(Qt::Key_Delete), this,
                    [this, expression] { m_watches->remove(expression); });
    menu->addAction(tr("Remove All"), this, [this] { m_watches->removeAll(); });
}

}
