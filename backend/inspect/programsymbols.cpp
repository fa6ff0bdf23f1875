// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/programsymbols.h"

#include "backend/eval/typegraph.h"
#include "backend/go/modulesearch.h"

#include <elf.h>

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

template<class Names>
void sortOut(Names &names)
{
    std::ranges::sort(names);
    const auto rest = std::ranges::unique(names);
    names.erase(rest.begin(), rest.end());
}

}

template<class Visitor>
void ProgramSymbols::forEachDwarf(Visitor visit)
{
    for (uint32_t i = 0; i < m_target->modules().size(); ++i) {
        if (DwarfModule *dwarf = m_dwarf.module(i))
            visit(*dwarf);
    }
}

const std::vector<ProgramSymbols::Function> &ProgramSymbols::functions()
{
    if (m_functions)
        return *m_functions;
    std::vector<Function> all;
    for (const ModuleData &module : m_go ? m_go->modules() : std::vector<ModuleData>()) {
        for (size_t i = 0; module.pclntab && i < module.pclntab->functionCount(); ++i) {
            const GoFunction function = module.pclntab->functionAtIndex(i);
            all.push_back({function.name, function.entry});
        }
    }
    for (const Module &module : m_target->modules()) {
        if (!module.file)
            continue;
        for (const ElfSymbol &symbol : module.file->symbols()) {
            const Address entry = module.toLoaded(symbol.address);
            if (symbol.type == STT_FUNC && !symbol.address.isNull() && !(m_go && m_go->functionAt(entry)))
                all.push_back({symbol.name, entry});
        }
    }
    std::ranges::sort(all, [](const Function &a, const Function &b) {
        return std::tie(a.name, a.entry) < std::tie(b.name, b.entry);
    });
    const auto rest = std::ranges::unique(
        all, [](const Function &a, const Function &b) { return a.name == b.name && a.entry == b.entry; });
    all.erase(rest.begin(), rest.end());
    m_functions = std::move(all);
    return *m_functions;
}

std::optional<Address> ProgramSymbols::functionNamed(std::string_view name)
{
    const auto found = std::ranges::lower_bound(functions(), name, {}, &Function::name);
    return found != functions().end() && found->name == name ? std::optional(found->entry) : std::nullopt;
}

const std::vector<std::string_view> &ProgramSymbols::types()
{
    if (!m_types) {
        m_types.emplace();
        forEachDwarf(
            [this](DwarfModule &dwarf) { std::ranges::copy(dwarf.typeNames(), std::back_inserter(*m_types)); });
        const bool hasOwn
            = std::ranges::any_of(m_target->modules(), [&, i = uint32_t(0)](const Module &module) mutable {
                  DwarfModule *dwarf = module.isExecutable ? m_dwarf.module(i) : nullptr;
                  ++i;
                  return dwarf && !dwarf->typeNames().empty();
              });
        if (!hasOwn && m_runtimeTypes)
            std::ranges::copy(m_runtimeTypes->names(), std::back_inserter(*m_types));
        sortOut(*m_types);
    }
    return *m_types;
}

std::vector<std::string_view> ProgramSymbols::ofProgram(std::vector<std::string_view> (DwarfModule::*names)())
{
    std::vector<std::string_view> all;
    for (uint32_t i = 0; i < m_target->modules().size(); ++i) {
        DwarfModule *dwarf = isOfProgram(*m_target, m_go.get(), i) ? m_dwarf.module(i) : nullptr;
        if (dwarf)
            std::ranges::copy((dwarf->*names)(), std::back_inserter(all));
    }
    sortOut(all);
    return all;
}

const std::vector<std::string_view> &ProgramSymbols::variables()
{
    if (!m_variables)
        m_variables = ofProgram(&DwarfModule::variableNames);
    return *m_variables;
}

const std::vector<std::string_view> &ProgramSymbols::constants()
{
    if (!m_constants)
        m_constants = ofProgram(&DwarfModule::constantNames);
    return *m_constants;
}

const std::vector<std::string> &ProgramSymbols::packages()
{
    if (m_packages)
        return *m_packages;
    std::vector<std::string> all;
    forEachDwarf([&all](DwarfModule &dwarf) {
        for (DwarfPackage &package : dwarf.packages())
            all.push_back(std::move(package.path));
    });
    if (all.empty()) { // without debug information those that have code
        for (const Function &function : functions()) {
            if (m_go && m_go->functionAt(function.entry)) {
                if (const std::string_view package = packageOf(function.name); !package.empty())
                    all.emplace_back(package);
            }
        }
    }
    sortOut(all);
    m_packages = std::move(all);
    return *m_packages;
}

const std::vector<std::string_view> &ProgramSymbols::files()
{
    if (!m_files) {
        m_files.emplace();
        for (const ModuleData &module : m_go ? m_go->modules() : std::vector<ModuleData>()) {
            if (module.pclntab)
                std::ranges::copy(module.pclntab->files(), std::back_inserter(*m_files));
        }
        forEachDwarf(
            [this](DwarfModule &dwarf) { std::ranges::move(dwarf.files(), std::back_inserter(m_dwarfFiles)); });
        std::ranges::copy(m_dwarfFiles, std::back_inserter(*m_files));
        sortOut(*m_files);
    }
    return *m_files;
}

std::vector<Address> ProgramSymbols::addressesOf(std::string_view file, int line) const
{
    std::vector<Address> found;
    for (const ModuleData &module : m_go ? m_go->modules() : std::vector<ModuleData>()) {
        if (module.pclntab)
            std::ranges::copy(module.pclntab->addressesOf(file, line), std::back_inserter(found));
    }
    std::ranges::sort(found);
    std::set<Address> functions;
    std::erase_if(found, [&](Address pc) {
        const auto match = m_go->functionAt(pc);
        return match && !functions.insert(match->function.entry).second;
    });
    return found;
}

}
