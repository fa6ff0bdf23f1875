// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinejson.h"

#include <format>

namespace Freezeframe
{

namespace
{

std::string member(const char *key, const SourceLocation &place)
{
    return place.isEmpty() ? std::string() : std::string(", \"") + key + "\": " + dumpJson(locationJson(place));
}

/// The go statement once more under its other name, with the goroutine that ran it.
void appendCreator(std::string &out, const SourceLocation &place, std::string_view fragment, uint64_t parent)
{
    if (place.isEmpty() || (parent == 0 && place.function.starts_with("runtime.")))
        return; // the runtime itself: Go's tracebacks tell nothing of that either
    fragment.remove_prefix(fragment.find('{'));
    fragment.remove_suffix(1);
    out += ", \"created_by\": ";
    out += fragment;
    if (parent != 0)
        out += ", \"goroutine\": " + std::to_string(parent);
    out += '}';
}

}

std::string dumpJson(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json locationJson(const SourceLocation &place)
{
    Json json = Json::object();
    if (!place.function.empty())
        json["function"] = place.function;
    if (!place.file.empty())
        json["file"] = place.file;
    if (place.line > 0)
        json["line"] = place.line;
    return json;
}

GoroutineJson::GoroutineJson(const GoroutineSnapshot &snapshot)
    : m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
{
    for (const GoroutineStacks::Unique &unique : m_stacks.stacks)
        m_places.push_back(member("user", unique.user) + member("current", unique.current));
    for (const SourceLocation &start : m_stacks.startLocations)
        m_starts.push_back(member("start", start));
    for (const SourceLocation &statement : m_stacks.goStatements)
        m_goStatements.push_back(member("go", statement));
    for (const auto &labels : m_stacks.labelSets) {
        Json object = Json::object();
        for (const auto &[key, value] : labels)
            object[key] = value;
        m_labels.push_back(labels.empty() ? std::string() : ", \"labels\": " + dumpJson(object));
    }
    for (const std::string &reason : m_table.reasons)
        m_reasons.push_back(", \"wait_reason\": " + dumpJson(Json(reason)));
}

void GoroutineJson::appendRow(std::string &out, uint32_t row) const
{
    out += "{\"id\": " + std::to_string(m_table.id[row]) + ", \"status\": \"" + m_table.statusText(row) + '"';
    const bool hasReason = !m_table.waitReasonText(row).empty();
    if (hasReason && m_table.waitReason[row] < m_reasons.size())
        out += m_reasons[m_table.waitReason[row]];
    if (m_table.waitNanoseconds[row] >= 0)
        out += std::format(", \"wait_seconds\": {:.3f}", double(m_table.waitNanoseconds[row]) / 1e9);
    if (m_table.thread[row] != 0)
        out += ", \"thread\": " + std::to_string(m_table.thread[row]);
    out += m_table.isSystem[row] ? ", \"system\": true" : ", \"system\": false";
    out += m_labels[m_stacks.labelSetOf[row]];
    if (m_stacks.stackOf[row] != GoroutineStacks::unknown)
        out += m_places[m_stacks.stackOf[row]];
    const uint32_t statement = m_stacks.goStatementOf[row];
    out += m_goStatements[statement];
    out += m_starts[m_stacks.startOf[row]];
    appendCreator(out, m_stacks.goStatements[statement], m_goStatements[statement], m_table.parent[row]);
}

void GoroutineJson::putError(Json &object, uint32_t row) const
{
    if (const auto error = m_stacks.errors.find(row); error != m_stacks.errors.end())
        object["error"] = error->second.toString();
    else if (const auto partial = m_table.errors.find(row); partial != m_table.errors.end())
        object["error"] = partial->second.toString();
}

}
