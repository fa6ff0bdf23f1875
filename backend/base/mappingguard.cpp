// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappingguard.h"

#include "backend/base/pagerelease.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <sys/mman.h>

namespace Freezeframe
{

std::atomic<bool> MappingGuard::lossSeen = false;

/// What the handler of SIGBUS works on: no locks and no allocation there.
struct MappingGuardHandler {
    static constexpr size_t pageSize = 4096;
    static constexpr size_t slotCount = 4096;

    static void handle(int signal, siginfo_t *information, void *context);
    static bool cover(MappingGuard::Slot &slot, char *place);
    static void lower(std::atomic<size_t> &intact, size_t size);
    static bool covers(const std::byte *begin, size_t size);

    static std::array<MappingGuard::Slot, slotCount> slots;
    static std::atomic<size_t> used; ///< slots from here on were never taken
    static struct sigaction previous;
};

std::array<MappingGuard::Slot, MappingGuardHandler::slotCount> MappingGuardHandler::slots;
std::atomic<size_t> MappingGuardHandler::used = 0;
struct sigaction MappingGuardHandler::previous;

void MappingGuardHandler::lower(std::atomic<size_t> &intact, size_t size)
{
    size_t known = intact.load();
    while (size < known && !intact.compare_exchange_weak(known, size)) { }
}

bool MappingGuardHandler::covers(const std::byte *begin, size_t size)
{
    const auto first = reinterpret_cast<uintptr_t>(begin);
    return std::ranges::any_of(slots, [=](const MappingGuard::Slot &slot) {
        const auto mapping = reinterpret_cast<uintptr_t>(slot.begin.load());
        const size_t length = slot.size.load();
        return mapping != 0 && first >= mapping && first - mapping <= length && size <= length - (first - mapping);
    });
}

/// Puts zero pages from the lost page to the end of the mapping.
bool MappingGuardHandler::cover(MappingGuard::Slot &slot, char *place)
{
    char *const begin = slot.begin.load();
    const size_t size = slot.size.load();
    if (!begin || place < begin || place >= begin + size)
        return false;
    const size_t offset = static_cast<size_t>(place - begin) / pageSize * pageSize;
    lower(slot.intact, offset);
    MappingGuard::lossSeen.store(true, std::memory_order_release);
    // A raw system call in glibc and musl, and so fit for signal handlers, though no standard says so.
    return ::mmap(begin + offset, size - offset, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1,
                  0)
        != MAP_FAILED;
}

void MappingGuardHandler::handle(int signal, siginfo_t *information, void *context)
{
    const int error = errno;
    auto *const place = static_cast<char *>(information->si_addr);
    const size_t count = used.load();
    for (size_t i = 0; information->si_code > 0 && i < count; ++i) {
        if (cover(slots[i], place)) {
            errno = error;
            return;
        }
    }
    // Not one of ours: whoever was asked before.
    if ((previous.sa_flags & SA_SIGINFO) != 0) {
        previous.sa_sigaction(signal, information, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(signal);
    } else {
        ::sigaction(signal, &previous, nullptr);
        if (information->si_code <= 0) // sent by a process: it does not come again by itself
            ::raise(signal);
    }
    errno = error;
}

void MappingGuard::install()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action = {};
        action.sa_sigaction = MappingGuardHandler::handle;
        action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &MappingGuardHandler::previous);
    });
}

MappingGuard::MappingGuard(void *begin, size_t size)
    : m_size(size)
{
    for (size_t i = 0; i < MappingGuardHandler::slotCount; ++i) {
        Slot &slot = MappingGuardHandler::slots[i];
        if (slot.taken.exchange(true))
            continue;
        slot.intact = size;
        slot.size = size;
        slot.begin = static_cast<char *>(begin);
        size_t used = MappingGuardHandler::used.load();
        while (used <= i && !MappingGuardHandler::used.compare_exchange_weak(used, i + 1)) { }
        m_slot = &slot;
        return;
    }
}

MappingGuard::~MappingGuard()
{
    if (!m_slot)
        return;
    m_slot->begin = nullptr;
    m_slot->taken = false;
}

size_t MappingGuard::intactSize() const
{
    return m_slot ? m_slot->intact.load(std::memory_order_acquire) : m_size;
}

void releasePages(std::span<const std::byte> bytes)
{
    // Half a page belongs to somebody else, too.
    const bool isAligned = reinterpret_cast<uintptr_t>(bytes.data()) % MappingGuardHandler::pageSize == 0;
    if (isAligned && !bytes.empty() && MappingGuardHandler::covers(bytes.data(), bytes.size()))
        ::madvise(const_cast<std::byte *>(bytes.data()), bytes.size(), MADV_DONTNEED);
}

void MappingGuard::lose(size_t size)
{
    if (!m_slot)
        return;
    MappingGuardHandler::lower(m_slot->intact, size);
    lossSeen.store(true, std::memory_order_release);
}

}
