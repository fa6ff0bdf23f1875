// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/coreoutput.h"

#include "backend/base/text.h"
#include "backend/live/capturerecord.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

std::unexpected<CaptureError> usage(std::string message, const std::string &file)
{
    return std::unexpected(CaptureError{.failure = CaptureFailure::Usage,
                                        .error = {.code = ErrorCode::Io, .message = std::move(message), .file = file},
                                        .pauseSeconds = 0});
}

bool isFull(int reason)
{
    return reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
}

Error writeError(const std::string &path, int reason)
{
    std::string message = std::string("can't be written: ") + std::strerror(reason);
    if (reason == EFBIG)
        message += " (a limit on the size of files, RLIMIT_FSIZE or the file system's)";
    if (isFull(reason))
        message += "; the process runs, and nothing is left of the file: choose another folder, or compress";
    return Error{
        .code = isFull(reason) ? ErrorCode::Limit : ErrorCode::Io, .message = std::move(message), .file = path};
}

/// A write beyond RLIMIT_FSIZE sends SIGXFSZ to its thread, which would end us; like this it is an error only.
class WithoutSizeSignal
{
public:
    WithoutSizeSignal()
    {
        sigemptyset(&m_signal);
        sigaddset(&m_signal, SIGXFSZ);
        ::pthread_sigmask(SIG_BLOCK, &m_signal, &m_before);
    }
    ~WithoutSizeSignal()
    {
        if (sigismember(&m_before, SIGXFSZ) == 1)
            return;
        const timespec now{};
        (void)::sigtimedwait(&m_signal, nullptr, &now);
        ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    WithoutSizeSignal(const WithoutSizeSignal &) = delete;
    WithoutSizeSignal &operator=(const WithoutSizeSignal &) = delete;

private:
    sigset_t m_signal;
    sigset_t m_before;
};

uint64_t spaceOf(const struct statvfs &status)
{
    return uint64_t(status.f_bavail) * status.f_frsize;
}

}

std::string folderOf(const std::string &path)
{
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

uint64_t freeSpaceIn(const std::string &folder)
{
    struct statvfs status;
    std::string at = folder;
    while (::statvfs(at.c_str(), &status) != 0) {
        // A folder that is still to be made gets the room of the one that it is made in.
        const std::string outer = folderOf(at);
        if (errno != ENOENT || outer == at)
            return 0;
        at = outer;
    }
    return spaceOf(status);
}

CaptureError writeFailure(Error error, double pauseSeconds)
{
    const bool isSpace = error.code == ErrorCode::Limit;
    return CaptureError{.failure = isSpace ? CaptureFailure::NoSpace : CaptureFailure::Failed,
                        .error = std::move(error),
                        .pauseSeconds = pauseSeconds};
}

std::expected<std::unique_ptr<CoreOutput>, CaptureError> CoreOutput::create(const std::string &path, Until until)
{
    const std::string folder = folderOf(path);
    if (path.empty() || path.ends_with('/'))
        return usage("the output needs the name of a file", path);
    struct stat status;
    if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        return usage(std::format("the folder {} does not exist: make it first, or choose another", folder), path);
    if (::lstat(path.c_str(), &status) == 0)
        return usage("exists already, and nothing is ever overwritten: choose another name", path);

    std::unique_ptr<CoreOutput> output(new CoreOutput);
    output->m_path = path;
    output->m_folder = folder;
    return output->open(until).transform([&] { return std::move(output); });
}

std::expected<std::unique_ptr<CoreOutput>, CaptureError> CoreOutput::createNameless(const std::string &folder)
{
    std::unique_ptr<CoreOutput> output(new CoreOutput);
    output->m_path = folder + "/freezeframe";
    output->m_folder = folder;
    auto opened = output->open();
    if (!output->m_partial.empty()) {
        ::unlink(output->m_partial.c_str());
        output->m_partial.clear();
    }
    return opened.transform([&] { return std::move(output); });
}

std::expected<void, CaptureError> CoreOutput::open(Until until)
{
    int reason = EOPNOTSUPP;
    if (until == Until::Nameless) {
        m_descriptor = ::open(m_folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (m_descriptor >= 0)
            return {};
        reason = errno;
    }
    if (reason == EOPNOTSUPP || reason == EISDIR || reason == ENOENT || reason == EINVAL) {
        // Not every file system has files without a name (NFS, FUSE, some overlays).
        m_partial = m_path + partialSuffix();
        m_descriptor = ::mkostemps(m_partial.data(), int(std::strlen(".partial")), O_CLOEXEC);
        if (m_descriptor >= 0)
            return {};
        reason = errno;
        m_partial.clear();
    }
    if (isFull(reason))
        return std::unexpected(writeFailure(writeError(m_path, reason), 0));
    return usage(std::format("the folder {} can't be written to: {}", m_folder, std::strerror(reason)), m_path);
}

std::unique_ptr<CoreOutput> CoreOutput::adopt(int descriptor, const std::string &path)
{
    std::unique_ptr<CoreOutput> output(new CoreOutput);
    output->m_descriptor = descriptor;
    output->m_isAdopted = true;
    output->m_path = path;
    output->m_folder = folderOf(path);
    return output;
}

CoreOutput::~CoreOutput()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_partial.empty())
        ::unlink(m_partial.c_str());
}

Result<void> CoreOutput::write(uint64_t offset, std::span<const std::byte> bytes)
{
    const WithoutSizeSignal guard;
    while (!bytes.empty()) {
        const ssize_t size = ::pwrite(m_descriptor, bytes.data(), bytes.size(), off_t(offset));
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return std::unexpected(writeError(m_path, size < 0 ? errno : ENOSPC));
        bytes = bytes.subspan(size_t(size));
        offset += uint64_t(size);
    }
    return {};
}

Result<void> CoreOutput::setSize(uint64_t size)
{
    const WithoutSizeSignal guard;
    if (::ftruncate(m_descriptor, off_t(size)) != 0)
        return std::unexpected(writeError(m_path, errno));
    return {};
}

std::expected<void, CaptureError> CoreOutput::finish()
{
    if (::fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS)
        return std::unexpected(writeFailure(writeError(m_path, errno), 0));
    if (m_isAdopted)
        return {};
    if (auto linked = link(); !linked)
        return linked;
    // The name itself, too.
    const int folder = ::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

std::expected<void, CaptureError> CoreOutput::link()
{
    int done = 0;
    if (m_partial.empty()) {
        const std::string nameless = std::format("/proc/self/fd/{}", m_descriptor);
        done = ::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, m_path.c_str(), AT_SYMLINK_FOLLOW);
    } else {
        done = ::link(m_partial.c_str(), m_path.c_str());
        if (done != 0 && (errno == EPERM || errno == EOPNOTSUPP)) // no hard links there
            done = ::renameat2(AT_FDCWD, m_partial.c_str(), AT_FDCWD, m_path.c_str(), RENAME_NOREPLACE);
        // The other name goes with this object; after a renaming there is none.
    }
    if (done == 0)
        return {};
    if (errno == EEXIST)
        return usage("appeared while the core was written, and nothing is ever overwritten: choose another name",
                     m_path);
    return std::unexpected(writeFailure(writeError(m_path, errno), 0));
}

uint64_t CoreOutput::bytesOnDisk() const
{
    constexpr uint64_t block = 512; // of st_blocks, stat(3type)
    struct stat status;
    return ::fstat(m_descriptor, &status) == 0 ? uint64_t(status.st_blocks) * block : 0;
}

uint64_t CoreOutput::freeSpace() const
{
    struct statvfs status;
    if (::fstatvfs(m_descriptor, &status) != 0 || status.f_blocks == 0) // files in memory have no bound of their own
        return UINT64_MAX;
    return spaceOf(status);
}

}
