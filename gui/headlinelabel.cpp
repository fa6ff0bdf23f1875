// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/headlinelabel.h"

#include "gui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QMenu>
#include <QPainter>
#include <QTextLayout>

namespace Freezeframe
{

HeadlineLabel::HeadlineLabel(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void HeadlineLabel::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    setToolTip(text);
    updateGeometry();
    update();
}

void HeadlineLabel::setMostLines(int lines)
{
    if (m_mostLines == lines)
        return;
    m_mostLines = lines;
    updateGeometry();
    update();
}

int HeadlineLabel::heightDenied() const
{
    return int(lines(width(), 2).size() - lines(width(), m_mostLines).size()) * fontMetrics().lineSpacing();
}

QStringList HeadlineLabel::lines(int width, int most) const
{
    if (most == 1)
        return {fontMetrics().elidedText(m_text.simplified(), Qt::ElideRight, width)};
    if (const qsizetype lineBreak = m_text.indexOf(QLatin1Char('\n')); lineBreak >= 0) {
        const QString rest = m_text.mid(lineBreak + 1).simplified();
        return {fontMetrics().elidedText(m_text.left(lineBreak), Qt::ElideRight, width),
                fontMetrics().elidedText(rest, Qt::ElideRight, width)};
    }
    QTextLayout layout(m_text, font());
    layout.beginLayout();
    QTextLine first = layout.createLine();
    if (!first.isValid()) {
        layout.endLayout();
        return {m_text};
    }
    first.setLineWidth(width);
    const int end = first.textStart() + first.textLength();
    layout.endLayout();
    if (end >= m_text.size())
        return {m_text};
    return {m_text.left(end).trimmed(), fontMetrics().elidedText(m_text.mid(end), Qt::ElideRight, width)};
}

QSize HeadlineLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
}

QSize HeadlineLabel::minimumSizeHint() const
{
    return {0, fontMetrics().height()};
}

int HeadlineLabel::heightForWidth(int width) const
{
    return int(lines(width, m_mostLines).size()) * fontMetrics().lineSpacing();
}

void HeadlineLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    int y = fontMetrics().ascent();
    for (const QString &line : lines(width(), m_mostLines)) {
        painter.drawText(0, y, line);
        y += fontMetrics().lineSpacing();
    }
}

void HeadlineLabel::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(m_text); });
    menu->popup(event->globalPos());
}

}
