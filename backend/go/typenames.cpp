// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typenames.h"

#include "backend/base/packagepath.h"
#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned deepest = 64;
constexpr size_t longest = 1 << 14; // bytes

}

Result<std::string> TypeNames::nameOf(Address address)
{
    if (const auto known = m_names.find(address); known != m_names.end())
        return known->second;
    if (m_depth >= deepest)
        return fail(ErrorCode::Limit, "a type's name is nested too deep");
    ++m_depth;
    auto name = m_types.read(address).and_then([this](const TypeDescriptor &type) { return compose(type); });
    --m_depth;
    if (name && name->size() > longest)
        return fail(ErrorCode::Limit, "a type's name is too long");
    if (name)
        m_names.emplace(address, *name);
    return name;
}

Result<std::string> TypeNames::named(const TypeDescriptor &type)
{
    auto name = m_types.shortName(type);
    const auto path = m_types.packagePath(type);
    if (!name || !path)
        return name ? Result<std::string>(std::unexpected(path.error())) : name;
    // Shapes of generics are spelled the same everywhere, their package's name has a dot.
    if (name->starts_with("go.shape."))
        return name;
    // The runtime's form begins with the package's name: what is before the first dot outside of type arguments.
    const size_t dot = name->find('.');
    if (path->empty() || dot == std::string::npos || name->find('[') < dot)
        return name;
    return linkedPath(*path) + name->substr(dot);
}

Result<std::string> TypeNames::compose(const TypeDescriptor &type)
{
    if (type.isNamed())
        return named(type);
    const auto element
        = [&] { return m_types.element(type).and_then([this](Address address) { return nameOf(address); }); };
    const auto prefixed = [](std::string prefix, Result<std::string> rest) {
        return std::move(rest).transform([&](const std::string &text) { return prefix + text; });
    };
    switch (type.kind) {
    case GoKind::Pointer: return prefixed("*", element());
    case GoKind::Slice: return prefixed("[]", element());
    case GoKind::Array: {
        const auto length = m_types.arrayLength(type);
        return length ? prefixed("[" + std::to_string(*length) + "]", element())
                      : Result<std::string>(std::unexpected(length.error()));
    }
    case GoKind::Chan: return channel(type);
    case GoKind::Map: {
        const auto key = m_types.mapKey(type).and_then([this](Address address) { return nameOf(address); });
        return key ? prefixed("map[" + *key + "]", element()) : key;
    }
    case GoKind::Func: return prefixed("func", signature(type));
    case GoKind::Struct: return structure(type);
    case GoKind::Interface: return interface(type);
    default: return m_types.shortName(type);
    }
}

Result<std::string> TypeNames::channel(const TypeDescriptor &type)
{
    const auto direction = m_types.channelDirection(type);
    const auto element = m_types.element(type);
    if (!direction || !element)
        return std::unexpected(direction ? element.error() : direction.error());
    const auto name = nameOf(*element);
    if (!name)
        return name;
    constexpr uint64_t receive = 1, send = 2;
    if (*direction == receive)
        return "<-chan " + *name;
    if (*direction == send)
        return "chan<- " + *name;
    return name->starts_with("<-") ? "chan (" + *name + ")" : "chan " + *name;
}

Result<std::string> TypeNames::list(std::span<const Address> types, bool isVariadic)
{
    std::string result;
    for (size_t i = 0; i < types.size(); ++i) {
        auto name = nameOf(types[i]);
        if (!name)
            return name;
        if (isVariadic && i + 1 == types.size() && name->starts_with("[]"))
            name->replace(0, 2, "...");
        result.append(i == 0 ? "" : ", ").append(*name);
        if (result.size() > longest)
            return fail(ErrorCode::Limit, "a type's name is too long");
    }
    return result;
}

Result<std::string> TypeNames::signature(const TypeDescriptor &type)
{
    const auto parts = m_types.signature(type);
    if (!parts)
        return std::unexpected(parts.error());
    const auto in = list(parts->in, parts->isVariadic);
    const auto out = list(parts->out, false);
    if (!in || !out)
        return in ? out : in;
    const std::string result = "(" + *in + ")";
    if (parts->out.empty())
        return result;
    return result + (parts->out.size() == 1 ? " " + *out : " (" + *out + ")");
}

Result<std::string> TypeNames::structure(const TypeDescriptor &type)
{
    const auto fields = m_types.fields(type);
    const auto path = m_types.structPackage(type);
    if (!fields || !path)
        return std::unexpected(fields ? path.error() : fields.error());
    std::string result = "struct {";
    for (const DescriptorField &field : *fields) {
        const auto name = nameOf(field.type);
        if (!name)
            return name;
        result += result.back() == '{' ? " " : "; ";
        if (!field.name.isEmbedded) {
            if (!field.name.isExported && !path->empty())
                result.append(linkedPath(*path)).append(".");
            result.append(field.name.text).append(" ");
        }
        result += *name;
        if (!field.name.tag.empty())
            result.append(" ").append(goQuoted(field.name.tag));
        if (result.size() > longest)
            return fail(ErrorCode::Limit, "a type's name is too long");
    }
    return result + (fields->empty() ? "}" : " }");
}

Result<std::string> TypeNames::interface(const TypeDescriptor &type)
{
    const auto parts = m_types.interfaceMethods(type);
    if (!parts)
        return std::unexpected(parts.error());
    std::string result = "interface {";
    for (const auto &method : *parts) {
        result += result.back() == '{' ? " " : "; ";
        if (!method.packagePath.empty())
            result.append(linkedPath(method.packagePath)).append(".");
        result += method.name;
        const auto methodType = m_types.read(method.type);
        const auto text = methodType ? signature(*methodType) : Result<std::string>("(…)"); // dropped by the linker
        if (!text)
            return text;
        result += *text;
        if (result.size() > longest)
            return fail(ErrorCode::Limit, "a type's name is too long");
    }
    return result + (parts->empty() ? "}" : " }");
}

}
