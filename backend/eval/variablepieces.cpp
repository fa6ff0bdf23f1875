// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/variablepieces.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = 8;
constexpr std::array pieceNames
    = std::to_array<std::string_view>({"ptr", "len", "cap", "itab", "type", "data", "real", "imag"});

/// The pieces of one variable, by the name behind the dot.
using Pieces = std::map<std::string_view, const Value *>;

/// All pieces of a name and line; @ref isAmbiguous if they are of several variables, as of a function that was inlined
/// twice.
struct PieceGroup {
    Pieces pieces;
    std::vector<const Value *> all;
    bool isAmbiguous = false;
};

bool hasOnly(const Pieces &pieces, std::initializer_list<std::string_view> names)
{
    return std::ranges::all_of(pieces,
                               [&](const auto &piece) { return std::ranges::find(names, piece.first) != names.end(); });
}

const Value *find(const Pieces &pieces, std::string_view name)
{
    const auto found = pieces.find(name);
    return found == pieces.end() ? nullptr : found->second;
}

/// A value of @p type from pieces that follow each other, each @p size bytes long; null ones are missing.
Value assembled(const ValueReader &reader, const Type *type, std::initializer_list<const Value *> pieces, uint64_t size)
{
    std::vector<std::byte> bytes(type->size);
    std::vector<std::pair<uint64_t, uint64_t>> missing;
    uint64_t offset = 0;
    for (const Value *piece : pieces) {
        const auto content = piece ? reader.bytes(*piece, 0, size) : std::unexpected(optimizedOut());
        if (content)
            std::ranges::copy(*content, bytes.begin() + static_cast<ptrdiff_t>(offset));
        else
            missing.emplace_back(offset, offset + size);
        offset += size;
    }
    const bool isLost = missing.size() == pieces.size();
    Value value = valueOfBytes(type, std::move(bytes));
    value.missing = std::move(missing);
    if (isLost)
        value.error = optimizedOut();
    return value;
}

std::optional<Value> sequence(const ValueReader &reader, const Pieces &pieces)
{
    const Value *pointer = find(pieces, "ptr");
    if (!pointer || !pointer->type || pointer->type->kind != TypeKind::Pointer || pieces.size() < 2)
        return std::nullopt;
    const auto element = reader.types().type(pointer->type->element);
    if (!element)
        return std::nullopt;
    const Value *length = find(pieces, "len");
    const Value *capacity = find(pieces, "cap");
    if (!capacity && (*element)->name == "uint8") {
        const Type *type = reader.types().predeclared(textOrBytes);
        return assembled(reader, type, {pointer, length}, wordSize);
    }
    const auto known = reader.types().typeNamed("[]" + (*element)->name);
    const Type *type = known ? *known : reader.types().sliceOf(*element);
    return assembled(reader, type, {pointer, length, capacity}, wordSize);
}

std::optional<Value> interface(const ValueReader &reader, const Pieces &pieces)
{
    const Value *table = find(pieces, "itab");
    const Value *first = table ? table : find(pieces, "type");
    if (!first)
        return std::nullopt;
    Result<const Type *> type = fail(ErrorCode::NotFound, {});
    if (!table) {
        type = reader.types().typeNamed("interface {}");
    } else if (const auto word = reader.word(*table); word && *word != 0) {
        // Go internal/abi/iface.go: an ITab begins with the interface's own type.
        const auto descriptor = reader.memory().readPointer(Address{*word});
        if (descriptor)
            type = reader.types().typeOfDescriptor(*descriptor, true);
    }
    if (!type || (*type)->kind != TypeKind::Interface)
        return std::nullopt;
    return assembled(reader, *type, {first, find(pieces, "data")}, wordSize);
}

std::optional<Value> complex(const ValueReader &reader, const Pieces &pieces)
{
    const Value *any = pieces.begin()->second;
    if (!any->type || any->type->kind != TypeKind::Float)
        return std::nullopt;
    const uint64_t size = any->type->size;
    const Type *type = reader.types().predeclared(size == sizeof(float) ? "complex64" : "complex128");
    return assembled(reader, type, {find(pieces, "real"), find(pieces, "imag")}, size);
}

/// The variable of pieces that do not tell its type: one all the same, with what they tell.
std::optional<Value> untyped(const ValueReader &reader, const PieceGroup &group)
{
    const Pieces &pieces = group.pieces;
    const bool isSequence = hasOnly(pieces, {"ptr", "len", "cap"});
    const bool isInterface = hasOnly(pieces, {"itab", "type", "data"});
    if ((!isSequence && !isInterface) || group.all.size() < 2)
        return std::nullopt;
    Value value;
    value.type = reader.types().predeclared(isInterface ? anyInterface : anySlice);
    if (group.isAmbiguous) {
        value.error = Error{
            .code = ErrorCode::NotFound,
            .message = "variables of several inlined calls have this name, and their pieces can't be told apart"};
        return value;
    }
    if (isSequence)
        return assembled(reader, value.type, {find(pieces, "ptr"), find(pieces, "len"), find(pieces, "cap")}, wordSize);
    const Value *first = pieces.contains("itab") ? find(pieces, "itab") : find(pieces, "type");
    const auto word = first ? reader.word(*first) : std::unexpected(optimizedOut());
    if (word && *word == 0)
        return assembled(reader, value.type, {first, find(pieces, "data")}, wordSize);
    value.error = word ? Error{.code = ErrorCode::BadFormat,
                               .message = "no interface has a type word like " + Address{*word}.toString()
                                   + ": what is there is of something else"}
                       : optimizedOut();
    return value;
}

/// The whole variable, which the compiler describes too, with what it lacks taken from the pieces.
std::optional<Value> completed(const ValueReader &reader, const Value &whole, const Pieces &pieces)
{
    if (!whole.type || whole.type->size == 0 || whole.type->size % wordSize != 0)
        return std::nullopt;
    static constexpr std::pair<TypeKind, std::array<std::string_view, 3>> orders[] = {
        {TypeKind::String, {"ptr", "len", ""}},
        {TypeKind::Slice, {"ptr", "len", "cap"}},
        {TypeKind::Interface, {"itab", "data", ""}},
    };
    const auto order = std::ranges::find(orders, whole.type->kind, [](const auto &row) { return row.first; });
    if (order == std::end(orders))
        return std::nullopt;
    std::vector<Value> words;
    for (uint64_t i = 0; i < whole.type->size / wordSize && i < order->second.size(); ++i) {
        Value word = reader.part(whole, reader.types().predeclared("uint64"), i * wordSize, {});
        const Value *piece = find(pieces, order->second[i]);
        if (i == 0 && !piece)
            piece = find(pieces, "type");
        if (piece && !reader.word(word))
            word = *piece;
        words.push_back(std::move(word));
    }
    if (words.size() == 2)
        return assembled(reader, whole.type, {&words[0], &words[1]}, wordSize);
    return assembled(reader, whole.type, {&words[0], &words[1], &words[2]}, wordSize);
}

std::optional<Value> joined(const ValueReader &reader, const Pieces &pieces)
{
    if (hasOnly(pieces, {"ptr", "len", "cap"}))
        return sequence(reader, pieces);
    if (hasOnly(pieces, {"itab", "data"}) || hasOnly(pieces, {"type", "data"}))
        return interface(reader, pieces);
    if (hasOnly(pieces, {"real", "imag"}))
        return complex(reader, pieces);
    return std::nullopt;
}

}

std::vector<Value> withPiecesJoined(const ValueReader &reader, std::vector<Value> variables)
{
    // Two variables of one name have different lines, or they could not be told apart here.
    std::map<std::pair<std::string, uint64_t>, PieceGroup> groups;
    for (const Value &variable : variables) {
        const size_t dot = variable.name.rfind('.');
        if (dot == std::string::npos || dot == 0)
            continue;
        const std::string_view suffix = std::string_view(variable.name).substr(dot + 1);
        const auto known = std::ranges::find(pieceNames, suffix);
        if (known == pieceNames.end())
            continue;
        PieceGroup &group = groups[{variable.name.substr(0, dot), variable.declarationLine}];
        group.all.push_back(&variable);
        group.isAmbiguous = !group.pieces.emplace(*known, &variable).second || group.isAmbiguous;
    }
    if (groups.empty())
        return variables;
    std::map<const Value *, std::optional<Value>> replaced; ///< the first piece by the whole, the others by nothing
    for (const auto &[key, group] : groups) {
        const auto known = std::ranges::find_if(variables, [&](const Value &value) {
            return value.name == key.first && value.declarationLine == key.second;
        });
        std::optional<Value> whole;
        if (known != variables.end() && !group.isAmbiguous)
            whole = completed(reader, *known, group.pieces);
        else if (known == variables.end())
            whole = group.isAmbiguous ? std::nullopt : joined(reader, group.pieces);
        if (!whole && known == variables.end())
            whole = untyped(reader, group);
        if (!whole)
            continue;
        const Value *first = group.all.front();
        if (known != variables.end())
            replaced[&*known] = std::nullopt;
        for (const Value *piece : group.all)
            replaced[piece] = std::nullopt;
        whole->name = key.first;
        whole->declarationLine = key.second;
        whole->isArgument = first->isArgument;
        whole->isResult = first->isResult;
        whole->isCaptured = first->isCaptured;
        whole->notYetDeclared = first->notYetDeclared;
        whole->leftOver = std::ranges::any_of(group.all, &Value::leftOver);
        replaced[first] = std::move(whole);
    }
    std::vector<Value> out;
    for (Value &variable : variables) {
        const auto found = replaced.find(&variable);
        if (found == replaced.end())
            out.push_back(std::move(variable));
        else if (found->second)
            out.push_back(std::move(*found->second));
    }
    return out;
}

}
