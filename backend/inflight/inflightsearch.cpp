// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/inflightsearch.h"

#include "backend/inflight/childprocesses.h"
#include "backend/inflight/databases.h"
#include "backend/inflight/openfiles.h"
#include "backend/inflight/requests.h"
#include "backend/inflight/timers.h"

namespace Freezeframe
{

namespace
{

struct KindTexts {
    std::string_view name, title, nothing;
};

constexpr std::array<KindTexts, InFlight::kinds> texts = {{
    {"served", "Requests served", "No request of net/http is served."},
    {"made", "Requests made", "No request of net/http is under way to another server."},
    {"queries", "Database queries", "No query of database/sql is under way."},
    {"databases", "Database pools", "No pool of database/sql is open."},
    {"contexts", "Contexts", "No goroutine has a context with a deadline, a value or an end in hand."},
    {"timers", "Timers", "No timer is set."},
    {"connections", "Connections", "No connection of package net is open."},
    {"listeners", "Listening sockets", "No socket of package net listens."},
    {"files", "Open files", "No file of package os is open."},
    {"children", "Child processes", "No goroutine waits for a child process."},
}};

}

Result<InFlight> searchInFlight(const InFlightSources &sources)
{
    using Kind = InFlight::Kind;
    InFlight found;
    ContextReader contexts(sources);
    Requests requests(sources, contexts);
    requests.searchServed(found.of(Kind::Served));
    requests.searchMade(found.of(Kind::Made));
    Databases databases(sources, contexts);
    databases.searchQueries(found.of(Kind::Queries));
    databases.searchPools(found.of(Kind::Databases));
    std::set<uint64_t> told = requests.goroutines();
    told.insert(databases.goroutines().begin(), databases.goroutines().end());
    contexts.search(found.of(Kind::Contexts), told);
    Timers(sources).search(found.of(Kind::Timers));
    OpenFiles(sources, requests.reader(), requests.connectionStates()).search(found);
    ChildProcesses(sources).search(found.of(Kind::Children));
    if (sources.stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped");
    found.masked = sources.mask.count();
    return found;
}

std::string_view kindName(InFlight::Kind kind)
{
    return texts[size_t(kind)].name;
}

std::string_view kindTitle(InFlight::Kind kind)
{
    return texts[size_t(kind)].title;
}

std::string_view kindNothing(InFlight::Kind kind)
{
    return texts[size_t(kind)].nothing;
}

}
