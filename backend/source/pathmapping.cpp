// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/source/pathmapping.h"

namespace Freezeframe
{

std::string_view withoutTrailingSlash(std::string_view path)
{
    while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

std::string joined(std::string_view folder, std::string_view rest)
{
    while (rest.starts_with('/'))
        rest.remove_prefix(1);
    std::string path(withoutTrailingSlash(folder));
    if (!path.ends_with('/') && !rest.empty())
        path += '/';
    path += rest;
    return path;
}

std::optional<std::string> PathMapping::apply(std::string_view recorded) const
{
    if (from.empty()) {
        if (recorded.empty() || recorded.starts_with('/'))
            return std::nullopt;
        return joined(to, recorded);
    }
    if (!recorded.starts_with(from))
        return std::nullopt;
    const std::string_view rest = recorded.substr(from.size());
    if (!rest.empty() && !rest.starts_with('/') && !from.ends_with('/'))
        return std::nullopt; // "/src/shop" is no prefix of "/src/shopping"
    return joined(to, rest);
}

Result<PathMapping> PathMapping::parse(std::string_view text)
{
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals + 1 == text.size())
        return fail(ErrorCode::BadFormat, "a source map is written FROM=TO");
    const std::string_view from = text.substr(0, equals);
    return PathMapping{.from = std::string(withoutTrailingSlash(from)),
                       .to = std::string(withoutTrailingSlash(text.substr(equals + 1)))};
}

PathMapping PathMapping::between(std::string_view recorded, std::string_view local)
{
    size_t common = 0; // bytes of whole components at the end
    for (size_t i = 1; i <= recorded.size() && i <= local.size(); ++i) {
        if (recorded[recorded.size() - i] != local[local.size() - i])
            break;
        const bool recordedEnds = i == recorded.size() || recorded[recorded.size() - i - 1] == '/';
        const bool localEnds = i == local.size() || local[local.size() - i - 1] == '/';
        if (recordedEnds && localEnds && recorded[recorded.size() - i] != '/')
            common = i;
    }
    const auto head = [common](std::string_view path) {
        const std::string_view rest = path.substr(0, path.size() - common);
        return std::string(common == 0 ? path : withoutTrailingSlash(rest));
    };
    return {.from = head(recorded), .to = head(local)};
}

}
