// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/placehistory.h"
#include "backend/eval/scopeplace.h"
#include "backend/eval/valueleaves.h"

#include "backend/eval/evaluator.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

using Kind = LocationPiece::Kind;
constexpr int firstVector = 17; ///< DWARF number of xmm0
constexpr uint64_t leastAddress = 4096;
constexpr uint64_t mostElements = uint64_t(1) << 32; ///< no slice or string is as long
constexpr size_t mostFunctions = 256; ///< whose code is kept

LocationPiece missing(uint64_t size)
{
    return {.kind = Kind::Missing, .size = size, .address = {}, .registerNumber = -1, .bytes = {}};
}

LocationPiece padding(uint64_t size)
{
    return {.kind = Kind::Implicit,
            .size = size,
            .address = {},
            .registerNumber = -1,
            .bytes = std::vector<std::byte>(size)};
}

/// What the piece holds, if it is one word that is known.
std::optional<uint64_t> wordIn(const LocationPiece &piece, const Memory &memory, const Registers &registers)
{
    if (piece.size != sizeof(uint64_t))
        return std::nullopt;
    if (piece.kind == Kind::Register)
        return registers.get(piece.registerNumber);
    const auto word = piece.kind == Kind::Memory ? memory.readPointer(piece.address)
                                                 : Result<Address>(fail(ErrorCode::NotFound, {}));
    return word ? std::optional(word->value) : std::nullopt;
}

PieceHint hintOf(const LocationPiece &piece, const Memory &memory, const Registers &registers)
{
    PieceHint hint{.size = piece.size, .isPadding = piece.kind == Kind::Missing};
    if (piece.kind == Kind::Register && registers.architecture() == Architecture::X86_64)
        hint.isFloating = piece.registerNumber >= firstVector;
    const auto word = wordIn(piece, memory, registers);
    if (word && *word != 0 && *word < leastAddress)
        hint.isAddress = false;
    else if (word && *word >= mostElements && memory.readableSize(Address{*word}, 1) > 0)
        hint.isAddress = true;
    return hint;
}

/// The one leaf that a piece without a size can be: of several the compiler describes all, so the others are lost.
std::optional<uint64_t> onlyLeaf(const LocationPiece &piece, const std::vector<ValueLeaf> &leaves)
{
    if (leaves.size() == 1)
        return leaves.front().offset;
    if (piece.kind != Kind::Register)
        return std::nullopt;
    const auto fits = [&](const ValueLeaf &leaf) {
        return (leaf.role == ValueLeaf::Role::Floating) == (piece.registerNumber >= firstVector);
    };
    if (std::ranges::count_if(leaves, fits) != 1)
        return std::nullopt;
    return std::ranges::find_if(leaves, fits)->offset;
}

/// @p pieces, each at its offset among @p leaves, in the order of the bytes of a value of @p size.
std::vector<LocationPiece> inOrder(std::vector<LocationPiece> pieces,
                                   const std::vector<std::optional<uint64_t>> &offsets,
                                   const std::vector<ValueLeaf> &leaves, uint64_t size)
{
    std::vector<LocationPiece> out;
    uint64_t end = 0;
    bool isLost = true;
    for (const ValueLeaf &leaf : leaves) {
        if (leaf.offset > end)
            out.push_back(padding(leaf.offset - end));
        const auto found = std::ranges::find(offsets, std::optional(leaf.offset));
        LocationPiece piece = found == offsets.end() ? missing(leaf.size)
                                                     : std::move(pieces[static_cast<size_t>(found - offsets.begin())]);
        piece.size = leaf.size;
        isLost = isLost && piece.kind == Kind::Missing;
        out.push_back(std::move(piece));
        end = leaf.offset + leaf.size;
    }
    if (isLost)
        return {missing(0)};
    if (size > end)
        out.push_back(padding(size - end));
    return out;
}

}

const StackWrites *Scope::writesOf(const Place &place) const
{
    const auto match
        = m_sources.symbols ? m_sources.symbols->functionAt(place.frame->lookupPc) : std::optional<GoSymbols::Match>();
    if (!match)
        return nullptr;
    if (m_writes.size() >= mostFunctions && !m_writes.contains(match->function.entry))
        m_writes.clear();
    const auto [entry, isNew] = m_writes.try_emplace(match->function.entry);
    if (isNew)
        entry->second = StackWrites::of(*m_sources.target, *match);
    return entry->second ? &*entry->second : nullptr;
}

Scope::Arranged Scope::arranged(const Place &place, const DwarfVariable &variable, const Type &type,
                                std::vector<LocationPiece> pieces) const
{
    if (!type.isGo || !variable.isLocationListed)
        return {.pieces = std::move(pieces)};
    const std::vector<ValueLeaf> leaves = leavesOf(m_reader.types(), type);
    const bool isWhole = pieces.size() == 1 && pieces.front().size == 0;
    const bool isOptimised = place.function->isOptimised;
    if (leaves.empty() || (isWhole && !isOptimised))
        return {.pieces = std::move(pieces)};
    const bool isInput = variable.isParameter && !variable.isResult;
    const PlaceHistory history(*place.module, variable.die, place.context.frameBase);
    // What the code takes the address of stays in memory, all of it. Parameters of that kind have no list.
    if (isWhole && !isInput && history.isOneSlot())
        return {.pieces = std::move(pieces)};
    std::vector<std::optional<uint64_t>> offsets;
    if (isWhole) {
        offsets = {onlyLeaf(pieces.front(), leaves)};
    } else {
        std::vector<PieceHint> hints;
        for (const LocationPiece &piece : pieces)
            hints.push_back(hintOf(piece, m_reader.memory(), place.frame->registers));
        offsets = offsetsOf(hints, leaves);
    }
    Arranged out;
    const StackWrites *writes = isOptimised && place.context.cfa ? writesOf(place) : nullptr;
    for (size_t i = 0; writes && i < pieces.size(); ++i) {
        if (pieces[i].kind != Kind::Memory || !offsets[i])
            continue;
        const auto leaf = std::ranges::find(leaves, *offsets[i], &ValueLeaf::offset);
        const StackWrites::Slot slot{
            .offset = static_cast<int64_t>(pieces[i].address.value - place.context.cfa->value),
            .size = leaf->size,
            .isIn = [&, i](Address pc, int number) { return history.isInRegister(i, pc - place.context.bias, number); },
            .mayChange = !isInput};
        if (writes->holdsAt(place.frame->lookupPc, slot))
            continue;
        if (isInput)
            pieces[i].kind = Kind::Missing;
        else
            out.isStale = true;
    }
    out.pieces = inOrder(std::move(pieces), offsets, leaves, type.size);
    return out;
}

}
