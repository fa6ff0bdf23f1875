// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/signalnames.h"

#include <array>
#include <string_view>

namespace Freezeframe
{

namespace
{

struct SignalText {
    std::string_view name;
    std::string_view meaning; ///< Go 1.26 runtime/sigtab_linux_generic.go
};

// Numbers of x86-64 and arm64 (asm-generic/signal.h).
constexpr std::array<SignalText, 32> signals = {{
    {},
    {"SIGHUP", "terminal line hangup"},
    {"SIGINT", "interrupt"},
    {"SIGQUIT", "quit"},
    {"SIGILL", "illegal instruction"},
    {"SIGTRAP", "trace trap"},
    {"SIGABRT", "abort"},
    {"SIGBUS", "bus error"},
    {"SIGFPE", "floating-point exception"},
    {"SIGKILL", "kill"},
    {"SIGUSR1", "user-defined signal 1"},
    {"SIGSEGV", "segmentation violation"},
    {"SIGUSR2", "user-defined signal 2"},
    {"SIGPIPE", "write to broken pipe"},
    {"SIGALRM", "alarm clock"},
    {"SIGTERM", "termination"},
    {"SIGSTKFLT", "stack fault"},
    {"SIGCHLD", "child status has changed"},
    {"SIGCONT", "continue"},
    {"SIGSTOP", "stop, unblockable"},
    {"SIGTSTP", "keyboard stop"},
    {"SIGTTIN", "background read from tty"},
    {"SIGTTOU", "background write to tty"},
    {"SIGURG", "urgent condition on socket"},
    {"SIGXCPU", "cpu limit exceeded"},
    {"SIGXFSZ", "file size limit exceeded"},
    {"SIGVTALRM", "virtual alarm clock"},
    {"SIGPROF", "profiling alarm clock"},
    {"SIGWINCH", "window size change"},
    {"SIGIO", "i/o now possible"},
    {"SIGPWR", "power failure restart"},
    {"SIGSYS", "bad system call"},
}};

struct CodeText {
    int signal;
    int code;
    std::string_view text;
};

constexpr CodeText codes[] = {
    {11, 1, "address not mapped"},
    {11, 2, "no permission for that address"},
    {11, 3, "failed bound check"},
    {11, 4, "protection key denies access"},
    {7, 1, "address not aligned"},
    {7, 2, "no memory behind that address"},
    {7, 3, "hardware error at that address"},
    {7, 4, "hardware memory error, action required"},
    {7, 5, "hardware memory error, action optional"},
    {8, 1, "integer divided by zero"},
    {8, 2, "integer overflow"},
    {8, 3, "floating-point division by zero"},
    {8, 4, "floating-point overflow"},
    {8, 5, "floating-point underflow"},
    {8, 7, "invalid floating-point operation"},
    {4, 1, "illegal opcode"},
    {4, 2, "illegal operand"},
    {4, 5, "privileged opcode"},
    {5, 1, "breakpoint"},
    {5, 2, "trace trap"},
    {31, 1, "system call refused by seccomp"},
};

}

std::string signalName(int signal)
{
    if (signal == 0)
        return {};
    if (signal > 0 && size_t(signal) < signals.size())
        return std::string(signals[size_t(signal)].name);
    return "signal " + std::to_string(signal);
}

std::string signalMeaning(int signal)
{
    if (signal > 0 && size_t(signal) < signals.size())
        return std::string(signals[size_t(signal)].meaning);
    return {};
}

std::string signalCodeText(int signal, int code)
{
    switch (code) {
    case 0: return "sent by kill";
    case -1: return "sent by sigqueue";
    case -6: return "sent by tgkill";
    case 0x80: return signal == 11 ? "raised by the kernel: the address is not canonical" : "raised by the kernel";
    default: break;
    }
    for (const CodeText &text : codes) {
        if (text.signal == signal && text.code == code)
            return std::string(text.text);
    }
    return {};
}

bool isSentByProcess(int code)
{
    return code == 0 || code == -1 || code == -6;
}

}
