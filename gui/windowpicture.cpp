// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowpicture.h"

#include "gui/mainwindow.h"
#include "model/session.h"

#include <QPixmap>

namespace Freezeframe
{
namespace
{

constexpr int checkMilliseconds = 50;
constexpr int quietChecks = 4; ///< colours of the source and layouts follow within these

}

WindowPicture::WindowPicture(MainWindow *window)
    : QObject(window)
    , m_window(window)
{
    m_timer.setInterval(checkMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &WindowPicture::check);
    m_timer.start();
}

void WindowPicture::check()
{
    m_quiet = m_window->session()->isBusy() ? 0 : m_quiet + 1;
    if (m_quiet < quietChecks)
        return;
    m_timer.stop();
    Q_EMIT ready();
}

bool WindowPicture::save(const QString &path) const
{
    return m_window->grab().save(path);
}

}
