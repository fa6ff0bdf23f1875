// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "backend/inspect/snapshot.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

/// Finds out why the program stopped: which thread died, of what, and what a person should look at first.
/// References are borrowed for its lifetime. Analysis thread only.
class CrashAnalysis
{
public:
    struct Sources {
        const Target &target;
        const GoRuntime *runtime; ///< null without Go
        const GoroutineTable *goroutines; ///< null without Go
        const Unwinder &unwinder;
        Evaluator &evaluator;
    };
    explicit CrashAnalysis(Sources sources)
        : m_sources(sources)
    {
    }
    [[nodiscard]] CrashSummary run();

private:
    void chooseThread();
    void readStack();
    void classify();
    void describePanic(size_t trigger);
    void describeThrow(size_t trigger);
    void describeSignal(size_t trigger);
    void useKernelSignal();
    void setSignal(const SignalInfo &info);
    [[nodiscard]] std::optional<SignalInfo> interruptingSignal(size_t trigger) const;
    [[nodiscard]] bool useGoroutineSignal();
    void chooseFrame(size_t from);
    [[nodiscard]] bool isLibraryFrame(const Frame &frame) const;
    [[nodiscard]] const GoMachine *machineAtItsEnd() const;

    Sources m_sources;
    CrashSummary m_summary;
    const CoreThread *m_thread = nullptr;
    const GoMachine *m_machine = nullptr;
    std::optional<uint32_t> m_row; ///< of the crashing goroutine
    Stack m_stack;
};

}
