// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionquery.h"

#include "backend/base/text.h"
#include "backend/eval/expressionlexer.h"
#include "backend/eval/querysum.h"
#include "backend/eval/valueparts.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr std::array queries
    = std::to_array<std::string_view>({"all", "any", "count", "filter", "first", "map", "sort", "sum"});
constexpr uint64_t pageSize = 512;

}

bool ExpressionQuery::isName(std::string_view name)
{
    return std::ranges::contains(queries, name);
}

std::span<const std::string_view> ExpressionQuery::names()
{
    return queries;
}

ExpressionQuery::ExpressionQuery(ExpressionEvaluator &evaluator, const Expression &node)
    : m_evaluator(evaluator)
    , m_node(node)
    , m_tell(node.children.size() > 2 ? node.children[2].get() : nullptr)
    , m_elements(evaluator.m_reader, evaluator.m_context.containers, evaluator.m_context.followed)
{
}

std::unexpected<Error> ExpressionQuery::wrongUse(std::string_view usage) const
{
    m_evaluator.m_isHopeless = true;
    return badExpression("write " + std::string(usage), m_node.begin);
}

Result<Value> ExpressionQuery::run()
{
    const std::string &name = m_node.children.front()->text;
    const size_t arguments = m_node.children.size() - 1;
    const bool needsMore = name == "any" || name == "all" || name == "filter";
    if (needsMore && arguments != 2)
        return wrongUse(name + "(LIST, CONDITION)");
    if (name == "map" && arguments != 2)
        return wrongUse("map(LIST, EXPRESSION)");
    if (name == "sort" && (arguments < 1 || arguments > 3))
        return wrongUse("sort(LIST), sort(LIST, EXPRESSION) or sort(LIST, EXPRESSION, desc)");
    if (name != "sort" && (arguments < 1 || arguments > 2))
        return wrongUse(name == "sum" ? "sum(LIST) or sum(LIST, EXPRESSION)"
                                      : name + "(LIST) or " + name + "(LIST, CONDITION)");
    auto whole = m_evaluator.evaluate(*m_node.children[1]);
    if (whole)
        whole = m_evaluator.followed(std::move(*whole));
    if (!whole)
        return whole;
    const size_t begin = m_node.children[1]->begin;
    if (!whole->error && whole->type->kind == TypeKind::Pointer && m_evaluator.m_reader.word(*whole) == uint64_t(0)
        && !whole->contents)
        return badExpression(m_evaluator.textOf(*m_node.children[1]) + " is nil", begin);
    if (const auto opened = m_elements.open(std::move(*whole)); !opened) {
        if (opened.error().code == ErrorCode::BadExpression)
            return badExpression(m_evaluator.textOf(*m_node.children[1]) + ": " + opened.error().message, begin);
        return std::unexpected(opened.error());
    }
    if (m_tell && m_evaluator.m_bindings.size() / 3 >= 16)
        return badExpression("queries in queries, too deep", m_node.begin);
    for (const std::string_view bound : {"it", "key", "value"}) {
        const bool isBound = bound == "it" || m_elements.isMap();
        const auto hidden = m_tell && isBound && names(*m_tell, bound) ? m_evaluator.frameVariable(bound) : false;
        if (hidden)
            m_evaluator.addNote(std::string(bound) + " is of the " + (m_elements.isMap() ? "map" : "list")
                                + " here, not the frame's variable");
    }
    Result<Value> answer = name == "any" || name == "all" ? truth(name == "any")
        : name == "count"                                 ? count()
        : name == "filter"                                ? filter()
        : name == "first"                                 ? first()
        : name == "map"                                   ? mapped()
        : name == "sort"                                  ? sorted()
                                                          : sum();
    if (answer && !m_isDecided) {
        noteCut();
        noteFailures("could not be told");
    }
    return answer;
}

bool ExpressionQuery::names(const Expression &node, std::string_view name) const
{
    if (node.kind == Expression::Kind::Identifier)
        return node.text == name;
    return std::ranges::any_of(node.children, [&](const auto &child) { return child && names(*child, name); });
}

Result<void> ExpressionQuery::walk(const std::function<Result<bool>(const Element &)> &visit)
{
    uint64_t &left = m_evaluator.m_elementsLeft;
    const uint64_t end = std::min(m_elements.count(), left);
    if (end == 0 && m_elements.count() > 0) {
        m_evaluator.m_isHopeless = true;
        return fail(ErrorCode::Limit,
                    "more than " + std::to_string(mostElements) + " elements to look at: take a part of the list");
    }
    bool goesOn = true;
    while (goesOn && m_seen < end && left > 0) {
        const auto page = m_elements.page(m_seen, std::min({pageSize, end - m_seen, left}));
        if (!page)
            return std::unexpected(page.error());
        for (const Element &element : *page) {
            if (left == 0)
                break; // queries inside have used it up
            --left;
            ++m_seen;
            const auto visited = visit(element);
            if (visited && !*visited) {
                goesOn = false;
                break;
            }
            if (visited)
                continue;
            if (m_evaluator.m_isHopeless)
                return std::unexpected(visited.error());
            ++m_failed;
            if (!m_failure)
                m_failure = visited.error();
        }
        if (m_elements.damage()) {
            m_failed += m_elements.count() - m_seen;
            if (!m_failure)
                m_failure = m_elements.damage();
            m_seen = m_elements.count();
            break;
        }
    }
    if (m_failed > 0 && m_failed == m_seen) {
        Error error = *m_failure;
        if (m_seen > 1)
            error.message = "none of the " + std::to_string(m_seen) + " elements can be told: " + error.message;
        return std::unexpected(std::move(error));
    }
    return {};
}

Result<Value> ExpressionQuery::told(const Element &element)
{
    if (element.it.error)
        return std::unexpected(*element.it.error);
    if (!m_tell)
        return element.it;
    auto &bindings = m_evaluator.m_bindings;
    const size_t before = bindings.size();
    bindings.emplace_back("it", element.it);
    if (element.key)
        bindings.emplace_back("key", *element.key);
    if (element.value)
        bindings.emplace_back("value", *element.value);
    auto value = m_evaluator.evaluate(*m_tell);
    bindings.erase(bindings.begin() + static_cast<ptrdiff_t>(before), bindings.end());
    if (value && value->error)
        return std::unexpected(*value->error);
    return value;
}

Result<bool> ExpressionQuery::holds(const Element &element)
{
    auto value = told(element);
    if (value)
        value = m_evaluator.followed(std::move(*value));
    const auto scalar = value ? Scalar::of(m_evaluator.m_reader, *value) : std::unexpected(value.error());
    if (!scalar)
        return std::unexpected(scalar.error());
    const bool *known = std::get_if<bool>(&scalar->content);
    if (known)
        return *known;
    m_evaluator.m_isHopeless = true;
    return badExpression(m_evaluator.textOf(*m_tell) + " is neither true nor false", m_tell->begin);
}

void ExpressionQuery::noteCut()
{
    if (m_seen < m_elements.count()) {
        m_evaluator.addNote("of the first " + std::to_string(m_seen) + " of " + std::to_string(m_elements.count())
                            + " elements of " + m_evaluator.textOf(*m_node.children[1]));
    }
}

void ExpressionQuery::noteFailures(std::string_view what)
{
    if (m_failed > 0) {
        m_evaluator.addNote(std::to_string(m_failed) + " of " + std::to_string(m_seen) + " elements "
                            + std::string(what) + ": " + m_failure->toString());
    }
}

Result<Value> ExpressionQuery::truth(bool wanted)
{
    bool found = false;
    const auto done = walk([&](const Element &element) {
        return holds(element).transform([&](bool isTrue) {
            found = isTrue == wanted;
            return !found;
        });
    });
    if (!done)
        return std::unexpected(done.error());
    m_isDecided = found;
    return m_evaluator.constant("untyped bool", found == wanted);
}

Result<Value> ExpressionQuery::count()
{
    uint64_t number = m_elements.count();
    if (m_tell) {
        number = 0;
        const auto done = walk([&](const Element &element) {
            return holds(element).transform([&](bool isTrue) {
                number += isTrue ? 1 : 0;
                return true;
            });
        });
        if (!done)
            return std::unexpected(done.error());
    } else {
        m_isDecided = true;
    }
    return m_evaluator.constant("int", Int128(number));
}

Result<Value> ExpressionQuery::filter()
{
    std::vector<Value> kept;
    uint64_t fitting = 0;
    const auto done = walk([&](const Element &element) {
        return holds(element).transform([&](bool isTrue) {
            if (isTrue && ++fitting <= mostKept)
                kept.push_back(m_elements.kept(element));
            return true;
        });
    });
    if (!done)
        return std::unexpected(done.error());
    if (fitting > kept.size())
        m_evaluator.addNote("the first " + std::to_string(kept.size()) + " of " + std::to_string(fitting)
                            + " that fit");
    return list(m_elements.keptType(), std::move(kept));
}

Result<Value> ExpressionQuery::first()
{
    std::optional<Value> found;
    const auto done = walk([&](const Element &element) -> Result<bool> {
        const auto fits = m_tell ? holds(element) : Result<bool>(true);
        if (fits && *fits)
            found = m_elements.kept(element);
        return fits.transform([](bool isTrue) { return !isTrue; });
    });
    if (!done)
        return std::unexpected(done.error());
    if (found) {
        // The first that fits is certain only if all before it could be told.
        m_isDecided = m_failed == 0;
        if (!m_isDecided)
            noteFailures("before it could not be told");
        m_isDecided = true;
        if (found->error)
            return std::unexpected(*found->error);
        return std::move(*found);
    }
    const std::string text = m_evaluator.textOf(*m_node.children[1]);
    if (m_seen == 0)
        return badExpression(text + " has no elements", m_node.begin);
    std::string message = "none of the " + std::to_string(m_seen) + " elements of " + text + " fits";
    if (m_seen < m_elements.count())
        message += "; there are " + std::to_string(m_elements.count());
    if (m_failed > 0)
        message += "; " + std::to_string(m_failed) + " could not be told: " + m_failure->message;
    return badExpression(std::move(message), m_node.begin);
}

Result<Value> ExpressionQuery::mapped()
{
    std::vector<Value> values;
    const Type *type = nullptr;
    bool isMixed = false;
    TypeGraph &types = m_evaluator.m_reader.types();
    const auto done = walk([&](const Element &element) -> Result<bool> {
        if (values.size() == mostKept) {
            --m_seen;
            return false;
        }
        auto value = told(element);
        if (value && value->type->name.starts_with("untyped ") && value->type->name != "untyped nil") {
            const auto scalar = Scalar::of(m_evaluator.m_reader, *value);
            const auto typed = scalar ? scalar->represented(types.predeclared(defaultType(value->type->name)))
                                      : std::unexpected(scalar.error());
            value = typed ? Result<Value>(typed->toValue()) : std::unexpected(typed.error());
        }
        if (!value) {
            Value failed;
            failed.error = value.error();
            values.push_back(std::move(failed)); // in its place, so that the others keep theirs
            return std::unexpected(value.error());
        }
        isMixed = isMixed || (type && type->name != value->type->name);
        type = type ? type : value->type;
        values.push_back(std::move(*value));
        return true;
    });
    if (!done)
        return std::unexpected(done.error());
    for (Value &value : values)
        value.type = value.type ? value.type : type;
    if (type && isMixed)
        return listOf(types.listType("[]any", type), std::make_shared<KeptParts>(std::move(values)));
    return list(type, std::move(values));
}

Result<Value> ExpressionQuery::sorted()
{
    bool isDescending = false;
    if (m_node.children.size() > 3) {
        const Expression &order = *m_node.children[3];
        isDescending = order.kind == Expression::Kind::Identifier && order.text == "desc";
        if (!isDescending && (order.kind != Expression::Kind::Identifier || order.text != "asc"))
            return badExpression("the order is asc or desc", order.begin);
    }
    struct Row {
        std::optional<Scalar::Content> key;
        Value value;
    };
    std::vector<Row> rows;
    uint64_t bytes = 0;
    const auto done = walk([&](const Element &element) -> Result<bool> {
        if (rows.size() == mostKept) {
            --m_seen;
            return false;
        }
        auto value = told(element);
        if (value)
            value = m_evaluator.followed(std::move(*value));
        auto key = value ? Scalar::of(m_evaluator.m_reader, *value) : std::unexpected(value.error());
        if (!key) {
            rows.push_back({.key = std::nullopt, .value = m_elements.kept(element)});
            return std::unexpected(key.error());
        }
        if (const auto *text = std::get_if<std::string>(&key->content))
            bytes += text->size();
        if (std::holds_alternative<std::complex<double>>(key->content) || bytes > mostKeyBytes
            || (!rows.empty() && rows.front().key && rows.front().key->index() != key->content.index())) {
            m_evaluator.m_isHopeless = true;
            return bytes > mostKeyBytes
                ? badExpression("too much text to sort by", m_node.begin)
                : badExpression("elements have no order between them: numbers, texts or truths " "of one kind have",
                                m_tell ? m_tell->begin : m_node.begin);
        }
        rows.push_back({.key = std::move(key->content), .value = m_elements.kept(element)});
        return true;
    });
    if (!done)
        return std::unexpected(done.error());
    std::ranges::stable_sort(rows, [&](const Row &left, const Row &right) {
        if (!left.key || !right.key)
            return left.key.has_value() && !right.key.has_value(); // those that can't be told come last
        return isDescending ? isOrdered(*right.key, *left.key) : isOrdered(*left.key, *right.key);
    });
    std::vector<Value> values;
    values.reserve(rows.size());
    for (Row &row : rows)
        values.push_back(std::move(row.value));
    return list(m_elements.keptType(), std::move(values));
}

Result<Value> ExpressionQuery::sum()
{
    QuerySum sum(m_evaluator.m_reader.types());
    const auto done = walk([&](const Element &element) -> Result<bool> {
        auto value = told(element);
        if (value)
            value = m_evaluator.followed(std::move(*value));
        const auto number = value ? Scalar::of(m_evaluator.m_reader, *value) : std::unexpected(value.error());
        if (!number)
            return std::unexpected(number.error());
        if (const auto added = sum.add(*number); !added) {
            m_evaluator.m_isHopeless = true;
            return badExpression(added.error(), m_tell ? m_tell->begin : m_node.children[1]->begin);
        }
        return true;
    });
    if (!done)
        return std::unexpected(done.error());
    const auto result = sum.result();
    if (!result)
        return badExpression(result.error(), m_node.begin);
    return result->toValue();
}

Result<Value> ExpressionQuery::list(const Type *element, std::vector<Value> values) const
{
    TypeGraph &types = m_evaluator.m_reader.types();
    if (!element && !values.empty())
        element = values.front().type;
    if (!element)
        element = types.structOf("any", {});
    if (element->name == "uint8") {
        // Bytes go together, so that they can be read as a text.
        std::vector<std::byte> bytes;
        for (const Value &value : values) {
            const auto byte = m_evaluator.m_reader.word(value, 0, 1);
            if (byte)
                bytes.push_back(std::byte(*byte));
        }
        if (bytes.size() == values.size()) {
            Value list = listOf(types.sliceOf(element), std::make_shared<KeptParts>(std::move(values)));
            list.contents = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
            return list;
        }
    }
    return listOf(types.sliceOf(element), std::make_shared<KeptParts>(std::move(values)));
}

}
