// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/pointerwords.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostLevels = 16; ///< of structs and arrays in each other

/// Whether values of @p type never lie in the heap, so that the collector does not follow pointers to them (Go
/// internal/runtime/sys/nih.go; runtime/cgo.Incomplete, which stands for types of C that Go does not see).
bool isOutsideHeap(TypeGraph &types, const Type &type, unsigned level = 0)
{
    if (type.name.ends_with("sys.NotInHeap") || type.name.ends_with("sys.nih") || type.name == "runtime/cgo.Incomplete")
        return true;
    if (type.kind != TypeKind::Struct || type.fields.empty() || level >= mostLevels)
        return !type.isGo;
    const auto first = types.type(type.fields.front().type);
    return first && isOutsideHeap(types, **first, level + 1);
}

std::optional<uint64_t> firstPointer(TypeGraph &types, const Type &type, unsigned level)
{
    switch (type.kind) {
    case TypeKind::Pointer: {
        const auto target = types.type(type.element);
        if (!target || isOutsideHeap(types, **target))
            return std::nullopt;
        return 0;
    }
    case TypeKind::String:
    case TypeKind::Slice:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func:
    case TypeKind::UnsafePointer: return 0;
    case TypeKind::Interface: return 8; // Go cmd/compile/internal/typebits: only the second word
    case TypeKind::Array: {
        const auto element = types.type(type.element);
        if (!element || type.count == 0 || level >= mostLevels)
            return std::nullopt;
        return firstPointer(types, **element, level + 1);
    }
    case TypeKind::Struct:
        if (level >= mostLevels)
            return std::nullopt;
        for (const TypeField &field : type.fields) {
            const auto fieldType = types.type(field.type);
            if (!fieldType)
                return std::nullopt;
            if (const auto offset = firstPointer(types, **fieldType, level + 1))
                return field.offset + *offset;
        }
        return std::nullopt;
    default: return std::nullopt;
    }
}

}

std::optional<uint64_t> firstPointerWord(TypeGraph &types, const Type &type)
{
    return type.isGo ? firstPointer(types, type, 0) : std::nullopt;
}

bool neverReturns(std::string_view function)
{
    constexpr std::array names
        = std::to_array<std::string_view>({"gopanic", "goPanic", "panic", "throw", "fatal", "block", "Goexit"});
    constexpr std::string_view package = "runtime.";
    if (!function.starts_with(package))
        return false;
    function.remove_prefix(package.size());
    return std::ranges::any_of(names, [function](std::string_view name) { return function.starts_with(name); });
}

}
