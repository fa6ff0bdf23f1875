// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/wholevalue.h"

#include "backend/go/gosymbols.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t mostLines = 5000;
constexpr unsigned mostDepth = 8;
constexpr uint64_t mostParts = 500; ///< of one list, map or structure
constexpr size_t mostErrors = 64;
constexpr unsigned mostWrapping = 32; ///< errors in errors
constexpr size_t mostErrorLines = 200; ///< of one error
constexpr unsigned mostErrorDepth = 4;
constexpr uint64_t stringBytes = 4096;

}

/// The value in an interface in place of the interface; all else as it is.
Value WholeValueReader::followed(const Value &value) const
{
    if (value.error || !value.type || value.type->kind != TypeKind::Interface)
        return value;
    auto held = m_evaluator.dynamicValue(value);
    if (!held)
        return value;
    held->name = value.name;
    return std::move(*held);
}

bool WholeValueReader::hasErrorMethod(const std::string &type)
{
    if (const auto known = m_errorTypes.find(type); known != m_errorTypes.end())
        return known->second;
    const bool isPointer = type.starts_with('*');
    const std::string_view name = std::string_view(type).substr(isPointer ? 1 : 0);
    const size_t slash = name.substr(0, name.find('[')).rfind('/');
    const size_t dot = name.find('.', slash == std::string_view::npos ? 0 : slash);
    bool found = false;
    if (m_symbols && dot != std::string_view::npos) {
        const std::string package(name.substr(0, dot + 1));
        const std::string bare(name.substr(dot + 1));
        found = m_symbols->functionNamed(package + bare + ".Error").has_value()
            || (isPointer && m_symbols->functionNamed(package + "(*" + bare + ").Error").has_value());
    }
    return m_errorTypes[type] = found;
}

bool WholeValueReader::isError(const Value &value)
{
    if (value.error || !value.type)
        return false;
    if (value.type->kind == TypeKind::Interface) {
        const auto held = m_evaluator.dynamicValue(value);
        return held && (value.type->name == "error" || isError(*held));
    }
    return m_evaluator.errorText(value).has_value() || hasErrorMethod(value.type->name);
}

/// Whether a value is told by one line alone.
bool WholeValueReader::isLeaf(const Value &value) const
{
    if (value.error || !value.type || value.notYetDeclared || value.type->kind == TypeKind::String
        || value.type->name == "[]uint8" || value.type->name == "[]byte" || value.type->name == "time.Time")
        return true;
    return m_evaluator.childCount(value).value_or(0) == 0;
}

std::string WholeValueReader::textOf(const Value &value, bool isOpened) const
{
    if (value.error)
        return value.error->code == ErrorCode::OptimizedOut ? "optimised out" : "(" + value.error->message + ")";
    if (isOpened && (value.type->kind == TypeKind::Struct || value.type->kind == TypeKind::Union))
        return {};
    return m_evaluator.formatShort(
        value, {.stringBytes = stringBytes, .arrayElements = isOpened ? uint64_t(0) : uint64_t(64), .depth = 0});
}

void WholeValueReader::addPart(Sheet &sheet, const Value &value, unsigned depth, const std::string &path)
{
    if (sheet.lines.size() >= sheet.mostLines) {
        m_whole.isCut = true;
        return;
    }
    const Value shown = followed(value);
    ValueLine line{
        .depth = depth, .name = value.name, .type = shown.type ? shown.type->name : "", .value = {}, .meaning = {}};
    const bool isHeldError = sheet.isOfError && !path.empty() && isError(value);
    const bool isDeep = depth >= sheet.mostDepth;
    const bool opens = !isHeldError && !isDeep && !isLeaf(shown);
    if (isDeep && !isLeaf(shown) && !isHeldError)
        m_whole.isCut = true;
    line.value = textOf(shown, opens);
    if (!shown.error && shown.type)
        line.meaning = m_evaluator.meaning(shown);
    if (line.meaning == line.value)
        line.meaning.clear();
    sheet.lines.push_back(std::move(line));
    if (isHeldError)
        sheet.inner.push_back({.field = path, .error = shown});
    else if (opens)
        addParts(sheet, shown, depth + 1, path);
}

void WholeValueReader::addParts(Sheet &sheet, const Value &value, unsigned depth, const std::string &path)
{
    const auto parts = m_evaluator.children(value, 0, mostParts);
    if (!parts) {
        sheet.lines.push_back(
            {.depth = depth, .name = "…", .type = {}, .value = "(" + parts.error().message + ")", .meaning = {}});
        return;
    }
    if (value.type->kind == TypeKind::Pointer && parts->size() == 1) {
        const Value &pointee = parts->front();
        if (pointee.type && !pointee.error && !m_seen.emplace(pointee.address.value, pointee.type).second) {
            if (!sheet.lines.empty())
                sheet.lines.back().meaning = "shown above";
            return;
        }
        const Value inner = followed(pointee);
        const bool isHeldError
            = sheet.isOfError && pointee.type && pointee.type->kind == TypeKind::Interface && isError(pointee);
        if (!isLeaf(inner) && inner.type->kind != TypeKind::Pointer && !isHeldError) {
            addParts(sheet, inner, depth, path);
            return;
        }
    }
    const bool isStruct = value.type->kind == TypeKind::Struct;
    for (const Value &part : *parts) {
        const std::string inside = isStruct && !path.empty() ? path + '.' + part.name : path + part.name;
        addPart(sheet, part, depth, inside);
    }
    const uint64_t count = m_evaluator.childCount(value).value_or(0);
    if (count > mostParts) {
        m_whole.isCut = true;
        sheet.lines.push_back({.depth = depth,
                               .name = "…",
                               .type = {},
                               .value = std::to_string(count - mostParts) + " more",
                               .meaning = {}});
    }
}

void WholeValueReader::addError(const Value &error, const std::string &field, unsigned depth)
{
    if (m_whole.errors.size() >= mostErrors || depth > mostWrapping) {
        m_whole.isCut = true;
        return;
    }
    m_whole.errors.push_back(
        {.depth = depth, .field = field, .type = error.type->name, .text = m_evaluator.errorText(error), .lines = {}});
    const size_t at = m_whole.errors.size() - 1;
    Sheet sheet{.lines = {}, .inner = {}, .mostLines = mostErrorLines, .mostDepth = mostErrorDepth, .isOfError = true};
    if (isLeaf(error))
        sheet.lines.push_back(
            {.depth = 0, .name = {}, .type = error.type->name, .value = textOf(error, false), .meaning = {}});
    else
        addParts(sheet, error, 0, {});
    m_whole.errors[at].lines = std::move(sheet.lines);
    for (const Inner &inner : sheet.inner)
        addError(inner.error, inner.field, depth + 1);
}

WholeValue WholeValueReader::read(const Value &value)
{
    m_whole = {};
    m_seen.clear();
    if (isError(value)) {
        addError(followed(value), {}, 0);
        return std::move(m_whole);
    }
    Sheet sheet{.lines = {}, .inner = {}, .mostLines = mostLines, .mostDepth = mostDepth, .isOfError = false};
    addPart(sheet, value, 0, {});
    m_whole.lines = std::move(sheet.lines);
    return std::move(m_whole);
}

}
