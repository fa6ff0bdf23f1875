// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace Freezeframe
{

enum class LayoutOrigin { Dwarf, Types, Table };

/// Answers where a field of a runtime structure lies; DWARF and type descriptors are two such sources.
class LayoutSource
{
public:
    virtual ~LayoutSource() = default;
    struct Field {
        uint64_t offset = 0; ///< bytes
        uint64_t size = 0;
    };
    /// @p path may go into nested structs: "sched.pc", "atomicstatus.value". NotFound if there is no such field.
    [[nodiscard]] virtual Result<Field> field(std::string_view structure, std::string_view path) = 0;
    [[nodiscard]] virtual Result<uint64_t> structureSize(std::string_view structure) = 0;
};

/// Offsets of the runtime's structures, resolved once by name and then plain numbers. Immutable; any thread.
class RuntimeLayout
{
public:
    [[nodiscard]] LayoutOrigin origin() const { return m_origin; }
    /// "runtime.g", "sched.pc"; nullopt if this Go version has no such field.
    [[nodiscard]] std::optional<LayoutSource::Field> find(std::string_view structure, std::string_view path) const;
    [[nodiscard]] std::optional<uint64_t> sizeOf(std::string_view structure) const;

private:
    friend class RuntimeLayoutBuilder;
    LayoutOrigin m_origin = LayoutOrigin::Types;
    std::map<std::string, LayoutSource::Field, std::less<>> m_fields; ///< "runtime.g:sched.pc"
    std::map<std::string, uint64_t, std::less<>> m_sizes;
};

}
