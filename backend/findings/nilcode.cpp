// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/nilcode.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <set>
#include <vector>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;

constexpr size_t mostInstructions = 20'000; ///< of a function
constexpr int stackPointer = 7;
/// Go internal/abi/abi_amd64.go: rax, rbx, rcx, rdi, rsi, r8 to r11, by DWARF number.
constexpr std::array<int, 9> argumentRegisters = {0, 3, 2, 5, 4, 8, 9, 10, 11};

const MachineOperand *memoryOf(const MachineInstruction &instruction)
{
    for (const MachineOperand *operand : {&instruction.source, &instruction.destination}) {
        if (operand->kind == MachineOperand::Kind::Memory && !operand->isElsewhere)
            return operand;
    }
    return nullptr;
}

bool writes(const MachineInstruction &instruction, int number)
{
    if ((instruction.written >> number) & 1)
        return true;
    const bool hasDestination = instruction.operation != Operation::Compare && instruction.operation != Operation::Test;
    return hasDestination && instruction.destination.kind == MachineOperand::Kind::Register
        && instruction.destination.number == number;
}

}

bool NilCode::isCheck(Address pc)
{
    const MachineInstruction &instruction = m_machine.at(pc);
    return instruction.operation == Operation::Test && memoryOf(instruction);
}

NilCode::Origin NilCode::origin(Address entry, Address pc)
{
    const MachineOperand *read = memoryOf(m_machine.at(pc));
    if (!read || read->number < 0 || read->index >= 0 || read->number == stackPointer || pc < entry)
        return {};
    int wanted = read->number;
    std::vector<const MachineInstruction *> before;
    std::set<Address> targets;
    const auto whole = m_symbols.functionAt(entry);
    if (!whole)
        return {};
    size_t count = 0;
    for (Address at = entry; at < whole->function.end;) {
        const MachineInstruction &instruction = m_machine.at(at);
        if (instruction.next <= at || ++count > mostInstructions) {
            if (at <= pc)
                return {};
            break; // padding behind the code
        }
        if (at < pc)
            before.push_back(&instruction);
        const bool isJump = instruction.operation == Operation::Jump || instruction.operation == Operation::Branch;
        if (const auto target = instruction.target(); isJump && target)
            targets.insert(*target);
        at = instruction.next;
    }
    for (const MachineInstruction *one : std::views::reverse(before)) {
        const MachineInstruction &instruction = *one;
        // Somebody comes from elsewhere with another value, or the code before never gets here.
        if (targets.contains(instruction.next) || instruction.operation == Operation::Jump
            || instruction.operation == Operation::Return || instruction.operation == Operation::End)
            return {};
        if (instruction.operation == Operation::Call) {
            const auto target = instruction.target();
            const auto match = target ? m_symbols.functionAt(*target) : std::nullopt;
            if (!match || !std::ranges::contains(argumentRegisters, wanted))
                return {};
            return {.kind = Origin::Kind::Result, .function = std::string(match->function.name)};
        }
        if (!writes(instruction, wanted))
            continue;
        if (instruction.operation != Operation::Move || instruction.destination.size != 8)
            return {};
        const MachineOperand &source = instruction.source;
        if (source.kind == MachineOperand::Kind::Register) {
            wanted = source.number;
            continue;
        }
        const bool isLoad = source.kind == MachineOperand::Kind::Memory && source.number >= 0 && source.index < 0
            && source.number != stackPointer && !source.isElsewhere;
        return isLoad ? Origin{.kind = Origin::Kind::Loaded, .number = source.value} : Origin{};
    }
    const auto *const argument = std::ranges::find(argumentRegisters, wanted);
    if (argument == argumentRegisters.end())
        return {};
    return {.kind = Origin::Kind::Argument, .number = argument - argumentRegisters.begin()};
}

}
