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

    /// The package variable, constant or function @p package.@p name. A short package name ("http") finds every
    /// package whose path ends so; several with that name are an error that lists them.
    [[nodiscard]] Result<Value> packageMember(std::string_view package, std::string_view name);
    /// As above for types.
    [[nodiscard]] Result<const Type *> packageType(std::string_view package, std::string_view name);
    /// Package variables whose full name contains @p filter, by name.
    [[nodiscard]] Result<std::vector<Value>> variables(std::string_view filter, size_t limit);
    /// The C or Go variable with exactly that name.
    [[nodiscard]] Result<Value> variable(std::string_view fullName);
    [[nodiscard]] Value functionValue(Address entry, std::string name) const;

private:
    [[nodiscard]] Result<Value> load(DwarfModule &module, const Module &file, const DwarfVariable &variable) const;
    [[nodiscard]] Result<Value> member(const std::string &fullName);
    [[nodiscard]] Result<Value> constant(std::string_view fullName);
    [[nodiscard]] std::vector<std::string> packagesNamed(std::string_view package);

    const EvaluationSources &m_sources;
    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
    std::map<std::string, std::set<std::string>, std::less<>> m_packages; ///< full paths by last element
    bool m_hasPackages = false;
};

}
