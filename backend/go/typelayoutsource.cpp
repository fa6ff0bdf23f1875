// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typelayoutsource.h"

#include <algorithm>
#include <unordered_set>

namespace Freezeframe
{

TypeLayoutSource::TypeLayoutSource(const TypeDescriptors &types, std::set<std::string, std::less<>> structures)
    : m_types(types)
    , m_missing(std::move(structures))
{
    for (const std::string &name : m_missing) {
        const size_t slash = name.rfind('/');
        m_shortNames.insert(slash == std::string::npos ? name : name.substr(slash + 1));
    }
    m_types.forEachListed([this](const TypeDescriptor &type) {
        if (type.kind == GoKind::Struct) {
            consider(type);
        } else if (type.kind == GoKind::Pointer) {
            const auto name = m_types.shortName(type);
            if (name && name->starts_with('*') && m_shortNames.contains(std::string_view(*name).substr(1))) {
                if (const auto pointee = m_types.element(type).and_then([this](Address a) { return m_types.read(a); }))
                    consider(*pointee);
            }
        }
        return !m_missing.empty();
    });
    searchParts();
}

void TypeLayoutSource::consider(const TypeDescriptor &type)
{
    if (type.kind != GoKind::Struct || !type.isNamed())
        return;
    const auto name = m_types.shortName(type);
    if (!name || !m_shortNames.contains(*name))
        return;
    const auto path = m_types.packagePath(type);
    if (!path)
        return;
    const std::string full = *path + name->substr(std::min(name->find('.'), name->size()));
    if (m_missing.erase(full) != 0)
        m_found.emplace(full, type.address);
}

void TypeLayoutSource::searchParts()
{
    // What no pointer type leads to may be a part of something found: breadth first, a bounded number of types.
    constexpr size_t mostTypes = 4096;
    std::vector<Address> queue;
    for (const auto &[name, address] : m_found)
        queue.push_back(address);
    std::unordered_set<uint64_t> seen;
    for (size_t i = 0; i < queue.size() && seen.size() < mostTypes && !m_missing.empty(); ++i) {
        if (!seen.insert(queue[i].value).second)
            continue;
        const auto type = m_types.read(queue[i]);
        if (!type)
            continue;
        consider(*type);
        if (type->kind == GoKind::Struct) {
            if (const auto fields = m_types.fields(*type)) {
                for (const DescriptorField &field : *fields)
                    queue.push_back(field.type);
            }
        } else if (type->kind == GoKind::Pointer || type->kind == GoKind::Slice || type->kind == GoKind::Array) {
            if (const auto element = m_types.element(*type))
                queue.push_back(*element);
        }
    }
}

Result<TypeDescriptor> TypeLayoutSource::find(std::string_view structure) const
{
    const auto found = m_found.find(structure);
    if (found == m_found.end())
        return fail(ErrorCode::NotFound, "the program has no type descriptor of " + std::string(structure));
    return m_types.read(found->second);
}

std::optional<Address> TypeLayoutSource::descriptor(std::string_view structure) const
{
    const auto found = m_found.find(structure);
    return found == m_found.end() ? std::nullopt : std::optional(found->second);
}

Result<LayoutSource::Field> TypeLayoutSource::field(std::string_view structure, std::string_view path)
{
    auto type = find(structure);
    Field result;
    for (std::string_view rest = path; !rest.empty();) {
        const std::string_view name = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        const auto fields
            = type ? m_types.fields(*type) : Result<std::vector<DescriptorField>>(std::unexpected(type.error()));
        if (!fields)
            return std::unexpected(fields.error());
        const auto found = std::ranges::find(*fields, name,
                                             [](const DescriptorField &f) -> std::string_view { return f.name.text; });
        if (found == fields->end())
            return fail(ErrorCode::NotFound, std::string(structure) + " has no field " + std::string(path));
        result.offset += found->offset;
        type = m_types.read(found->type);
        if (!type)
            return std::unexpected(type.error());
        result.size = type->size;
    }
    return result;
}

Result<uint64_t> TypeLayoutSource::structureSize(std::string_view structure)
{
    return find(structure).transform([](const TypeDescriptor &type) { return type.size; });
}

}
