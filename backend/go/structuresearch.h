// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntimedata.h"

namespace Freezeframe
{

/// Finds package variables of the runtime in programs without a symbol table, by what they must look like.
/// Owns nothing; one thread.
class StructureSearch
{
public:
    StructureSearch(const Target &target, const GoSymbols &symbols, const GoroutineFields &fields)
        : m_target(target)
        , m_symbols(symbols)
        , m_fields(fields)
    {
    }

    /// Address of runtime.allgs: a slice of pointers to things that are all goroutines.
    [[nodiscard]] std::optional<Address> goroutineList() const;
    /// Address of runtime.allp: a slice of Ps in the order of their ids, each without an M or with one of @p machines.
    struct ProcessorFields {
        PlainField id, status, machine;
    };
    [[nodiscard]] std::optional<Address> processorList(const ProcessorFields &fields,
                                                       const std::vector<GoMachine> &machines) const;
    /// Address of runtime.argslice: a slice of strings that stand in the first thread's stack one behind the other, as
    /// the kernel put them.
    [[nodiscard]] std::optional<Address> argumentList() const;
    /// Address of runtime.waitReasonStrings, by its first members.
    [[nodiscard]] std::optional<Address> waitReasons() const;
    /// The array of Go strings at @p table, as far as it looks like one of words for wait reasons.
    [[nodiscard]] AddressRange stringTable(Address table) const;

private:
    /// Calls @p visit with each aligned word's address and the words from there to the range's end; stops at true.
    template<class Visit>
    bool scan(AddressRange range, size_t wordsNeeded, const Visit &visit) const;
    /// Calls @p visit with each aligned word in the package variables, as scan() does.
    template<class Visit>
    void scanVariables(size_t wordsNeeded, const Visit &visit) const;
    [[nodiscard]] AddressRange firstStack() const;
    [[nodiscard]] bool areStackStrings(std::span<const uint64_t> slice, AddressRange stack) const;
    [[nodiscard]] bool isGoroutine(Address g) const;
    [[nodiscard]] bool isGoroutineList(std::span<const uint64_t> slice) const;

    const Target &m_target;
    const GoSymbols &m_symbols;
    const GoroutineFields &m_fields;
};

}
