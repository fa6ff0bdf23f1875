// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/typedescriptors.h"

namespace Freezeframe
{

/// Writes values as the runtime of one Go release prints them when a program dies: byte for byte what print and
/// printpanicval write, which strconv, fmt and debuggers write otherwise. Immutable; any thread.
class PrintedValue
{
public:
    /// @p minor is N of Go 1.N.
    PrintedValue(const Memory &memory, const TypeDescriptors &types, int minor)
        : m_memory(memory)
        , m_types(types)
        , m_minor(minor)
    {
    }

    /// What follows "panic: " for an interface of these two words, whose Error or String the runtime has run already
    /// if it has one (Go runtime/error.go: printpanicval, printanycustomtype). Fails if the value can't be read.
    [[nodiscard]] Result<std::string> ofInterface(Address typeDescriptor, Address data) const;
    /// A text: from Go 1.23 on with a tab after each line's end (Go runtime/error.go: printindented).
    [[nodiscard]] std::string ofText(std::string text) const;
    /// 4 or 8 bytes. Up to Go 1.25 seven digits and an exponent, then the fewest digits that tell the number (Go
    /// runtime/print.go: printfloat; printfloat64).
    [[nodiscard]] std::string ofFloat(double value, uint64_t bytes) const;
    /// @p bytes of both parts.
    [[nodiscard]] std::string ofComplex(double real, double imaginary, uint64_t bytes) const;

private:
    [[nodiscard]] Result<std::string> number(const TypeDescriptor &type, Address data) const;
    [[nodiscard]] Result<std::string> real(uint64_t size, Address data) const;
    [[nodiscard]] Result<std::string> complex(uint64_t size, Address data) const;
    [[nodiscard]] Result<double> floatAt(Address address, uint64_t size) const;
    [[nodiscard]] Result<std::string> text(Address header) const;

    const Memory &m_memory;
    const TypeDescriptors &m_types;
    int m_minor;
};

}
