// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/corehandler.h"
#include "backend/live/diagnosis.h"

#include <format>

namespace Freezeframe
{
namespace
{

constexpr uint64_t smallestCore = 4096; // ELF_EXEC_PAGESIZE: below, fs/coredump.c does not begin

std::string textOf(const std::optional<uint64_t> &limit)
{
    return limit ? (*limit == 0 ? "0" : byteCount(*limit)) : "unlimited";
}

DoctorFix raiseLimit(const ResourceLimit &limit, int32_t pid, bool mayChange)
{
    // Root goes above the hard limit.
    const bool mayRaise = mayChange && (!limit.hard || *limit.hard >= smallestCore);
    DoctorFix fix;
    fix.text = pid != 0 ? std::format("prlimit --pid {} --core=unlimited", pid) : "ulimit -c unlimited";
    fix.label = pid != 0 ? "Raise to Unlimited" : "How to Set It";
    if (pid == 0)
        return fix;
    fix.action = DoctorFix::Action::RaiseCoreLimit;
    fix.kind = mayRaise ? DoctorFix::Kind::Apply : DoctorFix::Kind::Privileged;
    if (limit.hard && mayRaise) {
        fix.label = "Raise to " + byteCount(*limit.hard);
        fix.text = std::format("prlimit --pid {} --core={}", pid, *limit.hard);
    }
    return fix;
}

DoctorFix raiseFileLimit(int32_t pid)
{
    return orCapture(pid,
                     pid == 0
                         ? "ulimit -f unlimited"
                         : std::format("prlimit --pid {} --fsize=unlimited   # above the hard limit as root", pid));
}

uint64_t numberAt(const std::string &path)
{
    return parseNumber(readKernelLine(path)).value_or(0);
}

}

void checkCoreLimit(const std::optional<ResourceLimit> &limit, int32_t pid, uint64_t expected, const DoctorCase &about,
                    Diagnosis &diagnosis)
{
    DoctorCheck check{.id = "core-limit", .title = "Core limit"};
    if (!limit) {
        check.value = "can't be read";
        diagnosis.doubt("Its core limit can't be read.");
        diagnosis.add(std::move(check));
        return;
    }
    check.value = std::format("soft {}, hard {}", textOf(limit->soft), textOf(limit->hard));
    check.state = CheckState::Good;
    check.explanation = "RLIMIT_CORE (ulimit -c) bounds the bytes that the kernel writes.";
    const CorePattern::Kind kind = about.pattern.kind();
    if (kind == CorePattern::Kind::File && limit->isBelow(smallestCore)) {
        check.explanation = "With a limit below one page the kernel writes no core.";
        turnRed(check, raiseLimit(*limit, pid, about.mayChange));
        diagnosis.block(std::format("Its core limit is {} (ulimit -c).", textOf(limit->soft)));
    } else if (kind == CorePattern::Kind::File && limit->isBelow(expected)) {
        check.state = CheckState::Warning;
        check.explanation = std::format("The core would be cut: about {} are to be written.", byteCount(expected));
        check.fix = raiseLimit(*limit, pid, about.mayChange);
        diagnosis.flaw(std::format("It would be cut at the core limit of {}.", textOf(limit->soft)));
    } else if (kind == CorePattern::Kind::Pipe && limit->soft == 1) {
        // fs/coredump.c: coredump_pipe(); a socket's server gets the core all the same.
        check.explanation = "The kernel takes a limit of 1 for a crash of the handler itself and gives it no core.";
        turnRed(check, raiseLimit(*limit, pid, about.mayChange));
        diagnosis.block("Its core limit is 1, which means \"no core\" where a program handles cores.");
    } else if (kind != CorePattern::Kind::File && limit->isBelow(smallestCore)) {
        // The kernel passes all to a pipe or socket; who is behind it may keep to the limit.
        const CoreHandler::Kind handler = about.handler();
        check.explanation = "The kernel gives the whole core to the handler, but the handler keeps to the limit.";
        if (handler == CoreHandler::Kind::Other) {
            check.state = CheckState::Warning;
            check.fix = raiseLimit(*limit, pid, about.mayChange);
            diagnosis.doubt(std::format("Its core limit is {}, and the handler may keep to it.", textOf(limit->soft)));
        } else {
            turnRed(check, raiseLimit(*limit, pid, about.mayChange));
            diagnosis.block(std::format("Its core limit is {}, so {} keeps no core.", textOf(limit->soft),
                                        CoreHandler::nameOf(handler)));
        }
    }
    diagnosis.add(std::move(check));
}

void checkFileLimit(const std::optional<ResourceLimit> &limit, uint64_t apparent, const DoctorCase &about,
                    Diagnosis &diagnosis)
{
    if (about.pattern.kind() != CorePattern::Kind::File || !limit)
        return;
    DoctorCheck check{.id = "file-limit", .title = "File size limit", .state = CheckState::Good};
    check.value = std::format("soft {}, hard {}", textOf(limit->soft), textOf(limit->hard));
    check.explanation
        = "RLIMIT_FSIZE (ulimit -f) bounds every file that the process makes, a core too, by its length: unlike for the core limit, memory that was never touched counts.";
    if (limit->soft == 0) {
        turnRed(check, raiseFileLimit(about.pid));
        diagnosis.block("Its file size limit is 0 (ulimit -f).");
    } else if (limit->isBelow(apparent)) {
        check.state = CheckState::Warning;
        check.fix = raiseFileLimit(about.pid);
        check.value += ", about " + byteCount(apparent) + " long";
        diagnosis.flaw(std::format("It would be cut at the file size limit of {}.", textOf(limit->soft)));
    }
    diagnosis.add(std::move(check));
}

void checkFilter(const ProcessFacts &facts, const MemoryFacts &memory, const DoctorCase &about, Diagnosis &diagnosis)
{
    if (!facts.filter)
        return;
    constexpr uint32_t privateMemory = 1;
    constexpr uint32_t headers = 16;
    const uint32_t bits = *facts.filter;
    DoctorCheck check{.id = "core-filter", .title = "What is left out", .state = CheckState::Good};
    check.value = std::format("coredump_filter {:#x}", bits);
    check.explanation = "It holds what the program allocated and its stacks.";
    if ((bits & privateMemory) == 0) {
        check.state = CheckState::Warning;
        check.explanation
            = "The program's own memory (heap and stacks) is left out: nothing of use would be in the core.";
        diagnosis.flaw("Its coredump_filter leaves heap and stacks out.");
    } else if ((bits & headers) == 0) {
        check.state = CheckState::Warning;
        check.explanation
            = "The first pages of programs and libraries are left out, so files can't be matched by build id.";
    }
    const bool isMendable = check.state == CheckState::Warning;
    if (memory.excludedBytes > 0) {
        // Go marks none of its own memory so; databases and GPU libraries do, and so does who hides keys.
        check.state = CheckState::Warning;
        check.value += std::format("; {} by MADV_DONTDUMP:", byteCount(memory.excludedBytes));
        for (const auto &[size, name] : memory.excluded)
            check.value += std::format(" {} ({})", name, byteCount(size));
        if (!isMendable)
            check.explanation = "The program asked for it; a capture with --all-mappings has it all the same.";
    }
    if (isMendable)
        check.fix = DoctorFix{.kind = about.mayChange ? DoctorFix::Kind::Apply : DoctorFix::Kind::Privileged,
                              .action = DoctorFix::Action::SetCoreFilter,
                              .label = "Set to 0x33",
                              .text = std::format("echo 0x33 >/proc/{}/coredump_filter", facts.id.pid)};
    diagnosis.add(std::move(check));
}

void checkMemoryLimit(const ProcessFacts &facts, Diagnosis &diagnosis)
{
    if (facts.cgroup.empty() || facts.cgroup == "/")
        return;
    const std::string folder = "/sys/fs/cgroup" + facts.cgroup;
    const auto events = readKernelFile(folder + "/memory.events");
    if (!events)
        return;
    DoctorCheck check{.id = "memory-limit", .title = "Killed for memory", .state = CheckState::Good};
    const std::string most = readKernelLine(folder + "/memory.max");
    // "oom_kill 3": a line without a colon, unlike /proc's.
    uint64_t kills = 0;
    if (const size_t at = events->find("\noom_kill "); at != std::string::npos)
        kills
            = parseNumber(std::string_view(*events).substr(at + 10, events->find('\n', at + 1) - at - 10)).value_or(0);
    const bool isBounded = !most.empty() && most != "max";
    check.value = std::format("{} killed, {} of {} used", kills, byteCount(numberAt(folder + "/memory.current")),
                              isBounded ? byteCount(parseNumber(most).value_or(0)) : "unlimited");
    check.explanation = "What is killed for want of memory gets SIGKILL, which never leaves a core.";
    if (kills > 0) {
        check.state = CheckState::Warning;
        check.explanation = std::format(
            "{} processes of its group were killed for want of memory. SIGKILL never leaves a core; raise memory.max, or capture before.",
            kills);
    }
    diagnosis.add(std::move(check));
}

}
