// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/bytereader.h"

#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

Result<void> ByteReader::seek(size_t position)
{
    if (position > m_bytes.size())
        return std::unexpected(pastEnd(position - m_position));
    m_position = position;
    return {};
}

Result<void> ByteReader::skip(size_t count)
{
    if (count > remaining())
        return std::unexpected(pastEnd(count));
    m_position += count;
    return {};
}

void ByteReader::align(size_t alignment)
{
    const size_t past = alignment ? m_position % alignment : 0;
    if (past)
        m_position += std::min(alignment - past, remaining());
}

Result<std::span<const std::byte>> ByteReader::readBytes(size_t count)
{
    if (count > remaining())
        return std::unexpected(pastEnd(count));
    const auto bytes = m_bytes.subspan(m_position, count);
    m_position += count;
    return bytes;
}

Result<std::string_view> ByteReader::readCString()
{
    const auto rest = m_bytes.subspan(m_position);
    const auto *begin = reinterpret_cast<const char *>(rest.data());
    const void *end = rest.empty() ? nullptr : std::memchr(begin, 0, rest.size());
    if (!end) {
        return std::unexpected(Error{.code = ErrorCode::Truncated,
                                     .message = "a string has no end before the data ends",
                                     .offset = m_baseOffset + m_position});
    }
    const std::string_view text(begin, static_cast<size_t>(static_cast<const char *>(end) - begin));
    m_position += text.size() + 1;
    return text;
}

Result<uint64_t> ByteReader::readUleb128()
{
    uint64_t value = 0;
    size_t position = m_position;
    for (unsigned shift = 0; position < m_bytes.size(); shift += 7) {
        const auto byte = static_cast<uint8_t>(m_bytes[position++]);
        const uint64_t digit = byte & 0x7f;
        // Padding with zero digits is legal; bits past the 64th are not.
        if ((shift >= 64 && digit) || (shift == 63 && digit > 1)) {
            return std::unexpected(Error{.code = ErrorCode::BadFormat,
                                         .message = "a LEB128 number has more than 64 bits",
                                         .offset = m_baseOffset + m_position});
        }
        if (shift < 64)
            value |= digit << shift;
        if (!(byte & 0x80)) {
            m_position = position;
            return value;
        }
    }
    return std::unexpected(pastEnd(position - m_position + 1));
}

Result<int64_t> ByteReader::readSleb128()
{
    uint64_t value = 0;
    size_t position = m_position;
    for (unsigned shift = 0; position < m_bytes.size(); shift += 7) {
        const auto byte = static_cast<uint8_t>(m_bytes[position++]);
        const uint64_t digit = byte & 0x7f;
        const bool isSignFill = digit == 0 || digit == 0x7f;
        if (shift >= 63 && !isSignFill) {
            return std::unexpected(Error{.code = ErrorCode::BadFormat,
                                         .message = "a LEB128 number has more than 64 bits",
                                         .offset = m_baseOffset + m_position});
        }
        if (shift < 64)
            value |= digit << shift;
        if (!(byte & 0x80)) {
            if (shift + 7 < 64 && (byte & 0x40))
                value |= ~uint64_t(0) << (shift + 7);
            m_position = position;
            return static_cast<int64_t>(value);
        }
    }
    return std::unexpected(pastEnd(position - m_position + 1));
}

Error ByteReader::pastEnd(size_t wanted) const
{
    return Error{.code = ErrorCode::Truncated,
                 .message = "the data ends: " + std::to_string(wanted) + " bytes are wanted, "
                     + std::to_string(remaining()) + " are left",
                 .offset = m_baseOffset + m_position};
}

}
