// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/inflightsources.h"

namespace Freezeframe
{

/// Child processes that goroutines wait for, with the commands of os/exec. The reference is borrowed; one thread.
class ChildProcesses
{
public:
    explicit ChildProcesses(const InFlightSources &sources)
        : m_sources(sources)
    {
    }
    void search(InFlight::Section &section);

private:
    struct Child {
        std::optional<Int128> pid;
        std::string path;
        std::vector<std::string> arguments;
        Address process;
    };
    void readCommand(Child &child, const Value &command) const;

    const InFlightSources &m_sources;
};

}
