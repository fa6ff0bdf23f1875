// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/memorypattern.h"

#include "backend/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr size_t longestPattern = 4096;

constexpr std::byte folded(std::byte byte)
{
    return byte >= std::byte('A') && byte <= std::byte('Z') ? std::byte(uint8_t(byte) + ('a' - 'A')) : byte;
}

std::unexpected<Error> tooLong()
{
    return fail(ErrorCode::Limit, "at most " + std::to_string(longestPattern) + " bytes can be searched for");
}

}

Result<MemoryPattern> MemoryPattern::text(std::string_view text, bool matchesCase)
{
    if (text.empty())
        return fail(ErrorCode::BadExpression, "there is nothing to search for");
    if (text.size() > longestPattern)
        return tooLong();
    MemoryPattern pattern(Kind::Text);
    for (const char letter : text)
        pattern.m_bytes.push_back(matchesCase ? std::byte(letter) : folded(std::byte(letter)));
    pattern.m_folds = !matchesCase;
    pattern.m_known.assign(text.size(), true);
    pattern.m_anchorSize = text.size();
    return pattern;
}

Result<MemoryPattern> MemoryPattern::bytes(std::string_view hexadecimal)
{
    MemoryPattern pattern(Kind::Bytes);
    const auto misspelt = [&hexadecimal](size_t at) {
        return fail(ErrorCode::BadExpression,
                    "bytes are pairs of hexadecimal digits, or ?? for any byte: not so at character "
                        + std::to_string(std::min(at, hexadecimal.size()) + 1));
    };
    for (size_t i = 0; i < hexadecimal.size();) {
        if (hexadecimal[i] == ' ' || hexadecimal[i] == '\t') {
            ++i;
            continue;
        }
        if (i + 1 >= hexadecimal.size())
            return misspelt(i + 1);
        const bool isAny = hexadecimal[i] == '?' && hexadecimal[i + 1] == '?';
        const int high = hexDigit(hexadecimal[i]);
        const int low = hexDigit(hexadecimal[i + 1]);
        if (!isAny && (high < 0 || low < 0))
            return misspelt(high < 0 ? i : i + 1);
        pattern.m_bytes.push_back(isAny ? std::byte() : std::byte(high << 4 | low));
        pattern.m_known.push_back(!isAny);
        if (pattern.m_bytes.size() > longestPattern)
            return tooLong();
        i += 2;
    }
    size_t run = 0;
    for (size_t i = 0; i < pattern.m_known.size(); ++i) {
        run = pattern.m_known[i] ? run + 1 : 0;
        if (run > pattern.m_anchorSize) {
            pattern.m_anchorSize = run;
            pattern.m_anchor = i + 1 - run;
        }
    }
    if (pattern.m_anchorSize == 0)
        return fail(ErrorCode::BadExpression, "one byte at least must be known");
    return pattern;
}

Result<MemoryPattern> MemoryPattern::integer(uint64_t value, uint64_t size)
{
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return fail(ErrorCode::BadExpression, "an integer has 1, 2, 4 or 8 bytes");
    if (size < 8) {
        const uint64_t above = value >> (size * 8);
        const bool isNegative = value >> (size * 8 - 1) == UINT64_MAX >> (size * 8 - 1);
        if (above != 0 && !isNegative)
            return fail(ErrorCode::BadExpression, "the number does not fit into " + std::to_string(size) + " bytes");
    }
    MemoryPattern pattern(Kind::Integer);
    pattern.m_bytes.resize(size);
    std::memcpy(pattern.m_bytes.data(), &value, size); // little-endian: the low bytes come first
    pattern.m_known.assign(size, true);
    pattern.m_anchorSize = size;
    pattern.m_alignment = size;
    pattern.m_low = {value};
    return pattern;
}

MemoryPattern MemoryPattern::pointer(AddressRange target)
{
    MemoryPattern pattern(Kind::Pointer);
    pattern.m_bytes.resize(sizeof(uint64_t));
    pattern.m_low = target.begin;
    pattern.m_length = std::max<uint64_t>(target.size(), 1);
    pattern.m_alignment = sizeof(uint64_t);
    return pattern;
}

void MemoryPattern::find(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
                         std::vector<size_t> &found) const
{
    if (memory.size() < size())
        return;
    ends = std::min(ends, memory.size() - size() + 1);
    if (m_kind == Kind::Pointer || (m_kind == Kind::Integer && size() == sizeof(uint64_t)))
        findWords(memory, address, ends, limit, found);
    else if (m_folds)
        findFolded(memory, ends, limit, found);
    else
        findBytes(memory, address, ends, limit, found);
}

void MemoryPattern::findWords(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
                              std::vector<size_t> &found) const
{
    constexpr size_t block = 64; // words of which one sum tells that none matches
    const auto wordAt = [&memory](size_t offset) {
        uint64_t word = 0;
        std::memcpy(&word, memory.data() + offset, sizeof word);
        return word;
    };
    const uint64_t low = m_low.value;
    const uint64_t length = m_length;
    for (size_t at = (8 - address.value % 8) % 8; at < ends;) {
        const size_t words = std::min(block, (ends - at + 7) / 8);
        unsigned hits = 0;
        for (size_t i = 0; i < words; ++i)
            hits += wordAt(at + i * 8) - low < length;
        for (size_t i = 0; hits > 0 && i < words; ++i) {
            if (wordAt(at + i * 8) - low >= length)
                continue;
            if (found.size() >= limit)
                return;
            found.push_back(at + i * 8);
            --hits;
        }
        at += words * 8;
    }
}

void MemoryPattern::findFolded(std::span<const std::byte> memory, size_t ends, size_t limit,
                               std::vector<size_t> &found) const
{
    std::array<bool, 256> begins{};
    for (size_t byte = 0; byte < begins.size(); ++byte)
        begins[byte] = folded(std::byte(byte)) == m_bytes.front();
    for (size_t at = 0; at < ends; ++at) {
        if (!begins[size_t(memory[at])])
            continue;
        size_t same = 1;
        while (same < m_bytes.size() && folded(memory[at + same]) == m_bytes[same])
            ++same;
        if (same < m_bytes.size())
            continue;
        if (found.size() >= limit)
            return;
        found.push_back(at);
    }
}

bool MemoryPattern::matches(const std::byte *at) const
{
    for (size_t i = 0; i < m_bytes.size(); ++i) {
        if (m_known[i] && at[i] != m_bytes[i])
            return false;
    }
    return true;
}

void MemoryPattern::findBytes(std::span<const std::byte> memory, Address address, size_t ends, size_t limit,
                              std::vector<size_t> &found) const
{
    const std::byte *const data = memory.data();
    const std::byte *const anchor = m_bytes.data() + m_anchor;
    for (size_t at = 0; at < ends;) {
        const size_t rest = ends - at - 1 + m_anchorSize;
        const auto *hit = m_anchorSize == 1
            ? static_cast<const std::byte *>(std::memchr(data + at + m_anchor, int(*anchor), rest))
            : static_cast<const std::byte *>(::memmem(data + at + m_anchor, rest, anchor, m_anchorSize));
        if (!hit)
            return;
        at = size_t(hit - data) - m_anchor;
        if ((address + at).value % m_alignment == 0 && matches(data + at)) {
            if (found.size() >= limit)
                return;
            found.push_back(at);
        }
        ++at;
    }
}

}
