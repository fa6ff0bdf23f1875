// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/source/gomodules.h"
#include "backend/source/goroots.h"
#include "backend/source/pathmapping.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What a SourceLocator may go by. What is empty is not used.
struct SourceSettings {
    std::vector<PathMapping> mappings; ///< of --source-map
    std::string goVersion; ///< of the program: "go1.26.8"
    std::string mainModule; ///< path of the program's main module: "example.com/shop"
    std::string executable; ///< path of the program's file
    std::string core; ///< path of the core
    std::string currentDirectory;
    int64_t builtAt = 0; ///< seconds since the epoch of the program file's last change
    std::string goRoot, goPath, goModCache, home; ///< $GOROOT, $GOPATH (a list), $GOMODCACHE, $HOME
    std::vector<std::string> roots; ///< folders that stand for "/" too, after "/" itself

    /// Current directory, the Go variables, and FREEZEFRAME_HOST_ROOT as a root.
    [[nodiscard]] static SourceSettings fromEnvironment();
};

/// A source file of this machine.
struct LocatedSource {
    std::string path;
    bool newerThanProgram = false; ///< changed after the program was built: its lines may have moved
    std::string otherGoVersion; ///< set if it belongs to another Go release than the program's
};

/// Finds source files on this machine by the paths that a program was built with: by mappings, GOROOT, module cache and
/// the program's own module. Reads the disk, runs nothing, remembers what it found. One thread at a time.
class SourceLocator
{
public:
    explicit SourceLocator(SourceSettings settings);

    [[nodiscard]] std::optional<LocatedSource> locate(std::string_view recorded) const;
    /// Only the path of locate().
    [[nodiscard]] std::optional<std::string> find(std::string_view recorded) const;
    /// A person has shown where @p recorded is: all that lies beside it is found by the same change of prefix.
    void learn(std::string_view recorded, std::string_view local);
    /// What is mapped now, from and to: what was learnt (latest first), then the given ones.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> mappings() const;

private:
    [[nodiscard]] std::optional<LocatedSource> search(std::string_view recorded) const;
    [[nodiscard]] std::optional<LocatedSource> byMapping(std::string_view recorded) const;
    [[nodiscard]] std::optional<LocatedSource> inGoRoot(std::string_view recorded) const;
    [[nodiscard]] std::optional<LocatedSource> inModuleCache(std::string_view recorded) const;
    [[nodiscard]] std::optional<LocatedSource> inMainModule(std::string_view recorded) const;
    /// @p path below one of the roots, if there is a regular file.
    [[nodiscard]] std::optional<LocatedSource> existing(const std::string &path) const;

    SourceSettings m_settings;
    std::vector<PathMapping> m_learned; ///< latest first
    std::vector<std::string> m_moduleCaches;
    std::vector<GoRoot> m_goRoots;
    std::vector<GoModuleRoot> m_moduleRoots;
    mutable std::map<std::string, std::optional<LocatedSource>, std::less<>> m_found;
};

}
