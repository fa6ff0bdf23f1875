// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/databases.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t mostFrames = 1000;
constexpr uint64_t mostArguments = 64;
constexpr Int128 mostConnections = 1 << 24;
constexpr LoadLimits argumentLimits{.stringBytes = 128, .arrayElements = 16, .depth = 1};

/// What callers call, and what goes on with it (Go 1.22 to 1.27 database/sql/sql.go). Lent connections of a pool wait
/// in the driver below these.
constexpr std::array queryFunctions = std::to_array<std::string_view>({
    "database/sql.(*DB).conn",           "database/sql.(*DB).queryDC",        "database/sql.(*DB).execDC",
    "database/sql.(*DB).query",          "database/sql.(*DB).exec",           "database/sql.(*DB).prepareDC",
    "database/sql.(*DB).beginDC",        "database/sql.(*DB).pingDC",         "database/sql.(*DB).QueryContext",
    "database/sql.(*DB).ExecContext",    "database/sql.(*DB).PrepareContext", "database/sql.(*DB).BeginTx",
    "database/sql.(*DB).PingContext",    "database/sql.(*Tx).QueryContext",   "database/sql.(*Tx).ExecContext",
    "database/sql.(*Stmt).QueryContext", "database/sql.(*Stmt).ExecContext",  "database/sql.(*Conn).QueryContext",
    "database/sql.(*Conn).ExecContext",  "database/sql.(*Rows).Next",         "database/sql.(*Tx).Commit",
    "database/sql.(*Tx).Rollback",       "database/sql.(*Tx).rollback",
});

bool isOfPackage(const Frame &frame)
{
    return frame.function.starts_with("database/sql.");
}

}

std::optional<InFlightItem> Databases::pool(Address address) const
{
    const KnownFields &fields = m_sources.fields();
    const auto db = m_sources.objectAt(address, "database/sql.DB");
    const auto connector = db ? fields.at(*db, "connector") : std::nullopt;
    const auto driver = connector && connector->type->kind == TypeKind::Interface
        ? m_sources.evaluator.dynamicValue(*connector)
        : Result<Value>(fail(ErrorCode::NotFound, {}));
    const auto open = db ? fields.number(*db, "numOpen") : std::nullopt;
    const auto idle = db ? fields.length(*db, "freeConn") : std::nullopt;
    const auto most = db ? fields.number(*db, "maxOpen") : std::nullopt;
    const auto channel = db ? fields.at(*db, "openerCh") : std::nullopt;
    if (!driver || !driver->type || !open || !idle || !most || !channel || fields.isNil(*channel) != false || *open < 0
        || *open > mostConnections || Int128(*idle) > *open)
        return std::nullopt;
    InFlightItem item{.address = address};
    const std::string type = m_sources.evaluator.printedTypeName(*driver->type);
    const Int128 used = *open - Int128(*idle);
    item.title = type + ": " + std::to_string(int64_t(used)) + " of "
        + (*most > 0 ? std::to_string(int64_t(*most)) : std::to_string(int64_t(*open)) + " open")
        + " connections in use";
    addFact(item, "connector", type);
    addFact(item, "open", std::to_string(int64_t(*open)));
    addFact(item, "in_use", std::to_string(int64_t(used)));
    addFact(item, "idle", std::to_string(*idle));
    addFact(item, "max_open", *most > 0 ? std::to_string(int64_t(*most)) : "without limit");
    if (const auto waited = fields.number(*db, "waitCount"); waited && *waited > 0)
        addFact(item, "waited", std::to_string(int64_t(*waited)) + " times so far");
    return item;
}

void Databases::searchPools(InFlight::Section &section)
{
    // A pool has one goroutine of its own till it is closed.
    static constexpr std::array opener = std::to_array<std::string_view>({"database/sql.(*DB).connectionOpener"});
    const FrameSlots slots(m_sources.runtime);
    std::set<Address> seen;
    for (const uint32_t row : m_sources.rowsIn(opener)) {
        if (m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        bool isFound = false;
        for (size_t i = 0; i < stack.frames.size() && !isFound; ++i) {
            if (stack.frames[i].function != opener.front())
                continue;
            for (const FrameSlots::Slot &slot : slots.of(stack, i)) {
                auto item = isFound || seen.contains({slot.word}) ? std::nullopt : pool({slot.word});
                if (!item)
                    continue;
                isFound = true;
                seen.insert({slot.word});
                item->goroutine = m_sources.table.id[row];
                addItem(section, std::move(*item));
            }
        }
        if (!isFound)
            section.unanswered.push_back("A pool of connections is there whose figures can't be told.");
    }
}

std::optional<std::string> Databases::sureText(const Value &value) const
{
    const ValueReader &reader = m_sources.fields().reader();
    if (value.error || !value.type || value.type->kind != TypeKind::String)
        return std::nullopt;
    const ValueReader::Sequence text = reader.sequence(value);
    // What the frame no longer uses may be gone, but not the program's own constants.
    if (!text.base || !text.length || *text.length == 0
        || (value.leftOver && !m_sources.runtime.target().moduleAt(*text.base)))
        return std::nullopt;
    return m_sources.fields().text(value, {});
}

void Databases::addArguments(InFlightItem &item, const Value &arguments) const
{
    const KnownFields &fields = m_sources.fields();
    const auto count = fields.length(arguments, {});
    if (arguments.leftOver || arguments.error || !count || arguments.type->kind != TypeKind::Slice)
        return;
    for (uint64_t i = 0; i < std::min(*count, mostArguments); ++i) {
        const Value one = fields.reader().element(arguments, i);
        const auto held = fields.followed(one);
        addFact(item, "argument", m_sources.evaluator.formatShort(held ? *held : one, argumentLimits));
    }
}

void Databases::describeQuery(InFlightItem &item, const Stack &stack) const
{
    bool hasArguments = false;
    bool hasContext = false;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        if (!isOfPackage(stack.frames[i]))
            continue;
        const auto variables = m_sources.evaluator.variables(stack, i);
        if (!variables)
            continue;
        for (const Value &value : *variables) {
            if (value.error || !value.type)
                continue;
            if (value.name == "query" && item.title.empty()) {
                item.title = sureText(value).value_or(std::string());
            } else if (value.name == "args" && !hasArguments) {
                const size_t before = item.facts.size();
                addArguments(item, value);
                hasArguments = item.facts.size() > before;
            } else if (value.type->name == "*database/sql.Stmt" && item.title.empty() && !value.leftOver) {
                item.title = m_sources.fields().text(value, "query").value_or(std::string());
            } else if (value.name == "ctx" && !hasContext && !value.leftOver) {
                const ContextReader::Chain chain = m_contexts.read(value);
                hasContext = chain.isContext;
                m_contexts.describe(item, chain);
            }
        }
    }
}

void Databases::searchQueries(InFlight::Section &section)
{
    for (const uint32_t row : m_sources.rowsIn(queryFunctions)) {
        if (m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        InFlightItem item;
        describeQuery(item, stack);
        if (item.title.empty())
            item.title = "a query whose text the frames don't tell";
        else
            item.facts.insert(item.facts.begin(), {.key = "query", .text = item.title});
        const auto call = std::ranges::find_if(stack.frames.rbegin(), stack.frames.rend(), isOfPackage);
        if (call != stack.frames.rend())
            addFact(item, "call", call->function.substr(call->function.find('.') + 1));
        const auto innermost = std::ranges::find_if(stack.frames, isOfPackage);
        if (innermost != stack.frames.end() && innermost->function == "database/sql.(*DB).conn")
            addFact(item, "phase", "waits for a connection of the pool");
        m_sources.describeGoroutine(item, row);
        m_goroutines.insert(m_sources.table.id[row]);
        addItem(section, std::move(item));
    }
}

}
