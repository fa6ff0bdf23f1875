// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/listview.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listexport.h"
#include "gui/symboliciconengine.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <numeric>

namespace Freezeframe
{
namespace
{

constexpr int lettersOfName = 14; ///< of a name that are to be read at any depth

/// It adds to what is chosen, or takes from it, and goes nowhere.
bool extends(const QEvent *event)
{
    return event && event->isInputEvent()
        && static_cast<const QInputEvent *>(event)->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
}

int levelOf(const QModelIndex &index)
{
    int level = 0;
    for (QModelIndex parent = index.parent(); parent.isValid(); parent = parent.parent())
        ++level;
    return level;
}

}

ListView::ListView(QWidget *parent)
    : QTreeView(parent)
    , m_emptyAction(new QPushButton(viewport()))
    , m_export(new ListExport(this))
    , m_columns(new ColumnWidths(this))
{
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(usualIndentation());
    setSelectionMode(QAbstractItemView::ExtendedSelection);
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
    connect(header(), &QHeaderView::sectionResized, this, &ListView::fitIndentation);
    connect(this, &QTreeView::expanded, this, &ListView::fitIndentation);
    connect(this, &QTreeView::collapsed, this, &ListView::fitIndentation);
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

QSize ListView::minimumSizeHint() const
{
    constexpr int leastRows = 1;
    const int top = isHeaderHidden() ? 0 : header()->sizeHint().height();
    return {fontMetrics().averageCharWidth() * 12, top + Freezeframe::rowHeight(fontMetrics()) * leastRows + 4};
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
    if (!m_narrow)
        drawSign(painter, QRect(rect.right() + 1 - indentation(), rect.top(), indentation(), rect.height()), index);
}

void ListView::drawSign(QPainter *painter, const QRect &place, const QModelIndex &index) const
{
    // A sign where there is something to open, no lines: they are noise beside tints.
    if (!rootIsDecorated() || !model()->hasChildren(index))
        return;
    const int size = place.width() * 3 / 4;
    const QRect sign(place.left() + (place.width() - size) / 2, place.center().y() - size / 2 + 1, size, size);
    symbolicIcon(isExpanded(index) ? QStringLiteral("go-down") : QStringLiteral("go-next")).paint(painter, sign);
}

void ListView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (m_narrow) {
        const int unit = usualIndentation();
        const int left = header()->sectionViewportPosition(0) + shiftOf(index) - unit;
        drawSign(painter, QRect(left, option.rect.top(), unit, option.rect.height()), index.siblingAtColumn(0));
    }
    if (!currentIndex().isValid() || index.siblingAtColumn(0) != currentIndex().siblingAtColumn(0))
        return;
    QRect strip = option.rect;
    strip.setLeft(0);
    strip.setWidth(3);
    const QColor grey = m_theme.current().color(Theme::Role::Muted);
    painter->fillRect(strip, hasFocus() ? m_theme.current().color(Theme::Role::Accent) : grey);
}

int ListView::usualIndentation() const
{
    return fontMetrics().height() - 1;
}

int ListView::deepestLevel() const
{
    int deepest = 0;
    for (QModelIndex index = indexAt(QPoint(0, 0)); index.isValid(); index = indexBelow(index)) {
        if (QTreeView::visualRect(index).top() > viewport()->height())
            break;
        deepest = std::max(deepest, levelOf(index));
    }
    return deepest;
}

/// Names must stay readable at any depth: where the levels in sight would push them out of their column, each level
/// moves by less, and where even that is too much, the outermost of them by nothing.
void ListView::fitIndentation()
{
    const int unit = usualIndentation();
    const int deepest = model() ? deepestLevel() : 0;
    const int edge = rootIsDecorated() ? unit : 0;
    const int width = columnWidth(0) - edge;
    const int room = width - std::min(width * 2 / 3, fontMetrics().averageCharWidth() * lettersOfName);
    std::optional<Narrow> narrow;
    if (deepest > 0 && deepest * unit > room) {
        const int least = std::max(1, unit / 4);
        const int step = std::clamp(room / deepest, least, unit);
        narrow = {.step = step, .firstLevel = std::max(0, deepest - std::max(0, room) / step)};
    }
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    setIndentation(narrow ? 0 : unit);
    viewport()->update();
}

int ListView::shiftOf(const QModelIndex &index) const
{
    if (!m_narrow || index.column() != 0)
        return m_narrow && index.isValid() ? shiftOf(index.siblingAtColumn(0)) : 0;
    const int edge = rootIsDecorated() ? usualIndentation() : 0;
    return edge + std::max(0, levelOf(index) - m_narrow->firstLevel) * m_narrow->step;
}

std::optional<int> ListView::levelMark(const QModelIndex &index) const
{
    return m_narrow && m_narrow->firstLevel > 0 ? std::optional(levelOf(index)) : std::nullopt;
}

QRect ListView::visualRect(const QModelIndex &index) const
{
    QRect rect = QTreeView::visualRect(index);
    if (m_narrow && index.column() == 0 && rect.isValid())
        rect.setLeft(std::min(rect.left() + shiftOf(index), rect.right()));
    return rect;
}

/// Opens or closes the row whose sign is at @p position, where the tree view knows nothing of signs.
bool ListView::toggleAt(const QPoint &position)
{
    if (!m_narrow || !rootIsDecorated())
        return false;
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || index.column() != 0 || !model()->hasChildren(index))
        return false;
    const int end = header()->sectionViewportPosition(0) + shiftOf(index);
    constexpr int slack = 2;
    if (position.x() < end - usualIndentation() || position.x() >= end + slack)
        return false;
    setExpanded(index, !isExpanded(index));
    return true;
}

void ListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !toggleAt(event->position().toPoint()))
        QTreeView::mouseDoubleClickEvent(event);
}

void ListView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    fitIndentation();
}

void ListView::paintEvent(QPaintEvent *event)
{
    fitIndentation();
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

void ListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex cell = isKey ? currentIndex() : indexAt(event->pos());
    if (!model() || model()->rowCount() == 0)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (cell.isValid())
        Q_EMIT menuWanted(menu, cell);
    m_export->addTo(menu, cell);
    const QRect sight = viewport()->rect();
    const QRect place = visualRect(cell) & sight;
    menu->popup(isKey ? viewport()->mapToGlobal(place.isEmpty() ? sight.center() : place.center())
                      : event->globalPos());
}

/// The current row is tinted: nothing but another one takes that from it. Shift and Ctrl choose more, for copies.
QItemSelectionModel::SelectionFlags ListView::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    const bool isMore = event ? extends(event) : m_extends;
    if (selectionMode() != QAbstractItemView::SingleSelection && isMore)
        return QTreeView::selectionCommand(index, event);
    // A right click on one of several chosen rows is about them all.
    const bool isMouse
        = event && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease);
    const bool isMenu = isMouse && static_cast<const QMouseEvent *>(event)->button() == Qt::RightButton;
    if (isMenu && index.isValid() && selectionModel()->isSelected(index))
        return QItemSelectionModel::NoUpdate;
    return index.isValid() ? QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows
                           : QItemSelectionModel::NoUpdate;
}

void ListView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        m_export->copySelection();
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid() && event->modifiers() == Qt::NoModifier) {
        Q_EMIT entered(currentIndex());
        return;
    }
    const QModelIndex before = currentIndex();
    m_extends = extends(event);
    QTreeView::keyPressEvent(event);
    m_extends = false;
    if (currentIndex().isValid() && currentIndex() != before && !extends(event))
        Q_EMIT rowChosen(currentIndex());
}

void ListView::mousePressEvent(QMouseEvent *event)
{
    m_pressedFrom = currentIndex();
    if (event->button() == Qt::LeftButton && toggleAt(event->position().toPoint()))
        return;
    m_extends = extends(event);
    QTreeView::mousePressEvent(event);
    m_extends = false;
    const QModelIndex index = indexAt(event->position().toPoint());
    // Before the menu: what it offers is about what all panels show.
    if (event->button() == Qt::RightButton && index.isValid() && index == currentIndex()
        && contextMenuPolicy() != Qt::PreventContextMenu)
        Q_EMIT rowChosen(index);
}

void ListView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex current = currentIndex();
    if (event->button() != Qt::LeftButton || !current.isValid() || extends(event))
        return;
    // Dragged over rows, the last of them is chosen, wherever the button is released.
    if (indexAt(event->position().toPoint()) == current || m_pressedFrom != current)
        Q_EMIT rowChosen(current);
}

void ListView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    placeEmptyAction();
    m_columns->fit();
}

void ListView::focusInEvent(QFocusEvent *event)
{
    const bool hadCurrent = currentIndex().isValid();
    QTreeView::focusInEvent(event);
    // Qt makes the first row the current one.
    if (!hadCurrent && currentIndex().isValid()) {
        if (m_follows)
            selectionModel()->clear();
        else
            selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    viewport()->update();
}

void ListView::focusOutEvent(QFocusEvent *event)
{
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

}
