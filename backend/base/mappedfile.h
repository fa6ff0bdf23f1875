// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappingguard.h"
#include "backend/base/result.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace Freezeframe
{

/// Owns the read-only mapping of one regular file. Immutable after open; any thread.
/// Whoever keeps a view of its bytes keeps the shared pointer. A file that others make shorter meanwhile reads as zeros
/// past its new end (see MappingGuard), and says so by intactSize() and loss().
class MappedFile
{
public:
    /// Opens without following into FIFOs or devices: only regular files. An empty file maps to no bytes.
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> open(const std::string &path);
    /// Maps what @p descriptor refers to and takes it over; @p name is shown to people in its place.
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> adopt(int descriptor, std::string name);
    /// Owns a copy of @p bytes: for tests and for files that exist only in memory.
    [[nodiscard]] static std::shared_ptr<const MappedFile> fromBytes(std::span<const std::byte> bytes,
                                                                     std::string name);

    /// Takes over a private mapping of at least @p size bytes that nobody writes to: a file that is in memory only.
    [[nodiscard]] static std::shared_ptr<const MappedFile> adoptMapping(void *mapping, size_t size, std::string name);

    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;
    ~MappedFile();

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] uint64_t size() const { return m_bytes.size(); }
    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
    /// The bytes [offset, offset + length), or Truncated naming file and offset.
    [[nodiscard]] Result<std::span<const std::byte>> at(uint64_t offset, uint64_t length) const;
    /// How many bytes from the start on are still what the file has: size(), unless it got shorter while it was open.
    [[nodiscard]] uint64_t intactSize() const { return m_guard ? m_guard->intactSize() : m_bytes.size(); }
    /// What a person must know if the file got shorter, or its disk failed, while it was open. Asks the system.
    [[nodiscard]] std::optional<Error> loss() const;
    /// Seconds since the epoch of the file's last change, 0 if unknown.
    [[nodiscard]] int64_t modified() const { return m_modified; }

private:
    MappedFile() = default;

    std::string m_path;
    std::span<const std::byte> m_bytes;
    std::unique_ptr<std::byte[]> m_owned;
    void *m_mapping = nullptr;
    int m_descriptor = -1; ///< kept: only it tells how long the file is now, whatever its name leads to
    std::unique_ptr<MappingGuard> m_guard;
    int64_t m_modified = 0;
};

}
