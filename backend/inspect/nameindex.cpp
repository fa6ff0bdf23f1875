// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/nameindex.h"

#include "backend/base/fuzzypattern.h"
#include "backend/inspect/programsymbols.h"

#include <algorithm>
#include <thread>
#include <tuple>

namespace Freezeframe
{

namespace
{

constexpr size_t pieceSize = 4096; ///< names between two looks at whether to stop
constexpr size_t namesOfThread = 10'000; ///< fewer are not worth another thread
constexpr size_t mostThreads = 8;

/// Whether a type has a name of its own: not pointers, slices, maps, functions and what Go's runtime makes of maps.
bool isNamedType(std::string_view name)
{
    if (name.empty() || name.front() == '*' || name.front() == '[' || name.contains('<'))
        return false;
    for (const std::string_view start : {"map[", "func(", "struct {", "interface {", "chan ", "<-chan ", "noalg."}) {
        if (name.starts_with(start))
            return false;
    }
    return true;
}

/// "/usr/lib/go/src/" of a program whose files have folders, else nothing.
std::string_view goRootOf(const std::vector<std::string_view> &files)
{
    constexpr std::string_view known = "runtime/proc.go";
    for (const std::string_view file : files) {
        if (file.ends_with("/src/runtime/proc.go"))
            return file.substr(0, file.size() - known.size());
    }
    return {};
}

}

int rankBonus(PackageRank rank)
{
    switch (rank) {
    case PackageRank::Main: return 15;
    case PackageRank::Dependency: return 10;
    case PackageRank::Standard: return 6;
    case PackageRank::C: return 3;
    case PackageRank::Runtime: return 0;
    case PackageRank::Compiler: return -60;
    }
    return 0;
}

void NameIndex::add(NameKind kind, PackageRank rank, std::string_view name, Address entry)
{
    m_entries.push_back(
        {.name = name, .letters = FuzzyPattern::letters(name), .entry = entry, .kind = kind, .rank = rank});
}

std::shared_ptr<const NameIndex> NameIndex::make(ProgramSymbols &symbols, const PackageRanking &ranking,
                                                 const std::stop_token &stop, const std::function<void()> &pause)
{
    auto index = std::make_shared<NameIndex>();
    size_t count = 0;
    const auto goesOn = [&] {
        if (++count % pieceSize == 0 && pause)
            pause();
        return !stop.stop_requested();
    };
    const auto next = [&] {
        if (pause)
            pause();
        return !stop.stop_requested();
    };
    for (const ProgramSymbols::Function &function : symbols.functions()) {
        if (!goesOn())
            return nullptr;
        index->add(NameKind::Function, ranking.ofName(function.name), function.name, function.entry);
    }
    if (!next())
        return nullptr;
    for (const std::string_view type : symbols.types()) {
        if (!goesOn())
            return nullptr;
        if (isNamedType(type))
            index->add(NameKind::Type, ranking.ofName(type), type);
    }
    if (!next())
        return nullptr;
    for (const auto &[kind, names] :
         {std::pair(NameKind::Variable, &symbols.variables()), std::pair(NameKind::Constant, &symbols.constants())}) {
        for (const std::string_view name : *names) {
            if (!goesOn())
                return nullptr;
            index->add(kind, ranking.ofName(name), name);
        }
    }
    if (!next())
        return nullptr;
    const std::string_view goRoot = goRootOf(symbols.files());
    for (const std::string_view file : symbols.files()) {
        if (!goesOn())
            return nullptr;
        index->add(NameKind::File, ranking.ofFile(file, goRoot), file);
    }
    for (const std::string &package : symbols.packages())
        index->add(NameKind::Package, ranking.ofPackage(package), package);
    index->m_entries.shrink_to_fit();
    return index;
}

std::vector<NameIndex::Fitting> NameIndex::inParts(
    size_t count, const std::stop_token &stop,
    const std::function<void(size_t number, std::vector<Fitting> &found)> &visit)
{
    const size_t threads = std::clamp<size_t>(
        std::min<size_t>(std::thread::hardware_concurrency(), count / namesOfThread), 1, mostThreads);
    std::vector<std::vector<Fitting>> parts(threads);
    const auto part = [&](size_t number) {
        const size_t end = count * (number + 1) / threads;
        for (size_t i = count * number / threads; i < end; ++i) {
            if (i % pieceSize == 0 && stop.stop_requested())
                return;
            visit(i, parts[number]);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (size_t i = 1; i < threads; ++i)
            helpers.emplace_back(part, i);
        part(0);
    }
    if (stop.stop_requested())
        return {};
    for (size_t i = 1; i < threads; ++i)
        parts.front().insert(parts.front().end(), parts[i].begin(), parts[i].end());
    return std::move(parts.front());
}

std::vector<NameIndex::Fitting> NameIndex::fitting(const FuzzyPattern &pattern, unsigned kinds,
                                                   const std::stop_token &stop) const
{
    const FuzzyPattern last = pattern.lastWord();
    return inParts(m_entries.size(), stop, [&](size_t i, std::vector<Fitting> &found) {
        const Entry &entry = m_entries[i];
        if ((kinds & only(entry.kind)) == 0 || !pattern.mayFit(entry.letters))
            return;
        const auto score = pattern.score(entry.name);
        if (score) {
            const int before = pattern.words().size() > 1 ? *score - last.score(entry.name).value_or(0) : 0;
            found.push_back({.entry = uint32_t(i), .score = *score + rankBonus(entry.rank), .before = before});
        }
    });
}

std::vector<NameIndex::Fitting> NameIndex::fitting(const FuzzyPattern &pattern, const Before &before,
                                                   const std::stop_token &stop) const
{
    const auto &words = pattern.words();
    const auto &known = before.pattern.words();
    const auto same = size_t(std::ranges::mismatch(words, known).in1 - words.begin());
    if (same == words.size() && same == known.size()) // a blank more
        return before.fitting;
    const bool isLonger = same + 1 == words.size() && known.size() == words.size(); // the last word
    const bool hasOneMore = same + 1 == words.size() && known.size() == same;
    const FuzzyPattern last = pattern.lastWord();
    return inParts(before.fitting.size(), stop, [&](size_t i, std::vector<Fitting> &found) {
        const Fitting &old = before.fitting[i];
        const Entry &entry = m_entries[old.entry];
        if (!pattern.mayFit(entry.letters))
            return;
        const int bonus = rankBonus(entry.rank);
        const auto score = last.score(entry.name);
        if (!score)
            return;
        int others = isLonger ? old.before : old.score - bonus;
        if (!isLonger && !hasOneMore) {
            const auto all = pattern.score(entry.name);
            if (!all)
                return;
            others = *all - *score;
        }
        found.push_back({.entry = old.entry, .score = others + *score + bonus, .before = others});
    });
}

std::vector<NameHit> NameIndex::best(std::vector<Fitting> all, const FuzzyPattern &pattern, size_t limit) const
{
    // Of those that fit alike the shorter one is nearer to what was typed; without a text they stand by name.
    const bool isTyped = !pattern.isEmpty();
    const auto isBetter = [this, isTyped](const Fitting &a, const Fitting &b) {
        if (a.score != b.score)
            return a.score > b.score;
        const Entry &left = m_entries[a.entry];
        const Entry &right = m_entries[b.entry];
        return std::tuple(left.rank, isTyped ? left.name.size() : 0, left.name, left.kind, a.entry)
            < std::tuple(right.rank, isTyped ? right.name.size() : 0, right.name, right.kind, b.entry);
    };
    const auto end = all.begin() + ptrdiff_t(std::min(limit, all.size()));
    std::partial_sort(all.begin(), end, all.end(), isBetter);
    std::vector<NameHit> hits;
    for (auto found = all.begin(); found != end; ++found) {
        const Entry &entry = m_entries[found->entry];
        hits.push_back({.kind = entry.kind,
                        .rank = entry.rank,
                        .name = std::string(entry.name),
                        .entry = entry.entry,
                        .score = found->score,
                        .matched = pattern.positions(entry.name)});
    }
    return hits;
}

std::vector<NameHit> NameIndex::search(std::string_view text, size_t limit, unsigned kinds,
                                       const std::stop_token &stop) const
{
    const FuzzyPattern pattern(text);
    return best(fitting(pattern, kinds, stop), pattern, limit);
}

}
