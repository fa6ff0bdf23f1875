// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfmodule.h"
#include "backend/go/runtimelayout.h"
#include "backend/target/target.h"

#include <map>
#include <memory>

namespace Freezeframe
{

/// The debug information of all modules of a target, each opened when first asked for. Analysis thread only.
class DwarfSet
{
public:
    explicit DwarfSet(std::shared_ptr<const Target> target)
        : m_target(std::move(target))
    {
    }
    /// Null if the module has none, or none that can be read (see error()).
    [[nodiscard]] DwarfModule *module(uint32_t index);
    [[nodiscard]] std::optional<Error> error(uint32_t index) const;
    /// Whether the module's files have debug information, without reading it.
    [[nodiscard]] static bool isPresent(const Module &module);

private:
    std::shared_ptr<const Target> m_target;
    struct Entry {
        std::unique_ptr<DwarfModule> dwarf;
        std::optional<Error> error;
    };
    std::map<uint32_t, Entry> m_entries;
};

/// Offsets of runtime structures as DWARF has them, for what type descriptors lack. Analysis thread only.
class DwarfLayoutSource : public LayoutSource
{
public:
    DwarfLayoutSource(DwarfSet &set, uint32_t module)
        : m_set(set)
        , m_module(module)
    {
    }
    [[nodiscard]] Result<Field> field(std::string_view structure, std::string_view path) override;
    [[nodiscard]] Result<uint64_t> structureSize(std::string_view structure) override;

private:
    [[nodiscard]] Result<const Type *> structureNamed(std::string_view name);

    DwarfSet &m_set;
    uint32_t m_module;
    std::map<std::string, const Type *, std::less<>> m_types;
};

}
