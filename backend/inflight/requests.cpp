// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/requests.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t mostFrames = 1000; ///< of one stack

/// Go net/http/server.go: conn.curState, a time in seconds above the state.
constexpr unsigned stateBits = 8;
constexpr std::array connStates = std::to_array<std::string_view>({"new", "a request", "idle", "hijacked", "closed"});

/// A pointer, also one in an atomic.Pointer.
std::optional<Address> pointerIn(const KnownFields &fields, const Value &whole, std::string_view path)
{
    auto value = fields.at(whole, path);
    if (value && value->type->kind == TypeKind::Struct)
        value = fields.at(*value, "v");
    const auto word = value ? fields.reader().word(*value) : std::unexpected(optimizedOut());
    return word ? std::optional(Address{*word}) : std::nullopt;
}

}

std::optional<InFlightItem> Requests::firstIn(const Stack &stack, std::span<const std::string_view> functions,
                                              const Reader &read) const
{
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        if (std::ranges::find(functions, stack.frames[i].function) == functions.end())
            continue;
        for (const FrameSlots::Slot &slot : m_slots.of(stack, i)) {
            if (auto item = read({slot.word}))
                return item;
        }
    }
    return std::nullopt;
}

/// The connection, its response and back make a ring: nothing else in memory does.
std::optional<InFlightItem> Requests::ofConnection(Address connection)
{
    const KnownFields &fields = m_sources.fields();
    const auto conn = m_sources.objectAt(connection, "net/http.conn");
    const auto current = conn ? pointerIn(fields, *conn, "curReq") : std::nullopt;
    const auto socket = conn ? fields.at(*conn, "rwc") : std::nullopt;
    const auto state = conn ? fields.number(*conn, "curState") : std::nullopt;
    const auto ends = socket && current && state ? m_reader.ends(*socket) : std::nullopt;
    std::string since;
    std::string_view stateName;
    if (state && (uint64_t(*state) & 0xff) < connStates.size()) {
        since = m_sources.moment().text(int64_t(uint64_t(*state) >> stateBits));
        stateName = connStates[uint64_t(*state) & 0xff];
    }
    if (ends && !stateName.empty())
        m_states.emplace(ends->descriptor, std::string(stateName) + " since " + since);
    if (!current || current->isNull())
        return std::nullopt;
    const auto response = m_sources.objectAt(*current, "net/http.response");
    const auto back = response ? pointerIn(fields, *response, "conn") : std::nullopt;
    const auto request = back == connection ? fields.at(*response, "req") : std::nullopt;
    const auto found = request ? fields.followedStruct(*request, "net/http.Request") : std::nullopt;
    auto item = found ? m_reader.read(*found, RequestReader::Side::Served) : std::nullopt;
    if (!item)
        return std::nullopt;
    // A connection that was hijacked has its time from then on.
    if (stateName == "hijacked")
        addFact(*item, "hijacked", since);
    else if (stateName == "a request")
        addFact(*item, "since", since);
    if (ends && ends->isTls)
        addFact(*item, "tls", "yes");
    if (const auto wrote = fields.number(*response, "wroteHeader"); wrote && *wrote != 0) {
        if (const auto status = fields.number(*response, "status"))
            addFact(*item, "answered", std::to_string(int64_t(*status)));
    }
    if (const auto written = fields.number(*response, "written"); written && *written > 0)
        addFact(*item, "written", std::to_string(int64_t(*written)) + " bytes");
    return item;
}

/// Of HTTP/2: the state of a response, its stream and their connection make a ring. @p prefix: of names of types.
std::optional<InFlightItem> Requests::ofStream(Address state, const std::string &prefix) const
{
    const KnownFields &fields = m_sources.fields();
    auto found = m_sources.objectAt(state, prefix + "responseWriterState");
    const auto connectionOf
        = [&](const std::optional<Value> &rws) { return rws ? pointerIn(fields, *rws, "conn") : std::nullopt; };
    const auto isRing = [&](const std::optional<Value> &rws) {
        const auto connection = connectionOf(rws);
        return connection && !connection->isNull() && pointerIn(fields, *rws, "stream.sc") == connection;
    };
    if (!isRing(found)) {
        const auto inner = m_sources.fields().reader().memory().readPointer(state);
        found = inner ? m_sources.objectAt(*inner, prefix + "responseWriterState") : std::nullopt;
    }
    if (!isRing(found))
        return std::nullopt;
    const auto request = fields.at(*found, "req");
    const auto whole = request ? fields.followed(*request) : std::nullopt;
    auto item = whole ? m_reader.read(*whole, RequestReader::Side::Served) : std::nullopt;
    if (!item)
        return std::nullopt;
    if (const auto stream = fields.number(*found, "stream.id"))
        addFact(*item, "stream", std::to_string(uint64_t(*stream)));
    if (const auto wrote = fields.number(*found, "wroteHeader"); wrote && *wrote != 0) {
        if (const auto status = fields.number(*found, "status"))
            addFact(*item, "answered", std::to_string(int64_t(*status)));
    }
    if (const auto written = fields.number(*found, "wroteBytes"); written && *written > 0)
        addFact(*item, "written", std::to_string(int64_t(*written)) + " bytes");
    return item;
}

void Requests::searchServed(InFlight::Section &section)
{
    static constexpr std::array serve = std::to_array<std::string_view>({"net/http.(*conn).serve"});
    size_t looked = 0;
    uint64_t unclear = 0;
    for (const uint32_t row : m_sources.rowsIn(serve)) {
        if (++looked % 64 == 0 && m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        auto item = firstIn(stack, serve, [this](Address at) { return ofConnection(at); });
        const GoroutineStacks::Unique *unique = m_sources.stacks.stackAt(row);
        const bool isInHandler = unique && std::ranges::contains(unique->functions, "net/http.serverHandler.ServeHTTP");
        if (!item) {
            unclear += isInHandler ? 1 : 0;
            continue;
        }
        m_sources.describeGoroutine(*item, row);
        m_goroutines.insert(*item->goroutine);
        addItem(section, std::move(*item));
    }
    if (unclear > 0)
        section.unanswered.push_back("Of " + std::to_string(unclear)
                                     + " more goroutines that serve a request, the request can't be told.");
    for (const char *prefix : {"net/http.http2", "net/http/internal/http2.", "golang.org/x/net/http2."})
        searchStreams(section, prefix);
}

void Requests::searchStreams(InFlight::Section &section, const std::string &prefix)
{
    const std::string package = prefix.ends_with('.') ? prefix : "net/http.";
    const std::string own = prefix.ends_with('.') ? "" : "http2";
    const std::string name = package + "(*" + own + "serverConn).runHandler";
    const std::array functions{std::string_view(name)};
    uint64_t unclear = 0;
    for (const uint32_t row : m_sources.rowsIn(functions)) {
        if (m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        auto item = firstIn(stack, functions, [&](Address at) { return ofStream(at, prefix); });
        if (!item) {
            ++unclear;
            continue;
        }
        m_sources.describeGoroutine(*item, row);
        m_goroutines.insert(*item->goroutine);
        addItem(section, std::move(*item));
    }
    if (unclear > 0)
        section.unanswered.push_back("Of " + std::to_string(unclear)
                                     + " goroutines that serve a request of HTTP/2, the request can't be told.");
}

std::optional<InFlightItem> Requests::ofMade(Address request) const
{
    const auto value = m_sources.objectAt(request, "net/http.Request");
    return value && m_reader.isMade(*value) ? m_reader.read(*value, RequestReader::Side::Made) : std::nullopt;
}

void Requests::searchMade(InFlight::Section &section)
{
    // The innermost first: of a request that was redirected it has the one that is on its way.
    static constexpr std::array functions = std::to_array<std::string_view>({
        "net/http.(*persistConn).roundTrip",
        "net/http.(*Transport).roundTrip",
        "net/http.send",
        "net/http.(*Client).do",
    });
    static constexpr std::array reading = std::to_array<std::string_view>({"net/http.(*persistConn).readLoop"});
    std::set<Address> seen;
    uint64_t unclear = 0;
    const auto search = [&](std::span<const std::string_view> names, bool isBody) {
        for (const uint32_t row : m_sources.rowsIn(names)) {
            if (m_sources.isStopped())
                return;
            // It waits for a body to be read; else for the connection, and its last request is over.
            if (isBody && m_sources.table.waitReasonText(row) != "select")
                continue;
            const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
            auto item = firstIn(stack, names, [this](Address at) {
                auto made = ofMade(at);
                // A transportRequest begins with the request.
                const auto inner = made ? Result<Address>() : m_sources.fields().reader().memory().readPointer(at);
                return made || !inner ? made : ofMade(*inner);
            });
            if (!item) {
                unclear += isBody ? 0 : 1;
                continue;
            }
            if (!seen.insert(*item->address).second)
                continue;
            if (isBody)
                addFact(*item, "phase", "its answer's body is read, or left open");
            m_sources.describeGoroutine(*item, row);
            m_goroutines.insert(*item->goroutine);
            addItem(section, std::move(*item));
        }
    };
    search(functions, false);
    search(reading, true);
    if (unclear > 0)
        section.unanswered.push_back("Of " + std::to_string(unclear)
                                     + " more goroutines that make a request, the request can't be told.");
}

}
