// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Where in memory a text leads that a person typed, and what lies at an address.
#include "backend/base/text.h"
#include "backend/inspect/inspectiondata.h"

#include <algorithm>
#include <charconv>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr ptrdiff_t leastText = 4; ///< signs that can be read, of what is called a text
constexpr size_t mostText = 40;

std::string_view withoutSpace(std::string_view text)
{
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

/// Digits alone, without a sign or an end.
Result<std::optional<uint64_t>> writtenNumber(std::string_view text, int base)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size())
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return fail(ErrorCode::BadExpression, "an address has 64 bits at most");
    return value;
}

/// "0xc000012340".
Result<std::optional<uint64_t>> markedNumber(std::string_view text)
{
    if (text.size() < 3 || text[0] != '0' || (text[1] | 0x20) != 'x')
        return std::nullopt;
    return writtenNumber(text.substr(2), 16);
}

bool pointsSomewhere(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Slice:
    case TypeKind::String:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func: return true;
    default: return false;
    }
}

}

Result<MemoryPlace> Inspection::memoryPlace(StackOwner owner, size_t frame, std::string_view text)
{
    text = withoutSpace(text);
    if (text.empty())
        return fail(ErrorCode::BadExpression, "there is no address");
    const auto marked = markedNumber(text);
    if (!marked)
        return std::unexpected(marked.error());
    if (*marked)
        return MemoryPlace{.address = {**marked}};
    auto place = d->placeOfValue(owner, frame, text);
    if (place)
        return place;
    // The names that are the same on every processor.
    const ArchitectureInfo &architecture = d->target->architecture();
    for (const auto &[name, number] : {std::pair(std::string_view("pc"), architecture.programCounter),
                                       {"sp", architecture.stackPointer},
                                       {"fp", architecture.framePointer}}) {
        if (text == name)
            return d->placeOfValue(owner, frame, architecture.registerNames[size_t(number)]);
    }
    const auto &functions = symbols().functions();
    const auto function = std::ranges::lower_bound(functions, text, {}, &ProgramSymbols::Function::name);
    if (function != functions.end() && function->name == text)
        return MemoryPlace{.address = function->entry, .type = "func"};
    // As other tools print addresses.
    if (const auto bare = writtenNumber(text, 16); bare && *bare && text.size() >= 5)
        return MemoryPlace{.address = {**bare}};
    return place;
}

Result<MemoryPlace> Inspection::Data::placeOfValue(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto value = valueOf(owner, frame, expression);
    if (!value)
        return std::unexpected(value.error());
    if (!value->type)
        return std::unexpected(value->error.value_or(Error{.code = ErrorCode::NotFound, .message = "it has no type"}));
    const Type &type = *value->type;
    const auto sizeOf = [this](TypeRef element) {
        const auto one = element ? evaluator->valueAt(element, Address()) : Result<Value>(Value());
        return one && one->type ? one->type->size : 0;
    };
    MemoryPlace place{.type = type.name};
    const bool isNumber = type.kind == TypeKind::Int || type.kind == TypeKind::Uint || type.kind == TypeKind::Char;
    if (!pointsSomewhere(type.kind) && !value->address.isNull()) {
        place.address = value->address;
        place.size = type.size;
        return place;
    }
    if (value->error)
        return std::unexpected(*value->error);
    if (!pointsSomewhere(type.kind) && !isNumber)
        return fail(ErrorCode::BadExpression,
                    std::string(expression) + " has no address: it is of type " + type.name
                        + ", and lies in no memory");
    const auto word = evaluator->word(*value);
    if (!word)
        return std::unexpected(word.error());
    if (pointsSomewhere(type.kind) && *word == 0)
        return fail(ErrorCode::NotFound, std::string(expression) + " is nil and points nowhere");
    place.address = {*word};
    if (type.kind == TypeKind::Pointer)
        place.size = sizeOf(type.element);
    else if (type.kind == TypeKind::String)
        place.size = evaluator->length(*value).value_or(0);
    else if (type.kind == TypeKind::Slice)
        place.size = evaluator->length(*value).value_or(0) * sizeOf(type.element);
    return place;
}

Result<uint64_t> Inspection::number(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto value = d->valueOf(owner, frame, expression);
    if (!value)
        return std::unexpected(value.error());
    if (value->error)
        return std::unexpected(*value->error);
    const TypeKind kind = value->type->kind;
    if (!pointsSomewhere(kind) && kind != TypeKind::Int && kind != TypeKind::Uint && kind != TypeKind::Char)
        return fail(ErrorCode::BadExpression,
                    std::string(expression) + " is no address: it is of type " + value->type->name);
    if (value->contents
        && kind == TypeKind::Func) { // a function by its name is no closure in memory: its code is meant
        if (const auto entry = symbols().functionNamed(d->evaluator->formatShort(*value)))
            return entry->value;
    }
    if (value->contents)
        return fail(ErrorCode::NotFound,
                    std::string(expression) + " was put together by an expression: it lies nowhere");
    return d->evaluator->word(*value);
}

std::string Inspection::nameOf(Address address)
{
    // In a module, the name of a function or variable says more than the region.
    return d->target->moduleAt(address) ? describe(address) : regions().placeOf(address);
}

AddressInfo Inspection::addressInfo(Address address)
{
    AddressInfo info{.name = nameOf(address), .object = {}, .text = {}};
    if (d->symbols && !d->target->moduleAt(address)) {
        const auto spans = d->heapSpans();
        const auto object = spans ? (*spans)->at(address) : std::nullopt;
        if (object)
            info.object = HeapObject{.address = object->begin,
                                     .size = object->size,
                                     .isFree = (*spans)->isFree(d->target->memory(), *object)};
    }
    if (const MemoryRegion *region = regions().at(address); region && (region->flags & PF_X) != 0)
        return info;
    std::string bytes(readableSize(address, mostText + 1), '\0');
    if (!readMemory(address, std::as_writable_bytes(std::span(bytes))))
        return info;
    const auto end = std::ranges::find_if(bytes, [](char sign) { return sign < ' ' || sign > '~'; });
    if (end - bytes.begin() >= leastText)
        info.text = bytes.substr(0, std::min<size_t>(size_t(end - bytes.begin()), mostText));
    info.isTextCut = end == bytes.end() && info.text.size() == mostText;
    return info;
}

Result<void> Inspection::readMemory(Address address, std::span<std::byte> out) const
{
    return d->target->memory().read(address, out);
}

uint64_t Inspection::readableSize(Address address, uint64_t limit) const
{
    return d->target->memory().readableSize(address, limit);
}

}
