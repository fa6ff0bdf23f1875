// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/dynamicvalues.h"
#include "backend/target/target.h"

#include <set>

namespace Freezeframe
{

struct EvaluationSources;

/// What names at package level stand for: variables, constants, functions and types, under full or short package
/// names. Analysis thread only.
class ProgramNames
{
public:
    ProgramNames(const EvaluationSources &sources, ValueReader &reader, const DynamicValues &dynamic)
        : m_sources(sources)
        , m_reader(reader)
        , m_dynamic(dynamic)
    {
    }

    /// The package variable, constant or function @p package.@p name. @p package is a path, as it is imported or as it is
    /// linked, or the name of packages: of several that have such a member an error lists the paths.
    [[nodiscard]] Result<Value> packageMember(std::string_view package, std::string_view name);
    /// Whether the program has a package of that path.
    [[nodiscard]] bool isPackage(std::string_view path);
    /// Whether something of the program is in a package of that path or name.
    [[nodiscard]] bool isPackageName(std::string_view name);
    /// What packages are called, by name.
    [[nodiscard]] std::vector<std::string> packageNames();
    /// Linked paths of the packages of that name; the first is @p package itself.
    [[nodiscard]] std::vector<std::string> packagesNamed(std::string_view package);
    /// As above for types.
    [[nodiscard]] Result<const Type *> packageType(std::string_view package, std::string_view name);
    /// Package variables whose names @p accepts one of: as linked, with the path, or with the name of its package; those
    /// that @p rank gives the smaller number first (all alike without one), then by name.
    [[nodiscard]] Result<std::vector<Value>> variables(const std::function<bool(std::string_view)> &accepts,
                                                       size_t limit,
                                                       const std::function<int(std::string_view)> &rank = {});
    /// The C or Go variable with exactly that name.
    [[nodiscard]] Result<Value> variable(std::string_view fullName);
    [[nodiscard]] Value functionValue(Address entry, std::string name) const;
    /// A name of a type or function with the package's name instead of its path, as Go prints types: "*cache.Entry".
    [[nodiscard]] std::string shortName(std::string_view name);

private:
    [[nodiscard]] Result<Value> load(DwarfModule &module, const Module &file, const DwarfVariable &variable) const;
    [[nodiscard]] Result<Value> member(const std::string &fullName);
    [[nodiscard]] Result<Value> constant(std::string_view fullName);
    void learnPackages();
    /// Why there is no @p package.@p name, as people are told.
    [[nodiscard]] std::string missing(std::string_view package, std::string_view name);
    [[nodiscard]] std::string shortWord(std::string_view word) const;

    const EvaluationSources &m_sources;
    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
    using Paths = std::map<std::string, std::set<std::string>, std::less<>>; ///< linked ones, by name
    Paths m_packages;
    Paths m_likelyPackages; ///< by last element, and by what is known of how packages are called
    std::map<std::string, std::string, std::less<>> m_nameOfPackage; ///< by linked path
    bool m_hasPackages = false;
    bool m_hasDebugInformation = false; ///< known together with the packages
};

}
