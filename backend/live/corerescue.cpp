// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corerescue.h"

#include "backend/live/captureoutput.h"
#include "backend/live/mounttable.h"
#include "backend/live/sparsecopy.h"

#include <sys/stat.h>

namespace Freezeframe
{

Result<std::string> rescueCore(int descriptor, const std::string &folder, const std::string &name,
                               const std::stop_token &stop)
{
    ::mkdir(folder.c_str(), 0700);
    const std::string path = freeName(joinedPath(folder, "/" + name + ".core"));
    auto output = CoreOutput::create(path);
    if (!output)
        return std::unexpected(output.error().error);
    const auto ignore = [](uint64_t) { };
    if (auto copied = copySparse(SparseSource::ofFile(descriptor), **output, ignore, stop); !copied)
        return std::unexpected(copied.error());
    if (auto finished = (*output)->finish(); !finished)
        return std::unexpected(finished.error().error);
    return path;
}

}
