// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/jobqueue.h"

#include <utility>

namespace Freezeframe
{

JobQueue::JobQueue(std::function<void()> atEnd)
    : m_atEnd(std::move(atEnd))
    , m_thread([this](const std::stop_token &end) { run(end); })
{
}

JobQueue::~JobQueue()
{
    end();
}

void JobQueue::end()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_urgent.clear();
        m_background.clear();
        for (Running &running : m_running)
            running.stop.request_stop();
    }
    m_thread.request_stop();
    m_thread.join();
}

std::deque<JobQueue::Entry> &JobQueue::queueOf(Priority priority)
{
    return priority == Priority::Urgent ? m_urgent : m_background;
}

void JobQueue::post(int kind, Priority priority, Job job)
{
    if (kind != everyOne)
        cancel(kind);
    {
        const std::lock_guard lock(m_mutex);
        if (m_ending)
            return;
        queueOf(priority).push_back({.kind = kind, .job = std::move(job)});
    }
    m_wake.notify_one();
}

void JobQueue::cancel(int kind)
{
    const std::lock_guard lock(m_mutex);
    const auto isKind = [kind](const Entry &entry) { return entry.kind == kind; };
    std::erase_if(m_urgent, isKind);
    std::erase_if(m_background, isKind);
    for (Running &running : m_running) {
        if (running.kind == kind)
            running.stop.request_stop();
    }
}

void JobQueue::cancelAll()
{
    const std::lock_guard lock(m_mutex);
    m_urgent.clear();
    m_background.clear();
    for (Running &running : m_running)
        running.stop.request_stop();
}

void JobQueue::runUrgent()
{
    for (;;) {
        Entry entry;
        {
            const std::lock_guard lock(m_mutex);
            // A job that is to stop may be so because the next one takes away what it works on.
            if (m_urgent.empty() || m_running.size() > 1
                || (!m_running.empty() && m_running.front().stop.stop_requested()))
                return;
            entry = std::move(m_urgent.front());
            m_urgent.pop_front();
        }
        runOne(std::move(entry));
    }
}

void JobQueue::runOne(Entry entry)
{
    std::stop_token stop;
    {
        const std::lock_guard lock(m_mutex);
        m_running.push_back({.kind = entry.kind, .stop = {}});
        stop = m_running.back().stop.get_token();
        if (m_ending)
            m_running.back().stop.request_stop();
    }
    entry.job(stop);
    const std::lock_guard lock(m_mutex);
    m_running.pop_back();
}

void JobQueue::run(const std::stop_token &end)
{
    while (!end.stop_requested()) {
        Entry entry;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, end, [this] { return !m_urgent.empty() || !m_background.empty(); }))
                break;
            std::deque<Entry> &queue = m_urgent.empty() ? m_background : m_urgent;
            entry = std::move(queue.front());
            queue.pop_front();
        }
        runOne(std::move(entry));
    }
    if (m_atEnd)
        m_atEnd();
}

}
