// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/processsummary.h"

#include "backend/inspect/coretime.h"
#include "backend/inspect/dwarfset.h"
#include "backend/inspect/signalnames.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

std::vector<std::string> splitArguments(const std::string &arguments)
{
    std::vector<std::string> words;
    for (size_t at = 0; at < arguments.size();) {
        const size_t end = std::min(arguments.find(' ', at), arguments.size());
        if (end > at)
            words.push_back(arguments.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

void fillExecutable(ProcessSummary &summary, const Module &module)
{
    summary.executablePath = module.file ? module.file->path() : module.path;
    summary.coreBuildId = module.buildId;
    summary.goBuildId = module.goBuildId;
    summary.match = module.match;
    summary.executableError = module.error;
    summary.hasDebugInformation = DwarfSet::isPresent(module);
    if (module.file) {
        summary.executableBuildId = module.file->buildId();
        if (summary.goBuildId.empty())
            summary.goBuildId = module.file->goBuildId();
    }
}

void fillGo(ProcessSummary &summary, const GoRuntime &runtime)
{
    summary.goVersion = runtime.version();
    summary.goLayout = layoutText(runtime.layout().origin());
    const GoBuildInfo &build = runtime.buildInfo();
    summary.mainModule = build.module;
    summary.mainPackage = build.path;
    summary.dependencies = build.dependencies;
    summary.buildSettings.assign(build.settings.begin(), build.settings.end());
    if (const auto revision = build.settings.find("vcs.revision"); revision != build.settings.end()) {
        summary.revision = revision->second;
        const auto modified = build.settings.find("vcs.modified");
        if (modified != build.settings.end() && modified->second == "true")
            summary.revision += " (modified)";
    }
    // Where the core ends before these texts, what the kernel noted in its head is more than why they can't be read.
    auto arguments = runtime.commandLine();
    if (!arguments.empty() && (summary.commandLine.empty() || !arguments.front().starts_with('<')))
        summary.commandLine = std::move(arguments);
}

}

ProcessSummary summarizeProcess(const std::string &corePath, const Target &target, const GoSymbols *symbols,
                                const GoRuntime *runtime)
{
    ProcessSummary summary;
    const CoreFile &core = *target.core();
    summary.corePath = corePath;
    summary.coreSize = core.file()->size();
    summary.corePromised = core.promisedSize();
    summary.coreComplete = core.isComplete();
    summary.provenance = core.provenance();
    summary.kind = core.kind();
    summary.architecture = target.architecture().name;
    if (const auto &process = target.process()) {
        summary.pid = process->pid;
        summary.commandLine = splitArguments(process->arguments);
    }
    if (summary.pid == 0 && !target.threads().empty())
        summary.pid = std::ranges::min(target.threads(), {}, &CoreThread::tid).tid;
    if (const Module *executable = target.executable())
        fillExecutable(summary, *executable);
    summary.hasGo = symbols != nullptr;
    if (runtime)
        fillGo(summary, *runtime);
    findTimes(summary, target, runtime);
    return summary;
}

ModuleInfo describeModule(const Module &module)
{
    ModuleInfo info;
    info.path = module.path;
    info.range = module.range;
    info.buildId = module.buildId;
    info.match = module.match;
    info.error = module.error;
    if (module.file) {
        info.filePath = module.file->path();
        info.hasSymbols = module.file->findSection(".symtab") || module.file->findSection(".dynsym");
        if (info.buildId.empty())
            info.buildId = module.file->buildId();
    }
    info.hasDebugInformation = DwarfSet::isPresent(module);
    if (module.debugFile) {
        info.debugPath = module.debugFile->path();
        info.hasSymbols = info.hasSymbols || module.debugFile->findSection(".symtab");
    }
    info.debugError = module.debugError;
    return info;
}

ThreadInfo describeThread(const Target &target, const GoRuntime *runtime, const GoroutineTable *table,
                          const CoreThread &thread)
{
    ThreadInfo info;
    info.tid = thread.tid;
    info.signal = thread.signal;
    info.signalName = signalName(thread.signal);
    info.registers = namedRegisters(thread.registers);
    if (target.process())
        info.name = target.process()->name;
    const GoMachine *machine = runtime ? runtime->machineOfThread(thread.tid) : nullptr;
    if (!machine || !table || machine->currentG.isNull())
        return info;
    const auto row = std::ranges::find(table->address, machine->currentG);
    if (row != table->address.end())
        info.goroutine = table->id[size_t(row - table->address.begin())];
    return info;
}

std::string_view matchText(FileMatch match)
{
    switch (match) {
    case FileMatch::None: return "none";
    case FileMatch::BuildId: return "build-id";
    case FileMatch::GoBuildId: return "go-build-id";
    case FileMatch::Content: return "content";
    case FileMatch::Forced: return "forced";
    }
    return "none";
}

std::string_view layoutText(LayoutOrigin origin)
{
    switch (origin) {
    case LayoutOrigin::Dwarf: return "dwarf";
    case LayoutOrigin::Types: return "types";
    case LayoutOrigin::Table: return "table";
    }
    return {};
}

std::vector<std::pair<std::string, uint64_t>> namedRegisters(const Registers &registers)
{
    std::vector<std::pair<std::string, uint64_t>> named;
    const auto names = registers.info().registerNames;
    for (size_t i = 0; i < names.size(); ++i) {
        const auto value = registers.get(int(i));
        if (!names[i].empty() && value)
            named.emplace_back(names[i], *value);
    }
    return named;
}

}
