// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionparser.h"

#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned maxDepth = 250; ///< of nesting: what the stack bears with ease
using Kind = Expression::Kind;

/// Go's precedence of binary operators, 0 for what is none.
int precedenceOf(const Token &token)
{
    if (token.kind != Token::Kind::Operator)
        return 0;
    static constexpr std::pair<std::string_view, int> table[]
        = {{"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<", 3}, {"<=", 3}, {">", 3},  {">=", 3}, {"+", 4}, {"-", 4},
           {"|", 4},  {"^", 4},  {"*", 5},  {"/", 5},  {"%", 5}, {"<<", 5}, {">>", 5}, {"&", 5},  {"&^", 5}};
    const auto found = std::ranges::find(table, token.text, [](const auto &row) { return row.first; });
    return found == std::end(table) ? 0 : found->second;
}

/// Whether values of it could be listed behind it: T{…}.
bool canBeType(const Expression &node)
{
    switch (node.kind) {
    case Kind::Identifier:
    case Kind::SliceType:
    case Kind::ArrayType:
    case Kind::MapType:
    case Kind::OtherType: return true;
    case Kind::Selector:
    case Kind::Index: {
        const Kind left = node.children.front()->kind;
        return left == Kind::Identifier || left == Kind::String || (node.kind == Kind::Index && left == Kind::Selector);
    }
    default: return false;
    }
}

/// Counts one level of recursion while it lives.
class Level
{
public:
    explicit Level(unsigned &depth)
        : m_depth(depth)
    {
        ++m_depth;
    }
    ~Level() { --m_depth; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

private:
    unsigned &m_depth;
};

}

ExpressionParser::ExpressionParser(std::string_view source, std::vector<Token> tokens)
    : m_source(source)
    , m_tokens(std::move(tokens))
{
}

Result<ExpressionPointer> ExpressionParser::parse(std::string_view source)
{
    auto tokens = tokenize(source);
    if (!tokens)
        return std::unexpected(tokens.error());
    ExpressionParser parser(source, std::move(*tokens));
    if (parser.token().kind == Token::Kind::End)
        return badExpression("nothing to evaluate", 0);
    auto parsed = parser.expression(1);
    if (parsed && parser.token().kind != Token::Kind::End)
        return parser.unexpectedToken();
    return parsed;
}

bool ExpressionParser::accept(std::string_view op)
{
    if (!token().is(op))
        return false;
    ++m_at;
    return true;
}

Result<void> ExpressionParser::expect(std::string_view op)
{
    if (accept(op))
        return {};
    const std::string found = token().kind == Token::Kind::End
        ? "the end"
        : '\'' + escaped(m_source.substr(token().begin, token().end - token().begin)) + '\'';
    return badExpression("expected '" + std::string(op) + "', found " + found, token().begin);
}

std::unexpected<Error> ExpressionParser::unexpectedToken() const
{
    if (token().kind == Token::Kind::End)
        return badExpression("unexpected end of the expression", token().begin);
    const std::string text = escaped(m_source.substr(token().begin, token().end - token().begin));
    if (token().is("=") || token().is(":=") || token().is("++") || token().is("--"))
        return badExpression("a core can't be changed: unexpected '" + text + '\'', token().begin);
    return badExpression("unexpected '" + text + '\'', token().begin);
}

ExpressionParser::Parsed ExpressionParser::make(Kind kind, size_t begin, std::string text,
                                                std::vector<ExpressionPointer> children)
{
    auto node = std::make_unique<Expression>();
    node->kind = kind;
    node->begin = begin;
    node->end = m_at > 0 ? m_tokens[m_at - 1].end : begin;
    node->text = std::move(text);
    for (const ExpressionPointer &child : children) {
        if (child)
            node->depth = std::max(node->depth, child->depth + 1);
    }
    if (node->depth > maxDepth)
        return badExpression("too deep an expression", begin);
    node->children = std::move(children);
    return node;
}

ExpressionParser::Parsed ExpressionParser::make(Kind kind, size_t begin, std::string text, ExpressionPointer child)
{
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(child));
    return make(kind, begin, std::move(text), std::move(children));
}

ExpressionParser::Parsed ExpressionParser::expression(int precedence)
{
    const Level level(m_depth);
    if (m_depth > maxDepth)
        return badExpression("too deep an expression", token().begin);
    auto left = unary();
    while (left) {
        const int found = precedenceOf(token());
        if (found < precedence)
            break;
        const std::string op = token().text;
        ++m_at;
        auto right = expression(found + 1);
        if (!right)
            return right;
        std::vector<ExpressionPointer> sides;
        const size_t begin = (*left)->begin;
        sides.push_back(std::move(*left));
        sides.push_back(std::move(*right));
        left = make(Kind::Binary, begin, op, std::move(sides));
    }
    return left;
}

ExpressionParser::Parsed ExpressionParser::unary()
{
    const Level level(m_depth);
    if (m_depth > maxDepth)
        return badExpression("too deep an expression", token().begin);
    const size_t begin = token().begin;
    for (const std::string_view op : {"+", "-", "!", "^", "&", "*"}) {
        if (!accept(op))
            continue;
        auto inner = unary();
        if (!inner)
            return inner;
        return make(op == "*" ? Kind::Star : Kind::Unary, begin, std::string(op), std::move(*inner));
    }
    if (token().is("<-") && !(m_tokens[m_at + 1].isName("chan")))
        return badExpression("a core can't run code: receiving from a channel", begin);
    return primary();
}

ExpressionParser::Parsed ExpressionParser::primary()
{
    auto result = operand();
    while (result) {
        if (token().is("."))
            result = selectorOrAssertion(std::move(*result));
        else if (token().is("["))
            result = indexOrSlice(std::move(*result));
        else if (token().is("{") && canBeType(**result)) {
            const size_t begin = (*result)->begin;
            result = composite(std::move(*result), begin);
        } else if (token().is("("))
            result = call(std::move(*result));
        else
            break;
    }
    return result;
}

ExpressionParser::Parsed ExpressionParser::operand()
{
    const Token first = token();
    static constexpr std::pair<Token::Kind, Kind> literals[] = {{Token::Kind::Integer, Kind::Integer},
                                                                {Token::Kind::Float, Kind::Float},
                                                                {Token::Kind::Imaginary, Kind::Imaginary},
                                                                {Token::Kind::Character, Kind::Character},
                                                                {Token::Kind::String, Kind::String}};
    for (const auto &[tokenKind, kind] : literals) {
        if (first.kind == tokenKind) {
            ++m_at;
            return make(kind, first.begin, first.text);
        }
    }
    if (accept("(")) {
        auto inner = expression(1);
        if (!inner)
            return inner;
        if (const auto closed = expect(")"); !closed)
            return std::unexpected(closed.error());
        return make(Kind::Parentheses, first.begin, {}, std::move(*inner));
    }
    const bool isTypeWord = first.isName("map") || first.isName("chan") || first.isName("func")
        || first.isName("struct") || first.isName("interface");
    if (first.isName("map") && m_tokens[m_at + 1].is("(")) { // a query
        ++m_at;
        return make(Kind::Identifier, first.begin, first.text);
    }
    if (isTypeWord || first.is("[") || first.is("<-"))
        return type();
    if (first.kind == Token::Kind::Identifier) {
        ++m_at;
        return make(Kind::Identifier, first.begin, first.text);
    }
    return unexpectedToken();
}

ExpressionParser::Parsed ExpressionParser::selectorOrAssertion(ExpressionPointer operand)
{
    const size_t begin = operand->begin;
    ++m_at;
    if (accept("(")) {
        std::vector<ExpressionPointer> children;
        children.push_back(std::move(operand));
        if (token().isName("data") && m_tokens[m_at + 1].is(")")) {
            ++m_at;
        } else {
            auto target = type();
            if (!target)
                return target;
            children.push_back(std::move(*target));
        }
        if (const auto closed = expect(")"); !closed)
            return std::unexpected(closed.error());
        return make(Kind::TypeAssertion, begin, {}, std::move(children));
    }
    if (token().kind != Token::Kind::Identifier)
        return unexpectedToken();
    const std::string name = token().text;
    ++m_at;
    return make(Kind::Selector, begin, name, std::move(operand));
}

ExpressionParser::Parsed ExpressionParser::indexOrSlice(ExpressionPointer operand)
{
    const size_t begin = operand->begin;
    ++m_at;
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(operand));
    if (!token().is(":")) {
        auto index = expression(1);
        if (!index)
            return index;
        children.push_back(std::move(*index));
        while (accept(",")) {
            auto more = expression(1);
            if (!more)
                return more;
            children.push_back(std::move(*more));
        }
    } else {
        children.push_back(nullptr);
    }
    if (children.size() > 2 || !accept(":")) {
        if (const auto closed = expect("]"); !closed)
            return std::unexpected(closed.error());
        return make(Kind::Index, begin, {}, std::move(children));
    }
    children.push_back(nullptr);
    if (!token().is("]") && !token().is(":")) {
        auto high = expression(1);
        if (!high)
            return high;
        children.back() = std::move(*high);
    }
    if (accept(":")) {
        if (!children.back())
            return badExpression("a slice with three indexes needs the second and the third", token().begin);
        auto end = expression(1);
        if (!end)
            return end;
        children.push_back(std::move(*end));
    }
    if (const auto closed = expect("]"); !closed)
        return std::unexpected(closed.error());
    return make(Kind::Slice, begin, {}, std::move(children));
}

ExpressionParser::Parsed ExpressionParser::composite(ExpressionPointer type, size_t begin)
{
    const Level level(m_depth);
    if (m_depth > maxDepth)
        return badExpression("too deep an expression", token().begin);
    ++m_at;
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(type));
    while (!token().is("}")) {
        const size_t partBegin = token().begin;
        auto part = compositeValue();
        if (part && accept(":")) {
            auto value = compositeValue();
            if (!value)
                return value;
            std::vector<ExpressionPointer> pair;
            pair.push_back(std::move(*part));
            pair.push_back(std::move(*value));
            part = make(Kind::Pair, partBegin, {}, std::move(pair));
        }
        if (!part)
            return part;
        children.push_back(std::move(*part));
        if (!accept(","))
            break;
    }
    if (const auto closed = expect("}"); !closed)
        return std::unexpected(closed.error());
    return make(Kind::Composite, begin, {}, std::move(children));
}

ExpressionParser::Parsed ExpressionParser::compositeValue()
{
    return token().is("{") ? composite(nullptr, token().begin) : expression(1);
}

ExpressionParser::Parsed ExpressionParser::call(ExpressionPointer function)
{
    const size_t begin = function->begin;
    ++m_at;
    std::vector<ExpressionPointer> children;
    children.push_back(std::move(function));
    while (!token().is(")")) {
        auto argument = expression(1);
        if (!argument)
            return argument;
        children.push_back(std::move(*argument));
        if (!accept(","))
            break;
    }
    if (const auto closed = expect(")"); !closed)
        return std::unexpected(closed.error());
    return make(Kind::Call, begin, {}, std::move(children));
}

}
