// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/source/gomodules.h"

#include "backend/source/pathmapping.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

constexpr std::streamsize largestModFile = 1 << 20; ///< bytes
constexpr size_t mostUses = 256; ///< of a go.work

std::string readSmallFile(const std::string &path)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return {};
    std::ifstream file(path, std::ios::binary);
    std::string text(largestModFile, '\0');
    file.read(text.data(), largestModFile);
    text.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return text;
}

std::string unquoted(std::string word)
{
    const bool quoted = word.size() >= 2 && word.front() == word.back() && (word.front() == '"' || word.front() == '`');
    return quoted ? word.substr(1, word.size() - 2) : word;
}

/// Arguments of @p verb in a go.mod or go.work, in its one-line and its block form.
std::vector<std::string> argumentsOf(const std::string &text, std::string_view verb)
{
    std::vector<std::string> arguments;
    std::istringstream lines(text);
    bool inBlock = false;
    for (std::string line; std::getline(lines, line) && arguments.size() < mostUses;) {
        std::istringstream words(line.substr(0, line.find("//")));
        std::string first;
        std::string second;
        words >> first >> second;
        if (inBlock) {
            if (first == ")")
                inBlock = false;
            else if (!first.empty())
                arguments.push_back(unquoted(first));
        } else if (first == verb && second == "(") {
            inBlock = true;
        } else if (first == verb && !second.empty()) {
            arguments.push_back(unquoted(second));
        }
    }
    return arguments;
}

void appendModule(const std::string &folder, std::vector<GoModuleRoot> &roots)
{
    const auto names = argumentsOf(readSmallFile(joined(folder, "go.mod")), "module");
    if (!names.empty() && std::ranges::find(roots, folder, &GoModuleRoot::path) == roots.end())
        roots.push_back({folder, names.front()});
}

}

std::string escapedModulePath(std::string_view path)
{
    std::string escaped;
    for (const char c : path) {
        if (c >= 'A' && c <= 'Z') {
            escaped += '!';
            escaped += static_cast<char>(c - 'A' + 'a');
        } else {
            escaped += c;
        }
    }
    return escaped;
}

std::vector<GoModuleRoot> moduleRootsAround(const std::string &folder)
{
    std::vector<GoModuleRoot> roots;
    std::error_code error;
    fs::path current = fs::absolute(folder, error).lexically_normal();
    while (!error && !current.empty()) {
        appendModule(current.string(), roots);
        for (const std::string &use : argumentsOf(readSmallFile((current / "go.work").string()), "use"))
            appendModule((current / use).lexically_normal().string(), roots);
        if (current == current.parent_path())
            break;
        current = current.parent_path();
    }
    for (GoModuleRoot &root : roots)
        root.path = withoutTrailingSlash(root.path);
    return roots;
}

std::vector<std::string> pathsInModuleCache(std::string_view recorded)
{
    std::vector<std::string> paths;
    const size_t at = recorded.find("@v");
    if (at == std::string_view::npos)
        return paths;
    const size_t afterVersion = std::min(recorded.find('/', at), recorded.size());
    for (size_t begin = 0; begin < at;) {
        const std::string_view candidate = recorded.substr(begin);
        const std::string_view host = candidate.substr(0, candidate.find('/'));
        // Module paths that are fetched begin with a host name.
        if (host.find('.') != std::string_view::npos) {
            paths.emplace_back(candidate);
            std::string spelled = escapedModulePath(recorded.substr(begin, afterVersion - begin));
            spelled += recorded.substr(afterVersion);
            if (spelled != candidate)
                paths.push_back(std::move(spelled));
        }
        const size_t slash = recorded.find('/', begin);
        begin = slash == std::string_view::npos ? at : slash + 1;
    }
    return paths;
}

}
