// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/inspect/signalnames.h"
#include "backend/live/corestore.h"
#include "cli/optionwords.h"
#include "cli/processcommands.h"

#include <nlohmann/json.hpp>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::ordered_json;

const char *wordOf(StoredCore::State state)
{
    switch (state) {
    case StoredCore::State::Present: return "present";
    case StoredCore::State::Deleted: return "deleted";
    case StoredCore::State::NeverStored: return "never-stored";
    default: return "unreadable";
    }
}

Json toJson(const StoredCore &core)
{
    Json json = {{"program", core.program}, {"state", wordOf(core.state)}, {"when", core.when}, {"pid", core.pid},
                 {"uid", core.uid},         {"source", core.source}};
    if (core.isCapture)
        json["captured"] = true;
    if (core.pauseSeconds > 0)
        json["pause_seconds"] = core.pauseSeconds;
    if (core.signal != 0) {
        json["signal"] = core.signal;
        json["signal_name"] = signalName(core.signal);
    }
    if (!core.executable.empty())
        json["executable"] = core.executable;
    if (!core.goVersion.empty())
        json["go_version"] = core.goVersion;
    if (!core.path.empty())
        json["path"] = core.path;
    if (core.bytes > 0)
        json["bytes"] = core.bytes;
    if (!core.summary.empty())
        json["summary"] = core.summary;
    return json;
}

Json toJson(const CoreStore &store)
{
    Json json = {{"keeper", store.keeper}, {"pattern", store.pattern}};
    if (!store.folder.empty())
        json["folder"] = store.folder;
    json["free_bytes"] = store.freeSpace;
    json["cores"] = Json::array();
    for (const StoredCore &core : store.cores)
        json["cores"].push_back(toJson(core));
    json["warnings"] = Json::array();
    for (const Error &warning : store.warnings)
        json["warnings"].push_back(warning.toString());
    return json;
}

std::string toTable(const CoreStore &store)
{
    std::vector<std::vector<std::string>> table = {{"WHEN", "PROGRAM", "GO", "PID", "SIGNAL", "SIZE", "CORE"}};
    for (const StoredCore &core : store.cores) {
        std::string place = core.path;
        if (core.state != StoredCore::State::Present || !core.summary.empty())
            place += (place.empty() ? "" : " ")
                + ("(" + (core.summary.empty() ? std::string(wordOf(core.state)) : core.summary) + ")");
        const std::string version = core.goVersion.starts_with("go") ? core.goVersion.substr(2) : core.goVersion;
        table.push_back({localTime(core.when), escaped(core.program), escaped(version), std::to_string(core.pid),
                         core.isCapture ? "captured" : signalName(core.signal),
                         core.bytes > 0 ? byteCount(core.bytes) : "", escaped(place)});
    }
    return columns(table);
}

}

int runCores(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    const auto options = OptionWords::parse(words, {"--json"}, {});
    if (!options)
        return complainOfUsage(errors, options.error().message);
    std::vector<std::string> folders = options->rest();
    if (folders.empty())
        folders.emplace_back(".");
    const CoreStore store = storedCores(folders);
    if (options->has("--json")) {
        out << toJson(store).dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
        return 0;
    }
    if (!store.cores.empty())
        out << toTable(store);
    errors << "cores are kept by " << escaped(store.keeper) << " (kernel.core_pattern: " << escaped(store.pattern)
           << ")\n";
    for (const Error &warning : store.warnings)
        errors << "warning: " << escaped(warning.toString()) << "\n";
    return 0;
}

}
