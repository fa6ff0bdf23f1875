// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace Freezeframe
{

/// The longest stretch of work of the GUI thread between two turns of the event loop, in ms of its processor time: a
/// machine busy with other programs does not count as a stall.
class StallWatch : public QObject
{
public:
    StallWatch()
    {
        m_timer.setInterval(0);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double now = threadMilliseconds();
            m_longest = std::max(m_longest, now - m_last);
            m_last = now;
        });
        m_last = threadMilliseconds();
        m_timer.start();
    }
    void reset()
    {
        m_longest = 0;
        m_last = threadMilliseconds();
    }
    [[nodiscard]] double longest() const { return m_longest; }
    /// What a person does not notice.
    static constexpr double bearable = 50;

private:
    static double threadMilliseconds()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }
    QTimer m_timer;
    double m_last = 0;
    double m_longest = 0;
};

}
