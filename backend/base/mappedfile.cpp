// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappedfile.h"

#include "backend/base/text.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace Freezeframe
{

namespace
{

/// Why the system refused, in the words of strerror; errno is read at once.
std::unexpected<Error> refused(const std::string &path, const char *what)
{
    const int number = errno;
    const ErrorCode code = number == ENOENT || number == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
    return std::unexpected(
        Error{.code = code, .message = std::string(what) + ": " + std::strerror(number), .file = path});
}

const char *kindOf(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string &path)
{
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return refused(path, "can't be opened");
    return adopt(descriptor, path);
}

Result<std::shared_ptr<const MappedFile>> MappedFile::adopt(int descriptor, std::string name)
{
    struct Closer {
        int descriptor;
        ~Closer()
        {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    } closer{descriptor};

    struct stat status;
    if (::fstat(descriptor, &status) != 0)
        return refused(name, "can't be examined");
    if (!S_ISREG(status.st_mode)) {
        return std::unexpected(Error{.code = ErrorCode::Unsupported,
                                     .message = std::string("is ") + kindOf(status.st_mode) + ", not a file",
                                     .file = name});
    }
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = std::move(name);
    file->m_modified = status.st_mtim.tv_sec;
    if (status.st_size > 0) {
        const auto size = static_cast<size_t>(status.st_size);
        void *mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (mapping == MAP_FAILED)
            return refused(file->m_path, "can't be mapped");
        file->m_mapping = mapping;
        file->m_bytes = {static_cast<const std::byte *>(mapping), size};
        file->m_guard = std::make_unique<MappingGuard>(mapping, size);
        file->m_descriptor = std::exchange(closer.descriptor, -1);
    }
    return file;
}

std::optional<Error> MappedFile::loss() const
{
    struct stat status;
    if (m_guard && m_descriptor >= 0 && ::fstat(m_descriptor, &status) == 0
        && static_cast<uint64_t>(status.st_size) < intactSize())
        m_guard->lose(static_cast<size_t>(status.st_size));
    if (intactSize() >= size())
        return std::nullopt;
    return Error{.code = ErrorCode::CutOff,
                 .message = "the file got shorter, or can't be read any more, while it was open: what lay past "
                     + byteCount(intactSize()) + " of " + byteCount(size()) + " is missing from then on",
                 .file = m_path};
}

std::shared_ptr<const MappedFile> MappedFile::fromBytes(std::span<const std::byte> bytes, std::string name)
{
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = std::move(name);
    if (!bytes.empty()) {
        file->m_owned = std::make_unique_for_overwrite<std::byte[]>(bytes.size());
        std::memcpy(file->m_owned.get(), bytes.data(), bytes.size());
        file->m_bytes = {file->m_owned.get(), bytes.size()};
    }
    return file;
}

std::shared_ptr<const MappedFile> MappedFile::adoptMapping(void *mapping, size_t size, std::string name)
{
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = std::move(name);
    file->m_modified = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    file->m_mapping = mapping;
    file->m_bytes = {static_cast<const std::byte *>(mapping), size};
    return file;
}

MappedFile::~MappedFile()
{
    m_guard.reset(); // before others may get the addresses
    if (m_mapping)
        ::munmap(m_mapping, m_bytes.size());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<std::span<const std::byte>> MappedFile::at(uint64_t offset, uint64_t length) const
{
    const uint64_t there = intactSize();
    if (offset > there || there - offset < length) {
        return std::unexpected(
            Error{.code = ErrorCode::Truncated,
                  .message = byteCount(length) + " are wanted here, but the file has only " + byteCount(there),
                  .file = m_path,
                  .offset = offset});
    }
    return m_bytes.subspan(offset, length);
}

}
