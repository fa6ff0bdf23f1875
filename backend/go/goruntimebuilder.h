// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntimedata.h"

namespace Freezeframe
{

/// Resolves all that a GoRuntime keeps. Lives during GoRuntime::open; one thread.
class GoRuntimeBuilder
{
public:
    GoRuntimeBuilder(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols);
    [[nodiscard]] Result<std::shared_ptr<const GoRuntime>> build(LayoutSource *dwarf);

private:
    void findVersion();
    void readBuildInfo();
    void findStructures();
    void findReasons();
    void collectMachines();
    [[nodiscard]] bool addMachine(Address address);
    void addChain(Address address);
    void addThreadMachines();
    void findProcessors();
    void findTimes();
    void warn(ErrorCode code, std::string message);
    [[nodiscard]] const Module *mainModule() const;
    [[nodiscard]] const Memory &memory() const { return m_runtime->m_target->memory(); }

    std::shared_ptr<GoRuntime> m_runtime;
};

}
