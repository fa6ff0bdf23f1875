// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"
#include "backend/eval/expressionevaluator.h"
#include "backend/eval/expressionlexer.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;

}

Result<Value> ExpressionEvaluator::registerNamed(std::string_view name) const
{
    std::string lower(name.substr(std::min(name.find_first_not_of(name.starts_with('$') ? '$' : '_'), name.size())));
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (m_index >= m_stack.frames.size())
        return fail(ErrorCode::NotFound, {});
    const Registers &registers = m_stack.frames[m_index].registers;
    const auto names = registers.info().registerNames;
    for (size_t i = 0; i < names.size(); ++i) {
        if (names[i] != lower || lower.empty())
            continue;
        const auto number = registers.get(static_cast<int>(i));
        if (!number)
            return fail(ErrorCode::OptimizedOut, "the value of register " + lower + " in this frame is not known");
        if (const auto high = registers.getHigh(static_cast<int>(i)); high && lower.starts_with("xmm")) {
            std::vector<std::byte> bytes(16);
            std::memcpy(bytes.data(), &*number, 8);
            std::memcpy(bytes.data() + 8, &*high, 8);
            return valueOfBytes(m_reader.types().arrayOf(m_reader.types().predeclared("uint8"), 16), std::move(bytes));
        }
        return constant("uint64", Int128(*number));
    }
    return fail(ErrorCode::NotFound, {});
}

Result<std::optional<Value>> ExpressionEvaluator::registerAs(const Expression &node)
{
    const Expression &left = *node.children.front();
    const std::string_view word = node.text;
    const std::string_view kind = word.starts_with("uint") ? "uint" : word.starts_with("int") ? "int" : "float";
    if (left.kind != Kind::Identifier || !word.starts_with(kind) || word.size() == kind.size()
        || isOfProgram(left.text))
        return std::nullopt;
    const Type *element = m_reader.types().predeclared(word);
    const auto value = element ? registerNamed(left.text) : Result<Value>(fail(ErrorCode::NotFound, {}));
    if (!value && value.error().code == ErrorCode::NotFound)
        return std::nullopt;
    if (!value)
        return std::unexpected(value.error());
    const uint64_t count = value->type->size / element->size;
    return valueOfBytes(m_reader.types().arrayOf(element, count), *value->bytes);
}

Result<Value> ExpressionEvaluator::runtimeSpecial(std::string_view name) const
{
    if (m_index >= m_stack.frames.size() || !m_context.sources.runtime)
        return fail(ErrorCode::NotFound, {});
    const auto table = m_context.sources.runtime->goroutines();
    if (!table)
        return std::unexpected(table.error());
    for (const Frame &frame : m_stack.frames) {
        if (frame.onSystemStack || frame.cfa.isNull())
            continue;
        for (size_t row = 0; row < (*table)->size(); ++row) {
            if (frame.cfa < (*table)->stackLow[row] || (*table)->stackHigh[row] < frame.cfa)
                continue;
            if (name == "threadid") // 0 of one that no thread runs, as in Delve
                return constant("int", Int128((*table)->thread[row]));
            if (name == "frameoff") {
                const Address high = (*table)->stackHigh[row];
                return constant("int", static_cast<int64_t>(m_stack.frames[m_index].cfa.value - high.value));
            }
            const auto type = m_reader.types().typeNamed("runtime.g");
            if (!type)
                return std::unexpected(type.error());
            const Address g = (*table)->address[row];
            std::vector<std::byte> bytes(sizeof(g.value));
            std::memcpy(bytes.data(), &g.value, bytes.size());
            return valueOfBytes(m_reader.types().pointerTo(*type), std::move(bytes));
        }
    }
    return fail(ErrorCode::NotFound, "no goroutine has this stack");
}

Result<std::optional<Value>> ExpressionEvaluator::nameInFrame(const Expression &node)
{
    const Expression &call = *node.children.front();
    if (call.kind != Kind::Call)
        return std::nullopt;
    const Expression &function = *call.children.front();
    if (function.kind != Kind::Selector || function.text != "frame"
        || function.children.front()->kind != Kind::Identifier || function.children.front()->text != "runtime"
        || local("runtime"))
        return std::nullopt;
    if (call.children.size() != 2)
        return badExpression("write runtime.frame(NUMBER).NAME", node.begin);
    const auto number = indexNumber(*call.children[1]);
    if (!number)
        return std::unexpected(number.error());
    if (*number >= m_stack.frames.size()) {
        return badExpression("there is no frame " + std::to_string(*number) + ": the stack has "
                                 + std::to_string(m_stack.frames.size()),
                             call.children[1]->begin);
    }
    ExpressionEvaluator inside(m_context, m_stack, *number, m_source);
    const auto found = inside.local(node.text);
    if (found)
        return **found;
    Expression name;
    name.text = node.text;
    name.begin = node.end - node.text.size();
    name.end = node.end;
    m_isHopeless = true;
    auto error = inside.unknownName(name).error();
    const std::string here = "in this frame";
    if (const size_t place = error.message.find(here); place != std::string::npos)
        error.message.replace(place, here.size(), "in frame " + std::to_string(*number));
    return std::unexpected(std::move(error));
}

Result<Value> ExpressionEvaluator::allGoroutines(const Expression &node) const
{
    if (!m_context.sources.goroutines)
        return badExpression("there are no goroutines here", node.begin);
    const auto rows = m_context.sources.goroutines();
    if (!rows)
        return std::unexpected(rows.error());
    return goroutineList(m_reader.types(), *rows);
}

}
