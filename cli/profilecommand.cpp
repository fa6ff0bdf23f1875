// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/profilecommand.h"

#include "backend/profile/profileencoder.h"
#include "cli/outputfile.h"

namespace Freezeframe
{

Result<std::vector<Error>> writeProfile(Inspection &inspection, ProfileKind kind, const std::string &file,
                                        std::ostream &out)
{
    auto profile = inspection.profile(kind);
    if (!profile)
        return std::unexpected(std::move(profile.error()));
    const auto bytes = gzipped(encodeProfile(profile->profile));
    if (!bytes)
        return std::unexpected(bytes.error());
    if (const auto written = writeOutput(file, *bytes, out); !written)
        return std::unexpected(written.error());
    return std::move(profile->warnings);
}

}
