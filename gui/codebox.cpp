// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/codebox.h"

#include "gui/fonts.h"

#include <QApplication>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

CodeBox::CodeBox(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    // As large beside the text around it as it is elsewhere.
    QFont code = codeFont();
    if (parent && QApplication::font().pointSizeF() > 0)
        code.setPointSizeF(code.pointSizeF() * parent->font().pointSizeF() / QApplication::font().pointSizeF());
    setFont(code);
    constexpr int tabCharacters = 4;
    setTabStopDistance(QFontMetricsF(code).horizontalAdvance(QLatin1Char(' ')) * tabCharacters);
}

void CodeBox::setLines(const QString &text)
{
    if (text == toPlainText())
        return;
    setPlainText(text);
    m_widest = 0;
    for (QString line : text.split(QLatin1Char('\n'))) {
        line.replace(QLatin1Char('\t'), QStringLiteral("    "));
        m_widest = std::max(m_widest, fontMetrics().horizontalAdvance(line));
    }
    fitHeight();
}

void CodeBox::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void CodeBox::setWraps()
{
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(
        Qt::ScrollBarAlwaysOff); // it is as high as its text, whose width must not depend on that
}

void CodeBox::fitHeight()
{
    constexpr int most = 12;
    const bool wraps = lineWrapMode() != QPlainTextEdit::NoWrap;
    // A plain text's height is in lines.
    const int lines = wraps ? std::max(int(document()->size().height()), 1) : std::clamp(blockCount(), 1, most);
    const int margins = 2 * int(std::lround(document()->documentMargin()));
    const int inner = width() - 2 * frameWidth() - margins;
    const int bar = !wraps && m_widest > inner ? horizontalScrollBar()->sizeHint().height()
            + style()->pixelMetric(QStyle::PM_ScrollView_ScrollBarSpacing, nullptr, this)
                                               : 0;
    const int height = lines * fontMetrics().lineSpacing() + margins + 2 * frameWidth() + bar;
    if (height != minimumHeight())
        setFixedHeight(height);
}

}
