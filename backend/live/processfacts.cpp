// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processfacts.h"

#include "backend/elf/elffile.h"
#include "backend/live/folderplace.h"
#include "backend/live/pidfdinfo.h"
#include "backend/live/processmemory.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <dirent.h>
#include <elf.h>
#include <format>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <thread>

namespace Freezeframe
{
namespace
{

constexpr uint64_t overrideCapability = 1 << 1; // CAP_DAC_OVERRIDE
constexpr size_t mostThreads = 65536; // looked at

/// One run over /proc/PID of one process.
class FactReader
{
public:
    FactReader(ProcessFacts &facts, const ProcessHandle &handle)
        : m_facts(facts)
        , m_handle(handle)
        , m_folder("/proc/" + std::to_string(facts.id.pid))
    {
    }

    void run()
    {
        readStatus();
        readThreads();
        readTexts();
        readDumpable();
        readRoot();
        readProgram();
    }

private:
    [[nodiscard]] std::string text(const char *name) const
    {
        return readKernelFile(m_folder + "/" + name).value_or(std::string());
    }

    void readStatus()
    {
        const std::string status = text("status");
        const auto at = [&status](const char *name, size_t index, int base = 10) {
            const auto numbers = statusNumbers(status, name, base);
            return index < numbers.size() ? numbers[index] : 0;
        };
        m_facts.uid = uint32_t(at("Uid", 0));
        m_facts.gid = uint32_t(at("Gid", 0));
        m_facts.rights = {.uid = uint32_t(at("Uid", 3)),
                          .gid = uint32_t(at("Gid", 3)),
                          .groups = statusNumbers(status, "Groups"),
                          .overrides = (at("CapEff", 0, 16) & overrideCapability) != 0};
        m_facts.namespacePids = statusNumbers(status, "NSpid");
        m_facts.tracer = int32_t(at("TracerPid", 0));
        m_facts.caught = at("SigCgt", 0, 16);
        m_facts.ignored = at("SigIgn", 0, 16);
        m_facts.blocked = at("SigBlk", 0, 16);
        m_facts.anonymousBytes = at("RssAnon", 0) * 1024;
        m_facts.fileBytes = at("RssFile", 0) * 1024;
        m_facts.sharedBytes = at("RssShmem", 0) * 1024;
        m_facts.swappedBytes = at("VmSwap", 0) * 1024;
    }

    /// A signal for the process waits only if every thread blocks it, and goes on doing so: a thread that is just being
    /// made blocks all (glibc's pthread_create), as does a program for the moment of a fork.
    void readThreads()
    {
        constexpr uint64_t asked = uint64_t(1) << (SIGABRT - 1) | uint64_t(1) << (SIGQUIT - 1);
        constexpr int looks = 5;
        constexpr auto pause = std::chrono::milliseconds(10);
        lookAtThreads();
        for (int i = 1; i < looks && (m_facts.blocked & asked) != 0; ++i) {
            std::this_thread::sleep_for(pause);
            lookAtThreads();
        }
    }

    void lookAtThreads()
    {
        size_t count = 0;
        if (DIR *tasks = ::opendir((m_folder + "/task").c_str())) {
            while (const dirent *entry = ::readdir(tasks)) {
                if (entry->d_name[0] == '.' || ++count > mostThreads)
                    continue;
                const std::string thread = m_folder + "/task/" + entry->d_name;
                const auto status = readKernelFile(thread + "/status");
                if (!status)
                    continue;
                if (const auto mask = statusNumbers(*status, "SigBlk", 16); !mask.empty())
                    m_facts.blocked &= mask.front();
                addThreadName(readKernelLine(thread + "/comm"));
            }
            ::closedir(tasks);
        }
    }

    void addThreadName(const std::string &name)
    {
        if (std::ranges::find(m_facts.threadNames, name) == m_facts.threadNames.end())
            m_facts.threadNames.push_back(name);
    }

    void readTexts()
    {
        m_facts.environment = readKernelFile(m_folder + "/environ", 4 << 20).transform(splitAtNul);
        const std::string limits = text("limits");
        m_facts.coreLimit = parseLimit(limits, "Max core file size");
        m_facts.fileLimit = parseLimit(limits, "Max file size");
        std::string filter = text("coredump_filter");
        filter.resize(std::min(filter.find('\n'), filter.size()));
        if (const auto bits = parseNumber(filter, 16))
            m_facts.filter = uint32_t(*bits);
        m_facts.folder = readLink(m_folder + "/cwd").value_or(std::string());
        readAuxiliaryVector(text("auxv"));
        const std::string groups = text("cgroup");
        if (const size_t at = groups.find("0::"); at != std::string::npos)
            m_facts.cgroup = groups.substr(at + 3, groups.find('\n', at) - at - 3);
    }

    void readAuxiliaryVector(const std::string &bytes)
    {
        Elf64_auxv_t entry{};
        for (size_t at = 0; at + sizeof(entry) <= bytes.size(); at += sizeof(entry)) {
            std::memcpy(&entry, bytes.data() + at, sizeof(entry));
            if (entry.a_type == AT_SECURE)
                m_facts.isSecure = entry.a_un.a_val != 0;
            else if (entry.a_type == AT_ENTRY)
                m_entry = entry.a_un.a_val;
        }
    }

    void readDumpable()
    {
        using Dumpable = ProcessFacts::Dumpable;
        const auto info = readPidfdInfo(m_handle.pidfd());
        if (info && (info->skipsDump || info->dumpsAsUser || info->dumpsAsRoot)) {
            m_facts.dumpable = info->skipsDump ? Dumpable::No : info->dumpsAsUser ? Dumpable::User : Dumpable::Root;
            return;
        }
        // Older kernels: the files of a process that is not dumpable belong to root (proc_pid(5)).
        struct stat status{};
        if (::stat((m_folder + "/mem").c_str(), &status) != 0 || m_facts.rights.uid == 0)
            return;
        m_facts.dumpable = status.st_uid == 0 ? Dumpable::No : Dumpable::User;
    }

    void readRoot()
    {
        const auto differs = [this](const char *other) {
            struct stat its{};
            struct stat others{};
            return ::stat((m_folder + "/root/.").c_str(), &its) == 0 && ::stat(other, &others) == 0
                && (its.st_dev != others.st_dev || its.st_ino != others.st_ino);
        };
        m_facts.hasOtherRoot = differs("/.") || !hasOurMounts(m_facts.id.pid);
        m_facts.isInOtherRoot = differs("/proc/1/root/.");
    }

    void readProgram()
    {
        m_facts.executable = withoutDeleted(readLink(m_folder + "/exe").value_or(std::string()));
        m_facts.executableHere = m_facts.hasOtherRoot && !m_facts.executable.empty()
            ? fileFromHere(m_folder + "/exe", m_facts.id.pid)
            : m_facts.executable;
        m_facts.name = m_facts.executable.empty() ? m_facts.stat.name : baseName(m_facts.executable);
        const auto elf = MappedFile::open(m_folder + "/exe").and_then(&ElfFile::open);
        if (!elf)
            return;
        if (auto info = readBuildInfo(**elf))
            m_facts.go = std::move(*info);
        if (m_facts.go && m_entry != 0)
            m_facts.goSignals = readGoSignals(**elf, m_entry - (*elf)->entry().value, ProcessMemory(m_facts.id.pid));
    }

    ProcessFacts &m_facts;
    const ProcessHandle &m_handle;
    std::string m_folder;
    uint64_t m_entry = 0; ///< AT_ENTRY: where the program's entry is loaded
};

}

Result<ProcessFacts> ProcessFacts::read(const ProcessId &id)
{
    const auto handle = ProcessHandle::open(id);
    if (!handle)
        return std::unexpected(handle.error());
    ProcessFacts facts;
    facts.id = (*handle)->id();
    const auto text = readKernelFile(std::format("/proc/{}/stat", id.pid));
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    if (!stat)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", id.pid));
    facts.stat = *stat;
    FactReader(facts, **handle).run();
    // All of it was this process's if it is still there.
    if ((*handle)->hasEnded() && !facts.stat.hasEnded())
        return fail(ErrorCode::NotFound, std::format("process {} has ended", id.pid));
    return facts;
}

void ProcessFacts::becomes(const std::string &program, const std::string &asName, bool crashes)
{
    constexpr size_t longestComm = 15; // TASK_COMM_LEN less the zero
    constexpr uint32_t crashBit = 1; // Go runtime/runtime1.go: tracebackCrash
    executable = program;
    name = asName;
    threadNames.assign(1, name.substr(0, longestComm));
    caught = ignored = blocked = 0;
    go.reset();
    goSignals = {};
    const auto elf = MappedFile::open(program).and_then(&ElfFile::open);
    if (!elf)
        return;
    if (auto info = readBuildInfo(**elf))
        go = std::move(*info);
    if (crashes)
        goSignals.traceback = crashBit;
}

CoreNameFacts ProcessFacts::nameFacts(int signal) const
{
    CoreNameFacts facts;
    facts.globalPid = id.pid;
    facts.pid = namespacePids.empty() ? id.pid : int32_t(namespacePids.back());
    if (stat.threads == 1) {
        facts.thread = facts.pid;
        facts.globalThread = facts.globalPid;
    }
    facts.uid = uid;
    facts.gid = gid;
    if (dumpable != Dumpable::Unknown)
        facts.dumpMode = dumpable == Dumpable::User ? 1 : dumpable == Dumpable::Root ? 2 : 0;
    // Whatever went wrong, a Go program dies by a SIGABRT that it sends itself.
    facts.signal = go ? SIGABRT : signal;
    utsname system{};
    if (::uname(&system) == 0)
        facts.host = system.nodename;
    if (threadNames.size() == 1)
        facts.comm = threadNames.front();
    facts.executable = executable;
    if (coreLimit)
        facts.coreLimit = coreLimit->soft.value_or(UINT64_MAX);
    return facts;
}

uint64_t ProcessFacts::expectedBytes() const
{
    const uint32_t bits = filter.value_or(0x33);
    uint64_t bytes = 0;
    if ((bits & 1) != 0)
        bytes += anonymousBytes + swappedBytes;
    if ((bits & 2) != 0)
        bytes += sharedBytes;
    if ((bits & 12) != 0)
        bytes += fileBytes;
    return bytes;
}

std::optional<ResourceLimit> parseLimit(std::string_view limits, std::string_view name)
{
    const size_t at = limits.find(name);
    if (at == std::string_view::npos)
        return std::nullopt;
    std::string_view line = limits.substr(at + name.size());
    line = line.substr(0, line.find('\n'));
    ResourceLimit limit;
    for (std::optional<uint64_t> *value : {&limit.soft, &limit.hard}) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const std::string_view word = line.substr(0, line.find(' '));
        line.remove_prefix(word.size());
        *value = parseNumber(word);
        if (!*value && word != "unlimited")
            return std::nullopt;
    }
    return limit;
}

}
