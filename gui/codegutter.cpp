// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/codegutter.h"

#include "gui/codeview.h"

#include <QApplication>
#include <QContextMenuEvent>

namespace Freezeframe
{

CodeGutter::CodeGutter(CodeView *view)
    : QWidget(view)
    , m_view(view)
{
}

QSize CodeGutter::sizeHint() const
{
    return {m_view->gutterWidth(), 0};
}

void CodeGutter::paintEvent(QPaintEvent *event)
{
    m_view->paintGutter(event);
}

void CodeGutter::contextMenuEvent(QContextMenuEvent *event)
{
    QContextMenuEvent beside(event->reason(), QPoint(0, event->y()), event->globalPos());
    QApplication::sendEvent(m_view->viewport(), &beside);
}

}
