// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stackchart.h"

#include "backend/go/functionname.h"
#include "gui/fonts.h"
#include "model/format.h"
#include "model/stacktreemodel.h"

#include <QHelpEvent>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QScrollBar>
#include <QSvgGenerator>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

namespace
{

constexpr double leastWidth = 1; ///< of a box that is drawn, in pixels
constexpr double mostZoom = 100'000;
constexpr double readableContrast = 4.5; ///< WCAG 2 AA for text
constexpr int tallestPicture = 16'000; ///< pixels of a saved one

}

StackChart::StackChart(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_tree(std::make_shared<const StackTree>())
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Graph of All Stacks"));
}

void StackChart::setTree(std::shared_ptr<const StackTree> tree)
{
    m_tree = std::move(tree);
    m_current = 0;
    m_marked.clear();
    fit();
}

void StackChart::setSearch(const QString &text)
{
    m_marked.clear();
    if (!text.isEmpty()) {
        m_marked.resize(m_tree->nodes().size());
        for (uint32_t node = 1; node < m_tree->nodes().size(); ++node)
            m_marked[node] = StackTreeModel::title(*m_tree, node).contains(text, Qt::CaseInsensitive);
    }
    viewport()->update();
}

bool StackChart::isMarked(uint32_t node) const
{
    return node < m_marked.size() && m_marked[node];
}

int StackChart::boxHeight() const
{
    return fontMetrics().height() + 6;
}

double StackChart::contentWidth() const
{
    return viewport()->width() * m_zoom;
}

QPoint StackChart::origin() const
{
    return {-horizontalScrollBar()->value(), -verticalScrollBar()->value()};
}

QRectF StackChart::boxOf(uint32_t number, double width, const QPoint &origin) const
{
    const StackTree::Node &node = m_tree->nodes()[number];
    const double unit = width / double(std::max<size_t>(m_tree->rows().size(), 1));
    return {origin.x() + node.first * unit, double(origin.y()) + int(node.depth) * boxHeight(), node.count * unit,
            double(boxHeight())};
}

QRect StackChart::rectOf(uint32_t node) const
{
    if (node >= m_tree->nodes().size())
        return {};
    const QRectF box = boxOf(node, contentWidth(), origin());
    return box.width() < leastWidth ? QRect() : box.toAlignedRect();
}

uint32_t StackChart::nodeAt(const QPoint &position) const
{
    if (m_tree->isEmpty())
        return 0;
    uint32_t at = 0;
    const double width = contentWidth();
    while (true) {
        const StackTree::Node &node = m_tree->nodes()[at];
        if (position.y() < origin().y() + int(node.depth + 1) * boxHeight())
            return at;
        const auto begin = m_tree->children().begin() + node.firstChild;
        const auto found = std::find_if(begin, begin + node.childCount, [&](uint32_t child) {
            const QRectF box = boxOf(child, width, origin());
            return position.x() >= box.left() && position.x() < box.right();
        });
        if (found == begin + node.childCount)
            return 0;
        at = *found;
    }
}

QColor StackChart::fill(const StackTree::Node &node) const
{
    const Theme &theme = m_theme.current();
    const QColor base = theme.palette().color(QPalette::Base);
    const QColor text = theme.color(Theme::Role::Text);
    const bool isOwn = node.depth > 0 && !isStandardFunction(m_tree->name(node)) && !m_tree->isOuterRest(node);
    // Neighbours differ a little, the same function is the same everywhere.
    const double shade = double(std::hash<std::string>()(m_tree->name(node)) % 4) * 0.03;
    const QColor towards = isOwn ? theme.palette().color(QPalette::Highlight) : text;
    double share = (isOwn ? 0.22 : 0.07) + shade;
    QColor colour = mix(base, towards, share);
    for (; contrast(text, colour) < readableContrast && share > 0; share -= 0.02)
        colour = mix(base, towards, share);
    return colour;
}

void StackChart::paintBox(const Canvas &canvas, uint32_t number, const QRectF &box) const
{
    const Theme &theme = m_theme.current();
    const StackTree::Node &node = m_tree->nodes()[number];
    QPainter *painter = canvas.painter;
    const QRectF inner = box.adjusted(0, 0, box.width() > 3 ? -1 : 0, -1);
    painter->fillRect(inner, isMarked(number) ? theme.tint(Theme::Tint::Mark) : fill(node));
    if (number == m_current && number != 0) {
        painter->setPen(QPen(theme.color(Theme::Role::Accent), hasFocus() ? 2 : 1));
        painter->drawRect(inner.adjusted(1, 1, -1, -1));
    }
    // The text stands in the part that is in sight.
    const QRectF seen = inner & QRectF(canvas.sight);
    const int pad = fontMetrics().averageCharWidth() / 2;
    if (seen.width() < fontMetrics().averageCharWidth() * 4)
        return;
    painter->setPen(theme.color(Theme::Role::Text));
    // Where there is room for half a name only, the number still stands whole.
    const QString count = QStringLiteral("  ") + countText(node.count);
    const int room = int(seen.width()) - 2 * pad;
    const int left = room - fontMetrics().horizontalAdvance(count);
    const bool hasCount = left > fontMetrics().averageCharWidth() * 4;
    const QString name
        = fontMetrics().elidedText(StackTreeModel::title(*m_tree, number), Qt::ElideRight, hasCount ? left : room);
    painter->drawText(seen.adjusted(pad, 0, -pad, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                      hasCount ? name + count : name);
}

void StackChart::paint(const Canvas &canvas) const
{
    if (m_tree->isEmpty())
        return;
    std::vector<uint32_t> open{0};
    while (!open.empty()) {
        const uint32_t number = open.back();
        open.pop_back();
        const QRectF box = boxOf(number, canvas.width, canvas.origin);
        if (box.width() < leastWidth || box.right() < canvas.sight.left() || box.left() > canvas.sight.right()
            || box.top() > canvas.sight.bottom())
            continue;
        if (box.bottom() >= canvas.sight.top())
            paintBox(canvas, number, box);
        const StackTree::Node &node = m_tree->nodes()[number];
        for (uint32_t i = 0; i < node.childCount; ++i) {
            const uint32_t child = m_tree->children()[node.firstChild + i];
            if (boxOf(child, canvas.width, canvas.origin).width() < leastWidth)
                break; // those that follow are narrower
            open.push_back(child);
        }
    }
}

void StackChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    paint({&painter, viewport()->rect(), contentWidth(), origin()});
}

bool StackChart::save(const QString &path) const
{
    const QSize size(std::max(viewport()->width(), 200),
                     std::min(int(m_tree->deepest() + 1) * boxHeight(), tallestPicture));
    const QRect sheet(QPoint(0, 0), size);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    const QColor ground = palette().color(QPalette::Base);
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(size);
        generator.setViewBox(sheet);
        generator.setTitle(tr("Stacks of all goroutines"));
        QPainter painter(&generator);
        painter.setFont(font());
        painter.fillRect(sheet, ground);
        paint({&painter, sheet, double(size.width()), {}});
        painter.end();
        return file.commit();
    }
    const qreal ratio = devicePixelRatioF();
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(ground);
    QPainter painter(&image);
    painter.setFont(font());
    paint({&painter, sheet, double(size.width()), {}});
    painter.end();
    return image.save(&file, "PNG") && file.commit();
}

void StackChart::fitBars()
{
    horizontalScrollBar()->setRange(0, int(std::max(0.0, contentWidth() - viewport()->width())));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    const int height = m_tree->isEmpty() ? 0 : int(m_tree->deepest() + 1) * boxHeight();
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(boxHeight());
    viewport()->update();
}

void StackChart::setZoom(double zoom)
{
    // A scroll bar's positions are whole numbers.
    m_zoom = std::clamp(zoom, 1.0, std::min(mostZoom, 1e9 / std::max(viewport()->width(), 1)));
    fitBars();
}

void StackChart::zoomBy(double factor, int around)
{
    const double at = (horizontalScrollBar()->value() + around) / std::max(contentWidth(), 1.0);
    setZoom(m_zoom * factor);
    horizontalScrollBar()->setValue(int(std::lround(at * contentWidth() - around)));
}

void StackChart::zoomTo(uint32_t node)
{
    if (node >= m_tree->nodes().size() || m_tree->nodes()[node].count == 0)
        return;
    setZoom(double(m_tree->rows().size()) / m_tree->nodes()[node].count);
    horizontalScrollBar()->setValue(int(std::lround(boxOf(node, contentWidth(), {}).left())));
    bringIntoSight(node);
}

void StackChart::fit()
{
    setZoom(1);
    horizontalScrollBar()->setValue(0);
}

void StackChart::bringIntoSight(uint32_t node)
{
    const QRectF box = boxOf(node, contentWidth(), origin());
    QScrollBar *across = horizontalScrollBar();
    if (box.right() < 1 || box.left() > viewport()->width() - 1)
        across->setValue(across->value() + int(box.left()) - viewport()->width() / 4);
    QScrollBar *down = verticalScrollBar();
    if (box.top() < 0)
        down->setValue(down->value() + int(box.top()));
    else if (box.bottom() > viewport()->height())
        down->setValue(down->value() + int(box.bottom()) - viewport()->height());
}

void StackChart::setCurrent(uint32_t node)
{
    if (node >= m_tree->nodes().size())
        return;
    m_current = node;
    setAccessibleDescription(StackTreeModel::description(*m_tree, node));
    bringIntoSight(node);
    viewport()->update();
}

void StackChart::choose(uint32_t node)
{
    setCurrent(node);
    Q_EMIT chosen(node);
}

uint32_t StackChart::neighbour(int key) const
{
    const StackTree::Node &node = m_tree->nodes()[m_current];
    if (key == Qt::Key_Up)
        return node.parent == StackTree::none ? m_current : node.parent;
    if (key == Qt::Key_Down)
        return node.childCount == 0 ? m_current : m_tree->children()[node.firstChild];
    if (node.parent == StackTree::none)
        return m_current;
    const StackTree::Node &parent = m_tree->nodes()[node.parent];
    const int64_t place = int64_t(node.place) + (key == Qt::Key_Left ? -1 : 1);
    return place < 0 || place >= parent.childCount ? m_current : m_tree->children()[parent.firstChild + size_t(place)];
}

void StackChart::keyPressEvent(QKeyEvent *event)
{
    if (m_tree->isEmpty() || (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) != 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (const uint32_t next = neighbour(event->key()); next != m_current)
            choose(next);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current != 0)
            Q_EMIT frameWanted(m_current);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(1.5, rectOf(m_current).center().x()); return;
    case Qt::Key_Minus: zoomBy(1 / 1.5, rectOf(m_current).center().x()); return;
    case Qt::Key_Space: zoomTo(m_current); return;
    case Qt::Key_0: fit(); return;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void StackChart::wheelEvent(QWheelEvent *event)
{
    constexpr double notch = 120;
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(1.25, event->angleDelta().y() / notch), int(event->position().x()));
    event->accept();
}

void StackChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    const uint32_t node = nodeAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton)
        zoomTo(node);
    else if (!m_tree->isEmpty())
        choose(node);
}

void StackChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    const uint32_t node = nodeAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && node != 0)
        Q_EMIT frameWanted(node);
}

void StackChart::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const uint32_t node = isKey ? m_current : nodeAt(event->pos());
    if (m_tree->isEmpty())
        return;
    setCurrent(node);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuWanted(menu, node);
    const QRect place = rectOf(node) & viewport()->rect();
    menu->popup(isKey ? viewport()->mapToGlobal(place.isEmpty() ? viewport()->rect().center() : place.center())
                      : event->globalPos());
}

bool StackChart::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (m_tree->isEmpty())
        return true;
    QToolTip::showText(help->globalPos(),
                       StackTreeModel::description(*m_tree, nodeAt(help->pos()))
                           .toHtmlEscaped()
                           .replace(QLatin1Char('\n'), QLatin1String("<br>")),
                       viewport());
    return true;
}

void StackChart::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitBars();
}

void StackChart::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

}
