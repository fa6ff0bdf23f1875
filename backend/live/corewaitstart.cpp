// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewaitdata.h"

#include <algorithm>
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
    d.openFolder();
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
    d.isStarted = true;
    d.forerunner = d.facts.executable;
    d.facts.becomes(program.executable, program.name, program.crashes);
    d.paths = paths;
    d.pattern = CorePattern::read(d.paths);
    d.openFolder();
    return wait;
}

void CoreWait::Data::openFolder()
{
    name = CoreName::expand(pattern, facts.nameFacts(signal));
    preparedAt = std::time(nullptr);
    if (pattern.kind() != CorePattern::Kind::File) {
        socket = CoreSocket::find(pattern, paths);
        looked.push_back("kernel.core_pattern: " + pattern.text);
        return;
    }
    const std::string own = name.folder();
    const std::string shown = pattern.isAbsolute() ? own : own.empty() ? facts.folder : facts.folder + "/" + own;
    if (auto opened = folder.open(door(), shown, name, process->id().pid); !opened)
        folderError = opened.error();
    looked.push_back(folder.shownPath());
}

std::string CoreWait::Data::door() const
{
    const std::string base = std::format("/proc/{}/", process->id().pid);
    if (!pattern.isAbsolute())
        return base + "cwd/" + name.folder();
    // fs/coredump.c: what only root may have is made below the first process's root, whatever that of the process is.
    const bool isRoots = facts.dumpable == ProcessFacts::Dumpable::Root;
    return (isRoots ? paths.root : base + "root") + name.folder();
}

void CoreWait::Data::followFolder(bool isDumping)
{
    if (pattern.kind() != CorePattern::Kind::File || folder.isBehind(door()))
        return;
    folder.follow(door(), process->id().pid, isDumping);
    folderError.reset();
    if (const std::string path = folder.shownPath(); std::ranges::find(looked, path) == looked.end())
        looked.insert(looked.begin(), path);
}

void CoreWait::setRefuge(const std::string &folder)
{
    d->refuge = folder;
}

std::optional<std::string> CoreWait::wouldReplace() const
{
    return d->pattern.kind() == CorePattern::Kind::File ? d->folder.existing() : std::nullopt;
}

Result<void> CoreWait::removeCore()
{
    if (!d->kept.isProven)
        return fail(ErrorCode::Mismatch, "it is not proven to be of this process");
    if (d->pattern.kind() == CorePattern::Kind::File)
        return d->folder.remove(d->keptName);
    if (::unlink(d->kept.path.c_str()) != 0)
        return fail(ErrorCode::Io, std::string("it can't be removed: ") + std::strerror(errno));
    return {};
}

}
