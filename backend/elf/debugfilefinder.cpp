// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/debugfilefinder.h"

#include "backend/base/text.h"
#include "backend/elf/debuginfod.h"

#include <filesystem>
#include <format>
#include <zlib.h>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

uint32_t crcOf(const MappedFile &file)
{
    uLong crc = crc32(0, nullptr, 0);
    auto bytes = file.bytes();
    while (!bytes.empty()) { // zlib counts with 32 bits
        const auto step = bytes.first(std::min<size_t>(bytes.size(), size_t(1) << 30));
        crc = crc32(crc, reinterpret_cast<const Bytef *>(step.data()), static_cast<uInt>(step.size()));
        bytes = bytes.subspan(step.size());
    }
    return static_cast<uint32_t>(crc);
}

Error otherProgram(const ElfFile &file, const std::string &path, const std::string &reason)
{
    return {.code = ErrorCode::Mismatch,
            .message = "refused as the debug information of " + escaped(file.path()) + ": " + reason,
            .file = path};
}

std::string idReason(const ElfFile &file, const ElfFile &candidate)
{
    if (candidate.buildId().empty())
        return "it has no build id, and " + file.buildId() + " is wanted";
    return "its build id is " + candidate.buildId() + ", not " + file.buildId();
}

}

std::vector<std::string> DebugFileFinder::buildIdPaths(const FileSearch &search, const std::string &buildId,
                                                       std::string_view suffix)
{
    std::vector<std::string> paths;
    if (buildId.size() < 4)
        return paths;
    const std::string name = "/.build-id/" + buildId.substr(0, 2) + "/" + buildId.substr(2);
    for (const std::string &directory : search.debugDirectories) {
        for (const std::string &path : search.withRoots(directory + name))
            paths.push_back(path + std::string(suffix));
    }
    return paths;
}

/// A file that stands where the build id leads: it must have that id.
void DebugFileFinder::tryPath(const ElfFile &file, const std::string &path, DebugFile &found) const
{
    if (found.file)
        return;
    const auto candidate = ElfFile::openAt(path);
    if (candidate && (*candidate)->buildId() == file.buildId()) {
        found.file = *candidate;
        return;
    }
    std::error_code ignored;
    if (candidate)
        found.refused.push_back(otherProgram(file, path, idReason(file, **candidate)));
    else if (candidate.error().code != ErrorCode::NotFound && fs::file_size(path, ignored) > 0 && !ignored)
        // Empty files are how a debuginfod client notes that there is none.
        found.refused.push_back(otherProgram(file, path, candidate.error().message));
}

void DebugFileFinder::followLink(const ElfFile &file, DebugFile &found) const
{
    const auto link = file.debugLink();
    if (found.file || !link)
        return;
    const std::string name = fs::path(link->fileName).filename().string(); // a link must not lead out of the folders
    const std::string folder = fs::path(file.path()).parent_path().string();
    std::vector<std::string> paths = {folder + "/" + name, folder + "/.debug/" + name};
    for (const std::string &directory : m_search.debugDirectories) {
        for (const std::string &path :
             m_search.withRoots(directory + "/" + fs::path(folder).relative_path().string() + "/" + name))
            paths.push_back(path);
    }
    for (const std::string &path : paths) {
        const auto candidate = ElfFile::openAt(path);
        if (!candidate || path == file.path())
            continue;
        const bool sameId = !file.buildId().empty() && (*candidate)->buildId() == file.buildId();
        const uint32_t crc = sameId ? link->crc : crcOf(*(*candidate)->file());
        if (crc == link->crc) {
            found.file = *candidate;
            return;
        }
        found.refused.push_back(otherProgram(
            file, path, std::format("its CRC is 0x{:08x}, .gnu_debuglink wants 0x{:08x}", crc, link->crc)));
    }
}

DebugFile DebugFileFinder::find(const ElfFile &file) const
{
    DebugFile found;
    for (const std::string &path : buildIdPaths(m_search, file.buildId(), ".debug"))
        tryPath(file, path, found);
    followLink(file, found);
    if (found.file || file.buildId().empty())
        return found;
    if (const std::string cached = Debuginfod::cachedPath(file.buildId()); !cached.empty())
        tryPath(file, cached, found);
    if (found.file || !m_search.fetch)
        return found;
    const auto fetched = m_search.fetch(file.buildId());
    if (fetched)
        tryPath(file, *fetched, found);
    else
        found.unfetched = fetched.error();
    return found;
}

}
