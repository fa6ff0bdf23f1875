// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/int128.h"
#include "backend/eval/typegraph.h"
#include "backend/eval/value.h"
#include "backend/target/memory.h"

#include <complex>

namespace Freezeframe
{

/// Reads values and the parts that they are made of: fields, elements, what pointers point to. Errors go into the
/// parts. References outlive it. Analysis thread only.
class ValueReader
{
public:
    ValueReader(const Memory &memory, TypeGraph &types)
        : m_memory(memory)
        , m_types(types)
    {
    }

    [[nodiscard]] const Memory &memory() const { return m_memory; }
    [[nodiscard]] TypeGraph &types() const { return m_types; }

    /// Bytes [offset, offset + size) of the value itself; OptimizedOut if the compiler kept one of them nowhere.
    [[nodiscard]] Result<std::vector<std::byte>> bytes(const Value &value, uint64_t offset, uint64_t size) const;
    /// An unsigned number of up to 8 bytes in the value.
    [[nodiscard]] Result<uint64_t> word(const Value &value, uint64_t offset = 0, uint64_t size = 8) const;
    /// Of Bool, Int, Uint, Char, Enum, also a bit field's.
    [[nodiscard]] Result<Int128> integer(const Value &value) const;
    [[nodiscard]] Result<double> floating(const Value &value) const;
    [[nodiscard]] Result<std::complex<double>> complex(const Value &value) const;

    /// What strings, slices and arrays consist of; each part may be missing alone.
    struct Sequence {
        Result<Address> base = Address();
        Result<uint64_t> length = 0;
        Result<uint64_t> capacity = 0;
    };
    [[nodiscard]] Sequence sequence(const Value &value) const;
    /// Bytes [first, first + count) of a string, or of a slice or array of bytes, cut at its end.
    [[nodiscard]] Result<std::string> text(const Value &value, uint64_t first, uint64_t count) const;
    /// The whole of a Go string, @p limit bytes at most (then an error).
    [[nodiscard]] Result<std::string> goString(const Value &value, uint64_t limit = 1 << 20) const;

    [[nodiscard]] Value field(const Value &whole, const TypeField &field) const;
    /// The field called @p name of a struct, not of embedded ones; NotFound if there is none.
    [[nodiscard]] Result<Value> fieldNamed(const Value &whole, std::string_view name) const;
    /// Element @p index of a slice or array, or byte of a string; the index is not checked against the length.
    [[nodiscard]] Value element(const Value &whole, uint64_t index) const;
    /// What a pointer points to: NotFound if it is nil.
    [[nodiscard]] Result<Value> pointee(const Value &pointer) const;
    /// A value of @p type at byte @p offset of @p whole.
    [[nodiscard]] Value part(const Value &whole, const Type *type, uint64_t offset, std::string name) const;
    [[nodiscard]] Value at(const Type *type, Address address, std::string name) const;
    [[nodiscard]] Value at(TypeRef type, Address address, std::string name) const;

    /// C char* and its like: text up to the NUL.
    [[nodiscard]] bool isCString(const Type &type) const;

private:
    [[nodiscard]] Value offsetInto(const Value &whole, Address base, uint64_t index, const Type *type,
                                   std::string name) const;

    const Memory &m_memory;
    TypeGraph &m_types;
};

[[nodiscard]] Error optimizedOut();
[[nodiscard]] Value valueOfBytes(const Type *type, std::vector<std::byte> bytes, std::string name = {});

}
