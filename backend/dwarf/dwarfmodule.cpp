// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfmodule.h"

#include "backend/base/text.h"
#include "backend/dwarf/dwarftypes.h"
#include "backend/dwarf/dwarfvariables.h"

namespace Freezeframe
{

struct DwarfModule::Data {
    Data(std::shared_ptr<const ElfFile> file, uint32_t moduleIndex)
        : sections(std::move(file))
        , module(moduleIndex)
    {
    }

    DwarfSections sections;
    uint32_t module;
    std::unique_ptr<DwarfUnits> units;
    std::unique_ptr<DwarfHandle> handle;
    std::unique_ptr<DwarfIndex> index;
    std::unique_ptr<DwarfFunctions> functions;
    std::unique_ptr<DwarfVariables> variables;
    std::unique_ptr<DwarfTypes> types;

    [[nodiscard]] Result<TypeRef> found(std::optional<uint64_t> die, std::string_view name) const;
    [[nodiscard]] Result<DwarfVariable> variable(std::optional<uint64_t> die, std::string_view name) const;
};

Result<TypeRef> DwarfModule::Data::found(std::optional<uint64_t> die, std::string_view name) const
{
    if (!die)
        return fail(ErrorCode::NotFound, "no type " + escaped(name) + " in the debug information");
    return types->reference(*die);
}

Result<DwarfVariable> DwarfModule::Data::variable(std::optional<uint64_t> die, std::string_view name) const
{
    if (!die)
        return fail(ErrorCode::NotFound, "no " + escaped(name) + " in the debug information");
    return variables->global(*die, name);
}

DwarfModule::DwarfModule() = default;

DwarfModule::~DwarfModule() = default;

Result<std::unique_ptr<DwarfModule>> DwarfModule::open(std::shared_ptr<const ElfFile> file, uint32_t moduleIndex)
{
    std::unique_ptr<DwarfModule> module(new DwarfModule);
    module->d = std::make_unique<Data>(std::move(file), moduleIndex);
    Data &data = *module->d;
    for (const DwarfSection needed : {DwarfSection::Info, DwarfSection::Abbrev}) {
        if (const auto &error = data.sections.error(needed))
            return std::unexpected(*error);
    }
    data.units = std::make_unique<DwarfUnits>(data.sections);
    if (data.units->count() == 0) {
        return std::unexpected(data.units->damage().value_or(
            Error{.code = ErrorCode::NotFound, .message = "the file has no debug information"}));
    }
    auto handle = DwarfHandle::open(data.sections);
    if (!handle)
        return std::unexpected(std::move(handle.error()));
    data.handle = std::move(*handle);
    data.index = std::make_unique<DwarfIndex>(*data.units);
    data.functions = std::make_unique<DwarfFunctions>(*data.units, *data.index, *data.handle);
    data.variables = std::make_unique<DwarfVariables>(*data.units, *data.functions, *data.handle, moduleIndex);
    data.types = std::make_unique<DwarfTypes>(*data.units, *data.index, *data.handle, moduleIndex);
    return module;
}

Result<const DwarfFunction *> DwarfModule::functionAt(Address linkedPc)
{
    return d->functions->at(linkedPc.value);
}

Result<const DwarfFunction *> DwarfModule::functionNamed(std::string_view name)
{
    return d->functions->named(name);
}

Result<std::vector<DwarfInlinedCall>> DwarfModule::inlinedAt(const DwarfFunction &function, Address linkedPc)
{
    return d->functions->inlinedAt(function, linkedPc.value);
}

Result<DwarfLine> DwarfModule::lineAt(Address linkedPc)
{
    return d->functions->lineAt(linkedPc.value);
}

Result<std::vector<DwarfVariable>> DwarfModule::variables(const DwarfFunction &function, uint64_t inlinedDie,
                                                          Address linkedPc)
{
    return d->variables->inFunction(function, inlinedDie, linkedPc.value);
}

std::span<const std::byte> DwarfModule::frameBase(const DwarfFunction &function)
{
    return d->variables->frameBase(function);
}

std::vector<DwarfPlace> DwarfModule::places(uint64_t die)
{
    return d->variables->places(die);
}

std::vector<DwarfPackage> DwarfModule::packages()
{
    std::vector<DwarfPackage> all;
    for (size_t i = 0; i < d->units->count(); ++i) {
        const DwarfUnit &unit = d->units->unitWithRoot(i);
        if (unit.isGo() && !unit.root.name.empty() && !unit.root.packageName.empty())
            all.push_back({std::string(unit.root.name), std::string(unit.root.packageName)});
    }
    return all;
}

std::vector<std::string> DwarfModule::files()
{
    std::vector<std::string> all;
    for (size_t i = 0; i < d->units->count(); ++i) {
        const DwarfUnit &unit = d->units->unitWithRoot(i);
        const LineTable table(*d->units, unit); // read and forgotten: its rows are not asked for
        for (const std::string_view file : table.files()) {
            if (!file.empty())
                all.emplace_back(file);
        }
    }
    return all;
}

Result<const Type *> DwarfModule::type(TypeRef reference)
{
    if (reference.origin != TypeRef::Origin::Dwarf || reference.module != d->module)
        return fail(ErrorCode::NotFound, "the type belongs to another module");
    return d->types->type(reference.key);
}

Result<TypeRef> DwarfModule::typeNamed(std::string_view name)
{
    auto die = d->index->typeNamed(name);
    for (const std::string_view tag : {"struct ", "union ", "enum ", "class "}) {
        if (!die && name.starts_with(tag))
            die = d->index->typeNamed(name.substr(tag.size()));
    }
    return d->found(die, name);
}

Result<TypeRef> DwarfModule::typeInUnit(std::string_view unitName, std::string_view name)
{
    return d->found(d->index->typeInUnit(unitName, name), name);
}

Result<TypeRef> DwarfModule::typeWithRuntimeOffset(uint64_t offset)
{
    return d->found(d->index->typeWithRuntimeOffset(offset), "at runtime offset " + hex(offset));
}

Result<DwarfVariable> DwarfModule::globalNamed(std::string_view name)
{
    return d->variable(d->index->variableNamed(name), name);
}

Result<std::vector<DwarfVariable>> DwarfModule::globals()
{
    std::vector<DwarfVariable> all;
    for (const ScannedName &entry : d->index->variables()) {
        DwarfVariable variable;
        variable.name = entry.name;
        variable.die = entry.die;
        if (entry.number != 0)
            variable.type = d->types->reference(entry.number);
        variable.hasLocationAttribute = true;
        all.push_back(std::move(variable));
    }
    return all;
}

std::vector<std::string_view> DwarfModule::typeNames()
{
    std::vector<std::string_view> names;
    for (const ScannedName &entry : d->index->types()) {
        if (entry.form != ScannedName::Form::Declaration)
            names.push_back(entry.name);
    }
    return names;
}

std::vector<std::string_view> DwarfModule::variableNames()
{
    std::vector<std::string_view> names;
    for (const ScannedName &entry : d->index->variables())
        names.push_back(entry.name);
    return names;
}

std::vector<std::string_view> DwarfModule::constantNames()
{
    std::vector<std::string_view> names;
    for (const ScannedName &entry : d->index->constants())
        names.push_back(entry.name);
    return names;
}

Result<DwarfVariable> DwarfModule::constantNamed(std::string_view name)
{
    return d->variable(d->index->constantNamed(name), name);
}

Result<std::vector<TypeConstant>> DwarfModule::constantsOf(TypeRef reference)
{
    std::vector<TypeConstant> constants;
    if (reference.origin != TypeRef::Origin::Dwarf || reference.module != d->module)
        return constants;
    for (const ScannedName &entry : d->index->constantsOf(reference.key)) {
        const auto variable = d->variables->global(entry.die, entry.name);
        if (variable && variable->constantValue)
            constants.push_back({.name = variable->name, .value = *variable->constantValue});
    }
    return constants;
}

}
