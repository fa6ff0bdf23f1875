// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/pointerwords.h"
#include "backend/eval/scopeplace.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t maxComposite = 1 << 20; ///< bytes of a value that is put together from pieces

/// Where the word at @p offset of what @p pieces make up lies in memory.
std::optional<Address> placeOf(const std::vector<LocationPiece> &pieces, uint64_t offset)
{
    for (const LocationPiece &piece : pieces) {
        if (piece.size != 0 && offset >= piece.size) {
            offset -= piece.size;
            continue;
        }
        if (piece.kind != LocationPiece::Kind::Memory)
            return std::nullopt;
        return piece.address + offset;
    }
    return std::nullopt;
}

Error notStored()
{
    return {.code = ErrorCode::OptimizedOut, .message = "not stored yet: the function has only begun"};
}

}

Value Scope::loadAfterCall(const Place &place, const DwarfVariable &variable, const Type *type, Value value) const
{
    // During a call a variable may be described by the register that it was in last, while it already stands in the
    // slot where the code after the call will look for it. The frame's memory does not change until then.
    const bool isLost = value.error ? value.error->code == ErrorCode::OptimizedOut : !value.missing.empty();
    const auto later = place.afterCall.find(variable.die);
    if (!isLost || later == place.afterCall.end())
        return value;
    DwarfVariable moved = variable;
    moved.location = later->second;
    Value other = loadHere(place, moved, type);
    const auto lost = [](const Value &one) {
        uint64_t bytes = 0;
        for (const auto &[begin, end] : one.missing)
            bytes += end - begin;
        return bytes;
    };
    const bool isBetter = !other.error && (value.error || lost(other) < lost(value));
    return isBetter ? other : value;
}

Result<const Type *> Scope::realType(const Place &place, const Type *type) const
{
    if (!type->dictionaryIndex || !place.dictionary)
        return type;
    const auto descriptor = m_reader.memory().readPointer(*place.dictionary + *type->dictionaryIndex * 8);
    if (!descriptor)
        return std::unexpected(descriptor.error());
    const auto real = m_reader.types().typeOfDescriptor(*descriptor, true);
    // The shape has the real type's form; anything else means that this is not the dictionary.
    if (real && (*real)->size == type->size)
        return real;
    return type;
}

Value Scope::fromPieces(const Place &place, const DwarfVariable &variable, const Type *type,
                        const std::vector<LocationPiece> &pieces) const
{
    Value value = m_reader.at(type, {}, variable.name);
    if (pieces.size() == 1 && pieces.front().kind == LocationPiece::Kind::Memory && pieces.front().size == 0) {
        value.address = pieces.front().address;
        const bool ownFrame = place.context.cfa && value.address < *place.context.cfa;
        if ((ownFrame && place.frameNotSetUp) || (!ownFrame && place.argumentsNotStored && variable.isParameter))
            value.error = notStored();
        return value;
    }
    if (type->size > maxComposite) {
        value.error = Error{.code = ErrorCode::Limit,
                            .message = "too large to be in registers: " + std::to_string(type->size) + " bytes"};
        return value;
    }
    std::vector<std::byte> bytes(type->size);
    uint64_t offset = 0;
    const auto lose = [&](uint64_t size) {
        if (size > 0)
            value.missing.emplace_back(offset, offset + size);
    };
    for (const LocationPiece &piece : pieces) {
        const uint64_t left = bytes.size() - offset;
        const uint64_t size = piece.size == 0 ? left : std::min(piece.size, left);
        const auto out = std::span(bytes).subspan(offset, size);
        switch (piece.kind) {
        case LocationPiece::Kind::Memory:
            if (const auto done = m_reader.memory().read(piece.address, out); !done) {
                value.error = done.error();
                return value;
            }
            break;
        case LocationPiece::Kind::Register: {
            const auto low = place.frame->registers.get(piece.registerNumber);
            const auto high = size > 8 ? place.frame->registers.getHigh(piece.registerNumber) : 0;
            if (!low || !high || size > 16) {
                lose(size);
                break;
            }
            std::memcpy(out.data(), &*low, std::min<uint64_t>(size, 8));
            if (size > 8)
                std::memcpy(out.data() + 8, &*high, size - 8);
            break;
        }
        case LocationPiece::Kind::Implicit:
            std::copy_n(piece.bytes.begin(), std::min<uint64_t>(piece.bytes.size(), size), out.begin());
            break;
        case LocationPiece::Kind::Missing: lose(size); break;
        }
        offset += size;
    }
    lose(bytes.size() - offset);
    uint64_t lost = 0;
    for (const auto &[begin, end] : value.missing)
        lost += end - begin;
    if (lost == bytes.size() && lost > 0)
        value.error = optimizedOut();
    value.bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    return value;
}

Value Scope::loadCaptured(const Place &place, const DwarfVariable &variable) const
{
    Value value = m_reader.at(variable.type, {}, variable.name);
    if (value.error)
        return value;
    if (!place.closure)
        value.error = optimizedOut();
    else
        value.address = *place.closure + *variable.closureOffset;
    if (place.closure && place.closureWord) {
        value.recovered = place.closureWord->isFromMemory ? Value::Recovered::Memory : Value::Recovered::Passed;
        value.recoveredFrom = "from the closure: " + place.words->reason(*place.closureWord, place.index);
        value.leftOver = !place.closureWord->isKept;
    }
    return value;
}

/// Whether the frame goes on without the variable: the collector no longer follows its first pointer.
bool Scope::isLeftOver(const Place &place, const Type &type, const std::vector<LocationPiece> &pieces) const
{
    if (!place.pointers)
        return false;
    const auto offset = firstPointerWord(m_reader.types(), type);
    const auto word = offset ? placeOf(pieces, *offset) : std::nullopt;
    return word && !place.pointers->isUsed(*word).value_or(true);
}

Value Scope::loadHere(const Place &place, const DwarfVariable &variable, const Type *type) const
{
    auto pieces = variable.location.empty() ? Result<std::vector<LocationPiece>>(std::unexpected(optimizedOut()))
                                            : evaluateLocation(variable.location, place.context);
    if (!pieces || pieces->empty()) {
        Value value = m_reader.at(type, {}, variable.name);
        value.error = pieces ? optimizedOut() : pieces.error();
        return value;
    }
    const Arranged there = arranged(place, variable, *type, std::move(*pieces));
    Value value = fromPieces(place, variable, type, there.pieces);
    value.leftOver = there.isStale || isLeftOver(place, *type, there.pieces);
    return value;
}

Value Scope::load(const Place &place, const DwarfVariable &variable) const
{
    Value value;
    value.name = variable.name;
    auto type = m_reader.types().type(variable.type);
    if (type)
        type = realType(place, *type);
    if (!type) {
        value.error = type.error();
        return value;
    }
    value.type = *type;
    if ((*type)->size == 0) { // struct{} and [0]T: there is nothing to keep
        value.bytes = std::make_shared<const std::vector<std::byte>>();
        return value;
    }
    if (variable.constantValue && (*type)->size <= 8) {
        std::vector<std::byte> bytes((*type)->size);
        std::memcpy(bytes.data(), &*variable.constantValue, bytes.size());
        return valueOfBytes(*type, std::move(bytes), variable.name);
    }
    value = loadAfterCall(place, variable, *type, loadHere(place, variable, *type));
    if (value.error && value.error->code == ErrorCode::OptimizedOut && variable.closureOffset && place.closure)
        return loadCaptured(place, variable);
    return value;
}

}
