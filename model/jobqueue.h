// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace Freezeframe
{

/// Owns one thread and the jobs that wait for it. Any thread may post; jobs run one after the other on the
/// queue's thread. The destructor stops the running job, drops the waiting ones, and joins.
class JobQueue
{
public:
    enum class Priority { Urgent, Background };
    /// Jobs of this kind never replace each other.
    static constexpr int everyOne = -1;
    using Job = std::move_only_function<void(const std::stop_token &)>;

    /// @p atEnd runs on the queue's thread, after the last job.
    explicit JobQueue(std::function<void()> atEnd = {});
    ~JobQueue();
    JobQueue(const JobQueue &) = delete;
    JobQueue &operator=(const JobQueue &) = delete;

    /// What the destructor does; jobs that end meanwhile may still use the queue. Nothing the second time.
    void end();
    /// A waiting job of the same @p kind is dropped, a running one is asked to stop.
    void post(int kind, Priority priority, Job job);
    /// Drops what waits and stops what runs of @p kind.
    void cancel(int kind);
    void cancelAll();
    /// Runs the urgent jobs that wait, now. Only from inside a background job, at a point where it can be left.
    void runUrgent();

private:
    struct Entry {
        int kind = everyOne;
        Job job;
    };
    struct Running {
        int kind = everyOne;
        std::stop_source stop;
    };
    void run(const std::stop_token &end);
    void runOne(Entry entry);
    std::deque<Entry> &queueOf(Priority priority);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Entry> m_urgent;
    std::deque<Entry> m_background;
    std::vector<Running> m_running; ///< more than one while urgent jobs run inside a background one
    std::function<void()> m_atEnd;
    bool m_ending = false;
    std::jthread m_thread; ///< last: it uses all the others
};

}
