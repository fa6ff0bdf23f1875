// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <cstdint>

namespace Freezeframe::MadeCore
{

constexpr uint64_t heap = uint64_t(0xc0) << 32;
constexpr uint64_t heapSize = 3 << 20;
constexpr uint64_t absent = heap + heapSize; ///< the process had memory there that the core lacks
constexpr uint64_t absentSize = 1 << 20;
constexpr uint64_t behind = absent + absentSize;
constexpr uint64_t behindSize = 2 << 20;

/// Writes a core of three regions, without Go: of the heap, which holds two texts and pointers, of what is absent, and of
/// bytes 0xee behind it.
[[nodiscard]] bool write(const QString &path);

}
