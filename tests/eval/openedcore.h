// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "tests/support/victim.h"

#include <map>
#include <memory>
#include <string>

namespace Freezeframe
{

/// A core with all that evaluation needs, opened as the program does it. One thread.
class OpenedCore
{
public:
    [[nodiscard]] static std::expected<std::unique_ptr<OpenedCore>, QString> open(const Victim &victim);
    /// The error is a sentence: of what provideVictim() or the opening refused.
    [[nodiscard]] static std::expected<std::unique_ptr<OpenedCore>, QString> of(const VictimRequest &request);

    [[nodiscard]] Evaluator &evaluator() { return *m_evaluator; }
    [[nodiscard]] const GoroutineTable &goroutines() const { return *m_goroutines; }
    /// Of the goroutine in that row; kept.
    [[nodiscard]] const Stack &stack(uint32_t row);
    /// The frame of @p function in the first goroutine that has one, with @p outer frames of the same function
    /// further out; nullopt if there is none.
    struct Found {
        uint32_t row = 0;
        size_t frame = 0;
    };
    [[nodiscard]] std::optional<Found> find(std::string_view function, unsigned outer = 0);

private:
    OpenedCore() = default;
    [[nodiscard]] static Result<std::unique_ptr<OpenedCore>> open(const std::string &core,
                                                                  const std::string &executable);
    DwarfModule *dwarf(uint32_t module);

    std::shared_ptr<const Target> m_target;
    std::shared_ptr<const GoSymbols> m_symbols;
    std::shared_ptr<const GoRuntime> m_runtime;
    std::shared_ptr<const GoroutineTable> m_goroutines;
    std::unique_ptr<Unwinder> m_unwinder;
    std::map<uint32_t, std::unique_ptr<DwarfModule>> m_dwarf;
    std::map<uint32_t, Stack> m_stacks;
    std::unique_ptr<Evaluator> m_evaluator; ///< last: refers to the others
};

}
