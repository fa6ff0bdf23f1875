// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/diagnosis.h"
#include "backend/live/lostfiles.h"

#include <format>

namespace Freezeframe
{

void checkBinary(const ProcessFacts &facts, Diagnosis &diagnosis)
{
    const auto lost = lostExecutable(facts.id.pid);
    if (!lost)
        return;
    constexpr uint32_t privateFiles = 1U << 2; // core(5): coredump_filter
    DoctorCheck check{.id = "binary", .title = "Binary on disk", .state = CheckState::Warning};
    check.value = lost->sentence();
    check.explanation
        = "A core of the kernel has no code in it: it is read with the executable, and here nobody finds that later. A capture takes it along.";
    check.fix = DoctorFix{
        .label = "How to Keep It",
        .text = std::format(
            "cp /proc/{0}/exe {1}.{0}   # while it runs; a core is read with it: --exe {1}.{0}\necho 0x37 > /proc/{0}/coredump_filter   # or: the code goes into the core",
            facts.id.pid, facts.name)};
    if (facts.filter && (*facts.filter & privateFiles) != 0) {
        check.state = CheckState::Good;
        check.explanation = "coredump_filter takes mapped files along, so that a core has its code.";
        check.fix.reset();
    } else {
        diagnosis.flaw("The core could be read only with the executable, and the one on disk is not that any more.");
    }
    diagnosis.add(std::move(check));
}

}
