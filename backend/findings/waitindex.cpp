// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/waitindex.h"

#include "backend/findings/stucktexts.h"
#include "backend/go/goroutinewaits.h"

namespace Freezeframe
{

namespace
{

constexpr size_t shownWaiters = 1000;

std::string kindText(const GoWait &wait)
{
    switch (wait.kind) {
    case GoWait::Kind::ChannelSend: return wait.inSelect ? "select, send on a channel" : "send on a channel";
    case GoWait::Kind::ChannelReceive:
        return wait.inSelect ? "select, receive from a channel" : "receive from a channel";
    case GoWait::Kind::Semaphore: return "semaphore";
    case GoWait::Kind::Timer: return "timer";
    case GoWait::Kind::Network: return "network or file";
    }
    return {};
}

}

WaitIndex::WaitIndex(const GoRuntime &runtime, const GoroutineTable &table)
{
    const GoroutineWaits waits(runtime);
    for (size_t row = 0; row < table.size(); ++row) {
        if (table.status[row] != uint8_t(GoStatus::Waiting))
            continue;
        for (const GoWait &wait : waits.of(table.address[row])) {
            if (!wait.object.isNull())
                m_waiters[wait.object].push_back(table.id[row]);
        }
    }
}

std::vector<uint64_t> WaitIndex::waitersOf(Address object) const
{
    const auto found = m_waiters.find(object);
    return found == m_waiters.end() ? std::vector<uint64_t>() : found->second;
}

std::vector<WaitInfo> WaitIndex::waitsOf(const GoRuntime &runtime, const GoroutineTable &table, uint32_t row) const
{
    std::vector<WaitInfo> infos;
    for (const GoWait &wait : runtime.waits(table.address[row])) {
        WaitInfo info;
        info.kind = kindText(wait);
        // The runtime's reason says which kind of lock the semaphore is of.
        if (const std::string reason = table.waitReasonText(row);
            wait.kind == GoWait::Kind::Semaphore && !reason.empty())
            info.kind = reason;
        info.object = wait.object;
        if (wait.kind == GoWait::Kind::ChannelSend || wait.kind == GoWait::Kind::ChannelReceive)
            info.description = channelText(runtime, wait.object);
        else if (wait.kind == GoWait::Kind::Network && wait.descriptor >= 0)
            info.description = "descriptor " + std::to_string(wait.descriptor);
        if (const auto others = m_waiters.find(wait.object); others != m_waiters.end()) {
            for (const uint64_t id : others->second) {
                if (id != table.id[row] && info.others.size() < shownWaiters)
                    info.others.push_back(id);
            }
        }
        infos.push_back(std::move(info));
    }
    return infos;
}

}
