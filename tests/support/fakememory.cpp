// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/fakememory.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

void FakeMemory::put(Address address, std::span<const std::byte> bytes)
{
    m_stretches[address].assign(bytes.begin(), bytes.end());
}

void FakeMemory::putText(Address address, std::string_view text)
{
    put(address, std::as_bytes(std::span(text)));
}

void FakeMemory::putWords(Address address, const std::vector<uint64_t> &words)
{
    put(address, std::as_bytes(std::span(words)));
}

std::span<const std::byte> FakeMemory::stretchAt(Address address) const
{
    const auto after = m_stretches.upper_bound(address);
    if (after == m_stretches.begin())
        return {};
    const auto &[begin, bytes] = *std::prev(after);
    return address - begin < bytes.size() ? std::span(bytes).subspan(address - begin) : std::span<const std::byte>();
}

Result<void> FakeMemory::read(Address address, std::span<std::byte> out) const
{
    while (!out.empty()) {
        const auto bytes = stretchAt(address);
        if (bytes.empty())
            return fail(ErrorCode::Unmapped, "the process had no memory at " + address.toString());
        const size_t size = std::min(bytes.size(), out.size());
        std::memcpy(out.data(), bytes.data(), size);
        out = out.subspan(size);
        address = address + size;
    }
    return {};
}

std::span<const std::byte> FakeMemory::view(Address address, uint64_t size) const
{
    const auto bytes = stretchAt(address);
    return bytes.size() < size ? std::span<const std::byte>() : bytes.first(size);
}

uint64_t FakeMemory::readableSize(Address address, uint64_t limit) const
{
    uint64_t size = 0;
    while (size < limit) {
        const auto bytes = stretchAt(address + size);
        if (bytes.empty())
            break;
        size += bytes.size();
    }
    return std::min(size, limit);
}

}
