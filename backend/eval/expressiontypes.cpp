// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/base/text.h"
#include "backend/eval/expressionlexer.h"

#include <algorithm>
#include <charconv>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;

std::string signOfType(TypeKind kind)
{
    return kind == TypeKind::Pointer ? "*" : "[]";
}

}

bool ExpressionEvaluator::looksLikeType(const Expression &node)
{
    switch (node.kind) {
    case Kind::SliceType:
    case Kind::ArrayType:
    case Kind::MapType:
    case Kind::ChanType:
    case Kind::OtherType: return true;
    case Kind::Parentheses:
    case Kind::Star: return looksLikeType(*node.children.front());
    case Kind::String: return typeOf(node).has_value();
    case Kind::Identifier: return !local(node.text) && typeOf(node).has_value();
    case Kind::Selector: {
        const Expression &left = *node.children.front();
        const bool isPackage = left.kind == Kind::String || (left.kind == Kind::Identifier && !local(left.text));
        return isPackage && typeOf(node).has_value();
    }
    case Kind::Index: {
        const Expression &left = *node.children.front();
        const bool isName = left.kind == Kind::Identifier || left.kind == Kind::Selector;
        return isName && typeOf(node).has_value();
    }
    default: return false;
    }
}

Result<const Type *> ExpressionEvaluator::compositeType(const Expression &node)
{
    const auto element = typeOf(*node.children.back());
    if (!element)
        return element;
    TypeGraph &types = m_reader.types();
    switch (node.kind) {
    case Kind::Star: {
        // The program's own type of that name knows more than one that is put together here.
        const auto known = types.typeNamed(signOfType(TypeKind::Pointer) + (*element)->name);
        return known && (*known)->kind == TypeKind::Pointer && (*element)->isGo ? *known : types.pointerTo(*element);
    }
    case Kind::SliceType: {
        const auto known = types.typeNamed(signOfType(TypeKind::Slice) + (*element)->name);
        return known ? *known : types.sliceOf(*element);
    }
    case Kind::ArrayType: {
        uint64_t count = 0;
        const auto [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), count);
        if (error != std::errc() || end != node.text.data() + node.text.size())
            return badExpression("not the length of an array: " + node.text, node.begin);
        return types.arrayOf(*element, count);
    }
    case Kind::ChanType: return types.typeNamed(node.text + (*element)->name);
    default: {
        const auto key = typeOf(*node.children.front());
        if (!key)
            return key;
        return types.typeNamed("map[" + (*key)->name + ']' + (*element)->name);
    }
    }
}

Result<const Type *> ExpressionEvaluator::typeOf(const Expression &node)
{
    // Asked for once for each element of a query, and the answer is always the same.
    if (const auto known = m_types.find(&node); known != m_types.end())
        return known->second;
    return m_types.emplace(&node, typeOnce(node)).first->second;
}

Result<const Type *> ExpressionEvaluator::typeOnce(const Expression &node)
{
    TypeGraph &types = m_reader.types();
    Result<const Type *> found = fail(ErrorCode::NotFound, "no type " + textOf(node) + " in the program");
    switch (node.kind) {
    case Kind::Parentheses: return typeOf(*node.children.front());
    case Kind::Star:
    case Kind::SliceType:
    case Kind::ArrayType:
    case Kind::MapType:
    case Kind::ChanType: found = compositeType(node); break;
    case Kind::String:
    case Kind::OtherType: found = types.typeNamed(node.text); break;
    case Kind::Identifier:
        if (const Type *known = types.predeclared(node.text))
            return known;
        if (node.text == "any" || node.text == "error") {
            found = types.typeNamed(node.text);
        } else {
            const std::string_view package = currentPackage();
            found = types.typeNamed(package.empty() ? node.text : std::string(package) + '.' + node.text);
            if (!found)
                found = types.typeNamed(node.text);
        }
        break;
    case Kind::Selector: {
        const Expression &left = *node.children.front();
        if (left.kind == Kind::Identifier && left.text == "unsafe" && node.text == "Pointer")
            return types.predeclared("unsafe.Pointer");
        if (left.kind == Kind::Identifier || left.kind == Kind::String)
            found = m_context.names.packageType(left.text, node.text);
        break;
    }
    case Kind::Index: {
        // An instance of a generic type, by the name that the linker gave it.
        const Expression &left = *node.children.front();
        std::string arguments;
        for (size_t i = 1; i < node.children.size(); ++i) {
            const auto argument = typeOf(*node.children[i]);
            if (!argument)
                return argument;
            arguments += (i > 1 ? "," : "") + (*argument)->name;
        }
        arguments = '[' + arguments + ']';
        if (left.kind == Kind::Identifier)
            found = types.typeNamed(std::string(currentPackage()) + '.' + left.text + arguments);
        else if (left.kind == Kind::Selector && !left.children.front()->text.empty())
            found = m_context.names.packageType(left.children.front()->text, left.text + arguments);
        break;
    }
    default: break;
    }
    if (!found)
        return at(Error{.code = ErrorCode::BadExpression, .message = found.error().message}, node);
    return found;
}

}
