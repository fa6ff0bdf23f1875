// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

class ElfFile;

/// What runtime/debug.BuildInfo tells. A value type.
struct GoBuildInfo {
    std::string goVersion;
    std::string path; ///< package path of main
    std::string module; ///< main module's path and version: "example.com/shop v1.2.3"
    std::vector<std::string> dependencies; ///< "path version"
    std::map<std::string, std::string> settings; ///< "-ldflags", "vcs.revision", "GOARCH" …
};

/// From .go.buildinfo (inline form of Go 1.18+). NotFound if the section is not there.
[[nodiscard]] Result<GoBuildInfo> readBuildInfo(const ElfFile &file);
/// From the text of runtime.modinfo (with or without its framing bytes).
[[nodiscard]] GoBuildInfo parseModuleInfo(std::string_view text);

}
