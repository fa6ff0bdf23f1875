// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarftypes.h"

#include "backend/dwarf/ctypereader.h"
#include "backend/dwarf/gotypereader.h"
#include "backend/dwarf/typekey.h"

namespace Freezeframe
{

namespace
{

/// Chains of typedefs, arrays and qualifiers deeper than this are cycles.
constexpr unsigned maximumTypeDepth = 64;

}

DwarfTypes::DwarfTypes(DwarfUnits &units, DwarfIndex &index, const DwarfHandle &handle, uint32_t module)
    : m_units(units)
    , m_index(index)
    , m_handle(handle)
    , m_module(module)
{
}

TypeRef DwarfTypes::reference(uint64_t key) const
{
    return {.origin = TypeRef::Origin::Dwarf, .module = m_module, .key = key};
}

TypeRef DwarfTypes::element(const DwarfDie &die, Dw::Attribute attribute) const
{
    const auto key = die.reference(attribute);
    return key && TypeKey::isPlain(*key) ? reference(*key) : TypeRef();
}

Result<const Type *> DwarfTypes::type(uint64_t key, unsigned depth)
{
    if (const auto found = m_types.find(key); found != m_types.end()) {
        if (!found->second)
            return std::unexpected(found->second.error());
        return found->second->get();
    }
    // Not kept as its error: from another start the chain may be shorter.
    if (depth > maximumTypeDepth || !m_loading.insert(key).second)
        return fail(ErrorCode::Limit, "a type is defined by itself");
    auto loaded = load(key, depth);
    m_loading.erase(key);
    if (!loaded) {
        if (loaded.error().code != ErrorCode::Limit)
            m_types.emplace(key, std::unexpected(loaded.error()));
        return std::unexpected(std::move(loaded.error()));
    }
    loaded->self = reference(key);
    const auto kept = m_types.emplace(key, std::make_unique<const Type>(std::move(*loaded))).first;
    return kept->second->get();
}

Result<Type> DwarfTypes::load(uint64_t key, unsigned depth)
{
    auto die = m_handle.die(TypeKey::die(key));
    if (!die)
        return std::unexpected(std::move(die.error()));
    const auto unit = key & inDebugTypes ? std::nullopt : m_units.indexAt(TypeKey::die(key));
    if (unit && m_units.unitWithRoot(*unit).isGo())
        return GoTypeReader(*this, depth, m_units.unit(*unit).root.producer).read(*die, key);
    const bool isC = !unit || isCLanguage(m_units.unitWithRoot(*unit).root.language);
    return CTypeReader(*this, depth, isC).read(*die, key);
}

Result<Type> DwarfTypes::aliasOf(const DwarfDie &die, unsigned depth)
{
    const auto target = die.value(Dw::AtType);
    if (!target)
        return std::unexpected(target.error());
    if (!target->isSet()) {
        Type nothing;
        nothing.kind = TypeKind::Void;
        return nothing;
    }
    const auto type = this->type(target->number, depth + 1);
    if (!type)
        return std::unexpected(type.error());
    return **type;
}

}
