// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/doctor.h"

#include "backend/elf/elffile.h"
#include "backend/live/diagnosis.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <format>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

std::string signalWord(int signal)
{
    return signal == SIGQUIT ? "SIGQUIT" : "SIGABRT";
}

DoctorCase caseFor(int signal, const SystemPaths &paths)
{
    DoctorCase about{.paths = paths, .pattern = CorePattern::read(paths), .signal = signal};
    about.socket = CoreSocket::find(about.pattern, paths);
    return about;
}

/// What a program would get from us if we started it now.
ProcessFacts ownFacts()
{
    ProcessFacts facts = ProcessFacts::read({.pid = ::getpid()}).value_or(ProcessFacts());
    facts.go.reset();
    facts.caught = facts.ignored = facts.blocked = 0;
    return facts;
}

void startSo(ProcessFacts &facts, const StartConditions &start)
{
    if (start.coreLimit && facts.coreLimit) {
        const auto hard = facts.coreLimit->hard;
        const bool isUnlimited = *start.coreLimit == UINT64_MAX;
        facts.coreLimit->soft = isUnlimited ? hard : std::min(*start.coreLimit, hard.value_or(UINT64_MAX));
    }
    if (start.traceback && facts.environment) {
        std::erase_if(*facts.environment, [](const std::string &entry) { return entry.starts_with("GOTRACEBACK="); });
        if (!start.traceback->empty())
            facts.environment->push_back("GOTRACEBACK=" + *start.traceback);
    }
    if (!start.folder.empty())
        facts.folder = start.folder;
}

void checkOwnEnvironment(const ProcessFacts &own, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "gotraceback", .title = "GOTRACEBACK", .state = CheckState::Warning};
    const auto value = own.environment ? environmentValue(*own.environment, "GOTRACEBACK") : std::nullopt;
    check.value = value ? "GOTRACEBACK=" + *value : "GOTRACEBACK is not set";
    check.explanation = "Of the environment that a program would get from here.";
    if (value == "crash") {
        check.state = CheckState::Good;
    } else {
        check.fix = DoctorFix{.label = "How to Set It", .text = "export GOTRACEBACK=crash"};
        diagnosis.block("Go exits with status 2 unless GOTRACEBACK=crash is set when it starts.");
    }
    diagnosis.add(std::move(check));
}

void checkSetuid(const std::string &path, bool isGo, const DoctorCase &about, Diagnosis &diagnosis)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return;
    DoctorCheck check{.id = "dumpable", .title = "Dumpable", .state = CheckState::Good};
    check.value = std::format("mode {:o}", status.st_mode & 07777);
    check.explanation = "It gains no rights by being started.";
    // Neither counts on a file system without setuid, nor for the children of who gave new rights up.
    struct statvfs space{};
    const bool isInert = (::statvfs(path.c_str(), &space) == 0 && (space.f_flag & ST_NOSUID) != 0)
        || ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    const bool gains = !isInert
        && (((status.st_mode & S_ISUID) != 0 && status.st_uid != ::geteuid())
            || ((status.st_mode & S_ISGID) != 0 && status.st_gid != ::getegid()));
    if (gains) {
        check.explanation = "It is setuid or setgid: it gains rights when it starts.";
        turnRed(
            check,
            {.label = "How to Avoid It",
             .text = std::format(
                 "cp '{0}' /tmp/ && /tmp/{1}   # a copy gains no rights\n# or start it, and as root: " "freezeframe-cli capture PID",
                 path, baseName(path))});
        if (isGo)
            diagnosis.block("Go programs that gain rights by setuid never leave a core.");
        else if (about.pattern.suidDumpable == 0)
            diagnosis.block("It is setuid, and fs.suid_dumpable is 0.");
    }
    diagnosis.add(std::move(check));
}

void checkPlace(const ProcessFacts &facts, const MemoryFacts &memory, const CorePlace &place, const DoctorCase &about,
                Diagnosis &diagnosis)
{
    const CoreNameFacts names = facts.nameFacts(about.signal);
    const uint64_t expected = facts.expectedBytes();
    checkCoreLimit(facts.coreLimit, facts.id.pid, expected, about, diagnosis);
    checkFileLimit(facts.fileLimit, std::max(expected, memory.apparentBytes), about, diagnosis);
    checkDumpable(facts, about, diagnosis);
    checkPattern(about, diagnosis);
    // Root writes the core of a process that changed its rights.
    FileRights rights = facts.rights;
    if (facts.dumpable == ProcessFacts::Dumpable::Root)
        rights = {.uid = 0, .gid = 0, .groups = {}, .overrides = true};
    checkFolder(place, CoreName::expand(about.pattern, names), rights, expected, about, diagnosis);
    checkHandler(names, facts.coreLimit, {.content = expected, .length = memory.apparentBytes}, about, diagnosis);
}

}

Result<DoctorReport> examineProcess(const ProcessId &process, int signal, const SystemPaths &paths)
{
    auto facts = ProcessFacts::read(process);
    if (!facts)
        return std::unexpected(facts.error());
    DoctorCase about = caseFor(signal, paths);
    about.mayChange = ::geteuid() == 0 || facts->uid == ::geteuid();
    about.pid = facts->id.pid;
    const MemoryFacts memory = MemoryFacts::read(*facts);
    Diagnosis diagnosis;
    checkProcess(*facts, about, diagnosis);
    checkGo(*facts, diagnosis);
    checkBinary(*facts, diagnosis);
    checkGoGuests(*facts, memory, diagnosis);
    checkSignals(*facts, about, diagnosis);
    checkTraceback(*facts, about, diagnosis);
    if (!facts->stat.isKernelThread() && !facts->stat.hasEnded()) {
        const std::string folder = std::format("/proc/{}", facts->id.pid);
        // fs/coredump.c: what only root may have is made below the first process's root, whatever that of the process is.
        const bool isRoots = facts->dumpable == ProcessFacts::Dumpable::Root;
        const CorePlace place = {.root = isRoots           ? paths.root
                                     : facts->hasOtherRoot ? folder + "/root"
                                                           : "",
                                 .folderDoor = folder + "/cwd",
                                 .folderName = facts->folder};
        diagnosis.setExpectedBytes(facts->expectedBytes());
        checkPlace(*facts, memory, place, about, diagnosis);
        checkContainer(*facts, about, diagnosis);
        checkFilter(*facts, memory, about, diagnosis);
        checkConfinement(*facts, diagnosis);
        checkMemoryLimit(*facts, diagnosis);
    }
    return std::move(diagnosis).finish(signalWord(signal));
}

Result<DoctorReport> examineProgram(const std::string &path, const StartConditions &start)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return std::unexpected(file.error());
    const auto elf = ElfFile::open(*file);
    if (!elf)
        return std::unexpected(elf.error());
    const DoctorCase about = caseFor(SIGABRT, SystemPaths::ofThisMachine());
    ProcessFacts facts = ownFacts();
    startSo(facts, start);
    std::error_code error;
    facts.executable = std::filesystem::absolute(path, error).string();
    facts.name = baseName(path);
    facts.anonymousBytes = facts.fileBytes = facts.sharedBytes = facts.swappedBytes = 0;
    facts.threadNames.assign(1, facts.name.substr(0, 15));
    if (auto info = readBuildInfo(**elf))
        facts.go = std::move(*info);
    Diagnosis diagnosis;
    checkGo(facts, diagnosis);
    if (facts.go)
        checkOwnEnvironment(facts, diagnosis);
    checkSetuid(path, facts.go.has_value(), about, diagnosis);
    const CorePlace place = {.folderDoor = start.folder.empty() ? "/proc/self/cwd" : start.folder,
                             .folderName = start.folder.empty() ? facts.folder : start.folder};
    checkCoreLimit(facts.coreLimit, 0, 0, about, diagnosis);
    checkFileLimit(facts.fileLimit, 0, about, diagnosis);
    checkPattern(about, diagnosis);
    CoreNameFacts names = facts.nameFacts(SIGABRT);
    names.pid = names.globalPid = names.thread = names.globalThread = std::nullopt;
    checkFolder(place, CoreName::expand(about.pattern, names), facts.rights, 0, about, diagnosis);
    checkHandler(names, facts.coreLimit, {}, about, diagnosis);
    tellStatuses(diagnosis);
    return std::move(diagnosis).finish("A crash");
}

DoctorReport examineSystem()
{
    const DoctorCase about = caseFor(SIGABRT, SystemPaths::ofThisMachine());
    const ProcessFacts facts = ownFacts();
    Diagnosis diagnosis;
    checkOwnEnvironment(facts, diagnosis);
    checkCoreLimit(facts.coreLimit, 0, 0, about, diagnosis);
    checkFileLimit(facts.fileLimit, 0, about, diagnosis);
    checkPattern(about, diagnosis);
    const CorePlace place = {.folderDoor = "/proc/self/cwd", .folderName = facts.folder};
    const CoreNameFacts names = {.uid = facts.uid, .gid = facts.gid, .host = facts.nameFacts(SIGABRT).host};
    checkFolder(place, CoreName::expand(about.pattern, names), facts.rights, 0, about, diagnosis);
    checkHandler(names, facts.coreLimit, {}, about, diagnosis);
    tellStatuses(diagnosis);
    return std::move(diagnosis).finish("A crash");
}

}
