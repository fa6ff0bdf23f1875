// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/filesearch.h"

#include <cstdlib>
#include <filesystem>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

std::string joined(const std::string &prefix, const std::string &path)
{
    return prefix.empty() ? path : (fs::path(prefix) / fs::path(path).relative_path()).string();
}

}

std::vector<std::string> FileSearch::withRoots(const std::string &path) const
{
    std::vector<std::string> paths;
    const bool isAbsolute = fs::path(path).is_absolute();
    if (isAbsolute) {
        for (const std::string &root : roots)
            paths.push_back(joined(root, path));
    }
    paths.push_back(path);
    // Last: what is visible at its own path shall be named by it.
    const char *host = std::getenv("FREEZEFRAME_HOST_ROOT"); // seen from a root that covers parts of it
    if (host && *host && isAbsolute)
        paths.push_back(joined(host, path));
    return paths;
}

}
