// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/statusline.h"

#include <QTimer>

namespace Freezeframe
{

StatusLine::StatusLine(QWidget *parent)
    : RunLabel(parent)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, [this] {
        m_said.clear();
        refresh();
    });
}

void StatusLine::setFacts(const Runs &facts)
{
    m_facts = facts;
    refresh();
}

void StatusLine::say(const QString &sentence, int milliseconds)
{
    m_said = sentence;
    m_timer->start(milliseconds);
    refresh();
}

void StatusLine::setTip(const QString &tip)
{
    m_tip = tip;
    refresh();
}

void StatusLine::setGivesWay(bool givesWay)
{
    m_givesWay = givesWay;
    refresh();
}

void StatusLine::refresh()
{
    const QString &text = m_tip.isEmpty() ? m_said : m_tip;
    if (text.isEmpty())
        setRuns(m_facts);
    else
        setText(text);
    setVisible(!m_givesWay || !text.isEmpty());
}

}
