// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewaitdata.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <format>
#include <unistd.h>

namespace Freezeframe
{

CoreWait::CoreWait()
    : d(std::make_unique<Data>())
{
}

CoreWait::~CoreWait() = default;

Result<std::unique_ptr<CoreWait>> CoreWait::prepare(std::shared_ptr<const ProcessHandle> process, int signal,
                                                    const SystemPaths &paths)
{
    auto facts = ProcessFacts::read(process->id());
    if (!facts)
        return std::unexpected(facts.error());
    if (facts->stat.isKernelThread())
        return fail(ErrorCode::Unsupported,
                    std::format("process {} is a kernel thread: it takes no signals", process->id().pid));
    std::unique_ptr<CoreWait> wait(new CoreWait);
    Data &d = *wait->d;
    d.process = std::move(process);
    d.signal = signal;
    d.facts = std::move(*facts);
    d.paths = paths;
    d.pattern = CorePattern::read(d.paths);
    if (auto doctor = examineProcess(d.process->id(), signal, paths))
        d.doctor = std::move(*doctor);
    wait->openFolder();
    return wait;
}

Result<std::unique_ptr<CoreWait>> CoreWait::prepareStart(std::shared_ptr<const ProcessHandle> process,
                                                         const ComingProgram &program, const SystemPaths &paths)
{
    auto facts = ProcessFacts::read(process->id());
    if (!facts)
        return std::unexpected(facts.error());
    std::unique_ptr<CoreWait> wait(new CoreWait);
    Data &d = *wait->d;
    d.process = std::move(process);
    d.signal = SIGABRT;
    d.facts = std::move(*facts);
    d.forerunner = d.facts.executable;
    d.facts.becomes(program.executable, program.name, program.crashes);
    d.paths = paths;
    d.pattern = CorePattern::read(d.paths);
    wait->openFolder();
    return wait;
}

void CoreWait::openFolder()
{
    d->name = CoreName::expand(d->pattern, d->facts.nameFacts(d->signal));
    d->preparedAt = std::time(nullptr);
    if (d->pattern.kind() != CorePattern::Kind::File) {
        d->looked.push_back("kernel.core_pattern: " + d->pattern.text);
        return;
    }
    const std::string base = std::format("/proc/{}/", d->process->id().pid);
    const std::string own = d->name.folder();
    const std::string door = d->pattern.isAbsolute() ? base + "root" + own : base + "cwd/" + own;
    const std::string shown = d->pattern.isAbsolute() ? own
        : own.empty()                                 ? d->facts.folder
                                                      : d->facts.folder + "/" + own;
    if (auto opened = d->folder.open(door, shown, d->name); !opened)
        d->folderError = opened.error();
    d->looked.push_back(d->folder.shownPath());
}

std::optional<std::string> CoreWait::wouldReplace() const
{
    return d->pattern.kind() == CorePattern::Kind::File ? d->folder.existing() : std::nullopt;
}

Result<void> CoreWait::removeCore()
{
    if (d->kept.path.empty() || !d->kept.isProven)
        return fail(ErrorCode::Mismatch, "it is not proven to be of this process");
    if (d->pattern.kind() == CorePattern::Kind::File)
        return d->folder.remove(baseName(d->kept.path));
    if (::unlink(d->kept.path.c_str()) != 0)
        return fail(ErrorCode::Io, std::string("it can't be removed: ") + std::strerror(errno));
    return {};
}

}
