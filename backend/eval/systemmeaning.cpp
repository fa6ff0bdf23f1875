// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/systemmeaning.h"

#include "backend/eval/numbertext.h"

#include <set>

namespace Freezeframe
{

namespace
{

constexpr uint64_t shownElements = 8;
constexpr uint64_t mostProcessors = 4096;
constexpr size_t mostQueues = 64; ///< of one processor; each is twice as long as the one before

}

std::optional<std::string> SystemMeaning::of(const Value &value) const
{
    const std::string_view name = value.type->name;
    if (name == "os.File")
        return ofFile(value);
    if (name == "container/list.List")
        return ofList(value);
    if (name == "sync.Pool")
        return ofPool(value);
    if (name == "reflect.Value")
        return ofReflected(value);
    return std::nullopt;
}

SystemMeaning::Text SystemMeaning::ofFile(const Value &value) const
{
    const Text name = m_fields.text(value, "file.name");
    const auto descriptor = m_fields.number(value, "file.pfd.Sysfd");
    const auto state = m_fields.number(value, "file.pfd.fdmu.state");
    if (!name || !descriptor || !state)
        return std::nullopt;
    const bool isClosed = (*state & 1) != 0; // Go internal/poll/fd_mutex.go: mutexClosed
    return *name + (isClosed ? ", closed" : ", fd " + integerText(*descriptor));
}

/// A ring through the list's own root (Go container/list/list.go), unless the core is damaged.
SystemMeaning::Text SystemMeaning::ofList(const Value &value) const
{
    const auto length = m_fields.number(value, "len");
    const auto root = m_fields.at(value, "root");
    if (!length || !root || *length < 0)
        return std::nullopt;
    std::string text = integerText(*length) + (*length == 1 ? " element" : " elements");
    if (value.bytes || *length == 0)
        return text;
    auto next = m_fields.at(*root, "next");
    std::set<uint64_t> seen;
    const auto count = static_cast<uint64_t>(std::min<Int128>(*length, shownElements));
    for (uint64_t i = 0; i < count; ++i) {
        const auto element = next ? m_fields.followedStruct(*next, "container/list.Element") : std::nullopt;
        if (!element || element->address == root->address || !seen.insert(element->address.value).second)
            return text + " (its links are damaged)";
        const auto held = m_fields.at(*element, "Value");
        if (!held)
            return text;
        text += (i == 0 ? ": " : ", ") + m_brief(*held);
        next = m_fields.at(*element, "next");
    }
    return *length > Int128(count) ? text + ", …" : text;
}

/// Go sync/poolqueue.go: poolChain, a list of rings from the tail, which is taken from, to the head.
std::optional<uint64_t> SystemMeaning::queued(const Value &chain) const
{
    auto next = m_fields.at(chain, "head");
    uint64_t total = 0;
    for (size_t i = 0; i < mostQueues; ++i) {
        // Since Go 1.24 some of these pointers are atomic.Pointers.
        const bool isAtomic = next && next->type->kind == TypeKind::Struct;
        const auto word = next ? m_fields.reader().word(*next, 0) : std::unexpected(optimizedOut());
        if (!word)
            return std::nullopt;
        if (*word == 0)
            return total;
        const auto type = m_fields.reader().types().typeNamed("sync.poolChainElt");
        if (!type)
            return std::nullopt;
        const Value queue = isAtomic || next->type->kind == TypeKind::Pointer
            ? m_fields.reader().at(*type, Address{*word}, {})
            : Value();
        const auto both = queue.type ? m_fields.number(queue, "poolDequeue.headTail") : std::nullopt;
        if (!both)
            return std::nullopt;
        const auto bits = static_cast<uint64_t>(*both);
        total += static_cast<uint32_t>(static_cast<uint32_t>(bits >> 32) - static_cast<uint32_t>(bits));
        next = m_fields.at(queue, "prev");
    }
    return std::nullopt;
}

std::optional<uint64_t> SystemMeaning::kept(const Value &pool, std::string_view array, std::string_view size) const
{
    const auto base = m_fields.at(pool, array);
    const auto count = m_fields.number(pool, size);
    const auto type = m_fields.reader().types().typeNamed("sync.poolLocal");
    const auto start = base ? m_fields.reader().word(*base) : std::unexpected(optimizedOut());
    if (!count || !type || !start || *count < 0 || *count > Int128(mostProcessors))
        return std::nullopt;
    if (*start == 0 || *count == 0)
        return 0;
    uint64_t total = 0;
    for (uint64_t i = 0; i < static_cast<uint64_t>(*count); ++i) {
        const Value local = m_fields.reader().at(*type, Address{*start + i * (*type)->size}, {});
        const auto own = m_fields.at(local, "poolLocalInternal.private");
        const auto shared = m_fields.at(local, "poolLocalInternal.shared");
        const auto isEmpty = own && own->type->kind == TypeKind::Interface ? m_fields.isNil(*own) : std::nullopt;
        const auto queue = shared ? queued(*shared) : std::nullopt;
        if (!isEmpty || !queue)
            return std::nullopt;
        total += *queue + (*isEmpty ? 0 : 1);
    }
    return total;
}

SystemMeaning::Text SystemMeaning::ofPool(const Value &value) const
{
    const auto current = kept(value, "local", "localSize");
    const auto old = kept(value, "victim", "victimSize");
    if (!current || !old)
        return std::nullopt;
    std::string text = std::to_string(*current + *old) + " kept";
    if (*old > 0)
        text += ", " + std::to_string(*old) + " of them until the next collection";
    return text;
}

SystemMeaning::Text SystemMeaning::ofReflected(const Value &value) const
{
    // Go reflect/value.go: flag
    constexpr uint64_t flagIndirect = 1 << 7;
    constexpr uint64_t flagMethod = 1 << 9;
    const auto type = m_fields.at(value, "typ_");
    const auto data = m_fields.at(value, "ptr");
    const auto flag = m_fields.number(value, "flag");
    const auto descriptor = type ? m_fields.reader().word(*type) : std::unexpected(optimizedOut());
    const auto pointer = data ? m_fields.reader().word(*data) : std::unexpected(optimizedOut());
    if (!descriptor || !pointer || !flag)
        return std::nullopt;
    if (*flag == 0)
        return "no value";
    const auto bits = static_cast<uint64_t>(*flag);
    if ((bits & flagMethod) != 0)
        return "a method value";
    const auto held = m_fields.reader().types().typeOfDescriptor(Address{*descriptor}, true);
    if (!held)
        return std::nullopt;
    Value inner = m_fields.reader().part(*data, *held, 0, {}); // pointer-shaped: the word is the value
    if ((bits & flagIndirect) != 0)
        inner = m_fields.reader().at(*held, Address{*pointer}, {});
    else if ((*held)->size != sizeof(uint64_t))
        return std::nullopt;
    if (inner.error)
        return std::nullopt;
    return (*held)->name + ' ' + m_brief(inner);
}

}
