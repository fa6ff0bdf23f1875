// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/memory.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace Freezeframe
{

Result<uint64_t> Memory::readUnsigned(Address address, uint64_t size) const
{
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return fail(ErrorCode::Unsupported, "no number has " + std::to_string(size) + " bytes");
    uint64_t value = 0; // little-endian: the low bytes are filled
    const auto bytes = std::as_writable_bytes(std::span(&value, 1)).first(size);
    if (auto done = read(address, bytes); !done)
        return std::unexpected(std::move(done.error()));
    return value;
}

Result<std::string> Memory::readCString(Address address, size_t limit) const
{
    constexpr size_t step = 256;
    std::string text;
    while (text.size() < limit) {
        const Address here = address + text.size();
        const size_t wanted = std::min(step, limit - text.size());
        const size_t size = readableSize(here, wanted);
        if (size == 0) {
            std::byte first;
            return std::unexpected(read(here, std::span(&first, 1)).error());
        }
        std::array<char, step> buffer;
        const auto chunk = std::span(buffer).first(size);
        if (auto done = read(here, std::as_writable_bytes(chunk)); !done)
            return std::unexpected(std::move(done.error()));
        const auto end = std::ranges::find(chunk, '\0');
        text.append(chunk.begin(), end);
        if (end != chunk.end())
            break;
    }
    return text;
}

Result<std::string> Memory::readGoString(Address header, uint64_t limit) const
{
    const auto data = readPointer(header);
    if (!data)
        return std::unexpected(data.error());
    const auto length = readAs<uint64_t>(header + 8);
    if (!length)
        return std::unexpected(length.error());
    if (*length > limit)
        return fail(ErrorCode::Limit,
                    "a string of " + std::to_string(*length) + " bytes is longer than " + std::to_string(limit));
    // A wild length must not cost an allocation for bytes that are not there.
    std::string text;
    if (*length == 0)
        return text;
    const uint64_t there = readableSize(*data, *length);
    if (there < *length) {
        std::byte next;
        if (auto done = read(*data + there, std::span(&next, 1)); !done)
            return std::unexpected(std::move(done.error()));
    }
    text.resize(*length);
    if (auto done = read(*data, std::as_writable_bytes(std::span(text))); !done)
        return std::unexpected(std::move(done.error()));
    return text;
}

}
