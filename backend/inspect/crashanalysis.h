// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/panictext.h"
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
    /// After run(): the thread tells nothing of why the program ended there, as it was idle when it was asked to end, or
    /// found that all goroutines wait.
    [[nodiscard]] bool isElsewhere() const { return m_isElsewhere; }

private:
    void chooseThread();
    void readStack();
    void classify();
    void describePanic(size_t trigger);
    void readPanics(PanicState state);
    [[nodiscard]] std::string panicsBeforeFatal(const Frame &frame);
    void describeThrow(size_t trigger);
    void describeSignal(size_t trigger);
    void useKernelSignal();
    void setSignal(const SignalInfo &info);
    [[nodiscard]] bool isOwn(const SignalInfo &info) const;
    [[nodiscard]] std::string senderOf(const SignalInfo &info) const;
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
    bool m_isElsewhere = false;
};

}
