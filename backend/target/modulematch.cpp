// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/modulematch.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

// Enough to know; a self-contained core has gigabytes of text in common with its files.
constexpr uint64_t mostBytesCompared = uint64_t(64) << 20;

std::string shortId(const std::string &id)
{
    constexpr size_t shown = 12;
    return escaped(id.size() > shown ? id.substr(0, shown) + "…" : id);
}

MatchVerdict differs(const ElfFile &file, std::string message)
{
    return {.match = FileMatch::None,
            .mismatch = Error{.code = ErrorCode::Mismatch, .message = std::move(message), .file = file.path()}};
}

/// -ldflags=-buildid=x and Bazel's "redacted" are the same for every build: they prove nothing.
bool isTelling(const std::string &goBuildId)
{
    return goBuildId.contains('/');
}

std::optional<MatchVerdict> compareIds(const Module &module, const ElfFile &file)
{
    const auto verdict = [&](const std::string &ours, const std::string &theirs, FileMatch match) {
        if (ours == theirs)
            return MatchVerdict{.match = match, .mismatch = {}};
        return differs(file,
                       escaped(file.path()) + " is build " + shortId(theirs) + ", the core is of build " + shortId(ours)
                           + "; names and values would be wrong");
    };
    if (!module.buildId.empty() && !file.buildId().empty())
        return verdict(module.buildId, file.buildId(), FileMatch::BuildId);
    if (isTelling(module.goBuildId) && isTelling(file.goBuildId()))
        return verdict(module.goBuildId, file.goBuildId(), FileMatch::GoBuildId);
    return std::nullopt;
}

/// What the two have in common, counted.
struct Comparison {
    uint64_t equalBytes = 0; ///< of read-only pages, without ELF and program headers; zeros are not counted
    bool differsInReadOnly = false;
    uint64_t equalWords = 0; ///< of writable initialised data; words that are zero in both are not counted
    uint64_t words = 0;
};

/// Calls @p compare with each stretch that the file's part of @p segment and the core's own bytes share.
template<class Function>
void forCommonBytes(const ElfSegment &segment, const ElfFile &file, uint64_t bias, const SplicedMemory &core,
                    Function compare)
{
    const Address begin{segment.address.value + bias};
    const Address end = begin + segment.fileSize;
    if (end <= begin)
        return;
    const auto &pieces = core.pieces();
    auto it = std::ranges::upper_bound(pieces, begin, {}, [](const MemoryPiece &p) { return p.range.end; });
    for (; it != pieces.end() && it->range.begin < end; ++it) {
        if (!it->data || !it->inCore)
            continue;
        const Address from = std::max(begin, it->range.begin);
        const uint64_t size = std::min(std::min(end, it->range.end) - from, mostBytesCompared);
        const auto theirs = file.bytesAt({from.value - bias}, size);
        if (theirs)
            compare(it->flags, *theirs, std::span(it->data + (from - it->range.begin), size));
    }
}

Comparison compareContents(const ElfFile &file, uint64_t bias, const SplicedMemory &core)
{
    Comparison result;
    const uint64_t headers = sizeof(Elf64_Ehdr) + file.segments().size() * sizeof(Elf64_Phdr);
    for (const ElfSegment &segment : file.segments()) {
        if (segment.type != PT_LOAD || segment.fileSize == 0)
            continue;
        forCommonBytes(segment, file, bias, core, [&](uint32_t flags, auto theirs, auto ours) {
            if (!(segment.flags & PF_W)) {
                // A debugger's breakpoints or a patched vsyscall change text that was made writable for it.
                if (flags & PF_W)
                    return;
                if (!std::ranges::equal(theirs, ours)) {
                    result.differsInReadOnly = true;
                    return;
                }
                const auto telling = ours.subspan(segment.offset == 0 ? std::min<uint64_t>(headers, ours.size()) : 0);
                result.equalBytes += static_cast<uint64_t>(
                    std::ranges::count_if(telling, [](std::byte b) { return b != std::byte{}; }));
                return;
            }
            for (size_t at = 0; at + 8 <= ours.size(); at += 8) {
                const uint64_t word = *loadAt<uint64_t>(theirs, at);
                const uint64_t other = *loadAt<uint64_t>(ours, at);
                if (word == 0 && other == 0)
                    continue;
                ++result.words;
                result.equalWords += word == other;
            }
        });
    }
    return result;
}

}

MatchVerdict matchModule(const MappedModule &mapped, const ElfFile &file, const SplicedMemory &coreMemory)
{
    if (const auto verdict = compareIds(mapped.module, file))
        return *verdict;
    if (!mapped.module.buildId.empty())
        return differs(
            file, escaped(file.path()) + " has no build id, the core is of build " + shortId(mapped.module.buildId));

    const Comparison found = compareContents(file, mapped.module.bias, coreMemory);
    if (found.differsInReadOnly)
        return differs(file, escaped(file.path()) + " differs from the pages that the core has of it");
    constexpr uint64_t fewestBytes = 256;
    if (found.equalBytes >= fewestBytes)
        return {.match = FileMatch::Content, .mismatch = {}};

    // Tables and pointers in initialised data stay as they are but for a few words (98 % in Go programs), and move with
    // every change of the program. Position-independent programs are relocated at start, so it says nothing there.
    constexpr uint64_t fewestWords = 512;
    if (file.type() == ET_EXEC && found.words >= fewestWords) {
        if (found.equalWords * 10 >= found.words * 9)
            return {.match = FileMatch::Content, .mismatch = {}};
        if (found.equalWords * 2 < found.words)
            return differs(file, escaped(file.path()) + " differs from the initialised data that the core has");
    }
    return {};
}

}
