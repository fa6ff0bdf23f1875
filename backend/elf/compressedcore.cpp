// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/compressedcore.h"

#include "backend/base/text.h"
#include "backend/elf/elfheaders.h"
#include "backend/elf/filekind.h"
#include "backend/elf/packedsource.h"

#include <algorithm>
#include <archive.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;
// A bomb of zeros costs no disk but time: no core has this size.
constexpr uint64_t largestCore = uint64_t(4) << 40;
// Never fill a disk to the brim: others work on it.
constexpr uint64_t leftFree = uint64_t(64) << 20;

Error systemError(const std::string &what, const std::string &where)
{
    return Error{.code = ErrorCode::Io, .message = what + ": " + std::strerror(errno), .file = where};
}

/// The file that a core is unpacked into: no name, so it goes with the process. Owns its descriptor; one thread.
class UnpackedFile
{
public:
    UnpackedFile() = default;
    UnpackedFile(const UnpackedFile &) = delete;
    UnpackedFile &operator=(const UnpackedFile &) = delete;
    ~UnpackedFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    [[nodiscard]] Result<void> create();
    /// Appends; pages of zeros become holes.
    [[nodiscard]] Result<void> append(std::span<const std::byte> bytes);
    [[nodiscard]] uint64_t size() const { return m_size; }
    /// Ends the writing and maps the file. @p modified is the time that it shall bear.
    [[nodiscard]] Result<std::shared_ptr<const MappedFile>> finish(const std::string &name, int64_t modified);

private:
    [[nodiscard]] bool tryFolder(const std::string &folder);
    [[nodiscard]] Result<void> checkRoom();

    std::string m_folder;
    int m_descriptor = -1;
    uint64_t m_size = 0;
    uint64_t m_written = 0; ///< bytes that are no holes
    uint64_t m_nextCheck = 0; ///< look at the free space when m_written reaches this
};

bool UnpackedFile::tryFolder(const std::string &folder)
{
    m_folder = folder;
    m_descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (m_descriptor >= 0)
        return true;
    // Not every file system knows O_TMPFILE.
    std::string name = folder + "/freezeframe-XXXXXX";
    m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_descriptor >= 0)
        ::unlink(name.c_str());
    return m_descriptor >= 0;
}

Result<void> UnpackedFile::create()
{
    const char *chosen = std::getenv("TMPDIR");
    if (chosen && *chosen) {
        if (tryFolder(chosen))
            return {};
    } else if (tryFolder("/var/tmp") || tryFolder("/tmp")) {
        return {};
    }
    return std::unexpected(systemError("no temporary file can be made to unpack the core into", m_folder));
}

Result<void> UnpackedFile::checkRoom()
{
    constexpr uint64_t step = uint64_t(32) << 20;
    if (m_written < m_nextCheck)
        return {};
    m_nextCheck = m_written + step;
    struct statvfs status;
    if (::fstatvfs(m_descriptor, &status) != 0)
        return {};
    const uint64_t room = uint64_t(status.f_bavail) * status.f_frsize;
    if (room >= leftFree + step)
        return {};
    return std::unexpected(Error{.code = ErrorCode::Io,
                                 .message = "no room to unpack the core: " + byteCount(m_written)
                                     + " are written and only " + byteCount(room) + " are free in " + escaped(m_folder)
                                     + "; name a folder with more room in TMPDIR",
                                 .file = m_folder});
}

Result<void> UnpackedFile::append(std::span<const std::byte> bytes)
{
    static constexpr std::array<std::byte, pageSize> zeros{};
    while (!bytes.empty()) {
        const auto chunk = bytes.first(std::min<size_t>(bytes.size(), pageSize - m_size % pageSize));
        bytes = bytes.subspan(chunk.size());
        const uint64_t place = m_size;
        m_size += chunk.size();
        if (std::memcmp(chunk.data(), zeros.data(), chunk.size()) == 0)
            continue;
        if (auto room = checkRoom(); !room)
            return room;
        for (size_t done = 0; done < chunk.size();) {
            const ssize_t count
                = ::pwrite(m_descriptor, chunk.data() + done, chunk.size() - done, static_cast<off_t>(place + done));
            if (count < 0 && errno != EINTR)
                return std::unexpected(systemError("the core can't be unpacked", m_folder));
            done += count > 0 ? static_cast<size_t>(count) : 0;
        }
        m_written += chunk.size();
    }
    return {};
}

Result<std::shared_ptr<const MappedFile>> UnpackedFile::finish(const std::string &name, int64_t modified)
{
    if (::ftruncate(m_descriptor, static_cast<off_t>(m_size)) != 0)
        return std::unexpected(systemError("the core can't be unpacked", m_folder));
    const struct timespec time = {.tv_sec = modified, .tv_nsec = 0};
    const std::array<struct timespec, 2> times = {time, time};
    ::futimens(m_descriptor, times.data()); // only a nicety: "newer than the core"
    return MappedFile::adopt(std::exchange(m_descriptor, -1), name);
}

/// Runs libarchive over one source into one file. One thread.
class Unpacker
{
public:
    Unpacker(const MappedFile &packed, PackedSource source, const UnpackCallback &progress, std::stop_token stop)
        : m_packed(packed)
        , m_source(std::move(source))
        , m_progress(progress)
        , m_stop(std::move(stop))
        , m_archive(archive_read_new())
    {
    }
    Unpacker(const Unpacker &) = delete;
    Unpacker &operator=(const Unpacker &) = delete;
    ~Unpacker() { archive_read_free(m_archive); }

    /// Stops once there are so many bytes.
    void setEnough(uint64_t size) { m_enough = size; }
    [[nodiscard]] Result<std::shared_ptr<const MappedFile>> run(std::vector<Error> &warnings);

private:
    [[nodiscard]] bool open();
    [[nodiscard]] Result<void> copy();
    [[nodiscard]] Error archiveError(std::string_view what) const;
    [[nodiscard]] std::string partSentence(const MappedFile &unpacked) const;
    void report();

    const MappedFile &m_packed;
    PackedSource m_source;
    const UnpackCallback &m_progress;
    std::stop_token m_stop;
    struct archive *m_archive;
    UnpackedFile m_file;
    std::optional<uint64_t> m_enough;
    std::optional<Error> m_damage; ///< why the stream could not be read to its end
    std::chrono::steady_clock::time_point m_lastReport;
};

Error Unpacker::archiveError(std::string_view what) const
{
    const char *detail = archive_error_string(m_archive);
    return Error{.code = ErrorCode::Truncated,
                 .message = std::string(what) + (detail ? " (" + escaped(detail) + ")" : std::string()),
                 .file = m_packed.path(),
                 .offset = m_source.position()};
}

bool Unpacker::open()
{
    const auto read = [](struct archive *, void *data, const void **block) -> la_ssize_t {
        const auto bytes = static_cast<PackedSource *>(data)->next();
        *block = bytes.data();
        return static_cast<la_ssize_t>(bytes.size());
    };
    archive_read_support_filter_all(m_archive);
    archive_read_support_format_raw(m_archive);
    struct archive_entry *entry = nullptr;
    return archive_read_open(m_archive, &m_source, nullptr, read, nullptr) == ARCHIVE_OK
        && archive_read_next_header(m_archive, &entry) == ARCHIVE_OK;
}

void Unpacker::report()
{
    constexpr auto interval = std::chrono::milliseconds(50);
    const auto now = std::chrono::steady_clock::now();
    if (!m_progress || now - m_lastReport < interval)
        return;
    m_lastReport = now;
    m_progress({.read = m_source.position(), .total = m_source.size(), .unpacked = m_file.size()});
}

Result<void> Unpacker::copy()
{
    while (true) {
        if (m_stop.stop_requested())
            return fail(ErrorCode::Cancelled, "unpacking was cancelled");
        const void *data = nullptr;
        size_t size = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(m_archive, &data, &size, &offset);
        if (status == ARCHIVE_EOF)
            return {};
        if (status < ARCHIVE_WARN) {
            m_damage = archiveError("the archive ends early");
            return {};
        }
        // What is no core is known by its first bytes, before hours of unpacking.
        if (m_file.size() == 0) {
            const auto begin = MappedFile::fromBytes({static_cast<const std::byte *>(data), size}, m_packed.path());
            if (!compressionOf(begin->bytes()).empty())
                return std::unexpected(
                    archiveError("the compressed file can't be unpacked: it is damaged at its very start"));
            if (auto foreign = whyNotElf64(*begin); foreign && foreign->code != ErrorCode::Truncated) {
                foreign->message = "what it unpacks to can't be read: " + foreign->message;
                return std::unexpected(std::move(*foreign));
            }
        }
        if (auto done = m_file.append({static_cast<const std::byte *>(data), size}); !done)
            return done;
        if (m_file.size() > largestCore)
            return fail(ErrorCode::Limit, "the file unpacks to more than " + byteCount(largestCore));
        if (m_enough && m_file.size() >= *m_enough)
            return {};
        report();
    }
}

std::string Unpacker::partSentence(const MappedFile &unpacked) const
{
    uint64_t promised = 0;
    if (const auto headers = readElfHeaders(unpacked)) {
        for (const ElfSegment &segment : headers->segments) {
            if (segment.fileSize < largestCore && segment.offset < largestCore)
                promised = std::max(promised, segment.offset + segment.fileSize);
        }
    }
    if (promised <= unpacked.size())
        return "reading the " + byteCount(unpacked.size()) + " there";
    return "reading the " + std::to_string(unpacked.size() * 100 / promised) + " % there";
}

Result<std::shared_ptr<const MappedFile>> Unpacker::run(std::vector<Error> &warnings)
{
    if (auto created = m_file.create(); !created)
        return std::unexpected(std::move(created.error()));
    if (!open())
        return std::unexpected(archiveError("the compressed file can't be unpacked"));
    if (auto copied = copy(); !copied)
        return std::unexpected(std::move(copied.error()));
    if (m_damage && m_file.size() == 0)
        return std::unexpected(archiveError("the compressed file can't be unpacked"));
    auto unpacked = m_file.finish(m_packed.path(), m_packed.modified());
    if (unpacked && m_damage) {
        m_damage->message += "; " + partSentence(**unpacked);
        warnings.push_back(*m_damage);
    }
    return unpacked;
}

}

Result<std::shared_ptr<const MappedFile>> openCoreBytes(const std::string &path, const UnpackCallback &progress,
                                                        std::stop_token stop, std::vector<Error> &warnings)
{
    auto file = MappedFile::open(path);
    if (!file)
        return file;
    auto source = PackedSource::of(**file);
    if (!source)
        return file;
    return Unpacker(**file, std::move(*source), progress, std::move(stop)).run(warnings);
}

Result<std::shared_ptr<const MappedFile>> openCoreHead(const std::string &path, uint64_t size)
{
    auto file = MappedFile::open(path);
    if (!file)
        return file;
    auto source = PackedSource::of(**file);
    if (!source)
        return file;
    const UnpackCallback nobody;
    std::vector<Error> warnings;
    Unpacker unpacker(**file, std::move(*source), nobody, {});
    unpacker.setEnough(size);
    return unpacker.run(warnings);
}

}
