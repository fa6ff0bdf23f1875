// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/typedescriptors.h"

#include <unordered_map>

namespace Freezeframe
{

/// Spells types as DWARF does, with full import paths: "map[string]*example.com/x/cache.entry". One thread at a time.
class TypeNames
{
public:
    explicit TypeNames(const TypeDescriptors &types)
        : m_types(types)
    {
    }

    /// Limit for a name that is too long or nested too deep; a type that can't be read makes the whole name fail.
    [[nodiscard]] Result<std::string> nameOf(Address type);

private:
    [[nodiscard]] Result<std::string> compose(const TypeDescriptor &type);
    [[nodiscard]] Result<std::string> named(const TypeDescriptor &type);
    [[nodiscard]] Result<std::string> structure(const TypeDescriptor &type);
    [[nodiscard]] Result<std::string> interface(const TypeDescriptor &type);
    [[nodiscard]] Result<std::string> channel(const TypeDescriptor &type);
    /// Parameters and results, without "func".
    [[nodiscard]] Result<std::string> signature(const TypeDescriptor &type);
    [[nodiscard]] Result<std::string> list(std::span<const Address> types, bool isVariadic);

    const TypeDescriptors &m_types;
    std::unordered_map<Address, std::string> m_names;
    unsigned m_depth = 0;
};

}
