// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gochannel.h"
#include "tests/support/fakememory.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

constexpr Address channelAddress{0x1000};

/// hchan of eight words, sudog {g, next}, g {goid}.
GoChannelLayout layout()
{
    GoChannelLayout layout;
    layout.queued = {0, 8};
    layout.capacity = {8, 8};
    layout.buffer = {16, 8};
    layout.elementSize = {24, 2};
    layout.closed = {28, 4};
    layout.receiveIndex = {32, 8};
    layout.receivers = {40, 8};
    layout.senders = {48, 8};
    layout.sudogGoroutine = {0, 8};
    layout.sudogNext = {8, 8};
    layout.goroutineId = {0, 8};
    return layout;
}

void putChannel(FakeMemory &memory, uint64_t queued, uint64_t capacity, uint64_t receiveIndex, uint64_t receivers = 0,
                bool closed = false)
{
    memory.putWords(channelAddress, {queued, capacity, 0x2000, 8 | uint64_t(closed) << 32, receiveIndex, receivers, 0});
}

}

class GoChannelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queueInTheOrderOfReceiving()
    {
        FakeMemory memory;
        putChannel(memory, 3, 4, 3, 0, true);
        const auto channel = GoChannel::read(memory, layout(), channelAddress);
        QVERIFY(channel);
        QVERIFY(channel->closed);
        QCOMPARE(channel->element(0).value, 0x2000u + 24);
        QCOMPARE(channel->element(1).value, 0x2000u);
        QCOMPARE(channel->element(2).value, 0x2000u + 8);
    }

    void impossibleNumbersAreErrors_data()
    {
        QTest::addColumn<quint64>("queued");
        QTest::addColumn<quint64>("capacity");
        QTest::addColumn<quint64>("receiveIndex");
        QTest::newRow("more than room") << quint64(5) << quint64(4) << quint64(0);
        QTest::newRow("unbuffered with content") << quint64(1) << quint64(0) << quint64(0);
        QTest::newRow("index past the end") << quint64(1) << quint64(4) << quint64(4);
        QTest::newRow("all ones") << ~quint64(0) << ~quint64(0) << ~quint64(0);
    }
    void impossibleNumbersAreErrors()
    {
        QFETCH(quint64, queued);
        QFETCH(quint64, capacity);
        QFETCH(quint64, receiveIndex);
        FakeMemory memory;
        putChannel(memory, queued, capacity, receiveIndex);
        const auto channel = GoChannel::read(memory, layout(), channelAddress);
        QVERIFY(!channel);
        QCOMPARE(channel.error().code, ErrorCode::BadFormat);
    }

    void unmappedChannelIsAnError()
    {
        FakeMemory memory;
        QVERIFY(!GoChannel::read(memory, layout(), channelAddress));
    }

    void waitersInOrder()
    {
        FakeMemory memory;
        putChannel(memory, 0, 0, 0, 0x3000);
        memory.putWords(Address{0x3000}, {0x5000, 0x3100});
        memory.putWords(Address{0x3100}, {0x5100, 0});
        memory.putWords(Address{0x5000}, {18});
        memory.putWords(Address{0x5100}, {7});
        const auto channel = GoChannel::read(memory, layout(), channelAddress);
        QVERIFY(channel);
        const auto waiters = channel->waiters(memory, layout(), true);
        QVERIFY(waiters);
        QCOMPARE(waiters->size(), 2u);
        QCOMPARE(waiters->front().id, 18u);
        QCOMPARE(waiters->back().id, 7u);
        QVERIFY(channel->waiters(memory, layout(), false)->empty());
    }

    void cyclicWaitersEnd()
    {
        FakeMemory memory;
        putChannel(memory, 0, 0, 0, 0x3000);
        memory.putWords(Address{0x3000}, {0x5000, 0x3100});
        memory.putWords(Address{0x3100}, {0x5000, 0x3000});
        memory.putWords(Address{0x5000}, {18});
        const auto channel = GoChannel::read(memory, layout(), channelAddress);
        QCOMPARE(channel->waiters(memory, layout(), true)->size(), 2u);
    }
};

QTEST_GUILESS_MAIN(GoChannelTest)
#include "tst_gochannel.moc"
