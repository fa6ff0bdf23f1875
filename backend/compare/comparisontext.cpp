// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/compare/comparisontext.h"

#include "backend/base/text.h"
#include "backend/inspect/goroutinejson.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

/// A heading, then each row as @p line writes it.
template<class Row, class Line>
void appendList(std::string &out, std::string_view title, const std::vector<Row> &rows, size_t most, const Line &line)
{
    if (rows.empty())
        return;
    out += std::format("\n{}: {}\n", title, rows.size());
    for (size_t i = 0; i < std::min(rows.size(), most); ++i)
        out += "  " + line(rows[i]) + '\n';
    if (rows.size() > most)
        out += std::format("  and {} more\n", rows.size() - most);
}

std::string bytesText(int64_t bytes)
{
    return (bytes < 0 ? "-" : "") + byteCount(uint64_t(std::abs(bytes)));
}

}

std::string_view changeText(uint64_t before, uint64_t after)
{
    return before == 0 ? "appeared" : after == 0 ? "vanished" : after > before ? "grew" : "shrank";
}

std::string comparisonText(const Comparison &found, size_t most)
{
    std::string out = std::format("goroutines: {} before, {} after\n", found.goroutinesBefore, found.goroutinesAfter);
    for (const std::string &note : found.notes)
        out += escaped(note) + '\n';
    const auto findingLine
        = [](const Comparison::Finding &one) { return std::format("{}  [{}]", escaped(one.title), one.id); };
    appendList(out, "new findings", found.newFindings, most, findingLine);
    appendList(out, "findings that are gone", found.goneFindings, most, findingLine);
    appendList(out, "groups of goroutines that differ", found.groups, most, [](const Comparison::Group &group) {
        return std::format("{:<8} {:>7} → {:<7} {}", changeText(group.before, group.after), group.before, group.after,
                           escaped(group.title));
    });
    appendList(out, "package variables that differ", found.variables, most, [](const Comparison::Variable &variable) {
        return std::format("{}: {} → {}", escaped(variable.name), escaped(variable.before), escaped(variable.after));
    });
    appendList(out, "memory in use that differs, by the function that allocated it", found.heap, most,
               [](const Comparison::Heap &heap) {
                   return std::format("{:>10}  {} → {}, {} → {} objects  {}",
                                      (heap.bytesAfter > heap.bytesBefore ? "+" : "")
                                          + bytesText(heap.bytesAfter - heap.bytesBefore),
                                      bytesText(heap.bytesBefore), bytesText(heap.bytesAfter), heap.objectsBefore,
                                      heap.objectsAfter, escaped(heap.function));
               });
    out += std::format("\n{} groups of goroutines and {} package variables are the same in both.\n", found.sameGroups,
                       found.sameVariables);
    return out;
}

std::string comparisonJson(const Comparison &found)
{
    Json json;
    json["schema"] = 1;
    json["same_build"] = found.isSameBuild;
    json["goroutines_before"] = found.goroutinesBefore;
    json["goroutines_after"] = found.goroutinesAfter;
    json["groups"] = Json::array();
    for (const Comparison::Group &group : found.groups)
        json["groups"].push_back({{"change", changeText(group.before, group.after)},
                                  {"title", group.title},
                                  {"before", group.before},
                                  {"after", group.after},
                                  {"goroutines", group.goroutines}});
    json["variables"] = Json::array();
    for (const Comparison::Variable &variable : found.variables)
        json["variables"].push_back(
            {{"name", variable.name}, {"type", variable.type}, {"before", variable.before}, {"after", variable.after}});
    const auto findings = [](const std::vector<Comparison::Finding> &all) {
        Json list = Json::array();
        for (const Comparison::Finding &one : all)
            list.push_back({{"id", one.id}, {"title", one.title}, {"goroutines", one.goroutines}});
        return list;
    };
    json["new_findings"] = findings(found.newFindings);
    json["gone_findings"] = findings(found.goneFindings);
    json["heap"] = Json::array();
    for (const Comparison::Heap &heap : found.heap)
        json["heap"].push_back({{"function", heap.function},
                                {"bytes_before", heap.bytesBefore},
                                {"bytes_after", heap.bytesAfter},
                                {"objects_before", heap.objectsBefore},
                                {"objects_after", heap.objectsAfter}});
    json["same_groups"] = found.sameGroups;
    json["same_variables"] = found.sameVariables;
    json["notes"] = found.notes;
    return dumpJson(json);
}

}
