// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corepattern.h"
#include "backend/live/coresocket.h"
#include "backend/live/doctor.h"
#include "backend/live/memoryfacts.h"
#include "backend/live/processfacts.h"

namespace Freezeframe
{

/// Collects the doctor's checks in the order of asking, and what they mean for the verdict. One thread.
class Diagnosis
{
public:
    void add(DoctorCheck check) { m_report.checks.push_back(std::move(check)); }
    /// No core can come, for this @p reason. The first one told is what the person reads.
    void block(const std::string &reason);
    /// It can't be known.
    void doubt(const std::string &reason);
    /// A core comes, but with a flaw.
    void flaw(const std::string &reason);
    void setPath(std::string path) { m_report.corePath = std::move(path); }
    [[nodiscard]] const std::string &path() const { return m_report.corePath; }
    void setExpectedBytes(uint64_t bytes) { m_report.expectedBytes = bytes; }
    [[nodiscard]] bool isBlocked() const { return !m_block.empty(); }

    /// @p cause: "SIGABRT", "A crash".
    [[nodiscard]] DoctorReport finish(const std::string &cause) &&;

private:
    DoctorReport m_report;
    std::string m_block;
    std::string m_doubt;
    std::string m_flaw;
};

/// What the checks look at. A value type.
struct DoctorCase {
    SystemPaths paths;
    CorePattern pattern;
    int signal = 0;
    bool mayChange = true; ///< we, the process's limits
    int32_t pid = 0; ///< 0: no process is asked about
    CoreSocket socket = {}; ///< if the pattern is one
    /// Who gets the cores, if that is a program.
    [[nodiscard]] CoreHandler::Kind handler() const
    {
        return pattern.kind() == CorePattern::Kind::Socket ? socket.handler() : CoreHandler::kindOf(pattern);
    }
};

/// Makes a check red. There is none without a way out, so nothing else does it.
void turnRed(DoctorCheck &check, DoctorFix wayOut);
/// A way out that is @p mend, if there is one, and a capture, which needs neither the kernel nor the signal.
[[nodiscard]] DoctorFix orCapture(int32_t pid, const std::string &mend);
/// Cores as files again, whoever got them before.
[[nodiscard]] DoctorFix coresToFiles();

/// How large a core would be, bytes; 0: not known. A pipe gets its holes as zeros.
struct CoreSizes {
    uint64_t content = 0; ///< without holes
    uint64_t length = 0; ///< with them
};

// The checks, by subject; each adds one or more rows.
void checkProcess(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis);
void checkGo(const ProcessFacts &facts, Diagnosis &diagnosis);
/// Whether the executable that it runs is found again at its path.
void checkBinary(const ProcessFacts &facts, Diagnosis &diagnosis);
void checkTraceback(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis);
void checkSignals(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis);
void checkDumpable(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis);
void checkCoreLimit(const std::optional<ResourceLimit> &limit, int32_t pid, uint64_t expected, const DoctorCase &about,
                    Diagnosis &diagnosis);
/// @p apparent: how long the core's file would be.
void checkFileLimit(const std::optional<ResourceLimit> &limit, uint64_t apparent, const DoctorCase &about,
                    Diagnosis &diagnosis);
void checkPattern(const DoctorCase &about, Diagnosis &diagnosis);
/// The ways to where the file would be.
struct CorePlace {
    std::string root; ///< to be put before absolute paths to reach them: "/proc/4711/root", or empty
    std::string folderDoor; ///< opens the current folder: "/proc/4711/cwd"
    std::string folderName; ///< as its mount namespace names it
};
void checkFolder(const CorePlace &place, const CoreName &name, const FileRights &rights, uint64_t expected,
                 const DoctorCase &about, Diagnosis &diagnosis);
void checkHandler(const CoreNameFacts &facts, const std::optional<ResourceLimit> &limit, const CoreSizes &sizes,
                  const DoctorCase &about, Diagnosis &diagnosis);
void checkContainer(const ProcessFacts &facts, const DoctorCase &about, Diagnosis &diagnosis);
void checkFilter(const ProcessFacts &facts, const MemoryFacts &memory, const DoctorCase &about, Diagnosis &diagnosis);
/// AppArmor, SELinux: what confines the process may deny it the core, and nobody can tell from outside.
void checkConfinement(const ProcessFacts &facts, Diagnosis &diagnosis);
/// Go runtimes inside a program in another language.
void checkGoGuests(const ProcessFacts &facts, const MemoryFacts &memory, Diagnosis &diagnosis);
/// How a death looks from outside, for those who come after it.
void tellStatuses(Diagnosis &diagnosis);
void checkMemoryLimit(const ProcessFacts &facts, Diagnosis &diagnosis);

}
