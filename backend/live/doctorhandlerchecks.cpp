// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/corefinders.h"
#include "backend/live/corehandler.h"
#include "backend/live/diagnosis.h"
#include "backend/live/folderaccess.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <format>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace Freezeframe
{
namespace
{

/// Root in the first namespaces, as the kernel runs handlers.
const FileRights handlerRights{.uid = 0, .gid = 0, .groups = {}, .overrides = true};
constexpr uint64_t cap = 4ULL << 30; // systemd, coredump-vacuum.c: DEFAULT_MAX_USE_UPPER, DEFAULT_KEEP_FREE_UPPER

std::string timeAgo(int64_t when)
{
    constexpr int64_t minute = 60;
    constexpr int64_t hour = 60 * minute;
    constexpr int64_t day = 24 * hour;
    const int64_t passed = std::max<int64_t>(0, std::time(nullptr) - when);
    if (passed < 2 * hour)
        return std::format("{} minutes ago", passed / minute);
    return passed < 2 * day ? std::format("{} hours ago", passed / hour) : std::format("{} days ago", passed / day);
}

/// The handler may have told its journal what went wrong the last time: the kernel never does.
void checkLastError(const DoctorCase &about, Diagnosis &diagnosis)
{
    const auto note = lastHandlerError(about.paths);
    if (!note)
        return;
    diagnosis.add({.id = "handler-error",
                   .title = "Last error of the handler",
                   .state = CheckState::Warning,
                   .value = note->text,
                   .explanation = std::format("{}. It is in the journal of systemd-coredump; newer cores may be sound.",
                                              timeAgo(note->when))});
}

/// Text alone: which it is to be, the handler or files, is for a person to say.
DoctorFix handlerFix(const DoctorCase &about)
{
    return orCapture(about.pid,
                     "# put the handler in its place again, or start its server; or have cores as files:\n"
                         + coresToFiles().text + "   # as root");
}

/// The server behind a socket; true if it gets the cores.
bool checkServer(const DoctorCase &about, Diagnosis &diagnosis)
{
    using State = CoreSocket::State;
    const CoreSocket &socket = about.socket;
    DoctorCheck check{.id = "core-handler", .title = "Server of cores", .state = CheckState::Good};
    check.value = socket.path;
    if (const std::string fault = socket.fault(); !fault.empty()) {
        check.explanation = fault + " The kernel then drops the core.";
        turnRed(check, handlerFix(about));
        diagnosis.block(fault);
    } else if (socket.state == State::Unseen) {
        check.state = CheckState::Unknown;
        check.explanation = "It can't be told whether anybody takes the cores: " + socket.reason + ".";
        diagnosis.doubt("Cores go to the socket " + socket.path + ", and " + socket.reason + ".");
    } else {
        check.value += ", " + socket.serverText();
        check.explanation = socket.negotiates
            ? "The kernel asks it for each crash, and waits: it may take the core, have it written, or refuse it."
            : "The kernel writes each core to it.";
    }
    const bool isGood = check.state == CheckState::Good;
    diagnosis.add(std::move(check));
    return isGood;
}

bool checkProgram(const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "core-handler", .title = "Handler of cores", .state = CheckState::Good};
    const std::string handler = about.pattern.handler();
    check.value = handler;
    check.explanation = "It runs as root, outside of all containers, for each crash.";
    if (about.pattern.pipeLimit > 0)
        check.value += std::format(", {} at once at most", about.pattern.pipeLimit);
    struct stat status{};
    const bool isThere = ::stat((about.paths.root + handler).c_str(), &status) == 0;
    if (!handler.starts_with('/')) {
        check.explanation = "The kernel needs the full path of the handler.";
        turnRed(check, handlerFix(about));
        diagnosis.block("kernel.core_pattern names a handler without its full path.");
    } else if (!isThere && errno != ENOENT && errno != ENOTDIR) {
        check.state = CheckState::Unknown;
        check.value += std::string(": ") + std::strerror(errno);
    } else if (!isThere) {
        turnRed(check, handlerFix(about));
        check.value += ", missing";
        check.explanation = "The kernel can't start it, and drops the core.";
        diagnosis.block("The program that kernel.core_pattern names does not exist: " + handler + ".");
    } else if (!S_ISREG(status.st_mode) || (status.st_mode & 0111) == 0) {
        turnRed(check, handlerFix(about));
        check.value += ", not executable";
        diagnosis.block("The program that kernel.core_pattern names can't be executed: " + handler + ".");
    }
    const bool isGood = check.state == CheckState::Good;
    diagnosis.add(std::move(check));
    return isGood;
}

/// What lies in the store of systemd-coredump, and how large its disk is.
struct StoreUse {
    uint64_t cores = 0;
    uint64_t coreBytes = 0; ///< on the disk
    uint64_t diskBytes = 0;
};

StoreUse storeUse(const std::string &folder)
{
    StoreUse use;
    struct statvfs space{};
    if (::statvfs(folder.c_str(), &space) == 0)
        use.diskBytes = uint64_t(space.f_blocks) * space.f_frsize;
    constexpr uint64_t blockSize = 512; // st_blocks, whatever the file system's own is
    constexpr uint64_t mostFiles = 100'000;
    std::error_code error;
    std::filesystem::directory_iterator files(folder, error);
    for (; !error && files != std::filesystem::directory_iterator() && use.cores < mostFiles; files.increment(error)) {
        struct stat status{};
        if (!files->path().filename().string().starts_with("core.") || ::lstat(files->path().c_str(), &status) != 0
            || !S_ISREG(status.st_mode))
            continue;
        ++use.cores;
        use.coreBytes += uint64_t(status.st_blocks) * blockSize;
    }
    return use;
}

void checkSystemdSpace(const SystemdCoredumpConfig &config, uint64_t expected, const DoctorCase &about,
                       Diagnosis &diagnosis)
{
    const FolderAccess access = FolderAccess::examine(about.paths.root + SystemdCoredumpConfig::folder, handlerRights);
    const StoreUse store = storeUse(about.paths.root + SystemdCoredumpConfig::folder);
    const uint64_t mostUse = config.maxUse.value_or(std::min(store.diskBytes / 10, cap));
    const uint64_t keepFree = config.keepFree.value_or(std::min(store.diskBytes / 20 * 3, cap));
    DoctorCheck check{.id = "disk-space", .title = "Space", .state = CheckState::Good};
    check.value = std::format("{} free, {} cores of {} kept", byteCount(access.freeBytes), store.cores,
                              byteCount(store.coreBytes));
    check.explanation
        = "systemd-coredump keeps KeepFree= free (15 % of the disk if not set), holds MaxUse= at most (10 %; neither more than 4 GiB if not set), and drops older cores for a new one.";
    if (access.state == FolderAccess::State::Missing || access.state == FolderAccess::State::Unreachable) {
        check.state = CheckState::Unknown;
        check.value = std::string(SystemdCoredumpConfig::folder) + ": " + access.reason;
    } else if (access.freeBytes < expected) {
        check.state = CheckState::Warning;
        diagnosis.flaw("systemd-coredump has only " + byteCount(access.freeBytes) + " free, and may drop or cut it.");
    } else if (store.coreBytes + expected > mostUse || access.freeBytes < expected + keepFree) {
        check.state = CheckState::Warning;
        check.explanation = std::format(
            "With {} cores of {} in it, MaxUse {} and KeepFree {}, older cores will be dropped for the new one. Copy those that you need.",
            store.cores, byteCount(store.coreBytes), byteCount(mostUse), byteCount(keepFree));
    }
    diagnosis.add(std::move(check));
}

void checkSystemd(const CoreNameFacts &facts, const CoreSizes &sizes, const DoctorCase &about, Diagnosis &diagnosis)
{
    using Storage = SystemdCoredumpConfig::Storage;
    const SystemdCoredumpConfig config = SystemdCoredumpConfig::read(about.paths);
    const uint64_t most = std::min(config.processSizeMax,
                                   config.storage == Storage::Journal ? config.journalSizeMax : config.externalSizeMax);
    DoctorCheck check{.id = "handler-settings", .title = "systemd-coredump", .state = CheckState::Good};
    const char *storage = config.storage == Storage::None ? "none"
        : config.storage == Storage::Journal              ? "journal"
                                                          : "external";
    check.value = std::format("Storage={}, cores up to {}", storage, most == UINT64_MAX ? "any size" : byteCount(most));
    check.explanation = "coredump.conf(5) says what is kept. Files are deleted after some days (systemd-tmpfiles).";
    const DoctorFix edit = {
        .label = "How to Change It",
        .text
        = "mkdir -p /etc/systemd/coredump.conf.d\nprintf '[Coredump]\\nStorage=external\\nProcessSizeMax=32G\\nExternalSizeMax=32G\\n' >/etc/systemd/coredump.conf.d/size.conf"};
    if (config.storage == Storage::None) {
        turnRed(check, edit);
        diagnosis.block("systemd-coredump is told to keep no cores (Storage=none); it only logs the crash.");
    } else if (most == 0) {
        turnRed(check, edit);
        diagnosis.block("systemd-coredump is told to keep cores of no size (ProcessSizeMax=0 or ExternalSizeMax=0).");
    } else if (most < std::max(sizes.content, sizes.length)) {
        check.state = CheckState::Warning;
        check.value += ", gets about " + byteCount(std::max(sizes.content, sizes.length));
        check.explanation = "It gets untouched memory as zeros, and its limits count them.";
        check.fix = edit;
        diagnosis.flaw("systemd-coredump cuts or drops cores above " + byteCount(most) + ".");
    }
    diagnosis.add(std::move(check));
    if (config.storage == Storage::External)
        diagnosis.setPath(about.paths.fromHere(SystemdCoredumpConfig::folder) + "/"
                          + systemdCoreName(facts.comm.value_or("<name>"), facts.uid, facts.globalPid));
    checkSystemdSpace(config, sizes.content, about, diagnosis);
    checkLastError(about, diagnosis);
}

void checkApport(const std::optional<ResourceLimit> &limit, const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "handler-settings", .title = "apport", .state = CheckState::Warning};
    const std::string settings = readKernelFile(about.paths.root + "/etc/default/apport").value_or(std::string());
    const bool isOff = settings.find("enabled=0") != std::string::npos;
    check.value = isOff ? "switched off" : "on";
    check.explanation
        = "apport makes a report in /var/crash for programs of packages; of programs that you built it keeps a core only if ulimit -c allows one, in /var/lib/apport/coredump.";
    if (isOff) {
        diagnosis.doubt("apport is switched off but still gets the cores; it may keep none.");
    } else if (limit && limit->isBelow(1)) {
        diagnosis.doubt("apport drops the cores of programs that are not from a package.");
    } else {
        diagnosis.doubt(
            "apport decides: a report in /var/crash for programs of packages, else a core in /var/lib/apport/coredump.");
    }
    diagnosis.add(std::move(check));
}

}

void checkHandler(const CoreNameFacts &facts, const std::optional<ResourceLimit> &limit, const CoreSizes &sizes,
                  const DoctorCase &about, Diagnosis &diagnosis)
{
    const bool isSocket = about.pattern.kind() == CorePattern::Kind::Socket;
    if (about.pattern.kind() != CorePattern::Kind::Pipe && !isSocket)
        return;
    const bool isGood = isSocket ? checkServer(about, diagnosis) : checkProgram(about, diagnosis);
    if (!isGood && (diagnosis.isBlocked() || isSocket))
        return;
    switch (about.handler()) {
    case CoreHandler::Kind::SystemdCoredump: return checkSystemd(facts, sizes, about, diagnosis);
    case CoreHandler::Kind::Apport: return checkApport(limit, about, diagnosis);
    case CoreHandler::Kind::Abrt:
        return diagnosis.doubt("ABRT decides: it keeps cores below /var/spool/abrt, by its own settings.");
    case CoreHandler::Kind::Other:
        return diagnosis.doubt(
            isSocket ? std::format("Cores go to {} behind the socket {}, and what that does with them is its own.",
                                   about.socket.serverText(), about.socket.path)
                     : "Cores go to " + about.pattern.handler() + ", and what it does with them is its own.");
    }
}

void checkContainer(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis)
{
    const bool isContained = facts.namespacePids.size() > 1;
    if (!isContained && !facts.isInOtherRoot)
        return;
    DoctorCheck check{.id = "container", .title = "Container", .state = CheckState::Warning};
    check.value = isContained ? std::format("process {} in there", facts.namespacePids.back()) : "another root folder";
    switch (about.pattern.kind()) {
    case CorePattern::Kind::File:
        check.explanation
            = "The core is written as its process sees the folders; the check of the folder tells where that is from here. With the container it is removed.";
        break;
    default:
        check.explanation = "kernel.core_pattern is the host's: its handler runs on the host and keeps the core there.";
    }
    diagnosis.add(std::move(check));
}

}
