// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/findingsources.h"

namespace Freezeframe
{

/// With whom goroutines talk that wait for a connection or file. References outlive it; analysis thread only.
class Peers
{
public:
    explicit Peers(const FindingSources &sources)
        : m_sources(sources)
    {
    }

    /// "tcp 10.0.0.1:80, peer 10.0.0.9:4711, fd 7", of what is not known less; empty if it waits for no such thing.
    [[nodiscard]] std::string of(uint32_t row) const;

private:
    /// What has the descriptor, net.netFD or os.file, where the goroutine's stack leads to it.
    [[nodiscard]] std::optional<Value> ownerOf(uint32_t row, const GoWait &wait, const char *type) const;
    [[nodiscard]] std::string connectionText(const Value &connection) const;

    const FindingSources &m_sources;
};

}
