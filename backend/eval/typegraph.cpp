// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/typegraph.h"

#include "backend/base/packagepath.h"
#include "backend/eval/evaluator.h"

#include <algorithm>
#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pointerSize = 8;
constexpr unsigned maxTypeNameDepth = 64;

/// "[12]" of "[12]int": the count, or nullopt if @p name does not begin so.
std::optional<std::pair<uint64_t, std::string_view>> arrayPrefix(std::string_view name)
{
    const size_t close = name.find(']');
    if (!name.starts_with('[') || close == std::string_view::npos || close == 1)
        return std::nullopt;
    uint64_t count = 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + close, count);
    if (error != std::errc() || end != name.data() + close)
        return std::nullopt;
    return std::pair(count, name.substr(close + 1));
}

}

std::string_view packageOf(std::string_view name)
{
    while (name.starts_with('*') || name.starts_with('('))
        name.remove_prefix(1);
    const size_t bracket = std::min(name.find('['), name.find('{'));
    const std::string_view plain = name.substr(0, bracket);
    const size_t slash = plain.rfind('/');
    const size_t dot = plain.find('.', slash == std::string_view::npos ? 0 : slash);
    return dot == std::string_view::npos ? std::string_view() : plain.substr(0, dot);
}

TypeGraph::TypeGraph(const EvaluationSources &sources)
    : m_sources(sources)
{
    addPredeclared("bool", TypeKind::Bool, 1);
    for (const auto &[name, size] : {std::pair("int", 8), {"int8", 1}, {"int16", 2}, {"int32", 4}, {"int64", 8}})
        addPredeclared(name, TypeKind::Int, size);
    for (const auto &[name, size] :
         {std::pair("uint", 8), {"uint8", 1}, {"uint16", 2}, {"uint32", 4}, {"uint64", 8}, {"uintptr", 8}})
        addPredeclared(name, TypeKind::Uint, size);
    addPredeclared("float32", TypeKind::Float, 4);
    addPredeclared("float64", TypeKind::Float, 8);
    addPredeclared("complex64", TypeKind::Complex, 8);
    addPredeclared("complex128", TypeKind::Complex, 16);
    addPredeclared("string", TypeKind::String, 16);
    addPredeclared("unsafe.Pointer", TypeKind::UnsafePointer, pointerSize);
    addPredeclared("untyped bool", TypeKind::Bool, 1);
    addPredeclared("untyped int", TypeKind::Int, 16);
    addPredeclared("untyped rune", TypeKind::Int, 16);
    addPredeclared("untyped float", TypeKind::Float, 8);
    addPredeclared("untyped complex", TypeKind::Complex, 16);
    addPredeclared("untyped string", TypeKind::String, 16);
    addPredeclared("untyped nil", TypeKind::Pointer, pointerSize);
    addPredeclared(textOrBytes, TypeKind::String, 16);
    addPredeclared(anyInterface, TypeKind::Interface, 16);
    m_predeclared.emplace(anySlice, listType(std::string(anySlice), m_predeclared.at("uint8")));
    m_predeclared.emplace("byte", m_predeclared.at("uint8"));
    m_predeclared.emplace("rune", m_predeclared.at("int32"));
}

void TypeGraph::addPredeclared(std::string_view name, TypeKind kind, uint64_t size)
{
    Type type;
    type.name = name;
    type.kind = kind;
    type.size = size;
    type.isNamed = true;
    m_predeclared.emplace(name, add(std::move(type)));
}

const Type *TypeGraph::add(Type type)
{
    type.self = {.origin = TypeRef::Origin::Synthetic, .key = m_synthetic.size()};
    return &m_synthetic.emplace_back(std::move(type));
}

Result<const Type *> TypeGraph::type(TypeRef reference)
{
    switch (reference.origin) {
    case TypeRef::Origin::None: return fail(ErrorCode::NotFound, "no type is known");
    case TypeRef::Origin::Synthetic:
        if (reference.key >= m_synthetic.size())
            return fail(ErrorCode::NotFound, "no such type");
        return &m_synthetic[reference.key];
    case TypeRef::Origin::Runtime:
        if (!m_sources.runtimeTypes)
            return fail(ErrorCode::NotFound, "the runtime's types are not known");
        return m_sources.runtimeTypes->type(reference);
    case TypeRef::Origin::Dwarf: break;
    }
    DwarfModule *module = m_sources.dwarf ? m_sources.dwarf(reference.module) : nullptr;
    if (!module)
        return fail(ErrorCode::NotFound, "the module of the type has no debug information");
    return module->type(reference);
}

Result<const Type *> TypeGraph::dwarfTypeOf(Address descriptor)
{
    if (const auto known = m_dwarfDescriptors.find(descriptor); known != m_dwarfDescriptors.end())
        return known->second;
    if (!m_sources.symbols || !m_sources.dwarf)
        return fail(ErrorCode::NotFound, "there is no debug information");
    for (const ModuleData &data : m_sources.symbols->modules()) {
        if (!data.types.contains(descriptor))
            continue;
        DwarfModule *module = m_sources.dwarf(data.module);
        if (!module)
            break;
        const auto reference = module->typeWithRuntimeOffset(descriptor - data.types.begin);
        if (!reference)
            return std::unexpected(reference.error());
        const auto found = module->type(*reference);
        if (found)
            m_dwarfDescriptors.emplace(descriptor, *found);
        return found;
    }
    return fail(ErrorCode::NotFound, "no debug information for the type at " + descriptor.toString());
}

Result<const Type *> TypeGraph::runtimeTypeOf(Address descriptor)
{
    if (!m_sources.runtimeTypes)
        return fail(ErrorCode::NotFound, "the runtime's types are not known");
    return m_sources.runtimeTypes->typeAt(descriptor);
}

Result<const Type *> TypeGraph::typeOfDescriptor(Address descriptor, bool preferDwarf)
{
    if (preferDwarf) {
        if (const auto found = dwarfTypeOf(descriptor))
            return found;
        return runtimeTypeOf(descriptor);
    }
    if (const auto found = runtimeTypeOf(descriptor))
        return found;
    return dwarfTypeOf(descriptor);
}

const Type *TypeGraph::predeclared(std::string_view name) const
{
    const auto found = m_predeclared.find(name);
    return found == m_predeclared.end() ? nullptr : found->second;
}

const Type *TypeGraph::derived(TypeKind kind, std::string name, uint64_t size, const Type *element, uint64_t count)
{
    // Two types of one name can differ (C and Go, two modules): what they are made of is part of the key.
    const std::string key = name + ' ' + std::to_string(static_cast<unsigned>(element->self.origin)) + ':'
        + std::to_string(element->self.module) + ':' + std::to_string(element->self.key);
    if (const auto known = m_derived.find(key); known != m_derived.end())
        return known->second;
    Type type;
    type.name = std::move(name);
    type.kind = kind;
    type.size = size;
    type.isGo = element->isGo;
    type.isDirectInterface = kind == TypeKind::Pointer;
    type.element = element->self;
    type.count = count;
    const Type *made = add(std::move(type));
    m_derived.emplace(key, made);
    return made;
}

const Type *TypeGraph::pointerTo(const Type *element)
{
    std::string name = element->isGo ? "*" + element->name : element->name + " *";
    return derived(TypeKind::Pointer, std::move(name), pointerSize, element, 0);
}

const Type *TypeGraph::sliceOf(const Type *element)
{
    return derived(TypeKind::Slice, "[]" + element->name, 3 * pointerSize, element, 0);
}

const Type *TypeGraph::listType(std::string name, const Type *element)
{
    return derived(TypeKind::Slice, std::move(name), 3 * pointerSize, element, 0);
}

const Type *TypeGraph::arrayOf(const Type *element, uint64_t count)
{
    uint64_t size = 0;
    if (__builtin_mul_overflow(element->size, count, &size))
        size = 0;
    return derived(TypeKind::Array, '[' + std::to_string(count) + ']' + element->name, size, element, count);
}

const Type *TypeGraph::structOf(std::string name, const std::vector<std::pair<std::string, const Type *>> &fields)
{
    std::string key = name;
    for (const auto &[field, type] : fields) {
        key += ' ' + field + ' ' + std::to_string(static_cast<unsigned>(type->self.origin)) + ':'
            + std::to_string(type->self.module) + ':' + std::to_string(type->self.key);
    }
    if (const auto known = m_derived.find(key); known != m_derived.end())
        return known->second;
    Type type;
    type.name = std::move(name);
    type.kind = TypeKind::Struct;
    for (const auto &[field, fieldType] : fields)
        type.fields.push_back({.name = field, .type = fieldType->self});
    const Type *made = add(std::move(type));
    m_derived.emplace(std::move(key), made);
    return made;
}

const Type *TypeGraph::functionType()
{
    constexpr std::string_view name = "func";
    if (const auto known = m_derived.find(name); known != m_derived.end())
        return known->second;
    Type type;
    type.name = name;
    type.kind = TypeKind::Func;
    type.size = pointerSize;
    const Type *made = add(std::move(type));
    m_derived.emplace(name, made);
    return made;
}

Result<const Type *> TypeGraph::namedByProgram(std::string_view name)
{
    if (m_sources.target && m_sources.dwarf) {
        const auto &modules = m_sources.target->modules();
        // The main program first: that is where nearly all names are.
        for (const bool executable : {true, false}) {
            for (uint32_t i = 0; i < modules.size(); ++i) {
                if (modules[i].isExecutable != executable)
                    continue;
                DwarfModule *module = m_sources.dwarf(i);
                if (!module)
                    continue;
                if (const auto reference = module->typeNamed(name))
                    return module->type(*reference);
            }
        }
    }
    if (m_sources.runtimeTypes) {
        if (const auto reference = m_sources.runtimeTypes->typeNamed(name))
            return m_sources.runtimeTypes->type(*reference);
    }
    return fail(ErrorCode::NotFound, "no type \"" + std::string(name) + "\" in the program");
}

Result<const Type *> TypeGraph::typeNamed(std::string_view name)
{
    if (const Type *known = predeclared(name))
        return known;
    if (const auto known = m_named.find(name); known != m_named.end())
        return known->second;
    auto found = namedByProgram(name == "any" ? "interface {}" : name);
    if (!found) {
        // Put together from the inside out; the depth is bounded by the prefixes that a name can have.
        std::vector<std::pair<TypeKind, uint64_t>> prefixes;
        std::string_view rest = name;
        while (!found && prefixes.size() < maxTypeNameDepth) {
            if (rest.starts_with('*')) {
                prefixes.emplace_back(TypeKind::Pointer, 0);
                rest.remove_prefix(1);
            } else if (rest.starts_with("[]")) {
                prefixes.emplace_back(TypeKind::Slice, 0);
                rest.remove_prefix(2);
            } else if (const auto array = arrayPrefix(rest)) {
                prefixes.emplace_back(TypeKind::Array, array->first);
                rest = array->second;
            } else {
                break;
            }
            const Type *known = predeclared(rest);
            found = known ? Result<const Type *>(known) : namedByProgram(rest == "any" ? "interface {}" : rest);
        }
        if (!found) {
            const std::string linked = linkedName(name);
            return linked != name ? typeNamed(linked) : found;
        }
        for (auto prefix = prefixes.rbegin(); prefix != prefixes.rend(); ++prefix) {
            switch (prefix->first) {
            case TypeKind::Pointer: found = pointerTo(*found); break;
            case TypeKind::Slice: found = sliceOf(*found); break;
            default: found = arrayOf(*found, prefix->second); break;
            }
        }
    }
    m_named.emplace(name, *found);
    return found;
}

const std::vector<TypeConstant> &TypeGraph::constantsOf(const Type *type)
{
    const auto [entry, isNew] = m_constants.try_emplace(type);
    std::vector<TypeConstant> &constants = entry->second;
    if (!isNew || type->self.origin != TypeRef::Origin::Dwarf || !m_sources.dwarf)
        return constants;
    DwarfModule *module = m_sources.dwarf(type->self.module);
    if (!module)
        return constants;
    if (auto found = module->constantsOf(type->self))
        constants = std::move(*found);
    const std::string prefix = plainPath(packageOf(type->name)) + '.'; // as constants are named
    const auto isForeign = [&prefix](const TypeConstant &constant) { return !constant.name.starts_with(prefix); };
    // A second is time.Second, and not some other package's timeout, which is as long by chance.
    if (!std::ranges::all_of(constants, isForeign)) {
        std::erase_if(constants, isForeign);
        for (TypeConstant &constant : constants)
            constant.name.erase(0, prefix.size());
    }
    std::ranges::stable_sort(constants, {}, &TypeConstant::value);
    return constants;
}

}
