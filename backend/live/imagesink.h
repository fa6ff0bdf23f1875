// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstddef>
#include <span>

namespace Freezeframe
{

/// Where the bytes of a core go. Several threads write at once, each to offsets of its own.
class ImageSink
{
public:
    virtual ~ImageSink() = default;
    /// Where the bytes at an offset of the file are to be put, or null if they have to be written.
    [[nodiscard]] virtual std::byte *place(uint64_t offset) = 0;
    [[nodiscard]] virtual Result<void> write(uint64_t offset, std::span<const std::byte> bytes) = 0;
};

}
