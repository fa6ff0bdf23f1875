// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/linepopup.h"

#include "gui/fonts.h"

namespace Freezeframe
{

LinePopup::LinePopup(QWidget *line)
    : ListView(line)
{
    // A tool tip window takes no focus: typing goes on.
    setWindowFlags(Qt::ToolTip);
    setFocusPolicy(Qt::NoFocus);
    setFocusProxy(line);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setFrameShape(QFrame::StyledPanel);
    setHeaderHidden(true);
    setRootIsDecorated(false);
}

int LinePopup::heightFor(int rows) const
{
    return rows * Freezeframe::rowHeight(fontMetrics()) + 2 * frameWidth() + 2;
}

}
