// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/machinecode.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace Freezeframe
{

/// What a called function does to the flow of control and to registers.
struct FlowCallee {
    enum class Kind : uint8_t {
        Plain,
        Ends, ///< never returns, or runs the caller again from its entry: morestack
        KeepsRegisters, ///< all but r11: the write barriers
        KeepsArea, ///< has no arguments in the caller's outgoing area, so that the caller may go on to use it: duffzero
    };
    Kind kind = Kind::Plain;
    std::optional<uint32_t> argumentBytes; ///< of the caller's outgoing area that belong to it; nullopt: unknown
};

/// The function whose code is followed. Callbacks are asked while that goes on only.
struct FlowSource {
    const Memory &memory;
    AddressRange code;
    /// Bytes that are pushed below the return address at a place of the code; nullopt if unknown.
    std::function<std::optional<int32_t>(Address)> frameSize;
    std::function<FlowCallee(Address target)> callee;
    std::optional<Address> recovery; ///< where the runtime goes on after a recovered panic
    uint32_t argumentBytes = 0; ///< above the CFA, that belong to the function
    std::optional<int32_t> pointersBegin; ///< from the CFA: above it lie all locals that have pointers
    std::vector<std::pair<int32_t, int32_t>> objects; ///< ranges from the CFA of variables whose address is taken
    std::stop_token stop;
};

/// The instructions of one function in blocks that run from first to last, and the ways between them.
class CodeBlocks
{
public:
    struct Block {
        uint32_t first = 0, end = 0; ///< instructions
        std::vector<uint32_t> before, after; ///< blocks
        bool isRecovery = false; ///< the runtime may lead there from any call
    };

    /// Nullopt where the code can't be read or followed.
    [[nodiscard]] static std::optional<CodeBlocks> of(const FlowSource &source);

    [[nodiscard]] const std::vector<MachineInstruction> &instructions() const { return m_instructions; }
    [[nodiscard]] const std::vector<Block> &blocks() const { return m_blocks; } ///< the first begins at the entry
    /// Blocks that can be reached, each after those before it as far as loops allow.
    [[nodiscard]] const std::vector<uint32_t> &order() const { return m_order; }
    /// The instruction that has the byte at @p pc.
    [[nodiscard]] std::optional<uint32_t> indexOf(Address pc) const;
    [[nodiscard]] uint32_t blockOf(uint32_t instruction) const;
    /// What is called where that is known.
    [[nodiscard]] FlowCallee calleeOf(uint32_t instruction) const;

private:
    bool decode(const FlowSource &source);
    bool connect(const FlowSource &source);
    void addWays(const FlowSource &source, uint32_t block, std::vector<uint32_t> &unknown);
    [[nodiscard]] std::optional<std::vector<Address>> tableTargets(const FlowSource &source, uint32_t jump) const;
    void arrange();
    [[nodiscard]] bool endsFlow(uint32_t instruction) const;

    std::vector<MachineInstruction> m_instructions;
    std::vector<FlowCallee> m_callees; ///< by instruction; of direct calls
    std::vector<Block> m_blocks;
    std::vector<uint32_t> m_order;
};

}
