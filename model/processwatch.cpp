// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/processwatch.h"

namespace Freezeframe
{

ProcessWatch::ProcessWatch(QObject *parent)
    : QObject(parent)
    , m_model(new ProcessModel(this))
    , m_list(std::make_shared<ProcessList>())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(intervalMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &ProcessWatch::ask);
}

ProcessWatch::~ProcessWatch() = default;

void ProcessWatch::setWatched(QObject *viewer, bool watched)
{
    if (watched)
        m_viewers.insert(viewer);
    else
        m_viewers.remove(viewer);
    if (m_viewers.isEmpty())
        m_timer.stop();
    else if (!m_timer.isActive())
        ask();
}

void ProcessWatch::refresh()
{
    ask();
}

void ProcessWatch::ask()
{
    if (m_asked)
        return;
    m_asked = true;
    m_thread.ask(
        0, this, [list = m_list](const std::stop_token &) { return list->refresh(); },
        [this](std::vector<ProcessRow> rows) {
            m_asked = false;
            m_model->update(std::move(rows));
            // After the answer: a slow machine is not asked faster than it answers.
            if (!m_viewers.isEmpty())
                m_timer.start();
        });
}

}
