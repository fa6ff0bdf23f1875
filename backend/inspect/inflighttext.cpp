// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inflighttext.h"

#include "backend/base/text.h"
#include "backend/inflight/inflightsearch.h"
#include "backend/inspect/goroutinejson.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

/// "trace_id" → "trace id".
std::string spoken(std::string_view key)
{
    std::string text(key);
    std::ranges::replace(text, '_', ' ');
    return text;
}

/// Facts that the title says already.
bool isInTitle(const InFlightItem &item, const InFlightItem::Fact &fact)
{
    const bool mayBe = fact.key == "method" || fact.key == "url" || fact.key == "network" || fact.key == "local"
        || fact.key == "path" || fact.key == "query" || fact.key == "connector" || fact.key == "function";
    return mayBe && item.title.contains(fact.text);
}

void appendItem(std::string &out, const InFlightItem &item)
{
    out += "  " + escaped(item.title);
    if (item.goroutine)
        out += std::format("  [goroutine {}]", *item.goroutine);
    out += '\n';
    for (const InFlightItem::Fact &fact : item.facts) {
        if (!isInTitle(item, fact))
            out += std::format("      {}: {}\n", spoken(fact.key), escaped(fact.text));
    }
}

/// Keys that come as lists, whether there is one or more of them.
bool isList(std::string_view key)
{
    return key == "label" || key == "header" || key == "value" || key == "trace_id" || key == "argument";
}

Json itemJson(const InFlightItem &item)
{
    Json json;
    json["title"] = item.title;
    if (item.goroutine)
        json["goroutine"] = *item.goroutine;
    if (item.address)
        json["address"] = item.address->toString();
    for (const InFlightItem::Fact &fact : item.facts) {
        if (isList(fact.key))
            json[fact.key + 's'].push_back(fact.text);
        else
            json[fact.key] = fact.text;
    }
    return json;
}

}

std::string inFlightText(const InFlight &found, InFlight::Kind kind, size_t most)
{
    const InFlight::Section &section = found.of(kind);
    const uint64_t all = section.items.size() + section.leftOut;
    const bool isUnclear = kind <= InFlight::Kind::Made && !section.unanswered.empty();
    std::string out = all == 0 && !isUnclear ? std::string(kindNothing(kind)) + '\n'
                                             : std::format("{}: {}\n", kindTitle(kind), all);
    for (size_t number = 0; number < std::min(section.items.size(), most); ++number)
        appendItem(out, section.items[number]);
    if (all > most)
        out += std::format("  and {} more\n", all - std::min<uint64_t>(most, section.items.size()));
    for (const std::string &sentence : section.unanswered)
        out += "  " + escaped(sentence) + '\n';
    return out;
}

std::optional<InFlight::Kind> kindNamed(std::string_view name)
{
    for (size_t i = 0; i < InFlight::kinds; ++i) {
        if (kindName(InFlight::Kind(i)) == name)
            return InFlight::Kind(i);
    }
    return std::nullopt;
}

std::string kindNames()
{
    std::string names;
    for (size_t i = 0; i < InFlight::kinds; ++i)
        names += (i == 0 ? "" : i + 1 == InFlight::kinds ? " or " : ", ") + std::string(kindName(InFlight::Kind(i)));
    return names;
}

std::string inFlightText(const InFlight &found, size_t most)
{
    std::string out;
    for (size_t i = 0; i < InFlight::kinds; ++i) {
        const InFlight::Section &section = found.of(InFlight::Kind(i));
        // Of what is not there, nothing but what may hide it.
        if (!section.items.empty() || !section.unanswered.empty())
            out += (out.empty() ? "" : "\n") + inFlightText(found, InFlight::Kind(i), most);
    }
    if (found.masked > 0)
        out += std::format("\n{} that may be secret {} hidden: --show-secrets shows {}.\n",
                           found.masked == 1 ? "1 text" : std::format("{} texts", found.masked),
                           found.masked == 1 ? "is" : "are", found.masked == 1 ? "it" : "them");
    return out;
}

std::string inFlightJson(const InFlight &found)
{
    Json json;
    json["schema"] = 1;
    for (size_t i = 0; i < InFlight::kinds; ++i) {
        const auto kind = InFlight::Kind(i);
        const InFlight::Section &section = found.of(kind);
        Json items = Json::array();
        for (const InFlightItem &item : section.items)
            items.push_back(itemJson(item));
        json[std::string(kindName(kind))] = std::move(items);
        if (section.leftOut > 0)
            json["left_out"][std::string(kindName(kind))] = section.leftOut;
        if (!section.unanswered.empty())
            json["unanswered"][std::string(kindName(kind))] = section.unanswered;
    }
    json["masked"] = found.masked;
    return dumpJson(json);
}

}
