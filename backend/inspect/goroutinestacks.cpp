// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinestacks.h"

#include "backend/base/pagerelease.h"
#include "backend/code/disassembler.h"
#include "backend/inspect/deepstacks.h"
#include "backend/unwind/parkedstack.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <thread>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr size_t depthLimit = GoroutineStacks::depth;
constexpr size_t chunkRows = 8192;
constexpr size_t residentRows = 131'072; ///< whose stacks may be in memory at once

/// What makes stacks the same.
struct StackKey {
    std::vector<Address> pcs; ///< of physical frames, innermost first
    bool walked = false; ///< pcs are what lines are looked up by; else they are return addresses
    bool operator==(const StackKey &) const = default;
};

struct StackHash {
    size_t operator()(const StackKey &key) const noexcept
    {
        uint64_t hash = 0xcbf29ce484222325 + uint64_t(key.walked);
        for (const Address pc : key.pcs)
            hash = (hash ^ pc.value) * 0x100000001b3 + (hash >> 29);
        return hash;
    }
};

/// Unwinds rows and numbers the different stacks among them. One thread.
class StackReader
{
public:
    StackReader(const Unwinder &unwinder, const GoroutineTable &table)
        : m_unwinder(unwinder)
        , m_table(table)
        , m_cache(std::make_unique<ParkedCache>())
    {
    }

    /// The number of the row's stack, unknown if it has none.
    uint32_t read(uint32_t row)
    {
        m_key.pcs.clear();
        m_key.walked = false;
        m_unwinder.parkedPcs(m_table, row, depthLimit, m_key.pcs, *m_cache);
        if (m_key.pcs.empty())
            walk(row);
        if (m_key.pcs.empty())
            return GoroutineStacks::unknown;
        const auto [known, isNew] = m_numbers.try_emplace(m_key, uint32_t(m_keys.size()));
        if (isNew)
            m_keys.push_back(&known->first);
        return known->second;
    }
    /// Stacks lie all over the core: what read() will look at can be on its way to the processor before.
    void prefetch(const Memory &memory, uint32_t row) const
    {
        constexpr uint64_t lineSize = 64;
        constexpr uint64_t usual = 8 * lineSize; // of a parked stack
        const auto bytes = memory.view(m_table.schedSp[row], usual);
        for (size_t at = 0; at < bytes.size(); at += lineSize)
            __builtin_prefetch(bytes.data() + at);
    }
    [[nodiscard]] const StackKey &key(uint32_t number) const { return *m_keys[number]; }
    [[nodiscard]] size_t count() const { return m_keys.size(); }
    /// Of the rows read since the last call.
    [[nodiscard]] std::vector<std::pair<uint32_t, Error>> takeErrors() { return std::exchange(m_errors, {}); }

private:
    void walk(uint32_t row)
    {
        Stack stack = m_unwinder.goroutine(m_table, row, depthLimit);
        m_key.walked = true;
        for (const Frame &frame : stack.frames) {
            if (!frame.inlined)
                m_key.pcs.push_back(frame.lookupPc);
        }
        if (m_key.pcs.empty() && !stack.error)
            stack.error = Error{.code = ErrorCode::NotInCore, .message = "the stack is not in the core"};
        if (stack.error)
            m_errors.emplace_back(row, std::move(*stack.error));
    }

    const Unwinder &m_unwinder;
    const GoroutineTable &m_table;
    std::unique_ptr<ParkedCache> m_cache;
    StackKey m_key; ///< of the row at hand
    std::unordered_map<StackKey, uint32_t, StackHash> m_numbers;
    std::vector<const StackKey *> m_keys;
    std::vector<std::pair<uint32_t, Error>> m_errors;
};

/// The readers of all processors, and how their numbers of stacks map to common ones. One thread asks it.
class ParallelReader
{
public:
    ParallelReader(const Memory &memory, const Unwinder &unwinder, const GoroutineTable &table)
        : m_memory(memory)
    {
        const size_t processors = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, 16);
        for (size_t i = 0; i < processors; ++i)
            m_workers.push_back({StackReader(unwinder, table), {}});
    }

    struct Found {
        uint32_t number = GoroutineStacks::unknown; ///< of its reader
        uint32_t worker = 0;
    };

    /// Reads the rows [first, first + out.size()).
    void read(size_t first, std::vector<Found> &out, const std::stop_token &stop)
    {
        const size_t share = (out.size() + m_workers.size() - 1) / m_workers.size();
        std::vector<std::jthread> threads;
        for (size_t begin = 0, worker = 0; begin < out.size(); begin += share, ++worker) {
            const size_t end = std::min(begin + share, out.size());
            const auto work = [this, &out, first, begin, end, worker, stop] {
                StackReader &reader = m_workers[worker].reader;
                for (size_t i = begin; i < end && !stop.stop_requested(); ++i) {
                    if (i + ahead < end)
                        reader.prefetch(m_memory, uint32_t(first + i + ahead));
                    out[i] = {reader.read(uint32_t(first + i)), uint32_t(worker)};
                }
            };
            if (end < out.size())
                threads.emplace_back(work);
            else
                work(); // the last share is this thread's own
        }
    }

    [[nodiscard]] const StackKey &key(Found found) const { return m_workers[found.worker].reader.key(found.number); }
    /// The common number of a reader's stack; unknown until it is set.
    [[nodiscard]] uint32_t &commonNumber(Found found)
    {
        Worker &worker = m_workers[found.worker];
        if (worker.common.size() < worker.reader.count())
            worker.common.resize(worker.reader.count(), GoroutineStacks::unknown);
        return worker.common[found.number];
    }
    template<class Visitor>
    void takeErrors(Visitor visit)
    {
        for (Worker &worker : m_workers) {
            for (auto &[row, error] : worker.reader.takeErrors())
                visit(row, std::move(error));
        }
    }

private:
    static constexpr size_t ahead = 6; ///< rows

    struct Worker {
        StackReader reader;
        std::vector<uint32_t> common;
    };
    const Memory &m_memory;
    std::vector<Worker> m_workers;
};

/// Gives addresses numbers, those seen lately at once. One thread.
class AddressNumbers
{
public:
    /// @p make gives the number of an address that was not seen before.
    template<class Make>
    uint32_t of(Address address, Make make)
    {
        Recent &recent = m_recent[(address.value * 0x9e3779b97f4a7c15) >> (64 - bits)];
        if (!recent.isSet || recent.address != address) {
            const auto [known, isNew] = m_numbers.try_emplace(address);
            if (isNew)
                known->second = make(address);
            recent = {address, known->second, true};
        }
        return recent.number;
    }

private:
    static constexpr int bits = 8;
    struct Recent {
        Address address;
        uint32_t number = 0;
        bool isSet = false;
    };
    std::array<Recent, size_t{1} << bits> m_recent{};
    std::unordered_map<Address, uint32_t> m_numbers;
};

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

    /// Takes the rows from @p first on, as read.
    void add(size_t first, const std::vector<ParallelReader::Found> &found, ParallelReader &reader)
    {
        for (size_t i = 0; i < found.size(); ++i) {
            const auto row = uint32_t(first + i);
            if (found[i].number != GoroutineStacks::unknown) {
                uint32_t &number = reader.commonNumber(found[i]);
                if (number == GoroutineStacks::unknown)
                    number = numberOf(reader.key(found[i]), row);
                ++m_result.stacks[number].goroutines;
                m_result.stackOf[row] = number;
            }
            addPlaces(row);
        }
        reader.takeErrors([this](uint32_t row, Error error) { m_result.errors.emplace(row, std::move(error)); });
        m_result.done += found.size();
    }
    [[nodiscard]] GoroutineStacks &result() { return m_result; }
    [[nodiscard]] GoroutineStacks take() { return std::move(m_result); }

private:
    uint32_t numberOf(const StackKey &key, uint32_t row)
    {
        const auto [known, isNew] = m_numbers.try_emplace(key, uint32_t(m_result.stacks.size()));
        if (isNew)
            m_result.stacks.push_back(describe(key, row));
        return known->second;
    }

    void addPlaces(uint32_t row)
    {
        m_result.startOf[row] = m_starts.of(m_table.startPc[row], [this](Address pc) {
            m_result.startLocations.push_back(startLocation(m_runtime, pc));
            return uint32_t(m_result.startLocations.size() - 1);
        });
        m_result.goStatementOf[row] = m_goStatements.of(m_table.goPc[row], [this](Address pc) {
            m_result.goStatements.push_back(goStatementLocation(m_runtime, pc));
            return uint32_t(m_result.goStatements.size() - 1);
        });
        if (m_table.labels[row].isNull())
            return;
        m_result.labelSetOf[row] = m_labels.of(m_table.labels[row], [this, row](Address) {
            const auto read = m_runtime.labels(m_table.address[row]);
            if (!read || read->empty())
                return uint32_t(0);
            // Each pprof.Do has a set of its own, most with the same few labels.
            const auto [known, isNew] = m_labelSets.try_emplace(*read, uint32_t(m_result.labelSets.size()));
            if (isNew)
                m_result.labelSets.push_back(*read);
            return known->second;
        });
    }

    /// Unfolds a stack once, for all rows that share it.
    GoroutineStacks::Unique describe(const StackKey &key, uint32_t row)
    {
        const Stack stack = m_unwinder.goroutine(m_table, row, depthLimit);
        GoroutineStacks::Unique unique = DeepStacks::describe(stack);
        unique.fromSavedPcs = !key.walked;
        if (stack.frames.empty())
            unique.current = unique.user = m_runtime.symbols().locate(key.pcs.front());
        return unique;
    }

    const GoRuntime &m_runtime;
    const Unwinder &m_unwinder;
    const GoroutineTable &m_table;
    GoroutineStacks m_result;
    std::unordered_map<StackKey, uint32_t, StackHash> m_numbers;
    AddressNumbers m_starts, m_goStatements, m_labels;
    std::map<std::vector<std::pair<std::string, std::string>>, uint32_t> m_labelSets;
};

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

Result<std::shared_ptr<const GoroutineStacks>> readGoroutineStacks(
    const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table, const ProgressCallback &progress,
    const std::function<void(std::shared_ptr<const GoroutineStacks>)> &partial, const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    StackGrouper grouper(runtime, unwinder, table);
    auto lastProgress = Clock::now();
    auto lastPartial = Clock::now();
    ParallelReader reader(runtime.target().memory(), unwinder, table);
    std::vector<ParallelReader::Found> chunk;
    const std::shared_ptr<const CoreFile> &core = runtime.target().core();
    for (size_t first = 0; first < table.size(); first += chunkRows) {
        chunk.assign(std::min(chunkRows, table.size() - first), {});
        reader.read(first, chunk, stop);
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "cancelled");
        grouper.add(first, chunk, reader);
        if (core && (first + chunkRows) % residentRows == 0)
            releasePages(core->file()->bytes());
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
    DeepStacks(unwinder, table, grouper.result()).readOn(stop);
    GoroutineStacks result = grouper.take();
    result.complete = true;
    return std::make_shared<const GoroutineStacks>(std::move(result));
}

}
