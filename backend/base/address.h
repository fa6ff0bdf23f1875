// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace Freezeframe
{

/// An address in the memory of the process that the core is of (never a file offset). A value type.
struct Address {
    uint64_t value = 0;

    constexpr auto operator<=>(const Address &) const = default;
    [[nodiscard]] constexpr bool isNull() const { return value == 0; }
    constexpr Address operator+(uint64_t bytes) const { return {value + bytes}; }
    constexpr Address operator-(uint64_t bytes) const { return {value - bytes}; }
    constexpr uint64_t operator-(Address other) const { return value - other.value; }
    /// "0x" and lower-case hexadecimal digits without leading zeros.
    [[nodiscard]] std::string toString() const;
};

/// A range of addresses, @p end exclusive. A value type.
struct AddressRange {
    Address begin;
    Address end;

    constexpr auto operator<=>(const AddressRange &) const = default;
    [[nodiscard]] constexpr bool isEmpty() const { return end <= begin; }
    [[nodiscard]] constexpr uint64_t size() const { return isEmpty() ? 0 : end - begin; }
    [[nodiscard]] constexpr bool contains(Address address) const { return begin <= address && address < end; }
};

}

template<>
struct std::hash<Freezeframe::Address> {
    size_t operator()(Freezeframe::Address address) const noexcept { return std::hash<uint64_t>()(address.value); }
};
