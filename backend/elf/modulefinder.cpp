// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/modulefinder.h"

#include <algorithm>
#include <cstdlib>
#include <elf.h>
#include <filesystem>
#include <system_error>
#include <zlib.h>

namespace Freezeframe
{

namespace fs = std::filesystem;

namespace
{

// A core may lie in a folder of thousands of files: how many of them are opened to look for a build id.
constexpr int mostNeighbours = 256;
constexpr int mostEntries = 10000;

Result<std::shared_ptr<const ElfFile>> openElf(const std::string &path)
{
    auto file = MappedFile::open(path);
    if (!file)
        return std::unexpected(std::move(file.error()));
    return ElfFile::open(std::move(*file));
}

bool hasId(const ElfFile &file, const ModuleFinder::Request &request)
{
    if (!request.buildId.empty())
        return file.buildId() == request.buildId;
    return !request.goBuildId.empty() && file.goBuildId() == request.goBuildId;
}

bool hasCrc(const MappedFile &file, uint32_t wanted)
{
    uLong crc = crc32(0, nullptr, 0);
    auto bytes = file.bytes();
    while (!bytes.empty()) { // zlib counts with 32 bits
        const auto step = bytes.first(std::min<size_t>(bytes.size(), size_t(1) << 30));
        crc = crc32(crc, reinterpret_cast<const Bytef *>(step.data()), static_cast<uInt>(step.size()));
        bytes = bytes.subspan(step.size());
    }
    return crc == wanted;
}

std::string joined(const std::string &prefix, const std::string &path)
{
    return prefix.empty() ? path : (fs::path(prefix) / fs::path(path).relative_path()).string();
}

}

ModuleFinder::ModuleFinder(FileSearch search, const std::string &corePath)
    : m_search(std::move(search))
    , m_coreFolder(fs::path(corePath).parent_path().string())
{
    if (m_coreFolder.empty())
        m_coreFolder = ".";
    if (const char *root = std::getenv("FREEZEFRAME_HOST_ROOT"); root && *root)
        m_hostRoot = root;
}

std::vector<std::string> ModuleFinder::withRoots(const std::string &path) const
{
    std::vector<std::string> paths;
    if (fs::path(path).is_absolute()) {
        for (const std::string &root : m_search.roots)
            paths.push_back(joined(root, path));
    }
    paths.push_back(path);
    // Last: what is visible at its own path shall be named by it.
    if (!m_hostRoot.empty() && fs::path(path).is_absolute())
        paths.push_back(joined(m_hostRoot, path));
    return paths;
}

std::vector<std::string> ModuleFinder::buildIdPaths(const std::string &buildId, std::string_view suffix) const
{
    std::vector<std::string> paths;
    if (buildId.size() < 4)
        return paths;
    const std::string name = "/.build-id/" + buildId.substr(0, 2) + "/" + buildId.substr(2);
    for (const std::string &directory : m_search.debugDirectories) {
        for (const std::string &path : withRoots(directory + name))
            paths.push_back(path + std::string(suffix));
    }
    return paths;
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
                if (auto file = openElf(entry->path().string()); file && (*file)->type() != ET_CORE)
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
        const auto file = openElf(path);
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
        for (const std::string &path : isPath ? withRoots(request.path) : std::vector<std::string>()) {
            if (offer(path, Origin::Recorded))
                return missed;
        }
        for (const std::string &folder : neighbourFolders()) {
            const std::string path = (fs::path(folder) / name).string();
            if (path != request.path && offer(path, Origin::Neighbour))
                return missed;
        }
    }
    for (const std::string &path : buildIdPaths(request.buildId, "")) {
        const auto file = openElf(path);
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

std::shared_ptr<const ElfFile> ModuleFinder::findDebugFile(const ElfFile &file) const
{
    for (const std::string &path : buildIdPaths(file.buildId(), ".debug")) {
        const auto candidate = openElf(path);
        if (candidate && (*candidate)->buildId() == file.buildId())
            return *candidate;
    }
    const auto link = file.debugLink();
    if (!link)
        return nullptr;
    const std::string name = fs::path(link->fileName).filename().string(); // a link must not lead out of the folders
    const std::string folder = fs::path(file.path()).parent_path().string();
    std::vector<std::string> paths = {folder + "/" + name, folder + "/.debug/" + name};
    for (const std::string &directory : m_search.debugDirectories) {
        for (const std::string &path :
             withRoots(directory + "/" + fs::path(folder).relative_path().string() + "/" + name))
            paths.push_back(path);
    }
    for (const std::string &path : paths) {
        const auto candidate = openElf(path);
        if (!candidate || path == file.path())
            continue;
        const bool sameId = !file.buildId().empty() && (*candidate)->buildId() == file.buildId();
        if (sameId || hasCrc(*(*candidate)->file(), link->crc))
            return *candidate;
    }
    return nullptr;
}

}
