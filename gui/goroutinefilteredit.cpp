// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinefilteredit.h"

#include "gui/symboliciconengine.h"

#include <QKeyEvent>

namespace Freezeframe
{

GoroutineFilterEdit::GoroutineFilterEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(tr("Filter: text, state:, wait:, func:, label:, -not, OR"));
    setClearButtonEnabled(true);
    setAccessibleName(tr("Filter goroutines"));
    setToolTip(tr(
        "Words that must all hold: text, state:select, wait:mutex, wait:>10m, func:Get, file:cache.go, user:, current:, start:, created: (function or file:line), label:key=value, id:8812, thread:4733.\n" "With - before a word it must not; OR between words, (parentheses) around them, \"quotes\" keep spaces, /regular.*expressions/ (/)"));
    addAction(symbolicIcon(QStringLiteral("view-filter")), LeadingPosition);
}

void GoroutineFilterEdit::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT left();
        else
            clear();
        return;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT listWanted(); return;
    default: QLineEdit::keyPressEvent(event);
    }
}

}
