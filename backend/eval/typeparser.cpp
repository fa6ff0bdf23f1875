// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionparser.h"

namespace Freezeframe
{

namespace
{

constexpr unsigned maxDepth = 250;
using Kind = Expression::Kind;

}

ExpressionParser::Parsed ExpressionParser::type()
{
    if (++m_depth > maxDepth)
        return badExpression("too deep a type", token().begin);
    struct Leave {
        unsigned &depth;
        ~Leave() { --depth; }
    } leave{m_depth};
    const size_t begin = token().begin;
    if (accept("*")) {
        auto element = type();
        return element ? make(Kind::Star, begin, "*", std::move(*element)) : std::move(element);
    }
    if (accept("(")) {
        auto inner = type();
        if (!inner)
            return inner;
        if (const auto closed = expect(")"); !closed)
            return std::unexpected(closed.error());
        return make(Kind::Parentheses, begin, {}, std::move(*inner));
    }
    if (accept("["))
        return typeAfterBracket(begin);
    if (token().isName("map"))
        return mapType();
    if (token().isName("chan") || token().is("<-"))
        return chanType();
    for (const std::string_view keyword : {"func", "struct", "interface"}) {
        if (token().isName(keyword))
            return bracketedType(keyword);
    }
    auto name = operand();
    while (name && token().is(".")) {
        ++m_at;
        if (token().kind != Token::Kind::Identifier)
            return unexpectedToken();
        const std::string text = token().text;
        ++m_at;
        name = make(Kind::Selector, begin, text, std::move(*name));
    }
    if (!name || !accept("["))
        return name;
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(*name));
    do {
        auto argument = type();
        if (!argument)
            return argument;
        children.push_back(std::move(*argument));
    } while (accept(","));
    if (const auto closed = expect("]"); !closed)
        return std::unexpected(closed.error());
    return make(Kind::Index, begin, {}, std::move(children));
}

ExpressionParser::Parsed ExpressionParser::typeAfterBracket(size_t begin)
{
    std::string count;
    if (token().kind == Token::Kind::Integer) {
        count = token().text;
        ++m_at;
    }
    if (const auto closed = expect("]"); !closed)
        return std::unexpected(closed.error());
    auto element = type();
    if (!element)
        return element;
    return make(count.empty() ? Kind::SliceType : Kind::ArrayType, begin, count, std::move(*element));
}

ExpressionParser::Parsed ExpressionParser::mapType()
{
    const size_t begin = token().begin;
    ++m_at;
    if (const auto opened = expect("["); !opened)
        return std::unexpected(opened.error());
    auto key = type();
    if (!key)
        return key;
    if (const auto closed = expect("]"); !closed)
        return std::unexpected(closed.error());
    auto element = type();
    if (!element)
        return element;
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(*key));
    children.push_back(std::move(*element));
    return make(Kind::MapType, begin, {}, std::move(children));
}

ExpressionParser::Parsed ExpressionParser::chanType()
{
    const size_t begin = token().begin;
    std::string direction = accept("<-") ? "<-chan " : "chan ";
    if (!token().isName("chan"))
        return unexpectedToken();
    ++m_at;
    if (direction == "chan " && accept("<-"))
        direction = "chan<- ";
    auto element = type();
    if (!element)
        return element;
    return make(Kind::ChanType, begin, direction, std::move(*element));
}

ExpressionParser::Parsed ExpressionParser::bracketedType(std::string_view keyword)
{
    // Taken as it is written, up to the end of its brackets: the program's name of the type is looked for.
    const size_t begin = token().begin;
    ++m_at;
    const std::string_view open = keyword == "func" ? "(" : "{";
    if (const auto opened = expect(open); !opened)
        return std::unexpected(opened.error());
    unsigned depth = 1;
    for (; depth > 0; ++m_at) {
        if (token().kind == Token::Kind::End)
            return unexpectedToken();
        if (token().is("(") || token().is("{"))
            ++depth;
        else if (token().is(")") || token().is("}"))
            --depth;
    }
    std::string text(m_source.substr(begin, m_tokens[m_at - 1].end - begin));
    if (text == "interface{}" || text == "struct{}")
        text.insert(text.size() - 2, " ");
    return make(Kind::OtherType, begin, std::move(text));
}

}
