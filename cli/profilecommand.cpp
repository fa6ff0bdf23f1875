// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/profilecommand.h"

#include "backend/profile/profileencoder.h"

#include <cerrno>
#include <cstring>
#include <fstream>

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
    const auto failed = [&file] {
        return std::unexpected(Error{
            .code = ErrorCode::Io, .message = std::string("can't be written: ") + std::strerror(errno), .file = file});
    };
    if (file == "-") {
        out.write(bytes->data(), std::ssize(*bytes)).flush();
        return out ? Result<std::vector<Error>>(std::move(profile->warnings)) : failed();
    }
    std::ofstream written(file, std::ios::binary | std::ios::trunc);
    if (!written)
        return failed();
    written.write(bytes->data(), std::ssize(*bytes));
    written.close();
    return written ? Result<std::vector<Error>>(std::move(profile->warnings)) : failed();
}

}
