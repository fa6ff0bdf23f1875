// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/childrun.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char **environ;

namespace Freezeframe
{

namespace
{

using Clock = std::chrono::steady_clock;
constexpr auto pollInterval = std::chrono::milliseconds(20);

/// Both ends of a pipe, closed with this.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    [[nodiscard]] bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
    void close(size_t end)
    {
        if (ends[end] >= 0)
            ::close(ends[end]);
        ends[end] = -1;
    }
    Pipe() = default;
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    ~Pipe()
    {
        close(0);
        close(1);
    }
};

/// All that the child needs, made before the fork: behind it only plain system calls are allowed.
struct Start {
    Pipe arrival; ///< closed by the child once it is in its folder
    Pipe word; ///< ours: it may go on
    Pipe failure; ///< errno, if it can't become the program
    std::string program;
    std::string folder;
    std::vector<std::string> words;
    std::vector<std::string> variables;
    std::vector<char *> arguments;
    std::vector<char *> environment;
    std::optional<rlim_t> coreLimit;
    int output = -1;
    int parent = 0;
};

std::vector<std::string> environmentOf(const ChildWish &wish)
{
    const auto isReplaced = [&wish](std::string_view entry) {
        return std::ranges::any_of(wish.environment, [entry](const std::string &change) {
            return change.substr(0, change.find('=')) == entry.substr(0, entry.find('='));
        });
    };
    std::vector<std::string> all;
    for (char **entry = environ; entry && *entry; ++entry) {
        if (!isReplaced(*entry))
            all.emplace_back(*entry);
    }
    for (const std::string &change : wish.environment) {
        if (change.contains('='))
            all.push_back(change);
    }
    return all;
}

void fill(const ChildWish &wish, Start &start)
{
    start.program = wish.program;
    start.folder = wish.folder;
    start.words = {wish.program};
    start.words.insert(start.words.end(), wish.arguments.begin(), wish.arguments.end());
    start.variables = environmentOf(wish);
    for (std::string &word : start.words)
        start.arguments.push_back(word.data());
    for (std::string &variable : start.variables)
        start.environment.push_back(variable.data());
    start.arguments.push_back(nullptr);
    start.environment.push_back(nullptr);
    if (wish.coreLimit)
        start.coreLimit = rlim_t(*wish.coreLimit);
    start.parent = ::getpid();
}

[[noreturn]] void giveUp(const Start &start)
{
    const int reason = errno;
    [[maybe_unused]] const ssize_t count = ::write(start.failure.ends[1], &reason, sizeof(reason));
    ::_exit(127);
}

void takePlace(const Start &start)
{
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != start.parent)
        ::_exit(1);
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing < 0 || ::dup2(nothing, STDIN_FILENO) < 0 || ::dup2(start.output, STDOUT_FILENO) < 0
        || ::dup2(start.output, STDERR_FILENO) < 0 || ::chdir(start.folder.c_str()) != 0)
        giveUp(start);
    rlimit limit{};
    if (start.coreLimit && ::getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = std::min(*start.coreLimit, limit.rlim_max);
        if (::setrlimit(RLIMIT_CORE, &limit) != 0)
            giveUp(start);
    }
}

[[noreturn]] void become(Start &start)
{
    takePlace(start);
    ::close(start.word.ends[1]);
    ::close(start.arrival.ends[1]);
    char word = 0;
    ssize_t count = 0;
    do {
        count = ::read(start.word.ends[0], &word, 1);
    } while (count < 0 && errno == EINTR);
    if (count != 1)
        ::_exit(1); // the parent is gone
    ::execve(start.program.c_str(), start.arguments.data(), start.environment.data());
    giveUp(start);
}

std::string realPath(const std::string &path)
{
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    return error ? path : real.string();
}

}

bool ChildEnd::exited(int code) const
{
    return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool ChildEnd::died(int signal) const
{
    return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

Result<std::unique_ptr<ChildRun>> ChildRun::start(const ChildWish &wish)
{
    const auto failed = [&wish](int reason) {
        return fail(ErrorCode::Io, std::format("{} can't be started: {}", wish.program, std::strerror(reason)));
    };
    Start start;
    std::unique_ptr<ChildRun> run(new ChildRun);
    run->m_output = ::memfd_create("output", MFD_CLOEXEC);
    if (run->m_output < 0 || !start.arrival.open() || !start.word.open() || !start.failure.open())
        return failed(errno);
    start.output = run->m_output;
    fill(wish, start);
    const pid_t pid = ::fork();
    if (pid == 0)
        become(start);
    if (pid < 0)
        return failed(errno);
    run->m_pid = pid;
    start.arrival.close(1);
    start.failure.close(1);
    start.word.close(0);
    pollfd arrived{.fd = start.arrival.ends[0], .events = POLLIN, .revents = 0};
    constexpr int patienceMilliseconds = 5000; // it takes one or two
    while (::poll(&arrived, 1, patienceMilliseconds) < 0 && errno == EINTR) { }
    if (auto process = ProcessHandle::open({.pid = pid})) {
        run->m_process = *process;
        const bool crashes = std::ranges::contains(start.variables, "GOTRACEBACK=crash");
        run->m_wait = CoreWait::prepareStart(*process,
                                             {.executable = realPath(wish.program),
                                              .name = wish.program.substr(wish.program.rfind('/') + 1),
                                              .crashes = crashes});
    }
    constexpr char word = 'g';
    [[maybe_unused]] const ssize_t told = ::write(start.word.ends[1], &word, 1);
    int reason = 0;
    ssize_t count = 0;
    do {
        count = ::read(start.failure.ends[0], &reason, sizeof(reason));
    } while (count < 0 && errno == EINTR);
    if (count == ssize_t(sizeof(reason)))
        return failed(reason);
    return run;
}

ChildRun::~ChildRun()
{
    if (m_pid > 0) {
        killAll();
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) { }
    }
    if (m_output >= 0)
        ::close(m_output);
}

/// It leads a session of its own: what it has started goes with it.
void ChildRun::killAll() const
{
    ::kill(-m_pid, SIGKILL);
    ::kill(m_pid, SIGKILL);
}

bool ChildRun::hasEnded() const
{
    return m_pid == 0 || !m_process || m_process->hasEnded();
}

std::string ChildRun::piece(int64_t from, size_t size) const
{
    std::string text(size, '\0');
    const ssize_t count = ::pread(m_output, text.data(), text.size(), from);
    text.resize(size_t(std::max<ssize_t>(count, 0)));
    return text;
}

std::string ChildRun::output(size_t limit) const
{
    return piece(0, limit);
}

std::string ChildRun::outputEnd(size_t limit) const
{
    struct stat facts{};
    if (::fstat(m_output, &facts) != 0)
        return {};
    return piece(std::max<int64_t>(facts.st_size - int64_t(limit), 0), limit);
}

bool ChildRun::waitForOutput(std::string_view text, std::chrono::milliseconds limit, const std::stop_token &stop) const
{
    const auto begin = Clock::now();
    while (!output().contains(text)) {
        if (stop.stop_requested() || hasEnded() || Clock::now() - begin > limit)
            return output().contains(text);
        std::this_thread::sleep_for(pollInterval);
    }
    return true;
}

ChildEnd ChildRun::end(int signal, std::chrono::milliseconds limit, const std::stop_token &stop)
{
    ChildEnd end;
    if (m_pid == 0 || !m_process)
        return end;
    if (signal != 0)
        ::kill(m_pid, signal);
    const auto begin = Clock::now();
    pollfd death{.fd = m_process->pidfd(), .events = POLLIN, .revents = 0};
    while (::poll(&death, 1, int(pollInterval.count())) != 1) {
        if (!stop.stop_requested() && Clock::now() - begin < limit)
            continue;
        end.wasKilled = true;
        killAll();
        break;
    }
    if (!end.wasKilled && m_wait)
        end.core = (*m_wait)->wait(limit, {}, stop);
    while (::waitpid(m_pid, &end.status, 0) < 0 && errno == EINTR) { }
    m_pid = 0;
    return end;
}

Result<std::string> runTool(const ChildWish &wish, std::chrono::milliseconds limit, const std::stop_token &stop)
{
    auto run = ChildRun::start(wish);
    if (!run)
        return std::unexpected(run.error());
    const ChildEnd end = (*run)->end(0, limit, stop);
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "asked to stop");
    if (end.exited(0))
        return (*run)->output();
    constexpr size_t shown = 600;
    std::string told = (*run)->outputEnd(shown);
    told.erase(told.find_last_not_of('\n') + 1);
    return fail(ErrorCode::Io,
                end.wasKilled ? std::format("{} did not end in time", wish.program)
                              : std::format("{} failed: {}", wish.program, told));
}

}
