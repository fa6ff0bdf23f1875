// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/meaning.h"

#include "backend/base/text.h"
#include "backend/eval/gotime.h"
#include "backend/eval/numbertext.h"

namespace Freezeframe
{

namespace
{

constexpr unsigned maxDepth = 4; ///< pointers and interfaces around what has a meaning
constexpr uint64_t previewBytes = 64;

std::string counted(Int128 count, std::string_view one, std::string_view many)
{
    return integerText(count) + ' ' + std::string(count == 1 ? one : many);
}

}

std::string Meaning::of(const Value &value, unsigned depth) const
{
    if (value.error || !value.type || depth > maxDepth)
        return {};
    const std::string_view name = value.type->name;
    switch (value.type->kind) {
    case TypeKind::Interface: {
        if (auto text = m_errors.of(value))
            return *text;
        const auto data = m_dynamic.dynamicValue(value);
        return data ? of(*data, depth + 1) : std::string();
    }
    case TypeKind::Pointer: {
        if (name == "*internal/abi.Type" || name == "*reflect.rtype" || name == "*runtime._type") {
            const auto address = m_reader.word(value);
            const auto type = address && *address != 0 ? m_reader.types().typeOfDescriptor(Address{*address}, false)
                                                       : Result<const Type *>(fail(ErrorCode::NotFound, {}));
            return type ? (*type)->name : std::string();
        }
        const auto element = m_reader.types().type(value.type->element);
        if (element && (*element)->kind == TypeKind::Func && !value.type->isGo) {
            const auto entry = m_dynamic.functionEntry(value);
            return entry && !entry->isNull() ? m_dynamic.functionName(*entry) : std::string();
        }
        if (auto text = m_errors.of(value))
            return *text;
        if (!element || (*element)->kind != TypeKind::Struct)
            return {};
        const auto pointee = m_reader.pointee(value);
        return pointee && !pointee->error ? ofStruct(*pointee) : std::string();
    }
    case TypeKind::Struct: {
        const auto text = m_errors.of(value);
        return text ? *text : ofStruct(value);
    }
    case TypeKind::String: {
        const auto length = m_reader.sequence(value).length;
        return length ? counted(Int128(*length), "byte", "bytes") : std::string();
    }
    case TypeKind::Slice:
    case TypeKind::Array: {
        const auto text = ofWellKnown(value);
        return text ? *text : ofBytes(value);
    }
    case TypeKind::Map: return ofWellKnown(value).value_or(std::string());
    case TypeKind::Int:
    case TypeKind::Uint:
        if (name == "time.Duration") {
            const auto number = m_reader.integer(value);
            return number ? durationText(static_cast<int64_t>(*number)) : std::string();
        }
        return m_errors.of(value).value_or(std::string());
    default: return {};
    }
}

std::string Meaning::ofStruct(const Value &value) const
{
    const std::string_view name = value.type->name;
    if (name == "time.Time") {
        const auto time = GoTime::read(m_reader, value);
        if (!time)
            return {};
        return time->readable() + (time->zoneKnown ? "" : " (its zone can't be told)");
    }
    if (name == "sync.Mutex" || name == "internal/sync.Mutex")
        return ofMutex(value);
    if (name == "sync.RWMutex")
        return ofReadWriteMutex(value);
    if (name == "sync.WaitGroup")
        return ofWaitGroup(value);
    if (name == "sync.Once")
        return ofOnce(value);
    return ofWellKnown(value).value_or(std::string());
}

std::optional<Int128> Meaning::number(const Value &structure, std::string_view field) const
{
    return m_fields.number(structure, field);
}

std::optional<std::string> Meaning::ofWellKnown(const Value &value) const
{
    if (!value.type->isGo)
        return std::nullopt;
    if (auto text = m_net.of(value))
        return text;
    if (auto text = m_web.of(value))
        return text;
    if (auto text = m_contexts.of(value))
        return text;
    if (auto text = m_texts.of(value))
        return text;
    if (auto text = m_system.of(value))
        return text;
    return m_bigNumbers.of(value);
}

std::string Meaning::ofMutex(const Value &value) const
{
    // Go 1.24 moved the fields into an inner mutex called mu.
    const auto inner = m_reader.fieldNamed(value, "mu");
    const auto state = number(inner ? *inner : value, "state");
    if (!state)
        return {};
    // Go internal/sync/mutex.go: mutexLocked, mutexWoken, mutexStarving, mutexWaiterShift
    constexpr int lockedBit = 1;
    constexpr int starvingBit = 4;
    constexpr int waiterShift = 3;
    std::string text = (*state & lockedBit) != 0 ? "locked" : "unlocked";
    if (const Int128 waiting = *state >> waiterShift; waiting > 0)
        text += ", " + integerText(waiting) + (waiting == 1 ? " waits" : " wait");
    if ((*state & starvingBit) != 0)
        text += ", starving";
    return text;
}

std::string Meaning::ofReadWriteMutex(const Value &value) const
{
    const auto count = number(value, "readerCount");
    const auto departing = number(value, "readerWait");
    if (!count || !departing)
        return {};
    constexpr Int128 maxReaders = 1 << 30; // Go sync/rwmutex.go: rwmutexMaxReaders, taken off while a writer is there
    if (*count >= 0)
        return *count == 0 ? "unlocked" : "read by " + integerText(*count);
    const Int128 waiting = *count + maxReaders - *departing;
    std::string text = *departing > 0 ? "a writer waits for " + counted(*departing, "reader", "readers")
                                      : std::string("locked for writing");
    if (waiting > 0)
        text += ", " + counted(waiting, "reader waits", "readers wait");
    return text;
}

std::string Meaning::ofWaitGroup(const Value &value) const
{
    const auto state = number(value, "state");
    if (!state)
        return {};
    // Go sync/waitgroup.go: counter in the high 32 bits, waiters in the low ones, whose highest is a flag since 1.25
    const auto bits = static_cast<uint64_t>(*state);
    const auto counter = static_cast<int32_t>(bits >> 32);
    const uint64_t waiters = bits & 0x7fffffff;
    std::string text = "counter " + std::to_string(counter);
    if (waiters > 0)
        text += ", " + std::to_string(waiters) + (waiters == 1 ? " waits" : " wait");
    return text;
}

std::string Meaning::ofOnce(const Value &value) const
{
    const auto done = number(value, "done");
    return !done ? std::string() : *done != 0 ? "done" : "not done";
}

std::string Meaning::ofBytes(const Value &value) const
{
    const auto element = m_reader.types().type(value.type->element);
    const bool isCText = element && ((*element)->kind == TypeKind::Char || (*element)->name.ends_with("_Ctype_char"));
    if (!element || (*element)->size != 1 || ((*element)->kind != TypeKind::Uint && !isCText))
        return {};
    const auto length = m_reader.sequence(value).length;
    if (!length || *length == 0)
        return {};
    const auto bytes = m_reader.text(value, 0, previewBytes);
    if (!bytes)
        return {};
    if (const size_t end = isCText ? bytes->find('\0') : std::string::npos; end != std::string::npos) {
        const std::string_view text = std::string_view(*bytes).substr(0, end);
        return isPlainText(text, false) ? goQuoted(text) : std::string();
    }
    const bool isCut = *length > bytes->size();
    return isPlainText(*bytes, isCut) ? goQuoted(*bytes) + (isCut ? "…" : "") : std::string();
}

}
