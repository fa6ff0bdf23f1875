// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// "What was below @ref from when the program was built is below @ref to here". A value type.
/// An empty @ref from stands for all relative paths (those of -trimpath).
struct PathMapping {
    std::string from;
    std::string to;

    bool operator==(const PathMapping &) const = default;
    /// The local path of @p recorded, nullopt if it is not below @ref from.
    [[nodiscard]] std::optional<std::string> apply(std::string_view recorded) const;
    /// "FROM=TO" of --source-map.
    [[nodiscard]] static Result<PathMapping> parse(std::string_view text);
    /// What one located file tells about its siblings: all but the components that both paths end in. Without a
    /// common last component it is a mapping of that one file.
    [[nodiscard]] static PathMapping between(std::string_view recorded, std::string_view local);
};

/// Slashes at the end removed, but not that of "/".
[[nodiscard]] std::string_view withoutTrailingSlash(std::string_view path);

/// @p folder and @p rest with one slash between them.
[[nodiscard]] std::string joined(std::string_view folder, std::string_view rest);

}
