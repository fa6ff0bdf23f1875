// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/pagescroll.h"

#include <QEvent>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

PageScroll::PageScroll(QWidget *page, QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // it follows the focus of what is on it
    auto *inside = new QWidget(this);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(page);
    column->addStretch(1);
    setWidget(inside);
}

int PageScroll::hiddenHeight() const
{
    return std::max(0, widget()->height() - viewport()->height());
}

int PageScroll::leastWidth() const
{
    return widget()->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
}

QSize PageScroll::sizeHint() const
{
    return {leastWidth(), widget()->sizeHint().height()};
}

/// There is no bar to scroll it sideways: it is never narrower than what is on it.
QSize PageScroll::minimumSizeHint() const
{
    return {leastWidth(), fontMetrics().height() * 4};
}
/// What comes onto the page later may need more width: a scroll area does not tell that by itself.
bool PageScroll::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDone = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return isDone;
}

}
