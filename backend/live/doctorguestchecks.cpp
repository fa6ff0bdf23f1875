// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/diagnosis.h"

#include <csignal>
#include <format>

namespace Freezeframe
{
namespace
{

/// A runtime that came with a library takes only those signals for itself that Go code can cause
/// (Go runtime/signal_unix.go: sigInstallGoHandler), and gives on what others caused.
std::string guestExplanation(const GoGuest &guest)
{
    const auto crashes = guest.goSignals.crashes();
    if (crashes == true)
        return "A panic or a fault in its Go code ends the process by SIGABRT, with a core. Faults in the other code are given on to the kernel, which dumps.";
    if (crashes == false)
        return "A panic or a fault in its Go code prints the tracebacks and exits with status 2, without a core, unless GOTRACEBACK=crash is set when the program starts. Faults in the other code, and a SIGABRT from outside, are the kernel's, which dumps.";
    return "Whether a panic in its Go code leaves a core can't be read: " + guest.goSignals.traceback.error().message
        + ".";
}

std::string shortName(const std::string &path)
{
    return baseName(path);
}

}

void checkGoGuests(const ProcessFacts &facts, const MemoryFacts &memory, Diagnosis &diagnosis)
{
    for (const GoGuest &guest : memory.guests) {
        DoctorCheck check{.id = "go-inside", .title = "Go inside", .state = CheckState::Good};
        check.value = std::format("{} in {}, traceback level {}", guest.version,
                                  guest.path == facts.executable ? "the program" : shortName(guest.path),
                                  guest.goSignals.levelName());
        check.explanation = guestExplanation(guest);
        if (guest.goSignals.crashes() != true) {
            check.state = guest.goSignals.crashes() ? CheckState::Warning : CheckState::Unknown;
            check.fix = DoctorFix{.label = "How to Set It", .text = "GOTRACEBACK=crash ./program"};
            diagnosis.flaw(
                "A panic in its Go code, though, would leave none: it exits with status 2 without GOTRACEBACK=crash.");
        }
        diagnosis.add(std::move(check));
    }
}

void checkConfinement(const ProcessFacts &facts, Diagnosis &diagnosis)
{
    std::string profile = readKernelLine(std::format("/proc/{}/attr/current", facts.id.pid));
    while (!profile.empty() && (profile.back() == '\0' || profile.back() == ' '))
        profile.pop_back();
    // SELinux without a policy says "kernel"; AppArmor says "unconfined".
    const bool isFree = profile.empty() || profile == "unconfined" || profile == "kernel"
        || profile.find(":unconfined_t:") != std::string::npos || profile.ends_with("(complain)");
    if (isFree)
        return;
    diagnosis.add(
        {.id = "confinement",
         .title = "Confined by",
         .state = CheckState::Unknown,
         .value = profile,
         .explanation
         = "The kernel opens the file of a core with the rights of the process, so a profile of AppArmor or SELinux may deny it. Denials are in the kernel's log (apparmor=\"DENIED\", avc: denied)."});
}

void tellStatuses(Diagnosis &diagnosis)
{
    diagnosis.add(
        {.id = "exit-status",
         .title = "What an end tells",
         .state = CheckState::Good,
         .value
         = "status 2: Go without GOTRACEBACK=crash, no core; SIGABRT or 134 without \"core dumped\": the kernel could not write one; SIGKILL or 137: never one; \"core dumped\" but none there: its handler dropped it",
         .explanation
         = "As a shell, systemd or a runner of containers shows the status of a program that ended: 128 and more is the signal's number on top."});
}

}
