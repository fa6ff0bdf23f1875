// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/valueforms.h"

#include "backend/base/text.h"
#include "backend/base/unicode.h"
#include "backend/eval/errortext.h"
#include "backend/eval/gotime.h"
#include "backend/eval/textmeaning.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostFormBytes = 64 << 10; ///< of a text in forms
constexpr uint64_t mostJsonText = 1 << 20; ///< of a text that is laid out as JSON
constexpr size_t mostParts = 20000; ///< of a value as JSON
constexpr unsigned mostDepth = 24;
constexpr uint64_t pageSize = 1000;
constexpr uint64_t uuidBytes = 16;

struct Unit {
    ValueForm form;
    int64_t perSecond;
};
constexpr std::array units = std::to_array<Unit>({
    {ValueForm::UnixSeconds, 1},
    {ValueForm::UnixMilliseconds, 1'000},
    {ValueForm::UnixMicroseconds, 1'000'000},
    {ValueForm::UnixNanoseconds, 1'000'000'000},
});

std::string unixTime(int64_t number, int64_t perSecond)
{
    GoTime time;
    time.seconds = number / perSecond;
    time.nanoseconds = static_cast<int32_t>(number % perSecond * (1'000'000'000 / perSecond));
    if (time.nanoseconds < 0) {
        time.nanoseconds += 1'000'000'000;
        --time.seconds;
    }
    return time.readable();
}

std::string jsonQuoted(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}

std::vector<FormedValue> ValueForms::of(const Value &value)
{
    std::vector<FormedValue> out;
    if (value.error || !value.type || value.notYetDeclared)
        return out;
    Value shown = value;
    if (value.type->kind == TypeKind::Interface) {
        auto held = m_evaluator.dynamicValue(value);
        if (held && held->type && !held->error)
            shown = std::move(*held);
    }
    switch (shown.type->kind) {
    case TypeKind::Int:
    case TypeKind::Uint:
    case TypeKind::Char:
    case TypeKind::Enum: addNumber(out, shown); break;
    case TypeKind::Float:
    case TypeKind::Complex:
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer: addVerbs(out, shown); break;
    default:
        if (m_evaluator.isText(shown))
            addText(out, shown);
        else if (m_evaluator.childCount(shown).value_or(0) > 0)
            addVerbs(out, shown);
    }
    LoadLimits limits{.stringBytes = mostFormBytes, .arrayElements = pageSize, .depth = 8, .totalBytes = mostFormBytes};
    limits.hasLines = true;
    out.push_back({ValueForm::Go, m_evaluator.format(shown, limits)});
    if (!std::ranges::contains(out, ValueForm::HexDump, &FormedValue::form))
        addDump(out, shown);
    const bool hasJson = std::ranges::contains(out, ValueForm::Json, &FormedValue::form);
    if (!hasJson)
        out.push_back({ValueForm::Json, json(shown)});
    std::ranges::sort(out, {}, &FormedValue::form);
    return out;
}

/// Of the memory of what is no text.
void ValueForms::addDump(std::vector<FormedValue> &out, const Value &value)
{
    const auto place = m_evaluator.contentPlace(value);
    if (!place || place->size == 0)
        return;
    const auto bytes = m_evaluator.contentBytes(value, 0, mostFormBytes);
    if (!bytes)
        return;
    std::string text = hexDump(*bytes);
    if (bytes->size() < place->size)
        text += std::format("… {} more bytes\n", place->size - bytes->size());
    out.push_back({ValueForm::HexDump, std::move(text)});
}

Result<std::string> ValueForms::byVerb(const Value &value, std::string_view verb)
{
    const auto parsed = GoVerb::parse(verb);
    if (!parsed)
        return fail(ErrorCode::BadExpression,
                    "a verb of fmt is meant, with its flags: %x, %08b, %q, %+d, %.3f, not " + std::string(verb));
    LoadLimits limits{.stringBytes = mostFormBytes, .arrayElements = pageSize, .depth = 8, .totalBytes = mostFormBytes};
    limits.verb = *parsed;
    return m_evaluator.formatShort(value, limits);
}

/// Elements and fields in the form, too: "[]int{0x1,0x2}".
void ValueForms::addVerbs(std::vector<FormedValue> &out, const Value &value)
{
    const std::string plain = m_evaluator.formatShort(value);
    const std::array verbs = std::to_array<std::pair<ValueForm, std::string_view>>({
        {ValueForm::Decimal, "%d"},
        {ValueForm::Hexadecimal, "%#x"},
        {ValueForm::Octal, "%O"},
        {ValueForm::Binary, "%#b"},
        {ValueForm::Scientific, "%e"},
    });
    const bool isFloating = value.type->kind == TypeKind::Float || value.type->kind == TypeKind::Complex;
    for (const auto &[form, verb] : verbs) {
        const auto parsed = GoVerb::parse(verb);
        if (!parsed || (isFloating ? form != ValueForm::Scientific : form == ValueForm::Scientific))
            continue;
        LoadLimits limits;
        limits.verb = *parsed;
        std::string text = m_evaluator.formatShort(value, limits);
        if (text != plain || isFloating)
            out.push_back({form, std::move(text)});
    }
}

void ValueForms::addNumber(std::vector<FormedValue> &out, const Value &value)
{
    // Plain digits first, without the name that a constant has.
    for (const auto &[form, verb] : std::to_array<std::pair<ValueForm, std::string_view>>({
             {ValueForm::Decimal, "%d"},
             {ValueForm::Hexadecimal, "%#x"},
             {ValueForm::Octal, "%O"},
             {ValueForm::Binary, "%#b"},
         })) {
        const auto parsed = GoVerb::parse(verb);
        LoadLimits limits;
        if (parsed)
            limits.verb = *parsed;
        if (parsed)
            out.push_back({form, m_evaluator.formatShort(value, limits)});
    }
    const bool isSigned = value.type->kind != TypeKind::Uint;
    const auto word = m_evaluator.word(value);
    if (!word) {
        out.clear();
        return;
    }
    const unsigned unusedBits = value.type->size < 8 ? 64 - 8 * static_cast<unsigned>(value.type->size) : 0;
    const bool isNegative = isSigned && static_cast<int64_t>(*word << unusedBits) < 0;
    const auto number
        = isSigned ? static_cast<int64_t>(*word << unusedBits) >> unusedBits : static_cast<int64_t>(*word);
    if (!isNegative && *word <= 0x10ffff && !(*word >= 0xd800 && *word <= 0xdfff)) {
        const auto quoted = GoVerb::parse("%q");
        LoadLimits limits;
        if (quoted) {
            limits.verb = *quoted;
            out.push_back({ValueForm::Character, m_evaluator.formatShort(value, limits)});
        }
    }
    if (!isSigned && number < 0)
        return; // too large for what follows
    if (value.type->size == 8)
        out.push_back({ValueForm::Duration, durationText(number)});
    if (value.type->size >= 4) {
        for (const Unit &unit : units) {
            if (std::string text = unixTime(number, unit.perSecond); !text.empty())
                out.push_back({unit.form, std::move(text)});
        }
    }
    if (value.type->size == 4 && !isSigned) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes += static_cast<char>(*word >> shift);
        out.push_back({ValueForm::IpAddress, ipAddressText(bytes)});
    }
}

void ValueForms::addText(std::vector<FormedValue> &out, const Value &value)
{
    const uint64_t length = m_evaluator.length(value).value_or(0);
    const auto bytes = m_evaluator.text(value, 0, std::min(length, mostFormBytes));
    if (!bytes)
        return;
    const std::string more
        = bytes->size() < length ? "… " + std::to_string(length - bytes->size()) + " more bytes" : std::string();
    out.push_back({ValueForm::Quoted, goQuoted(*bytes) + more});
    out.push_back({ValueForm::Hexadecimal, hexBytes(*bytes) + more});
    out.push_back({ValueForm::HexDump, hexDump(*bytes) + more});
    if (length == 4 || length == uuidBytes)
        out.push_back({ValueForm::IpAddress, ipAddressText(*bytes)});
    if (length == uuidBytes)
        out.push_back({ValueForm::Uuid, uuidText(*bytes)});
    if (length == 0 || length > mostJsonText)
        return;
    const auto whole = m_evaluator.text(value, 0, length);
    const size_t start = whole ? whole->find_first_not_of(" \t\r\n") : std::string::npos;
    // A number or a word alone is JSON, too, but nobody's document.
    if (start == std::string::npos || ((*whole)[start] != '{' && (*whole)[start] != '['))
        return;
    if (auto pretty = prettyJson(*whole))
        out.push_back({ValueForm::Json, std::move(*pretty)});
}

std::string ValueForms::json(const Value &value)
{
    m_parts = 0;
    std::string compact;
    writeJson(compact, value, 0);
    return prettyJson(compact).value_or(compact);
}

void ValueForms::writeJson(std::string &out, const Value &value, unsigned depth)
{
    if (value.error || !value.type) {
        out += jsonQuoted(value.error ? '(' + value.error->message + ')' : "(no type)");
        return;
    }
    if (++m_parts > mostParts || depth > mostDepth) {
        out += "\"(cut here)\"";
        return;
    }
    switch (value.type->kind) {
    case TypeKind::Interface:
    case TypeKind::Pointer: {
        const auto next = value.type->kind == TypeKind::Interface
            ? m_evaluator.dynamicValue(value).transform([](Value v) { return std::vector<Value>{std::move(v)}; })
            : m_evaluator.children(value, 0, 1);
        if (m_evaluator.formatShort(value) == "nil")
            out += "null";
        else if (next && next->size() == 1)
            writeJson(out, next->front(), depth + 1);
        else
            out += jsonQuoted(m_evaluator.formatShort(value));
        return;
    }
    case TypeKind::Bool: out += m_evaluator.formatShort(value); return;
    case TypeKind::Int:
    case TypeKind::Uint:
    case TypeKind::Float: {
        LoadLimits limits;
        if (value.type->kind != TypeKind::Float)
            limits.verb = GoVerb::parse("%d").value_or(GoVerb());
        const std::string text = m_evaluator.formatShort(value, limits);
        out += nlohmann::json::accept(text) ? text : jsonQuoted(text); // NaN
        return;
    }
    case TypeKind::Struct:
    case TypeKind::Union:
    case TypeKind::Map:
    case TypeKind::Slice:
    case TypeKind::Array:
    case TypeKind::String:
        if (m_evaluator.isText(value)) {
            const uint64_t length = m_evaluator.length(value).value_or(0);
            const auto text = m_evaluator.text(value, 0, std::min(length, mostFormBytes));
            const bool isCut = text && text->size() < length;
            if (text && (value.type->kind == TypeKind::String || isPlainText(*text, isCut))) {
                out += jsonQuoted(*text + (isCut ? "… (cut here)" : ""));
                return;
            }
        }
        if (value.type->name == "time.Time") {
            out += jsonQuoted(m_evaluator.meaning(value));
            return;
        }
        writeJsonParts(out, value, depth);
        return;
    default: out += jsonQuoted(m_evaluator.formatShort(value));
    }
}

void ValueForms::writeJsonParts(std::string &out, const Value &value, unsigned depth)
{
    const bool isNamed = value.type->kind != TypeKind::Slice && value.type->kind != TypeKind::Array;
    const auto count = m_evaluator.childCount(value);
    if (!count) {
        out += jsonQuoted('(' + count.error().message + ')');
        return;
    }
    if (value.type->kind != TypeKind::Struct && m_evaluator.formatShort(value) == "nil") {
        out += "null";
        return;
    }
    out += isNamed ? '{' : '[';
    bool isFirst = true;
    for (uint64_t done = 0; done < *count; done += pageSize) {
        const auto page = m_evaluator.children(value, done, std::min(pageSize, *count - done));
        const bool isEnd = !page || page->empty() || m_parts > mostParts;
        if (isEnd) {
            const std::string why = page ? "(cut here)" : '(' + page.error().message + ')';
            out += (isFirst ? "" : ",") + (isNamed ? "\"…\":" + jsonQuoted(why) : jsonQuoted(why));
            break;
        }
        for (const Value &part : *page) {
            out += isFirst ? "" : ",";
            isFirst = false;
            std::string name = part.name;
            // A key in brackets, and in quotes if it is a text: the quotes are JSON's, too.
            if (value.type->kind == TypeKind::Map && name.starts_with('[') && name.ends_with(']'))
                name = name.substr(1, name.size() - 2);
            if (isNamed)
                out += (name.starts_with('"') && nlohmann::json::accept(name) ? name : jsonQuoted(name)) + ':';
            writeJson(out, part, depth + 1);
        }
    }
    out += isNamed ? '}' : ']';
}

}
