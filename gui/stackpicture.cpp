// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stackpicture.h"

#include "backend/go/functionname.h"
#include "model/format.h"
#include "model/stacktreemodel.h"

#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

namespace
{

constexpr double readableContrast = 4.5; ///< WCAG 2 AA for text
constexpr int tallestPicture = 16'000; ///< pixels of a saved one

}

StackPicture::StackPicture(const QWidget &look)
    : m_look(look)
    , m_tree(std::make_shared<const StackTree>())
{
}

void StackPicture::setTree(std::shared_ptr<const StackTree> tree)
{
    m_tree = std::move(tree);
    m_marked.clear();
}

void StackPicture::setSearch(const QString &text)
{
    m_marked.clear();
    if (text.isEmpty())
        return;
    m_marked.resize(m_tree->nodes().size());
    for (uint32_t node = 1; node < m_tree->nodes().size(); ++node)
        m_marked[node] = StackTreeModel::title(*m_tree, node).contains(text, Qt::CaseInsensitive);
}

bool StackPicture::isMarked(uint32_t node) const
{
    return node < m_marked.size() && m_marked[node];
}

int StackPicture::boxHeight() const
{
    return m_look.fontMetrics().height() + 6;
}

int StackPicture::height() const
{
    return m_tree->isEmpty() ? 0 : int(m_tree->deepest() + 1) * boxHeight();
}

QRectF StackPicture::box(uint32_t number, const Sheet &sheet) const
{
    const StackTree::Node &node = m_tree->nodes()[number];
    const double unit = sheet.width / double(std::max<size_t>(m_tree->rows().size(), 1));
    return {sheet.origin.x() + node.first * unit, double(sheet.origin.y()) + int(node.depth) * boxHeight(),
            node.count * unit, double(boxHeight())};
}

uint32_t StackPicture::nodeAt(const QPoint &position, const Sheet &sheet) const
{
    if (m_tree->isEmpty() || sheet.width <= 0)
        return 0;
    const double row = (position.x() - sheet.origin.x()) / sheet.width * double(m_tree->rows().size());
    const auto firstOf = [this](uint32_t node) { return double(m_tree->nodes()[node].first); };
    uint32_t at = 0;
    while (true) {
        const StackTree::Node &node = m_tree->nodes()[at];
        if (position.y() < sheet.origin.y() + int(node.depth + 1) * boxHeight())
            return at;
        // Siblings stand in the order of their rows.
        const auto begin = m_tree->children().begin() + node.firstChild;
        const auto after = std::ranges::upper_bound(begin, begin + node.childCount, row, {}, firstOf);
        if (after == begin)
            return 0;
        const StackTree::Node &found = m_tree->nodes()[*(after - 1)];
        if (row >= double(found.first) + double(found.count))
            return 0;
        at = *(after - 1);
    }
}

QColor StackPicture::fill(const StackTree::Node &node) const
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

void StackPicture::paintBox(const Canvas &canvas, uint32_t number, const QRectF &box) const
{
    const Theme &theme = m_theme.current();
    const StackTree::Node &node = m_tree->nodes()[number];
    QPainter *painter = canvas.painter;
    const QRectF inner = box.adjusted(0, 0, box.width() > 3 ? -1 : 0, -1);
    painter->fillRect(inner, isMarked(number) ? theme.tint(Theme::Tint::Mark) : fill(node));
    if (number == canvas.current && number != 0) {
        painter->setPen(QPen(theme.color(Theme::Role::Accent), canvas.hasFocus ? 2 : 1));
        painter->drawRect(inner.adjusted(1, 1, -1, -1));
    }
    // The text stands in the part that is in sight.
    const QRectF seen = inner & QRectF(canvas.sight);
    const int pad = m_look.fontMetrics().averageCharWidth() / 2;
    if (seen.width() < m_look.fontMetrics().averageCharWidth() * 4)
        return;
    painter->setPen(theme.color(Theme::Role::Text));
    // Where there is room for half a name only, the number still stands whole.
    const QString count = QStringLiteral("  ") + countText(node.count);
    const int room = int(seen.width()) - 2 * pad;
    const int left = room - m_look.fontMetrics().horizontalAdvance(count);
    const bool hasCount = left > m_look.fontMetrics().averageCharWidth() * 4;
    const QString name = m_look.fontMetrics().elidedText(StackTreeModel::title(*m_tree, number), Qt::ElideRight,
                                                         hasCount ? left : room);
    painter->drawText(seen.adjusted(pad, 0, -pad, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                      hasCount ? name + count : name);
}

void StackPicture::paint(const Canvas &canvas) const
{
    if (m_tree->isEmpty())
        return;
    std::vector<uint32_t> open{0};
    while (!open.empty()) {
        const uint32_t number = open.back();
        open.pop_back();
        const QRectF place = box(number, canvas.sheet);
        if (place.width() < leastWidth || place.right() < canvas.sight.left() || place.left() > canvas.sight.right()
            || place.top() > canvas.sight.bottom())
            continue;
        if (place.bottom() >= canvas.sight.top())
            paintBox(canvas, number, place);
        const StackTree::Node &node = m_tree->nodes()[number];
        for (uint32_t i = 0; i < node.childCount; ++i) {
            const uint32_t child = m_tree->children()[node.firstChild + i];
            if (box(child, canvas.sheet).width() < leastWidth)
                break; // those that follow are narrower
            open.push_back(child);
        }
    }
}

bool StackPicture::save(const QString &path, int width) const
{
    const QSize size(width, std::min(height(), tallestPicture));
    const QRect sheet(QPoint(0, 0), size);
    const Canvas whole{.painter = nullptr, .sight = sheet, .sheet = {.width = double(width), .origin = {}}};
    const auto draw = [&](QPainter &painter) {
        painter.setFont(m_look.font());
        painter.fillRect(sheet, m_look.palette().color(QPalette::Base));
        Canvas canvas = whole;
        canvas.painter = &painter;
        paint(canvas);
        painter.end();
    };
    QSaveFile file(path);
    if (size.isEmpty() || !file.open(QIODevice::WriteOnly))
        return false;
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(size);
        generator.setViewBox(sheet);
        generator.setTitle(StackTreeModel::tr("Stacks of all goroutines"));
        QPainter painter(&generator);
        draw(painter);
        return file.commit();
    }
    const qreal ratio = m_look.devicePixelRatioF();
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    draw(painter);
    return image.save(&file, "PNG") && file.commit();
}

}
