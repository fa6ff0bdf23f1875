// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/runtimelayout.h"

#include "backend/go/layoutfields.h"
#include "backend/go/runtimelayoutbuilder.h"
#include "backend/go/typelayoutsource.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

[[nodiscard]] std::string keyOf(std::string_view structure, std::string_view path)
{
    std::string key;
    key.reserve(structure.size() + path.size() + 1);
    return key.append(structure).append(1, ':').append(path);
}

/// Whether the program can do without @p structure, or a table has all that is read of it: DWARF, which costs more than
/// all else at opening, need not be asked then.
[[nodiscard]] bool isDispensable(std::string_view structure, const TypeLayoutSource &descriptors, int minor)
{
    // A program has maps of one kind only (Go internal/runtime/maps since 1.24).
    constexpr std::string_view classicMap = "runtime.hmap";
    constexpr std::string_view swissMap = "internal/runtime/maps.Map";
    if (structure == classicMap)
        return descriptors.descriptor(swissMap).has_value();
    if (structure.starts_with("internal/runtime/maps."))
        return descriptors.descriptor(classicMap).has_value();
    const auto isTabled = [&](const LayoutField &field) {
        return field.structure != structure || std::ranges::any_of(tabledFields(), [&](const TabledField &tabled) {
                   return tabled.structure == structure && tabled.path == field.path && tabled.firstMinor <= minor
                       && minor <= tabled.lastMinor;
               });
    };
    return std::ranges::all_of(layoutFields(), isTabled);
}

[[nodiscard]] std::optional<LayoutSource::Field> ask(LayoutSource &source, const LayoutField &field)
{
    if (!field.newerPath.empty()) {
        if (const auto found = source.field(field.structure, field.newerPath))
            return *found;
    }
    const auto found = source.field(field.structure, field.path);
    return found ? std::optional(*found) : std::nullopt;
}

}

std::optional<LayoutSource::Field> RuntimeLayout::find(std::string_view structure, std::string_view path) const
{
    const auto found = m_fields.find(keyOf(structure, path));
    return found == m_fields.end() ? std::nullopt : std::optional(found->second);
}

std::optional<uint64_t> RuntimeLayout::sizeOf(std::string_view structure) const
{
    const auto found = m_sizes.find(structure);
    return found == m_sizes.end() ? std::nullopt : std::optional(found->second);
}

Result<RuntimeLayout> RuntimeLayoutBuilder::build(const TypeDescriptors &types, LayoutSource *dwarf, int minor)
{
    std::set<std::string, std::less<>> structures;
    for (const LayoutField &field : layoutFields())
        structures.emplace(field.structure);
    TypeLayoutSource descriptors(types, structures);

    // One source for a whole structure: descriptors and DWARF of one program agree, but an older table may not.
    RuntimeLayout layout;
    for (const std::string &structure : structures) {
        LayoutSource *source = nullptr;
        if (const auto size = descriptors.structureSize(structure)) {
            source = &descriptors;
            layout.m_sizes.emplace(structure, *size);
        } else if (dwarf && !isDispensable(structure, descriptors, minor)) {
            if (const auto known = dwarf->structureSize(structure)) {
                source = dwarf;
                layout.m_sizes.emplace(structure, *known);
            }
        }
        if (structure == "runtime.g" && source)
            layout.m_origin = source == &descriptors ? LayoutOrigin::Types : LayoutOrigin::Dwarf;
        for (const LayoutField &field : layoutFields()) {
            if (!source || field.structure != structure)
                continue;
            if (const auto found = ask(*source, field))
                layout.m_fields.emplace(keyOf(structure, field.path), *found);
        }
    }
    for (const TabledField &field : tabledFields()) {
        const bool fits = minor == 0 || (field.firstMinor <= minor && minor <= field.lastMinor);
        if (fits && !layout.m_sizes.contains(field.structure))
            layout.m_fields.emplace(keyOf(field.structure, field.path), LayoutSource::Field{field.offset, field.size});
    }
    for (const char *path : {"stack.lo", "stack.hi", "sched.sp", "sched.pc", "atomicstatus", "goid"}) {
        if (!layout.find("runtime.g", path)) {
            return fail(ErrorCode::Unsupported,
                        std::string("the layout of goroutines is unknown: runtime.g has no field ") + path);
        }
    }
    return layout;
}

}
