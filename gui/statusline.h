// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runlabel.h"

class QTimer;

namespace Freezeframe
{

/// The left of the status bar: facts, and for a while a sentence or the tip of a menu's entry in their place. One text at a time. GUI thread.
class StatusLine : public RunLabel
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);
    void setFacts(const Runs &facts);
    void say(const QString &sentence, int milliseconds);
    /// What the entry under the mouse does; empty: none is.
    void setTip(const QString &tip);
    /// A progress has the room: facts go, a sentence stays.
    void setGivesWay(bool givesWay);

private:
    void refresh();

    Runs m_facts;
    QString m_said;
    QString m_tip;
    QTimer *m_timer;
    bool m_givesWay = false;
};

}
