// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowclosing.h"

#include "gui/mainwindow.h"

#include <QApplication>
#include <QPointer>

#include <utility>

namespace Freezeframe
{

WindowClosing::WindowClosing(MainWindow *window)
    : QObject(window)
    , m_window(window)
{
}

bool WindowClosing::closeOthers()
{
    m_later = Later::Nothing;
    QList<QPointer<QWidget>> others;
    for (QWidget *other : QApplication::topLevelWidgets()) {
        const QWidget *owner = other->parentWidget();
        while (owner && owner != m_window)
            owner = owner->parentWidget();
        const bool isWindow = other->windowType() == Qt::Window || other->windowType() == Qt::Dialog;
        if (owner && isWindow && other->isVisible())
            others.append(other);
    }
    for (const QPointer<QWidget> &other : std::as_const(others)) {
        if (!other || !other->isVisible() || other->close())
            continue;
        m_later = Later::Close;
        return false;
    }
    return true;
}

void WindowClosing::quit()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        auto *window = qobject_cast<MainWindow *>(widget);
        if (!window || !window->isVisible() || window->close())
            continue;
        WindowClosing *closing = window->findChild<WindowClosing *>(QString(), Qt::FindDirectChildrenOnly);
        if (closing && closing->m_later == Later::Close)
            closing->m_later = Later::Quit;
        return;
    }
}

void WindowClosing::windowLeft()
{
    switch (std::exchange(m_later, Later::Nothing)) {
    case Later::Nothing: break;
    case Later::Close: m_window->close(); break;
    case Later::Quit: quit(); break;
    }
}

}
