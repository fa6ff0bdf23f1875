// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"
#include "backend/live/systempaths.h"

#include <csignal>
#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

enum class CheckState { Good, Warning, Failed, Unknown };

/// What mends a failed check.
struct DoctorFix {
    enum class Kind {
        Text, ///< only to be copied: it needs a restart, an edit, another machine
        Apply, ///< Doctor::apply does it, without root
        Privileged, ///< Doctor::apply does it as root (polkit)
    };
    enum class Action { None, RaiseCoreLimit, CreateFolder, SetCorePattern, SetCoreFilter };
    Kind kind = Kind::Text;
    Action action = Action::None;
    std::string label; ///< of a button: "Raise to Unlimited", "How to Set It"
    std::string text; ///< the command or steps, to copy
};

/// One question of the doctor, in the order of asking.
struct DoctorCheck {
    std::string id; ///< stable: "gotraceback", "core-limit", "core-pattern"
    std::string title; ///< "Core limit"
    CheckState state = CheckState::Unknown;
    std::string value; ///< what was read: "soft 0, hard unlimited"
    std::string explanation; ///< what it means, one or two sentences, for a tooltip
    std::optional<DoctorFix> fix;
};

struct DoctorReport {
    enum class Verdict { Core, NoCore, Unknown };
    Verdict verdict = Verdict::Unknown;
    std::string headline; ///< "SIGABRT would leave no core."
    std::string reason; ///< "Go exits with status 2 unless GOTRACEBACK=crash is set at the start. Capture works now."
    std::string corePath; ///< where a core would appear, as far as it can be known
    uint64_t expectedBytes = 0; ///< of that core, 0: not known
    std::vector<DoctorCheck> checks;
};

/// "Why is there no core?": reads, never changes, but for applyFix(). One thread a call. @p signal: SIGABRT or SIGQUIT.
[[nodiscard]] Result<DoctorReport> examineProcess(const ProcessId &process, int signal = SIGABRT,
                                                  const SystemPaths &paths = SystemPaths::ofThisMachine());
/// How a program would be started, where that is not as it would be from here. A value type.
struct StartConditions {
    std::optional<uint64_t> coreLimit; ///< soft, bytes
    std::optional<std::string> traceback; ///< GOTRACEBACK; empty: not set
    std::string folder; ///< empty: ours
};
/// Would this program leave a core if it were started so, here and now?
[[nodiscard]] Result<DoctorReport> examineProgram(const std::string &path, const StartConditions &start = {});
[[nodiscard]] DoctorReport examineSystem();
/// Does what a fix of kind Apply says, or of kind Privileged if we are root.
[[nodiscard]] Result<void> applyFix(const ProcessId &process, const DoctorFix &fix);

}
