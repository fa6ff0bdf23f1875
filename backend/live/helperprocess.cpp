// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/helperprocess.h"

#include "backend/live/capturemessages.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace Freezeframe
{
namespace
{

CaptureError denied(std::string message)
{
    return {.failure = CaptureFailure::Denied,
            .error = {.code = ErrorCode::Io, .message = std::move(message)},
            .pauseSeconds = 0};
}

}

HelperProcess::HelperProcess(PrivilegedProgram program, CaptureProgressCallback progress, std::stop_token stop)
    : m_program(std::move(program))
    , m_progress(std::move(progress))
    , m_stop(std::move(stop))
{
}

HelperProcess::~HelperProcess()
{
    if (m_socket >= 0)
        ::close(m_socket); // the helper lets the process run, and ends
    if (m_pid > 0) {
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR)
            ;
    }
}

std::expected<void, CaptureError> HelperProcess::start()
{
    std::array<int, 2> sockets{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return std::unexpected(denied(std::format("no socket for the helper: {}", std::strerror(errno))));
    m_socket = sockets[0];
    std::vector<std::string> words = m_program.command;
    words.insert(words.end(), {"capture", "--descriptor-socket"});
    std::vector<char *> arguments;
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, sockets[1], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const int reason = ::posix_spawnp(&m_pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(sockets[1]);
    if (reason == 0)
        return {};
    m_pid = -1;
    return std::unexpected(
        denied(std::format("{} can't be started to ask for the right to trace: {}; run freezeframe-cli as root instead",
                           words.front(), std::strerror(reason))));
}

std::expected<CaptureReport, CaptureError> HelperProcess::capture(const CaptureOptions &options,
                                                                  const ProcessHandle &process, int file)
{
    if (auto started = start(); !started)
        return std::unexpected(std::move(started.error()));
    CaptureOptions request = options;
    request.process = process.id();
    if (!sendPacket(m_socket, requestText(request), {process.pidfd(), file}))
        return std::unexpected(endedWithoutAnswer());
    return answer();
}

std::expected<CaptureReport, CaptureError> HelperProcess::answer()
{
    constexpr int look = 50; // ms
    for (;;) {
        if (m_stop.stop_requested()) {
            return std::unexpected(CaptureError{
                .failure = CaptureFailure::Cancelled,
                .error = {.code = ErrorCode::Cancelled, .message = "the capture was cancelled; the process runs on"},
                .pauseSeconds = 0});
        }
        pollfd poll{.fd = m_socket, .events = POLLIN, .revents = 0};
        if (::poll(&poll, 1, look) <= 0)
            continue;
        const auto packet = receivePacket(m_socket);
        if (!packet || packet->text.empty())
            return std::unexpected(endedWithoutAnswer());
        for (const int descriptor : packet->descriptors)
            ::close(descriptor); // none is expected
        auto message = messageFrom(packet->text);
        if (!message)
            return std::unexpected(
                CaptureError{.failure = CaptureFailure::Failed, .error = message.error(), .pauseSeconds = 0});
        if (const auto *progress = std::get_if<CaptureProgress>(&*message)) {
            if (m_progress)
                m_progress(*progress);
        } else if (auto *report = std::get_if<CaptureReport>(&*message)) {
            return std::move(*report);
        } else {
            return std::unexpected(std::get<CaptureError>(std::move(*message)));
        }
    }
}

CaptureError HelperProcess::endedWithoutAnswer()
{
    // pkexec(1): 126 if the person declined, 127 if the right was not granted or could not be asked for.
    constexpr int declined = 126;
    constexpr int notGranted = 127;
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR)
        ;
    m_pid = -1;
    const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (exit == declined)
        return denied("the question for the right to trace was declined");
    if (exit == notGranted)
        return denied(
            "the right to trace was not granted, or nobody could be asked for it (no polkit agent runs here)");
    return {.failure = CaptureFailure::Failed,
            .error = {.code = ErrorCode::Io,
                      .message = WIFSIGNALED(status)
                          ? std::format("the helper was ended by signal {}; the process runs on", WTERMSIG(status))
                          : std::format("the helper ended without an answer (status {})", exit)},
            .pauseSeconds = 0};
}

}
