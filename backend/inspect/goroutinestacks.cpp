// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinestacks.h"

#include "backend/inspect/disassembler.h"
#include "backend/unwind/parkedstack.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr size_t depthLimit = 256; ///< frames that tell stacks apart; deeper ones are equal often enough
constexpr size_t chunkRows = 8192;

/// The stack of one goroutine as found by a worker: pcs of physical frames, or what was found instead.
struct RawStack {
    std::vector<Address> pcs;
    std::optional<Error> error;
    bool exactInnermost = false; ///< the innermost pc is no return address
};

struct PcsHash {
    size_t operator()(const std::vector<Address> &pcs) const noexcept
    {
        uint64_t hash = 0xcbf29ce484222325;
        for (const Address pc : pcs)
            hash = (hash ^ pc.value) * 0x100000001b3 + (hash >> 29);
        return hash;
    }
};

/// Unwinds one row: the lean way, else the whole way.
void readRow(const Unwinder &unwinder, const GoroutineTable &table, uint32_t row, ParkedCache &cache, RawStack &out)
{
    out.pcs.clear();
    out.error.reset();
    out.exactInnermost = false;
    unwinder.parkedPcs(table, row, depthLimit, out.pcs, cache);
    if (!out.pcs.empty())
        return;
    const Stack stack = unwinder.goroutine(table, row, depthLimit);
    for (const Frame &frame : stack.frames) {
        if (!frame.inlined)
            out.pcs.push_back(frame.lookupPc);
    }
    out.exactInnermost = true;
    out.error = stack.error;
    if (out.pcs.empty() && !out.error)
        out.error = Error{.code = ErrorCode::NotInCore, .message = "the stack is not in the core"};
}

/// Groups stacks as they come and keeps what each kind of row shares. One thread.
class StackGrouper
{
public:
    StackGrouper(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table)
        : m_runtime(runtime)
        , m_unwinder(unwinder)
        , m_table(table)
    {
        m_result.stackOf.assign(table.size(), GoroutineStacks::unknown);
        m_result.startOf.assign(table.size(), 0);
        m_result.goStatementOf.assign(table.size(), 0);
        m_result.labelSetOf.assign(table.size(), 0);
        m_result.startLocations.emplace_back();
        m_result.goStatements.emplace_back();
        m_result.labelSets.emplace_back();
    }

    void add(uint32_t row, const RawStack &stack)
    {
        if (stack.error)
            m_result.errors.emplace(row, *stack.error);
        if (!stack.pcs.empty()) {
            auto [known, isNew] = m_byPcs.try_emplace(stack.pcs, uint32_t(m_result.stacks.size()));
            if (isNew)
                m_result.stacks.push_back(describe(stack, row));
            ++m_result.stacks[known->second].goroutines;
            m_result.stackOf[row] = known->second;
        }
        addPlaces(row);
        ++m_result.done;
    }
    [[nodiscard]] const GoroutineStacks &result() const { return m_result; }
    [[nodiscard]] GoroutineStacks take() { return std::move(m_result); }

private:
    void addPlaces(uint32_t row)
    {
        auto [start, isNewStart]
            = m_starts.try_emplace(m_table.startPc[row], uint32_t(m_result.startLocations.size()));
        if (isNewStart)
            m_result.startLocations.push_back(startLocation(m_runtime, m_table.startPc[row]));
        m_result.startOf[row] = start->second;

        auto [statement, isNewStatement]
            = m_goStatements.try_emplace(m_table.goPc[row], uint32_t(m_result.goStatements.size()));
        if (isNewStatement)
            m_result.goStatements.push_back(goStatementLocation(m_runtime, m_table.goPc[row]));
        m_result.goStatementOf[row] = statement->second;

        if (m_table.labels[row].isNull())
            return;
        auto [labels, isNewSet] = m_labels.try_emplace(m_table.labels[row], 0);
        if (isNewSet) {
            if (auto read = m_runtime.labels(m_table.address[row]); read && !read->empty()) {
                labels->second = uint32_t(m_result.labelSets.size());
                m_result.labelSets.push_back(std::move(*read));
            }
        }
        m_result.labelSetOf[row] = labels->second;
    }

    /// Unfolds a stack once, for all rows that share it.
    GoroutineStacks::Unique describe(const RawStack &raw, uint32_t row)
    {
        GoroutineStacks::Unique unique;
        const Stack stack = m_unwinder.goroutine(m_table, row, depthLimit);
        std::vector<SourceLocation> users;
        for (const Frame &frame : stack.frames) {
            if (unique.current.isEmpty())
                unique.current = {frame.function, frame.file, frame.line};
            unique.functions.push_back(frame.function);
            if (users.size() < 2 && isUserFrame(frame))
                users.push_back({frame.function, frame.file, frame.line});
        }
        if (!users.empty())
            unique.user = users[0];
        else
            unique.user = unique.current;
        if (users.size() > 1)
            unique.caller = users[1];
        if (stack.frames.empty() && !raw.pcs.empty())
            unique.current = unique.user = m_runtime.symbols().locate(raw.pcs.front());
        return unique;
    }

    const GoRuntime &m_runtime;
    const Unwinder &m_unwinder;
    const GoroutineTable &m_table;
    GoroutineStacks m_result;
    std::unordered_map<std::vector<Address>, uint32_t, PcsHash> m_byPcs;
    std::unordered_map<Address, uint32_t> m_starts;
    std::unordered_map<Address, uint32_t> m_goStatements;
    std::unordered_map<Address, uint32_t> m_labels;
};

/// Unwinds the rows [first, first + out.size()) on all processors.
void readRows(const Unwinder &unwinder, const GoroutineTable &table, size_t first, std::vector<RawStack> &out,
              const std::stop_token &stop)
{
    const size_t workers = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, 16);
    const size_t share = (out.size() + workers - 1) / workers;
    std::vector<std::jthread> threads;
    for (size_t begin = 0; begin < out.size(); begin += share) {
        threads.emplace_back([&, begin, end = std::min(begin + share, out.size())] {
            const auto cache = std::make_unique<ParkedCache>();
            for (size_t i = begin; i < end && !stop.stop_requested(); ++i)
                readRow(unwinder, table, uint32_t(first + i), *cache, out[i]);
        });
    }
}

}

SourceLocation startLocation(const GoRuntime &runtime, Address startPc)
{
    const auto match = runtime.symbols().functionAt(startPc);
    if (!match)
        return {};
    const std::string_view name = match->function.name;
    const size_t wrapper = name.rfind(".gowrap");
    if (wrapper != std::string_view::npos || name.find("\u00b7dwrap\u00b7") != std::string_view::npos) {
        const auto size = std::min<uint64_t>(match->function.end - match->function.entry, 4096);
        const auto code = runtime.target().memory().view(match->function.entry, size);
        for (const Address target : callTargets(runtime.target().architecture().architecture, code, startPc)) {
            const auto callee = runtime.symbols().functionAt(target);
            if (callee && !isRuntimeFunction(callee->function.name))
                return runtime.symbols().locate(callee->function.entry);
        }
    }
    return runtime.symbols().locate(match->function.entry);
}

SourceLocation goStatementLocation(const GoRuntime &runtime, Address goPc)
{
    if (goPc.isNull())
        return {};
    // The return address of newproc belongs to the statement before it (Go runtime/traceback.go: printcreatedby1).
    const auto match = runtime.symbols().functionAt(goPc);
    const bool back = match && match->function.entry < goPc;
    SourceLocation location = runtime.symbols().locate(back ? goPc - 1 : goPc);
    return location;
}

Result<std::shared_ptr<const GoroutineStacks>>
readGoroutineStacks(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table,
                    const ProgressCallback &progress,
                    const std::function<void(std::shared_ptr<const GoroutineStacks>)> &partial,
                    const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    StackGrouper grouper(runtime, unwinder, table);
    auto lastProgress = Clock::now();
    auto lastPartial = Clock::now();
    std::vector<RawStack> chunk;
    for (size_t first = 0; first < table.size(); first += chunkRows) {
        chunk.resize(std::min(chunkRows, table.size() - first));
        readRows(unwinder, table, first, chunk, stop);
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "cancelled");
        for (size_t i = 0; i < chunk.size(); ++i)
            grouper.add(uint32_t(first + i), chunk[i]);
        const auto now = Clock::now();
        if (progress && now - lastProgress > std::chrono::milliseconds(50)) {
            progress({"Reading stacks", grouper.result().done, table.size()});
            lastProgress = now;
        }
        if (partial && now - lastPartial > std::chrono::milliseconds(400)) {
            partial(std::make_shared<const GoroutineStacks>(grouper.result()));
            lastPartial = now;
        }
    }
    GoroutineStacks result = grouper.take();
    result.complete = true;
    return std::make_shared<const GoroutineStacks>(std::move(result));
}

}
