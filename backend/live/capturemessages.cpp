// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturemessages.h"

#include "backend/live/capturejson.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::json;

constexpr size_t largestPacket = size_t(64) << 10;
constexpr size_t mostDescriptors = 4;

std::string dump(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parse(std::string_view text)
{
    return Json::parse(text.begin(), text.end(), nullptr, false);
}

template<class T>
T number(const Json &object, const char *key)
{
    const auto entry = object.find(key);
    return entry != object.end() && entry->is_number() ? entry->template get<T>() : T();
}

bool flag(const Json &object, const char *key)
{
    const auto entry = object.find(key);
    return entry != object.end() && entry->is_boolean() && entry->get<bool>();
}

std::string text(const Json &object, const char *key)
{
    const auto entry = object.find(key);
    return entry != object.end() && entry->is_string() ? entry->get<std::string>() : std::string();
}

CaptureReport reportFrom(const Json &object)
{
    CaptureReport report;
    report.mode = text(object, "mode") == captureModeName(CaptureMode::LowMemory) ? CaptureMode::LowMemory
                                                                                  : CaptureMode::FastPause;
    report.pauseSeconds = number<double>(object, "pause_seconds");
    report.bytes = number<uint64_t>(object, "bytes");
    report.bytesOnDisk = number<uint64_t>(object, "bytes_on_disk");
    report.threads = number<int32_t>(object, "threads");
    report.mappings = number<int32_t>(object, "mappings");
    report.takenAt = number<int64_t>(object, "taken_at");
    report.isPartial = flag(object, "partial");
    report.isConsistent = !object.contains("consistent") || flag(object, "consistent");
    report.isCutShort = flag(object, "cut_short");
    if (const auto warnings = object.find("warnings"); warnings != object.end() && warnings->is_array()) {
        for (const Json &warning : *warnings) {
            if (warning.is_string())
                report.warnings.push_back(warning.get<std::string>());
        }
    }
    return report;
}

CaptureError errorFrom(const Json &object)
{
    CaptureError error;
    const int failure = number<int>(object, "failure");
    const bool isKnown = (failure >= int(CaptureFailure::Partial) && failure <= int(CaptureFailure::Failed))
        || failure == int(CaptureFailure::Cancelled);
    error.failure = isKnown ? CaptureFailure(failure) : CaptureFailure::Failed;
    error.error = {.code = ErrorCode::Io, .message = text(object, "message"), .file = text(object, "file")};
    error.pauseSeconds = number<double>(object, "pause_seconds");
    error.hasStuckThread = flag(object, "stuck_thread");
    return error;
}

std::unexpected<Error> strange()
{
    return fail(ErrorCode::BadFormat, "the message is none of a capture");
}

}

std::string requestText(const CaptureOptions &options)
{
    Json request = {{"pid", options.process.pid},
                    {"start_ticks", options.process.startTicks},
                    {"max_pause_ms", options.maxPause.count()},
                    {"freeze_limit_ms", options.freezeLimit.count()},
                    {"all_mappings", options.allMappings},
                    {"no_stop", options.noStop},
                    {"skip_stuck", options.skipStuck},
                    {"keep_incomplete", options.keepIncomplete}};
    if (options.mode)
        request["low_memory"] = *options.mode == CaptureMode::LowMemory;
    if (options.filter)
        request["filter"] = *options.filter;
    return dump(request);
}

Result<CaptureOptions> requestFrom(std::string_view packet)
{
    const Json request = parse(packet);
    if (!request.is_object() || number<int32_t>(request, "pid") <= 0)
        return strange();
    constexpr int64_t longest = 86'400'000;
    CaptureOptions options;
    options.process = {number<int32_t>(request, "pid"), number<uint64_t>(request, "start_ticks")};
    options.maxPause
        = std::chrono::milliseconds(std::clamp<int64_t>(number<int64_t>(request, "max_pause_ms"), 1, longest));
    options.freezeLimit
        = std::chrono::milliseconds(std::clamp<int64_t>(number<int64_t>(request, "freeze_limit_ms"), 1, longest));
    options.allMappings = flag(request, "all_mappings");
    options.noStop = flag(request, "no_stop");
    options.skipStuck = flag(request, "skip_stuck");
    options.keepIncomplete = flag(request, "keep_incomplete");
    if (request.contains("low_memory"))
        options.mode = flag(request, "low_memory") ? CaptureMode::LowMemory : CaptureMode::FastPause;
    if (request.contains("filter"))
        options.filter = number<uint32_t>(request, "filter");
    return options;
}

std::string messageText(const CaptureMessage &message)
{
    if (const auto *progress = std::get_if<CaptureProgress>(&message))
        return dump(
            {{"progress", {{"phase", int(progress->phase)}, {"done", progress->done}, {"total", progress->total}}}});
    if (const auto *report = std::get_if<CaptureReport>(&message))
        return dump({{"report", Json(captureReportJson(*report))}});
    const auto &error = std::get<CaptureError>(message);
    return dump({{"error",
                  {{"failure", int(error.failure)},
                   {"message", error.error.message},
                   {"file", error.error.file},
                   {"pause_seconds", error.pauseSeconds},
                   {"stuck_thread", error.hasStuckThread}}}});
}

Result<CaptureMessage> messageFrom(std::string_view packet)
{
    const Json message = parse(packet);
    if (!message.is_object() || message.size() != 1 || !message.begin()->is_object())
        return strange();
    const Json &object = *message.begin();
    if (message.contains("report"))
        return reportFrom(object);
    if (message.contains("error"))
        return errorFrom(object);
    const int phase = number<int>(object, "phase");
    if (!message.contains("progress") || phase < 0 || phase > int(CaptureProgress::Phase::Verifying))
        return strange();
    return CaptureProgress{.phase = CaptureProgress::Phase(phase),
                           .done = number<uint64_t>(object, "done"),
                           .total = number<uint64_t>(object, "total")};
}

bool sendPacket(int socket, const std::string &text, const std::vector<int> &descriptors)
{
    iovec part{const_cast<char *>(text.data()), text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(mostDescriptors * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty() && descriptors.size() <= mostDescriptors) {
        const size_t size = descriptors.size() * sizeof(int);
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(size);
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(header), descriptors.data(), size);
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == ssize_t(text.size());
}

Result<CapturePacket> receivePacket(int socket)
{
    CapturePacket packet{.text = std::string(largestPacket, '\0'), .descriptors = {}};
    iovec part{packet.text.data(), packet.text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(mostDescriptors * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (size < 0 && errno != ECONNRESET)
        return fail(ErrorCode::Io, std::string("no message can be read: ") + std::strerror(errno));
    packet.text.resize(size_t(std::max<ssize_t>(0, size)));
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        const size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        packet.descriptors.resize(count);
        std::memcpy(packet.descriptors.data(), CMSG_DATA(header), count * sizeof(int));
    }
    return packet;
}

}
