// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/memory.h"

#include <map>
#include <vector>

namespace Freezeframe
{

/// Memory made of literal stretches, for tests of what reads memory. Fill it before it is shared.
class FakeMemory : public Memory
{
public:
    /// Replaces what was put at the same @p address; stretches must not overlap otherwise.
    void put(Address address, std::span<const std::byte> bytes);
    void putText(Address address, std::string_view text);
    /// Eight bytes each.
    void putWords(Address address, const std::vector<uint64_t> &words);

    [[nodiscard]] Result<void> read(Address address, std::span<std::byte> out) const override;
    [[nodiscard]] std::span<const std::byte> view(Address address, uint64_t size) const override;
    [[nodiscard]] uint64_t readableSize(Address address, uint64_t limit) const override;

private:
    /// The stretch that has @p address, from there on; empty if none.
    [[nodiscard]] std::span<const std::byte> stretchAt(Address address) const;

    std::map<Address, std::vector<std::byte>> m_stretches;
};

}
