// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/threadglimpse.h"

#include "backend/live/procfiles.h"

#include <cstring>
#include <dirent.h>
#include <format>
#include <sstream>
#include <sys/user.h>

namespace Freezeframe
{
namespace
{

/// /proc/PID/task/TID/syscall (proc_pid_syscall(5)): "running", "-1 SP PC" of a thread that is blocked outside of a
/// system call, or "NUMBER ARGUMENT0 … ARGUMENT5 SP PC".
struct SystemCall {
    std::vector<uint64_t> words; ///< without the number; empty: it runs, or may not be looked at
    int64_t number = -1;
};

SystemCall systemCallOf(const std::string &folder)
{
    SystemCall call;
    std::istringstream line(readKernelLine(folder + "syscall"));
    if (!(line >> call.number))
        return {};
    for (std::string word; line >> word;) {
        const auto value = word.starts_with("0x") ? parseNumber(word.substr(2), 16) : std::nullopt;
        if (!value)
            return {};
        call.words.push_back(*value);
    }
    constexpr size_t outside = 2;
    constexpr size_t inside = 8;
    return call.words.size() == outside || call.words.size() == inside ? call : SystemCall{};
}

std::vector<std::byte> registersOf(const SystemCall &call)
{
    user_regs_struct values{};
    if (!call.words.empty()) {
        const uint64_t stackPointer = call.words[call.words.size() - 2];
        const uint64_t programCounter = call.words.back();
        const bool isInside = call.words.size() > 2;
#if defined(__x86_64__)
        values.rsp = stackPointer;
        values.rip = programCounter;
        values.orig_rax = uint64_t(call.number);
        if (isInside) {
            values.rdi = call.words[0];
            values.rsi = call.words[1];
            values.rdx = call.words[2];
            values.r10 = call.words[3];
            values.r8 = call.words[4];
            values.r9 = call.words[5];
        }
#else
        values.sp = stackPointer;
        values.pc = programCounter;
        for (size_t i = 0; isInside && i < 6; ++i)
            values.regs[i] = call.words[i];
        values.regs[8] = uint64_t(call.number);
#endif
    }
    std::vector<std::byte> bytes(sizeof values);
    std::memcpy(bytes.data(), &values, sizeof values);
    return bytes;
}

std::string lackingSentence(const std::string &folder, const SystemCall &call)
{
    const auto text = readKernelFile(folder + "stat");
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    std::string sentence = std::format("is in state {}", stat ? stat->state : '?');
    const std::string place = readKernelLine(folder + "wchan");
    if (!place.empty() && place != "0")
        sentence += ", waiting in the kernel's " + place;
    return sentence
        + (call.words.empty() ? ": none of its registers are known"
                              : ": only its stack pointer, program counter and arguments are known");
}

}

std::vector<int32_t> threadsOf(int32_t pid)
{
    std::vector<int32_t> tids;
    DIR *folder = ::opendir(std::format("/proc/{}/task", pid).c_str());
    if (!folder)
        return tids;
    while (const dirent *entry = ::readdir(folder)) {
        const std::string_view name = entry->d_name;
        if (const auto tid = parseNumber(name))
            tids.push_back(int32_t(*tid));
    }
    ::closedir(folder);
    return tids;
}

FrozenThread glimpseOf(int32_t pid, int32_t tid)
{
    const std::string folder = std::format("/proc/{}/task/{}/", pid, tid);
    const SystemCall call = systemCallOf(folder);
    FrozenThread thread;
    thread.tid = tid;
    thread.registers = registersOf(call);
    if (!call.words.empty())
        thread.stackPointer = {call.words[call.words.size() - 2]};
    const auto blocked = statusNumbers(readKernelFile(folder + "status").value_or(""), "SigBlk", 16);
    thread.blockedSignals = blocked.empty() ? 0 : blocked.front();
    thread.lacking = lackingSentence(folder, call);
    return thread;
}

}
