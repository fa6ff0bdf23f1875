// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/webmeaning.h"

#include "backend/eval/numbertext.h"
#include "backend/eval/urltext.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostKeys = 64; ///< of a header that is sorted
constexpr size_t shownKeys = 8;
constexpr uint64_t mostValues = 8; ///< of one key

}

std::optional<std::string> WebMeaning::of(const Value &value) const
{
    static constexpr std::array entries = std::to_array<Entry>({
        {"net/url.URL", &WebMeaning::ofUrl},
        {"net/url.Values", &WebMeaning::ofHeader},
        {"net/http.Header", &WebMeaning::ofHeader},
        {"net/textproto.MIMEHeader", &WebMeaning::ofHeader},
        {"net/http.Request", &WebMeaning::ofRequest},
        {"net/http.Response", &WebMeaning::ofResponse},
        {"net/http.Cookie", &WebMeaning::ofCookie},
        {"net/http.Server", &WebMeaning::ofServer},
    });
    const auto entry = std::ranges::find(entries, value.type->name, &Entry::type);
    return entry == entries.end() ? std::nullopt : (this->*entry->reader)(value);
}

WebMeaning::Text WebMeaning::ofUrl(const Value &value) const
{
    UrlParts url;
    const std::array texts = std::to_array<std::pair<std::string_view, std::string *>>({
        {"Scheme", &url.scheme},
        {"Opaque", &url.opaque},
        {"Host", &url.host},
        {"Path", &url.path},
        {"RawPath", &url.rawPath},
        {"RawQuery", &url.rawQuery},
        {"Fragment", &url.fragment},
        {"RawFragment", &url.rawFragment},
    });
    for (const auto &[field, target] : texts) {
        auto text = m_fields.text(value, field);
        if (!text)
            return std::nullopt;
        *target = std::move(*text);
    }
    const auto forceQuery = m_fields.number(value, "ForceQuery");
    const auto omitHost = m_fields.number(value, "OmitHost");
    const auto user = m_fields.at(value, "User");
    const auto isAnonymous = user ? m_fields.isNil(*user) : std::nullopt;
    if (!forceQuery || !omitHost || !isAnonymous)
        return std::nullopt;
    url.forceQuery = *forceQuery != 0;
    url.omitHost = *omitHost != 0;
    if (!*isAnonymous) {
        auto name = m_fields.text(*user, "username");
        auto password = m_fields.text(*user, "password");
        const auto hasPassword = m_fields.number(*user, "passwordSet");
        if (!name || !password || !hasPassword)
            return std::nullopt;
        url.user = {.name = std::move(*name), .password = *hasPassword != 0 ? std::move(password) : std::nullopt};
    }
    return urlText(url);
}

WebMeaning::Text WebMeaning::ofRequest(const Value &value) const
{
    const auto method = m_fields.text(value, "Method");
    const auto protocol = m_fields.text(value, "Proto");
    const auto host = m_fields.text(value, "Host");
    const auto peer = m_fields.text(value, "RemoteAddr");
    const auto pointer = m_fields.at(value, "URL");
    if (!method || !protocol || !host || !peer || !pointer)
        return std::nullopt;
    std::string text = method->empty() ? "GET" : *method; // Go net/http/request.go: empty means GET
    if (const auto url = m_fields.followedStruct(*pointer, "net/url.URL")) {
        const Text target = ofUrl(*url);
        text += ' ' + target.value_or("?");
    }
    if (!protocol->empty())
        text += ' ' + *protocol;
    if (!host->empty())
        text += ", host " + *host;
    if (!peer->empty())
        text += ", from " + *peer;
    return text;
}

WebMeaning::Text WebMeaning::ofResponse(const Value &value) const
{
    const auto protocol = m_fields.text(value, "Proto");
    const auto status = m_fields.text(value, "Status");
    const auto code = m_fields.number(value, "StatusCode");
    const auto pointer = m_fields.at(value, "Request");
    if (!protocol || !status || !code || !pointer)
        return std::nullopt;
    std::string text = *protocol + (protocol->empty() ? "" : " ") + (status->empty() ? integerText(*code) : *status);
    if (const auto request = m_fields.followedStruct(*pointer, "net/http.Request")) {
        if (const Text asked = ofRequest(*request))
            text += ", to " + asked->substr(0, asked->find(", "));
    }
    return text;
}

WebMeaning::Text WebMeaning::ofHeader(const Value &value) const
{
    if (value.type->kind != TypeKind::Map)
        return std::nullopt;
    const auto total = m_containers.mapCount(value);
    if (!total || *total == 0 || *total > mostKeys)
        return std::nullopt; // the value says how many there are
    const auto read = m_containers.mapEntries(value, 0, *total);
    if (!read || read->damage || read->entries.size() != *total)
        return std::nullopt;
    std::vector<std::string> lines;
    for (const Containers::Entry &entry : read->entries) {
        auto line = m_fields.text(entry.key, {});
        const auto count = m_fields.length(entry.element, {});
        if (!line || !count || entry.element.type->kind != TypeKind::Slice)
            return std::nullopt;
        *line += ": ";
        for (uint64_t i = 0; i < std::min(*count, mostValues); ++i) {
            const auto one = m_fields.text(m_fields.reader().element(entry.element, i), {});
            if (!one)
                return std::nullopt;
            *line += (i > 0 ? ", " : "") + *one;
        }
        lines.push_back(*count > mostValues ? *line + ", …" : std::move(*line));
    }
    std::ranges::sort(lines);
    std::string text;
    for (size_t i = 0; i < std::min(lines.size(), shownKeys); ++i)
        text += (i > 0 ? "; " : "") + lines[i];
    return lines.size() > shownKeys ? text + "; …" : text;
}

WebMeaning::Text WebMeaning::ofCookie(const Value &value) const
{
    const auto name = m_fields.text(value, "Name");
    const auto text = m_fields.text(value, "Value");
    return name && text ? Text(*name + '=' + *text) : std::nullopt;
}

WebMeaning::Text WebMeaning::ofServer(const Value &value) const
{
    const auto address = m_fields.text(value, "Addr");
    return address && !address->empty() ? Text("at " + *address) : std::nullopt;
}

}
