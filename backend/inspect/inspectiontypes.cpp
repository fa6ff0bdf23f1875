// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/methodnames.h"
#include "backend/inspect/stackview.h"
#include "backend/source/pathmapping.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

/// Go's word for what a type is made of.
std::string kindText(const Type &type)
{
    const std::string bits = std::to_string(type.size * 8);
    switch (type.kind) {
    case TypeKind::Void: return "void";
    case TypeKind::Bool: return "bool";
    case TypeKind::Int: return "int" + (type.name == "int" ? std::string() : bits);
    case TypeKind::Uint: return type.name == "uint" || type.name == "uintptr" ? type.name : "uint" + bits;
    case TypeKind::Char: return "char";
    case TypeKind::Float: return "float" + bits;
    case TypeKind::Complex: return "complex" + bits;
    case TypeKind::String: return "string";
    case TypeKind::Slice: return "slice";
    case TypeKind::Array: return "array";
    case TypeKind::Struct: return "struct";
    case TypeKind::Union: return "union";
    case TypeKind::Pointer: return "ptr";
    case TypeKind::Map: return "map";
    case TypeKind::Chan: return "chan";
    case TypeKind::Interface: return "interface";
    case TypeKind::Func: return "func";
    case TypeKind::UnsafePointer: return "unsafe.Pointer";
    case TypeKind::Enum: return "enum";
    }
    return {};
}

/// Fills in what the types that @p type refers to are called.
void describeParts(Evaluator &evaluator, const Type &type, TypeInfo &info)
{
    const auto nameOf = [&evaluator](TypeRef reference) -> std::pair<std::string, uint64_t> {
        if (!reference)
            return {};
        const auto value = evaluator.valueAt(reference, Address());
        return value ? std::pair(value->type->name, value->type->size) : std::pair<std::string, uint64_t>();
    };
    info.element = nameOf(type.element).first;
    info.key = nameOf(type.key).first;
    for (const TypeField &field : type.fields) {
        const auto [name, size] = nameOf(field.type);
        info.fields.push_back(
            {.name = field.name, .type = name, .offset = field.offset, .size = size, .embedded = field.embedded});
    }
}

void findMethods(ProgramSymbols &symbols, TypeInfo &info)
{
    const auto &functions = symbols.functions();
    for (const std::string &prefix : methodPrefixes(info.name)) {
        auto at = std::ranges::lower_bound(functions, std::string_view(prefix), {}, &ProgramSymbols::Function::name);
        for (; at != functions.end() && at->name.starts_with(prefix); ++at) {
            const std::string_view method = at->name.substr(prefix.size());
            if (!method.contains('.') && !method.contains('-')) // not the closures in it
                info.methods.emplace_back(at->name);
        }
    }
}

}

Result<TypeInfo> Inspection::typeOf(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto value = d->valueOf(owner, frame, expression);
    if (!value)
        return std::unexpected(value.error());
    if (!value->type)
        return std::unexpected(value->error.value_or(Error{.code = ErrorCode::NotFound, .message = "it has no type"}));
    const Type &type = *value->type;
    TypeInfo info{.name = type.name, .kind = kindText(type), .size = type.size};
    describeParts(*d->evaluator, type, info);
    if (type.kind == TypeKind::Interface && !value->error) {
        if (const auto dynamic = d->evaluator->dynamicValue(*value))
            info.concrete = dynamic->type->name;
    }
    return info;
}

TypeInfo Inspection::Data::typeInfo(const Type &type, ProgramSymbols &program)
{
    TypeInfo info{.name = type.name, .kind = kindText(type), .size = type.size};
    describeParts(*evaluator, type, info);
    findMethods(program, info);
    return info;
}

Result<TypeInfo> Inspection::typeNamed(StackOwner owner, size_t frame, std::string_view name)
{
    const auto pointer = d->valueOf(owner, frame, "(*" + std::string(name) + ")(0)");
    if (!pointer)
        return std::unexpected(pointer.error());
    const auto value = d->evaluator->valueAt(pointer->type->element, Address());
    if (!value)
        return std::unexpected(value.error());
    return d->typeInfo(*value->type, symbols());
}

Result<TypeInfo> Inspection::typeByName(std::string_view fullName)
{
    const auto type = d->evaluator->typeNamed(fullName);
    if (!type)
        return std::unexpected(type.error());
    return d->typeInfo(**type, symbols());
}

std::vector<uint64_t> Inspection::waitersOf(Address object)
{
    const auto table = d->goroutineTable();
    if (!table || !d->runtime)
        return {};
    if (!d->waits)
        d->waits = std::make_unique<const WaitIndex>(*d->runtime, **table);
    return d->waits->waitersOf(object);
}

std::vector<std::pair<std::string, std::string>> Inspection::guessSourceMap()
{
    std::vector<std::pair<std::string, std::string>> rules;
    std::set<std::string_view> folders;
    for (const std::string_view file : symbols().files()) {
        if (!folders.insert(file.substr(0, file.rfind('/') + 1)).second)
            continue; // what lies beside it is found alike
        const auto local = d->sources->find(file);
        if (!local || *local == file)
            continue;
        const PathMapping mapping = PathMapping::between(file, *local);
        if (!std::ranges::contains(rules, std::pair(mapping.from, mapping.to)))
            rules.emplace_back(mapping.from, mapping.to);
    }
    return rules;
}

SourceLocation Inspection::locate(Address pc)
{
    return d->locate(pc);
}

}
