// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valueformat.h"

#include "backend/base/text.h"
#include "backend/eval/formatrun.h"
#include "backend/eval/gotime.h"
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <bit>

namespace Freezeframe
{

namespace
{

/// Elements that can't be read after which a list stops: the rest will hardly be better.
constexpr unsigned maxBadElements = 3;

/// "(*main.T)(0xc000…)": what lies at an address, in a form that an expression can be made of. Names with a path are
/// quoted; @p prefix, a star or nothing, stays outside of the quotes.
std::string addressOfType(std::string_view prefix, std::string_view typeName, Address address)
{
    const std::string quote = typeName.find_first_of("/%-~+") != std::string_view::npos ? "\"" : "";
    return '(' + std::string(prefix) + quote + std::string(typeName) + quote + ")(" + address.toString() + ')';
}

}

std::string errorInPlace(const Error &error)
{
    if (error.code == ErrorCode::OptimizedOut)
        return "(optimised out)";
    return "(unreadable " + error.toString() + ')';
}

std::string constantName(const std::vector<TypeConstant> &constants, int64_t value)
{
    // Of several names for one value none is the right one.
    std::string names;
    for (const TypeConstant &constant : constants) {
        if (constant.value == value)
            names += (names.empty() ? "" : " or ") + constant.name;
    }
    if (!names.empty() || value == 0)
        return names;
    // Flags: made of constants with one bit each, all bits named once.
    uint64_t rest = static_cast<uint64_t>(value);
    uint64_t seen = 0;
    for (const TypeConstant &constant : constants) {
        const auto bit = static_cast<uint64_t>(constant.value);
        if (!std::has_single_bit(bit) || (static_cast<uint64_t>(value) & bit) == 0)
            continue;
        if ((seen & bit) != 0)
            return {};
        seen |= bit;
        names += (names.empty() ? "" : "|") + constant.name;
        rest &= ~bit;
    }
    if (rest != 0)
        return {};
    // Names for 1, 2, 3 and 4 in turn number things, and are no flags.
    const auto isNamed
        = [&constants](int64_t number) { return std::ranges::contains(constants, number, &TypeConstant::value); };
    return isNamed(1) && isNamed(2) && isNamed(3) && value > 3 ? std::string() : names;
}

std::string ValueFormat::full(const Value &value, const LoadLimits &limits)
{
    Run run{.limits = limits};
    write(run, value, {.withType = true});
    return limits.hasLines ? ValueLayout::laidOut(run.out) : std::move(run.out);
}

std::string ValueFormat::integer(const Value &value)
{
    const auto number = m_reader.integer(value);
    if (!number)
        return errorInPlace(number.error());
    std::string text = integerText(*number);
    const Type &type = *value.type;
    std::string name;
    if (type.kind == TypeKind::Enum)
        name = constantName(type.constants, static_cast<int64_t>(*number));
    else if (type.isGo && type.name.contains('.') && !type.name.starts_with("C."))
        name = constantName(m_reader.types().constantsOf(&type), static_cast<int64_t>(*number));
    return name.empty() ? text : name + " (" + text + ')';
}

void ValueFormat::write(Run &run, const Value &value, Place place)
{
    if (run.isFull())
        return;
    if (value.error || !value.type) {
        run.out += value.error ? errorInPlace(*value.error) : "(unreadable no type)";
        return;
    }
    if (++place.nesting > Run::maxNesting) {
        run.out += "...";
        return;
    }
    switch (value.type->kind) {
    case TypeKind::String: writeString(run, value); break;
    case TypeKind::Slice:
    case TypeKind::Array: writeSequence(run, value, place); break;
    case TypeKind::Struct:
    case TypeKind::Union: writeStruct(run, value, place); break;
    case TypeKind::Pointer: writePointer(run, value, place); break;
    case TypeKind::Map: writeMap(run, value, place); break;
    case TypeKind::Chan: writeChannel(run, value); break;
    case TypeKind::Interface: writeInterface(run, value, place); break;
    case TypeKind::Func: writeFunction(run, value); break;
    default: writeScalar(run, value); break;
    }
}

std::optional<std::string> ValueFormat::asked(const GoVerb &verb, const Value &value)
{
    if (verb.letter == 0)
        return std::nullopt;
    const uint64_t size = value.type->size;
    switch (value.type->kind) {
    case TypeKind::Bool:
    case TypeKind::Void: return std::nullopt;
    case TypeKind::Float: {
        const auto number = m_reader.floating(value);
        return number ? verb.floating(*number, size) : std::nullopt;
    }
    case TypeKind::Complex: {
        const auto number = m_reader.complex(value);
        return number ? verb.complex(*number, size) : std::nullopt;
    }
    default: {
        const auto number = m_reader.integer(value);
        return number ? verb.integer(*number) : std::nullopt;
    }
    }
}

void ValueFormat::writeScalar(Run &run, const Value &value)
{
    const auto append
        = [&run](const auto &result, auto text) { run.out += result ? text(*result) : errorInPlace(result.error()); };
    const uint64_t size = value.type->size;
    if (const auto text = asked(run.limits.verb, value)) {
        run.out += *text;
        return;
    }
    switch (value.type->kind) {
    case TypeKind::Bool:
        append(m_reader.integer(value), [](Int128 number) { return std::string(number != 0 ? "true" : "false"); });
        break;
    case TypeKind::Float:
        append(m_reader.floating(value), [size](double number) { return floatText(number, size); });
        break;
    case TypeKind::Complex:
        append(m_reader.complex(value), [size](const auto &number) { return complexText(number, size); });
        break;
    case TypeKind::UnsafePointer:
        append(m_reader.word(value), [](uint64_t address) { return "unsafe.Pointer(" + hex(address) + ')'; });
        break;
    case TypeKind::Void: run.out += "void"; break;
    default: run.out += integer(value); break;
    }
}

void ValueFormat::writeString(Run &run, const Value &value)
{
    const auto length = m_reader.sequence(value).length;
    const auto text = length ? m_reader.text(value, 0, run.limits.stringBytes) : std::unexpected(length.error());
    if (!text) {
        run.out += errorInPlace(text.error());
        return;
    }
    std::string quoted = run.limits.verb.text(*text).value_or(goQuoted(*text));
    if (*length > text->size())
        quoted.insert(quoted.size() - (quoted.ends_with('"') ? 1 : 0),
                      "...+" + std::to_string(*length - text->size()) + " more");
    run.out += quoted;
}

void ValueFormat::writeSequence(Run &run, const Value &value, Place place)
{
    const ValueReader::Sequence parts = m_reader.sequence(value);
    const bool isSlice = value.type->kind == TypeKind::Slice;
    const auto number
        = [](const Result<uint64_t> &part) { return part ? std::to_string(*part) : errorInPlace(part.error()); };
    if (place.withType) {
        run.out += value.type->name + ' ';
        if (isSlice)
            run.out += "len: " + number(parts.length) + ", cap: " + number(parts.capacity) + ", ";
    }
    if (!parts.base || !parts.length) {
        // What the type has already said is not said again.
        if (!parts.base)
            run.out += errorInPlace(parts.base.error());
        else
            run.out += place.withType ? "[...]" : errorInPlace(parts.length.error());
        return;
    }
    const bool isNil = isSlice && parts.base->isNull() && !value.contents;
    if (isNil)
        run.out += *parts.length == 0 ? "nil" : "(unreadable " + number(parts.length) + " elements at nil)";
    else
        writeElements(run, value, *parts.length, place);
}

void ValueFormat::writeElements(Run &run, const Value &value, uint64_t length, Place place)
{
    const bool spreads = run.limits.hasLines && length > 0 && m_layout.spreadsElements(value, length);
    run.out += '[';
    const uint64_t count = std::min(length, run.limits.arrayElements);
    unsigned bad = 0;
    uint64_t shown = 0;
    for (; shown < count && bad <= maxBadElements && !run.isFull(); ++shown) {
        if (shown > 0)
            run.out += ',';
        if (spreads)
            run.out += shown == 0 ? ValueLayout::open : ValueLayout::next;
        const Value element = m_reader.element(value, shown);
        write(run, element, {.withType = false, .depth = place.depth + 1, .nesting = place.nesting});
        const bool readable = element.type && m_reader.bytes(element, 0, std::min<uint64_t>(element.type->size, 8));
        if (!readable)
            ++bad;
    }
    if (shown < length)
        run.out += shown > 0 ? ",...+" + std::to_string(length - shown) + " more" : "...";
    if (spreads && shown > 0)
        run.out += std::string(",") + ValueLayout::close;
    run.out += ']';
}

void ValueFormat::writeStruct(Run &run, const Value &value, Place place)
{
    const Type &type = *value.type;
    if (writeFollowed(run, value, place))
        return;
    if (place.depth > run.limits.depth && !type.fields.empty()) {
        if (value.bytes)
            run.out += (place.withType ? type.name + " " : std::string()) + "{...}";
        else
            run.out += addressOfType("*", type.name, value.address);
        return;
    }
    if (type.name == "time.Time") {
        const auto time = GoTime::read(m_reader, value);
        const std::string text = time ? time->rfc3339() : std::string();
        if (!text.empty()) {
            run.out += type.name + '(' + text;
            if (time->monotonic)
                run.out += (*time->monotonic < 0 ? ", " : ", +") + std::to_string(*time->monotonic);
            run.out += ')';
            place.withType = false;
        }
    }
    if (place.withType)
        run.out += type.name + ' ';
    const bool spreads = run.limits.hasLines && m_layout.spreadsFields(value);
    run.out += '{';
    uint64_t shown = 0;
    for (const TypeField &field : type.fields) {
        if (shown == run.limits.structFields || run.isFull())
            break;
        run.out += shown > 0 ? ", " : "";
        if (spreads)
            run.out += shown == 0 ? ValueLayout::open : ValueLayout::next;
        run.out += field.name + ": ";
        write(run, m_reader.field(value, field),
              {.withType = true, .depth = place.depth + 1, .nesting = place.nesting});
        ++shown;
    }
    if (shown < type.fields.size())
        run.out += ",...+" + std::to_string(type.fields.size() - shown) + " more";
    if (spreads && shown > 0)
        run.out += std::string(",") + ValueLayout::close;
    run.out += '}';
}

void ValueFormat::writePointer(Run &run, const Value &value, Place place)
{
    const auto address = m_reader.word(value);
    if (!address) {
        run.out += errorInPlace(address.error());
        return;
    }
    if (value.type->name == "untyped nil") {
        run.out += "nil";
        return;
    }
    if (m_reader.isCString(*value.type)) {
        const auto text = *address == 0 ? Result<std::string>("") : m_reader.text(value, 0, run.limits.stringBytes);
        const bool isCut = text && text->size() == run.limits.stringBytes;
        if (!text)
            run.out += errorInPlace(text.error());
        else
            run.out += *address == 0 ? "nil" : goQuoted(*text + (isCut ? "...+1 more" : ""));
        return;
    }
    const auto element = m_reader.types().type(value.type->element);
    if (!element || (*element)->kind == TypeKind::Void) {
        run.out += "unsafe.Pointer(" + hex(*address) + ')';
        return;
    }
    if (*address == 0) {
        run.out += place.withType ? '*' + (*element)->name + " nil" : "*nil";
        return;
    }
    const bool isPointer = (*element)->kind == TypeKind::Pointer;
    const bool isDeep = isPointer && place.depth > run.limits.depth;
    if (isDeep || value.isAddressOnly || place.nesting >= Run::maxNesting
        || (!(*element)->isGo && (*element)->kind == TypeKind::Func)) {
        run.out += addressOfType("", value.type->name, Address{*address});
        return;
    }
    if (isPointer || (*element)->kind == TypeKind::Interface)
        ++place.depth;
    run.out += '*';
    const auto pointee = m_reader.pointee(value);
    if (pointee)
        write(run, *pointee, place);
    else
        run.out += errorInPlace(pointee.error());
}

void ValueFormat::writeChannel(Run &run, const Value &value)
{
    run.out += value.type->name + ' ';
    const auto channel = m_containers.channel(value);
    if (channel)
        run.out += std::to_string(channel->queued) + '/' + std::to_string(channel->capacity);
    else
        run.out += channel.error().code == ErrorCode::NotFound ? "nil" : errorInPlace(channel.error());
}

void ValueFormat::writeInterface(Run &run, const Value &value, Place place)
{
    const auto descriptor = m_dynamic.descriptorIn(value);
    if (descriptor && descriptor->isNull()) {
        run.out += place.withType ? value.type->name + " nil" : "nil";
        return;
    }
    const auto data = descriptor ? m_dynamic.dynamicValue(value) : std::unexpected(descriptor.error());
    if (!data) {
        run.out += errorInPlace(data.error());
        return;
    }
    if (place.withType)
        run.out += value.type->name + '(' + data->type->name + ") ";
    const bool isPointer = data->type->kind == TypeKind::Pointer;
    if (isPointer) {
        const auto address = m_reader.word(*data);
        if (address && *address == 0) {
            run.out += "nil";
            return;
        }
    }
    if (place.depth > run.limits.depth) {
        if (isPointer || value.bytes)
            run.out += "...";
        else
            run.out += '*' + addressOfType("*", value.type->name, value.address);
        return;
    }
    place.withType = !place.withType;
    write(run, *data, place);
}

void ValueFormat::writeFunction(Run &run, const Value &value)
{
    const auto entry = m_dynamic.functionEntry(value);
    if (!entry) {
        run.out += errorInPlace(entry.error());
        return;
    }
    if (entry->isNull()) {
        run.out += "nil";
        return;
    }
    const std::string name = m_dynamic.functionName(*entry);
    run.out += name.empty() ? "(unreadable no function at " + entry->toString() + ')' : name;
}

}
