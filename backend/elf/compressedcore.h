// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/base/result.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace Freezeframe
{

/// How far the unpacking of a compressed core is. All in bytes.
struct UnpackProgress {
    uint64_t read = 0; ///< of the compressed file
    uint64_t total = 0; ///< size of the compressed file
    uint64_t unpacked = 0;
};
using UnpackCallback = std::function<void(const UnpackProgress &)>;

/// Maps the core at @p path. A compressed one (zstd, lz4, xz, gzip, bzip2, told by content; apport's .crash) is unpacked
/// into an unlinked file of mode 0600 in $TMPDIR, else /var/tmp, else /tmp; the original is only read. What could be
/// unpacked of a damaged file is kept, with a row in @p warnings. @p progress (may be empty) is called at most 20 times
/// a second in the caller's thread. Fails with Cancelled, Io, Limit, or what MappedFile::open says.
[[nodiscard]] Result<std::shared_ptr<const MappedFile>> openCoreBytes(const std::string &path,
                                                                      const UnpackCallback &progress,
                                                                      std::stop_token stop,
                                                                      std::vector<Error> &warnings);

/// At least the first @p size bytes of the core at @p path, if it has so many: its headers and notes, for a list of cores.
/// A compressed one is unpacked so far and no further; one that is not is mapped whole.
[[nodiscard]] Result<std::shared_ptr<const MappedFile>> openCoreHead(const std::string &path, uint64_t size);

}
