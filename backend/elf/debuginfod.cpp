// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/debuginfod.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

constexpr auto lookInterval = std::chrono::milliseconds(50);

/// One question, shared by who waits for the answer and the thread that has the library ask.
struct Question {
    std::string buildId;
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<Result<std::string>> answer; ///< under the mutex
    std::atomic<uint64_t> done = 0;
    std::atomic<uint64_t> total = 0;
    std::atomic<bool> isDropped = false; ///< nobody waits any more
};

bool isHexadecimal(const std::string &text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char digit) { return std::isxdigit(digit) != 0; });
}

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

std::string sentenceOf(int error)
{
    switch (error) {
    case ENOENT: return "no server has debug information for it";
    case ETIME:
    case ETIMEDOUT: return "the servers did not answer in time ($DEBUGINFOD_TIMEOUT says how long to wait)";
    case ECONNREFUSED:
    case EHOSTUNREACH:
    case ENETUNREACH: return "the servers of $DEBUGINFOD_URLS can't be reached";
    case EFBIG: return "it is larger than $DEBUGINFOD_MAXSIZE";
    default: return std::string("fetching failed: ") + std::strerror(error);
    }
}

}

/// The library's own interface (elfutils debuginfod.h; the same since 0.180). It stays loaded: curl, below it, has handlers
/// that outlive its clients.
struct Debuginfod::Data {
    struct Client;
    using ProgressFunction = int (*)(Client *, long, long);

    void *library = nullptr;
    Client *(*begin)() = nullptr;
    void (*end)(Client *) = nullptr;
    int (*findDebugInfo)(Client *, const unsigned char *, int, char **) = nullptr;
    void (*setProgress)(Client *, ProgressFunction) = nullptr;
    void (*setUserData)(Client *, void *) = nullptr;
    void *(*userData)(Client *) = nullptr;

    template<class Function>
    bool load(Function &function, const char *name)
    {
        function = reinterpret_cast<Function>(dlsym(library, name));
        return function != nullptr;
    }

    bool loadAll()
    {
        return load(begin, "debuginfod_begin") && load(end, "debuginfod_end")
            && load(findDebugInfo, "debuginfod_find_debuginfo") && load(setProgress, "debuginfod_set_progressfn")
            && load(setUserData, "debuginfod_set_user_data") && load(userData, "debuginfod_get_user_data");
    }

    Result<std::string> ask(Question &question) const;
};

Result<std::string> Debuginfod::Data::ask(Question &question) const
{
    const std::unique_ptr<Client, void (*)(Client *)> client(begin(), end);
    if (!client)
        return fail(ErrorCode::Io, "debuginfod's library could not be started");
    setUserData(client.get(), &question);
    static const auto used = userData; // the callback has no other way to the library, which is loaded once
    setProgress(client.get(), [](Client *asking, long done, long total) {
        auto *state = static_cast<Question *>(used(asking));
        state->done = done > 0 ? uint64_t(done) : 0;
        state->total = total > 0 ? uint64_t(total) : 0;
        return state->isDropped ? 1 : 0;
    });
    char *path = nullptr;
    // With the length 0 the id is a text.
    const auto *id = reinterpret_cast<const unsigned char *>(question.buildId.c_str());
    const int file = findDebugInfo(client.get(), id, 0, &path);
    const std::unique_ptr<char, decltype(&std::free)> owned(path, &std::free);
    if (file < 0)
        return fail(file == -ENOENT ? ErrorCode::NotFound : ErrorCode::Io, sentenceOf(-file));
    close(file);
    return std::string(path ? path : "");
}

Debuginfod::Debuginfod()
    : d(std::make_shared<Data>())
{
}

Debuginfod::~Debuginfod() = default;

Result<std::unique_ptr<Debuginfod>> Debuginfod::open()
{
    std::unique_ptr<Debuginfod> opened(new Debuginfod);
    Data &data = *opened->d;
    data.library = dlopen("libdebuginfod.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!data.library || !data.loadAll())
        return fail(ErrorCode::NotFound,
                    "debuginfod's library is not installed: install libdebuginfod1t64 (or libdebuginfod1)");
    if (servers().empty())
        return fail(ErrorCode::NotFound,
                    "no debuginfod server is known: set DEBUGINFOD_URLS, as https://debuginfod.debian.net");
    return opened;
}

/// The library calls back only while bytes come (0.192): it would not hear of a stop as long as a server is silent. So it
/// asks on a thread of its own, which is left to itself then, and ends when $DEBUGINFOD_TIMEOUT is over.
Result<std::string> Debuginfod::find(const std::string &buildId, const Progress &progress, const std::stop_token &stop)
{
    if (!isHexadecimal(buildId))
        return fail(ErrorCode::NotFound, "without a build id there is nothing to ask for");
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "cancelled");
    const auto question = std::make_shared<Question>();
    question->buildId = buildId;
    std::thread([question, library = d] {
        auto answer = library->ask(*question);
        const std::scoped_lock lock(question->mutex);
        question->answer = std::move(answer);
        question->answered.notify_all();
    }).detach();
    std::unique_lock lock(question->mutex);
    while (!question->answered.wait_for(lock, lookInterval, [&] { return question->answer.has_value(); })) {
        if (stop.stop_requested()) {
            question->isDropped = true;
            return fail(ErrorCode::Cancelled, "cancelled");
        }
        if (progress)
            progress(question->done, question->total);
    }
    return std::move(*question->answer);
}

std::vector<std::string> Debuginfod::servers()
{
    std::vector<std::string> list;
    std::istringstream words(variable("DEBUGINFOD_URLS"));
    for (std::string word; words >> word;)
        list.push_back(word);
    return list;
}

std::string Debuginfod::cachedPath(const std::string &buildId)
{
    if (!isHexadecimal(buildId))
        return {};
    // debuginfod_find_debuginfo(3), CACHE.
    std::string folder = variable("DEBUGINFOD_CACHE_PATH");
    if (folder.empty() && !variable("XDG_CACHE_HOME").empty())
        folder = variable("XDG_CACHE_HOME") + "/debuginfod_client";
    if (folder.empty())
        folder = variable("HOME") + "/.cache/debuginfod_client";
    const fs::path path = fs::path(folder) / buildId / "debuginfo";
    std::error_code ignored;
    // An empty file notes that no server had it.
    return fs::is_regular_file(path, ignored) && fs::file_size(path, ignored) > 0 ? path.string() : std::string();
}

}
