// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processmaps.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <format>
#include <optional>

namespace Freezeframe
{
namespace
{

constexpr size_t largestText = size_t(256) << 20; ///< of smaps: a million mappings

std::string_view takeLine(std::string_view &text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

std::string_view takeField(std::string_view &line)
{
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view field = line.substr(0, line.find(' '));
    line.remove_prefix(field.size());
    return field;
}

/// seq_path() of the kernel writes a newline as \012, and nothing else so.
std::string unescapedPath(std::string_view text)
{
    std::string path(text);
    for (size_t at = path.find("\\012"); at != std::string::npos; at = path.find("\\012", at + 1))
        path.replace(at, 4, "\n");
    return path;
}

/// "00400000-0048a000 r-xp 00000000 fe:00 1234    /path", of both maps and smaps.
std::optional<ProcessMapping> parseMapping(std::string_view line)
{
    const std::string_view range = takeField(line);
    const size_t dash = range.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto begin = parseNumber(range.substr(0, dash), 16);
    const auto end = parseNumber(range.substr(dash + 1), 16);
    const std::string_view permissions = takeField(line);
    const auto offset = parseNumber(takeField(line), 16);
    const std::string_view device = takeField(line);
    const auto inode = parseNumber(takeField(line));
    if (!begin || !end || *begin >= *end || permissions.size() != 4 || !offset || !inode)
        return std::nullopt;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return ProcessMapping{.range = {{*begin}, {*end}},
                          .isReadable = permissions[0] == 'r',
                          .isWritable = permissions[1] == 'w',
                          .isExecutable = permissions[2] == 'x',
                          .isShared = permissions[3] == 's',
                          .fileOffset = *offset,
                          .device = std::string(device),
                          .inode = *inode,
                          .path = unescapedPath(line),
                          .details = {}};
}

void addFlags(MappingDetails &details, std::string_view flags)
{
    for (std::string_view flag = takeField(flags); !flag.empty(); flag = takeField(flags)) {
        details.isExcluded |= flag == "dd";
        details.isDevice |= flag == "io" || flag == "pf";
        details.isHuge |= flag == "ht";
        details.isWatched |= flag == "um" || flag == "uw" || flag == "ui";
    }
}

void addDetail(MappingDetails &details, std::string_view line)
{
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (name == "VmFlags") {
        addFlags(details, value);
    } else if (name == "Anonymous" || name == "Swap" || name == "Private_Hugetlb") {
        constexpr uint64_t kibibyte = 1024;
        details.privateBytes += parseNumber(takeField(value)).value_or(0) * kibibyte;
    }
}

}

std::vector<ProcessMapping> parseMaps(std::string_view text)
{
    std::vector<ProcessMapping> mappings;
    while (!text.empty()) {
        if (auto mapping = parseMapping(takeLine(text)))
            mappings.push_back(std::move(*mapping));
    }
    return mappings;
}

std::vector<ProcessMapping> parseSmaps(std::string_view text)
{
    std::vector<ProcessMapping> mappings;
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        // Details begin with a capital letter, mappings with a digit of their address in small letters.
        if (!line.empty() && line.front() >= 'A' && line.front() <= 'Z') {
            if (!mappings.empty())
                addDetail(mappings.back().details, line);
        } else if (auto mapping = parseMapping(line)) {
            mappings.push_back(std::move(*mapping));
        }
    }
    return mappings;
}

Result<std::vector<ProcessMapping>> readMaps(int32_t pid)
{
    return readKernelFile(std::format("/proc/{}/maps", pid), largestText).transform(parseMaps);
}

Result<std::vector<ProcessMapping>> readSmaps(int32_t pid)
{
    return readKernelFile(std::format("/proc/{}/smaps", pid), largestText).transform(parseSmaps);
}

void takeDetails(std::vector<ProcessMapping> &mappings, const std::vector<ProcessMapping> &before)
{
    auto old = before.begin();
    for (ProcessMapping &mapping : mappings) {
        while (old != before.end() && old->range.end <= mapping.range.begin)
            ++old;
        const bool isSame = old != before.end() && old->range.begin < mapping.range.end && old->inode == mapping.inode
            && old->isShared == mapping.isShared;
        if (isSame) {
            mapping.details = old->details;
            continue;
        }
        if (mapping.isFile() && mapping.isWritable && !mapping.isShared)
            mapping.details.privateBytes = mapping.range.size(); // new: it may have been written to
        mapping.details.isLost
            = mapping.path.starts_with('/') && !mapping.isShared && withoutDeleted(mapping.path) != mapping.path;
    }
}

}
