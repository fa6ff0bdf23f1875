// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goruntime.h"

#include "backend/go/goroutinelist.h"
#include "backend/go/goruntimebuilder.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostGoroutines = 1ULL << 28;
constexpr uint64_t mostStrings = 1 << 16;
constexpr uint64_t executableNameTag = 31; // AT_EXECFN
constexpr uint64_t largestEnvironment = 16 << 20; // bytes
constexpr uint32_t fingRunningFinalizer = 2; // Go runtime/mfinal.go

[[nodiscard]] std::vector<std::string> readStrings(const Memory &memory, Address slice)
{
    std::vector<std::string> result;
    const auto first = memory.readPointer(slice);
    const auto count = memory.readAs<uint64_t>(slice + 8);
    if (!first || !count)
        return result;
    for (uint64_t i = 0; i < std::min(*count, mostStrings); ++i) {
        auto text = memory.readGoString(*first + i * 16);
        if (!text && !memory.readPointer(*first + i * 16))
            break;
        result.push_back(text ? std::move(*text) : "<" + text.error().message + ">");
    }
    return result;
}

/// The NUL-terminated strings of @p range.
[[nodiscard]] std::vector<std::string> splitStrings(const Memory &memory, AddressRange range)
{
    std::vector<std::string> result;
    if (range.size() > largestEnvironment || memory.readableSize(range.begin, range.size()) < range.size())
        return result;
    std::string text(range.size(), '\0');
    if (!memory.read(range.begin, std::as_writable_bytes(std::span(text))))
        return result;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\0', at), text.size());
        if (end > at)
            result.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return result;
}

}

GoRuntime::GoRuntime()
    : d(std::make_unique<Data>())
{
}

GoRuntime::~GoRuntime() = default;

const TypeDescriptors &GoRuntime::typeDescriptors() const
{
    return *d->types;
}

Result<std::shared_ptr<const GoRuntime>> GoRuntime::open(std::shared_ptr<const Target> target,
                                                         std::shared_ptr<const GoSymbols> symbols, LayoutSource *dwarf)
{
    if (!target || !symbols)
        return fail(ErrorCode::NotFound, "there is no Go runtime in this process");
    return GoRuntimeBuilder(std::move(target), std::move(symbols)).build(dwarf);
}

std::optional<Address> GoRuntime::variable(std::string_view name) const
{
    for (const ModuleData &goModule : m_symbols->modules()) {
        if (goModule.module >= m_target->modules().size())
            continue;
        const Module &module = m_target->modules()[goModule.module];
        for (const auto &file : {module.file, module.debugFile}) {
            if (const ElfSymbol *symbol = file ? file->findSymbol(name) : nullptr)
                return module.toLoaded(symbol->address);
        }
    }
    const auto found
        = std::ranges::find(m_variables, name, [](const auto &entry) -> std::string_view { return entry.first; });
    return found == m_variables.end() ? std::nullopt : std::optional(found->second);
}

const GoMachine *GoRuntime::machineOfThread(int64_t tid) const
{
    const auto found = d->machineByThread.find(tid);
    return tid == 0 || found == d->machineByThread.end() ? nullptr : &m_machines[found->second];
}

const GoMachine *GoRuntime::machineAt(Address address) const
{
    const auto found = d->machineByAddress.find(address);
    return found == d->machineByAddress.end() ? nullptr : &m_machines[found->second];
}

Result<std::shared_ptr<const GoroutineTable>> GoRuntime::goroutines(const std::stop_token &stop) const
{
    const Memory &memory = m_target->memory();
    const auto slice = variable("runtime.allgs");
    if (!slice)
        return fail(ErrorCode::NotFound, "the list of goroutines (runtime.allgs) is not to be found");
    const auto pointers = memory.readPointer(*slice);
    const auto length = memory.readAs<uint64_t>(*slice + 8);
    const auto capacity = memory.readAs<uint64_t>(*slice + 16);
    if (!pointers || !length || !capacity)
        return std::unexpected(
            withContext(pointers, "reading runtime.allgs")
                .error_or({.code = ErrorCode::NotInCore, .message = "runtime.allgs is not in the core"}));
    if (*length > *capacity || *length > mostGoroutines)
        return fail(ErrorCode::BadFormat, "the list of goroutines claims " + std::to_string(*length) + " of them");

    auto table = std::make_shared<GoroutineTable>();
    table->declared = *length;
    // allgadd stores the slice before it publishes the length (Go runtime/proc.go); a core may be in between.
    if (const auto published = variable("runtime.allglen")) {
        if (const auto count = memory.readAs<uint64_t>(*published); count && *count <= *capacity)
            table->declared = std::max(table->declared, *count);
    }
    for (Address at = d->reasonTable.begin; at < d->reasonTable.end; at = at + 16)
        table->reasons.push_back(memory.readGoString(at, 256).value_or(std::string()));

    table->isTimeExact = m_isTimeExact;

    std::optional<bool> finalizerIsRunning;
    if (const auto status = variable("runtime.fingStatus")) {
        if (const auto bits = memory.readAs<uint32_t>(*status))
            finalizerIsRunning = (*bits & fingRunningFinalizer) != 0;
    }
    const auto threadOf = [this](Address machine) -> uint64_t {
        const GoMachine *m = machineAt(machine);
        return m ? static_cast<uint64_t>(m->tid) : 0;
    };
    const std::shared_ptr<const CoreFile> &core = m_target->core();
    const GoroutineList::Input input{.memory = memory,
                                     .symbols = *m_symbols,
                                     .fields = d->g,
                                     .threadOf = threadOf,
                                     .now = m_now,
                                     .finalizerIsRunning = finalizerIsRunning,
                                     .coreBytes = core ? core->file()->bytes() : std::span<const std::byte>()};
    if (!GoroutineList::fillParallel(input, *table, *pointers, table->declared, stop))
        return fail(ErrorCode::Cancelled, "stopped");
    return table;
}

std::vector<std::string> GoRuntime::commandLine() const
{
    const auto slice = variable("runtime.argslice");
    return slice ? readStrings(m_target->memory(), *slice) : std::vector<std::string>();
}

std::vector<std::string> GoRuntime::environment() const
{
    if (const auto slice = variable("runtime.envs"))
        return readStrings(m_target->memory(), *slice);
    // In a stripped program: the kernel put the environment between the arguments and the name of the executable.
    const Memory &memory = m_target->memory();
    const auto arguments = variable("runtime.argslice");
    const auto executableName = m_target->auxiliaryVector().find(executableNameTag);
    const auto strings = arguments ? memory.readPointer(*arguments) : Result<Address>(Address{});
    const auto count = arguments ? memory.readAs<uint64_t>(*arguments + 8) : Result<uint64_t>(0);
    if (executableName == m_target->auxiliaryVector().end() || !strings || !count || *count == 0
        || *count > mostStrings)
        return {};
    const Address last = *strings + (*count - 1) * 16;
    const auto text = memory.readPointer(last);
    const auto length = memory.readAs<uint64_t>(last + 8);
    if (!text || !length || *length >= largestEnvironment)
        return {};
    return splitStrings(memory, {*text + (*length + 1), {executableName->second}});
}

}
