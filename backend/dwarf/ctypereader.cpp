// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/ctypereader.h"

#include "backend/dwarf/typekey.h"

namespace Freezeframe
{

namespace
{

/// Names of functions of functions double with each level: longer ones end early.
constexpr size_t longestName = 1000;

TypeKind basicKind(uint64_t encoding)
{
    switch (encoding) {
    case Dw::EncodingBoolean: return TypeKind::Bool;
    case Dw::EncodingFloat: return TypeKind::Float;
    case Dw::EncodingComplexFloat: return TypeKind::Complex;
    case Dw::EncodingSigned: return TypeKind::Int;
    case Dw::EncodingSignedChar:
    case Dw::EncodingUnsignedChar:
    case Dw::EncodingUtf: return TypeKind::Char;
    default: return TypeKind::Uint;
    }
}

/// "int (*)[3]" for a pointer to "int [3]": the declarator goes before brackets and parameters.
std::string withDeclarator(std::string target, std::string_view declarator)
{
    const size_t inner = target.find("(*");
    const size_t suffix = inner != std::string::npos ? inner + 1 : target.find_first_of("[(");
    if (suffix == std::string::npos) {
        if (!target.ends_with('*') && !target.ends_with('&'))
            target += ' ';
        return target.append(declarator);
    }
    if (inner != std::string::npos)
        return target.insert(suffix, declarator);
    return target.insert(suffix, "(" + std::string(declarator) + ")");
}

/// Number of elements of one dimension; 0 for flexible arrays and bounds that only the running program knows.
uint64_t countOf(const DwarfDie &subrange)
{
    if (const auto count = subrange.number(Dw::AtCount))
        return *count;
    const auto bound = subrange.number(Dw::AtUpperBound);
    // GCC writes -1 as the bound of int[0].
    return bound && *bound != ~uint64_t(0) && *bound != 0xffffffff ? *bound + 1 : 0;
}

}

bool isCLanguage(uint16_t language)
{
    static constexpr uint16_t languages[]
        = {0x0001, 0x0002, 0x000c, 0x001d, 0x002c, 0x003e}; // C89, C, C99, C11, C17, C23
    for (const uint16_t each : languages) {
        if (language == each)
            return true;
    }
    return false;
}

Result<Type> CTypeReader::read(const DwarfDie &die, uint64_t key)
{
    Type type;
    type.isGo = false;
    type.name = die.text(Dw::AtName).value_or(std::string());
    type.size = die.number(Dw::AtByteSize).value_or(0);
    type.isNamed = !type.name.empty();
    switch (die.tag()) {
    case Dw::TagBaseType: type.kind = basicKind(die.number(Dw::AtEncoding).value_or(0)); return type;
    case Dw::TagTypedef:
    case Dw::TagConstType:
    case Dw::TagVolatileType:
    case Dw::TagRestrictType:
    case Dw::TagAtomicType: return readQualified(die);
    case Dw::TagStructureType:
    case Dw::TagClassType:
    case Dw::TagUnionType:
    case Dw::TagEnumerationType: return readRecord(die);
    case Dw::TagArrayType: return readArray(die, key);
    case Dw::TagPointerType:
    case Dw::TagReferenceType:
    case Dw::TagRvalueReferenceType: return readPointer(die);
    case Dw::TagSubroutineType:
    case Dw::TagSubprogram: readFunction(die, type); return type;
    case Dw::TagUnspecifiedType: type.kind = TypeKind::Void; return type;
    default:
        return fail(ErrorCode::Unsupported, "debug information: a type of unknown tag " + std::to_string(die.tag()));
    }
}

Result<Type> CTypeReader::readQualified(const DwarfDie &die)
{
    auto type = m_types.aliasOf(die, m_depth);
    if (!type)
        return type;
    if (type->name.empty() && type->kind == TypeKind::Void)
        type->name = "void";
    type->isGo = false;
    const std::string_view qualifier = die.tag() == Dw::TagConstType ? "const"
        : die.tag() == Dw::TagVolatileType                           ? "volatile"
        : die.tag() == Dw::TagRestrictType                           ? "restrict"
        : die.tag() == Dw::TagAtomicType                             ? "_Atomic"
                                                                     : "";
    if (qualifier.empty()) {
        type->name = die.text(Dw::AtName).value_or(type->name);
        type->isNamed = true;
    } else if (type->name.ends_with('*')) {
        type->name += qualifier;
    } else {
        type->name = std::string(qualifier) + " " + type->name;
    }
    return type;
}

std::string CTypeReader::tagged(const DwarfDie &die) const
{
    std::string name = die.text(Dw::AtName).value_or(std::string());
    const std::string_view tag = die.tag() == Dw::TagUnionType ? "union"
        : die.tag() == Dw::TagEnumerationType                  ? "enum"
        : die.tag() == Dw::TagClassType                        ? "class"
                                                               : "struct";
    if (name.empty())
        return std::string(tag) + " {...}";
    return m_isC ? std::string(tag) + " " + name : name;
}

Result<Type> CTypeReader::readRecord(const DwarfDie &die)
{
    if (die.flag(Dw::AtDeclaration)) {
        // Only declared here: another unit may define it.
        const auto name = die.text(Dw::AtName);
        const auto definition = name ? m_types.m_index.typeNamed(*name) : std::nullopt;
        if (definition && *definition != die.key()) {
            const auto type = m_types.type(*definition, m_depth + 1);
            if (type)
                return **type;
        }
    }
    Type type;
    type.isGo = false;
    type.name = tagged(die);
    type.isNamed = die.has(Dw::AtName);
    type.size = die.number(Dw::AtByteSize).value_or(0);
    if (die.tag() == Dw::TagEnumerationType) {
        type.kind = TypeKind::Enum;
        type.element = m_types.element(die);
        readEnumerators(die, type);
    } else {
        type.kind = die.tag() == Dw::TagUnionType ? TypeKind::Union : TypeKind::Struct;
        readMembers(die, type);
    }
    return type;
}

void CTypeReader::readMembers(const DwarfDie &die, Type &type)
{
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        const bool isBase = child->tag() == Dw::TagInheritance;
        // Static members are declarations without a place in the struct.
        if ((child->tag() != Dw::TagMember && !isBase) || child->flag(Dw::AtExternal) || child->flag(Dw::AtDeclaration))
            continue;
        TypeField field;
        field.type = m_types.element(*child);
        field.name = isBase ? nameOfTarget(*child) : child->text(Dw::AtName).value_or(std::string());
        field.embedded = isBase || field.name.empty();
        field.offset = child->number(Dw::AtDataMemberLocation).value_or(0);
        if (const auto bits = child->number(Dw::AtBitSize); bits && *bits > 0 && *bits <= 64) {
            field.bitSize = static_cast<uint16_t>(*bits);
            placeBits(*child, field);
        }
        type.fields.push_back(std::move(field));
    }
}

void CTypeReader::placeBits(const DwarfDie &die, TypeField &field)
{
    const uint64_t unit = sizeOf(field.type);
    if (const auto bigEndian = die.number(Dw::AtBitOffset)) {
        // DWARF 2 and 3 count from the most significant bit of a storage unit.
        const uint64_t storage = die.number(Dw::AtByteSize).value_or(unit);
        if (storage == 0 || storage > 8 || *bigEndian + field.bitSize > 8 * storage)
            return;
        field.bitOffset = static_cast<uint16_t>(8 * storage - *bigEndian - field.bitSize);
        return;
    }
    const uint64_t first = die.number(Dw::AtDataBitOffset).value_or(8 * field.offset);
    field.offset = first / 8;
    if (unit == 1 || unit == 2 || unit == 4 || unit == 8) {
        const uint64_t aligned = first / 8 & ~(unit - 1);
        if (first - 8 * aligned + field.bitSize <= 8 * unit) // a packed field may lie across two units
            field.offset = aligned;
    }
    field.bitOffset = static_cast<uint16_t>(first - 8 * field.offset);
}

void CTypeReader::readEnumerators(const DwarfDie &die, Type &type)
{
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        if (child->tag() != Dw::TagEnumerator)
            continue;
        TypeConstant constant;
        constant.name = child->text(Dw::AtName).value_or(std::string());
        constant.value = static_cast<int64_t>(child->number(Dw::AtConstValue).value_or(0));
        type.constants.push_back(std::move(constant));
    }
}

Result<Type> CTypeReader::readArray(const DwarfDie &die, uint64_t key)
{
    std::vector<uint64_t> counts;
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        if (child->tag() == Dw::TagSubrangeType)
            counts.push_back(countOf(*child));
    }
    const uint64_t skipped = TypeKey::dimension(key);
    if (counts.empty())
        counts.push_back(0);
    if (skipped >= counts.size() || counts.size() > 31)
        return fail(ErrorCode::BadFormat, "debug information: an array has too many dimensions");
    Type type;
    type.kind = TypeKind::Array;
    type.isGo = false;
    type.count = counts[skipped];
    const bool isLast = skipped + 1 == counts.size();
    type.element = isLast ? m_types.element(die)
                          : m_types.reference(TypeKey::die(key) | ((skipped + 1) << TypeKey::dimensionShift));
    if (!type.element)
        return fail(ErrorCode::BadFormat, "debug information: an array without a type of its elements");
    const auto element = m_types.type(type.element.key, m_depth + 1);
    if (!element)
        return std::unexpected(element.error());
    if (__builtin_mul_overflow((*element)->size, type.count, &type.size))
        return fail(ErrorCode::BadFormat, "debug information: an array is larger than the address space");
    // "int [2][3]": the outer dimension comes first.
    type.name = (*element)->name;
    const std::string brackets = "[" + (type.count ? std::to_string(type.count) : std::string()) + "]";
    const size_t at = type.name.find('[');
    if (isLast || at == std::string::npos)
        type.name += " " + brackets;
    else
        type.name.insert(at, brackets);
    return type;
}

Result<Type> CTypeReader::readPointer(const DwarfDie &die)
{
    Type type;
    type.kind = TypeKind::Pointer;
    type.isGo = false;
    type.size = die.number(Dw::AtByteSize).value_or(8);
    type.element = m_types.element(die);
    const std::string_view declarator = die.tag() == Dw::TagPointerType ? "*"
        : die.tag() == Dw::TagReferenceType                             ? "&"
                                                                        : "&&";
    type.name = withDeclarator(nameOfTarget(die), declarator);
    return type;
}

void CTypeReader::readFunction(const DwarfDie &die, Type &type)
{
    type.kind = TypeKind::Func;
    type.element = m_types.element(die);
    type.name = nameOfTarget(die) + " (";
    std::string separator;
    for (auto child = die.child(); child && *child; child = child->sibling()) {
        const bool isRest = child->tag() == Dw::TagUnspecifiedParameters;
        if (!isRest && child->tag() != Dw::TagFormalParameter)
            continue;
        if (!isRest)
            type.fields.push_back(
                {.name = child->text(Dw::AtName).value_or(std::string()), .type = m_types.element(*child)});
        if (type.name.size() < longestName)
            type.name += separator + (isRest ? "..." : nameOfTarget(*child));
        separator = ", ";
    }
    type.name += type.fields.empty() && separator.empty() ? "void)" : ")";
}

std::string CTypeReader::nameOfTarget(const DwarfDie &die)
{
    const auto target = die.reference(Dw::AtType);
    if (!target)
        return "void";
    // Names follow pointers, which may lead back; a record's name needs nothing but itself.
    auto there = m_types.m_handle.die(*target);
    if (!there)
        return "?";
    switch (there->tag()) {
    case Dw::TagStructureType:
    case Dw::TagClassType:
    case Dw::TagUnionType:
    case Dw::TagEnumerationType: return tagged(*there);
    case Dw::TagTypedef:
    case Dw::TagBaseType: return there->text(Dw::AtName).value_or("?");
    default: break;
    }
    const auto type = m_types.type(*target, m_depth + 1);
    if (!type || (*type)->name.size() > longestName)
        return "?";
    return (*type)->name.empty() ? "void" : (*type)->name;
}

uint64_t CTypeReader::sizeOf(TypeRef reference)
{
    const auto type = reference ? m_types.type(reference.key, m_depth + 1) : fail(ErrorCode::NotFound, "");
    return type ? (*type)->size : 0;
}

}
