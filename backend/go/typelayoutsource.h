// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/runtimelayout.h"
#include "backend/go/typedescriptors.h"

#include <set>

namespace Freezeframe
{

/// Fields of structures by their type descriptors, which stripped programs have, too. One thread at a time.
class TypeLayoutSource : public LayoutSource
{
public:
    /// Looks for @p structures ("runtime.g") among the listed types and what they are made of.
    TypeLayoutSource(const TypeDescriptors &types, std::set<std::string, std::less<>> structures);

    [[nodiscard]] Result<Field> field(std::string_view structure, std::string_view path) override;
    [[nodiscard]] Result<uint64_t> structureSize(std::string_view structure) override;
    [[nodiscard]] std::optional<Address> descriptor(std::string_view structure) const;

private:
    void consider(const TypeDescriptor &type);
    void searchParts();
    [[nodiscard]] Result<TypeDescriptor> find(std::string_view structure) const;

    const TypeDescriptors &m_types;
    std::set<std::string, std::less<>> m_missing; ///< full names
    std::set<std::string, std::less<>> m_shortNames;
    std::map<std::string, Address, std::less<>> m_found;
};

}
