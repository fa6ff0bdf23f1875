// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace Freezeframe
{

/// A core with one thread and one region that is too large to be built in memory. A value type.
struct BigCore {
    Address begin;
    uint64_t size = 0; ///< a whole number of pieces
    uint64_t lastWord = 0; ///< what stands in the last 8 bytes
    /// Fills the next piece, 1 MiB each; they come in order.
    std::function<void(std::span<std::byte>)> fill;
    uint64_t stackPointer = 0; ///< of the thread

    static constexpr size_t pieceSize = 1 << 20;
    /// Written piece by piece: what this process had in memory would count as that of whoever is measured.
    [[nodiscard]] bool write(const QString &path) const;
};

}
