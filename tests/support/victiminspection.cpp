// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/victiminspection.h"

namespace Freezeframe
{

OpenOptions openOptions(const Victim &victim)
{
    OpenOptions options;
    options.core = victim.core.toStdString();
    options.files.executable = victim.executable.toStdString();
    return options;
}

Result<std::unique_ptr<Inspection>> openVictim(const Victim &victim)
{
    return Inspection::open(openOptions(victim));
}

}
