// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/processlist.h"
#include "cli/optionwords.h"
#include "cli/processcommands.h"

#include <algorithm>
#include <format>
#include <nlohmann/json.hpp>

namespace Freezeframe
{
namespace
{

nlohmann::ordered_json toJson(const ProcessRow &row)
{
    nlohmann::ordered_json json = {{"pid", row.id.pid},
                                   {"start_ticks", row.id.startTicks},
                                   {"parent", row.parent},
                                   {"name", row.name},
                                   {"user", row.user},
                                   {"uid", row.uid},
                                   {"cpu", row.cpu},
                                   {"resident_bytes", row.residentBytes},
                                   {"threads", row.threads},
                                   {"started_at", row.startedAt},
                                   {"command_line", row.commandLine},
                                   {"state", std::string(1, row.state)}};
    if (!row.executable.empty())
        json["executable"] = row.executable;
    if (!row.goVersion.empty())
        json["go_version"] = row.goVersion;
    if (!row.module.empty())
        json["module"] = row.module;
    if (row.isKernelThread)
        json["kernel_thread"] = true;
    if (row.isContained)
        json["container"] = true;
    return json;
}

std::string toTable(const std::vector<ProcessRow> &rows)
{
    std::vector<std::vector<std::string>> table
        = {{"PID", "GO", "USER", "CPU", "MEMORY", "THREADS", "STARTED", "COMMAND"}};
    for (const ProcessRow &row : rows) {
        std::string version = row.goVersion.starts_with("go") ? row.goVersion.substr(2) : row.goVersion;
        version.resize(std::min(version.find(' '), version.size()));
        table.push_back({std::to_string(row.id.pid), escaped(version), escaped(row.user),
                         std::format("{:.0f} %", row.cpu * 100), byteCount(row.residentBytes),
                         std::to_string(row.threads), localTime(row.startedAt), escaped(row.commandLine)});
    }
    return columns(table);
}

}

int runPs(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    const auto options = OptionWords::parse(words, {"--json", "--all"}, {});
    if (!options)
        return complainOfUsage(errors, options.error().message);
    if (!options->rest().empty())
        return complainOfUsage(errors, "ps takes no " + options->rest().front());
    std::vector<ProcessRow> rows = ProcessList().refresh();
    const auto isGo = [](const ProcessRow &row) { return !row.goVersion.empty(); };
    if (options->has("--all"))
        std::ranges::stable_partition(rows, isGo);
    else
        std::erase_if(rows, [&isGo](const ProcessRow &row) { return !isGo(row); });
    if (options->has("--json")) {
        nlohmann::ordered_json json = nlohmann::ordered_json::array();
        for (const ProcessRow &row : rows)
            json.push_back(toJson(row));
        out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return 0;
    }
    out << toTable(rows);
    if (rows.empty())
        errors << "no Go program runs here, or none whose executable may be read; --all lists all processes\n";
    return 0;
}

}
