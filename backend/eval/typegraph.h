// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/type.h"

#include <deque>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>

namespace Freezeframe
{

struct EvaluationSources;
class DwarfModule;

/// The type of a text of which the compiler kept only pointer and length, so that it may have been either.
constexpr std::string_view textOrBytes = "string or []byte";
/// The types of an interface that has methods, and of a slice, of which nothing else is known.
constexpr std::string_view anyInterface = "interface {…}";
constexpr std::string_view anySlice = "[]…";

/// All types that values can have, whoever tells of them: DWARF, the runtime's descriptors, or an expression
/// that needs a type which the program does not have. Owns the last. Analysis thread only.
class TypeGraph : public TypeSource
{
public:
    explicit TypeGraph(const EvaluationSources &sources);

    [[nodiscard]] Result<const Type *> type(TypeRef reference) override;

    /// The type whose runtime descriptor is at @p descriptor: as DWARF tells it if @p preferDwarf, else as the
    /// runtime does. Falls back to the other.
    [[nodiscard]] Result<const Type *> typeOfDescriptor(Address descriptor, bool preferDwarf);
    /// By full Go name: predeclared, of the program, or put together ("*T", "[]T", "[4]T") from those.
    [[nodiscard]] Result<const Type *> typeNamed(std::string_view name);

    /// int, uint8 … string, unsafe.Pointer, and "untyped int" and its like; never null for names that Go predeclares.
    [[nodiscard]] const Type *predeclared(std::string_view name) const;
    [[nodiscard]] const Type *pointerTo(const Type *element);
    [[nodiscard]] const Type *sliceOf(const Type *element);
    /// A slice type with a name of its own.
    [[nodiscard]] const Type *listType(std::string name, const Type *element);
    [[nodiscard]] const Type *arrayOf(const Type *element, uint64_t count);
    [[nodiscard]] const Type *functionType();
    /// A struct that the program does not have, of values that lie anywhere: see Value::parts.
    [[nodiscard]] const Type *structOf(std::string name,
                                       const std::vector<std::pair<std::string, const Type *>> &fields);

    /// Constants declared with the named integer type, by value, names without the package.
    [[nodiscard]] const std::vector<TypeConstant> &constantsOf(const Type *type);

private:
    const Type *add(Type type);
    void addPredeclared(std::string_view name, TypeKind kind, uint64_t size);
    const Type *derived(TypeKind kind, std::string name, uint64_t size, const Type *element, uint64_t count);
    Result<const Type *> dwarfTypeOf(Address descriptor);
    Result<const Type *> runtimeTypeOf(Address descriptor);
    Result<const Type *> namedByProgram(std::string_view name);

    const EvaluationSources &m_sources;
    std::deque<Type> m_synthetic; ///< stays in place as it grows
    std::map<std::string, const Type *, std::less<>> m_predeclared;
    std::map<std::string, const Type *, std::less<>> m_derived;
    std::map<std::string, const Type *, std::less<>> m_named;
    std::unordered_map<Address, const Type *> m_dwarfDescriptors;
    std::unordered_map<const Type *, std::vector<TypeConstant>> m_constants;
};

/// The package path of a full name: "net/http" of "net/http.ConnState", "main" of "*main.T[int]".
[[nodiscard]] std::string_view packageOf(std::string_view name);

}
