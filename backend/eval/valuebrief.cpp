// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/formatrun.h"

#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t briefElements = 16; ///< of nested lists and maps
constexpr uint64_t briefFields = 8; ///< of nested structs

std::string counted(uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

/// Whether a field is what generated messages of protocol buffers keep for themselves. Fields that the program knows
/// nothing of count as long as there are any.
bool isMessageState(ValueReader &reader, const Value &message, const TypeField &field)
{
    static constexpr std::string_view state = "google.golang.org/protobuf/internal/impl.MessageState";
    const auto &fields = message.type->fields;
    const auto first = fields.empty() ? Result<const Type *>(fail(ErrorCode::NotFound, {}))
                                      : reader.types().type(fields.front().type);
    if (!first || (*first)->name != state)
        return false;
    if (field.name != "unknownFields")
        return field.name == "state" || field.name == "sizeCache";
    const auto unknown = reader.fieldNamed(message, field.name);
    return unknown && reader.sequence(*unknown).length == 0;
}

/// Whether a field tells anything: "_ noCopy" does not.
bool isBlank(ValueReader &reader, const TypeField &field)
{
    const auto type = reader.types().type(field.type);
    return type && (*type)->size == 0 && (field.name == "_" || (*type)->kind == TypeKind::Struct);
}

}

std::string ValueFormat::brief(const Value &value, const LoadLimits &limits)
{
    Run run{.limits = limits};
    writeBrief(run, value, {});
    return std::move(run.out);
}

void ValueFormat::writeBrief(Run &run, const Value &value, Place place)
{
    if (run.isFull())
        return;
    if (value.error || !value.type) {
        run.out += value.error ? errorInPlace(*value.error) : "(unreadable no type)";
        return;
    }
    if (++place.nesting > Run::maxNesting) {
        run.out += "…";
        return;
    }
    switch (value.type->kind) {
    case TypeKind::Slice:
    case TypeKind::Array: writeBriefSequence(run, value, place); break;
    case TypeKind::Struct:
    case TypeKind::Union: writeBriefStruct(run, value, place); break;
    case TypeKind::Map: writeBriefMap(run, value, place); break;
    case TypeKind::Interface: writeBriefInterface(run, value, place); break;
    case TypeKind::Pointer:
        if (m_reader.isCString(*value.type)) {
            writePointer(run, value, place);
            break;
        }
        [[fallthrough]];
    case TypeKind::UnsafePointer: {
        const auto address = m_reader.word(value);
        if (!address)
            run.out += errorInPlace(address.error());
        else
            run.out += *address == 0 ? "nil" : hex(*address);
        break;
    }
    case TypeKind::Chan: {
        const auto channel = m_containers.channel(value);
        if (channel)
            run.out += std::to_string(channel->queued) + '/' + std::to_string(channel->capacity);
        else
            run.out += channel.error().code == ErrorCode::NotFound ? "nil" : errorInPlace(channel.error());
        break;
    }
    default: write(run, value, place); break;
    }
}

void ValueFormat::writeBriefStruct(Run &run, const Value &value, Place place)
{
    if (writeBriefFollowed(run, value, place))
        return;
    std::vector<const TypeField *> fields;
    for (const TypeField &field : value.type->fields) {
        if (!isBlank(m_reader, field) && !isMessageState(m_reader, value, field))
            fields.push_back(&field);
    }
    if (fields.size() == 1) {
        // A struct that only wraps another one (sync.Mutex since Go 1.24) reads better without the shell.
        const Value inner = m_reader.field(value, *fields.front());
        if (inner.type && inner.type->kind == TypeKind::Struct) {
            writeBrief(run, inner, place);
            return;
        }
    }
    if (place.depth > run.limits.depth && !fields.empty()) {
        run.out += "{…}";
        return;
    }
    const size_t limit = place.depth == 0 ? run.limits.structFields : std::min(run.limits.structFields, briefFields);
    run.out += '{';
    size_t shown = 0;
    for (; shown < fields.size() && shown < limit && !run.isFull(); ++shown) {
        run.out += (shown > 0 ? ", " : "") + fields[shown]->name + ": ";
        writeBrief(run, m_reader.field(value, *fields[shown]), {.depth = place.depth + 1, .nesting = place.nesting});
    }
    run.out += shown < fields.size() ? ", …}" : "}";
}

bool ValueFormat::writeBriefFollowed(Run &run, const Value &value, Place place)
{
    const Followed::Kind kind = Followed::kindOf(*value.type);
    if (kind == Followed::Kind::None)
        return false;
    if (kind == Followed::Kind::Map) {
        const auto count = m_followed.count(value);
        if (count)
            run.out += counted(*count, "entry", "entries");
        return count.has_value();
    }
    const auto inner = m_followed.inner(value);
    if (!inner)
        return false;
    writeBrief(run, *inner, place);
    if (m_followed.isCollected(value))
        run.out += " (collected)";
    return true;
}

void ValueFormat::writeBriefSequence(Run &run, const Value &value, Place place)
{
    const ValueReader::Sequence parts = m_reader.sequence(value);
    const bool isSlice = value.type->kind == TypeKind::Slice;
    if (!parts.base || !parts.length) {
        run.out += errorInPlace(parts.base ? parts.length.error() : parts.base.error());
        return;
    }
    if (isSlice && parts.base->isNull() && !value.contents && *parts.length == 0) {
        run.out += "nil";
        return;
    }
    if (place.depth > run.limits.depth) {
        run.out += isSlice ? "len " + std::to_string(*parts.length) : "[…]";
        return;
    }
    if (isSlice && place.depth == 0) {
        run.out += "len " + std::to_string(*parts.length) + ", cap ";
        run.out += parts.capacity ? std::to_string(*parts.capacity) : errorInPlace(parts.capacity.error());
        run.out += ' ';
    }
    const uint64_t limit
        = place.depth == 0 ? run.limits.arrayElements : std::min(run.limits.arrayElements, briefElements);
    const uint64_t count = std::min(*parts.length, limit);
    run.out += '[';
    uint64_t shown = 0;
    for (; shown < count && !run.isFull(); ++shown) {
        const Value element = m_reader.element(value, shown);
        if (shown > 0)
            run.out += ',';
        writeBrief(run, element, {.depth = place.depth + 1, .nesting = place.nesting});
        // One element that can't be read stands for those behind it.
        if (!element.type || !m_reader.bytes(element, 0, std::min<uint64_t>(element.type->size, 8)))
            break;
    }
    run.out += shown < *parts.length ? (shown > 0 ? ",…]" : "…]") : "]";
}

void ValueFormat::writeBriefMap(Run &run, const Value &value, Place)
{
    const auto address = m_reader.word(value);
    const auto count = address ? m_containers.mapCount(value) : std::unexpected(address.error());
    if (!count)
        run.out += errorInPlace(count.error());
    else
        run.out += *address == 0 ? "nil" : counted(*count, "entry", "entries");
}

void ValueFormat::writeBriefInterface(Run &run, const Value &value, Place place)
{
    const auto descriptor = m_dynamic.descriptorIn(value);
    if (descriptor && descriptor->isNull()) {
        run.out += "nil";
        return;
    }
    const auto data = descriptor ? m_dynamic.dynamicValue(value) : std::unexpected(descriptor.error());
    if (!data) {
        run.out += errorInPlace(data.error());
        return;
    }
    run.out += data->type->name + ' ';
    const auto pointee = data->type->kind == TypeKind::Pointer ? m_reader.pointee(*data) : Result<Value>(*data);
    const bool showPointee = pointee && pointee->type && pointee->type->kind == TypeKind::Struct;
    ++place.depth;
    writeBrief(run, showPointee ? *pointee : *data, place);
}

}
