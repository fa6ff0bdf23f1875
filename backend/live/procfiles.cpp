// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/procfiles.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view deletedMark = " (deleted)"; // fs/d_path.c

std::unexpected<Error> failedRead(const std::string &path, int reason)
{
    // A read of a /proc file of a process that ended meanwhile gives ESRCH.
    const bool isGone = reason == ENOENT || reason == ESRCH || reason == ENOTDIR;
    return std::unexpected(Error{.code = isGone ? ErrorCode::NotFound : ErrorCode::Io,
                                 .message = std::string("can't be read: ") + std::strerror(reason),
                                 .file = path});
}

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the next word from @p text.
std::string_view takeWord(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    return word;
}

}

Result<std::string> readKernelFile(const std::string &path, size_t limit)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return failedRead(path, errno);
    std::string text;
    std::array<char, 16384> part;
    int reason = 0;
    while (text.size() < limit) {
        const ssize_t size = ::read(file, part.data(), std::min(part.size(), limit - text.size()));
        if (size < 0 && errno == EINTR)
            continue;
        reason = size < 0 ? errno : 0;
        if (size <= 0)
            break;
        text.append(part.data(), size_t(size));
    }
    ::close(file);
    if (reason != 0)
        return failedRead(path, reason);
    return text;
}

std::string readKernelLine(const std::string &path)
{
    std::string text = readKernelFile(path, 4096).value_or(std::string());
    text.resize(std::min(text.find('\n'), text.size()));
    return text;
}

Result<std::string> readLink(const std::string &path)
{
    std::array<char, PATH_MAX> target;
    const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
    if (size < 0)
        return failedRead(path, errno);
    return std::string(target.data(), size_t(size));
}

std::vector<int32_t> allProcesses()
{
    std::vector<int32_t> pids;
    if (DIR *folder = ::opendir("/proc")) {
        while (const dirent *entry = ::readdir(folder)) {
            if (const auto pid = parseNumber(entry->d_name))
                pids.push_back(int32_t(*pid));
        }
        ::closedir(folder);
    }
    std::ranges::sort(pids);
    return pids;
}

std::optional<ProcessStat> parseProcessStat(std::string_view text)
{
    // The name stands in parentheses, and may hold some itself.
    const size_t open = text.find('(');
    const size_t close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    ProcessStat stat;
    stat.name = text.substr(open + 1, close - open - 1);
    text.remove_prefix(close + 1);
    const std::string_view state = takeWord(text);
    if (state.size() != 1)
        return std::nullopt;
    stat.state = state.front();
    constexpr size_t lastField = 24;
    std::array<uint64_t, lastField + 1> fields{};
    for (size_t field = 4; field <= lastField; ++field) {
        const std::string_view word = takeWord(text);
        if (word.empty())
            return std::nullopt;
        // Some are signed (tpgid, priority); of those none is used.
        fields[field] = parseNumber(word).value_or(0);
    }
    stat.parent = int32_t(fields[4]);
    stat.flags = fields[9];
    stat.ticks = fields[14] + fields[15];
    stat.threads = int32_t(fields[20]);
    stat.startTicks = fields[22];
    stat.residentPages = fields[24];
    return stat;
}

std::string_view statusField(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':')
            return trimmed(line.substr(name.size() + 1));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return {};
}

std::vector<uint64_t> statusNumbers(std::string_view text, std::string_view name, int base)
{
    std::vector<uint64_t> numbers;
    std::string_view value = statusField(text, name);
    while (const auto number = parseNumber(takeWord(value), base))
        numbers.push_back(*number);
    return numbers;
}

std::optional<uint64_t> parseNumber(std::string_view text, int base)
{
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::vector<std::string> splitAtNul(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\0'), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::optional<std::string> environmentValue(const std::vector<std::string> &environment, std::string_view name)
{
    for (const std::string &word : environment) {
        if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=')
            return word.substr(name.size() + 1);
    }
    return std::nullopt;
}

std::string baseName(std::string_view path)
{
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string withoutDeleted(std::string path)
{
    if (path.ends_with(deletedMark))
        path.resize(path.size() - deletedMark.size());
    return path;
}

}
