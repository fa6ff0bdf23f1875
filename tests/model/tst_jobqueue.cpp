// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/jobqueue.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <memory>
#include <string>

using namespace Freezeframe;

class TestJobQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newerReplacesWaiting();
    void newerStopsRunning();
    void urgentFirst();
    void urgentInBetween();
    void nothingInsideWhatIsToStop();
    void lastJobAsks();
    void endStopsAndJoins();
};

void TestJobQueue::newerReplacesWaiting()
{
    JobQueue queue;
    std::latch started(1), go(1), done(1);
    std::string order;
    queue.post(0, JobQueue::Priority::Urgent, [&](const std::stop_token &) {
        started.count_down();
        go.wait();
    });
    started.wait();
    for (const char name : {'a', 'b', 'c'})
        queue.post(1, JobQueue::Priority::Urgent, [&order, name](const std::stop_token &) { order += name; });
    for (const char name : {'x', 'y'})
        queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent,
                   [&order, name](const std::stop_token &) { order += name; });
    queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent, [&](const std::stop_token &) { done.count_down(); });
    go.count_down();
    done.wait();
    QCOMPARE(order, "cxy");
}

void TestJobQueue::newerStopsRunning()
{
    JobQueue queue;
    std::latch started(1), done(1);
    std::atomic<bool> stopped = false;
    queue.post(0, JobQueue::Priority::Urgent, [&](const std::stop_token &stop) {
        started.count_down();
        while (!stop.stop_requested())
            std::this_thread::yield();
        stopped = true;
    });
    started.wait();
    queue.post(0, JobQueue::Priority::Urgent, [&](const std::stop_token &stop) {
        QVERIFY(!stop.stop_requested());
        done.count_down();
    });
    done.wait();
    QVERIFY(stopped);
}

void TestJobQueue::urgentFirst()
{
    JobQueue queue;
    std::latch started(1), go(1), done(2);
    std::string order;
    queue.post(0, JobQueue::Priority::Urgent, [&](const std::stop_token &) {
        started.count_down();
        go.wait();
    });
    started.wait();
    queue.post(1, JobQueue::Priority::Background, [&](const std::stop_token &) { order += 'b', done.count_down(); });
    queue.post(2, JobQueue::Priority::Urgent, [&](const std::stop_token &) { order += 'u', done.count_down(); });
    go.count_down();
    done.wait();
    QCOMPARE(order, "ub");
}

void TestJobQueue::urgentInBetween()
{
    JobQueue queue;
    std::latch started(1), posted(1), done(1);
    std::string order;
    queue.post(0, JobQueue::Priority::Background, [&](const std::stop_token &) {
        started.count_down();
        posted.wait();
        order += '(';
        queue.runUrgent();
        order += ')';
        done.count_down();
    });
    started.wait();
    // Each urgent job that asks for urgent ones itself does not go deeper.
    for (int i = 0; i < 2; ++i)
        queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent, [&](const std::stop_token &) {
            order += 'u';
            queue.runUrgent();
        });
    posted.count_down();
    done.wait();
    QCOMPARE(order, "(uu)");
}

/// What stopped the running job may take away what it works on: that waits for its end.
void TestJobQueue::nothingInsideWhatIsToStop()
{
    std::latch started(1);
    std::latch posted(1);
    std::latch done(1);
    QByteArray order;
    JobQueue queue;
    queue.post(0, JobQueue::Priority::Background, [&](const std::stop_token &) {
        order += '(';
        started.count_down();
        posted.wait();
        queue.runUrgent();
        order += ')';
    });
    started.wait();
    queue.cancel(0);
    queue.post(1, JobQueue::Priority::Urgent, [&](const std::stop_token &) {
        order += 'u';
        done.count_down();
    });
    posted.count_down();
    done.wait();
    QCOMPARE(order, "()u");
}

/// A job that is at work when the queue ends may still ask it for what is urgent.
void TestJobQueue::lastJobAsks()
{
    std::latch started(1);
    std::atomic<bool> asked = false;
    auto queue = std::make_unique<JobQueue>();
    queue->post(0, JobQueue::Priority::Background, [&, jobs = queue.get()](const std::stop_token &stop) {
        started.count_down();
        while (!stop.stop_requested())
            std::this_thread::yield();
        jobs->runUrgent();
        asked = true;
    });
    started.wait();
    queue->end();
    QVERIFY(asked);
    queue->end();
    queue.reset();
}

void TestJobQueue::endStopsAndJoins()
{
    std::atomic<bool> ended = false;
    std::atomic<int> ran = 0;
    {
        std::latch started(1);
        JobQueue queue([&] { ended = true; });
        queue.post(0, JobQueue::Priority::Urgent, [&](const std::stop_token &stop) {
            started.count_down();
            while (!stop.stop_requested())
                std::this_thread::yield();
            ++ran;
        });
        started.wait();
        queue.post(1, JobQueue::Priority::Urgent, [&](const std::stop_token &) { ++ran; });
    }
    QVERIFY(ended);
    QCOMPARE(ran.load(), 1);
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_jobqueue.moc"
