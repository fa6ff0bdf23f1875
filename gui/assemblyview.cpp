// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/assemblyview.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

namespace Freezeframe
{

AssemblyView::AssemblyView(QWidget *parent)
    : CodeView(parent)
{
    setAccessibleName(tr("Disassembly"));
    setGutterNumbers(false);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &AssemblyView::selectionMoved);
}

void AssemblyView::setListing(CodeListing listing)
{
    // The same code again keeps its place: all that the text depends on is in the key.
    const QString text = listing.text();
    const QString key = shown(listing.disassembly().function) + QLatin1Char('\n') + QString::number(qHash(text))
        + QLatin1Char('\n') + QString::number(text.size());
    m_listing = std::move(listing);
    m_row = -1;
    setCode(key, text, CodeHighlighter::Language::None);
    colour();
    setViewportMargins(gutterWidth(), 0, 0, 0);
    gutter()->resize(gutterWidth(), gutter()->height());
    gutter()->update();
    selectionMoved();
}

void AssemblyView::setSentence(const QString &sentence)
{
    m_listing = {};
    setCode(sentence, sentence, CodeHighlighter::Language::None);
    setMark(0, Mark::None);
    selectionMoved();
}

int AssemblyView::selectedRow() const
{
    return m_listing.rows().empty() ? -1 : textCursor().blockNumber();
}

const DisassemblyLine *AssemblyView::selectedInstruction() const
{
    return m_listing.instruction(selectedRow());
}

void AssemblyView::selectAddress(Address address)
{
    const int row = m_listing.rowOf(address);
    if (row < 0)
        return;
    scrollToLine(row + 1);
    // The line of source that it is of is in sight too, if it is near enough.
    int source = row;
    while (source > 0 && m_listing.instruction(source))
        --source;
    const int visible = viewport()->height() / std::max(1, fontMetrics().lineSpacing());
    if (row - source < visible - 3 && firstVisibleBlock().blockNumber() > source)
        verticalScrollBar()->setValue(source);
}

void AssemblyView::selectionMoved()
{
    const int row = selectedRow();
    if (row == m_row && row >= 0)
        return;
    m_row = row;
    viewport()->update();
    gutter()->update();
    Q_EMIT rowSelected();
}

bool AssemblyView::followSelected()
{
    const DisassemblyLine *line = selectedInstruction();
    if (!line || !line->target)
        return false;
    Q_EMIT targetWanted(*line->target);
    return true;
}

/// Source and addresses recede behind the instructions; what can be followed looks like a link.
void AssemblyView::colour()
{
    QTextCharFormat muted;
    muted.setForeground(theme().color(Theme::Role::Muted));
    QTextCharFormat link;
    link.setForeground(theme().color(Theme::Role::Link));
    QTextBlock block = document()->firstBlock();
    for (size_t row = 0; row < m_listing.rows().size() && block.isValid(); ++row, block = block.next()) {
        const CodeListing::Row &one = m_listing.rows()[row];
        const DisassemblyLine *line = m_listing.instruction(int(row));
        QList<QTextLayout::FormatRange> formats;
        formats.append({.start = 0, .length = line ? one.textBegin : int(one.text.size()), .format = muted});
        const auto operand = int(one.text.lastIndexOf(QLatin1Char(' ')) + 1);
        if (line && line->target && operand > one.textBegin)
            formats.append({.start = operand, .length = int(one.text.size()) - operand, .format = link});
        block.layout()->setFormats(formats);
    }
    document()->markContentsDirty(0, document()->characterCount());
}

void AssemblyView::changeEvent(QEvent *event)
{
    CodeView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

void AssemblyView::paintTint(QPainter *painter)
{
    CodeView::paintTint(painter);
    const QRectF line = lineRect(selectedRow() + 1);
    if (m_listing.rows().empty() || line.isNull() || selectedRow() + 1 == markedLine())
        return;
    painter->fillRect(QRectF(0, line.top(), viewport()->width(), line.height()), theme().tint(Theme::Tint::Selection));
}

QSize AssemblyView::minimumSizeHint() const
{
    return CodeView::minimumSizeHint() - QSize(0, rowHeight(QFontMetrics(QApplication::font())));
}

// --- jumps ---

double AssemblyView::laneStep() const
{
    return std::max(4.0, gridUnit(fontMetrics()) / 2.0);
}

int AssemblyView::gutterWidth() const
{
    const int lanes = m_listing.jumps().laneCount();
    return markWidth() + (lanes > 0 ? int((lanes + 1) * laneStep()) + gridUnit(fontMetrics()) / 4 : 0);
}

/// Of lane 0, which is next to the text, or one further left.
double AssemblyView::laneX(int lane) const
{
    return gutter()->width() - gridUnit(fontMetrics()) / 4.0 - (lane + 1) * laneStep();
}

double AssemblyView::rowY(int row) const
{
    const QRectF line = lineRect(row + 1);
    // Far out of sight one pixel more or less is nothing, but a painter's limits are near.
    return std::clamp(line.center().y(), -10'000.0, 20'000.0);
}

void AssemblyView::paintJump(QPainter *painter, const JumpLanes::Jump &jump, bool isSelected) const
{
    const double right = gutter()->width() - 3;
    const double x = std::floor(laneX(std::max(0, jump.lane))) + 0.5;
    const double from = std::floor(rowY(jump.from)) + 0.5;
    const double to = std::floor(rowY(jump.to)) + 0.5;
    const double head = std::max(3.0, laneStep() / 2 - 1);
    if (jump.lane < 0 && !isSelected) {
        // Without a lane of its own: only which way it goes.
        const double end = from + (to > from ? head : -head);
        painter->drawPolyline(QPolygonF({{right, from}, {x, from}, {x, end}}));
        return;
    }
    const double lane = jump.lane < 0 ? std::floor(laneX(m_listing.jumps().laneCount())) + 0.5 : x;
    painter->drawPolyline(QPolygonF({{right, from}, {lane, from}, {lane, to}, {right, to}}));
    painter->drawPolyline(QPolygonF({{right - head, to - head}, {right, to}, {right - head, to + head}}));
}

void AssemblyView::paintJumps(QPainter *painter)
{
    const int first = firstVisibleBlock().blockNumber();
    const int last = first + viewport()->height() / std::max(1, fontMetrics().lineSpacing()) + 1;
    const int selected = selectedRow();
    const QColor text = theme().color(Theme::Role::Muted);
    const QPen usual(mix(theme().palette().color(QPalette::Base), text, 0.6), 1);
    const QPen special(theme().color(Theme::Role::Accent), 2);
    const auto paint = [&](bool isSelected) {
        painter->setPen(isSelected ? special : usual);
        for (const JumpLanes::Jump &jump : m_listing.jumps().jumps()) {
            const bool isOfRow = jump.from == selected || jump.to == selected;
            if (isOfRow == isSelected && jump.last() >= first && jump.first() <= last)
                paintJump(painter, jump, isSelected);
        }
    };
    paint(false);
    paint(true); // over the others
}

void AssemblyView::paintGutter(QPaintEvent *event)
{
    CodeView::paintGutter(event);
    if (m_listing.jumps().laneCount() == 0)
        return;
    QPainter painter(gutter());
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintJumps(&painter);
}

// --- keys and clicks ---

void AssemblyView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && followSelected()) {
        event->accept();
        return;
    }
    CodeView::keyPressEvent(event);
}

void AssemblyView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event); // a click on the marked line of code leads nowhere
    if (event->button() == Qt::LeftButton && (event->modifiers() & Qt::ControlModifier)) {
        setTextCursor(cursorForPosition(event->position().toPoint()));
        (void)followSelected();
    }
}

void AssemblyView::mouseDoubleClickEvent(QMouseEvent *event)
{
    setTextCursor(cursorForPosition(event->position().toPoint()));
    if (event->button() != Qt::LeftButton || !followSelected())
        CodeView::mouseDoubleClickEvent(event);
}

void AssemblyView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse && !textCursor().hasSelection())
        setTextCursor(cursorForPosition(event->pos()));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    menu->popup(event->globalPos());
}

void AssemblyView::fillMenu(QMenu *menu)
{
    const auto put = [](const QString &text) { QApplication::clipboard()->setText(text); };
    const int row = selectedRow();
    const DisassemblyLine *line = selectedInstruction();
    if (line) {
        QAction *follow = menu->addAction(symbolicIcon(QStringLiteral("go-next")), tr("&Go to Target"), this,
                                          [this] { (void)followSelected(); });
        follow->setEnabled(line->target.has_value());
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("Show in &Memory"), this,
                        [this, address = line->address] { Q_EMIT memoryWanted(address); });
        if (line->memory)
            menu->addAction(tr("Show %1 in Mem&ory").arg(addressText(*line->memory)), this,
                            [this, address = *line->memory] { Q_EMIT memoryWanted(address); });
    }
    if (const SourceLocation place = m_listing.place(row); place.line > 0)
        menu->addAction(tr("Show &Source Line"), this, [this, place] { Q_EMIT sourceWanted(place); });
    menu->addSeparator();
    const bool hasSelection = textCursor().hasSelection();
    const QString text = hasSelection ? textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n')
        : row >= 0                    ? m_listing.rows()[size_t(row)].text
                                      : QString();
    menu->addAction(symbolicIcon(QStringLiteral("edit-copy")), tr("&Copy"), this, [put, text] { put(text); })
        ->setEnabled(!text.isEmpty());
    if (line)
        menu->addAction(tr("Copy A&ddress"), this, [put, address = addressText(line->address)] { put(address); });
    menu->addSeparator();
    Q_EMIT menuOpening(menu);
}

}
