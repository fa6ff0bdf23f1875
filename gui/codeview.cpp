// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/codeview.h"

#include "gui/codegutter.h"
#include "gui/fonts.h"
#include "gui/symboliciconengine.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

namespace Freezeframe
{

CodeView::CodeView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new CodeGutter(this))
    , m_highlighter(new CodeHighlighter(document()))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(codeFont());
    setTabStopDistance(QFontMetricsF(font()).horizontalAdvance(QLatin1Char(' ')) * 4);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setViewportMargins(gutterWidth(), 0, 0, 0);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    applyTheme();
}

void CodeView::applyTheme()
{
    const QPalette wanted = Theme().viewPalette();
    if (palette() == wanted)
        return;
    setPalette(wanted);
    m_highlighter->refreshTheme();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

void CodeView::setCode(const QString &key, const QString &text, CodeHighlighter::Language language)
{
    m_values.clear();
    if (key == m_key)
        return;
    m_key = key;
    m_markedLine = 0;
    m_mark = Mark::None;
    setPlainText(text);
    m_highlighter->start(language);
}

void CodeView::setGutterNumbers(bool numbers)
{
    m_numbers = numbers;
    setViewportMargins(gutterWidth(), 0, 0, 0);
}

void CodeView::setMark(int line, Mark mark)
{
    m_markedLine = line;
    m_mark = mark;
    m_values.clear();
    scrollToMark();
    viewport()->update();
    m_gutter->update();
}

void CodeView::setValues(const std::vector<LineValue> &values)
{
    m_values.clear();
    for (const LineValue &value : values)
        m_values.insert(value.line, value);
    viewport()->update();
}

QRectF CodeView::lineRect(int line) const
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (line <= 0 || !block.isValid())
        return {};
    return blockBoundingGeometry(block).translated(contentOffset());
}

void CodeView::scrollToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (line <= 0 || !block.isValid())
        return;
    QTextCursor cursor(block);
    setTextCursor(cursor);
    const int visible = viewport()->height() / std::max(1, fontMetrics().lineSpacing());
    const int first = firstVisibleBlock().blockNumber();
    // Stays where it is if the line is well in sight; else a third from the top: what led there is above.
    if (line - 1 < first + 2 || line - 1 > first + visible - 4)
        verticalScrollBar()->setValue(std::max(0, line - 1 - visible * 2 / 5));
    horizontalScrollBar()->setValue(0);
}

QColor CodeView::markTint() const
{
    return Theme().tint(m_mark == Mark::Crash ? Theme::Tint::CrashLine : Theme::Tint::CallLine);
}

void CodeView::paintTint(QPainter *painter)
{
    const QRectF line = lineRect(m_markedLine);
    if (m_mark == Mark::None || line.isNull())
        return;
    painter->fillRect(QRectF(0, line.top(), viewport()->width(), line.height()), markTint());
}

void CodeView::paintValues(QPainter *painter)
{
    const Theme &theme = m_theme.current();
    QFont small = font();
    small.setPointSizeF(std::max(1.0, font().pointSizeF() - 0.5));
    if (font().pointSizeF() <= 0)
        small = font();
    painter->setFont(small);
    const QFontMetrics metrics(small);
    QTextBlock block = firstVisibleBlock();
    while (block.isValid()) {
        const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
        if (line.top() > viewport()->height())
            return;
        const auto value = m_values.constFind(block.blockNumber() + 1);
        if (value != m_values.constEnd() && block.layout()->lineCount() > 0) {
            const double left = line.left() + block.layout()->lineAt(0).naturalTextWidth() + gridUnit(metrics) * 1.25;
            const double right = viewport()->width() - gridUnit(metrics) / 2.0;
            const double room = std::min(right - left, viewport()->width() * 2 / 3.0);
            const QString text
                = room > gridUnit(metrics) * 2 ? metrics.elidedText(value->text, Qt::ElideRight, int(room)) : QString();
            painter->setPen(theme.color(value->crashed ? Theme::Role::Crash : Theme::Role::Muted));
            painter->drawText(QRectF(left, line.top(), room, line.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        }
        block = block.next();
    }
}

void CodeView::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        paintTint(&painter);
    }
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    paintValues(&painter);
}

QSize CodeView::minimumSizeHint() const
{
    constexpr int leastLines = 4;
    return {gutterWidth() + fontMetrics().averageCharWidth() * 20, fontMetrics().lineSpacing() * leastLines};
}

int CodeView::gutterWidth() const
{
    return markWidth();
}

int CodeView::markWidth() const
{
    const QFontMetrics metrics(font());
    const int numbers = m_numbers ? metrics.horizontalAdvance(QStringLiteral("00000")) : 0;
    return numbers + gridUnit(metrics) * 5 / 4;
}

void CodeView::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    const Theme &theme = m_theme.current();
    painter.fillRect(event->rect(), theme.palette().color(QPalette::Base));
    painter.setFont(font());
    const int unit = gridUnit(fontMetrics());
    QTextBlock block = firstVisibleBlock();
    while (block.isValid()) {
        const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
        if (line.top() > m_gutter->height())
            break;
        const int number = block.blockNumber() + 1;
        const bool marked = number == m_markedLine && m_mark != Mark::None;
        if (marked) {
            painter.fillRect(QRectF(0, line.top(), m_gutter->width(), line.height()), markTint());
            const int size = unit * 7 / 8;
            symbolicIcon(m_mark == Mark::Crash ? QStringLiteral("dialog-error") : QStringLiteral("go-next"))
                .paint(&painter, QRect(unit / 4, int(line.center().y()) - size / 2, size, size));
        }
        if (m_numbers) {
            painter.setPen(theme.color(marked ? Theme::Role::Text : Theme::Role::Muted));
            painter.drawText(QRectF(0, line.top(), m_gutter->width() - unit / 2.0, line.height()),
                             Qt::AlignRight | Qt::AlignVCenter, QString::number(number));
        }
        block = block.next();
    }
    painter.fillRect(m_gutter->width() - 1, 0, 1, m_gutter->height(), theme.tint(Theme::Tint::Hairline));
}

/// All of the marked line stands in a view of @p height.
bool CodeView::isMarkInSight(int height) const
{
    const QTextBlock block = document()->findBlockByNumber(m_markedLine - 1);
    if (m_markedLine <= 0 || !block.isValid() || !block.isVisible())
        return false;
    const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
    return line.top() >= 0 && line.bottom() <= height;
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    // Where the person scrolled it away, it stays away. The event is of the viewport.
    const int heightBefore = event->oldSize().height();
    const bool wasInSight = heightBefore < gridUnit(fontMetrics()) * 3 || isMarkInSight(heightBefore);
    QPlainTextEdit::resizeEvent(event);
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_gutter->setGeometry(area.left(), area.top(), gutterWidth(), viewport()->height());
    if (wasInSight && !isMarkInSight(viewport()->height()))
        scrollToMark();
}

void CodeView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    const QTextCursor cursor = cursorForPosition(event->position().toPoint());
    const int line = cursor.blockNumber() + 1;
    const bool isPlainClick = event->button() == Qt::LeftButton && !textCursor().hasSelection();
    if (isPlainClick && ((event->modifiers() & Qt::ControlModifier) || (line == m_markedLine && m_mark == Mark::Call)))
        Q_EMIT lineFollowed(line);
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT searchWanted();
        return;
    }
    if (event->matches(QKeySequence::ZoomIn))
        zoomIn();
    else if (event->matches(QKeySequence::ZoomOut))
        zoomOut();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void CodeView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    const QTextCursor place = isMouse ? cursorForPosition(event->pos()) : textCursor();
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    Q_EMIT menuWanted(menu, place.blockNumber() + 1, place.positionInBlock() + 1);
    menu->popup(isMouse ? event->globalPos() : viewport()->mapToGlobal(cursorRect().bottomLeft()));
}

void CodeView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->angleDelta().y() != 0)
            event->angleDelta().y() > 0 ? zoomIn() : zoomOut();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

void CodeView::findText(const QString &text, bool backward)
{
    if (text.isEmpty())
        return;
    const auto flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    QTextCursor found = document()->find(text, textCursor(), flags);
    if (found.isNull()) {
        QTextCursor again(document());
        again.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
        found = document()->find(text, again, flags);
    }
    if (!found.isNull())
        setTextCursor(found);
}

}
