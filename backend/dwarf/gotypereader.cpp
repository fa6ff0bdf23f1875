// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/gotypereader.h"

#include "backend/dwarf/typekey.h"

#include <algorithm>
#include <charconv>

namespace Freezeframe
{

namespace
{

/// Kinds of Go 1.24 internal/abi/type.go, as DW_AT_go_kind has them; releases before 1.26 add flags above bit 4.
enum GoKind : uint8_t {
    GoBool = 1,
    GoInt = 2,
    GoInt64 = 6,
    GoUint = 7,
    GoUintptr = 12,
    GoFloat32 = 13,
    GoFloat64 = 14,
    GoComplex64 = 15,
    GoComplex128 = 16,
    GoChan = 18,
    GoInterface = 20,
    GoMap = 21,
    GoSlice = 23,
    GoString = 24,
    GoUnsafePointer = 26,
};
constexpr uint8_t goKindMask = 31;
constexpr uint64_t wordSize = 8;

TypeKind basicKind(uint8_t goKind, uint64_t encoding)
{
    if (goKind >= GoInt && goKind <= GoInt64)
        return TypeKind::Int;
    if (goKind >= GoUint && goKind <= GoUintptr)
        return TypeKind::Uint;
    if (goKind == GoBool || encoding == Dw::EncodingBoolean)
        return TypeKind::Bool;
    if (goKind == GoFloat32 || goKind == GoFloat64 || encoding == Dw::EncodingFloat)
        return TypeKind::Float;
    if (goKind == GoComplex64 || goKind == GoComplex128 || encoding == Dw::EncodingComplexFloat)
        return TypeKind::Complex;
    return encoding == Dw::EncodingSigned ? TypeKind::Int : TypeKind::Uint;
}

/// The minor number of "… go1.26.1; …"; 0 if there is none.
unsigned minorRelease(std::string_view producer)
{
    const size_t at = producer.find("go1.");
    unsigned minor = 0;
    if (at != std::string_view::npos)
        std::from_chars(producer.data() + at + 4, producer.data() + producer.size(), minor);
    return minor;
}

/// Whether a Go type has a name of its own: literals of composite types start with their syntax.
bool isNamedType(std::string_view name)
{
    static constexpr std::string_view literals[] = {
        "*", "[", "map[", "chan ", "<-chan ", "chan<- ", "func(", "struct {", "interface {", "struct{", "interface{"};
    for (const std::string_view literal : literals) {
        if (name.starts_with(literal))
            return false;
    }
    return !name.empty();
}

}

GoTypeReader::GoTypeReader(DwarfTypes &types, unsigned depth, std::string_view producer)
    : m_types(types)
    , m_depth(depth)
    , m_ignoresEmptyFields(minorRelease(producer) >= 26)
{
}

Result<Type> GoTypeReader::read(const DwarfDie &die, uint64_t key)
{
    Type type;
    type.name = die.text(Dw::AtName).value_or(std::string());
    type.size = die.number(Dw::AtByteSize).value_or(0);
    const auto goKind = static_cast<uint8_t>(die.number(Dw::AtGoKind).value_or(0) & goKindMask);
    switch (die.tag()) {
    case Dw::TagTypedef: {
        auto aliased = readTypedef(die, goKind);
        if (!aliased)
            return aliased;
        // ".param0" of a generic function stands for its shape.
        const bool isParameter = die.has(Dw::AtGoDictionaryIndex);
        if (isParameter)
            aliased->dictionaryIndex = die.number(Dw::AtGoDictionaryIndex);
        else if (!type.name.empty())
            aliased->name = std::move(type.name);
        type = std::move(*aliased);
        break;
    }
    case Dw::TagBaseType: type.kind = basicKind(goKind, die.number(Dw::AtEncoding).value_or(0)); break;
    case Dw::TagStructureType:
        type.kind = key & TypeKey::asStruct ? TypeKind::Struct
            : goKind == GoString            ? TypeKind::String
            : goKind == GoSlice             ? TypeKind::Slice
                                            : TypeKind::Struct;
        if (type.kind == TypeKind::Struct)
            readMembers(die, type);
        else
            type.implementation = m_types.reference(key | TypeKey::asStruct);
        if (type.kind == TypeKind::Slice)
            type.element = m_types.element(die, Dw::AtGoElement);
        break;
    case Dw::TagArrayType: readArray(die, type); break;
    case Dw::TagPointerType:
        type.size = wordSize;
        type.element = m_types.element(die);
        type.kind
            = goKind == GoUnsafePointer || type.name == "unsafe.Pointer" ? TypeKind::UnsafePointer : TypeKind::Pointer;
        break;
    case Dw::TagSubroutineType:
        type.kind = TypeKind::Func;
        type.size = wordSize;
        readParameters(die, type);
        break;
    case Dw::TagUnspecifiedType: type.kind = TypeKind::Void; break;
    default:
        return fail(ErrorCode::Unsupported, "debug information: a Go type of unknown tag " + std::to_string(die.tag()));
    }
    type.isGo = true;
    type.isNamed = isNamedType(type.name);
    if (const auto offset = die.value(Dw::AtGoRuntimeType); offset && offset->number != 0)
        type.runtimeTypeOffset = offset->number;
    type.isDirectInterface = isPointerShaped(type);
    return type;
}

Result<Type> GoTypeReader::readTypedef(const DwarfDie &die, uint8_t goKind)
{
    Type type;
    switch (goKind) {
    case GoChan:
        type.kind = TypeKind::Chan;
        type.size = wordSize;
        break;
    case GoMap:
        type.kind = TypeKind::Map;
        type.size = wordSize;
        type.key = m_types.element(die, Dw::AtGoKey);
        break;
    case GoInterface:
        type.kind = TypeKind::Interface;
        type.size = 2 * wordSize;
        break;
    default: return m_types.aliasOf(die, m_depth);
    }
    type.element = m_types.element(die, Dw::AtGoElement);
    type.implementation = structBehind(die);
    return type;
}

TypeRef GoTypeReader::structBehind(const DwarfDie &die)
{
    // typedef -> *runtime.hchan<int> -> struct; iface: typedef -> typedef -> struct.
    auto next = die.reference(Dw::AtType);
    for (int hops = 0; next && hops < 8; ++hops) {
        const auto target = m_types.m_handle.die(*next);
        if (!target)
            break;
        if (target->tag() == Dw::TagStructureType)
            return m_types.reference(*next);
        next = target->reference(Dw::AtType);
    }
    return {};
}

void GoTypeReader::readMembers(const DwarfDie &die, Type &type)
{
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        if (child->tag() != Dw::TagMember)
            continue;
        TypeField field;
        field.name = child->text(Dw::AtName).value_or(std::string());
        field.type = m_types.element(*child);
        field.offset = child->number(Dw::AtDataMemberLocation).value_or(0);
        field.embedded = child->flag(Dw::AtGoEmbeddedField);
        type.fields.push_back(std::move(field));
    }
}

void GoTypeReader::readParameters(const DwarfDie &die, Type &type)
{
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        if (child->tag() != Dw::TagFormalParameter || child->flag(Dw::AtVariableParameter))
            continue;
        TypeField field;
        field.type = m_types.element(*child);
        type.fields.push_back(std::move(field));
    }
}

void GoTypeReader::readArray(const DwarfDie &die, Type &type)
{
    type.kind = TypeKind::Array;
    type.element = m_types.element(die);
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        if (child->tag() == Dw::TagSubrangeType) {
            type.count = child->number(Dw::AtCount).value_or(0);
            break;
        }
    }
}

// Go 1.24 and 1.26 cmd/compile/internal/types/type.go: IsDirectIface.
bool GoTypeReader::isPointerShaped(const Type &type)
{
    const auto load = [&](TypeRef reference) -> const Type * {
        const auto inner = reference ? m_types.type(reference.key, m_depth + 1) : fail(ErrorCode::NotFound, "");
        return inner ? *inner : nullptr;
    };
    const auto isShaped = [&](TypeRef reference) {
        const Type *inner = load(reference);
        return inner && inner->isDirectInterface;
    };
    const auto isEmpty = [&](const TypeField &field) {
        const Type *inner = load(field.type);
        return inner && inner->size == 0;
    };
    switch (type.kind) {
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func: return true;
    case TypeKind::Array: return type.size == wordSize && type.count == 1 && isShaped(type.element);
    case TypeKind::Struct:
        // At most one field of a struct of eight bytes is a pointer; the last one, as empty fields at the end add padding.
        return type.size == wordSize && !type.fields.empty() && isShaped(type.fields.back().type)
            && (type.fields.size() == 1
                || (m_ignoresEmptyFields && std::ranges::all_of(type.fields.begin(), type.fields.end() - 1, isEmpty)));
    default: return false;
    }
}

}
