// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/losttext.h"

#include "backend/base/text.h"

namespace Freezeframe
{

std::string lostText(std::span<const VariableInfo> lost)
{
    std::string names;
    for (const VariableInfo &variable : lost)
        names += (names.empty() ? "" : ", ") + escaped(variable.name);
    return '(' + std::to_string(lost.size()) + " optimised out: " + names + ')';
}

}
