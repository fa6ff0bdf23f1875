// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/dynamicvalues.h"

#include "backend/eval/evaluator.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

/// Go internal/abi/iface.go: ITab{Inter, Type, …}, the same since Go 1.
constexpr uint64_t itabType = 8;
constexpr uint64_t dataWordOffset = 8; ///< of iface and eface
constexpr unsigned maxWrapping = 16; ///< structs and arrays of one around a pointer

}

bool DynamicValues::isEmptyInterface(const Type &type, Address typeWord) const
{
    if (type.self.origin == TypeRef::Origin::Runtime) {
        // An itab begins with the interface's own descriptor, a type descriptor with a size.
        const auto first = m_reader.memory().readPointer(typeWord);
        return !first || first->value != type.self.key;
    }
    auto implementation = m_reader.types().type(type.implementation);
    if (implementation && !(*implementation)->fields.empty())
        return (*implementation)->fields.front().name == "_type";
    return type.name == "interface {}" || type.name == "any";
}

Result<Address> DynamicValues::descriptorIn(const Value &interface) const
{
    const auto word = m_reader.word(interface);
    if (!word)
        return std::unexpected(word.error());
    if (*word == 0 || isEmptyInterface(*interface.type, Address{*word}))
        return Address{*word};
    return m_reader.memory().readPointer(Address{*word + itabType});
}

bool DynamicValues::isPointerShaped(const Type &type) const
{
    const Type *inner = &type;
    for (unsigned depth = 0; depth < maxWrapping; ++depth) {
        TypeRef next;
        switch (inner->kind) {
        case TypeKind::Pointer:
        case TypeKind::UnsafePointer:
        case TypeKind::Map:
        case TypeKind::Chan:
        case TypeKind::Func: return true;
        case TypeKind::Array:
            if (inner->count != 1)
                return false;
            next = inner->element;
            break;
        case TypeKind::Struct:
            if (inner->fields.size() != 1)
                return false;
            next = inner->fields.front().type;
            break;
        default: return false;
        }
        const auto found = m_reader.types().type(next);
        if (!found)
            return false;
        inner = *found;
    }
    return false;
}

Result<Value> DynamicValues::valueOf(Address descriptor, Address dataWord, bool preferDwarf) const
{
    const auto type = m_reader.types().typeOfDescriptor(descriptor, preferDwarf);
    if (!type)
        return std::unexpected(type.error());
    bool direct = isPointerShaped(**type);
    if ((*type)->self.origin == TypeRef::Origin::Runtime) {
        direct = (*type)->isDirectInterface;
    } else if (m_sources.runtimeTypes) {
        if (const auto runtimeType = m_sources.runtimeTypes->typeAt(descriptor))
            direct = (*runtimeType)->isDirectInterface;
    }
    if (!direct)
        return m_reader.at(*type, dataWord, {});
    std::vector<std::byte> bytes(sizeof(dataWord.value));
    std::memcpy(bytes.data(), &dataWord.value, bytes.size());
    return valueOfBytes(*type, std::move(bytes));
}

Result<Value> DynamicValues::dynamicValue(const Value &interface) const
{
    const auto descriptor = descriptorIn(interface);
    if (!descriptor)
        return std::unexpected(descriptor.error());
    if (descriptor->isNull())
        return fail(ErrorCode::NotFound, "nil interface");
    const auto data = m_reader.word(interface, dataWordOffset);
    if (!data)
        return std::unexpected(data.error());
    auto value = valueOf(*descriptor, Address{*data}, interface.type->self.origin != TypeRef::Origin::Runtime);
    if (value && value->bytes && interface.address.value != 0)
        value = m_reader.at(value->type, interface.address + dataWordOffset, {});
    return value;
}

Result<Address> DynamicValues::functionEntry(const Value &function) const
{
    const auto word = m_reader.word(function);
    if (!word)
        return std::unexpected(word.error());
    const bool isClosure = function.type->kind == TypeKind::Func && function.type->isGo;
    if (!isClosure || (*word == 0 && !function.contents))
        return Address{*word};
    if (function.contents) {
        Value content = function;
        content.bytes = function.contents;
        return m_reader.word(content).transform([](uint64_t pc) { return Address{pc}; });
    }
    return m_reader.memory().readPointer(Address{*word});
}

DwarfModule *DynamicValues::moduleOf(Address address, uint64_t &bias) const
{
    if (!m_sources.target || !m_sources.dwarf)
        return nullptr;
    const auto &modules = m_sources.target->modules();
    const Module *module = m_sources.target->moduleAt(address);
    if (!module)
        return nullptr;
    bias = module->bias;
    return m_sources.dwarf(static_cast<uint32_t>(module - modules.data()));
}

std::string DynamicValues::functionName(Address pc) const
{
    uint64_t bias = 0;
    if (DwarfModule *module = moduleOf(pc, bias)) {
        if (const auto function = module->functionAt(pc - bias))
            return (*function)->name;
    }
    if (m_sources.symbols) {
        if (const auto match = m_sources.symbols->functionAt(pc))
            return std::string(match->function.name);
    }
    return {};
}

Result<std::vector<Value>> DynamicValues::captures(const Value &function) const
{
    std::vector<Value> out;
    const auto entry = functionEntry(function);
    if (!entry)
        return std::unexpected(entry.error());
    uint64_t bias = 0;
    DwarfModule *module = entry->isNull() || function.contents ? nullptr : moduleOf(*entry, bias);
    if (!module)
        return out;
    const auto code = module->functionAt(*entry - bias);
    if (!code)
        return out;
    const auto variables = module->variables(**code, 0, *entry - bias);
    const auto closure = m_reader.word(function);
    if (!variables || !closure)
        return out;
    for (const DwarfVariable &variable : *variables) {
        if (!variable.closureOffset)
            continue;
        const bool byReference = variable.name.starts_with('&');
        Value value = m_reader.at(variable.type, Address{*closure + *variable.closureOffset}, variable.name);
        if (byReference && value.type && value.type->kind == TypeKind::Pointer) {
            auto target = m_reader.pointee(value);
            if (target)
                value = std::move(*target);
            else
                value.error = target.error();
            value.isEscaped = true;
        }
        value.name = variable.name.substr(byReference ? 1 : 0);
        value.isCaptured = true;
        out.push_back(std::move(value));
    }
    return out;
}

Result<Address> DynamicValues::functionNamed(std::string_view name) const
{
    if (m_sources.symbols) {
        if (const auto match = m_sources.symbols->functionNamed(name))
            return match->function.entry;
    }
    if (m_sources.target && m_sources.dwarf) {
        const auto &modules = m_sources.target->modules();
        for (uint32_t i = 0; i < modules.size(); ++i) {
            DwarfModule *module = m_sources.dwarf(i);
            const auto function
                = module ? module->functionNamed(name) : Result<const DwarfFunction *>(fail(ErrorCode::NotFound, {}));
            if (function && !(*function)->ranges.empty())
                return modules[i].toLoaded((*function)->ranges.front().begin);
        }
    }
    return fail(ErrorCode::NotFound, "no function \"" + std::string(name) + "\" in the program");
}

}
