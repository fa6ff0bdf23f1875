// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/timers.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = 8;
constexpr uint64_t mostProcessors = 1 << 16;
constexpr uint64_t mostTimers = 1 << 20; ///< of one processor
constexpr size_t mostWaiters = 3; ///< goroutines that are named
constexpr int firstWithLazyChannels = 23; ///< Go 1.N: whose channel timers are on the list only while somebody waits

/// Go 1.23 runtime/time.go: timerZombie, on the list and stopped.
constexpr uint64_t zombie = 1 << 2;

/// Go 1.22 runtime/time.go: timerDeleted, timerRemoving, timerRemoved; timerModifiedEarlier, timerModifiedLater.
bool isStopped(uint64_t status)
{
    return status >= 3 && status <= 5;
}
bool isMoved(uint64_t status)
{
    return status == 7 || status == 8;
}

}

std::string Timers::functionAt(uint64_t closure) const
{
    const auto entry = m_sources.fields().reader().memory().readPointer({closure});
    const auto match = entry ? m_sources.runtime.symbols().functionAt(*entry) : std::nullopt;
    return match ? std::string(match->function.name) : std::string();
}

void Timers::describeDeed(InFlightItem &item, const Value &timer) const
{
    const KnownFields &fields = m_sources.fields();
    const ValueReader &reader = fields.reader();
    const auto function = fields.at(timer, "f");
    const auto argument = fields.at(timer, "arg");
    const auto closure = function ? reader.word(*function) : std::unexpected(optimizedOut());
    const auto data = argument ? reader.word(*argument, wordSize) : std::unexpected(optimizedOut());
    const std::string name = closure ? functionAt(*closure) : std::string();
    if (name == "time.goFunc" && data) {
        const std::string own = functionAt(*data);
        item.title = own.empty() ? "a function that can't be told" : own;
        addFact(item, "function", own);
    } else if (name == "time.sendTime" && data) {
        item.title = "a tick of a channel";
        addFact(item, "channel", Address{*data}.toString());
        const std::vector<uint64_t> waiting = m_sources.waitersOf({*data});
        std::string who;
        for (size_t i = 0; i < std::min(waiting.size(), mostWaiters); ++i)
            who += (i > 0 ? ", " : "") + std::to_string(waiting[i]);
        if (waiting.size() > mostWaiters)
            who += " and " + std::to_string(waiting.size() - mostWaiters) + " more";
        addFact(item, "waits_for_it", who);
        if (!waiting.empty())
            item.goroutine = waiting.front();
    } else if (name == "runtime.goroutineReady" && data) {
        item.title = "the end of a sleep";
        if (const auto row = m_sources.rowAt({*data}))
            m_sources.describeGoroutine(item, *row);
    } else if (name.starts_with("runtime.netpoll") && data) {
        const auto type = reader.types().typeNamed("runtime.pollDesc");
        const auto descriptor = type ? fields.number(reader.at(*type, {*data}, {}), "fd") : std::nullopt;
        item.title = name == "runtime.netpollReadDeadline" ? "a read deadline"
            : name == "runtime.netpollWriteDeadline"       ? "a write deadline"
                                                           : "a deadline to read and write";
        if (descriptor)
            addFact(item, "fd", std::to_string(int64_t(*descriptor)));
    } else {
        item.title = name.empty() ? "a function that can't be told" : name;
        addFact(item, "function", name);
    }
}

void Timers::readTimer(std::vector<Found> &found, Address timer) const
{
    const KnownFields &fields = m_sources.fields();
    const auto type = fields.reader().types().typeNamed("runtime.timer");
    if (!type || timer.isNull())
        return;
    const Value value = fields.reader().at(*type, timer, {});
    auto when = fields.number(value, "when");
    const auto period = fields.number(value, "period");
    if (!when || !period)
        return;
    if (const auto status = fields.number(value, "status")) { // Go 1.22
        if (isStopped(uint64_t(*status)))
            return;
        if (const auto next = isMoved(uint64_t(*status)) ? fields.number(value, "nextwhen") : std::nullopt)
            when = next;
    } else if (const auto state = fields.number(value, "state"); state && (uint64_t(*state) & zombie) != 0) {
        return;
    }
    Found one{.when = int64_t(*when)};
    one.item.address = timer;
    describeDeed(one.item, value);
    addFact(one.item, "fires", m_sources.moment().relative(one.when));
    if (*period > 0)
        addFact(one.item, "every", durationText(int64_t(*period)));
    found.push_back(std::move(one));
}

void Timers::searchProcessor(std::vector<Found> &found, Address processor) const
{
    const KnownFields &fields = m_sources.fields();
    const ValueReader &reader = fields.reader();
    const auto type = reader.types().typeNamed("runtime.p");
    if (!type || processor.isNull())
        return;
    const Value p = reader.at(*type, processor, {});
    auto list = fields.at(p, "timers.heap"); // since Go 1.23, of timers with their times
    if (!list)
        list = fields.at(p, "timers");
    if (!list || list->type->kind != TypeKind::Slice)
        return;
    const ValueReader::Sequence sequence = reader.sequence(*list);
    const auto element = reader.types().type(list->type->element);
    if (!sequence.base || !sequence.length || !element || *sequence.length > mostTimers)
        return;
    for (uint64_t i = 0; i < *sequence.length; ++i) {
        constexpr uint64_t between = 1024;
        if (i % between == 0 && m_sources.isStopped())
            return;
        if (const auto timer = reader.memory().readPointer(*sequence.base + i * (*element)->size))
            readTimer(found, *timer);
    }
}

void Timers::search(InFlight::Section &section)
{
    const Memory &memory = m_sources.fields().reader().memory();
    const auto list = m_sources.runtime.variable("runtime.allp");
    const auto first = list ? memory.readPointer(*list) : Result<Address>(fail(ErrorCode::NotFound, {}));
    const auto count
        = list ? memory.readAs<uint64_t>(*list + wordSize) : Result<uint64_t>(fail(ErrorCode::NotFound, {}));
    if (!first || !count || *count > mostProcessors || !m_sources.fields().reader().types().typeNamed("runtime.p")) {
        section.unanswered.push_back("Timers can't be told without the program's symbols.");
        return;
    }
    std::vector<Found> found;
    for (uint64_t i = 0; i < *count; ++i)
        searchProcessor(found, memory.readPointer(*first + i * wordSize).value_or(Address{}));
    std::ranges::stable_sort(found, std::less(), &Found::when);
    for (Found &one : found)
        addItem(section, std::move(one.item));
    if (m_sources.runtime.minorVersion() >= firstWithLazyChannels)
        section.unanswered.push_back(
            "Timers and tickers whose channel nobody waits for just then are on no list of the runtime since Go 1.23.");
}

}
