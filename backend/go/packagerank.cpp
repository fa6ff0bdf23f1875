// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/packagerank.h"

#include "backend/base/packagepath.h"
#include "backend/go/functionname.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

using namespace std::string_view_literals;

bool isInside(std::string_view path, std::string_view parent)
{
    return !parent.empty() && path.starts_with(parent) && (path.size() == parent.size() || path[parent.size()] == '/');
}

bool isRuntime(std::string_view package)
{
    return isInside(package, "runtime") || isInside(package, "internal") || isInside(package, "vendor");
}

/// Symbols that no one wrote: the linker's and compiler's tables, cgo's glue, wrappers of calls.
bool isMade(std::string_view name)
{
    constexpr std::array starts
        = {"go:"sv, "type:"sv, "type.."sv, "go.itab"sv, "_cgo"sv, "__cgo"sv, "x_cgo_"sv, "noalg."sv};
    if (std::ranges::any_of(starts, [name](std::string_view start) { return name.starts_with(start); }))
        return true;
    constexpr std::array parts = {"._cgo"sv,      "._Cgo"sv,   "._cgoexp"sv,     "..stmp_"sv,
                                  "..inittask"sv, "..dict"sv,  "..typeAssert"sv, "..interfaceSwitch"sv,
                                  "..gobytes"sv,  ".gowrap"sv, ".deferwrap"sv,   "\u00b7"sv};
    return name.ends_with("-fm")
        || std::ranges::any_of(parts, [name](std::string_view part) { return name.contains(part); });
}

}

PackageRanking::PackageRanking(std::string_view module)
    : m_module(module.substr(0, module.find(' ')))
    , m_linkedModule(linkedPath(m_module))
{
}

PackageRank PackageRanking::ofPackage(std::string_view path) const
{
    // A test of a package links it as "main_test" or "path_test" and "path.test".
    if (path == "main" || path == "main_test" || isInside(path, m_module) || isInside(path, m_linkedModule))
        return PackageRank::Main;
    if (isRuntime(path))
        return PackageRank::Runtime;
    if (isStandardPackage(path))
        return PackageRank::Standard;
    // Paths of what is fetched begin with the name of a host.
    const std::string plain = plainPath(path.substr(0, path.find('/')));
    return plain.contains('.') ? PackageRank::Dependency : PackageRank::Main;
}

PackageRank PackageRanking::ofName(std::string_view name) const
{
    if (isMade(name))
        return PackageRank::Compiler;
    const std::string_view package = functionParts(name).package;
    return package.empty() ? PackageRank::C : ofPackage(package);
}

PackageRank PackageRanking::ofFile(std::string_view file, std::string_view goRoot) const
{
    if (file.starts_with('<') || file.contains("_cgo_gotypes"))
        return PackageRank::Compiler;
    const size_t slash = file.rfind('/');
    const std::string_view folder = file.substr(0, slash == std::string_view::npos ? 0 : slash);
    if (isInside(folder, m_module))
        return PackageRank::Main;
    if (folder.starts_with(goRoot)) {
        const std::string_view package = folder.substr(goRoot.size());
        if (!goRoot.empty() || isStandardPackage(package))
            return isRuntime(package) ? PackageRank::Runtime : PackageRank::Standard;
    }
    // The folder of modules that were fetched, those that a program brings, and -trimpath's "path@version".
    if (folder.contains("/pkg/mod/") || folder.contains("/vendor/") || folder.contains('@'))
        return PackageRank::Dependency;
    if (!file.ends_with(".go") && !file.ends_with(".s"))
        return PackageRank::C;
    return PackageRank::Main;
}

}
