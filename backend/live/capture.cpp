// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capture.h"

#include "backend/elf/corefile.h"
#include "backend/live/captureoutput.h"
#include "backend/live/captureplan.h"
#include "backend/live/capturerecord.h"
#include "backend/live/procfiles.h"
#include "backend/live/sparsecopy.h"

#include <algorithm>
#include <format>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// The room in the folder; what was taken already does not ask for the process to be stopped again.
std::expected<void, CaptureError> checkRoomFor(const LiveSnapshot &snapshot, const SparseSource &source,
                                               const CoreOutput &output, bool compress)
{
    auto room = checkSpace(source.dataSize(), output.freeSpace(), folderOf(output.path()), compress);
    if (!room)
        room.error().pauseSeconds = snapshot.report.pauseSeconds;
    return room;
}

}

std::expected<LiveSnapshot, CaptureError> captureToMemory(const CaptureOptions &options,
                                                          const CaptureProgressCallback &progress,
                                                          const std::stop_token &stop)
{
    CaptureJob job(options, progress, stop);
    if (auto prepared = job.prepare(); !prepared)
        return std::unexpected(std::move(prepared.error()));
    const std::string name = std::format("{} ({}), live", programOf(job.facts()), options.process.pid);
    auto image = job.intoMemory(name);
    if (!image)
        return std::unexpected(std::move(image.error()));
    return LiveSnapshot{.image = std::move(*image), .report = job.report(), .process = job.process().id()};
}

std::expected<CaptureReport, CaptureError> saveSnapshot(const LiveSnapshot &snapshot, const std::string &path,
                                                        bool compress, const CaptureProgressCallback &progress,
                                                        const std::stop_token &stop)
{
    const SparseSource source = SparseSource::ofMemory(snapshot.image);
    auto output = CoreOutput::create(path);
    if (!output)
        return std::unexpected(std::move(output.error()));
    if (auto room = checkRoomFor(snapshot, source, **output, compress); !room)
        return std::unexpected(std::move(room.error()));
    return writeCore(source, **output, snapshot.report, compress, progress, stop);
}

std::expected<CaptureReport, CaptureError> captureToFile(const CaptureOptions &options,
                                                         const CaptureProgressCallback &progress,
                                                         const std::stop_token &stop)
{
    CaptureJob job(options, progress, stop);
    if (auto prepared = job.prepare(); !prepared)
        return std::unexpected(std::move(prepared.error()));
    const std::string path = options.output.empty()
        ? freeName(defaultCaptureName(programOf(job.facts()), options.process.pid, ::time(nullptr), options.compress))
        : options.output;
    auto output = CoreOutput::create(path);
    if (!output)
        return std::unexpected(std::move(output.error()));
    const std::vector<std::string> removed = removeStalePartials(folderOf(path));
    const auto record = CaptureRecord::begin(job.process().id(), job.facts().name, (*output)->partialPath());
    auto report = captureIntoOutput(job, options, **output, progress, stop);
    if (report)
        report->warnings.insert(report->warnings.end(), removed.begin(), removed.end());
    return report;
}

}
