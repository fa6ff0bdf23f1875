// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A Go installation of this machine. A value type.
struct GoRoot {
    std::string path; ///< has src/ below it
    std::string version; ///< first line of its VERSION file: "go1.26.8"; empty if it has none
};

/// How well the sources of one Go release stand for another's.
enum class GoVersionMatch { Exact, SameMinor, Other };
[[nodiscard]] GoVersionMatch compareGoVersions(std::string_view wanted, std::string_view found);

/// The installations among @p candidates and those in the usual places below @p home and @p moduleCache, best match
/// for @p version first. Looks at the disk; runs nothing.
[[nodiscard]] std::vector<GoRoot> findGoRoots(const std::vector<std::string> &candidates, const std::string &home,
                                              const std::string &moduleCache, std::string_view version);

/// Where the path inside GOROOT/src begins in a recorded path such as "/usr/lib/go-1.26/src/runtime/proc.go":
/// "runtime/proc.go". Empty if it is not below a folder that looks like a Go installation.
[[nodiscard]] std::string_view pathInGoRoot(std::string_view recorded);

/// Whether the relative path @p recorded (of -trimpath) can be one of the standard library: no dot in its first element.
[[nodiscard]] bool looksLikeStandardPackage(std::string_view recorded);

}
