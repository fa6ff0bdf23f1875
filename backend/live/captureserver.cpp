// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
//
// The side of the helper with more rights: it knows two descriptors, and opens no file of its caller.
#include "backend/live/capturemessages.h"
#include "backend/live/captureoutput.h"
#include "backend/live/privilegedcapture.h"

#include <poll.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

CaptureError usage(std::string message)
{
    return {.failure = CaptureFailure::Usage,
            .error = {.code = ErrorCode::BadFormat, .message = std::move(message)},
            .pauseSeconds = 0};
}

bool isRegularFile(int descriptor)
{
    struct stat status;
    return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/// Asks to stop when the other side closes the socket. Owns its thread.
class HangUpWatch
{
public:
    explicit HangUpWatch(int socket)
        : m_thread([this, socket](const std::stop_token &end) {
            constexpr int look = 50; // ms
            while (!end.stop_requested()) {
                pollfd poll{.fd = socket, .events = POLLRDHUP, .revents = 0};
                if (::poll(&poll, 1, look) > 0) {
                    m_source.request_stop();
                    return;
                }
            }
        })
    {
    }
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

std::expected<CaptureReport, CaptureError> serve(int socket)
{
    auto packet = receivePacket(socket);
    if (!packet)
        return std::unexpected(usage(packet.error().message));
    if (packet->descriptors.size() != 2) {
        for (const int descriptor : packet->descriptors)
            ::close(descriptor);
        return std::unexpected(usage("a process and a file were expected"));
    }
    const auto process = ProcessHandle::adopt(packet->descriptors[0]);
    const auto output = CoreOutput::adopt(packet->descriptors[1], "the core");
    const auto options = requestFrom(packet->text);
    if (!options || !isRegularFile(output->descriptor()))
        return std::unexpected(usage(options ? "the output is no file" : options.error().message));
    if (!process) {
        return std::unexpected(
            CaptureError{.failure = CaptureFailure::Gone, .error = process.error(), .pauseSeconds = 0});
    }
    const HangUpWatch watch(socket);
    const CaptureProgressCallback progress
        = [socket](const CaptureProgress &now) { (void)sendPacket(socket, messageText(now)); };
    CaptureOptions request = *options;
    request.process = (*process)->id(); // of the descriptor: the number in the text may be another process's by now
    CaptureJob job(request, progress, watch.token());
    job.adopt(*process);
    if (auto prepared = job.prepare(); !prepared)
        return std::unexpected(std::move(prepared.error()));
    return captureIntoOutput(job, request, *output, progress, watch.token());
}

}

int serveCapture(int socket)
{
    const auto report = serve(socket);
    if (!report) {
        (void)sendPacket(socket, messageText(report.error()));
        return int(report.error().failure);
    }
    (void)sendPacket(socket, messageText(*report));
    return report->isPartial ? int(CaptureFailure::Partial) : 0;
}

}
