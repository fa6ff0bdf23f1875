// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"

#include <optional>
#include <vector>

namespace Freezeframe
{

/// The compressed bytes of a core, block by block: the file itself, or the base64 lines of an apport report.
/// One thread; keeps a view of @p file's bytes.
class PackedSource
{
public:
    /// Nothing if @p file is not compressed in a way that is known.
    [[nodiscard]] static std::optional<PackedSource> of(const MappedFile &file);

    /// The next block, empty at the end. Valid until the next call.
    [[nodiscard]] std::span<const std::byte> next();
    /// How much of the file has been given out.
    [[nodiscard]] uint64_t position() const { return m_position; }
    [[nodiscard]] uint64_t size() const { return m_bytes.size(); }

private:
    PackedSource(std::span<const std::byte> bytes, size_t start, bool isBase64)
        : m_bytes(bytes)
        , m_position(start)
        , m_isBase64(isBase64)
    {
    }
    /// Decodes the next line; false at the end of the report's field.
    bool decodeLine();

    std::span<const std::byte> m_bytes;
    size_t m_position = 0;
    bool m_isBase64 = false;
    std::vector<std::byte> m_decoded;
};

}
