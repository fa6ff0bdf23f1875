// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/exitstatus.h"

#include "backend/live/pidfdinfo.h"
#include "backend/live/procfiles.h"

#include <csignal>
#include <cstring>
#include <format>
#include <sys/wait.h>

namespace Freezeframe
{
namespace
{

/// The last field but a few of /proc/PID/stat: how a zombie ended. The kernel tells it to those who may trace.
std::optional<int> exitStatusOfZombie(int32_t pid)
{
    const auto text = readKernelFile(std::format("/proc/{}/stat", pid));
    if (!text)
        return std::nullopt;
    const auto stat = parseProcessStat(*text);
    const size_t last = text->find_last_not_of(" \n");
    const size_t before = text->find_last_of(' ', last);
    if (!stat || !stat->hasEnded() || last == std::string::npos || before == std::string::npos)
        return std::nullopt;
    return parseNumber(std::string_view(*text).substr(before + 1, last - before)).transform([](uint64_t value) {
        return int(value);
    });
}

/// The signals that end a process with a core by default (signal(7)).
bool dumpsByDefault(int signal)
{
    switch (signal) {
    case SIGQUIT:
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGBUS:
    case SIGFPE:
    case SIGSEGV:
    case SIGXCPU:
    case SIGXFSZ:
    case SIGSYS: return true;
    default: return false;
    }
}

std::string meaningOfSignal(int signal, bool hasCore)
{
    if (hasCore)
        return "The kernel says that it wrote a core: if there is none, its handler dropped it or somebody removed it.";
    if (signal == SIGKILL)
        return "SIGKILL never leaves a core: it is what the kernel sends for want of memory, and what systemd and containers send when a stop takes too long.";
    if (dumpsByDefault(signal))
        return signalText(signal)
            + " would leave a core, but the kernel wrote none: a limit, the folder, the handler or the program's being not dumpable kept it from that.";
    return signalText(signal) + " ends a program without a core.";
}

}

std::optional<int> exitStatusOf(const ProcessHandle &process)
{
    const auto info = readPidfdInfo(process.pidfd());
    return info && info->exitStatus ? info->exitStatus : exitStatusOfZombie(process.id().pid);
}

std::string signalText(int signal)
{
    const char *name = ::sigabbrev_np(signal);
    return name ? std::string("SIG") + name : std::format("signal {}", signal);
}

std::string meaningOfStatus(int status, bool isGo)
{
    if (WIFSIGNALED(status))
        return meaningOfSignal(WTERMSIG(status), WCOREDUMP(status));
    const int code = WEXITSTATUS(status);
    if (code == 2 && isGo)
        return "Go exits with status 2 after a panic or a fatal signal unless GOTRACEBACK=crash is set; os.Exit(2) looks the same.";
    // A shell or a runner of containers in between: 128 plus the signal (bash(1), exec(1)).
    if (code > 128 && code < 128 + NSIG && ::sigabbrev_np(code - 128))
        return std::format("A shell between would say {} of a program that {} ended: 128 and the signal's number.",
                           code, signalText(code - 128));
    if (code == 126 || code == 127)
        return code == 127 ? "A shell says 127 of a program that it does not find."
                           : "A shell says 126 of a program that it may not execute.";
    return code == 0 ? "It ended as it wanted to: no crash, no core." : "It ended by itself (exit): no crash, no core.";
}

}
