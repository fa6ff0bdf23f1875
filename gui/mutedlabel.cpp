// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/mutedlabel.h"

#include "gui/theme.h"

#include <QEvent>

namespace Freezeframe
{

MutedLabel::MutedLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    applyTheme();
}

void MutedLabel::applyTheme()
{
    const QColor muted = Theme().color(Theme::Role::Muted);
    if (palette().color(QPalette::WindowText) == muted)
        return;
    QPalette wanted = palette();
    wanted.setColor(QPalette::WindowText, muted);
    setPalette(wanted);
}

void MutedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

}
