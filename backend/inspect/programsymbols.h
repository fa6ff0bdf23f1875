// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"
#include "backend/go/runtimetypes.h"
#include "backend/inspect/dwarfset.h"
#include "backend/target/target.h"

#include <string_view>
#include <vector>

namespace Freezeframe
{

/// All names that the program has, for lists of them and for the places that people type. Each list is made when it is
/// first asked for; views live as long as the target. Analysis thread only.
class ProgramSymbols
{
public:
    /// @p go and @p runtimeTypes may be null.
    ProgramSymbols(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> go,
                   std::shared_ptr<RuntimeTypes> runtimeTypes, DwarfSet &dwarf)
        : m_target(std::move(target))
        , m_go(std::move(go))
        , m_runtimeTypes(std::move(runtimeTypes))
        , m_dwarf(dwarf)
    {
    }

    struct Function {
        std::string_view name;
        Address entry; ///< loaded
    };
    /// By name: Go's, and those that the symbol tables of the program's own files name.
    [[nodiscard]] const std::vector<Function> &functions();
    [[nodiscard]] std::optional<Address> functionNamed(std::string_view name);
    /// By name: types of the debug information; of a program without any those that its runtime knows.
    [[nodiscard]] const std::vector<std::string_view> &types();
    /// Package variables and constants of the program itself, by name; libraries have thousands that no one asked for.
    [[nodiscard]] const std::vector<std::string_view> &variables();
    [[nodiscard]] const std::vector<std::string_view> &constants();
    /// Import paths, by name.
    [[nodiscard]] const std::vector<std::string> &packages();
    /// Source files as they were recorded, by name.
    [[nodiscard]] const std::vector<std::string_view> &files();
    /// Where the code of a line begins, at most one address a function.
    [[nodiscard]] std::vector<Address> addressesOf(std::string_view file, int line) const;

private:
    template<class Visitor>
    void forEachDwarf(Visitor visit);
    [[nodiscard]] std::vector<std::string_view> ofProgram(std::vector<std::string_view> (DwarfModule::*names)());

    std::shared_ptr<const Target> m_target;
    std::shared_ptr<const GoSymbols> m_go;
    std::shared_ptr<RuntimeTypes> m_runtimeTypes;
    DwarfSet &m_dwarf;
    std::optional<std::vector<Function>> m_functions;
    std::optional<std::vector<std::string_view>> m_types;
    std::optional<std::vector<std::string_view>> m_variables;
    std::optional<std::vector<std::string_view>> m_constants;
    std::optional<std::vector<std::string>> m_packages;
    std::vector<std::string> m_dwarfFiles; ///< what some of m_files are in
    std::optional<std::vector<std::string_view>> m_files;
};

}
