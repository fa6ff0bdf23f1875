// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/diagnosis.h"

#include <csignal>
#include <format>

namespace Freezeframe
{
namespace
{

using Dumpable = ProcessFacts::Dumpable;

std::string wordOf(int signal)
{
    return signal == SIGQUIT ? "SIGQUIT" : signal == SIGABRT ? "SIGABRT" : std::format("signal {}", signal);
}

std::string wordOf(char state)
{
    switch (state) {
    case 'R': return "running";
    case 'S': return "sleeping";
    case 'D': return "waiting in the kernel";
    case 'T': return "stopped";
    case 't': return "stopped by a debugger";
    case 'Z': return "a zombie: ended, and its parent has not asked";
    case 'I': return "idle";
    default: return std::string("state ") + state;
    }
}

DoctorFix restartWithCrash()
{
    return {
        .kind = DoctorFix::Kind::Text,
        .label = "How to Set It",
        .text
        = "GOTRACEBACK=crash ./program\n# in a systemd unit: Environment=GOTRACEBACK=crash\n# in Go, early in main: debug.SetTraceback(\"crash\")"};
}

DoctorFix throughInit(int32_t pid)
{
    return orCapture(pid, "docker run --init …\n# or start it through another program that stays: tini, dumb-init");
}

/// The other signal that ends Go programs with their tracebacks, if this one gets through.
std::string otherSignal(const ProcessFacts &facts, int signal)
{
    const int other = signal == SIGQUIT ? SIGABRT : SIGQUIT;
    const bool isLost = facts.has(facts.ignored, other) || facts.has(facts.blocked, other)
        || (facts.has(facts.caught, other) && (!facts.go || facts.goSignals.isNotified(other) != false))
        || facts.isInit();
    if (isLost)
        return {};
    return std::format("freezeframe-cli {} {}   # {}, which it leaves alone\n", other == SIGQUIT ? "quit" : "abort",
                       facts.id.pid, wordOf(other));
}

/// Ways to a core of a process that does not die of the signal; @p change: in the program.
DoctorFix withoutSignal(const ProcessFacts &facts, int signal, const std::string &change)
{
    DoctorFix fix = orCapture(facts.id.pid, "");
    fix.text += "\n" + otherSignal(facts, signal) + change;
    fix.label = "Ways Out";
    return fix;
}

/// What a Go program has that makes it die with a core; nothing: it can't be told.
struct CrashSetting {
    std::optional<bool> crashes;
    std::string value;
};

CrashSetting crashSettingOf(const ProcessFacts &facts)
{
    CrashSetting setting;
    std::optional<bool> byEnvironment;
    if (facts.environment) {
        const auto variable = environmentValue(*facts.environment, "GOTRACEBACK");
        byEnvironment = variable == "crash";
        setting.value = variable ? "GOTRACEBACK=" + *variable : "GOTRACEBACK is not set";
    } else {
        setting.value = "the environment may not be read";
    }
    setting.crashes = facts.goSignals.crashes();
    if (setting.crashes) {
        setting.value += std::format(", in effect: {}", facts.goSignals.levelName());
        return setting;
    }
    setting.value += "; what is in effect can't be read";
    // debug.SetTraceback can't go below what the environment asks for, but it can raise it.
    if (byEnvironment == true)
        setting.crashes = true;
    return setting;
}

void judgeGoSignal(const ProcessFacts &facts, int signal, DoctorCheck &check, Diagnosis &diagnosis)
{
    const auto notified = facts.goSignals.isNotified(signal);
    const std::string word = wordOf(signal);
    if (notified == true) {
        turnRed(
            check,
            withoutSignal(
                facts, signal,
                std::format(
                    "# in the program: signal.Reset(syscall.{}), or leave it out of signal.Notify, " "which takes all signals if none is named",
                    word)));
        check.value = "the program takes " + word + " by signal.Notify";
        check.explanation
            = "The signal goes to a channel of the program, which does with it what it likes. Go does not end it, so no core comes of the signal itself.";
        diagnosis.block(
            "The program handles " + word
            + " itself (signal.Notify), so the signal does not end it as a crash does. A capture works now.");
    } else if (!notified) {
        check.state = CheckState::Unknown;
        check.value = "handled by the Go runtime; whether signal.Notify takes it can't be read";
        check.explanation = facts.goSignals.wanted.error().message;
        // Where GOTRACEBACK does not ask for a core, that is the greater doubt.
        if (crashSettingOf(facts).crashes == true) {
            diagnosis.doubt("GOTRACEBACK speaks for a core; only whether the program takes " + word
                            + " by signal.Notify can't be read: " + facts.goSignals.wanted.error().message + ".");
        }
    } else {
        check.state = CheckState::Good;
        check.value = "handled by the Go runtime, not by signal.Notify";
        check.explanation = "The runtime prints its tracebacks and then dies as the traceback level says.";
    }
}

}

void checkProcess(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "process", .title = "Process", .state = CheckState::Good};
    check.value = std::format("{}, process {}, {}", facts.name, facts.id.pid, wordOf(facts.stat.state));
    check.explanation = "It runs, so a signal reaches it.";
    const std::string word = wordOf(about.signal);
    if (facts.stat.isKernelThread()) {
        check.explanation = "It is a part of the kernel: it has no memory of its own and takes no signals.";
        turnRed(check, {.label = "What to Ask For", .text = "freezeframe-cli ps --all   # choose a program's process"});
        diagnosis.block("It is a kernel thread.");
    } else if (facts.stat.hasEnded()) {
        check.explanation = "Its memory is gone. Only its exit status is left, for its parent.";
        turnRed(
            check,
            {.label = "Where to Look",
             .text
             = "freezeframe-cli cores   # whether it left one\n" "freezeframe-cli doctor PROGRAM   # whether its next crash would"});
        diagnosis.block("The process has ended already.");
    } else if (facts.tracer != 0) {
        check.state = CheckState::Warning;
        check.value += std::format(", traced by process {}", facts.tracer);
        check.explanation = "A debugger gets each signal first and may swallow it.";
        diagnosis.doubt(std::format("Process {} traces it, and may keep {} from it.", facts.tracer, word));
    } else if (facts.stat.state == 'T') {
        check.state = CheckState::Warning;
        check.explanation = "A stopped process gets the signal only when it goes on.";
        check.fix = DoctorFix{.label = "How to Continue It", .text = std::format("kill -CONT {}", facts.id.pid)};
        diagnosis.doubt("The process is stopped (SIGSTOP or Ctrl-Z): " + word + " waits until it is continued.");
    }
    diagnosis.add(std::move(check));
}

void checkGo(const ProcessFacts &facts, Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "go", .title = "Go program", .state = CheckState::Good};
    if (facts.go) {
        check.value = facts.go->goVersion;
        // Go takes SIGABRT in programs of its own; as an archive in another's it leaves it alone.
        constexpr uint64_t aborts = uint64_t(1) << (SIGABRT - 1);
        if (facts.stat.state != 0 && facts.id.pid > 0 && (facts.caught & aborts) == 0 && (facts.ignored & aborts) == 0
            && facts.goSignals.crashes() == true)
            check.value += ", inside a program of another language";
        check.explanation = "Go handles fatal signals itself: whether a core comes is its decision first.";
    } else if (facts.executable.empty()) {
        check.state = CheckState::Unknown;
        check.value = "the executable may not be read";
        check.explanation = "It belongs to another user.";
        if (!facts.stat.isKernelThread() && !facts.stat.hasEnded())
            diagnosis.doubt("Its executable may not be read, so it can't be told whether it is a Go program.");
    } else {
        check.value = "no, " + (facts.executableHere.empty() ? facts.executable : facts.executableHere);
        check.explanation = "The kernel's default holds: SIGABRT ends the program with a core.";
    }
    diagnosis.add(std::move(check));
}

void checkTraceback(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis)
{
    if (!facts.go)
        return;
    DoctorCheck check{.id = "gotraceback", .title = "GOTRACEBACK"};
    const CrashSetting setting = crashSettingOf(facts);
    check.value = setting.value;
    // Only a signal that gets to the runtime's own handling is ended by the traceback level.
    const bool decides = facts.has(facts.caught, about.signal) && !facts.has(facts.blocked, about.signal)
        && facts.goSignals.isNotified(about.signal) != true;
    if (facts.isSecure) {
        DoctorFix wayOut = orCapture(facts.id.pid, "");
        wayOut.text
            += ", as root\n# or start it without gained rights: by a copy without setuid and file capabilities, as its user";
        turnRed(check, wayOut);
        check.explanation
            = "It gained rights when it started (setuid or file capabilities). Go then ends without a traceback, whatever GOTRACEBACK is.";
        diagnosis.block("Go programs that gain rights by setuid never leave a core. A capture as root works.");
    } else if (setting.crashes == true) {
        check.state = CheckState::Good;
        check.explanation = "Go ends by raising SIGABRT with the kernel's default, which leaves a core.";
    } else if (setting.crashes == false) {
        check.explanation
            = "Without \"crash\" Go prints its tracebacks and exits with status 2. It can't be set from outside while the program runs.";
        turnRed(check, restartWithCrash());
        if (decides)
            diagnosis.block(
                "Go exits with status 2 unless GOTRACEBACK=crash is set when it starts. A capture works now.");
    } else {
        check.state = CheckState::Unknown;
        check.explanation = "debug.SetTraceback may have set it in the running program.";
        check.fix = restartWithCrash();
        if (decides)
            diagnosis.doubt(
                (facts.environment
                     ? "GOTRACEBACK=crash is not set, which speaks against a core; only whether debug.SetTraceback asked for one"
                     : std::string("Whether GOTRACEBACK=crash is in effect"))
                + " can't be read: " + facts.goSignals.traceback.error().message + ".");
    }
    diagnosis.add(std::move(check));
}

void checkSignals(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis)
{
    if (facts.stat.isKernelThread() || facts.stat.hasEnded())
        return;
    const std::string word = wordOf(about.signal);
    DoctorCheck check{.id = "signals", .title = "Handling of " + word};
    if (facts.has(facts.ignored, about.signal)) {
        turnRed(check,
                withoutSignal(
                    facts, about.signal,
                    std::format("# in the program: {}; or start it where the signal is not ignored (nohup, trap '')",
                                facts.go ? "signal.Reset(syscall." + word + ")" : "signal(" + word + ", SIG_DFL)")));
        check.value = "ignored";
        check.explanation = "The process told the kernel to drop this signal.";
        diagnosis.block("The process ignores " + word + ": nothing would happen. A capture works now.");
    } else if (facts.has(facts.blocked, about.signal)) {
        turnRed(check,
                withoutSignal(facts, about.signal, "# in the program: unblock it in one thread (pthread_sigmask)"));
        check.value = "blocked by every thread";
        check.explanation = "The signal waits until a thread unblocks it.";
        diagnosis.block("Every thread blocks " + word + ": it would wait. A capture works now.");
    } else if (!facts.has(facts.caught, about.signal)) {
        check.value = "the kernel's default";
        check.state = CheckState::Good;
        check.explanation = "The kernel ends the process and writes a core.";
        if (facts.isInit()) {
            check.explanation = "The first process of a container gets no signal that it has no handler for.";
            turnRed(check, throughInit(facts.id.pid));
            diagnosis.block("It is the first process of a container and has no handler: the kernel drops " + word
                            + ".");
        }
    } else if (facts.go) {
        judgeGoSignal(facts, about.signal, check, diagnosis);
        if (facts.isInit()) {
            check.explanation
                = "Go ends by sending SIGABRT to itself, but the kernel drops that for the first process of a container: Go then exits with status 2.";
            turnRed(check, throughInit(facts.id.pid));
            diagnosis.block(
                "It is the first process of a container (pid 1 in there): the kernel drops the SIGABRT that Go sends to itself. A capture works now.");
        }
    } else {
        check.state = CheckState::Unknown;
        check.value = "the program has a handler";
        check.explanation
            = "What the handler does can't be seen from outside. Most print something, restore the default and send the signal again, which leaves a core.";
        diagnosis.doubt("The program handles " + word + " itself; what its handler does can't be seen from outside.");
    }
    diagnosis.add(std::move(check));
}

void checkDumpable(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis)
{
    if (facts.stat.isKernelThread() || facts.stat.hasEnded())
        return;
    DoctorCheck check{.id = "dumpable", .title = "Dumpable"};
    const std::string secure = facts.isSecure ? ", started with gained rights" : "";
    switch (facts.dumpable) {
    case Dumpable::User:
        check.state = CheckState::Good;
        check.value = "yes" + secure;
        check.explanation = "Neither setuid nor prctl(PR_SET_DUMPABLE) keeps the kernel from dumping it.";
        break;
    case Dumpable::Root:
        check.state = CheckState::Warning;
        check.value = std::format("only by root{}; fs.suid_dumpable is {}", secure, about.pattern.suidDumpable);
        check.explanation = "The core belongs to root, and only a pipe or an absolute path gets it.";
        if (about.pattern.kind() == CorePattern::Kind::File && !about.pattern.isAbsolute()) {
            turnRed(
                check,
                orCapture(
                    facts.id.pid,
                    "mkdir -p -m 1777 /var/crash; sysctl -w kernel.core_pattern=/var/crash/core.%e.%p   # as root"));
            diagnosis.block(
                "It changed its rights, so only root may have its core, and kernel.core_pattern is a relative path.");
        } else if (about.pattern.kind() == CorePattern::Kind::File)
            diagnosis.flaw("The core will belong to root.");
        break;
    case Dumpable::No:
        check.value = "no" + secure + std::format("; fs.suid_dumpable is {}", about.pattern.suidDumpable);
        check.explanation
            = "The program is setuid, changed its user, or asked for it by prctl(PR_SET_DUMPABLE, 0): the kernel skips its core.";
        turnRed(
            check,
            orCapture(
                facts.id.pid,
                "# if it asked for it: leave prctl(PR_SET_DUMPABLE, 0) out\n" "# if it is setuid or changed its user: sysctl fs.suid_dumpable=2 as root, with an absolute " "core_pattern or a pipe, and start it again"));
        diagnosis.block("The process is not dumpable (setuid, or prctl), so the kernel skips its core.");
        break;
    case Dumpable::Unknown:
        check.value = "this kernel does not tell for processes of root" + secure;
        check.explanation = "prctl(PR_SET_DUMPABLE, 0) would keep the kernel from dumping it.";
        break;
    }
    diagnosis.add(std::move(check));
}

}
