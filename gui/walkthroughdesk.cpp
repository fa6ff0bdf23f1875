// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/walkthroughdesk.h"

#include "gui/bottompanel.h"
#include "gui/consolepage.h"
#include "gui/corepage.h"
#include "gui/fonts.h"
#include "gui/mainwindow.h"
#include "gui/walkthroughpage.h"
#include "gui/windowactions.h"
#include "model/commandrun.h"
#include "model/session.h"
#include "model/walkthroughrun.h"

#include <QAction>
#include <QDockWidget>

namespace Freezeframe
{

WalkthroughDesk::WalkthroughDesk(MainWindow *window)
    : QObject(window)
    , m_window(window)
{
}

void WalkthroughDesk::show(bool presented, const QString &folder)
{
    if (!m_dock && m_window->session()->isOpen()) {
        // Its cores would take the place of the one that is on show.
        auto *other = new MainWindow;
        other->setAttribute(Qt::WA_DeleteOnClose);
        other->resize(m_window->size());
        other->show();
        other->walkthrough()->show(presented, folder);
        return;
    }
    make(folder);
    m_dock->show();
    m_dock->raise();
    const int width = m_window->width();
    const int wanted = presented ? width * 6 / 10 : std::clamp(gridUnit(m_page->fontMetrics()) * 26, 0, width / 2);
    m_window->resizeDocks({m_dock}, {wanted}, Qt::Horizontal);
    m_page->setPresented(presented);
}

void WalkthroughDesk::make(const QString &folder)
{
    if (m_dock)
        return;
    m_run = new WalkthroughRun(folder, this);
    m_dock = new QDockWidget(tr("Walkthrough"), m_window);
    m_dock->setObjectName(QStringLiteral("Walkthrough"));
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_page = new WalkthroughPage(m_run, m_dock);
    m_dock->setWidget(m_page);
    m_window->addDockWidget(Qt::RightDockWidgetArea, m_dock);
    wireWindow();
}

void WalkthroughDesk::wireWindow()
{
    connect(m_run, &WalkthroughRun::coreWanted, this, [this](const OpenOptions &options) {
        m_core = QString::fromStdString(options.core);
        m_window->open(options);
    });
    connect(m_page, &WalkthroughPage::commandWanted, this, &WalkthroughDesk::type);
    connect(m_page, &WalkthroughPage::commandsWanted, m_window->actions()->commands, &QAction::trigger);
    CommandRun *commands = m_window->corePage()->bottom()->console()->commands();
    connect(commands, &CommandRun::started, this, [this](const QString &line) {
        m_typed = line;
        m_answer.clear();
        m_failure.clear();
    });
    connect(commands, &CommandRun::answered, this, [this](const QString &text) { m_answer += text; });
    connect(commands, &CommandRun::failed, this, [this](const QString &sentence) { m_failure = sentence; });
    connect(commands, &CommandRun::ended, this, [this] {
        if (showsOurs())
            m_run->observe(m_typed, m_answer, m_failure);
    });
    // The button is refused as the command is, and says why.
    connect(m_window->actions()->resume, &QAction::triggered, this, [this] {
        if (showsOurs())
            m_run->observe(QStringLiteral("continue"), {}, m_window->actions()->resume->toolTip());
    });
}

/// Whether the window shows a core of the walkthrough.
bool WalkthroughDesk::showsOurs() const
{
    return m_window->session()->isOpen() && !m_core.isEmpty()
        && QString::fromStdString(m_window->session()->options().core) == m_core;
}

/// In the window's console, where it can be seen; without the core there, in the walkthrough's own.
void WalkthroughDesk::type(const QString &task, const QString &line)
{
    if (showsOurs())
        m_window->corePage()->runCommands({line});
    else
        m_run->perform(task.toStdString());
}

}
