// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinejson.h"

#include <array>
#include <charconv>

namespace Freezeframe
{

namespace
{

std::string member(const char *key, const SourceLocation &place)
{
    return place.isEmpty() ? std::string() : std::string(", \"") + key + "\": " + dumpJson(locationJson(place));
}

void appendNumber(std::string &out, uint64_t number)
{
    std::array<char, 20> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

/// Seconds with three digits, as printf rounds them.
void appendSeconds(std::string &out, int64_t nanoseconds)
{
    constexpr double perSecond = 1e9;
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), double(nanoseconds) / perSecond,
                                   std::chars_format::fixed, 3);
    out.append(digits.data(), end.ptr);
}

/// The go statement once more under its other name, with the goroutine that ran it: @p fragment is all but its end.
void appendCreator(std::string &out, const SourceLocation &place, std::string_view fragment, uint64_t parent)
{
    if (place.isEmpty())
        return;
    out += fragment;
    if (parent != 0) {
        out += ", \"goroutine\": ";
        appendNumber(out, parent);
    }
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

Json waitsJson(const std::vector<WaitInfo> &waits)
{
    Json list = Json::array();
    for (const WaitInfo &wait : waits) {
        Json json = {{"kind", wait.kind}};
        if (!wait.object.isNull())
            json["object"] = wait.object.toString();
        if (!wait.description.empty())
            json["description"] = wait.description;
        if (!wait.others.empty())
            json["others"] = wait.others;
        for (const WaitInfo::Holder &holder : wait.holders) {
            json["probably_held_by"].push_back({{"goroutine", holder.goroutine},
                                                {"frame", holder.frame},
                                                {"function", holder.function},
                                                {"by", holder.isDeferred ? "deferred-unlock" : "code"}});
        }
        list.push_back(std::move(json));
    }
    return list;
}

GoroutineJson::GoroutineJson(const GoroutineSnapshot &snapshot)
    : m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
{
    for (const GoroutineStacks::Unique &unique : m_stacks.stacks)
        m_places.push_back(member("user", unique.user) + member("current", unique.current));
    for (const SourceLocation &start : m_stacks.startLocations)
        m_starts.push_back(member("start", start));
    for (const SourceLocation &statement : m_stacks.goStatements) {
        m_goStatements.push_back(member("go", statement));
        std::string creator = member("created_by", statement);
        if (!creator.empty())
            creator.pop_back(); // more may follow
        m_creators.push_back(std::move(creator));
    }
    for (const auto &labels : m_stacks.labelSets) {
        Json object = Json::object();
        for (const auto &[key, value] : labels)
            object[key] = value;
        m_labels.push_back(labels.empty() ? std::string() : ", \"labels\": " + dumpJson(object));
    }
}

/// What follows the id: status and wait reason, made once for each pair of them.
const std::string &GoroutineJson::state(uint32_t row)
{
    const auto [known, isNew] = m_states.try_emplace(uint64_t(m_table.status[row]) << 16 | m_table.waitReason[row]
                                                     | uint64_t(!m_table.scanText(row).empty()) << 32);
    if (isNew) {
        known->second = ", \"status\": \"" + m_table.statusText(row) + '"';
        if (const std::string reason = m_table.waitReasonText(row);
            !reason.empty() && m_table.waitReason[row] < m_table.reasons.size())
            known->second += ", \"wait_reason\": " + dumpJson(Json(reason));
        if (!m_table.scanText(row).empty())
            known->second += ", \"scan\": true";
    }
    return known->second;
}

void GoroutineJson::appendRow(std::string &out, uint32_t row)
{
    out += "{\"id\": ";
    appendNumber(out, m_table.id[row]);
    out += state(row);
    if (m_table.waitNanoseconds[row] >= 0) {
        out += ", \"wait_seconds\": ";
        appendSeconds(out, m_table.waitNanoseconds[row]);
    }
    if (m_table.thread[row] != 0) {
        out += ", \"thread\": ";
        appendNumber(out, m_table.thread[row]);
    }
    out += m_table.isSystem[row] ? ", \"system\": true" : ", \"system\": false";
    out += m_labels[m_stacks.labelSetOf[row]];
    if (m_stacks.stackOf[row] != GoroutineStacks::unknown)
        out += m_places[m_stacks.stackOf[row]];
    const uint32_t statement = m_stacks.goStatementOf[row];
    out += m_goStatements[statement];
    out += m_starts[m_stacks.startOf[row]];
    if (m_table.id[row] != mainGoroutine)
        appendCreator(out, m_stacks.goStatements[statement], m_creators[statement], m_table.parent[row]);
}

bool GoroutineJson::hasError(uint32_t row) const
{
    return m_stacks.errors.contains(row) || m_table.errors.contains(row);
}

void GoroutineJson::putError(Json &object, uint32_t row) const
{
    if (const auto error = m_stacks.errors.find(row); error != m_stacks.errors.end())
        object["error"] = error->second.toString();
    else if (const auto partial = m_table.errors.find(row); partial != m_table.errors.end())
        object["error"] = partial->second.toString();
}

}
