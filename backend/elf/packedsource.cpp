// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/packedsource.h"

#include "backend/elf/filekind.h"

#include <algorithm>
#include <string_view>

namespace Freezeframe
{

namespace
{

constexpr size_t blockSize = 1 << 20;

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

int base64Digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

void appendBase64(std::vector<std::byte> &out, std::string_view line)
{
    uint32_t bits = 0;
    int count = 0;
    for (const char c : line) {
        const int digit = base64Digit(c);
        if (digit < 0)
            continue; // padding and the line's end
        bits = bits << 6 | static_cast<uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::byte>(bits >> count));
        }
    }
}

/// Where the lines of the field CoreDump begin in an apport report; nothing if it is none.
std::optional<size_t> apportCore(std::span<const std::byte> bytes)
{
    constexpr std::string_view label = "\nCoreDump: base64\n";
    const std::string_view text = asText(bytes);
    if (!text.starts_with("ProblemType:") && !text.starts_with("ApportVersion:") && !text.starts_with("CoreDump:"))
        return std::nullopt;
    if (text.starts_with(label.substr(1)))
        return label.size() - 1;
    const size_t found = text.find(label);
    return found == std::string_view::npos ? std::nullopt : std::optional(found + label.size());
}

}

std::optional<PackedSource> PackedSource::of(const MappedFile &file)
{
    const auto bytes = file.bytes();
    if (!compressionOf(bytes).empty())
        return PackedSource(bytes, 0, false);
    if (const auto start = apportCore(bytes))
        return PackedSource(bytes, *start, true);
    return std::nullopt;
}

bool PackedSource::decodeLine()
{
    const std::string_view rest = asText(m_bytes.subspan(m_position));
    // Lines of a field begin with a space; the next field does not.
    if (!rest.starts_with(' '))
        return false;
    const std::string_view line = rest.substr(0, rest.find('\n'));
    appendBase64(m_decoded, line);
    m_position += std::min(line.size() + 1, rest.size());
    return true;
}

std::span<const std::byte> PackedSource::next()
{
    if (!m_isBase64) {
        const auto block = m_bytes.subspan(m_position, std::min(blockSize, m_bytes.size() - m_position));
        m_position += block.size();
        return block;
    }
    m_decoded.clear();
    while (m_decoded.size() < blockSize && decodeLine()) { }
    return m_decoded;
}

}
