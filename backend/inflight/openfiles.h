// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/requestreader.h"

#include <map>

namespace Freezeframe
{

/// Connections, listening sockets and files of packages net and os. They have a finalizer while they are open, so the
/// runtime's list of those has them all. References are borrowed; one thread.
class OpenFiles
{
public:
    /// @p states: what is known of connections, by their descriptor.
    OpenFiles(const InFlightSources &sources, const RequestReader &reader, const std::map<Address, std::string> &states)
        : m_sources(sources)
        , m_reader(reader)
        , m_states(states)
    {
    }
    void search(InFlight &found);

private:
    void addSocket(InFlight &found, const Value &socket) const;
    void addFile(InFlight &found, const Value &file) const;
    /// Who waits to read or write, and until when (Go runtime/netpoll.go: pollDesc).
    void describePolling(InFlightItem &item, const Value &descriptor) const;

    const InFlightSources &m_sources;
    const RequestReader &m_reader;
    const std::map<Address, std::string> &m_states;
};

}
