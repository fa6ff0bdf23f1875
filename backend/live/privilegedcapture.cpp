// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/privilegedcapture.h"

#include "backend/live/captureoutput.h"
#include "backend/live/captureplan.h"
#include "backend/live/capturerecord.h"
#include "backend/live/helperprocess.h"
#include "backend/live/procfiles.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <sys/mman.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

std::unexpected<CaptureError> refused(CaptureFailure failure, Error error)
{
    return std::unexpected(CaptureError{.failure = failure, .error = std::move(error), .pauseSeconds = 0});
}

}

PrivilegedProgram PrivilegedProgram::throughPolkit(const std::string &program)
{
    return {.command = {"pkexec", program}};
}

std::expected<CaptureReport, CaptureError> captureToFilePrivileged(const CaptureOptions &options,
                                                                   const PrivilegedProgram &program,
                                                                   const CaptureProgressCallback &progress,
                                                                   const std::stop_token &stop)
{
    const auto process = ProcessHandle::open(options.process);
    if (!process)
        return refused(CaptureFailure::Gone, process.error());
    const std::string name = readKernelLine(std::format("/proc/{}/comm", options.process.pid));
    const std::string path = options.output.empty()
        ? freeName(defaultCaptureName(name, options.process.pid, ::time(nullptr), options.compress))
        : options.output;
    auto output = CoreOutput::create(path);
    if (!output)
        return std::unexpected(std::move(output.error()));
    const auto record = CaptureRecord::begin((*process)->id(), name, (*output)->partialPath());
    if (!options.compress) {
        auto report = HelperProcess(program, progress, stop).capture(options, **process, (*output)->descriptor());
        return report ? finishCore(**output, std::move(*report), progress) : report;
    }
    auto raw = CoreOutput::createNameless(folderOf(path));
    if (!raw)
        return std::unexpected(std::move(raw.error()));
    auto report = HelperProcess(program, progress, stop).capture(options, **process, (*raw)->descriptor());
    if (!report)
        return report;
    return writeCore(SparseSource::ofFile((*raw)->descriptor()), **output, std::move(*report), true, progress, stop);
}

std::expected<LiveSnapshot, CaptureError> captureToMemoryPrivileged(const CaptureOptions &options,
                                                                    const PrivilegedProgram &program,
                                                                    const CaptureProgressCallback &progress,
                                                                    const std::stop_token &stop)
{
    const auto process = ProcessHandle::open(options.process);
    if (!process)
        return refused(CaptureFailure::Gone, process.error());
    const std::string name = std::format(
        "{} ({}), live", readKernelLine(std::format("/proc/{}/comm", options.process.pid)), options.process.pid);
    const int memory = ::memfd_create("freezeframe", MFD_CLOEXEC);
    if (memory < 0) {
        return refused(CaptureFailure::Failed,
                       {.code = ErrorCode::Io, .message = std::string("no file in memory: ") + std::strerror(errno)});
    }
    auto report = HelperProcess(program, progress, stop).capture(options, **process, memory);
    if (!report) {
        ::close(memory);
        return std::unexpected(std::move(report.error()));
    }
    auto image = MappedFile::adopt(memory, name);
    if (!image)
        return refused(CaptureFailure::Failed, std::move(image.error()));
    return LiveSnapshot{
        .image = std::move(*image), .report = std::move(*report), .process = (*process)->id(), .byHelper = true};
}

}
