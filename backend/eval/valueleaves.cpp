// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valueleaves.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostLevels = 16; ///< of structs and arrays in each other
constexpr size_t mostLeaves = 256;
constexpr uint64_t word = 8;

using Role = ValueLeaf::Role;

/// Appends the leaves of @p type at @p offset; false if they can't be told.
bool append(TypeGraph &types, const Type &type, uint64_t offset, unsigned level, std::vector<ValueLeaf> &leaves)
{
    if (level > mostLevels || leaves.size() > mostLeaves)
        return false;
    if (type.size == 0)
        return true;
    const auto add = [&](uint64_t at, uint64_t size, Role role) { leaves.push_back({offset + at, size, role}); };
    switch (type.kind) {
    case TypeKind::String:
    case TypeKind::Slice:
        add(0, word, Role::Pointer);
        add(word, word, Role::Length);
        if (type.kind == TypeKind::Slice)
            add(2 * word, word, Role::Length);
        return true;
    case TypeKind::Interface:
        add(0, word, Role::Pointer);
        add(word, word, Role::Pointer);
        return true;
    case TypeKind::Complex:
        add(0, type.size / 2, Role::Floating);
        add(type.size / 2, type.size / 2, Role::Floating);
        return true;
    case TypeKind::Float: add(0, type.size, Role::Floating); return true;
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func: add(0, type.size, Role::Pointer); return true;
    case TypeKind::Array: {
        const auto element = types.type(type.element);
        if (!element)
            return false;
        if (type.count == 1)
            return append(types, **element, offset, level + 1, leaves);
        add(0, type.size, Role::Number); // longer arrays stay in one piece
        return true;
    }
    case TypeKind::Struct:
        return std::ranges::all_of(type.fields, [&](const TypeField &field) {
            const auto inner = types.type(field.type);
            return inner && append(types, **inner, offset + field.offset, level + 1, leaves);
        });
    default: add(0, type.size, Role::Number); return true;
    }
}

bool fits(const PieceHint &piece, const ValueLeaf &leaf)
{
    if (piece.size != leaf.size)
        return false;
    if (piece.isFloating && *piece.isFloating != (leaf.role == Role::Floating))
        return false;
    if (piece.isAddress && *piece.isAddress && leaf.role == Role::Length)
        return false;
    return !piece.isAddress || *piece.isAddress || leaf.role != Role::Pointer;
}

/// Pieces that follow each other without a gap, padding among them.
std::vector<std::optional<uint64_t>> inSequence(std::span<const PieceHint> pieces, std::span<const ValueLeaf> leaves)
{
    std::vector<std::optional<uint64_t>> offsets;
    uint64_t offset = leaves.front().offset;
    for (const PieceHint &piece : pieces) {
        const auto leaf = std::ranges::find(leaves, offset, &ValueLeaf::offset);
        const bool isLeaf = leaf != leaves.end() && leaf->size == piece.size;
        offsets.push_back(isLeaf ? std::optional(offset) : std::nullopt);
        if (!isLeaf && !piece.isPadding)
            return std::vector<std::optional<uint64_t>>(pieces.size());
        offset += piece.size;
    }
    return offsets;
}

}

std::vector<ValueLeaf> leavesOf(TypeGraph &types, const Type &type)
{
    std::vector<ValueLeaf> leaves;
    if (!append(types, type, 0, 0, leaves))
        leaves.clear();
    return leaves;
}

std::vector<std::optional<uint64_t>> offsetsOf(std::span<const PieceHint> pieces, std::span<const ValueLeaf> leaves)
{
    if (!leaves.empty() && pieces.size() > leaves.size())
        return inSequence(pieces, leaves);
    // Each piece as far to the front as it can be, then as far to the back: what differs can't be told.
    std::vector<size_t> first;
    for (size_t leaf = 0; const PieceHint &piece : pieces) {
        while (leaf < leaves.size() && !fits(piece, leaves[leaf]))
            ++leaf;
        first.push_back(leaf++);
    }
    std::vector<size_t> last(pieces.size());
    size_t end = leaves.size();
    for (size_t piece = pieces.size(); piece-- > 0;) {
        while (end > 0 && !fits(pieces[piece], leaves[end - 1]))
            --end;
        last[piece] = end > 0 ? --end : leaves.size();
    }
    std::vector<std::optional<uint64_t>> offsets;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const bool isSure = first[i] == last[i] && first[i] < leaves.size();
        offsets.push_back(isSure ? std::optional(leaves[first[i]].offset) : std::nullopt);
    }
    return offsets;
}

}
