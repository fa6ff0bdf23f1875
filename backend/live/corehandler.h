// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corepattern.h"

#include <map>

namespace Freezeframe
{

/// The program that gets the cores: behind a core_pattern that begins with |, or listening at a socket. A value type.
struct CoreHandler {
    enum class Kind { SystemdCoredump, Apport, Abrt, Other };
    [[nodiscard]] static Kind kindOf(const CorePattern &pattern);
    /// By the name of its program.
    [[nodiscard]] static Kind kindOf(const std::string &name);
    [[nodiscard]] static const char *nameOf(Kind kind);
};

/// coredump.conf(5), with its drop-ins. A value type.
struct SystemdCoredumpConfig {
    enum class Storage { None, External, Journal };
    static constexpr const char *folder = "/var/lib/systemd/coredump";

    Storage storage = Storage::External;
    uint64_t processSizeMax = 32ULL << 30; ///< bytes
    uint64_t externalSizeMax = 32ULL << 30;
    uint64_t journalSizeMax = 767ULL << 20;
    std::optional<uint64_t> maxUse; ///< of the disk; none: a tenth of it
    std::optional<uint64_t> keepFree; ///< none: 15 % of the disk
    std::vector<std::string> files; ///< read

    [[nodiscard]] static SystemdCoredumpConfig read(const SystemPaths &paths);
    /// Takes the lines of one file over what is there.
    void apply(std::string_view text);
};

/// "core.orders.1000.<boot id>.4711.<time>.zst": how systemd-coredump names its files.
[[nodiscard]] std::string systemdCoreName(const std::string &comm, std::optional<uint32_t> uid,
                                          std::optional<int32_t> pid);
/// As systemd escapes a program's name there: blanks, dots and slashes become \x2e and the like.
[[nodiscard]] std::string systemdEscaped(std::string_view text);
/// The other way.
[[nodiscard]] std::string systemdUnescaped(std::string_view text);

}
