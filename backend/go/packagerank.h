// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// How near something is to the person who wrote the program, nearest first.
enum class PackageRank : uint8_t { Main, Dependency, Standard, C, Runtime, Compiler };

/// Tells whose a package, a name or a source file is: the main module's, its dependencies', Go's, or nobody's because
/// the compiler made it. Immutable, any thread.
class PackageRanking
{
public:
    /// @p module as the build information has it, "example.com/shop v1.2.3", or nothing.
    explicit PackageRanking(std::string_view module);

    /// @p path as it is imported or as it is linked.
    [[nodiscard]] PackageRank ofPackage(std::string_view path) const;
    /// Of a function, type, variable or constant by its full name.
    [[nodiscard]] PackageRank ofName(std::string_view name) const;
    /// Of a source file by its recorded path. @p goRoot: the folder of the standard library, "/usr/lib/go/src/", empty
    /// if its files have no folder before their packages.
    [[nodiscard]] PackageRank ofFile(std::string_view file, std::string_view goRoot) const;

private:
    std::string m_module; ///< path alone
    std::string m_linkedModule;
};

}
