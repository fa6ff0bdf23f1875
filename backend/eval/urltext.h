// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace Freezeframe
{

/// The fields of a url.URL. A value type.
struct UrlParts {
    std::string scheme;
    std::string opaque;
    struct User {
        std::string name;
        std::optional<std::string> password;
    };
    std::optional<User> user = {};
    std::string host;
    std::string path;
    std::string rawPath;
    std::string rawQuery;
    std::string fragment;
    std::string rawFragment;
    bool forceQuery = false;
    bool omitHost = false;
};

/// What URL.String() gives (Go 1.22 to 1.27 net/url/url.go).
[[nodiscard]] std::string urlText(const UrlParts &url);

}
