// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturerecord.h"

#include "backend/live/procfiles.h"

#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// Who captures: a process is known by its number and start in its PID namespace, until the machine starts anew.
struct Owner {
    int32_t pid = 0;
    uint64_t startTicks = 0;
    std::string machine;
    std::string boot;
    std::string pidNamespace;
};

std::optional<uint64_t> startTicksOf(int32_t pid)
{
    const auto text = readKernelFile(std::format("/proc/{}/stat", pid));
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    return stat && !stat->hasEnded() ? std::optional(stat->startTicks) : std::nullopt;
}

Owner ourselves()
{
    utsname system{};
    return {.pid = ::getpid(),
            .startTicks = startTicksOf(::getpid()).value_or(0),
            .machine = ::uname(&system) == 0 ? system.nodename : "",
            .boot = readKernelLine("/proc/sys/kernel/random/boot_id"),
            .pidNamespace = readLink("/proc/self/ns/pid").value_or("")};
}

/// False if it lives, and if there is no telling from here.
bool hasGone(const Owner &owner)
{
    const Owner here = ourselves();
    if (owner.machine != here.machine)
        return false;
    if (owner.boot != here.boot)
        return true;
    return owner.pidNamespace == here.pidNamespace && startTicksOf(owner.pid) != owner.startTicks;
}

/// Where numbers of processes mean the same as here.
std::string placeTag(const Owner &owner)
{
    return std::format("{:08x}", uint32_t(std::hash<std::string>{}(owner.machine + owner.boot + owner.pidNamespace)));
}

fs::path stateFolder()
{
    const auto variable = [](const char *name) {
        const char *value = ::getenv(name);
        return fs::path(value ? value : "");
    };
    fs::path state = variable("XDG_STATE_HOME");
    if (!state.is_absolute()) // what is not absolute is to be ignored (XDG Base Directory Specification)
        state = variable("HOME").is_absolute() ? variable("HOME") / ".local/state" : fs::path();
    return state.empty() ? state : state / "freezeframe" / "captures";
}

template<class T>
T valueOf(const Json &object, const char *key)
{
    const auto entry = object.find(key);
    if constexpr (std::is_same_v<T, std::string>)
        return entry != object.end() && entry->is_string() ? entry->template get<T>() : T();
    else
        return entry != object.end() && entry->is_number_integer() ? entry->template get<T>() : T();
}

Json readRecord(const fs::path &path)
{
    struct stat status;
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != ::geteuid())
        return {};
    constexpr size_t largest = size_t(64) << 10;
    const std::string text = readKernelFile(path.string(), largest).value_or("");
    return Json::parse(text, nullptr, false);
}

/// A file of ours that has such a name: what a record says is no reason to remove anything else.
bool removePartial(const fs::path &path)
{
    struct stat status;
    return path.extension() == ".partial" && ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)
        && status.st_uid == ::geteuid() && ::unlink(path.c_str()) == 0;
}

std::string timeText(int64_t when)
{
    const auto time = time_t(when);
    tm parts{};
    ::localtime_r(&time, &parts);
    return std::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}

std::unique_ptr<CaptureRecord> CaptureRecord::begin(const ProcessId &process, const std::string &name,
                                                    const std::string &partial)
{
    const fs::path folder = stateFolder();
    std::error_code error;
    if (folder.empty())
        return nullptr;
    if (fs::create_directories(folder, error))
        fs::permissions(folder, fs::perms::owner_all, error);
    const Owner owner = ourselves();
    const Json record = {{"pid", owner.pid},   {"start_ticks", owner.startTicks},        {"machine", owner.machine},
                         {"boot", owner.boot}, {"pid_namespace", owner.pidNamespace},    {"process", process.pid},
                         {"name", name},       {"started_at", int64_t(::time(nullptr))}, {"partial", partial}};
    const std::string text = record.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string path = (folder / std::format("{}-XXXXXX.json", owner.pid)).string();
    const int file = ::mkostemps(path.data(), 5, O_CLOEXEC); // 0600
    if (file < 0)
        return nullptr;
    std::unique_ptr<CaptureRecord> result(new CaptureRecord(path));
    const bool isWritten = ::write(file, text.data(), text.size()) == ssize_t(text.size());
    ::close(file);
    return isWritten ? std::move(result) : nullptr;
}

CaptureRecord::~CaptureRecord()
{
    ::unlink(m_path.c_str());
}

std::vector<std::string> takeInterruptedCaptures()
{
    std::vector<std::string> sentences;
    std::error_code error;
    const fs::path folder = stateFolder();
    if (folder.empty())
        return sentences;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".json")
            continue;
        const Json record = readRecord(entry.path());
        if (!record.is_object())
            continue;
        const Owner owner{.pid = valueOf<int32_t>(record, "pid"),
                          .startTicks = valueOf<uint64_t>(record, "start_ticks"),
                          .machine = valueOf<std::string>(record, "machine"),
                          .boot = valueOf<std::string>(record, "boot"),
                          .pidNamespace = valueOf<std::string>(record, "pid_namespace")};
        if (!hasGone(owner) || ::unlink(entry.path().c_str()) != 0)
            continue; // it goes on, or another start of ours was faster
        const std::string partial = valueOf<std::string>(record, "partial");
        const bool isRemoved = !partial.empty() && removePartial(partial);
        sentences.push_back(std::format(
            "the capture of process {} ({}) at {} was interrupted; {}", valueOf<int32_t>(record, "process"),
            valueOf<std::string>(record, "name"), timeText(valueOf<int64_t>(record, "started_at")),
            isRemoved ? "what it had written, " + partial + ", is removed" : std::string("nothing is left of it")));
    }
    return sentences;
}

std::string partialSuffix()
{
    const Owner owner = ourselves();
    return std::format(".{}-{}-{}.XXXXXX.partial", owner.pid, owner.startTicks, placeTag(owner));
}

std::vector<std::string> removeStalePartials(const std::string &folder)
{
    static const std::regex form("\\.([0-9]{1,9})-([0-9]{1,19})-([0-9a-f]{8})\\.[A-Za-z0-9]{6}\\.partial$");
    std::vector<std::string> sentences;
    std::error_code error;
    const std::string here = placeTag(ourselves());
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, error)) {
        constexpr size_t longest = 512; // of a name; regular expressions take a stack
        const std::string name = entry.path().filename().string();
        std::smatch match;
        if (!name.ends_with(".partial") || name.size() > longest || !std::regex_search(name, match, form)
            || match[3] != here)
            continue;
        const auto pid = parseNumber(match[1].str());
        const auto start = parseNumber(match[2].str());
        if (!pid || !start || startTicksOf(int32_t(*pid)) == start || !removePartial(entry.path()))
            continue;
        sentences.push_back(
            std::format("{} is removed: the capture that wrote it was interrupted", entry.path().string()));
    }
    return sentences;
}

}
