// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/listview.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"
#include "model/roles.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

namespace Freezeframe
{

ListView::ListView(QWidget *parent)
    : QTreeView(parent)
    , m_emptyAction(new QPushButton(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(fontMetrics().height() - 1);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(true);
    header()->setFont(badgeFont(font()));
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(fontMetrics().height());
    m_emptyAction->hide();
    connect(header(), &QHeaderView::sectionResized, this, [this] {
        m_columnsChosen = m_columnsChosen || (QApplication::mouseButtons() & Qt::LeftButton && header()->underMouse());
    });
    connect(m_emptyAction, &QPushButton::clicked, this, &ListView::emptyActionTriggered);
    applyTheme();
}

void ListView::applyTheme()
{
    QPalette wanted = Theme().viewPalette();
    if (m_onWindow) {
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            wanted.setColor(group, QPalette::Base, wanted.color(group, QPalette::Window));
    }
    if (palette() != wanted)
        setPalette(wanted);
}

void ListView::setOnWindow(bool onWindow)
{
    m_onWindow = onWindow;
    applyTheme();
}

void ListView::setEmptyState(const QString &sentence, const QString &action)
{
    m_emptySentence = sentence;
    m_emptyAction->setText(action);
    placeEmptyAction();
    viewport()->update();
}

void ListView::placeEmptyAction()
{
    const bool isEmpty = !model() || model()->rowCount() == 0;
    m_emptyAction->setVisible(isEmpty && !m_emptyAction->text().isEmpty());
    m_emptyAction->resize(m_emptyAction->sizeHint());
    m_emptyAction->move((viewport()->width() - m_emptyAction->width()) / 2,
                        viewport()->height() / 2 + fontMetrics().height());
}

void ListView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (selectionModel()->isSelected(index))
        painter->fillRect(rect, palette().brush(QPalette::Highlight));
    // A sign where there is something to open, no lines: they are noise beside tints.
    if (!rootIsDecorated() || !model()->hasChildren(index))
        return;
    const int size = indentation() * 3 / 4;
    const QRect sign(rect.right() + 1 - indentation() + (indentation() - size) / 2, rect.center().y() - size / 2 + 1,
                     size, size);
    symbolicIcon(isExpanded(index) ? QStringLiteral("go-down") : QStringLiteral("go-next")).paint(painter, sign);
}

void ListView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (!currentIndex().isValid() || index.siblingAtColumn(0) != currentIndex().siblingAtColumn(0))
        return;
    QRect strip = option.rect;
    strip.setLeft(0);
    strip.setWidth(3);
    const QColor grey = m_theme.current().color(Theme::Role::Muted);
    painter->fillRect(strip, hasFocus() ? m_theme.current().color(Theme::Role::Accent) : grey);
}

void ListView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    const bool isEmpty = !model() || model()->rowCount() == 0;
    if (m_emptyAction->isVisible() != (isEmpty && !m_emptyAction->text().isEmpty()))
        placeEmptyAction();
    if (!isEmpty || m_emptySentence.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.current().color(Theme::Role::Muted));
    const int inset = fontMetrics().height();
    const QRect area = viewport()->rect().adjusted(inset, 0, -inset, 0);
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_emptySentence);
}

void ListView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyTheme();
}

void ListView::copyRow() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    QString text = current.data(CopyRole).toString();
    if (text.isEmpty()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(current.parent()); ++column)
            cells.append(current.siblingAtColumn(column).data().toString());
        text = cells.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(text);
}

void ListView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRow();
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid() && event->modifiers() == Qt::NoModifier) {
        Q_EMIT entered(currentIndex());
        return;
    }
    const QModelIndex before = currentIndex();
    QTreeView::keyPressEvent(event);
    if (currentIndex().isValid() && currentIndex() != before)
        Q_EMIT rowChosen(currentIndex());
}

void ListView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && index == currentIndex())
        Q_EMIT rowChosen(index);
}

void ListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    placeEmptyAction();
    for (int column = 0; column < m_columnShares.size() && !m_columnsChosen; ++column)
        header()->resizeSection(column, viewport()->width() * m_columnShares.at(column) / 100);
}

void ListView::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    viewport()->update();
}

void ListView::focusOutEvent(QFocusEvent *event)
{
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

}
