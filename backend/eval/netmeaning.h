// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/knownfields.h"
#include "backend/eval/programnames.h"

namespace Freezeframe
{

/// Addresses, networks and connections of net, net/netip and crypto/tls. Analysis thread only.
class NetMeaning
{
public:
    NetMeaning(const KnownFields &fields, ProgramNames &names)
        : m_fields(fields)
        , m_names(names)
    {
    }

    /// "192.0.2.1:80", "tcp 10.0.0.1:80, peer 10.0.0.9:4711, fd 7"; nothing of other types.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const { return of(value, 0); }

private:
    using Text = std::optional<std::string>;
    using Reader = Text (NetMeaning::*)(const Value &value, unsigned depth) const;
    struct Entry {
        std::string_view type;
        Reader reader;
    };
    [[nodiscard]] Text of(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofIp(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofMask(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofNetwork(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofHardware(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofPort(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofHost(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofUnix(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofPipe(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofConnection(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofTls(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofAddr(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofAddrPort(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofPrefix(const Value &value, unsigned depth) const;
    /// "" of a nil net.Addr.
    [[nodiscard]] Text endpoint(const Value &descriptor, std::string_view field) const;

    const KnownFields &m_fields;
    ProgramNames &m_names;
};

}
