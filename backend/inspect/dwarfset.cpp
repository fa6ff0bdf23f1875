// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/dwarfset.h"

#include <algorithm>

namespace Freezeframe
{

bool DwarfSet::isPresent(const Module &module)
{
    const auto has = [](const std::shared_ptr<const ElfFile> &file) {
        return file && (file->findSection(".debug_info") || file->findSection(".zdebug_info"));
    };
    return has(module.file) || has(module.debugFile);
}

DwarfModule *DwarfSet::module(uint32_t index)
{
    if (index >= m_target->modules().size())
        return nullptr;
    if (const auto known = m_entries.find(index); known != m_entries.end())
        return known->second.dwarf.get();
    Entry &entry = m_entries[index];
    const Module &module = m_target->modules()[index];
    for (const auto &file : {module.file, module.debugFile}) {
        if (!file || (!file->findSection(".debug_info") && !file->findSection(".zdebug_info")))
            continue;
        auto dwarf = DwarfModule::open(file, index);
        if (dwarf) {
            entry.dwarf = std::move(*dwarf);
            break;
        }
        entry.error = std::move(dwarf.error());
    }
    return entry.dwarf.get();
}

std::optional<Error> DwarfSet::error(uint32_t index) const
{
    const auto known = m_entries.find(index);
    return known == m_entries.end() ? std::nullopt : known->second.error;
}

Result<const Type *> DwarfLayoutSource::structureNamed(std::string_view name)
{
    if (const auto known = m_types.find(name); known != m_types.end())
        return known->second;
    DwarfModule *dwarf = m_set.module(m_module);
    if (!dwarf)
        return fail(ErrorCode::NotFound, "the program has no debug information");
    const auto reference = dwarf->typeNamed(name);
    if (!reference)
        return std::unexpected(reference.error());
    const auto type = dwarf->type(*reference);
    if (type)
        m_types.emplace(name, *type);
    return type;
}

Result<LayoutSource::Field> DwarfLayoutSource::field(std::string_view structure, std::string_view path)
{
    auto type = structureNamed(structure);
    Field result;
    while (type) {
        const size_t dot = path.find('.');
        const std::string_view name = path.substr(0, dot);
        const auto field = std::ranges::find(type.value()->fields, name, &TypeField::name);
        if (field == type.value()->fields.end())
            return fail(ErrorCode::NotFound, type.value()->name + " has no field " + std::string(name));
        result.offset += field->offset;
        type = m_set.module(m_module)->type(field->type);
        if (!type)
            break;
        result.size = type.value()->size;
        if (dot == std::string_view::npos)
            return result;
        path.remove_prefix(dot + 1);
    }
    return std::unexpected(type.error());
}

Result<uint64_t> DwarfLayoutSource::structureSize(std::string_view structure)
{
    return structureNamed(structure).transform([](const Type *type) { return type->size; });
}

}
