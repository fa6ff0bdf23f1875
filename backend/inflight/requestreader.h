// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/contextreader.h"

namespace Freezeframe
{

/// What an http.Request says, and what is like one: the request of net/http's own HTTP/2 server. References are borrowed;
/// one thread.
class RequestReader
{
public:
    RequestReader(const InFlightSources &sources, const ContextReader &contexts)
        : m_sources(sources)
        , m_contexts(contexts)
    {
    }

    /// Method, URL, host, trace, headers and context; nothing if it is not what a request looks like.
    enum class Side { Served, Made };
    [[nodiscard]] std::optional<InFlightItem> read(const Value &request, Side side) const;
    /// Whether a struct looks like a request that a program makes: its URL names scheme and host.
    [[nodiscard]] bool isMade(const Value &request) const;
    /// "tcp 10.0.0.1:80 – 10.0.0.9:4711", both ends of a net.Conn; also within TLS.
    struct Ends {
        std::string network, local, peer;
        Address descriptor; ///< its net.netFD
        bool isTls = false;
    };
    [[nodiscard]] std::optional<Ends> ends(const Value &connection) const;
    /// Of a net.netFD.
    [[nodiscard]] std::optional<Ends> descriptorEnds(const Value &descriptor) const;

private:
    [[nodiscard]] std::string urlOf(const Value &request, Side side) const;
    void addHeaders(InFlightItem &item, const Value &header) const;

    const InFlightSources &m_sources;
    const ContextReader &m_contexts;
};

}
