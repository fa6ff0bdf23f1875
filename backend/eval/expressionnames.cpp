// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/base/text.h"
#include "backend/eval/evaluator.h"
#include "backend/eval/expressionlexer.h"

#include <algorithm>
#include <limits>
#include <span>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;
constexpr unsigned maxEmbedding = 8; ///< levels of embedded structs
constexpr size_t maxEmbedded = 256; ///< structs looked through for one name

/// How many letters differ between two names; large if more than a slip.
size_t distance(std::string_view a, std::string_view b)
{
    if (a.size() > 64 || b.size() > 64)
        return std::numeric_limits<size_t>::max();
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            const char left = static_cast<char>(std::tolower(static_cast<unsigned char>(a[i - 1])));
            const char right = static_cast<char>(std::tolower(static_cast<unsigned char>(b[j - 1])));
            const size_t changed = diagonal + (left == right ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

}

std::string_view ExpressionEvaluator::currentPackage() const
{
    return m_index < m_stack.frames.size() ? packageOf(m_stack.frames[m_index].function) : std::string_view();
}

Result<const Value *> ExpressionEvaluator::local(std::string_view name)
{
    for (auto binding = m_bindings.rbegin(); binding != m_bindings.rend(); ++binding) {
        if (binding->first == name)
            return &binding->second;
    }
    if (!m_locals)
        m_locals = m_context.scope.variables(m_stack, m_index);
    if (!*m_locals)
        return fail(ErrorCode::NotFound, {});
    const Value *later = nullptr;
    for (const Value &value : **m_locals) {
        if (value.name != name || value.shadowed)
            continue;
        if (!value.notYetDeclared)
            return &value;
        later = &value;
    }
    if (later && m_index < m_stack.frames.size()) {
        return fail(ErrorCode::BadExpression,
                    "variable \"" + std::string(name) + "\" is declared on line "
                        + std::to_string(later->declarationLine) + ", but the frame is at line "
                        + std::to_string(m_stack.frames[m_index].line));
    }
    return fail(ErrorCode::NotFound, {});
}

bool ExpressionEvaluator::frameVariable(std::string_view name)
{
    (void)local(name); // has them read
    return *m_locals && std::ranges::contains(**m_locals, name, &Value::name);
}

bool ExpressionEvaluator::isOfProgram(std::string_view name)
{
    if (local(name))
        return true;
    const std::string_view package = currentPackage();
    if (package.empty())
        return false;
    return m_context.names.packageMember(package, name).has_value()
        || m_reader.types().typeNamed(std::string(package) + '.' + std::string(name)).has_value();
}

std::unexpected<Error> ExpressionEvaluator::unknownName(const Expression &node)
{
    m_isHopeless = true;
    std::string message = "no variable \"" + escaped(node.text) + "\" in this frame";
    if (m_locals && !*m_locals)
        return badExpression(message + ": " + m_locals->error().message, node.begin);
    const std::span<const Value> locals = m_locals ? std::span<const Value>(**m_locals) : std::span<const Value>();
    for (const Value &value : locals) {
        if (value.name.starts_with(node.text + '.'))
            return badExpression("the compiler took \"" + node.text + "\" to pieces: see " + value.name, node.begin);
    }
    const Value *nearest = nullptr;
    size_t best = node.text.size() / 2 + 1;
    for (const Value &value : locals) {
        const bool extends = value.name.size() > 2 && node.text.size() > 2
            && (value.name.starts_with(node.text) || node.text.starts_with(value.name));
        const size_t far = extends ? 1 : distance(value.name, node.text);
        if (far < best && !value.notYetDeclared) {
            best = far;
            nearest = &value;
        }
    }
    if (nearest)
        message += "; did you mean \"" + nearest->name + "\"?";
    return badExpression(std::move(message), node.begin);
}

/// An answer says which of what it rests on is only known as it was passed.
void ExpressionEvaluator::noteRecovered(const Value &value)
{
    if (value.recovered == Value::Recovered::No || value.error)
        return;
    m_recovered = std::max(m_recovered, value.recovered);
    addNote(value.name + (value.recovered == Value::Recovered::Memory ? " as in memory now: " : " as passed: ")
            + value.recoveredFrom);
}

Result<Value> ExpressionEvaluator::identifier(const Expression &node)
{
    const auto found = local(node.text);
    if (found) {
        noteRecovered(**found);
        return **found;
    }
    if (const auto known = m_globals.find(&node); known != m_globals.end())
        return known->second;
    const std::string_view package = currentPackage();
    if (found.error().code == ErrorCode::NotFound && !package.empty()) {
        auto global = m_context.names.packageMember(package, node.text);
        if (global)
            m_globals.emplace(&node, *global);
        if (global || global.error().code != ErrorCode::NotFound)
            return global ? std::move(global) : at(global.error(), node);
    }
    if (node.text == "true" || node.text == "false")
        return constant("untyped bool", node.text == "true");
    if (node.text == "nil")
        return constant("untyped nil", 0);
    if (node.text == "goroutines" && found.error().code == ErrorCode::NotFound)
        return allGoroutines(node);
    if (auto value = registerNamed(node.text); value || value.error().code != ErrorCode::NotFound)
        return value;
    if (found.error().code != ErrorCode::NotFound)
        return at(found.error(), node);
    if (auto value = m_context.names.variable(node.text)) // of C
        return value;
    return unknownName(node);
}

Result<Value> ExpressionEvaluator::selector(const Expression &node)
{
    const Expression &left = *node.children.front();
    if (const auto known = m_globals.find(&node); known != m_globals.end())
        return known->second;
    if (auto found = nameInFrame(node); !found || *found)
        return found.transform([](std::optional<Value> value) { return std::move(*value); });
    if (auto found = registerAs(node); !found || *found)
        return found.transform([](std::optional<Value> value) { return std::move(*value); });
    const bool isName = left.kind == Kind::Identifier;
    if (isName) {
        // Go 1.27 keeps strings and slices of optimised code in pieces with names of their own: "word.ptr".
        if (const auto piece = local(left.text + '.' + node.text)) {
            noteRecovered(**piece);
            return **piece;
        }
    }
    if (left.kind == Kind::String || (isName && !local(left.text))) {
        const auto hidden = isName ? local(left.text) : Result<const Value *>(nullptr);
        const bool isDeclaredLater = !hidden && hidden.error().code == ErrorCode::BadExpression;
        if (!isDeclaredLater) {
            auto found = m_context.names.packageMember(left.text, node.text);
            if (found) {
                m_globals.emplace(&node, *found);
                return found;
            }
            if (left.text == "runtime" && (node.text == "curg" || node.text == "frameoff" || node.text == "threadid"))
                return runtimeSpecial(node.text);
            if (found.error().code != ErrorCode::NotFound || left.kind == Kind::String)
                return at(Error{.code = ErrorCode::BadExpression, .message = found.error().message}, node);
            const auto operand = identifier(left);
            if (!operand)
                return at(Error{.code = ErrorCode::BadExpression,
                                .message = operand.error().message.contains("did you mean") ? operand.error().message
                                                                                            : "no variable \""
                                        + escaped(left.text) + "\" in this frame, and " + found.error().message},
                          node);
            // A function of the frame's package that is called like a package: "main".
            if (operand->type->kind == TypeKind::Func && m_context.names.isPackageName(left.text))
                return at(Error{.code = ErrorCode::BadExpression, .message = found.error().message}, node);
            return member(*operand, node.text, node);
        }
    }
    auto operand = evaluate(left);
    if (!operand)
        return operand;
    return member(std::move(*operand), node.text, node);
}

Result<std::optional<Value>> ExpressionEvaluator::fieldOrPromoted(const Value &value, std::string_view name) const
{
    // Breadth first: the shallowest field of that name is the one that Go means.
    std::vector<Value> level{value};
    size_t seen = 0;
    for (unsigned depth = 0; depth < maxEmbedding && !level.empty(); ++depth) {
        std::vector<Value> next;
        for (const Value &outer : level) {
            for (const TypeField &field : outer.type->fields) {
                if (field.name == name)
                    return m_reader.field(outer, field);
                if (!field.embedded || ++seen > maxEmbedded)
                    continue;
                Value inner = m_reader.field(outer, field);
                if (!inner.error && inner.type->kind == TypeKind::Pointer) {
                    auto pointee = m_reader.pointee(inner);
                    if (!pointee)
                        continue; // nil: its fields are not there
                    inner = std::move(*pointee);
                }
                if (!inner.error && inner.type && inner.type->kind == TypeKind::Struct)
                    next.push_back(std::move(inner));
            }
        }
        level = std::move(next);
    }
    return std::nullopt;
}

std::optional<Value> ExpressionEvaluator::method(const Value &value, std::string_view name) const
{
    // Methods of embedded types are promoted too; the shallowest wins.
    std::vector<const Type *> level{value.type};
    size_t seen = 0;
    for (unsigned depth = 0; depth < maxEmbedding && !level.empty(); ++depth) {
        std::vector<const Type *> next;
        for (const Type *type : level) {
            if (auto found = methodOf(*type, name))
                return found;
            for (const TypeField &field : type->fields) {
                auto inner = field.embedded && ++seen <= maxEmbedded
                    ? m_reader.types().type(field.type)
                    : Result<const Type *>(fail(ErrorCode::NotFound, {}));
                if (inner && (*inner)->kind == TypeKind::Pointer)
                    inner = m_reader.types().type((*inner)->element);
                if (inner)
                    next.push_back(*inner);
            }
        }
        level = std::move(next);
    }
    return std::nullopt;
}

std::optional<Value> ExpressionEvaluator::methodOf(const Type &type, std::string_view name) const
{
    const std::string_view package = packageOf(type.name);
    if (package.empty() || type.name.size() <= package.size() + 1)
        return std::nullopt;
    const std::string prefix(package);
    const std::string receiver = type.name.substr(package.size() + 1);
    for (const std::string &full :
         {prefix + ".(*" + receiver + ")." + std::string(name), prefix + '.' + receiver + '.' + std::string(name)}) {
        if (const auto entry = m_context.dynamic.functionNamed(full))
            return m_context.names.functionValue(*entry, full);
    }
    return std::nullopt;
}

Result<Value> ExpressionEvaluator::member(Value operand, std::string_view name, const Expression &node)
{
    const std::string text = textOf(*node.children.front());
    if (operand.error)
        return std::unexpected(*operand.error);
    if (operand.type->kind == TypeKind::Interface) {
        auto data = m_context.dynamic.dynamicValue(operand);
        if (!data && data.error().code == ErrorCode::NotFound)
            return badExpression(text + " is a nil interface", node.begin);
        if (!data)
            return data;
        operand = std::move(*data);
    }
    if (operand.type->kind == TypeKind::Pointer) {
        const auto address = m_reader.word(operand);
        if (!address)
            return std::unexpected(address.error());
        if (*address == 0 && !operand.contents)
            return badExpression(text + " is nil: it has no " + std::string(name), node.begin);
        auto pointee = m_reader.pointee(operand);
        if (!pointee)
            return pointee;
        operand = std::move(*pointee);
    } else if (operand.type->kind == TypeKind::Chan) {
        auto structure = m_reader.types().type(operand.type->implementation);
        if (structure && (*structure)->kind == TypeKind::Pointer)
            structure = m_reader.types().type((*structure)->element);
        const auto address = m_reader.word(operand);
        if (structure && address && *address != 0)
            operand = m_reader.at(*structure, Address{*address}, {});
    }
    if (operand.error)
        return std::unexpected(*operand.error);
    if (operand.type->kind == TypeKind::Func) {
        const auto captures = m_context.dynamic.captures(operand);
        for (const Value &capture : captures ? *captures : std::vector<Value>()) {
            if (capture.name == name)
                return capture;
        }
    }
    auto field = fieldOrPromoted(operand, name);
    if (!field)
        return std::unexpected(field.error());
    if (*field)
        return std::move(**field);
    if (auto function = method(operand, name))
        return std::move(*function);
    // A wrapper's own fields first, then those of what it stands for.
    const Followed::Kind kind = Followed::kindOf(*operand.type);
    if (kind != Followed::Kind::None && kind != Followed::Kind::Map) {
        auto inner = m_context.followed.inner(operand);
        return inner ? member(std::move(*inner), name, node) : inner;
    }
    return badExpression(text + " (type " + operand.type->name + ") has no field or method " + std::string(name),
                         node.end - name.size());
}

}
