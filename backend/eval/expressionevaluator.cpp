// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/base/text.h"
#include "backend/eval/evaluator.h"
#include "backend/eval/expressionlexer.h"
#include "backend/eval/expressionquery.h"
#include "backend/eval/scalar.h"

#include <charconv>
#include <cstring>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;

/// A Go integer literal in any base; nullopt if it is too large or has wrong digits.
std::optional<Int128> integerLiteral(std::string_view text)
{
    int base = 10;
    if (text.size() > 1 && text[0] == '0') {
        const char prefix = static_cast<char>(text[1] | 0x20);
        base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
        text.remove_prefix(prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1);
    }
    Int128 value = 0;
    for (const char c : text) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (digit < 0 || digit >= base || __builtin_mul_overflow(value, Int128(base), &value)
            || __builtin_add_overflow(value, Int128(digit), &value))
            return std::nullopt;
    }
    return value;
}

std::optional<double> floatLiteral(std::string_view text)
{
    auto format = std::chars_format::general;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        format = std::chars_format::hex;
        text.remove_prefix(2);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, format);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}

ExpressionEvaluator::ExpressionEvaluator(Context context, const Stack &stack, size_t index, std::string_view source)
    : m_context(context)
    , m_reader(context.reader)
    , m_compare(context.reader, context.dynamic)
    , m_stack(stack)
    , m_index(index)
    , m_source(source)
    , m_elementsLeft(ExpressionQuery::mostElements)
{
}

void ExpressionEvaluator::addNote(const std::string &note)
{
    constexpr unsigned mostNotes = 4;
    if (m_note.contains(note) || ++m_notes > mostNotes + 1)
        return;
    m_note += (m_note.empty() ? "" : "; ") + (m_notes > mostNotes ? std::string("and more") : note);
}

std::string ExpressionEvaluator::textOf(const Expression &node) const
{
    return escaped(m_source.substr(node.begin, node.end - node.begin));
}

std::unexpected<Error> ExpressionEvaluator::at(Error error, const Expression &node) const
{
    if (error.code == ErrorCode::BadExpression && !error.message.contains(" at column "))
        error.message += " at column " + std::to_string(node.begin + 1);
    return std::unexpected(std::move(error));
}

Value ExpressionEvaluator::constant(std::string_view type, Int128 number) const
{
    const Type *known = m_reader.types().predeclared(type);
    std::vector<std::byte> bytes(known->size);
    std::memcpy(bytes.data(), &number, std::min(bytes.size(), sizeof(number)));
    return valueOfBytes(known, std::move(bytes));
}

Result<Value> ExpressionEvaluator::evaluate(const Expression &node)
{
    switch (node.kind) {
    case Kind::Integer:
    case Kind::Float:
    case Kind::Imaginary:
    case Kind::Character:
    case Kind::String: return literal(node);
    case Kind::Identifier: return identifier(node);
    case Kind::Selector: return selector(node);
    case Kind::Index: return index(node);
    case Kind::Slice: return slice(node);
    case Kind::Star: return star(node);
    case Kind::Unary: return unary(node);
    case Kind::Binary: return binary(node);
    case Kind::Call: return call(node);
    case Kind::TypeAssertion: return assertion(node);
    case Kind::Composite: return composite(node);
    case Kind::Parentheses: return evaluate(*node.children.front());
    default: return badExpression("a type, not a value: " + textOf(node), node.begin);
    }
}

Result<Value> ExpressionEvaluator::literal(const Expression &node)
{
    const TypeGraph &types = m_reader.types();
    Scalar scalar;
    switch (node.kind) {
    case Kind::Integer:
    case Kind::Character: {
        const auto number = integerLiteral(node.text);
        if (!number)
            return badExpression("not an integer of at most 127 bits: " + node.text, node.begin);
        return constant(node.kind == Kind::Integer ? "untyped int" : "untyped rune", *number);
    }
    case Kind::Float:
    case Kind::Imaginary: {
        const auto number = floatLiteral(node.text);
        if (!number)
            return badExpression("not a number: " + node.text, node.begin);
        scalar.type = types.predeclared(node.kind == Kind::Float ? "untyped float" : "untyped complex");
        if (node.kind == Kind::Float)
            scalar.content = *number;
        else
            scalar.content = std::complex<double>(0, *number);
        break;
    }
    default:
        scalar.type = types.predeclared("untyped string");
        scalar.content = node.text;
        break;
    }
    return scalar.toValue();
}

Result<Value> ExpressionEvaluator::star(const Expression &node)
{
    auto operand = evaluate(*node.children.front());
    if (operand)
        operand = followed(std::move(*operand));
    if (!operand)
        return operand;
    if (operand->error)
        return std::unexpected(*operand->error);
    const std::string text = textOf(*node.children.front());
    if (operand->type->kind != TypeKind::Pointer || operand->type->name == "untyped nil")
        return badExpression(text + " (type " + operand->type->name + ") is no pointer", node.begin);
    const auto element = m_reader.types().type(operand->type->element);
    if (!element || (*element)->kind == TypeKind::Void)
        return badExpression(text + " points to nothing with a type", node.begin);
    auto pointee = m_reader.pointee(*operand);
    if (!pointee && pointee.error().code == ErrorCode::NotFound)
        return badExpression(text + " is nil", node.begin);
    if (pointee)
        pointee->name = textOf(node);
    return pointee;
}

Result<Value> ExpressionEvaluator::unary(const Expression &node)
{
    if (node.text == "&" && node.children.front()->kind == Kind::Composite)
        return badExpression("a core can't be changed: nothing new gets an address", node.begin);
    const auto operand = evaluate(*node.children.front());
    if (!operand)
        return operand;
    if (operand->error)
        return std::unexpected(*operand->error);
    if (node.text == "&") {
        const std::string text = textOf(*node.children.front());
        if (operand->bytes)
            return badExpression(text + " has no address: it is in registers, or computed", node.begin);
        std::vector<std::byte> bytes(sizeof(uint64_t));
        std::memcpy(bytes.data(), &operand->address.value, bytes.size());
        Value pointer = valueOfBytes(m_reader.types().pointerTo(operand->type), std::move(bytes));
        pointer.isAddressOnly = true;
        return pointer;
    }
    const auto inner = followed(*operand);
    const auto scalar = inner ? Scalar::of(m_reader, *inner) : std::unexpected(inner.error());
    const auto result = scalar ? unaryResult(node.text, *scalar) : std::unexpected(scalar.error());
    if (!result)
        return at(result.error(), node);
    return result->toValue();
}

Result<Value> ExpressionEvaluator::binary(const Expression &node)
{
    const Expression &leftNode = *node.children[0];
    const Expression &rightNode = *node.children[1];
    auto left = evaluate(leftNode);
    if (left)
        left = followed(std::move(*left));
    if (!left)
        return left;
    if (node.text == "&&" || node.text == "||") {
        const auto truth = [&](const Value &value, const Expression &side) -> Result<bool> {
            const auto scalar = Scalar::of(m_reader, value);
            if (!scalar)
                return at(scalar.error(), side);
            const bool *known = std::get_if<bool>(&scalar->content);
            return known ? Result<bool>(*known)
                         : badExpression(textOf(side) + " is neither true nor false", side.begin);
        };
        const auto first = truth(*left, leftNode);
        if (!first)
            return std::unexpected(first.error());
        if (*first == (node.text == "||"))
            return constant("untyped bool", *first);
        auto right = evaluate(rightNode);
        if (right)
            right = followed(std::move(*right));
        const auto second = right ? truth(*right, rightNode) : std::unexpected(right.error());
        if (!second)
            return std::unexpected(second.error());
        return constant("untyped bool", *second);
    }
    auto right = evaluate(rightNode);
    if (right)
        right = followed(std::move(*right));
    if (!right)
        return right;
    if (node.text == "==" || node.text == "!=") {
        const auto same = m_compare.equal(*left, *right);
        if (!same)
            return at(same.error(), node);
        return constant("untyped bool", *same == (node.text == "=="));
    }
    const auto a = Scalar::of(m_reader, *left);
    const auto b = Scalar::of(m_reader, *right);
    if (!a || !b)
        return at(a ? b.error() : a.error(), node);
    if (node.text.starts_with('<') || node.text.starts_with('>')) {
        if (node.text == "<<" || node.text == ">>") {
            const auto result = shifted(node.text, *a, *b);
            return result ? Result<Value>(result->toValue()) : at(result.error(), node);
        }
        const auto result = compared(node.text, *a, *b);
        return result ? Result<Value>(constant("untyped bool", *result)) : at(result.error(), node);
    }
    // Constants of integers divide as integers.
    const auto result = arithmetic(node.text, *a, *b);
    return result ? Result<Value>(result->toValue()) : at(result.error(), node);
}

Result<Value> ExpressionEvaluator::assertion(const Expression &node)
{
    auto operand = evaluate(*node.children.front());
    if (operand)
        operand = followed(std::move(*operand));
    if (!operand)
        return operand;
    if (operand->error)
        return std::unexpected(*operand->error);
    if (operand->type->kind != TypeKind::Interface)
        return badExpression(textOf(*node.children.front()) + " is no interface", node.begin);
    auto data = m_context.dynamic.dynamicValue(*operand);
    const bool hasTarget = node.children.size() > 1;
    if (!data) {
        if (data.error().code != ErrorCode::NotFound)
            return data;
        return badExpression("interface conversion: " + operand->type->name + " is nil", node.begin);
    }
    data->name = textOf(node);
    if (!hasTarget)
        return data;
    const auto target = typeOf(*node.children[1]);
    if (!target)
        return std::unexpected(target.error());
    if ((*target)->kind == TypeKind::Interface)
        return badExpression("only types that are no interfaces can be asserted", node.children[1]->begin);
    if (data->type->name != (*target)->name) {
        return badExpression("interface conversion: " + operand->type->name + " is " + data->type->name + ", not "
                                 + (*target)->name,
                             node.begin);
    }
    return data;
}

}
