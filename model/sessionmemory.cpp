// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// The questions of a Session about memory.
#include "model/session.h"

namespace Freezeframe
{

void Session::memoryRange(QObject *receiver, Address address, size_t count, Receive<MemoryBytes> done)
{
    m_analysis.ask(
        Kind::MemoryCopy, Priority::Urgent, receiver,
        [address, count](Inspection *core, const std::stop_token &) { return core->memory(address, count); },
        std::move(done));
}

void Session::memoryPages(QObject *receiver, const std::vector<Address> &pages, size_t size,
                          Receive<std::vector<MemoryBytes>> done)
{
    m_analysis.ask(
        Kind::Memory, Priority::Urgent, receiver,
        [pages, size](Inspection *core, const std::stop_token &stop) {
            std::vector<MemoryBytes> read;
            for (const Address page : pages) {
                if (stop.stop_requested())
                    break;
                read.push_back(core->memory(page, size));
            }
            return read;
        },
        std::move(done));
}

void Session::memoryNames(QObject *receiver, const std::vector<Address> &addresses,
                          Receive<std::vector<AddressInfo>> done)
{
    m_analysis.ask(
        Kind::MemoryNames, Priority::Urgent, receiver,
        [addresses](Inspection *core, const std::stop_token &stop) {
            std::vector<AddressInfo> names;
            for (const Address address : addresses) {
                if (stop.stop_requested())
                    break;
                names.push_back(core->addressInfo(address));
            }
            return names;
        },
        std::move(done));
}

void Session::memoryPlace(QObject *receiver, const QString &text, Receive<Result<MemoryPlace>> done)
{
    m_analysis.ask(
        Kind::MemoryPlace, Priority::Urgent, receiver,
        [owner = m_selection.owner.value_or(StackOwner{}), frame = m_selection.frame.value_or(0),
         text = text.toStdString()](Inspection *core, const std::stop_token &) {
            return core->memoryPlace(owner, frame, text);
        },
        std::move(done));
}

void Session::memoryRegions(QObject *receiver, Receive<std::shared_ptr<const std::vector<MemoryRegion>>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [](Inspection *core, const std::stop_token &) {
            return std::make_shared<const std::vector<MemoryRegion>>(core->regions().regions());
        },
        std::move(done));
}

}
