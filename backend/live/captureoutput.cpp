// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/captureoutput.h"

#include "backend/elf/corefile.h"
#include "backend/live/captureplan.h"
#include "backend/live/procfiles.h"

#include <chrono>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Phase = CaptureProgress::Phase;

/// Passes progress on, twenty times a second at most.
class ProgressTeller
{
public:
    ProgressTeller(const CaptureProgressCallback &callback, Phase phase, uint64_t total)
        : m_callback(callback)
        , m_phase(phase)
        , m_total(total)
    {
        tell(0);
    }
    void tell(uint64_t done)
    {
        constexpr auto interval = std::chrono::milliseconds(50);
        const auto now = std::chrono::steady_clock::now();
        if (!m_callback || (done > 0 && now - m_last < interval))
            return;
        m_last = now;
        m_callback({.phase = m_phase, .done = done, .total = m_total});
    }

private:
    const CaptureProgressCallback &m_callback;
    Phase m_phase;
    uint64_t m_total;
    std::chrono::steady_clock::time_point m_last;
};

CaptureError failed(Error error, double pauseSeconds)
{
    if (error.code == ErrorCode::Cancelled)
        return {.failure = CaptureFailure::Cancelled, .error = std::move(error), .pauseSeconds = pauseSeconds};
    return writeFailure(std::move(error), pauseSeconds);
}

/// Reads back what the file says of itself.
std::expected<void, CaptureError> verify(const CoreOutput &output, const CaptureReport &report)
{
    const int copy = ::fcntl(output.descriptor(), F_DUPFD_CLOEXEC, 0);
    auto file = MappedFile::adopt(copy, output.path());
    auto core = file ? CoreFile::open(*file) : std::unexpected(file.error());
    if (!core)
        return std::unexpected(failed(std::move(core.error()), report.pauseSeconds));
    const bool isWhole = (*core)->isComplete() && (*core)->threads().size() == size_t(report.threads)
        && (*core)->provenance().has_value();
    if (isWhole)
        return {};
    return std::unexpected(
        failed(Error{.code = ErrorCode::Io,
                     .message = "the file does not say what was written to it: the disk may be damaged",
                     .file = output.path()},
               report.pauseSeconds));
}

std::expected<CaptureReport, CaptureError> finish(CoreOutput &output, CaptureReport report,
                                                  const CaptureProgressCallback &progress)
{
    ProgressTeller(progress, Phase::Verifying, 0).tell(0);
    if (report.isCutShort) // nothing that lacks so much has the name of a core
        output.rename(freeName(incompleteCaptureName(output.path())));
    if (auto done = output.finish(); !done) {
        done.error().pauseSeconds = report.pauseSeconds;
        return std::unexpected(std::move(done.error()));
    }
    report.path = output.path();
    report.bytesOnDisk = output.bytesOnDisk();
    return report;
}

}

std::expected<CaptureReport, CaptureError> finishCore(CoreOutput &output, CaptureReport report,
                                                      const CaptureProgressCallback &progress)
{
    if (auto whole = verify(output, report); !whole)
        return std::unexpected(std::move(whole.error()));
    return finish(output, std::move(report), progress);
}

std::string incompleteCaptureName(const std::string &name)
{
    constexpr std::string_view mark = ".incomplete";
    const size_t slash = name.rfind('/') + 1; // 0 without one
    const size_t end = name.rfind(".core");
    const bool isCore
        = end != std::string::npos && end > slash && (name.ends_with(".core") || name.ends_with(".core.zst"));
    const std::string_view stem = std::string_view(name).substr(0, isCore ? end : name.size());
    if (stem.ends_with(mark))
        return name;
    return std::string(stem) + std::string(mark) + name.substr(stem.size());
}

std::string freeName(const std::string &path)
{
    struct stat status;
    std::string name = path;
    for (int number = 2; ::lstat(name.c_str(), &status) == 0; ++number) {
        const size_t dot = path.rfind(".core");
        name = dot == std::string::npos ? std::format("{}-{}", path, number)
                                        : std::format("{}-{}{}", path.substr(0, dot), number, path.substr(dot));
    }
    return name;
}

std::expected<CaptureReport, CaptureError> writeCore(const SparseSource &source, CoreOutput &output,
                                                     CaptureReport report, bool compress,
                                                     const CaptureProgressCallback &progress,
                                                     const std::stop_token &stop)
{
    ProgressTeller teller(progress, compress ? Phase::Compressing : Phase::Writing, source.dataSize());
    const auto done = [&teller](uint64_t bytes) { teller.tell(bytes); };
    auto written = compress ? compressSparse(source, output, done, stop) : copySparse(source, output, done, stop);
    if (!written)
        return std::unexpected(failed(std::move(written.error()), report.pauseSeconds));
    return compress ? finish(output, std::move(report), progress) : finishCore(output, std::move(report), progress);
}

std::expected<CaptureReport, CaptureError> captureIntoOutput(CaptureJob &job, const CaptureOptions &options,
                                                             CoreOutput &output,
                                                             const CaptureProgressCallback &progress,
                                                             const std::stop_token &stop)
{
    const std::string folder = folderOf(output.path());
    const ModeChoice choice = chooseMode(job.expectedBytes(), 0, options.mode);
    const bool isFast = choice.mode == CaptureMode::FastPause;
    // Streaming writes all of it before it can be compressed.
    if (auto room = checkSpace(job.expectedBytes(), output.freeSpace(), folder, options.compress && isFast); !room) {
        room.error().error.message += "; the process was not stopped";
        return std::unexpected(std::move(room.error()));
    }
    if (isFast) {
        auto image = job.intoMemory(output.path());
        if (!image)
            return std::unexpected(std::move(image.error()));
        auto written
            = writeCore(SparseSource::ofMemory(*image), output, job.report(), options.compress, progress, stop);
        if (!written && written.error().failure != CaptureFailure::Cancelled) {
            written.error().snapshot = std::make_shared<const LiveSnapshot>(
                LiveSnapshot{.image = std::move(*image), .report = job.report(), .process = job.process().id()});
        }
        return written;
    }
    if (!options.compress) {
        if (auto written = job.intoFile(output); !written)
            return std::unexpected(std::move(written.error()));
        return finishCore(output, job.report(), progress);
    }
    auto raw = CoreOutput::createNameless(folder);
    if (!raw)
        return std::unexpected(std::move(raw.error()));
    if (auto written = job.intoFile(**raw); !written)
        return std::unexpected(std::move(written.error()));
    return writeCore(SparseSource::ofFile((*raw)->descriptor()), output, job.report(), true, progress, stop);
}

}
