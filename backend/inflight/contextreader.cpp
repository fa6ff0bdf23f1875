// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/contextreader.h"

#include "backend/inflight/frameslots.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostLinks = 64;
constexpr size_t mostValues = 16;
constexpr size_t mostRows = 20'000; ///< goroutines whose frames are looked through
constexpr size_t mostFrames = 100; ///< of one of them
constexpr LoadLimits valueLimits{.stringBytes = 64, .arrayElements = 4, .depth = 1, .structFields = 6};

bool isEarlier(const GoTime &left, const GoTime &right)
{
    return std::pair(left.seconds, left.nanoseconds) < std::pair(right.seconds, right.nanoseconds);
}

}

void ContextReader::readCancelled(Chain &chain, const Value &context) const
{
    const KnownFields &fields = m_sources.fields();
    auto reason = fields.at(context, "err");
    if (reason && reason->type->name == "sync/atomic.Value") // since Go 1.26
        reason = fields.at(*reason, "v");
    if (!reason || fields.isNil(*reason) != false || !chain.done.empty())
        return;
    chain.done = m_sources.evaluator.errorText(*reason).value_or("done");
    const auto cause = fields.at(context, "cause");
    if (cause && fields.isNil(*cause) == false) {
        const std::string why = m_sources.evaluator.errorText(*cause).value_or(std::string());
        if (why != chain.done)
            chain.cause = why;
    }
}

void ContextReader::readValue(Chain &chain, const Value &context) const
{
    const KnownFields &fields = m_sources.fields();
    const auto key = fields.at(context, "key");
    const auto held = fields.at(context, "val");
    if (!key || !held || chain.values.size() >= mostValues)
        return;
    const auto inner = m_sources.evaluator.dynamicValue(*key);
    const std::string type = inner && inner->type ? m_sources.evaluator.printedTypeName(*inner->type) : "?";
    if (type == "*http.contextKey")
        return; // the server and the local address, which are in every request
    std::string name = m_sources.evaluator.formatShort(*key, valueLimits);
    if (name.empty() || name == "{}")
        name = type;
    std::string value = m_sources.evaluator.formatShort(*held, valueLimits);
    if (const auto text = fields.followed(*held); text && text->type->kind == TypeKind::String)
        value = m_sources.evaluator.formatShort(*text, valueLimits);
    chain.values.emplace_back(name, m_sources.mask.named(name + type, value));
}

void ContextReader::readLink(Chain &chain, const Value &link, bool isCut) const
{
    const KnownFields &fields = m_sources.fields();
    const std::string_view name = link.type->name;
    const auto add
        = [&chain](std::string_view kind) { chain.kinds += (chain.kinds.empty() ? "" : " ← ") + std::string(kind); };
    if (name == "context.valueCtx") {
        add("WithValue");
        readValue(chain, link);
    } else if (name == "context.cancelCtx") {
        add("WithCancel");
        if (!isCut)
            readCancelled(chain, link);
    } else if (name == "context.timerCtx") {
        add("WithDeadline");
        if (isCut)
            return;
        if (const auto inner = fields.at(link, "cancelCtx"))
            readCancelled(chain, *inner);
        const auto deadline = fields.at(link, "deadline");
        const auto time = deadline ? GoTime::read(fields.reader(), *deadline) : fail(ErrorCode::NotFound, {});
        if (time && (!chain.deadline || isEarlier(*time, *chain.deadline))) {
            chain.deadline = *time;
            chain.deadlineOwner = link.address;
        }
    } else if (name == "context.withoutCancelCtx") {
        add("WithoutCancel");
    } else if (name == "context.afterFuncCtx") {
        add("AfterFunc");
    } else if (name == "os/signal.signalCtx") {
        add("NotifyContext");
    }
}

ContextReader::Chain ContextReader::read(const Value &context) const
{
    const KnownFields &fields = m_sources.fields();
    Chain chain;
    auto link = fields.followed(context);
    bool isCut = false; // by WithoutCancel: what is above neither ends nor limits it
    for (unsigned i = 0; link && i < mostLinks; ++i) {
        const std::string name = link->type->name;
        if (name == "context.backgroundCtx" || name == "context.todoCtx") {
            chain.kinds += std::string(chain.kinds.empty() ? "" : " ← ")
                + (name == "context.todoCtx" ? "TO" "DO" : "Background");
            chain.isWhole = chain.isContext = true;
            break;
        }
        const bool isKnown = name.starts_with("context.") || name == "os/signal.signalCtx";
        if (!isKnown) {
            // Types of libraries mostly embed the one that they are made from; what they do themselves is not known.
            chain.kinds += (chain.kinds.empty() ? "" : " ← ") + m_sources.evaluator.printedTypeName(*link->type);
            break;
        }
        chain.isContext = true;
        readLink(chain, *link, isCut);
        isCut = isCut || name == "context.withoutCancelCtx";
        std::string_view parent = "Context";
        if (name == "context.timerCtx" || name == "context.afterFuncCtx")
            parent = "cancelCtx.Context";
        else if (name == "context.withoutCancelCtx")
            parent = "c";
        const auto next = fields.at(*link, parent);
        link = next ? fields.followed(*next) : std::nullopt;
    }
    chain.saysSomething = chain.deadline || !chain.done.empty() || !chain.values.empty();
    return chain;
}

void ContextReader::describe(InFlightItem &item, const Chain &chain) const
{
    if (chain.deadline)
        addFact(item, "deadline", m_sources.moment().text(*chain.deadline));
    addFact(item, "done", chain.done);
    addFact(item, "cause", chain.cause);
    for (const auto &[key, value] : chain.values)
        addFact(item, "value", key + ": " + value);
}

std::optional<Address> ContextReader::addressOf(const Value &context) const
{
    const auto link = m_sources.fields().followed(context);
    return link && !link->address.isNull() ? std::optional(link->address) : std::nullopt;
}

std::optional<Value> ContextReader::contextOf(uint64_t table, uint64_t data)
{
    const ValueReader &reader = m_sources.fields().reader();
    const auto [entry, isNew] = m_types.try_emplace(table);
    if (isNew) {
        // Go internal/abi/iface.go: ITab{Inter, Type, …}
        const auto interface = reader.memory().readPointer({table});
        const auto type = interface ? reader.memory().readPointer({table + sizeof(uint64_t)}) : interface;
        const auto name = type ? reader.types().typeOfDescriptor(*interface, false) : fail(ErrorCode::NotFound, {});
        if (name && (*name)->name == "context.Context")
            entry->second = *type;
    }
    if (entry->second.isNull())
        return std::nullopt;
    auto value = m_sources.evaluator.valueOfRuntimeType(entry->second, {data});
    return value && !value->error ? std::optional(std::move(*value)) : std::nullopt;
}

void ContextReader::search(InFlight::Section &section, const std::set<uint64_t> &told)
{
    const FrameSlots slots(m_sources.runtime);
    const auto modules = &m_sources.runtime.target();
    std::set<Address> seen;
    size_t looked = 0;
    uint64_t passed = 0;
    for (uint32_t row = 0; row < m_sources.table.size(); ++row) {
        if (m_sources.table.isSystem[row] || told.contains(m_sources.table.id[row]))
            continue;
        if (looked >= mostRows) {
            ++passed;
            continue;
        }
        if (++looked % 64 == 0 && m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        for (size_t frame = 0; frame < stack.frames.size(); ++frame) {
            if (stack.frames[frame].inlined)
                continue;
            for (const FrameSlots::Slot &slot : slots.of(stack, frame)) {
                const uint64_t table = slot.isUsed ? slots.wordBefore(slot) : 0;
                if (table == 0 || (!modules->moduleAt({table}) && !m_types.contains(table)))
                    continue;
                const auto context = contextOf(table, slot.word);
                const auto address = context ? addressOf(*context) : std::nullopt;
                if (!address || !seen.insert(*address).second)
                    continue;
                const Chain chain = read(*context);
                if (!chain.isContext || !chain.saysSomething)
                    continue;
                InFlightItem item{.title = chain.kinds, .address = *address};
                describe(item, chain);
                m_sources.describeGoroutine(item, row);
                addItem(section, std::move(item));
            }
        }
    }
    if (passed > 0)
        section.unanswered.push_back(std::to_string(passed) + " more goroutines were not looked through for contexts.");
}

}
