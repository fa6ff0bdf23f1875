// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goruntimebuilder.h"

#include "backend/go/runtimeclock.h"
#include "backend/go/runtimelayoutbuilder.h"
#include "backend/go/structuresearch.h"

#include <algorithm>
#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr int newestKnown = 27; // Go 1.27
constexpr int oldestKnown = 18;
constexpr uint64_t mostMachines = 1 << 20;
constexpr uint64_t longestVersion = 256;

/// N of "go1.N…", 0 if it is not of that form ("devel …").
[[nodiscard]] int minorOf(std::string_view version)
{
    const size_t at = version.find("go1.");
    int minor = 0;
    if (at != std::string_view::npos)
        std::from_chars(version.data() + at + 4, version.data() + version.size(), minor);
    return minor;
}

}

GoRuntimeBuilder::GoRuntimeBuilder(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols)
    : m_runtime(new GoRuntime)
{
    m_runtime->m_target = std::move(target);
    m_runtime->m_symbols = std::move(symbols);
}

Result<std::shared_ptr<const GoRuntime>> GoRuntimeBuilder::build(LayoutSource *dwarf)
{
    GoRuntime &runtime = *m_runtime;
    readBuildInfo();
    findVersion();
    runtime.d->types
        = std::make_unique<TypeDescriptors>(runtime.m_target, runtime.m_symbols, minorOf(runtime.m_version));
    auto layout = RuntimeLayoutBuilder::build(*runtime.d->types, dwarf, minorOf(runtime.m_version));
    if (!layout)
        return std::unexpected(layout.error());
    runtime.m_layout = std::move(*layout);
    runtime.d->g = goroutineFields(runtime.m_layout);
    runtime.d->m = machineFields(runtime.m_layout);
    findStructures();
    findReasons();
    collectMachines();
    findProcessors();
    findTimes();
    return m_runtime;
}

void GoRuntimeBuilder::warn(ErrorCode code, std::string message)
{
    m_runtime->m_warnings.push_back({.code = code, .message = std::move(message)});
}

const Module *GoRuntimeBuilder::mainModule() const
{
    const auto &goModules = m_runtime->m_symbols->modules();
    auto main = std::ranges::find_if(goModules, &ModuleData::isMain);
    if (main == goModules.end())
        main = goModules.begin();
    const auto &modules = m_runtime->m_target->modules();
    return main->module < modules.size() ? &modules[main->module] : nullptr;
}

void GoRuntimeBuilder::readBuildInfo()
{
    const Module *module = mainModule();
    if (module && module->file) {
        if (auto info = Freezeframe::readBuildInfo(*module->file)) {
            m_runtime->m_buildInfo = std::move(*info);
            return;
        }
    }
    // The file may not be there, or not have it; the core has what the program could write.
    for (const bool isWritable : {true, false}) {
        for (const Target::Region &region : m_runtime->m_target->regions()) {
            constexpr uint32_t writable = 2; // PF_W
            const bool isOfModule = module && region.inCore && module->range.contains(region.range.begin);
            if (!isOfModule || ((region.flags & writable) != 0) != isWritable)
                continue;
            if (auto info = Freezeframe::readBuildInfo(memory(), region.range)) {
                m_runtime->m_buildInfo = std::move(*info);
                return;
            }
        }
    }
    if (const auto text = m_runtime->variable("runtime.modinfo")) {
        if (const auto content = memory().readGoString(*text))
            m_runtime->m_buildInfo = parseModuleInfo(*content);
    }
}

void GoRuntimeBuilder::findVersion()
{
    GoRuntime &runtime = *m_runtime;
    if (const auto variable = runtime.variable("runtime.buildVersion")) {
        if (auto version = memory().readGoString(*variable, longestVersion))
            runtime.m_version = std::move(*version);
    }
    if (runtime.m_version.empty())
        runtime.m_version = runtime.m_buildInfo.goVersion;
    if (runtime.m_buildInfo.goVersion.empty())
        runtime.m_buildInfo.goVersion = runtime.m_version;
    if (runtime.m_version.empty()) {
        runtime.m_version = "go1.? (no version recorded)";
        warn(ErrorCode::NotFound, "the program does not say which Go built it: fields are resolved by name");
    }
    const int minor = minorOf(runtime.m_version);
    runtime.m_minor = minor == 0 ? newestKnown : minor;
    if (minor > newestKnown) {
        warn(ErrorCode::Unsupported,
             "Go 1." + std::to_string(minor) + " is newer than known (1." + std::to_string(newestKnown)
                 + "): fields are resolved by name");
    } else if (minor != 0 && minor < oldestKnown) {
        warn(ErrorCode::Unsupported, "Go 1." + std::to_string(minor) + " is older than what can be read well");
    }
}

void GoRuntimeBuilder::findStructures()
{
    GoRuntime &runtime = *m_runtime;
    if (runtime.variable("runtime.allgs"))
        return;
    StructureSearch search(*runtime.m_target, *runtime.m_symbols, runtime.d->g);
    if (const auto allgs = search.goroutineList())
        runtime.m_variables.emplace_back("runtime.allgs", *allgs);
    else
        warn(ErrorCode::NotFound, "the program is stripped and its list of goroutines was not found");
    if (!runtime.variable("runtime.argslice")) {
        if (const auto arguments = search.argumentList())
            runtime.m_variables.emplace_back("runtime.argslice", *arguments);
    }
}

void GoRuntimeBuilder::findProcessors()
{
    GoRuntime &runtime = *m_runtime;
    if (runtime.variable("runtime.allp"))
        return;
    const StructureSearch search(*runtime.m_target, *runtime.m_symbols, runtime.d->g);
    const StructureSearch::ProcessorFields fields = {.id = plainField(runtime.m_layout, "runtime.p", "id"),
                                                     .status = plainField(runtime.m_layout, "runtime.p", "status"),
                                                     .machine = plainField(runtime.m_layout, "runtime.p", "m")};
    if (const auto allp = search.processorList(fields, runtime.m_machines))
        runtime.m_variables.emplace_back("runtime.allp", *allp);
}

void GoRuntimeBuilder::findReasons()
{
    GoRuntime &runtime = *m_runtime;
    StructureSearch search(*runtime.m_target, *runtime.m_symbols, runtime.d->g);
    auto table = runtime.variable("runtime.waitReasonStrings");
    if (!table) {
        table = search.waitReasons();
        if (table)
            runtime.m_variables.emplace_back("runtime.waitReasonStrings", *table);
    }
    if (!table) {
        warn(ErrorCode::NotFound, "the names of wait reasons were not found: they are shown as numbers");
        return;
    }
    runtime.d->reasonTable = search.stringTable(*table);
}

bool GoRuntimeBuilder::addMachine(Address address)
{
    GoRuntime &runtime = *m_runtime;
    const MachineFields &f = runtime.d->m;
    const auto g0 = f.g0.at(memory(), address);
    if (address.isNull() || address.value % 8 != 0 || !g0 || *g0 == 0 || runtime.m_machines.size() >= mostMachines)
        return false;
    if (!runtime.d->machineByAddress.emplace(address, runtime.m_machines.size()).second)
        return false;
    const auto value = [&](const PlainField &plain) { return plain.at(memory(), address).value_or(0); };
    const auto stackOf = [&](Address g) {
        return AddressRange{{runtime.d->g.stackLow.at(memory(), g).value_or(0)},
                            {runtime.d->g.stackHigh.at(memory(), g).value_or(0)}};
    };
    GoMachine machine;
    machine.address = address;
    machine.id = static_cast<int64_t>(value(f.id));
    machine.tid = static_cast<int64_t>(value(f.procid));
    machine.g0 = {*g0};
    machine.gsignal = {value(f.gsignal)};
    machine.currentG = {value(f.currentG)};
    machine.lockedG = {value(f.lockedG)};
    machine.p = {value(f.p)};
    machine.g0Stack = stackOf(machine.g0);
    if (!machine.gsignal.isNull())
        machine.signalStack = stackOf(machine.gsignal);
    machine.inCgo = value(f.inCgo) != 0;
    machine.throwing = static_cast<int32_t>(value(f.throwing));
    machine.dying = static_cast<int32_t>(value(f.dying));
    if (machine.tid != 0)
        runtime.d->machineByThread.emplace(machine.tid, runtime.m_machines.size());
    runtime.m_machines.push_back(machine);
    return true;
}

void GoRuntimeBuilder::addChain(Address address)
{
    // addMachine refuses what it has: a list that bites its tail ends there.
    while (addMachine(address))
        address = {m_runtime->d->m.allLink.at(memory(), address).value_or(0)};
}

void GoRuntimeBuilder::collectMachines()
{
    GoRuntime &runtime = *m_runtime;
    if (const auto head = runtime.variable("runtime.allm")) {
        if (const auto first = memory().readPointer(*head))
            addChain(*first);
        else
            warn(ErrorCode::NotInCore, "the list of Ms is not in the core");
        return;
    }
    addThreadMachines();
    // Goroutines that are on an M lead to more.
    const auto table = runtime.goroutines();
    if (!table)
        return;
    for (const Address g : (*table)->address) {
        if (const auto machine = runtime.d->g.machine.at(memory(), g); machine && *machine != 0)
            addChain({*machine});
    }
}

void GoRuntimeBuilder::addThreadMachines()
{
    // Go on linux/amd64 keeps g in thread-local storage right below fs_base (cmd/link: runtime.tlsg), unless a C
    // linker laid it out. What lies there counts only if it is a g whose m says that it runs on this thread.
    GoRuntime &runtime = *m_runtime;
    constexpr int fsBase = 58; // System V ABI: DWARF register number
    for (const CoreThread &thread : runtime.m_target->threads()) {
        const auto base
            = thread.registers.architecture() == Architecture::X86_64 ? thread.registers.get(fsBase) : std::nullopt;
        const auto g = base ? memory().readPointer({*base - 8}) : Result<Address>(Address{});
        if (!g || g->isNull())
            continue;
        const auto machine = runtime.d->g.machine.at(memory(), *g);
        const auto tid = machine ? runtime.d->m.procid.at(memory(), {*machine}) : machine;
        if (tid && static_cast<int64_t>(*tid) == thread.tid)
            addChain({*machine});
    }
}

void GoRuntimeBuilder::findTimes()
{
    GoRuntime &runtime = *m_runtime;
    const RuntimeClock clock(runtime);
    runtime.m_start = clock.start();
    runtime.m_now = clock.latest();
    // Who captured it wrote the very time; all else is only when the runtime last looked at its clock.
    const auto &core = runtime.m_target->core();
    if (core && core->provenance() && core->provenance()->monotonicNanoseconds > 0) {
        runtime.m_now = std::max(runtime.m_now, core->provenance()->monotonicNanoseconds);
        runtime.m_isTimeExact = true;
    }
    runtime.m_wallOffset = clock.wallOffset();
}

}
