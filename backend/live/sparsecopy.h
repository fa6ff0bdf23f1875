// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/live/coreoutput.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace Freezeframe
{

/// A core that is written somewhere else: a file or memory, of which only parts have data, and the rest are zeros.
/// Immutable; any thread.
class SparseSource
{
public:
    struct Part {
        uint64_t begin = 0;
        uint64_t end = 0;
    };
    /// The pages of @p image that are in memory.
    [[nodiscard]] static SparseSource ofMemory(std::shared_ptr<const MappedFile> image);
    /// What the file system has of a file, which stays open as long as this lives.
    [[nodiscard]] static SparseSource ofFile(int descriptor);

    [[nodiscard]] uint64_t size() const { return m_size; }
    [[nodiscard]] const std::vector<Part> &parts() const { return m_parts; } ///< those with data, in order
    [[nodiscard]] uint64_t dataSize() const;
    /// Bytes of one part, in @p buffer if they have to be read.
    [[nodiscard]] Result<std::span<const std::byte>> read(uint64_t offset, std::span<std::byte> buffer) const;

private:
    std::shared_ptr<const MappedFile> m_image;
    int m_descriptor = -1;
    uint64_t m_size = 0;
    std::vector<Part> m_parts;
};

using BytesDone = std::function<void(uint64_t)>;

/// Writes it as it is; pages of zeros become holes.
[[nodiscard]] Result<void> copySparse(const SparseSource &source, CoreOutput &output, const BytesDone &done,
                                      const std::stop_token &stop);
/// Writes it as a zstd frame.
[[nodiscard]] Result<void> compressSparse(const SparseSource &source, CoreOutput &output, const BytesDone &done,
                                          const std::stop_token &stop);

}
