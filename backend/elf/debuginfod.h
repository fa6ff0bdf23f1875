// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Fetches debug information from debuginfod servers by elfutils' library, which is loaded when it is first wanted: a
/// machine without it lacks only this. What it brings goes into the cache that all its clients share. One thread.
class Debuginfod
{
public:
    /// About 20 times a second, on the caller's thread: bytes there so far, and how many there will be; 0: not known.
    using Progress = std::function<void(uint64_t done, uint64_t total)>;

    /// Fails with what to do if the library is not installed, or no server is named by $DEBUGINFOD_URLS.
    [[nodiscard]] static Result<std::unique_ptr<Debuginfod>> open();
    ~Debuginfod();

    /// The path of the file that the servers gave. NotFound if none has it; Cancelled if @p stop asks for it.
    [[nodiscard]] Result<std::string> find(const std::string &buildId, const Progress &progress = {},
                                           const std::stop_token &stop = {});

    /// Of $DEBUGINFOD_URLS.
    [[nodiscard]] static std::vector<std::string> servers();
    /// Where clients keep what they fetched for @p buildId; nobody is asked. Empty if there is no such file.
    [[nodiscard]] static std::string cachedPath(const std::string &buildId);

private:
    Debuginfod();
    struct Data;
    std::shared_ptr<Data> d; ///< shared with what asks and is not waited for any more
};

}
