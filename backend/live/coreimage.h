// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/live/corelayout.h"
#include "backend/live/imagesink.h"

#include <functional>
#include <stop_token>

namespace Freezeframe
{

/// A core file in memory: one sparse mapping, whose offsets are those of the file. One thread, but for the sink's part.
class CoreImage : public ImageSink
{
public:
    [[nodiscard]] static Result<std::unique_ptr<CoreImage>> reserve(uint64_t capacity);
    CoreImage(const CoreImage &) = delete;
    CoreImage &operator=(const CoreImage &) = delete;
    ~CoreImage() override;

    [[nodiscard]] std::byte *place(uint64_t offset) override { return m_begin + offset; }
    [[nodiscard]] Result<void> write(uint64_t offset, std::span<const std::byte> bytes) override;

    /// Makes memory ready for what will be copied, so that no page has to be made while the process waits; huge pages
    /// where half of one is wanted. @p progress gets the bytes that are ready. Ends early when asked to stop.
    void prepare(const std::vector<PlacedRange> &runs, unsigned threads, const std::function<void(uint64_t)> &progress,
                 const std::stop_token &stop);
    /// More room, if the layout has grown; places change.
    [[nodiscard]] Result<void> growTo(uint64_t capacity);
    /// The first @p size bytes, read-only, as a file called @p name. The image is empty afterwards.
    [[nodiscard]] std::shared_ptr<const MappedFile> take(uint64_t size, std::string name);

private:
    CoreImage() = default;
    std::byte *m_begin = nullptr;
    uint64_t m_capacity = 0;
};

}
