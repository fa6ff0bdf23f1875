// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/variablepanel.h"

#include "gui/columnwidths.h"
#include "gui/expressionedit.h"
#include "gui/fonts.h"
#include "gui/listdelegates.h"
#include "gui/listexport.h"
#include "gui/listview.h"
#include "gui/rowforms.h"
#include "gui/symboliciconengine.h"
#include "gui/toplevelfilter.h"
#include "gui/treememory.h"
#include "gui/variablemenu.h"
#include "gui/watchpane.h"
#include "model/format.h"
#include "model/session.h"
#include "model/variablemodel.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{
namespace
{

constexpr size_t mostPackageVariables = 2000;
constexpr int filterDelayMilliseconds = 120;

}

VariablePanel::VariablePanel(Session *session, QWidget *parent)
    : Panel(QStringLiteral("Variables"), tr("Variables"), parent)
    , m_session(session)
    , m_model(new VariableModel(this))
    , m_filtered(new TopLevelFilter(this))
    , m_menu(new VariableMenu(session, this))
    , m_watches(new WatchPane(session, this))
    , m_view(new ListView(this))
    , m_filter(new QLineEdit(this))
    , m_filterButton(addToolButton(QStringLiteral("view-filter"), {}, tr("Filter by name")))
    , m_packageButton(addToolButton({}, tr("Package"), tr("Variables of packages instead of the frame’s")))
    , m_evaluateButton(
          addToolButton(QStringLiteral("evaluate"), {}, tr("Evaluate an expression in this frame (Ctrl+E)")))
    , m_filterDelay(new QTimer(this))
{
    m_model->setFetcher(
        [this](ValueHandle handle, uint64_t first, uint64_t count, std::function<void(VariableModel::Children)> done) {
            m_session->children(this, handle, first, count, std::move(done));
        });
    m_model->setFolds(true);
    m_filtered->setSourceModel(m_model);
    m_view->setModel(m_filtered);
    m_memory = new TreeMemory(m_view);
    m_forms = new RowForms(session, m_model, this);
    setupView(m_view);
    setupView(m_watches->view());
    m_view->columns().setKeptAs(QStringLiteral("Variables"));
    m_view->setAccessibleName(tr("Variables"));
    setupTools();
    for (const RowForms *forms : {m_forms, m_watches->forms()})
        connect(forms, &RowForms::windowWanted, m_menu, &VariableMenu::valueWanted);
    connect(session, &Session::opening, this, [this] { showVariables({}); });
    connect(session, &Session::opened, this, [this] { m_model->setUncertain(m_session->isExecutableForced()); });
    connect(m_menu, &VariableMenu::watchWanted, this, &VariablePanel::evaluate);
    connect(m_watches, &WatchPane::lineWanted, this, &VariablePanel::focusEvaluate);
    connect(m_watches, &WatchPane::left, this, [this] { m_view->setFocus(); });
    connect(session, &Session::variablesChanged, this, &VariablePanel::showVariables);
    connect(session, &Session::variablesFailed, this, &VariablePanel::showError);
    connect(session, &Session::selectionChanged, this, &VariablePanel::refreshTitle);
}

QWidget *VariablePanel::focusTarget() const
{
    return m_view;
}

void VariablePanel::setupView(ListView *view)
{
    view->setItemDelegate(new VariableDelegate(view));
    view->header()->setStretchLastSection(true);
    view->setExpandsOnDoubleClick(false);
    connect(view, &ListView::menuWanted, this,
            [this, view](QMenu *menu, const QModelIndex &cell) { fillMenu(view, menu, cell); });
    view->exports().setFields({{.name = tr("Name"), .column = VariableModel::Name},
                               {.name = tr("Value"), .column = VariableModel::Value},
                               {.name = tr("Type"), .column = VariableModel::Type},
                               {.name = tr("Meaning"), .role = VariableModel::MeaningRole},
                               {.name = tr("Expression"), .role = VariableModel::ExpressionRole}});
    connect(view, &ListView::entered, this, &VariablePanel::activate);
    connect(view, &ListView::doubleClicked, this, &VariablePanel::activate);
    view->columns().setShares({26, 46, 28});
}

void VariablePanel::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    m_filterButton->setCheckable(true);
    m_packageButton->setCheckable(true);
    m_evaluateButton->setCheckable(true);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter variables by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(symbolicIcon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition);
    m_filterDelay->setSingleShot(true);
    m_filterDelay->setInterval(filterDelayMilliseconds);

    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *filterRow = new QWidget(body);
    auto *filterLayout = new QHBoxLayout(filterRow);
    filterLayout->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    filterLayout->addWidget(m_filter);
    column->addWidget(filterRow);
    column->addWidget(m_view, 3);
    column->addWidget(m_watches, 2);
    filterRow->hide();
    setWidget(body);

    connect(m_filterButton, &QToolButton::toggled, this, [this, filterRow](bool on) {
        filterRow->setVisible(on);
        if (on)
            m_filter->setFocus();
        else
            m_filter->clear();
    });
    connect(m_evaluateButton, &QToolButton::toggled, m_watches, &WatchPane::setLineShown);
    connect(m_packageButton, &QToolButton::toggled, this, &VariablePanel::setPackageMode);
    connect(m_filter, &QLineEdit::textChanged, m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filterDelay, &QTimer::timeout, this, [this] {
        m_memory->leave();
        m_filtered->setFilterFixedString(m_packageMode ? QString() : m_filter->text());
        m_memory->enter(memoryKey());
        if (m_packageMode)
            askPackageVariables();
    });
}

/// A function's variables are known by its name: other frames and goroutines in it show the same of theirs.
QString VariablePanel::memoryKey() const
{
    if (m_packageMode)
        return QStringLiteral("package ") + m_filter->text();
    const FrameInfo *frame = m_session->frame();
    return frame ? QStringLiteral("function ") + QString::fromStdString(frame->function) : QString();
}

void VariablePanel::fill(std::vector<VariableInfo> variables, int line)
{
    m_memory->leave();
    m_forms->setScope(memoryKey());
    m_model->setVariables(std::move(variables), line);
    m_memory->enter(memoryKey());
}

void VariablePanel::setPackageMode(bool on)
{
    m_packageButton->setChecked(on);
    if (m_packageMode == on)
        return;
    m_packageMode = on;
    m_filter->setPlaceholderText(on ? tr("Name of a package or variable") : tr("Filter by name"));
    m_filter->clear();
    m_filterButton->setChecked(on);
    if (on)
        askPackageVariables();
    else if (m_session->selection().frame)
        m_session->refreshVariables();
    else
        fill({});
    refreshTitle();
}

void VariablePanel::showPackageVariable(const QString &name)
{
    setPackageMode(true);
    m_filterButton->setChecked(true);
    m_filter->setText(name);
    m_view->setFocus(Qt::OtherFocusReason);
}

void VariablePanel::askPackageVariables()
{
    if (!m_session->isOpen())
        return;
    m_session->packageVariables(this, m_filter->text(), mostPackageVariables,
                                [this](Result<std::vector<VariableInfo>> variables) {
                                    if (!m_packageMode)
                                        return;
                                    if (!variables) {
                                        fill({});
                                        m_view->setEmptyState(errorText(variables.error()));
                                        return;
                                    }
                                    m_view->setEmptyState(tr("No package variable of that name."));
                                    fill(std::move(*variables));
                                });
}

void VariablePanel::showVariables(const std::vector<VariableInfo> &variables)
{
    if (m_packageMode)
        return;
    const FrameInfo *frame = m_session->frame();
    fill(variables, frame ? frame->line : 0);
    m_view->setEmptyState(frame ? tr("This frame has no variables.") : QString());
    refreshTitle();
}

void VariablePanel::showError(const Error &error)
{
    if (m_packageMode)
        return;
    fill({});
    const bool isMissing = error.code == ErrorCode::NotFound || error.code == ErrorCode::Unsupported;
    if (isMissing && m_session->process()->goLayout == "text")
        m_view->setEmptyState(tr("A text has no variables: they are in the core of the same process."));
    else
        m_view->setEmptyState(isMissing ? tr("No debug information for this frame: registers and memory only.")
                                        : errorText(error));
}

void VariablePanel::refreshTitle()
{
    if (m_packageMode) {
        title()->setFact(tr("of packages"));
        return;
    }
    const FrameInfo *frame = m_session->frame();
    title()->setFact(frame ? tr("%1, frame %2").arg(functionName(frame->function).whole()).arg(frame->index)
                           : QString());
}

void VariablePanel::setReason(int variable, const QString &reason)
{
    if (m_packageMode)
        return;
    m_model->setReason(variable, reason);
    if (!m_memory->isFamiliar()) // else it stands as it was left
        m_view->scrollTo(m_filtered->mapFromSource(m_model->indexOfVariable(variable)));
}

void VariablePanel::focusEvaluate()
{
    show();
    m_evaluateButton->setChecked(true);
    m_watches->line()->setFocus(Qt::ShortcutFocusReason);
}

void VariablePanel::evaluate(const QString &expression)
{
    m_watches->evaluate(expression);
}

VariableModel *VariablePanel::watchModel() const
{
    return m_watches->model();
}

const VariableInfo *VariablePanel::variableAt(const QModelIndex &index) const
{
    if (index.model() == m_filtered)
        return m_model->variable(m_filtered->mapToSource(index));
    return index.model() == watchModel() ? watchModel()->variable(index) : nullptr;
}

void VariablePanel::activate(const QModelIndex &index)
{
    const VariableInfo *variable = variableAt(index);
    const QModelIndex first = index.siblingAtColumn(0);
    if (!(variable && variable->isText) && index.model()->hasChildren(first)) {
        auto *view = index.model() == m_filtered ? m_view : m_watches->view();
        view->setExpanded(first, !view->isExpanded(first));
    } else if (variable) {
        Q_EMIT m_menu->valueWanted(*variable);
    }
}

void VariablePanel::fillMenu(ListView *view, QMenu *menu, const QModelIndex &cell)
{
    const QModelIndex index = cell.siblingAtColumn(0);
    const VariableInfo *variable = variableAt(index);
    if (!variable)
        return;
    const bool isWatch = view == m_watches->view();
    m_menu->fill(menu, *variable, [&](QMenu *filled) {
        if (isWatch)
            m_watches->forms()->addMenu(filled, index);
        else
            m_forms->addMenu(filled, m_filtered->mapToSource(index));
    });
    if (isWatch)
        m_watches->addVerbs(menu, index);
}

}
