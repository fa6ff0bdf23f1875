// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

enum class TypeKind {
    Void,
    Bool,
    Int, ///< signed, any size
    Uint, ///< unsigned, any size, uintptr too
    Char, ///< of C
    Float,
    Complex,
    String,
    Slice,
    Array,
    Struct,
    Union, ///< of C
    Pointer,
    Map,
    Chan,
    Interface,
    Func,
    UnsafePointer,
    Enum, ///< of C
};

/// Names a type in a TypeSource without loading it: graphs of types are followed only as far as looked at.
struct TypeRef {
    /// Synthetic: made by backend/eval, for types that the program does not have (a pointer to T, an untyped constant).
    enum class Origin : uint32_t { None, Dwarf, Runtime, Synthetic };
    Origin origin = Origin::None;
    uint32_t module = 0; ///< index into Target::modules()
    uint64_t key = 0; ///< .debug_info offset, the address of the runtime's type descriptor, or an index

    bool operator==(const TypeRef &) const = default;
    [[nodiscard]] explicit operator bool() const { return origin != Origin::None; }
};

/// A member of a struct, union; or a parameter of a function (then offset is meaningless).
struct TypeField {
    std::string name;
    TypeRef type;
    uint64_t offset = 0; ///< in bytes from the start of the struct
    bool embedded = false;
    uint16_t bitSize = 0; ///< of a C bit field, else 0
    uint16_t bitOffset = 0; ///< from the least significant bit at @ref offset
};

/// A named value of a C enum or a Go constant of a named type.
struct TypeConstant {
    std::string name;
    int64_t value = 0;
};

/// One type of Go or C, shallow: the types it is made of are TypeRefs. Immutable; owned by its TypeSource.
struct Type {
    TypeRef self;
    std::string name; ///< as written in Go with full package paths: "map[string]*example.com/x/cache.entry"
    TypeKind kind = TypeKind::Void;
    uint64_t size = 0; ///< in bytes
    bool isGo = true;
    bool isNamed = false; ///< has a name of its own (type declaration, typedef), or is predeclared
    bool isDirectInterface = false; ///< the data word of an interface holds the value itself (pointer-shaped)
    TypeRef element; ///< of pointer, slice, array, chan, map (the value), typedef of C: what it stands for
    TypeRef key; ///< of map
    uint64_t count = 0; ///< of array
    std::vector<TypeField> fields; ///< of struct and union; parameters of a func, where known
    std::vector<TypeConstant> constants; ///< of enum; Go's are asked for at the TypeSource
    /// The struct behind a Go string, slice, map, chan or interface as DWARF tells it
    /// (runtime.hmap / internal/runtime/maps.Map, runtime.hchan …): none for runtime descriptors.
    TypeRef implementation;
    std::optional<uint64_t> runtimeTypeOffset; ///< DW_AT_go_runtime_type: from moduledata.types
    std::optional<uint64_t> dictionaryIndex; ///< DW_AT_go_dict_index of a parametric type
};

/// Loads types on demand and keeps them; analysis thread only. Pointers live as long as the source.
class TypeSource
{
public:
    virtual ~TypeSource() = default;
    [[nodiscard]] virtual Result<const Type *> type(TypeRef reference) = 0;
};

}
