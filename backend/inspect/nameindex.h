// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/go/packagerank.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

class FuzzyPattern;
class ProgramSymbols;

enum class NameKind : uint8_t { Function, Type, Variable, Constant, File, Package };

/// Added to how well a name fits: less than what one letter more or less makes, but for what no one wrote.
[[nodiscard]] int rankBonus(PackageRank rank);

/// A name that was found.
struct NameHit {
    NameKind kind = NameKind::Function;
    PackageRank rank = PackageRank::Main;
    std::string name; ///< as it is in the program
    Address entry; ///< of a function
    int score = 0;
    std::vector<uint32_t> matched; ///< bytes of the name, ascending
};

/// All names of a program, to be found by what a person types (FuzzyPattern): functions, types that have a name, package
/// variables, constants, source files and packages. Of those that fit alike the main module's come first, then its
/// dependencies', Go's, the runtime's, and what the compiler made. Immutable, any thread; lives no longer than the
/// program's symbols.
class NameIndex
{
public:
    /// On the symbols' thread. Calls @p pause between pieces of the work; null if stopped.
    [[nodiscard]] static std::shared_ptr<const NameIndex> make(ProgramSymbols &symbols, const PackageRanking &ranking,
                                                               const std::stop_token &stop = {},
                                                               const std::function<void()> &pause = {});

    /// All kinds.
    static constexpr unsigned everyKind = 0x3f;
    [[nodiscard]] static constexpr unsigned only(NameKind kind) { return 1U << unsigned(kind); }

    /// The @p limit best, best first; of no text the first by rank and name. @p kinds: bits by only(). Nothing if stopped.
    [[nodiscard]] std::vector<NameHit> search(std::string_view text, size_t limit, unsigned kinds = everyKind,
                                              const std::stop_token &stop = {}) const;
    /// What fits a text, by number, ascending, each with how well.
    struct Fitting {
        uint32_t entry = 0;
        int score = 0; ///< its rank is in it
        int before = 0; ///< what all words but the last count
    };
    /// What fitted a text with which a longer one begins: there is no other to be looked at.
    struct Before {
        const FuzzyPattern &pattern;
        const std::vector<Fitting> &fitting;
    };
    /// Looks at all of @p kinds, or at what fitted before, on several threads where there are many. Nothing if stopped.
    [[nodiscard]] std::vector<Fitting> fitting(const FuzzyPattern &pattern, unsigned kinds,
                                               const std::stop_token &stop = {}) const;
    [[nodiscard]] std::vector<Fitting> fitting(const FuzzyPattern &pattern, const Before &before,
                                               const std::stop_token &stop = {}) const;
    /// The @p limit best of those, best first; what matched @p pattern is told of each.
    [[nodiscard]] std::vector<NameHit> best(std::vector<Fitting> fitting, const FuzzyPattern &pattern,
                                            size_t limit) const;
    [[nodiscard]] size_t size() const { return m_entries.size(); }
    /// Adds one; for tests. @p name must outlive the index.
    void add(NameKind kind, PackageRank rank, std::string_view name, Address entry = {});

private:
    struct Entry {
        std::string_view name;
        uint64_t letters = 0;
        Address entry;
        NameKind kind = NameKind::Function;
        PackageRank rank = PackageRank::Main;
    };
    /// Calls @p visit with a part of @p count numbers, and what it finds, on several threads.
    [[nodiscard]] static std::vector<Fitting> inParts(
        size_t count, const std::stop_token &stop,
        const std::function<void(size_t number, std::vector<Fitting> &found)> &visit);
    std::vector<Entry> m_entries;
};

}
