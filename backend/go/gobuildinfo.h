// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

class ElfFile;
class Memory;

/// What runtime/debug.BuildInfo tells. A value type.
struct GoBuildInfo {
    std::string goVersion;
    std::string path; ///< package path of main
    std::string module; ///< main module's path and version: "example.com/shop v1.2.3"
    std::vector<std::string> dependencies; ///< "path version"
    std::map<std::string, std::string> settings; ///< "-ldflags", "vcs.revision", "GOARCH" …
};

/// From .go.buildinfo (inline form of Go 1.18+), which is found by its first bytes in a file without section headers.
/// NotFound if it is not there.
[[nodiscard]] Result<GoBuildInfo> readBuildInfo(const ElfFile &file);
/// The same out of memory: the first in @p range that is whole.
[[nodiscard]] Result<GoBuildInfo> readBuildInfo(const Memory &memory, AddressRange range);
/// From the text of runtime.modinfo (with or without its framing bytes).
[[nodiscard]] GoBuildInfo parseModuleInfo(std::string_view text);

}
