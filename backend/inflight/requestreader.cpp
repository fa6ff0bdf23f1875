// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/requestreader.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostHeaders = 64;
constexpr uint64_t mostValues = 8; ///< of one header
constexpr size_t longestMethod = 32;
constexpr unsigned mostLayers = 4; ///< connections in connections

/// RFC 9110: a token.
bool isMethod(std::string_view text)
{
    const auto isToken = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
            || std::string_view("!#$%&'*+-.^_`|~").contains(c);
    };
    return text.size() <= longestMethod && std::ranges::all_of(text, isToken);
}

/// By which systems of tracing find a request again; as Go writes names of headers.
constexpr std::array traceHeaders = std::to_array<std::string_view>({
    "Traceparent",
    "X-Request-Id",
    "X-Correlation-Id",
    "Request-Id",
    "X-Trace-Id",
    "X-B3-Traceid",
    "B3",
    "X-Amzn-Trace-Id",
    "X-Cloud-Trace-Context",
    "Uber-Trace-Id",
    "X-Datadog-Trace-Id",
    "Sentry-Trace",
    "Grpc-Trace-Bin",
});

}

std::string RequestReader::urlOf(const Value &request, Side side) const
{
    const KnownFields &fields = m_sources.fields();
    // Of a served request the very text that came, which proxies leave in the one that they make of it.
    const auto asked = side == Side::Served ? fields.text(request, "RequestURI") : std::nullopt;
    if (asked && !asked->empty())
        return m_sources.mask.url(*asked);
    const auto url = fields.at(request, "URL");
    return url ? m_sources.mask.url(m_sources.evaluator.meaning(*url)) : std::string();
}

void RequestReader::addHeaders(InFlightItem &item, const Value &header) const
{
    const KnownFields &fields = m_sources.fields();
    const auto entries = m_sources.evaluator.mapEntries(header, 0, mostHeaders);
    if (!entries)
        return;
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto &[key, values] : *entries) {
        const auto name = fields.text(key, {});
        const auto count = fields.length(values, {});
        if (!name || !count || values.type->kind != TypeKind::Slice)
            continue;
        std::string line;
        for (uint64_t i = 0; i < std::min(*count, mostValues); ++i) {
            const auto one = fields.text(fields.reader().element(values, i), {});
            line += (i > 0 ? ", " : "") + one.value_or("?");
        }
        const bool isLink = *name == "Referer" || *name == "Location" || *name == "Origin";
        lines.emplace_back(*name, isLink ? m_sources.mask.url(line) : m_sources.mask.named(*name, std::move(line)));
    }
    std::ranges::sort(lines);
    for (const auto &[name, text] : lines) {
        if (std::ranges::find(traceHeaders, name) != traceHeaders.end())
            addFact(item, "trace_id", name + ": " + text);
    }
    for (const auto &[name, text] : lines)
        addFact(item, "header", name + ": " + text);
}

std::optional<InFlightItem> RequestReader::read(const Value &request, Side side) const
{
    const KnownFields &fields = m_sources.fields();
    const auto method = fields.text(request, "Method");
    const auto protocol = fields.text(request, "Proto");
    const auto host = fields.text(request, "Host");
    const auto header = fields.at(request, "Header");
    if (!method || !protocol || !host || !header || header->type->kind != TypeKind::Map || !isMethod(*method))
        return std::nullopt;
    InFlightItem item;
    item.address = request.address;
    const std::string url = urlOf(request, side);
    addFact(item, "method", method->empty() ? "GET" : *method); // Go net/http/request.go: empty means GET
    addFact(item, "url", url);
    addFact(item, "host", *host);
    addFact(item, "protocol", *protocol);
    if (const auto peer = fields.text(request, "RemoteAddr"); peer && side == Side::Served)
        addFact(item, "peer", *peer);
    addHeaders(item, *header);
    if (const auto pattern = fields.text(request, "Pattern"))
        addFact(item, "pattern", *pattern);
    auto context = fields.at(request, "ctx");
    if (!context)
        context = fields.at(request, "Context");
    if (context)
        m_contexts.describe(item, m_contexts.read(*context));
    item.title = (method->empty() ? "GET" : *method) + ' ' + url;
    return item;
}

bool RequestReader::isMade(const Value &request) const
{
    const KnownFields &fields = m_sources.fields();
    const auto method = fields.text(request, "Method");
    const auto host = fields.text(request, "URL.Host");
    const auto scheme = fields.text(request, "URL.Scheme");
    const auto header = fields.at(request, "Header");
    return method && isMethod(*method) && host && !host->empty() && scheme && !scheme->empty() && header
        && header->type->kind == TypeKind::Map && fields.isNil(*header) == false;
}

std::optional<RequestReader::Ends> RequestReader::descriptorEnds(const Value &descriptor) const
{
    const KnownFields &fields = m_sources.fields();
    const auto network = fields.text(descriptor, "net");
    const auto local = fields.at(descriptor, "laddr");
    const auto peer = fields.at(descriptor, "raddr");
    if (!network || !local || !peer)
        return std::nullopt;
    return Ends{.network = *network,
                .local = m_sources.evaluator.meaning(*local),
                .peer = m_sources.evaluator.meaning(*peer),
                .descriptor = descriptor.address};
}

std::optional<RequestReader::Ends> RequestReader::ends(const Value &connection) const
{
    const KnownFields &fields = m_sources.fields();
    auto next = fields.followed(connection);
    bool isTls = false;
    for (unsigned layer = 0; next && layer < mostLayers; ++layer) {
        if (next->type->name == "crypto/tls.Conn") {
            isTls = true;
            const auto inner = fields.at(*next, "conn");
            next = inner ? fields.followed(*inner) : std::nullopt;
            continue;
        }
        auto descriptor = fields.at(*next, "conn.fd");
        if (!descriptor)
            descriptor = fields.at(*next, "fd");
        const auto found = descriptor ? fields.followedStruct(*descriptor, "net.netFD") : std::nullopt;
        auto ends = found ? descriptorEnds(*found) : std::nullopt;
        if (ends)
            ends->isTls = isTls;
        if (ends || !next)
            return ends;
        // Wrappers of libraries mostly embed the connection that they wrap.
        const auto wrapped = fields.at(*next, "Conn");
        next = wrapped ? fields.followed(*wrapped) : std::nullopt;
    }
    return std::nullopt;
}

}
