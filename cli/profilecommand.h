// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

#include <iosfwd>

namespace Freezeframe
{

/// Writes a profile for `go tool pprof` to a file, which is replaced, or to @p out if @p file is "-". What keeps it from
/// being whole, or why there is none.
[[nodiscard]] Result<std::vector<Error>> writeProfile(Inspection &inspection, ProfileKind kind, const std::string &file,
                                                      std::ostream &out);

}
