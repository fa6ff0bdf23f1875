// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/outputfile.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace Freezeframe
{

Result<void> writeOutput(const std::string &file, std::string_view bytes, std::ostream &out)
{
    const auto failed = [&file] {
        return std::unexpected(Error{
            .code = ErrorCode::Io, .message = std::string("can't be written: ") + std::strerror(errno), .file = file});
    };
    if (file == "-") {
        out.write(bytes.data(), std::ssize(bytes)).flush();
        return out ? Result<void>() : failed();
    }
    std::ofstream written(file, std::ios::binary | std::ios::trunc);
    if (!written)
        return failed();
    written.write(bytes.data(), std::ssize(bytes));
    written.close();
    return written ? Result<void>() : failed();
}

}
