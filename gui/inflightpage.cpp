// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/inflightpage.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/mutedlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/inflightmodel.h"
#include "model/session.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr quint64 openedAtMost = 50; ///< things of a kind that are seen at first

}

RowDelegate::Line InFlightDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    Line line;
    const bool isMuted = index.data(MutedRole).toBool();
    if (index.column() == InFlightModel::Goroutine) {
        line.right.append(Run::plain(text, Theme::Role::Link));
        return line;
    }
    if (index.data(InFlightModel::KindRole).toBool() && index.column() == InFlightModel::What) {
        line.left.append(Run::plain(text, isMuted ? Theme::Role::Muted : Theme::Role::Text,
                                    isMuted ? Run::Plain : Run::SemiBold, 1));
        return line;
    }
    line.left.append(Run::plain(text, isMuted ? Theme::Role::Muted : Theme::Role::Text, Run::Plain, 1));
    return line;
}

InFlightPage::InFlightPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new InFlightModel(this))
    , m_filtered(new QSortFilterProxyModel(this))
    , m_view(new ListView(this))
    , m_filter(new QLineEdit(this))
    , m_secrets(new QToolButton(this))
    , m_hidden(new MutedLabel({}, this))
{
    setupTools();
    setupList();
    connect(session, &Session::opening, this, &InFlightPage::forget);
    // Its stacks are read first for all that the window shows: asked before, it would be in the way.
    connect(session, &Session::goroutinesChanged, this, [this] {
        if (isVisible())
            ask();
    });
    connect(session, &Session::opened, this, [this] {
        if (isVisible() && !m_session->process()->hasGo)
            ask();
    });
    forget();
}

void InFlightPage::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->setSpacing(unit / 4);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    m_filter->setPlaceholderText(tr("Words of a request, peer, label, function"));
    m_filter->setAccessibleName(tr("Filter what was in flight"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 50);
    m_filter->installEventFilter(this);
    row->addWidget(m_filter, 2);
    row->addWidget(m_hidden, 1);
    m_secrets->setText(tr("Show Secrets"));
    m_secrets->setToolTip(tr("Passwords, tokens and cookies as they are; else they are hidden"));
    m_secrets->setCheckable(true);
    m_secrets->setAutoRaise(true);
    m_secrets->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_secrets);
    setFocusProxy(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &InFlightPage::narrow);
    connect(m_secrets, &QToolButton::toggled, this, [this] {
        m_isAsked = false;
        ask();
    });
}

void InFlightPage::setupList()
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setRecursiveFilteringEnabled(true);
    m_filtered->setAutoAcceptChildRows(true);
    m_filtered->setFilterRole(InFlightModel::FilterTextRole);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_filtered);
    m_view->setItemDelegate(new InFlightDelegate(m_view));
    m_view->setAccessibleName(tr("In flight"));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(InFlightModel::Goroutine, QHeaderView::Fixed);
    m_view->columns().setShares({28, 64, 8});
    m_view->columns().setKeptAs(QStringLiteral("InFlight"));
    connect(m_view, &ListView::entered, this, &InFlightPage::choose);
    connect(m_view, &ListView::rowChosen, this, &InFlightPage::choose);
    connect(m_view, &ListView::menuWanted, this, &InFlightPage::fillMenu);
}

void InFlightPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

bool InFlightPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_view->setFocus(Qt::OtherFocusReason);
            if (!m_view->currentIndex().isValid())
                m_view->setCurrentIndex(m_filtered->index(0, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void InFlightPage::forget()
{
    m_isAsked = false;
    m_model->setInFlight(nullptr);
    m_hidden->setText({});
    const QSignalBlocker silent(m_secrets);
    m_secrets->setChecked(false);
    m_view->setEmptyState(m_session->isOpen() ? tr("Looking for what was in flight…")
                                              : tr("Requests, timers and connections are listed here."));
}

void InFlightPage::ask()
{
    if (m_isAsked || !m_session->isOpen())
        return;
    m_isAsked = true;
    if (m_model->rowCount() == 0)
        m_view->setEmptyState(tr("Looking for what was in flight…"));
    m_session->inFlight(this, m_secrets->isChecked(), [this](const Result<std::shared_ptr<const InFlight>> &found) {
        if (!found) {
            m_isAsked = false;
            m_model->setInFlight(nullptr);
            m_view->setEmptyState(found.error().code == ErrorCode::Cancelled
                                      ? tr("Looking for what was in flight was cancelled.")
                                      : errorText(found.error()));
            return;
        }
        m_model->setInFlight(*found);
        const quint64 masked = (*found)->masked;
        m_hidden->setText(masked == 0       ? QString()
                              : masked == 1 ? tr("1 text that may be secret is hidden")
                                            : tr("%1 texts that may be secret are hidden").arg(countText(masked)));
        narrow(m_filter->text());
    });
}

void InFlightPage::narrow(const QString &text)
{
    m_filtered->setFilterFixedString(text.trimmed());
    for (int row = 0; row < m_filtered->rowCount(); ++row) {
        const QModelIndex kind = m_filtered->index(row, 0);
        const quint64 count = kind.data(InFlightModel::CountRole).toULongLong();
        m_view->setExpanded(kind, count > 0 && (count <= openedAtMost || !text.isEmpty() || row == 0));
    }
    if (m_model->rowCount() > 0)
        m_view->setEmptyState(tr("Nothing that was in flight has “%1”.").arg(text.trimmed()));
}

void InFlightPage::choose(const QModelIndex &index)
{
    const QVariant goroutine = index.siblingAtColumn(0).data(InFlightModel::GoroutineRole);
    if (goroutine.isValid())
        m_session->selectGoroutine(goroutine.toULongLong());
}

void InFlightPage::fillMenu(QMenu *menu, const QModelIndex &index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    const QVariant goroutine = first.data(InFlightModel::GoroutineRole);
    const QVariant address = first.data(InFlightModel::AddressRole);
    if (goroutine.isValid())
        menu->addAction(tr("Go to Goroutine %1").arg(goroutine.toULongLong()), this,
                        [this, id = goroutine.toULongLong()] { m_session->selectGoroutine(id); });
    if (address.isValid())
        menu->addAction(tr("Show Memory at %1").arg(addressText({address.toULongLong()})), this,
                        [this, at = Address{address.toULongLong()}] { Q_EMIT memoryWanted(at); });
}

}
