// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"

#include <QStringList>

namespace Freezeframe
{

/// The path of freezeframe-cli: beside this program, else on PATH.
[[nodiscard]] QString commandLineProgram();

/// What pkexec runs for the mend of @p check: our own command line program, which finds out by itself what is to be done
/// and takes no words from us but the check's name. No pid: a mend of the machine. Empty if there is none.
[[nodiscard]] QStringList administratorCommand(const ProcessId &process, const DoctorCheck &check);

/// Does a mend of kind Privileged: at once if we are root, else through pkexec, which asks for a password. Blocks until
/// it is given or refused: not for the GUI thread.
[[nodiscard]] Result<void> applyAsAdministrator(const ProcessId &process, const DoctorCheck &check);

}
