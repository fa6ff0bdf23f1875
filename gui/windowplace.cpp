// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowplace.h"

#include <QCoreApplication>
#include <QEvent>
#include <QScreen>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace Freezeframe
{
namespace
{

/// What the window manager draws around a window; before it is shown, as around @p like.
QMargins frameOf(const QWidget *like)
{
    const QRect outer = like->frameGeometry();
    const QRect inner = like->geometry();
    if (outer != inner)
        return {inner.left() - outer.left(), inner.top() - outer.top(), outer.right() - inner.right(),
                outer.bottom() - inner.bottom()};
    return {0, like->style()->pixelMetric(QStyle::PM_TitleBarHeight, nullptr, like), 0, 0};
}

/// @p wanted, made smaller and moved as far as is needed to lie in @p room.
QRect fitted(QRect wanted, const QRect &room)
{
    wanted.setSize(wanted.size().boundedTo(room.size()));
    wanted.moveLeft(std::clamp(wanted.left(), room.left(), room.right() + 1 - wanted.width()));
    wanted.moveTop(std::clamp(wanted.top(), room.top(), room.bottom() + 1 - wanted.height()));
    return wanted;
}

void placeOver(QWidget *window, const QWidget *over)
{
    QScreen *screen = over->screen();
    if (!screen)
        return;
    if (window->screen() != screen)
        window->setScreen(screen); // first: on screens that are no neighbours it is made anew, with its old place
    const QRect room = screen->availableGeometry().marginsRemoved(frameOf(over));
    if (!window->testAttribute(Qt::WA_Resized))
        window->adjustSize();
    QRect place(QPoint(), window->size());
    place.moveCenter(over->geometry().center());
    window->setGeometry(fitted(place, room));
}

}

WindowPlacer::WindowPlacer(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool WindowPlacer::isOurs(const QWidget *window) const
{
    const bool isPlaced = window->windowType() == Qt::Window || window->windowType() == Qt::Dialog;
    if (!window->isWindow() || window == m_window || !isPlaced)
        return false;
    for (const QWidget *parent = window->parentWidget(); parent; parent = parent->parentWidget()) {
        if (parent == m_window)
            return true;
    }
    return false;
}

bool WindowPlacer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && !event->spontaneous() && watched->isWidgetType()) {
        auto *window = static_cast<QWidget *>(watched);
        if (isOurs(window) && window->testAttribute(Qt::WA_Moved))
            keepOnScreen(window);
        else if (isOurs(window))
            placeOver(window, window->parentWidget()->window());
    }
    return QObject::eventFilter(watched, event);
}

void keepOnScreen(QWidget *window)
{
    const QScreen *screen = window->screen();
    if (!screen)
        return;
    const QRect room = screen->availableGeometry().marginsRemoved(frameOf(window));
    const QRect fit = fitted(window->geometry(), room);
    if (fit != window->geometry())
        window->setGeometry(fit);
}

}
