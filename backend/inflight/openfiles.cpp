// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/openfiles.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t closedBit = 1; ///< Go internal/poll/fd_mutex.go: mutexClosed
constexpr uint64_t firstPointer = 4096; ///< Go runtime/netpoll.go: pdNil, pdReady, pdWait are below

}

void OpenFiles::describePolling(InFlightItem &item, const Value &descriptor) const
{
    const KnownFields &fields = m_sources.fields();
    const auto type = fields.reader().types().typeNamed("runtime.pollDesc");
    const auto poll = fields.number(descriptor, "pfd.pd.runtimeCtx");
    if (!type || !poll || *poll == 0)
        return;
    const Value polled = fields.reader().at(*type, {uint64_t(*poll)}, {});
    const auto waiter = [&](std::string_view field, std::string_view deadline, std::string_view key) {
        const auto g = fields.number(polled, field);
        if (const auto row = g && *g >= firstPointer ? m_sources.rowAt({uint64_t(*g)}) : std::nullopt) {
            addFact(item, key, "goroutine " + std::to_string(m_sources.table.id[*row]));
            item.goroutine = item.goroutine.value_or(m_sources.table.id[*row]);
        }
        const auto until = fields.number(polled, deadline);
        if (until && *until > 0)
            addFact(item, std::string(key) + "_deadline", m_sources.moment().relative(int64_t(*until)));
        else if (until && *until < 0)
            addFact(item, std::string(key) + "_deadline", "has passed");
    };
    waiter("rg", "rd", "reads");
    waiter("wg", "wd", "writes");
}

void OpenFiles::addSocket(InFlight &found, const Value &socket) const
{
    const KnownFields &fields = m_sources.fields();
    const auto ends = m_reader.descriptorEnds(socket);
    const auto fd = fields.number(socket, "pfd.Sysfd");
    const auto isClosed = fields.number(socket, "pfd.fdmu.state");
    if (!ends || !fd || !isClosed || (uint64_t(*isClosed) & closedBit) != 0)
        return;
    const bool isConnected = fields.number(socket, "isConnected").value_or(0) != 0;
    const bool isStream = ends->network.starts_with("tcp") || ends->network == "unix" || ends->network == "unixpacket";
    const bool listens = isStream && !isConnected && ends->peer.empty();
    InFlightItem item{.address = socket.address};
    item.title = listens || ends->peer.empty() ? ends->network + ' ' + ends->local
                                               : ends->network + ' ' + ends->local + " – " + ends->peer;
    addFact(item, "network", ends->network);
    addFact(item, "local", ends->local);
    addFact(item, "peer", ends->peer);
    addFact(item, "fd", std::to_string(int64_t(*fd)));
    if (const auto state = m_states.find(socket.address); state != m_states.end())
        addFact(item, "serves", state->second);
    describePolling(item, socket);
    addItem(found.of(listens ? InFlight::Kind::Listeners : InFlight::Kind::Connections), std::move(item));
}

void OpenFiles::addFile(InFlight &found, const Value &file) const
{
    const KnownFields &fields = m_sources.fields();
    const auto name = fields.text(file, "name");
    const auto fd = fields.number(file, "pfd.Sysfd");
    const auto isClosed = fields.number(file, "pfd.fdmu.state");
    if (!name || !fd || !isClosed || (uint64_t(*isClosed) & closedBit) != 0)
        return;
    InFlightItem item{.title = *name, .address = file.address};
    addFact(item, "path", *name);
    addFact(item, "fd", std::to_string(int64_t(*fd)));
    describePolling(item, file);
    addItem(found.of(InFlight::Kind::Files), std::move(item));
}

void OpenFiles::search(InFlight &found)
{
    const KnownFields &fields = m_sources.fields();
    const ValueReader &reader = fields.reader();
    const auto type = reader.types().typeNamed("runtime.specialfinalizer");
    if (!m_sources.spans || !type) {
        const std::string why = "can't be told without the program's symbols, but for those that requests have.";
        for (const auto kind : {InFlight::Kind::Connections, InFlight::Kind::Listeners, InFlight::Kind::Files})
            found.of(kind).unanswered.push_back("They " + why);
        return;
    }
    const auto &specials = m_sources.spans->specials();
    const auto &places = m_sources.spans->specialSpans();
    std::map<uint64_t, std::string> names; // of types, by their descriptors
    for (size_t i = 0; i < specials.size(); ++i) {
        constexpr size_t between = 4096;
        if (i % between == 0 && m_sources.isStopped())
            return;
        // Records of other kinds are shorter, and what follows them is no type.
        const Value record = reader.at(*type, specials[i], {});
        const auto descriptor = fields.at(record, "ot");
        const auto offset = fields.number(record, "special.offset");
        const auto word = descriptor ? reader.word(*descriptor) : std::unexpected(optimizedOut());
        if (!word || !offset || !m_sources.runtime.target().moduleAt({*word}))
            continue;
        const auto [name, isNew] = names.try_emplace(*word);
        if (isNew) {
            const auto held = reader.types().typeOfDescriptor({*word}, false);
            name->second = held ? (*held)->name : std::string();
        }
        const Address at = places[i] + uint64_t(*offset);
        const auto object = [&](std::string_view of) { return m_sources.objectAt(at, of); };
        if (name->second == "*net.netFD") {
            if (const auto socket = object("net.netFD"))
                addSocket(found, *socket);
        } else if (name->second == "*os.file") {
            if (const auto file = object("os.file"))
                addFile(found, *file);
        }
    }
    for (const auto kind : {InFlight::Kind::Connections, InFlight::Kind::Listeners, InFlight::Kind::Files})
        std::ranges::stable_sort(found.of(kind).items, std::less(), &InFlightItem::title);
}

}
