// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processlist.h"

#include "backend/elf/elffile.h"
#include "backend/go/gobuildinfo.h"
#include "backend/live/folderplace.h"
#include "backend/live/procfiles.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <fcntl.h>
#include <format>
#include <map>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace Freezeframe
{
namespace
{

constexpr size_t longestCommandLine = 16384;

/// What is known of one file that processes run.
struct ProgramFile {
    std::string version; ///< empty: not Go
    std::string module;
};

double secondsOf(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

ProgramFile readProgram(const std::string &path)
{
    const auto elf = MappedFile::open(path).and_then(&ElfFile::open);
    if (!elf)
        return {};
    const auto info = readBuildInfo(**elf);
    if (!info)
        return {};
    const std::string module = info->module.substr(0, info->module.find(' '));
    return {info->goVersion, module.empty() ? info->path : module};
}

std::string nameOfUser(uint32_t uid)
{
    std::array<char, 4096> buffer;
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return found->pw_name;
    return std::to_string(uid);
}

std::string commandLineOf(const std::string &folder)
{
    const std::string text = readKernelFile(folder + "/cmdline", longestCommandLine).value_or(std::string());
    std::string line;
    for (const std::string &word : splitAtNul(text)) {
        if (!line.empty())
            line += ' ';
        line += word;
    }
    line.resize(line.find_last_not_of(' ') + 1); // a program that wrote a title of its own pads it
    return line;
}

}

struct ProcessList::Data {
    /// What costs and does not change as long as the process runs the same program.
    struct Known {
        std::string link; ///< /proc/PID/exe
        std::string executable; ///< where that is from here
        ProgramFile program;
        uint32_t uid = 0;
        bool isContained = false;
        std::string commandLine;
        uint64_t ticks = 0; ///< at the refresh before
        double when = 0; ///< of it, s of the boot clock
        uint64_t generation = 0;
    };

    [[nodiscard]] Result<ProcessRow> readRow(int32_t pid);
    void readProgramOf(const std::string &folder, Known &known);
    void readIdentity(const std::string &folder, Known &known);
    void fill(ProcessRow &row, const ProcessStat &stat, Known &known);
    [[nodiscard]] const std::string &userName(uint32_t uid);

    std::map<std::pair<int32_t, uint64_t>, Known> processes; ///< by pid and start
    std::unordered_map<std::string, ProgramFile> programs; ///< by device, inode, time of change
    std::unordered_map<uint32_t, std::string> users;
    uint64_t generation = 0;
    const double ticksPerSecond = double(::sysconf(_SC_CLK_TCK));
    const uint64_t pageSize = uint64_t(::sysconf(_SC_PAGESIZE));
    const uint32_t ownUser = ::getuid();
};

void ProcessList::Data::readProgramOf(const std::string &folder, Known &known)
{
    // A file server that hangs must not be asked: what the kernel knows of the file is enough.
    struct statx status{};
    const std::string path = folder + "/exe";
    if (::statx(AT_FDCWD, path.c_str(), AT_STATX_DONT_SYNC, STATX_BASIC_STATS, &status) != 0) {
        known.program = {};
        return;
    }
    const std::string key = std::format("{}:{} {} {}.{}", status.stx_dev_major, status.stx_dev_minor, status.stx_ino,
                                        status.stx_ctime.tv_sec, status.stx_ctime.tv_nsec);
    auto at = programs.find(key);
    if (at == programs.end())
        at = programs.emplace(key, readProgram(path)).first;
    known.program = at->second;
}

void ProcessList::Data::readIdentity(const std::string &folder, Known &known)
{
    const std::string status = readKernelFile(folder + "/status").value_or(std::string());
    if (const auto ids = statusNumbers(status, "Uid"); !ids.empty())
        known.uid = uint32_t(ids.front());
    // One number for each PID namespace from that of our /proc inwards.
    known.isContained = statusNumbers(status, "NSpid").size() > 1;
}

void ProcessList::Data::fill(ProcessRow &row, const ProcessStat &stat, Known &known)
{
    const double now = secondsOf(CLOCK_BOOTTIME);
    const double started = double(stat.startTicks) / ticksPerSecond;
    const double since = known.when > 0 ? known.when : started;
    const uint64_t before = known.when > 0 ? known.ticks : 0;
    // Ticks are coarse: over less than one of them there is no share to speak of.
    if (stat.ticks > before && now - since >= 1 / ticksPerSecond)
        row.cpu = double(stat.ticks - before) / ticksPerSecond / (now - since);
    known.ticks = stat.ticks;
    known.when = now;
    row.parent = stat.parent;
    row.state = stat.state;
    row.threads = stat.threads;
    row.residentBytes = stat.residentPages * pageSize;
    row.startedAt = int64_t(secondsOf(CLOCK_REALTIME) - now + started);
    row.isKernelThread = stat.isKernelThread();
    row.uid = known.uid;
    row.user = userName(known.uid);
    row.isOther = known.uid != ownUser;
    row.isContained = known.isContained;
    row.executable = known.executable;
    row.goVersion = known.program.version;
    row.module = known.program.module;
    row.name = row.executable.empty() ? stat.name : baseName(row.executable);
    row.commandLine = row.isKernelThread || known.commandLine.empty() ? "[" + stat.name + "]" : known.commandLine;
}

Result<ProcessRow> ProcessList::Data::readRow(int32_t pid)
{
    const std::string folder = "/proc/" + std::to_string(pid);
    const auto text = readKernelFile(folder + "/stat", 4096);
    if (!text)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", pid));
    const auto stat = parseProcessStat(*text);
    if (!stat)
        return fail(ErrorCode::BadFormat, std::format("{}/stat has another form than expected", folder));
    ProcessRow row;
    row.id = {pid, stat->startTicks};
    const auto [at, isNew] = processes.try_emplace({pid, stat->startTicks});
    Known &known = at->second;
    known.generation = generation;
    // Asleep in the kernel (D), it may hold what the reading of its arguments waits for: then what is known will do.
    const bool mayRead = !stat->isKernelThread() && !stat->hasEnded() && (stat->state != 'D' || isNew);
    if (!stat->isKernelThread()) {
        std::string link = readLink(folder + "/exe").value_or(std::string());
        if (isNew || (link != known.link && !link.empty())) {
            known.link = std::move(link);
            known.executable = withoutDeleted(known.link);
            // What another mount namespace calls it may be another file here, or none.
            if (!known.link.empty() && !hasOurMounts(pid))
                known.executable = fileFromHere(folder + "/exe", pid);
            readProgramOf(folder, known);
        }
        if (mayRead)
            known.commandLine = commandLineOf(folder);
    }
    // Few change their user, and none its namespace: every tenth time is enough, each its own tenth.
    const bool isTurn = (generation + uint64_t(pid)) % 10 == 0;
    if (isNew || (mayRead && (isTurn || generation == 0)))
        readIdentity(folder, known);
    fill(row, *stat, known);
    return row;
}

const std::string &ProcessList::Data::userName(uint32_t uid)
{
    const auto at = users.find(uid);
    return at != users.end() ? at->second : users.emplace(uid, nameOfUser(uid)).first->second;
}

ProcessList::ProcessList()
    : d(std::make_unique<Data>())
{
}

ProcessList::~ProcessList() = default;
ProcessList::ProcessList(ProcessList &&) noexcept = default;
ProcessList &ProcessList::operator=(ProcessList &&) noexcept = default;

std::vector<ProcessRow> ProcessList::refresh()
{
    const std::vector<int32_t> pids = allProcesses();
    ++d->generation;
    std::vector<ProcessRow> rows;
    rows.reserve(pids.size());
    for (const int32_t pid : pids) {
        if (auto row = d->readRow(pid))
            rows.push_back(std::move(*row));
    }
    std::erase_if(d->processes, [this](const auto &entry) { return entry.second.generation != d->generation; });
    constexpr size_t mostPrograms = 4096;
    if (d->programs.size() > mostPrograms)
        d->programs.clear();
    return rows;
}

Result<ProcessRow> ProcessList::row(int32_t pid)
{
    return d->readRow(pid);
}

}
