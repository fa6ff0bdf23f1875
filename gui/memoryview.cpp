// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memoryview.h"

#include "gui/fonts.h"
#include "gui/memorypainter.h"
#include "model/addressnames.h"
#include "model/format.h"
#include "model/memorypages.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr qint64 mostBar = 1'000'000'000; ///< steps of a scroll bar: of more rows, each is many of them
constexpr uint64_t pointerBytes = 8;

}

MemoryView::MemoryView(MemoryPages *pages, AddressNames *names, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_pages(pages)
    , m_names(names)
    , m_dragTimer(new QTimer(this))
    , m_font(codeFont())
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    m_dragTimer->setInterval(50);
    connect(m_dragTimer, &QTimer::timeout, this, [this] { dragTo(viewport()->mapFromGlobal(QCursor::pos())); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_isSettingBar)
            return;
        const qint64 most = mostTop();
        m_top = most <= mostBar ? value : qint64(double(value) / double(mostBar) * double(most));
        wantVisible();
    });
    const auto repaint = [this] {
        wantVisible();
        viewport()->update();
    };
    connect(m_pages, &MemoryPages::arrived, this, repaint);
    connect(m_names, &AddressNames::arrived, this, repaint);
    layOut();
}

QSize MemoryView::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, m_rowHeight};
}

void MemoryView::setSentence(const QString &sentence)
{
    m_sentence = sentence;
    viewport()->update();
}

void MemoryView::setRegions(RegionList regions)
{
    m_regions = std::move(regions);
    m_current.reset();
    m_object.reset();
    m_top = 0;
    layOut();
    Q_EMIT currentChanged();
}

void MemoryView::setFormat(const MemoryFormat &format)
{
    m_format = format;
    layOut();
}

/// Columns for the width that there is; what is at the top stays there.
void MemoryView::layOut()
{
    m_font = codeFont();
    m_rowHeight = rowHeight(QFontMetrics(m_font));
    m_columns = MemoryColumns(m_font, m_format, viewport()->width());
    if (m_rows.bytesPerRow() != m_columns.bytesPerRow() || m_rows.regions() != m_regions) {
        const bool wasSeen = m_current && m_rows.count() > 0 && m_rows.rowOf(*m_current) >= m_top
            && m_rows.rowOf(*m_current) < m_top + visibleRows();
        const Address top = m_rows.count() > 0 && m_top < m_rows.count() ? m_rows.row(m_top).first : Address();
        m_rows = MemoryRows(m_regions, m_columns.bytesPerRow());
        m_top = m_rows.rowOf(top);
        if (wasSeen)
            bringIntoSight(*m_current);
    }
    scrollTo(m_top);
}

qint64 MemoryView::visibleRows() const
{
    return std::max<qint64>(1, viewport()->height() / m_rowHeight);
}

qint64 MemoryView::mostTop() const
{
    return std::max<qint64>(0, m_rows.count() - visibleRows());
}

void MemoryView::scrollTo(qint64 row)
{
    m_top = std::clamp<qint64>(row, 0, mostTop());
    refreshBar();
    wantVisible();
    viewport()->update();
}

void MemoryView::refreshBar()
{
    const qint64 most = mostTop();
    m_isSettingBar = true;
    QScrollBar *bar = verticalScrollBar();
    bar->setRange(0, int(std::min(most, mostBar)));
    bar->setPageStep(int(visibleRows()));
    bar->setSingleStep(1);
    bar->setValue(most <= mostBar ? int(m_top) : int(double(m_top) / double(most) * double(mostBar)));
    m_isSettingBar = false;
}

/// A screenful before and after it, too: one turn of the wheel finds it read.
void MemoryView::wantVisible()
{
    std::vector<MemoryPages::Range> ranges;
    std::vector<Address> targets;
    const qint64 rows = visibleRows() + 1;
    const qint64 end = std::min(m_top + 2 * rows, m_rows.count());
    const auto add = [&](qint64 number) {
        const MemoryRows::Row row = m_rows.row(number);
        if (row.isHole)
            return;
        if (!ranges.empty() && ranges.back().second + 1 == row.first)
            ranges.back().second = row.last;
        else
            ranges.emplace_back(row.first, row.last);
    };
    for (qint64 number = m_top; number < end; ++number)
        add(number); // what is in sight comes first
    for (qint64 number = std::max<qint64>(0, m_top - rows); number < m_top; ++number)
        add(number);
    m_pages->want(ranges);
    if (!m_columns.hasNames())
        return;
    for (qint64 number = m_top; number < std::min(m_top + rows, m_rows.count()); ++number) {
        if (const auto target = pointerAt(m_rows.row(number).first))
            targets.push_back(*target);
    }
    m_names->want(targets);
}

std::optional<Address> MemoryView::pointerAt(Address address) const
{
    const Address word = address - address.value % pointerBytes;
    const auto bytes = m_pages->bytes(word, word + (pointerBytes - 1));
    if (bytes.size() != pointerBytes)
        return std::nullopt;
    const auto value = MemoryFormat(MemoryFormat::Kind::Pointers, pointerBytes, false).number(bytes);
    return value && m_rows.regionAt(Address{*value}) ? std::optional(Address{*value}) : std::nullopt;
}

std::optional<std::pair<Address, Address>> MemoryView::selection() const
{
    if (!m_current)
        return std::nullopt;
    return std::pair(std::min(m_anchor, *m_current), std::max(m_anchor, *m_current));
}

void MemoryView::select(Address first, Address last)
{
    m_object.reset();
    setCurrent(last, false);
    m_anchor = first;
    bringIntoSight(first);
    Q_EMIT currentChanged();
}

void MemoryView::goTo(Address address, uint64_t size)
{
    if (m_rows.count() == 0)
        return;
    m_object.reset();
    if (size > 0)
        m_object.emplace(address, address + std::min(size - 1, UINT64_MAX - address.value));
    bringIntoSight(address);
    setCurrent(address, false);
}

/// A little below the top, with what stands before it, unless it is in sight.
void MemoryView::bringIntoSight(Address address)
{
    const qint64 row = m_rows.rowOf(address);
    if (row < m_top || row >= m_top + visibleRows())
        scrollTo(row - visibleRows() / 4);
    viewport()->update();
}

void MemoryView::setCurrent(Address address, bool extends)
{
    m_current = address;
    if (!extends)
        m_anchor = address;
    viewport()->update();
    tellAccessible();
    Q_EMIT currentChanged();
}

QRectF MemoryView::rowRect(qint64 row) const
{
    return {0, double((row - m_top) * m_rowHeight), double(viewport()->width()), double(m_rowHeight)};
}

QRect MemoryView::cellRect(Address address) const
{
    const qint64 row = m_rows.rowOf(address);
    if (m_rows.count() == 0 || row < m_top || row >= m_top + visibleRows())
        return {};
    const QRectF place = rowRect(row);
    if (m_rows.row(row).isHole)
        return place.toRect();
    const auto [left, right] = m_columns.cell(address.value % m_columns.bytesPerRow());
    return QRectF(left, place.top(), right - left, place.height()).toRect();
}

std::optional<MemoryView::Cell> MemoryView::cellAt(const QPoint &position) const
{
    if (m_rows.count() == 0)
        return std::nullopt;
    const qint64 number
        = std::clamp<qint64>(m_top + (position.y() < 0 ? -1 : position.y() / m_rowHeight), 0, m_rows.count() - 1);
    const MemoryRows::Row row = m_rows.row(number);
    if (row.isHole)
        return Cell{.address = row.first};
    const MemoryColumns::Hit hit = m_columns.hit(position.x());
    const Address begin = row.first - row.first.value % m_columns.bytesPerRow();
    return Cell{.address = std::clamp(begin + hit.offset, row.first, row.last),
                .isText = hit.isText && !hit.isName,
                .isName = hit.isName,
                .isInside = hit.isInside && rowRect(number).contains(position)};
}

bool MemoryView::isLink(const QPoint &position) const
{
    const auto cell = cellAt(position);
    const bool areWords = m_columns.hasNames()
        || (m_format.kind() == MemoryFormat::Kind::Hexadecimal && m_format.wordSize() == pointerBytes
            && !m_format.isBigEndian());
    return cell && cell->isInside && areWords && !cell->isText && pointerAt(cell->address);
}

void MemoryView::follow(Address address)
{
    if (const auto target = pointerAt(address))
        Q_EMIT followed(*target);
}

void MemoryView::tellAccessible()
{
    QString text = addressText(*m_current);
    const MemoryRows::Row row = m_rows.stretchAt(*m_current);
    if (row.isHole) {
        text += QStringLiteral(", ") + memoryLookText(missingLook(m_rows.regionAt(*m_current)));
    } else {
        const Address word = *m_current - m_current->value % m_format.wordSize();
        const Address last = std::min(word + (m_format.wordSize() - 1), row.last);
        const auto bytes = m_pages->bytes(std::max(word, row.first), last);
        text += QStringLiteral(": ") + m_format.text(bytes) + QLatin1Char(' ') + memoryText(bytes);
    }
    setAccessibleDescription(text);
    if (hasFocus()) {
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void MemoryView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = m_theme.current();
    painter.fillRect(event->rect(), theme.palette().color(QPalette::Base));
    if (m_rows.count() == 0 || !m_current) {
        const int margin = gridUnit(fontMetrics());
        painter.setPen(theme.color(Theme::Role::Muted));
        painter.drawText(viewport()->rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         m_sentence);
        return;
    }
    MemoryPainter rows(&painter, theme, m_font, m_columns, m_format, m_rows);
    rows.setNames([this](Address address) { return m_names->name(address); });
    rows.setMarks({.selection = m_anchor == *m_current ? std::nullopt : selection(),
                   .object = m_object,
                   .current = m_current,
                   .hasFocus = hasFocus()});
    const qint64 end = std::min(m_top + visibleRows() + 1, m_rows.count());
    for (qint64 number = m_top; number < end; ++number) {
        const MemoryRows::Row row = m_rows.row(number);
        std::vector<std::optional<uint8_t>> bytes;
        if (!row.isHole)
            bytes = m_pages->bytes(row.first, row.last);
        rows.paintRow(row, rowRect(number), bytes);
    }
}

void MemoryView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void MemoryView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
}

}
