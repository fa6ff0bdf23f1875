// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/netmeaning.h"

#include "backend/base/text.h"
#include "backend/eval/errortext.h"
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>
#include <bit>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostLayers = 4; ///< connections in connections
constexpr uint64_t mostAddressBytes = 64;
constexpr size_t ip4Bytes = 4;
constexpr size_t ip6Bytes = 16;

/// Go net/ipsock.go: JoinHostPort
std::string hostAndPort(const std::string &host, Int128 port)
{
    return (host.contains(':') ? '[' + host + ']' : host) + ':' + integerText(port);
}

/// The bits set at the front of a mask, if no other ones are.
std::optional<unsigned> prefixLength(std::string_view mask)
{
    unsigned bits = 0;
    bool hasEnded = false;
    for (const char c : mask) {
        const auto byte = static_cast<unsigned char>(c);
        const auto ones = static_cast<unsigned>(std::countl_one(byte));
        if ((hasEnded && byte != 0) || static_cast<unsigned char>(byte << ones) != 0)
            return std::nullopt;
        hasEnded = hasEnded || ones < 8;
        bits += ones;
    }
    return bits;
}

}

std::optional<std::string> NetMeaning::of(const Value &value, unsigned depth) const
{
    static constexpr std::array entries = std::to_array<Entry>({
        {"net.IP", &NetMeaning::ofIp},
        {"net.IPMask", &NetMeaning::ofMask},
        {"net.IPNet", &NetMeaning::ofNetwork},
        {"net.HardwareAddr", &NetMeaning::ofHardware},
        {"net.TCPAddr", &NetMeaning::ofPort},
        {"net.UDPAddr", &NetMeaning::ofPort},
        {"net.IPAddr", &NetMeaning::ofHost},
        {"net.UnixAddr", &NetMeaning::ofUnix},
        {"net.pipeAddr", &NetMeaning::ofPipe},
        {"net.pipe", &NetMeaning::ofPipe},
        {"net.conn", &NetMeaning::ofConnection},
        {"net.TCPConn", &NetMeaning::ofConnection},
        {"net.UDPConn", &NetMeaning::ofConnection},
        {"net.UnixConn", &NetMeaning::ofConnection},
        {"net.IPConn", &NetMeaning::ofConnection},
        {"net.TCPListener", &NetMeaning::ofConnection},
        {"net.UnixListener", &NetMeaning::ofConnection},
        {"crypto/tls.Conn", &NetMeaning::ofTls},
        {"net/netip.Addr", &NetMeaning::ofAddr},
        {"net/netip.AddrPort", &NetMeaning::ofAddrPort},
        {"net/netip.Prefix", &NetMeaning::ofPrefix},
    });
    const auto entry = std::ranges::find(entries, value.type->name, &Entry::type);
    return entry == entries.end() || depth > mostLayers ? std::nullopt : (this->*entry->reader)(value, depth);
}

NetMeaning::Text NetMeaning::ofIp(const Value &value, unsigned) const
{
    const Text bytes = m_fields.bytes(value, {}, mostAddressBytes);
    if (!bytes || bytes->empty())
        return std::nullopt;
    const std::string text = ipAddressText(*bytes);
    return text.empty() ? '?' + hexBytes(*bytes) : text;
}

NetMeaning::Text NetMeaning::ofMask(const Value &value, unsigned) const
{
    const Text bytes = m_fields.bytes(value, {}, mostAddressBytes);
    return bytes && !bytes->empty() ? Text(hexBytes(*bytes)) : std::nullopt;
}

NetMeaning::Text NetMeaning::ofNetwork(const Value &value, unsigned) const
{
    const Text ip = m_fields.bytes(value, "IP", mostAddressBytes);
    Text mask = m_fields.bytes(value, "Mask", mostAddressBytes);
    if (!ip || !mask)
        return std::nullopt;
    const std::string host = ipAddressText(*ip);
    const bool isFour = !host.empty() && !host.contains(':');
    if (isFour && mask->size() == ip6Bytes)
        mask->erase(0, ip6Bytes - ip4Bytes);
    if (host.empty() || mask->size() != (isFour ? ip4Bytes : ip6Bytes))
        return std::nullopt; // Go prints "<nil>"
    const auto length = prefixLength(*mask);
    return host + '/' + (length ? std::to_string(*length) : hexBytes(*mask));
}

NetMeaning::Text NetMeaning::ofHardware(const Value &value, unsigned) const
{
    const Text bytes = m_fields.bytes(value, {}, mostAddressBytes);
    if (!bytes || bytes->empty())
        return std::nullopt;
    std::string text = hexBytes(*bytes);
    for (size_t at = text.size() - 2; at > 0; at -= 2)
        text.insert(at, 1, ':');
    return text;
}

NetMeaning::Text NetMeaning::ofHost(const Value &value, unsigned) const
{
    const Text bytes = m_fields.bytes(value, "IP", mostAddressBytes);
    const Text zone = m_fields.text(value, "Zone");
    if (!bytes || !zone)
        return std::nullopt;
    std::string host = ipAddressText(*bytes);
    if (host.empty() && !bytes->empty())
        host = '?' + hexBytes(*bytes);
    return zone->empty() ? host : host + '%' + *zone;
}

NetMeaning::Text NetMeaning::ofPort(const Value &value, unsigned depth) const
{
    const Text host = ofHost(value, depth);
    const auto port = m_fields.number(value, "Port");
    return host && port ? Text(hostAndPort(*host, *port)) : std::nullopt;
}

NetMeaning::Text NetMeaning::ofUnix(const Value &value, unsigned) const
{
    return m_fields.text(value, "Name");
}

NetMeaning::Text NetMeaning::ofPipe(const Value &, unsigned) const
{
    return "pipe";
}

NetMeaning::Text NetMeaning::endpoint(const Value &descriptor, std::string_view field) const
{
    const auto address = m_fields.at(descriptor, field);
    const auto isNil = address ? m_fields.isNil(*address) : std::nullopt;
    if (!isNil)
        return std::nullopt;
    if (*isNil)
        return std::string();
    const auto held = m_fields.followed(*address);
    // A program's own net.Addr: only its String() could tell.
    return held ? Text(of(*held, 1).value_or(held->type->name)) : std::nullopt;
}

NetMeaning::Text NetMeaning::ofConnection(const Value &value, unsigned) const
{
    auto pointer = m_fields.at(value, "fd");
    if (!pointer)
        pointer = m_fields.at(value, "conn.fd"); // of what embeds it
    const auto descriptor = pointer ? m_fields.followedStruct(*pointer, "net.netFD") : std::nullopt;
    const Text network = descriptor ? m_fields.text(*descriptor, "net") : std::nullopt;
    const Text local = descriptor ? endpoint(*descriptor, "laddr") : std::nullopt;
    const Text remote = descriptor ? endpoint(*descriptor, "raddr") : std::nullopt;
    const auto state = descriptor ? m_fields.number(*descriptor, "pfd.fdmu.state") : std::nullopt;
    const auto number = descriptor ? m_fields.number(*descriptor, "pfd.Sysfd") : std::nullopt;
    if (!network || !local || !remote || !state || !number)
        return std::nullopt;
    std::string text = *network;
    if (!local->empty())
        text += (text.empty() ? "" : " ") + *local;
    if (!remote->empty())
        text += ", peer " + *remote;
    const bool isClosed = (*state & 1) != 0; // Go internal/poll/fd_mutex.go: mutexClosed
    return text + (isClosed ? ", closed" : ", fd " + integerText(*number));
}

NetMeaning::Text NetMeaning::ofTls(const Value &value, unsigned depth) const
{
    const auto inner = m_fields.at(value, "conn");
    const auto isDone = m_fields.number(value, "isHandshakeComplete");
    const auto isClient = m_fields.number(value, "isClient");
    if (!inner || !isDone || !isClient)
        return std::nullopt;
    const auto held = m_fields.followed(*inner);
    const Text under = held ? of(*held, depth + 1) : std::nullopt;
    std::string text = *isClient != 0 ? "TLS client" : "TLS server";
    if (*isDone == 0)
        text += ", handshake not done";
    if (const Text name = m_fields.text(value, "serverName"); name && !name->empty())
        text += ", for " + *name;
    if (held)
        text += ", over " + under.value_or(held->type->name);
    return text;
}

NetMeaning::Text NetMeaning::ofAddr(const Value &value, unsigned) const
{
    const auto high = m_fields.number(value, "addr.hi");
    const auto low = m_fields.number(value, "addr.lo");
    auto family = m_fields.at(value, "z");
    // Since Go 1.23 a unique.Handle, a pointer in a struct.
    if (family && family->type->kind == TypeKind::Struct)
        family = m_fields.at(*family, "value");
    const auto isUnset = family && family->type->kind == TypeKind::Pointer ? m_fields.isNil(*family) : std::nullopt;
    if (!high || !low || !isUnset)
        return std::nullopt;
    if (*isUnset)
        return "invalid IP";
    const auto detail = m_fields.followed(*family);
    if (!detail)
        return std::nullopt;
    bool isSix = false;
    std::string zone;
    if (detail->type->name == "net/netip.addrDetail") {
        const auto six = m_fields.number(*detail, "isV6");
        const Text name = m_fields.text(*detail, "zoneV6");
        if (!six || !name)
            return std::nullopt;
        isSix = *six != 0;
        zone = *name;
    } else {
        // Go 1.22 and older: two values of package netip stand for IPv4, and for IPv6 without a zone.
        const auto variable = [this](std::string_view name) -> std::optional<uint64_t> {
            const auto found = m_names.variable(name);
            const auto word = found ? m_fields.reader().word(*found) : std::unexpected(found.error());
            return word && *word != 0 ? std::optional(*word) : std::nullopt;
        };
        const auto four = variable("net/netip.z4");
        const auto noZone = variable("net/netip.z6noz");
        const auto word = m_fields.reader().word(*family);
        if (!four || !noZone || !word)
            return std::nullopt;
        isSix = *word != *four;
        if (isSix && *word != *noZone) {
            const auto held = m_fields.at(*detail, "cmpVal");
            const auto name = held ? m_fields.followed(*held) : std::nullopt;
            const Text text = name ? m_fields.text(*name, {}) : std::nullopt;
            if (!text)
                return std::nullopt;
            zone = *text;
        }
    }
    std::string bytes;
    for (const Int128 half : {*high, *low}) {
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(static_cast<uint64_t>(half) >> shift);
    }
    if (!isSix)
        return ipAddressText(std::string_view(bytes).substr(ip6Bytes - ip4Bytes));
    const std::string host = ipAddressText(bytes);
    const std::string six = host.contains(':') ? host : "::ffff:" + host;
    return zone.empty() ? six : six + '%' + zone;
}

NetMeaning::Text NetMeaning::ofAddrPort(const Value &value, unsigned depth) const
{
    const auto address = m_fields.at(value, "ip");
    const auto port = m_fields.number(value, "port");
    const Text host = address && address->type->name == "net/netip.Addr" ? ofAddr(*address, depth) : std::nullopt;
    if (!host || !port)
        return std::nullopt;
    return *host == "invalid IP" ? "invalid AddrPort" : hostAndPort(*host, *port);
}

NetMeaning::Text NetMeaning::ofPrefix(const Value &value, unsigned depth) const
{
    const auto address = m_fields.at(value, "ip");
    const auto bits = m_fields.number(value, "bitsPlusOne");
    const Text host = address && address->type->name == "net/netip.Addr" ? ofAddr(*address, depth) : std::nullopt;
    if (!host || !bits)
        return std::nullopt;
    return *bits <= 0 ? "invalid Prefix" : *host + '/' + integerText(*bits - 1);
}

}
