// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/registerassignment.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr unsigned deepest = 16; ///< structs and arrays in each other
constexpr size_t mostParts = 64; ///< of a parameter on the stack
constexpr uint64_t word = 8;
constexpr std::array integerRegisters = {0, 3, 2, 5, 4, 8, 9, 10, 11}; ///< DWARF: rax rbx rcx rdi rsi r8 r9 r10 r11
constexpr int floatingRegisters = 15;

uint64_t aligned(uint64_t offset, uint64_t alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

/// A leaf of a type as the ABI takes it apart.
struct Leaf {
    uint64_t offset = 0, size = 0;
    bool isFloating = false, isPointer = false;
};

/// What of a type counts for passing it.
struct Shape {
    std::vector<Leaf> leaves;
    uint64_t alignment = 1;
    bool fitsRegisters = true; ///< as far as its kind goes: longer arrays do not
};

bool describe(TypeGraph &types, const Type &type, uint64_t offset, unsigned level, Shape &shape)
{
    if (level > deepest)
        return false;
    const auto add = [&](uint64_t at, uint64_t size, bool isFloating, bool isPointer) {
        shape.alignment = std::max(shape.alignment, std::min(size, word));
        if (shape.leaves.size() < mostParts)
            shape.leaves.push_back({offset + at, size, isFloating, isPointer});
        else
            shape.fitsRegisters = false;
    };
    switch (type.kind) {
    case TypeKind::String:
    case TypeKind::Slice:
        add(0, word, false, true);
        add(word, word, false, false);
        if (type.kind == TypeKind::Slice)
            add(2 * word, word, false, false);
        return true;
    case TypeKind::Interface:
        add(0, word, false, true);
        add(word, word, false, true);
        return true;
    case TypeKind::Complex:
        add(0, type.size / 2, true, false);
        add(type.size / 2, type.size / 2, true, false);
        return true;
    case TypeKind::Float: add(0, type.size, true, false); return true;
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func: add(0, type.size, false, true); return true;
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Uint: add(0, type.size, false, false); return type.size <= word;
    case TypeKind::Array: {
        const auto element = types.type(type.element);
        if (!element)
            return false;
        if (type.count > 1)
            shape.fitsRegisters = false;
        Shape one; // an array without elements still stands where they would
        if (!describe(types, **element, 0, level + 1, one))
            return false;
        shape.alignment = std::max(shape.alignment, one.alignment);
        for (uint64_t i = 0; i < std::min<uint64_t>(type.count, mostParts); ++i) {
            if (!describe(types, **element, offset + i * (*element)->size, level + 1, shape))
                return false;
        }
        return true;
    }
    case TypeKind::Struct:
        return std::ranges::all_of(type.fields, [&](const TypeField &field) {
            const auto inner = types.type(field.type);
            return inner && describe(types, **inner, offset + field.offset, level + 1, shape);
        });
    default: return false;
    }
}

/// What has been given out so far.
class Assigner
{
public:
    explicit Assigner(TypeGraph &types)
        : m_types(types)
    {
    }

    bool assign(const Type &type, bool isResult, std::vector<PassedPart> &parts)
    {
        Shape shape;
        if (!type.isGo || !describe(m_types, type, 0, 0, shape))
            return false;
        const auto floating = size_t(std::ranges::count(shape.leaves, true, &Leaf::isFloating));
        const size_t integer = shape.leaves.size() - floating;
        const bool isInRegisters = type.size > 0 && shape.fitsRegisters
            && m_integers + integer <= integerRegisters.size() && m_floating + floating <= floatingRegisters;
        if (!isInRegisters) {
            m_stack = aligned(m_stack, shape.alignment);
            for (const Leaf &leaf : shape.leaves)
                parts.push_back(part(leaf, FlowPlace::slot(int32_t(m_stack + leaf.offset), uint8_t(leaf.size))));
            m_stack += type.size;
            return m_stack < mostStack;
        }
        for (const Leaf &leaf : shape.leaves) {
            const FlowPlace place = leaf.isFloating ? FlowPlace::vectorLow(int(m_floating++))
                                                    : FlowPlace::general(integerRegisters[m_integers++]);
            parts.push_back(part(leaf, place));
        }
        if (!isResult)
            m_spill = aligned(m_spill, shape.alignment) + type.size;
        return true;
    }
    /// Results have registers of their own.
    void beginResults()
    {
        m_stack = aligned(m_stack, word);
        m_integers = m_floating = 0;
    }
    [[nodiscard]] uint64_t bytes() const { return aligned(m_stack, word) + aligned(m_spill, word); }

private:
    static constexpr uint64_t mostStack = 1 << 20;
    static PassedPart part(const Leaf &leaf, FlowPlace place)
    {
        return {.offset = leaf.offset, .size = leaf.size, .isPointer = leaf.isPointer, .place = place};
    }

    TypeGraph &m_types;
    size_t m_integers = 0, m_floating = 0;
    uint64_t m_stack = 0, m_spill = 0;
};

}

std::optional<RegisterAssignment> RegisterAssignment::of(TypeGraph &types, std::span<const Type *const> inputs,
                                                         std::span<const Type *const> results)
{
    RegisterAssignment out;
    Assigner assigner(types);
    for (const Type *type : inputs) {
        if (!assigner.assign(*type, false, out.inputs.emplace_back()))
            return std::nullopt;
    }
    assigner.beginResults();
    for (const Type *type : results) {
        std::vector<PassedPart> ignored;
        if (!assigner.assign(*type, true, ignored))
            return std::nullopt;
    }
    out.argumentBytes = assigner.bytes();
    return out;
}

}
