// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <type_traits>

namespace Freezeframe
{

/// The seam to whatever has the bytes of a process: a core, a snapshot, a test. Read-only, any thread.
/// An error is Unmapped, NotInCore or CutOff and names the first address that can't be read; bytes are
/// never made up.
class Memory
{
public:
    virtual ~Memory() = default;

    /// Fills all of @p out, or fails.
    [[nodiscard]] virtual Result<void> read(Address address, std::span<std::byte> out) const = 0;
    /// The bytes themselves if they lie in one piece of mapped file, else empty. Lives as long as the Memory.
    [[nodiscard]] virtual std::span<const std::byte> view(Address address, uint64_t size) const = 0;
    /// How many bytes from @p address on can be read without a gap, @p limit at most.
    [[nodiscard]] virtual uint64_t readableSize(Address address, uint64_t limit) const = 0;

    template<class T>
        requires std::is_trivially_copyable_v<T>
    [[nodiscard]] Result<T> readAs(Address address) const
    {
        T value;
        if (auto done = read(address, std::as_writable_bytes(std::span(&value, 1))); !done)
            return std::unexpected(std::move(done.error()));
        return value;
    }
    [[nodiscard]] Result<Address> readPointer(Address address) const
    {
        return readAs<uint64_t>(address).transform([](uint64_t value) { return Address{value}; });
    }
    /// Unsigned integer of 1, 2, 4 or 8 bytes.
    [[nodiscard]] Result<uint64_t> readUnsigned(Address address, uint64_t size) const;
    /// Up to the NUL, @p limit bytes at most (then cut there).
    [[nodiscard]] Result<std::string> readCString(Address address, size_t limit = 4096) const;
    /// The bytes of a Go string header {pointer, length} at @p header; longer than @p limit is a Limit error.
    [[nodiscard]] Result<std::string> readGoString(Address header, uint64_t limit = 1 << 20) const;
};

}
