// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

namespace Freezeframe
{

struct EvaluationSources;
class GoSymbols;

/// What only the running program decided: the values in interfaces, the functions behind func values and what they
/// captured. Analysis thread only.
class DynamicValues
{
public:
    DynamicValues(const EvaluationSources &sources, ValueReader &reader)
        : m_sources(sources)
        , m_reader(reader)
    {
    }

    /// Address of the type descriptor of what an interface holds; null of a nil interface.
    [[nodiscard]] Result<Address> descriptorIn(const Value &interface) const;
    /// The value in an interface with its own type: NotFound of a nil interface.
    [[nodiscard]] Result<Value> dynamicValue(const Value &interface) const;
    /// Of an interface's type word and data word; @p preferDwarf as in TypeGraph::typeOfDescriptor.
    [[nodiscard]] Result<Value> valueOf(Address descriptor, Address dataWord, bool preferDwarf) const;

    /// Entry of the function that a func value (or a C function pointer) runs; null if nil.
    [[nodiscard]] Result<Address> functionEntry(const Value &function) const;
    /// Name of the function at the loaded @p pc, as the debug information has it, else the runtime's; empty if unknown.
    [[nodiscard]] std::string functionName(Address pc) const;
    /// Variables that a closure captured; those captured by reference are followed.
    [[nodiscard]] Result<std::vector<Value>> captures(const Value &function) const;

    /// Entry of the function with the full name @p name; NotFound.
    [[nodiscard]] Result<Address> functionNamed(std::string_view name) const;

private:
    [[nodiscard]] bool isEmptyInterface(const Type &type, Address typeWord) const;
    [[nodiscard]] bool isPointerShaped(const Type &type) const;
    [[nodiscard]] DwarfModule *moduleOf(Address address, uint64_t &bias) const;

    const EvaluationSources &m_sources;
    ValueReader &m_reader;
};

}
