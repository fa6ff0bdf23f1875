// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// One line of /proc/PID/mountinfo (proc_pid_mountinfo(5)). A value type; text without the kernel's escapes.
struct Mount {
    uint64_t id = 0; ///< of the whole machine: no other mount, in whatever namespace, has it
    std::string device; ///< of the file system: "8:1"
    std::string root; ///< the folder of the file system that is to be seen here
    std::string point; ///< where, below the root of the process
    std::string type; ///< "ext4"
    std::string options; ///< of the file system
    /// The value of "name=" among them; empty if there is none.
    [[nodiscard]] std::string option(std::string_view name) const;
};

/// Lines that make no sense are left out.
[[nodiscard]] std::vector<Mount> parseMounts(std::string_view text);
/// What is behind @p folder in @p path, with its slash or empty; nothing: @p path is not in it.
[[nodiscard]] std::optional<std::string> pathBehind(const std::string &folder, const std::string &path);
/// @p behind begins with a slash or is empty.
[[nodiscard]] std::string joinedPath(const std::string &folder, const std::string &behind);

}
