// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"

#include "backend/elf/compressedcore.h"
#include "backend/inspect/crashanalysis.h"
#include "backend/inspect/crashplace.h"
#include "backend/inspect/goroutinestacks.h"
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/processsummary.h"
#include "backend/inspect/queriedgoroutines.h"
#include "backend/inspect/stackview.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace Freezeframe
{

Inspection::Inspection()
    : d(std::make_unique<Data>())
{
}

Inspection::~Inspection() = default;

/// Opens the Go layers; what fails becomes a warning, and the rest is used without it.
void Inspection::Data::openGo()
{
    auto found = GoSymbols::open(target);
    if (!found) {
        if (found.error().code != ErrorCode::NotFound)
            warnings.push_back(found.error());
        return;
    }
    symbols = *found;
    std::ranges::copy(symbols->warnings(), std::back_inserter(warnings));
    const uint32_t module = symbols->modules().empty() ? 0 : symbols->modules().front().module;
    DwarfLayoutSource layoutSource(*dwarf, module);
    auto opened = GoRuntime::open(target, symbols, &layoutSource);
    if (!opened) {
        warnings.push_back(opened.error());
        return;
    }
    runtime = *opened;
    std::ranges::copy(runtime->warnings(), std::back_inserter(warnings));
    runtimeTypes = std::make_shared<RuntimeTypes>(target, symbols, runtime->minorVersion());
}

SourceSettings Inspection::Data::sourceSettings() const
{
    SourceSettings settings = SourceSettings::fromEnvironment();
    for (const auto &[from, to] : options.sourceMap)
        settings.mappings.push_back({from, to});
    settings.core = options.core;
    std::ranges::copy(options.files.roots, std::back_inserter(settings.roots));
    if (const Module *executable = target->executable()) {
        settings.executable = executable->file ? executable->file->path() : executable->path;
        settings.builtAt = executable->file ? executable->file->file()->modified() : 0;
    }
    if (runtime) {
        settings.goVersion = runtime->version();
        const std::string &module = runtime->buildInfo().module;
        settings.mainModule = module.substr(0, module.find(' '));
    }
    return settings;
}

Result<std::unique_ptr<Inspection>> Inspection::open(const OpenOptions &options, const ProgressCallback &progress,
                                                     const std::stop_token &stop)
{
    std::unique_ptr<Inspection> inspection(new Inspection);
    Data &data = *inspection->d;
    data.options = options;
    const auto unpacking = [&](const UnpackProgress &unpacked) {
        if (progress)
            progress({"Unpacking", unpacked.read, unpacked.total});
    };
    auto bytes = options.image ? Result<std::shared_ptr<const MappedFile>>(options.image)
                               : openCoreBytes(options.core, unpacking, stop, data.warnings);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (Data::isText(**bytes)) {
        if (auto read = data.openText(**bytes); !read)
            return std::unexpected(std::move(read.error()));
        return inspection;
    }
    auto core = CoreFile::open(*bytes);
    if (!core)
        return std::unexpected(core.error());
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "cancelled");

    data.target = Target::fromCore(*core, options.files);
    data.dwarf = std::make_unique<DwarfSet>(data.target);
    data.openGo();
    data.unwinder = std::make_unique<Unwinder>(data.target, data.symbols, data.runtime);
    data.evaluator = std::make_unique<Evaluator>(EvaluationSources{
        .target = data.target,
        .symbols = data.symbols,
        .runtime = data.runtime,
        .runtimeTypes = data.runtimeTypes,
        .dwarf = [set = data.dwarf.get()](uint32_t module) { return set->module(module); },
        .goroutines = [self = inspection.get()]() -> Result<std::shared_ptr<const GoroutineRows>> {
            const auto table = self->d->goroutineTable();
            if (!table)
                return std::unexpected(table.error());
            const auto stacks = [self]() -> Result<std::shared_ptr<const GoroutineStacks>> {
                return self->goroutineStacks().transform([](const GoroutineSnapshot &all) { return all.stacks; });
            };
            return std::make_shared<const QueriedGoroutines>(self->d->runtime, *table, stacks);
        },
    });
    data.sources = std::make_unique<SourceLocator>(data.sourceSettings());
    data.process = std::make_shared<const ProcessSummary>(
        summarizeProcess(options.core, *data.target, data.symbols.get(), data.runtime.get()));
    return inspection;
}

std::shared_ptr<const ProcessSummary> Inspection::process() const
{
    return d->process;
}

std::shared_ptr<const CrashSummary> Inspection::crash()
{
    if (d->crash)
        return d->crash;
    const auto table = d->goroutineTable();
    CrashAnalysis analysis({*d->target, d->runtime.get(), table ? table->get() : nullptr, *d->unwinder, *d->evaluator});
    CrashSummary summary = analysis.run();
    if (analysis.isElsewhere() && table) {
        const auto stacks = [this, &table]() -> std::shared_ptr<const GoroutineStacks> {
            if (d->stacks)
                return d->stacks;
            auto read = readGoroutineStacks(*d->runtime, *d->unwinder, **table, {}, {}, {});
            return read ? d->stacks = *read : nullptr;
        };
        CrashPlace(**table, *d->unwinder, stacks).choose(summary);
    }
    // Frames as shown count C's inlined functions too; the analysis saw the bare walk.
    if (summary.frame && summary.thread) {
        const StackOwner owner = summary.goroutine ? StackOwner{StackOwner::Kind::Goroutine, *summary.goroutine}
                                                   : StackOwner{StackOwner::Kind::Thread, uint64_t(*summary.thread)};
        if (const auto stack = d->stackOf(owner, defaultStackLimit))
            alignCrashFrame(summary, **stack);
    }
    d->crash = std::make_shared<const CrashSummary>(std::move(summary));
    return d->crash;
}

std::vector<Error> Inspection::warnings() const
{
    std::vector<Error> all = d->target->warnings();
    std::ranges::copy(d->warnings, std::back_inserter(all));
    if (d->text)
        return all;
    std::set<const MappedFile *> files = {d->target->core()->file().get()};
    for (const Module &module : d->target->modules()) {
        for (const auto &file : {module.file, module.debugFile}) {
            if (file)
                files.insert(file->file().get());
        }
    }
    for (const MappedFile *file : files) {
        if (auto loss = file->loss())
            all.push_back(std::move(*loss));
    }
    const std::optional<Error> &refused = d->process->executableError;
    if (d->process->match == FileMatch::None && refused && !std::ranges::contains(all, *refused))
        all.push_back(*refused);
    return all;
}

std::vector<std::string> Inspection::environment() const
{
    return d->runtime ? d->runtime->environment() : std::vector<std::string>();
}

std::shared_ptr<const std::vector<ModuleInfo>> Inspection::modules() const
{
    auto infos = std::make_shared<std::vector<ModuleInfo>>();
    for (const Module &module : d->target->modules())
        infos->push_back(describeModule(module));
    return infos;
}

std::shared_ptr<const std::vector<ThreadInfo>> Inspection::threads()
{
    if (d->threads)
        return d->threads;
    const auto crashed = crash();
    const auto table = d->goroutineTable();
    auto infos = std::make_shared<std::vector<ThreadInfo>>();
    for (const CoreThread &thread : d->target->threads()) {
        ThreadInfo info = describeThread(*d->target, d->runtime.get(), table ? table->get() : nullptr, thread);
        info.location = d->locate(thread.registers.pc());
        info.crashed = crashed->thread == thread.tid && crashed->kind != CrashSummary::Kind::None;
        infos->push_back(std::move(info));
    }
    d->threads = infos;
    return d->threads;
}

Result<std::shared_ptr<const GoroutineTable>> Inspection::Data::goroutineTable(const std::stop_token &stop)
{
    if (table)
        return table;
    if (!runtime)
        return fail(ErrorCode::NotFound, "there is no Go runtime in this core: threads and memory only");
    auto read = runtime->goroutines(stop);
    if (read)
        table = *read;
    return read;
}

Result<GoroutineSnapshot> Inspection::goroutines(const std::stop_token &stop)
{
    const auto table = d->goroutineTable(stop);
    if (!table)
        return std::unexpected(table.error());
    const auto summary = crash();
    const bool hasCrashed = summary->place == CrashSummary::Place::Crashed;
    return GoroutineSnapshot{*table, d->stacks, hasCrashed ? summary->goroutine : std::nullopt};
}

Result<GoroutineSnapshot> Inspection::goroutineStacks(const ProgressCallback &progress,
                                                      const std::function<void(const GoroutineSnapshot &)> &partial,
                                                      const std::stop_token &stop)
{
    auto snapshot = goroutines(stop);
    if (!snapshot || snapshot->stacks)
        return snapshot;
    const auto forward = [&](std::shared_ptr<const GoroutineStacks> some) {
        partial({snapshot->table, std::move(some), snapshot->crashed});
    };
    auto stacks = readGoroutineStacks(*d->runtime, *d->unwinder, *snapshot->table, progress,
                                      partial ? forward : decltype(std::function(forward))(), stop);
    if (!stacks)
        return std::unexpected(stacks.error());
    d->stacks = *stacks;
    snapshot->stacks = d->stacks;
    return snapshot;
}

}
