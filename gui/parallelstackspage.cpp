// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/parallelstackspage.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/runlabel.h"
#include "gui/stackchart.h"
#include "gui/stacktreedelegate.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/session.h"
#include "model/stacktreemodel.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr uint32_t openedAtFirst = 200; ///< rows of the table

}

ParallelStacksPage::ParallelStacksPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new StackTreeModel(this))
    , m_view(new ListView(this))
    , m_chart(new StackChart(this))
    , m_pages(new QStackedWidget(this))
    , m_tableButton(new QToolButton(this))
    , m_graphButton(new QToolButton(this))
    , m_lineButton(new QToolButton(this))
    , m_search(new QLineEdit(this))
    , m_fact(new RunLabel(this))
    , m_request(StackTreeModel::request(true))
{
    setupTools();
    setupTable();
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_chart);
    layout()->addWidget(m_pages);
    connect(m_chart, &StackChart::chosen, this, &ParallelStacksPage::choose);
    connect(m_chart, &StackChart::frameWanted, this, &ParallelStacksPage::goToFrame);
    connect(m_chart, &StackChart::menuWanted, this, &ParallelStacksPage::fillMenu);
    connect(session, &Session::opening, this, [this] {
        ++m_asked;
        receive(std::make_shared<const StackTree>());
    });
    connect(session, &Session::goroutinesChanged, this, &ParallelStacksPage::rebuild);
    setFocusProxy(m_view);
}

void ParallelStacksPage::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->setSpacing(unit / 4);
    column->addLayout(row);
    auto *modes = new QButtonGroup(this);
    const auto addButton = [&](QToolButton *button, const QString &text, const QString &toolTip) {
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setText(text);
        button->setToolTip(toolTip);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    };
    addButton(m_tableButton, tr("Table"), tr("A row a call, outermost first"));
    addButton(m_graphButton, tr("Graph"), tr("A box a call, as wide as it has goroutines"));
    modes->addButton(m_tableButton);
    modes->addButton(m_graphButton);
    m_tableButton->setChecked(true);
    connect(m_tableButton, &QToolButton::clicked, this, [this] { setGraph(false); });
    connect(m_graphButton, &QToolButton::clicked, this, [this] { setGraph(true); });
    addButton(m_lineButton, tr("By Line"), tr("Calls at different lines of a function stand apart"));
    connect(m_lineButton, &QToolButton::toggled, this, &ParallelStacksPage::setByLine);
    m_search->setPlaceholderText(tr("Mark functions"));
    m_search->setAccessibleName(tr("Mark functions"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    connect(m_search, &QLineEdit::textChanged, this, &ParallelStacksPage::search);
    row->addWidget(m_search);
    m_fact->setFont(factFont(font()));
    row->addWidget(m_fact, 1);
}

void ParallelStacksPage::setupTable()
{
    m_view->setModel(m_model);
    m_view->setItemDelegate(new StackTreeDelegate(m_view));
    m_view->setAccessibleName(tr("Stacks of All Goroutines"));
    m_view->setExpandsOnDoubleClick(false);
    m_view->header()->setStretchLastSection(true);
    m_view->columns().setCharacters({70, 20, 12, 50});
    m_view->columns().setKeptAs(QStringLiteral("ParallelStacks"));
    m_view->setEmptyState(tr("No stacks."));
    connect(m_view, &ListView::rowChosen, this,
            [this](const QModelIndex &index) { choose(index.data(StackTreeModel::NodeRole).toUInt()); });
    const auto go = [this](const QModelIndex &index) { goToFrame(index.data(StackTreeModel::NodeRole).toUInt()); };
    connect(m_view, &ListView::entered, this, go);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &ListView::menuWanted, this, [this](QMenu *menu, const QModelIndex &cell) {
        fillMenu(menu, cell.data(StackTreeModel::NodeRole).toUInt());
    });
}

/// The first click of a double one may move rows below the mouse: the view then tells of none.
bool ParallelStacksPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::MouseButtonDblClick
        && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        goToFrame(m_view->currentIndex().data(StackTreeModel::NodeRole).toUInt());
    return QWidget::eventFilter(watched, event);
}

void ParallelStacksPage::setGraph(bool graph)
{
    m_pages->setCurrentIndex(graph ? 1 : 0);
    m_tableButton->setChecked(!graph);
    m_graphButton->setChecked(graph);
    setFocusProxy(graph ? static_cast<QWidget *>(m_chart) : m_view);
    m_pages->currentWidget()->setFocus();
}

void ParallelStacksPage::setByLine(bool byLine)
{
    m_lineButton->setChecked(byLine);
    if (m_request.byLine == byLine)
        return;
    m_request.byLine = byLine;
    rebuild();
}

bool ParallelStacksPage::showsGraph() const
{
    return m_pages->currentIndex() == 1;
}

void ParallelStacksPage::setRequest(const QString &filter, bool showSystem)
{
    if (filter == m_filter && showSystem == m_request.showSystem)
        return;
    m_filter = filter;
    m_request.filter = GoroutineFilter::parse(filter.toStdString());
    m_request.showSystem = showSystem;
    rebuild();
}

void ParallelStacksPage::setHideRuntime(bool hide)
{
    m_request.isHidden = StackTreeModel::request(hide).isHidden;
    rebuild();
}

void ParallelStacksPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        rebuild();
}

void ParallelStacksPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

void ParallelStacksPage::rebuild()
{
    const quint64 number = ++m_asked;
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    m_builder.post(
        0, JobQueue::Priority::Urgent,
        [this, number, snapshot = m_session->goroutines(), request = m_request](const std::stop_token &stop) {
            auto tree = StackTree::build(snapshot, request, stop);
            QMetaObject::invokeMethod(
                this,
                [this, number, tree] {
                    if (number == m_asked)
                        receive(tree);
                },
                Qt::QueuedConnection);
        });
}

void ParallelStacksPage::receive(std::shared_ptr<const StackTree> tree)
{
    m_model->setTree(tree);
    m_chart->setTree(std::move(tree));
    // All ways as far as they fit a few screens, the widest first.
    std::vector<QModelIndex> open{QModelIndex()};
    uint32_t opened = 0;
    for (size_t i = 0; i < open.size() && opened < openedAtFirst; ++i) {
        for (int row = 0; row < m_model->rowCount(open[i]) && opened < openedAtFirst; ++row, ++opened) {
            open.push_back(m_model->index(row, 0, open[i]));
            m_view->expand(open.back());
        }
    }
    search(m_search->text());
    refreshFact();
}

void ParallelStacksPage::refreshFact()
{
    const StackTree &tree = *m_model->tree();
    const bool isReading = m_session->goroutines().stacks && !m_session->goroutines().stacks->complete;
    QStringList facts;
    if (!tree.isEmpty())
        facts.append(
            tr("%1 in %2")
                .arg(tree.rows().size() == 1 ? tr("1 goroutine")
                                             : tr("%1 goroutines").arg(countText(tree.rows().size())),
                     tree.stackCount() == 1 ? tr("1 stack") : tr("%1 stacks").arg(countText(tree.stackCount()))));
    if (tree.hiddenByFilter() > 0)
        facts.append(tr("%1 hidden by the list’s filter").arg(countText(tree.hiddenByFilter())));
    if (isReading)
        facts.append(tr("so far"));
    else if (tree.unread() > 0)
        facts.append(tr("%1 can’t be read").arg(countText(tree.unread())));
    m_fact->setText(facts.join(QStringLiteral(", ")), Theme::Role::Muted);
    m_view->setEmptyState(tree.hiddenByFilter() > 0 ? tr("The filter of the goroutine list hides all stacks.")
                              : isReading           ? tr("Reading stacks…")
                                                    : tr("No stacks."));
}

void ParallelStacksPage::choose(uint32_t node)
{
    const std::shared_ptr<const StackTree> tree = m_model->tree();
    if (node >= tree->nodes().size())
        return;
    if (m_chart->current() != node)
        m_chart->setCurrent(node);
    const QModelIndex index = m_model->indexOf(node);
    if (m_view->currentIndex().siblingAtColumn(0) != index)
        m_view->setCurrentIndex(index);
    const StackTree::Node &call = tree->nodes()[node];
    const auto first = tree->rows().begin() + call.first;
    Q_EMIT goroutinesWanted(node == 0 ? std::vector<uint32_t>() : std::vector<uint32_t>(first, first + call.count),
                            StackTreeModel::title(*tree, node));
}

void ParallelStacksPage::goToFrame(uint32_t node)
{
    const StackTree &tree = *m_model->tree();
    if (node == 0 || node >= tree.nodes().size())
        return;
    const StackTree::Node &call = tree.nodes()[node];
    if (call.example < tree.snapshot().table->size())
        m_session->selectGoroutine(tree.snapshot().table->id[call.example], call.frame);
}

void ParallelStacksPage::fillMenu(QMenu *menu, uint32_t node)
{
    const StackTree &tree = *m_model->tree();
    if (node >= tree.nodes().size())
        return;
    if (node != 0) {
        menu->addAction(tr("&Go to This Frame"), this, [this, node] { goToFrame(node); });
        if (!tree.isOuterRest(tree.nodes()[node]))
            menu->addAction(tr("Open in &Editor"), this,
                            [this, name = tree.name(tree.nodes()[node]), line = tree.line(tree.nodes()[node])] {
                                m_session->editFunction(QString::fromStdString(name), line);
                            });
        menu->addAction(tr("&Show Only Its Goroutines"), this, [this, node] { choose(node); });
    }
    menu->addAction(tr("Show &All Goroutines"), this, [this] { choose(0); });
    if (showsGraph()) {
        menu->addSeparator();
        if (node != 0)
            menu->addAction(tr("&Zoom to It"), this, [this, node] { m_chart->zoomTo(node); });
        menu->addAction(tr("&Fit All"), this, [this] { m_chart->fit(); });
        menu->addAction(symbolicIcon(QStringLiteral("document-save")), tr("Save &Picture…"), this,
                        &ParallelStacksPage::save);
    }
    menu->addSeparator();
    if (node != 0)
        menu->addAction(tr("Copy &Function Name"), this,
                        [text = shown(tree.name(tree.nodes()[node]))] { QApplication::clipboard()->setText(text); });
}

void ParallelStacksPage::search(const QString &text)
{
    m_chart->setSearch(text);
    static_cast<StackTreeDelegate *>(m_view->itemDelegate())
        ->setMarks(text.isEmpty() ? QStringList() : QStringList{text});
    m_view->viewport()->update();
}

void ParallelStacksPage::save()
{
    auto *dialog = new QFileDialog(this, tr("Save Picture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("PNG pictures (*.png)"), tr("SVG pictures (*.svg)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("svg")) ? QStringLiteral("svg") : QStringLiteral("png"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (!m_chart->save(path))
            m_fact->setText(tr("%1 can’t be written").arg(path), Theme::Role::Warning);
    });
    dialog->open();
}

}
