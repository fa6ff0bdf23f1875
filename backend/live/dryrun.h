// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"

#include <stop_token>

namespace Freezeframe
{

/// The doctor's last question, only if asked for: lets a child of ours die by SIGABRT in the place of @p process (none:
/// in ours), looks for its core as for any other, and removes it. Nothing is done where a file would be replaced. A
/// handler that we know nothing of is tried too, and keeps what it got. The answer is the check "dry-run". One thread a
/// call.
[[nodiscard]] DoctorCheck tryCore(const std::optional<ProcessId> &process,
                                  const SystemPaths &paths = SystemPaths::ofThisMachine(),
                                  const std::stop_token &stop = {});
/// The same in the place of a program that we would start in @p folder (empty: in ours).
[[nodiscard]] DoctorCheck tryProgram(const std::string &program, const std::string &folder,
                                     const SystemPaths &paths = SystemPaths::ofThisMachine(),
                                     const std::stop_token &stop = {});
/// Puts the answer into the report. Where the verdict was a core and none came, it is no core.
void addDryRun(DoctorReport &report, DoctorCheck check);

}
