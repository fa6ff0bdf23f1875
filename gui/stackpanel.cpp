// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stackpanel.h"

#include "gui/fonts.h"
#include "gui/goroutinedetailsview.h"
#include "gui/listdelegates.h"
#include "gui/listview.h"
#include "gui/stackmenu.h"
#include "model/format.h"
#include "model/session.h"
#include "model/stackmodel.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

StackPanel::StackPanel(Session *session, QWidget *parent)
    : Panel(QStringLiteral("Stack"), tr("Stack"), parent)
    , m_session(session)
    , m_model(new StackModel(this))
    , m_view(new ListView(this))
    , m_menu(new StackMenu(session, this))
    , m_details(new GoroutineDetailsView(session, this))
    , m_hideButton(addToolButton({}, tr("Hide Runtime"), tr("Hide the runtime's own frames (H)")))
{
    m_hideButton->setCheckable(true);
    m_hideButton->setChecked(true);
    connect(m_hideButton, &QToolButton::toggled, this, &StackPanel::setHideRuntime);
    QToolButton *copy = addToolButton(QStringLiteral("edit-copy"), {}, tr("Copy the whole stack"));
    connect(copy, &QToolButton::clicked, this, &StackPanel::copyStack);

    m_view->setModel(m_model);
    m_view->setFollows(true);
    m_view->setHeaderHidden(true);
    m_view->setRootIsDecorated(false);
    m_view->setIndentation(0);
    m_view->setAccessibleName(tr("Stack"));
    m_view->setItemDelegate(new FrameDelegate(m_view));
    connect(m_view, &ListView::rowChosen, this, &StackPanel::rowChosen);
    connect(m_view, &ListView::entered, this, &StackPanel::rowActivated);
    connect(m_view, &ListView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.data(StackModel::KindRole).value<StackModel::RowKind>() == StackModel::RowKind::CreatedBy)
            rowActivated(index);
    });
    connect(m_view, &ListView::clicked, this, [this](const QModelIndex &index) {
        if (index.data(StackModel::KindRole).value<StackModel::RowKind>() == StackModel::RowKind::Fold)
            rowActivated(index);
    });
    m_view->setExpandsOnDoubleClick(false);

    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_details);
    body->setMinimumWidth(fontMetrics().averageCharWidth() * 37);
    setWidget(body);

    connect(session, &Session::opening, this, [this] { m_model->setSnapshot({}); });
    connect(session, &Session::opened, this, [this] { m_model->setUncertain(m_session->isExecutableForced()); });
    connect(session, &Session::stackChanged, this, &StackPanel::showStack);
    connect(session, &Session::selectionChanged, this, &StackPanel::followSelection);
}

QWidget *StackPanel::focusTarget() const
{
    return m_view;
}

void StackPanel::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    // The frames have more than half of the panel, whatever is known of the goroutine.
    const int half = (height() - title()->height()) / 2;
    m_details->setMaximumHeight(std::max(m_details->minimumSizeHint().height(), half));
}

void StackPanel::showStack()
{
    m_model->setSnapshot(m_session->stack());
    const auto &crash = m_session->crash();
    if (m_session->hasCrash() && m_session->stack()) {
        const StackOwner owner = m_session->stack()->owner;
        const bool isCrashed = owner.kind == StackOwner::Kind::Goroutine
            ? crash->goroutine == owner.id
            : crash->thread && uint64_t(*crash->thread) == owner.id && !crash->goroutine;
        const bool isToBlame = isCrashed && crash->place == CrashSummary::Place::Crashed;
        m_model->setCrashFrame(isToBlame ? crash->frame : std::nullopt);
    }
    if (m_session->stack() && m_session->stack()->error)
        m_view->setEmptyState(errorText(*m_session->stack()->error));
    else
        m_view->setEmptyState(tr("This stack has no frames."));
    refreshFacts();
    followSelection();
}

void StackPanel::refreshFacts()
{
    const int frames = m_session->stack() ? int(m_session->stack()->frames.size()) : 0;
    QString fact = frames == 1 ? tr("1 frame") : tr("%1 frames").arg(countText(quint64(frames)));
    if (const int hidden = m_model->hiddenFrames(); hidden > 0)
        fact += tr(", %1 hidden").arg(countText(quint64(hidden)));
    title()->setFact(fact);
}

void StackPanel::followSelection()
{
    const Selection &selection = m_session->selection();
    title()->setName(selection.owner && !selection.isGoroutine() ? tr("Stack of Thread %1").arg(selection.owner->id)
                                                                 : tr("Stack"));
    if (!selection.frame) {
        m_view->selectionModel()->clear();
        return;
    }
    const QModelIndex index = m_model->indexOfFrame(*selection.frame);
    if (index.isValid() && index != m_view->currentIndex()) {
        if (index.parent().isValid())
            m_view->expand(index.parent());
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
    }
}

void StackPanel::rowChosen(const QModelIndex &index)
{
    const auto kind = index.data(StackModel::KindRole).value<StackModel::RowKind>();
    if (kind == StackModel::RowKind::Frame)
        m_session->selectFrame(size_t(index.data(StackModel::FrameRole).toULongLong()));
    else if (kind == StackModel::RowKind::CreatedBy)
        m_session->showPlace(m_model->snapshot()->createdBy);
}

void StackPanel::rowActivated(const QModelIndex &index)
{
    const auto kind = index.data(StackModel::KindRole).value<StackModel::RowKind>();
    if (kind == StackModel::RowKind::Fold)
        m_view->setExpanded(index, !m_view->isExpanded(index));
    else if (kind == StackModel::RowKind::CreatedBy && m_model->snapshot()->createdByGoroutine != 0
             && m_session->hasGoroutine(m_model->snapshot()->createdByGoroutine))
        m_session->selectGoroutine(m_model->snapshot()->createdByGoroutine);
}

void StackPanel::setHideRuntime(bool hide)
{
    m_hideButton->setChecked(hide);
    if (m_model->hidesRuntime() == hide)
        return;
    m_model->setHideRuntime(hide);
    refreshFacts();
    followSelection();
    Q_EMIT hideRuntimeChanged(hide);
}

bool StackPanel::hidesRuntime() const
{
    return m_model->hidesRuntime();
}

void StackPanel::step(int by)
{
    if (!m_session->selection().frame)
        return;
    if (const auto frame = m_model->neighbour(*m_session->selection().frame, by))
        m_session->selectFrame(*frame);
}

void StackPanel::copyStack() const
{
    if (!m_session->stack())
        return;
    const StackInfo &stack = *m_session->stack();
    QStringList lines;
    lines.append(stack.owner.kind == StackOwner::Kind::Goroutine ? tr("goroutine %1:").arg(stack.owner.id)
                                                                 : tr("thread %1:").arg(stack.owner.id));
    for (const FrameInfo &frame : stack.frames)
        lines.append(QStringLiteral("%1  %2\n      %3:%4")
                         .arg(frame.index, 4)
                         .arg(shown(frame.function), shown(frame.file))
                         .arg(frame.line));
    if (!stack.createdBy.isEmpty())
        lines.append(tr("created by %1\n      %2:%3")
                         .arg(shown(stack.createdBy.function), shown(stack.createdBy.file))
                         .arg(stack.createdBy.line));
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}
