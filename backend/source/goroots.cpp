// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/source/goroots.h"

#include "backend/source/pathmapping.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

constexpr size_t mostEntries = 4096; ///< of a folder that is searched for installations

bool isDirectory(const std::string &path)
{
    std::error_code error;
    return fs::is_directory(path, error);
}

std::string versionOf(const std::string &root)
{
    std::error_code error;
    const std::string path = joined(root, "VERSION");
    if (!fs::is_regular_file(path, error))
        return {};
    std::string line(64, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(line.data(), static_cast<std::streamsize>(line.size()));
    line.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    line.resize(std::min(line.size(), line.find_first_of("\r\n ")));
    return line.starts_with("go") ? line : std::string();
}

/// Folders in @p parent whose name begins with @p prefix, newest name first.
std::vector<std::string> siblings(const std::string &parent, std::string_view prefix)
{
    std::vector<std::string> found;
    std::error_code error;
    fs::directory_iterator entry(parent, error);
    for (size_t i = 0; !error && entry != fs::directory_iterator() && i < mostEntries; ++i, entry.increment(error)) {
        if (entry->path().filename().string().starts_with(prefix))
            found.push_back(entry->path().string());
    }
    std::ranges::sort(found, std::greater());
    return found;
}

/// "go1.26" of "go1.26.8" and of "go1.26rc1".
std::string_view minorOf(std::string_view version)
{
    size_t end = version.find('.');
    if (end == std::string_view::npos)
        return version;
    ++end;
    while (end < version.size() && version[end] >= '0' && version[end] <= '9')
        ++end;
    return version.substr(0, end);
}

/// "go", "go-1.26", "go1.26.8", "toolchain@v0.0.1-go1.26.8.linux-amd64".
bool isNameOfInstallation(std::string_view folder)
{
    if (folder == "go" || folder == "golang" || folder == "goroot" || folder.starts_with("toolchain@"))
        return true;
    folder.remove_prefix(folder.starts_with("go") ? 2 : folder.size());
    if (folder.starts_with('-'))
        folder.remove_prefix(1);
    return folder.starts_with("1.");
}

}

GoVersionMatch compareGoVersions(std::string_view wanted, std::string_view found)
{
    // "go1.26.8 X:nocoverageredesign", "go1.26.8-custom": what follows the number does not change the sources' lines.
    wanted = wanted.substr(0, wanted.find_first_of(" -"));
    found = found.substr(0, found.find_first_of(" -"));
    if (!wanted.empty() && wanted == found)
        return GoVersionMatch::Exact;
    return !wanted.empty() && minorOf(wanted) == minorOf(found) ? GoVersionMatch::SameMinor : GoVersionMatch::Other;
}

std::vector<GoRoot> findGoRoots(const std::vector<std::string> &candidates, const std::string &home,
                                const std::string &moduleCache, std::string_view version)
{
    std::vector<std::string> paths = candidates;
    const auto append
        = [&paths](const std::vector<std::string> &more) { paths.insert(paths.end(), more.begin(), more.end()); };
    append(siblings("/usr/lib", "go-1."));
    append({"/usr/lib/go", "/usr/lib/golang", "/usr/local/go", "/opt/go", "/snap/go/current"});
    if (!home.empty()) {
        append(siblings(joined(home, "sdk"), "go1."));
        append({joined(home, ".local/go"), joined(home, "go")});
    }
    if (!moduleCache.empty())
        append(siblings(joined(moduleCache, "golang.org"), "toolchain@"));

    std::vector<GoRoot> roots;
    std::set<std::string> known;
    for (const std::string &path : paths) {
        if (!path.empty() && known.insert(path).second && isDirectory(joined(path, "src/runtime")))
            roots.push_back({path, versionOf(path)});
    }
    std::ranges::stable_sort(roots, {},
                             [version](const GoRoot &root) { return compareGoVersions(version, root.version); });
    return roots;
}

std::string_view pathInGoRoot(std::string_view recorded)
{
    constexpr std::string_view source = "/src/";
    for (size_t at = recorded.find(source); at != std::string_view::npos; at = recorded.find(source, at + 1)) {
        const std::string_view root = recorded.substr(0, at);
        const std::string_view inside = recorded.substr(at + source.size());
        const std::string_view folder = root.substr(root.rfind('/') + 1);
        if (isNameOfInstallation(folder) && looksLikeStandardPackage(inside))
            return inside;
    }
    return {};
}

bool looksLikeStandardPackage(std::string_view recorded)
{
    if (recorded.empty() || recorded.starts_with('/'))
        return false;
    const size_t slash = recorded.find('/');
    return slash != std::string_view::npos && recorded.substr(0, slash).find('.') == std::string_view::npos;
}

}
