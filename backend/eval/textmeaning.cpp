// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/textmeaning.h"

#include "backend/base/text.h"
#include "backend/base/unicode.h"
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint64_t previewBytes = 64;
constexpr uint64_t jsonBytes = 256;
constexpr size_t uuidBytes = 16;

std::string counted(Int128 count, std::string_view what)
{
    return integerText(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

}

bool isPlainText(std::string_view bytes, bool mayBeCut)
{
    constexpr size_t longestCharacter = 4;
    while (!bytes.empty()) {
        const DecodedCharacter character = decodeUtf8(bytes);
        if (!character.isValid)
            return mayBeCut && bytes.size() < longestCharacter;
        const bool isSpace = character.point == '\n' || character.point == '\t' || character.point == '\r';
        if (!isPrintable(character.point) && !isSpace)
            return false;
        bytes.remove_prefix(character.length);
    }
    return true;
}

std::string uuidText(std::string_view bytes)
{
    if (bytes.size() != uuidBytes)
        return {};
    std::string text = hexBytes(bytes);
    for (const size_t at : {20, 16, 12, 8})
        text.insert(at, 1, '-');
    return text;
}

std::optional<std::string> TextMeaning::of(const Value &value) const
{
    static constexpr std::array entries = std::to_array<Entry>({
        {"strings.Builder", &TextMeaning::ofBuilder},
        {"bytes.Buffer", &TextMeaning::ofBuffer},
        {"strings.Reader", &TextMeaning::ofReader},
        {"bytes.Reader", &TextMeaning::ofReader},
        {"bufio.Reader", &TextMeaning::ofBufferedReader},
        {"bufio.Writer", &TextMeaning::ofBufferedWriter},
        {"encoding/json.RawMessage", &TextMeaning::ofJson},
        {"encoding/json/jsontext.Value", &TextMeaning::ofJson}, // RawMessage of GOEXPERIMENT=jsonv2
        {"regexp.Regexp", &TextMeaning::ofPattern},
    });
    if (value.type->kind == TypeKind::Array)
        return ofUuid(value);
    const auto entry = std::ranges::find(entries, value.type->name, &Entry::type);
    return entry == entries.end() ? std::nullopt : (this->*entry->reader)(value);
}

TextMeaning::Text TextMeaning::quoted(const Value &text, uint64_t first, uint64_t end) const
{
    const auto length = m_fields.length(text, {});
    if (!length || first > end || end > *length)
        return std::nullopt;
    const uint64_t count = end - first;
    const auto bytes = m_fields.reader().text(text, first, std::min(count, previewBytes));
    if (!bytes)
        return std::nullopt;
    const bool isCut = bytes->size() < count;
    if (!isPlainText(*bytes, isCut))
        return counted(count, "byte");
    return goQuoted(*bytes) + (isCut ? "… " + counted(count, "byte") : "");
}

TextMeaning::Text TextMeaning::ofBuilder(const Value &value) const
{
    const auto buffer = m_fields.at(value, "buf");
    const auto length = m_fields.length(value, "buf");
    return buffer && length ? quoted(*buffer, 0, *length) : std::nullopt;
}

TextMeaning::Text TextMeaning::ofBuffer(const Value &value) const
{
    const auto buffer = m_fields.at(value, "buf");
    const auto length = m_fields.length(value, "buf");
    const auto offset = m_fields.number(value, "off");
    if (!buffer || !length || !offset || *offset < 0 || *offset > Int128(*length))
        return std::nullopt;
    const Text unread = quoted(*buffer, static_cast<uint64_t>(*offset), *length);
    return unread && *offset > 0 ? Text(*unread + " after " + counted(*offset, "byte") + " read") : unread;
}

TextMeaning::Text TextMeaning::ofReader(const Value &value) const
{
    const auto text = m_fields.at(value, "s");
    const auto length = m_fields.length(value, "s");
    const auto offset = m_fields.number(value, "i");
    if (!text || !length || !offset || *offset < 0)
        return std::nullopt;
    if (*offset >= Int128(*length))
        return "at the end of " + counted(Int128(*length), "byte");
    const Text rest = quoted(*text, static_cast<uint64_t>(*offset), *length);
    return rest && *offset > 0 ? Text(*rest + " after " + counted(*offset, "byte") + " read") : rest;
}

TextMeaning::Text TextMeaning::ofBufferedReader(const Value &value) const
{
    const auto buffer = m_fields.at(value, "buf");
    const auto from = m_fields.number(value, "r");
    const auto to = m_fields.number(value, "w");
    if (!buffer || !from || !to || *from < 0 || *to < *from)
        return std::nullopt;
    if (*from == *to)
        return "nothing buffered";
    const Text text = quoted(*buffer, static_cast<uint64_t>(*from), static_cast<uint64_t>(*to));
    return text ? Text("buffered " + *text) : std::nullopt;
}

TextMeaning::Text TextMeaning::ofBufferedWriter(const Value &value) const
{
    const auto buffer = m_fields.at(value, "buf");
    const auto count = m_fields.number(value, "n");
    if (!buffer || !count || *count < 0)
        return std::nullopt;
    if (*count == 0)
        return "nothing buffered";
    const Text text = quoted(*buffer, 0, static_cast<uint64_t>(*count));
    return text ? Text("not yet flushed " + *text) : std::nullopt;
}

TextMeaning::Text TextMeaning::ofJson(const Value &value) const
{
    const auto length = m_fields.length(value, {});
    if (value.type->kind != TypeKind::Slice || !length || *length == 0)
        return std::nullopt;
    const auto bytes = m_fields.reader().text(value, 0, std::min(*length, jsonBytes));
    if (!bytes)
        return std::nullopt;
    const bool isCut = bytes->size() < *length;
    if (!isPlainText(*bytes, isCut))
        return std::nullopt;
    return escaped(*bytes) + (isCut ? "…" : "");
}

TextMeaning::Text TextMeaning::ofPattern(const Value &value) const
{
    return m_fields.text(value, "expr");
}

TextMeaning::Text TextMeaning::ofUuid(const Value &value) const
{
    const auto element = m_fields.reader().types().type(value.type->element);
    const std::string_view name = value.type->name;
    if (!name.ends_with(".UUID") || name.starts_with('[') || value.type->size != uuidBytes || !element
        || (*element)->kind != TypeKind::Uint || (*element)->size != 1)
        return std::nullopt;
    const auto bytes = m_fields.reader().text(value, 0, uuidBytes);
    return bytes ? Text(uuidText(*bytes)) : std::nullopt;
}

}
