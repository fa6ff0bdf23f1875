// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/delvecompanion.h"

#include "backend/lesson/childrun.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <sys/mman.h>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

std::string delveProgram()
{
    const auto variable = [](const char *name) -> std::string {
        const char *value = std::getenv(name);
        return value ? value : "";
    };
    std::string path = variable("PATH") + ":" + variable("HOME") + "/go/bin:/usr/local/go/bin";
    for (size_t at = 0; at < path.size();) {
        const size_t end = std::min(path.find(':', at), path.size());
        const std::string candidate = path.substr(at, end - at) + "/dlv";
        if (candidate.starts_with('/') && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        at = end + 1;
    }
    return {};
}

/// Without ESC [ … m.
std::string withoutColours(std::string_view text)
{
    std::string out;
    for (size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with("\x1b[")) {
            at = std::min(text.find_first_of("mK", at), text.size() - 1) + 1;
            continue;
        }
        out += text[at++];
    }
    return out;
}

}

Result<std::string> delveAnswer(const LessonCore &core, const std::string &line, const std::stop_token &stop)
{
    const std::string delve = delveProgram();
    if (delve.empty())
        return fail(ErrorCode::NotFound, "Delve (dlv) is not installed here");
    // Its commands come from a file, which needs no name on a disk.
    const int file = ::memfd_create("commands", 0);
    const std::string commands = line + "\nexit\n";
    if (file < 0 || ::write(file, commands.data(), commands.size()) != ssize_t(commands.size()))
        return fail(ErrorCode::Io, "there is no place for its commands");
    const std::string path = std::format("/proc/{}/fd/{}", ::getpid(), file);
    constexpr auto patience = std::chrono::seconds(60);
    auto run = ChildRun::start(
        {.program = delve,
         .arguments = {"core", core.executable, core.core, "--init", path, "--allow-non-terminal-interactive=true"},
         .folder = std::filesystem::path(core.core).parent_path().string()});
    Result<std::string> answer = fail(ErrorCode::Io, run ? "" : run.error().message);
    if (run) {
        const ChildEnd end = (*run)->end(0, patience, stop);
        answer = end.wasKilled ? Result<std::string>(fail(ErrorCode::Limit, "Delve did not end in time"))
                               : withoutColours((*run)->output());
    }
    ::close(file);
    return answer;
}

}
