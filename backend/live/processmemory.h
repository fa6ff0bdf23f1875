// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/memory.h"

#include <cstdint>

namespace Freezeframe
{

/// The memory of a process that runs on: what is read may change the next moment. Any thread.
class ProcessMemory : public Memory
{
public:
    explicit ProcessMemory(int32_t pid)
        : m_pid(pid)
    {
    }
    [[nodiscard]] Result<void> read(Address address, std::span<std::byte> out) const override;
    [[nodiscard]] std::span<const std::byte> view(Address address, uint64_t size) const override;
    [[nodiscard]] uint64_t readableSize(Address address, uint64_t limit) const override;

private:
    int32_t m_pid;
};

}
