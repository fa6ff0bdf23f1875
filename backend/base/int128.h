// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

namespace Freezeframe
{

__extension__ using Int128 = __int128; ///< holds every int64 and uint64, and untyped constants

}
