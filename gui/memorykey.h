// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QKeyEvent>

namespace Freezeframe
{

/// A key that leads through memory, wherever in its page the keyboard is. A value type.
class MemoryKey
{
public:
    enum What { None, Back, Forward, Find, Next, Previous, GoTo };
    explicit MemoryKey(const QKeyEvent *event)
    {
        const bool isAlt = event->modifiers() == Qt::AltModifier;
        if (event->matches(QKeySequence::Back) || (isAlt && event->key() == Qt::Key_Left))
            m_what = Back;
        else if (event->matches(QKeySequence::Forward) || (isAlt && event->key() == Qt::Key_Right))
            m_what = Forward;
        else if (event->matches(QKeySequence::Find))
            m_what = Find;
        else if (event->key() == Qt::Key_F3)
            m_what = event->modifiers().testFlag(Qt::ShiftModifier) ? Previous : Next;
        else if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_L)
            m_what = GoTo;
    }
    [[nodiscard]] What what() const { return m_what; }

private:
    What m_what = None;
};

}
