// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/mounttable.h"

#include "backend/live/procfiles.h"

#include <algorithm>

namespace Freezeframe
{
namespace
{

/// Blanks, newlines, # and backslashes come as \ and three octal digits (fs/seq_file.c: mangle_path).
std::string unescaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const auto code = text.starts_with('\\') && text.size() >= 4 ? parseNumber(text.substr(1, 3), 8) : std::nullopt;
        result += code ? char(*code) : text.front();
        text.remove_prefix(code ? 4 : 1);
    }
    return result;
}

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const size_t end = std::min(line.find(' '), line.size());
        if (end > 0)
            words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::optional<Mount> parseMount(std::string_view line)
{
    // "36 35 98:0 /root /point rw,noatime shared:1 - ext3 /dev/root rw,errors=continue"
    const std::vector<std::string_view> words = wordsOf(line);
    const auto dash = std::ranges::find(words, "-");
    constexpr std::ptrdiff_t leastBefore = 6;
    if (dash - words.begin() < leastBefore || words.end() - dash < 2)
        return std::nullopt;
    const auto id = parseNumber(words[0]);
    if (!id)
        return std::nullopt;
    Mount mount{.id = *id,
                .device = std::string(words[2]),
                .root = unescaped(words[3]),
                .point = unescaped(words[4]),
                .type = unescaped(dash[1])};
    // A source may be empty, and then is left out.
    if (words.end() - dash > 2)
        mount.options = std::string(words.back());
    return mount;
}

}

std::string Mount::option(std::string_view name) const
{
    std::string_view text = options;
    while (!text.empty()) {
        // A comma inside of a value has a backslash before it (overlayfs), which is escaped once more.
        size_t end = text.find(',');
        while (end != std::string_view::npos && end > 0 && text.substr(0, end).ends_with("\\134"))
            end = text.find(',', end + 1);
        const std::string_view word = text.substr(0, end);
        if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
            std::string value = unescaped(word.substr(name.size() + 1));
            for (size_t at = 0; (at = value.find('\\', at)) != std::string::npos; ++at)
                value.erase(at, 1);
            return value;
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return {};
}

std::vector<Mount> parseMounts(std::string_view text)
{
    std::vector<Mount> mounts;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (auto mount = parseMount(line))
            mounts.push_back(std::move(*mount));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return mounts;
}

std::optional<std::string> pathBehind(const std::string &folder, const std::string &path)
{
    if (folder == "/")
        return path.starts_with('/') ? std::optional(path == "/" ? std::string() : path) : std::nullopt;
    if (!path.starts_with(folder) || (path.size() > folder.size() && path[folder.size()] != '/'))
        return std::nullopt;
    return path.substr(folder.size());
}

std::string joinedPath(const std::string &folder, const std::string &behind)
{
    if (behind.empty())
        return folder.empty() ? "/" : folder;
    return (folder == "/" ? std::string() : folder) + behind;
}

}
