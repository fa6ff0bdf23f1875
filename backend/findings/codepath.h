// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/machinecode.h"

#include <array>
#include <map>
#include <tuple>
#include <vector>

namespace Freezeframe
{

/// A number that is known, or that lies @ref offset beyond one that is not. A value type.
struct PathValue {
    uint32_t base = 0; ///< 0: known; else which unknown one
    uint64_t offset = 0;
    [[nodiscard]] bool isKnown() const { return base == 0; }
    auto operator<=>(const PathValue &) const = default;
};

/// Names what is not known, the same for the same place in memory. One for all paths that are compared; one thread.
class UnknownValues
{
public:
    [[nodiscard]] PathValue fresh() { return {.base = ++m_count}; }
    /// What stands at a place that is not known itself.
    [[nodiscard]] PathValue at(PathValue place, uint8_t size)
    {
        const auto [known, isNew] = m_loads.try_emplace({place.base, place.offset, size});
        if (isNew)
            known->second = fresh();
        return known->second;
    }

private:
    uint32_t m_count = 0;
    std::map<std::tuple<uint32_t, uint64_t, uint8_t>, PathValue> m_loads;
};

/// Registers and what was written, along one way through x86-64 code: an interpreter that goes on with what it does not
/// know. Copied where a way parts. One thread; memory and unknown values outlive it.
class CodePath
{
public:
    CodePath(const Memory &memory, UnknownValues &unknown);

    [[nodiscard]] PathValue get(int number) const { return m_registers[size_t(number)]; }
    void set(int number, PathValue value) { m_registers[size_t(number)] = value; }
    [[nodiscard]] PathValue addressOf(const MachineOperand &operand) const;
    [[nodiscard]] PathValue load(PathValue place, uint8_t size);
    void store(PathValue place, uint8_t size, PathValue value);
    [[nodiscard]] PathValue read(const MachineOperand &operand);

    /// Does what does not change the flow of control.
    void apply(const MachineInstruction &instruction);
    void push(PathValue value);
    [[nodiscard]] PathValue pop();
    /// A function has run of which nothing is known but that it gave the stack back.
    void clobber();
    /// Whether a branch is taken; nullopt if the values do not tell.
    [[nodiscard]] std::optional<bool> isTaken(uint8_t condition) const;

private:
    struct Store {
        PathValue place;
        uint8_t size = 0;
        PathValue value;
    };
    struct Comparison {
        PathValue left, right;
        uint8_t size = 0; ///< 0: nothing was compared, or the flags are of something else
        bool isTest = false;
    };
    void write(const MachineOperand &operand, PathValue value);
    void moveVector(const MachineInstruction &instruction);
    void compute(const MachineInstruction &instruction);
    void forget(const MachineInstruction &instruction);

    const Memory *m_memory;
    UnknownValues *m_unknown;
    std::array<PathValue, 16> m_registers; ///< by DWARF number
    std::array<std::array<PathValue, 2>, 16> m_vectors;
    std::vector<Store> m_stores;
    Comparison m_comparison;
};

}
