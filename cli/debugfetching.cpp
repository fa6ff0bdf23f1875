// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/debugfetching.h"

#include "backend/base/text.h"
#include "backend/elf/debuginfod.h"

#include <format>
#include <ostream>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

constexpr std::string_view clearLine = "\r\x1b[K";

/// The client of one command, made when the first module wants it.
struct Fetching {
    std::ostream &errors;
    std::stop_token stop;
    std::optional<Result<std::unique_ptr<Debuginfod>>> client = {};
    bool isTerminal = isatty(STDERR_FILENO) == 1;

    Result<std::string> fetch(const std::string &buildId)
    {
        if (!client) {
            client = Debuginfod::open();
            if (!*client)
                errors << "warning: --debuginfod: " << (*client).error().message << '\n';
        }
        if (!*client)
            return std::unexpected((*client).error());
        const auto tell = [&](uint64_t done, uint64_t total) {
            const std::string size = total > 0 ? byteCount(done) + " of " + byteCount(total) : byteCount(done);
            if (isTerminal)
                errors << clearLine
                       << std::format("Fetching debug information {:.12}: {} (Ctrl-C goes on without)", buildId, size)
                       << std::flush;
        };
        auto path = (**client)->find(buildId, tell, stop);
        if (isTerminal)
            errors << clearLine << std::flush;
        return path;
    }
};

}

DebugFetch fetchFromServers(std::ostream &errors, std::stop_token stop)
{
    return [fetching = std::make_shared<Fetching>(errors, std::move(stop))](const std::string &buildId) {
        return fetching->fetch(buildId);
    };
}

}
