// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowsize.h"

#include <QScreen>
#include <QWidget>

namespace Freezeframe
{

void resizeWithin(QWidget *window, const QSize &wanted)
{
    const QScreen *screen = window->screen();
    if (!screen) {
        window->resize(wanted);
        return;
    }
    // A frame and a title go around it.
    const QSize room = screen->availableGeometry().size();
    window->resize(wanted.boundedTo({room.width() * 96 / 100, room.height() * 92 / 100}));
}

}
