// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

namespace Freezeframe
{

/// Go to anything: each letter that is typed over 200,000 names.
void benchNames(int runs);

}
