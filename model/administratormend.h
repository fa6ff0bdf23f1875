// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"

#include <QStringList>

namespace Freezeframe
{

/// What pkexec runs for a mend that needs root: a program and its arguments, no shell. Empty if there is none.
[[nodiscard]] QStringList administratorCommand(const ProcessId &process, const DoctorFix &fix);

/// Does a mend of kind Privileged: at once if we are root, else through pkexec, which asks for a password. Blocks until
/// it is given or refused: not for the GUI thread.
[[nodiscard]] Result<void> applyAsAdministrator(const ProcessId &process, const DoctorFix &fix);

}
