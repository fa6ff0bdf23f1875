// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/modulefinder.h"

#include <algorithm>
#include <elf.h>
#include <filesystem>
#include <system_error>

namespace Freezeframe
{

namespace fs = std::filesystem;

namespace
{

// A core may lie in a folder of thousands of files: how many of them are opened to look for a build id.
constexpr int mostNeighbours = 256;
constexpr int mostEntries = 10000;

bool hasId(const ElfFile &file, const ModuleFinder::Request &request)
{
    if (!request.buildId.empty())
        return file.buildId() == request.buildId;
    return !request.goBuildId.empty() && file.goBuildId() == request.goBuildId;
}

}

ModuleFinder::ModuleFinder(FileSearch search, const std::string &corePath)
    : m_search(std::move(search))
    , m_coreFolder(fs::path(corePath).parent_path().string())
{
    if (m_coreFolder.empty())
        m_coreFolder = ".";
}

std::vector<std::string> ModuleFinder::neighbourFolders() const
{
    std::error_code ignored;
    if (fs::equivalent(m_coreFolder, ".", ignored))
        return {m_coreFolder};
    return {m_coreFolder, "."};
}

const std::vector<std::shared_ptr<const ElfFile>> &ModuleFinder::neighbours() const
{
    if (m_neighbours)
        return *m_neighbours;
    m_neighbours.emplace();
    for (const std::string &folder : neighbourFolders()) {
        std::error_code error;
        fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
        int opened = 0;
        for (int seen = 0; !error && entry != fs::directory_iterator() && seen < mostEntries && opened < mostNeighbours;
             ++seen) {
            std::error_code ignored;
            if (entry->is_regular_file(ignored)) {
                ++opened;
                if (auto file = ElfFile::openAt(entry->path().string()); file && (*file)->type() != ET_CORE)
                    m_neighbours->push_back(std::move(*file));
            }
            entry.increment(error);
        }
    }
    return *m_neighbours;
}

std::vector<std::string> ModuleFinder::find(const Request &request, const Judge &judge) const
{
    using Origin = ModuleCandidate::Origin;
    std::vector<std::string> missed;
    const auto offer = [&](const std::string &path, Origin origin) {
        const auto file = ElfFile::openAt(path);
        if (file)
            return judge({.file = *file, .origin = origin});
        missed.push_back(file.error().code == ErrorCode::NotFound ? path : file.error().toString());
        return false;
    };
    if (request.isExecutable && !m_search.executable.empty()) {
        // Who names a file wants that one: no other is put in its place.
        offer(m_search.executable, Origin::Given);
        return missed;
    }
    const std::string name = fs::path(request.path).filename().string();
    if (!name.empty()) {
        const bool isPath = request.path.contains('/'); // else only the name is known
        for (const std::string &path : isPath ? m_search.withRoots(request.path) : std::vector<std::string>()) {
            if (offer(path, Origin::Recorded))
                return missed;
        }
        for (const std::string &folder : neighbourFolders()) {
            const std::string path = (fs::path(folder) / name).string();
            if (path != request.path && offer(path, Origin::Neighbour))
                return missed;
        }
    }
    for (const std::string &path : DebugFileFinder::buildIdPaths(m_search, request.buildId, "")) {
        const auto file = ElfFile::openAt(path);
        if (file && judge({.file = *file, .origin = Origin::SameId}))
            return missed;
    }
    if (request.buildId.empty() && request.goBuildId.empty())
        return missed;
    for (const auto &file : neighbours()) {
        if (hasId(*file, request) && judge({.file = file, .origin = Origin::SameId}))
            break;
    }
    return missed;
}

DebugFile ModuleFinder::findDebugFile(const ElfFile &file) const
{
    return DebugFileFinder(m_search).find(file);
}

}
