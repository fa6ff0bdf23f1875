// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace Freezeframe
{

/// Owns /proc/TID/mem: the memory that a process had when this was opened, and no other, whatever becomes of its number.
/// Immutable; any thread.
class LivingMemory
{
public:
    /// Of one thread. What it opens may be gone already: ask isThere().
    [[nodiscard]] static Result<std::shared_ptr<const LivingMemory>> open(int32_t tid);
    /// Of the process, by the first of its threads that lives on. NotFound if none does.
    [[nodiscard]] static Result<std::shared_ptr<const LivingMemory>> ofProcess(int32_t pid);
    LivingMemory(const LivingMemory &) = delete;
    LivingMemory &operator=(const LivingMemory &) = delete;
    ~LivingMemory();

    [[nodiscard]] int32_t tid() const { return m_tid; } ///< the thread that it was opened by
    /// False once the process has ended, was killed or became another program. What was read of it before a yes is whole:
    /// /proc/TID/maps, smaps and pagemap end early without a word when the memory goes while they are read.
    [[nodiscard]] bool isThere() const;
    /// As pread(2), also of what is protected: EIO at what can't be read, and 0 once the memory has gone (Linux
    /// fs/proc/base.c: mem_rw()).
    [[nodiscard]] ssize_t read(Address address, std::span<std::byte> out) const;

private:
    LivingMemory(int32_t tid, int file)
        : m_tid(tid)
        , m_file(file)
    {
    }
    int32_t m_tid;
    int m_file;
};

/// Whether a thread is on its way out: it was killed, or ends by itself, or has ended.
[[nodiscard]] bool isEnding(int32_t tid);

}
