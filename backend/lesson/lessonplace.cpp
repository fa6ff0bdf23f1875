// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/lessonplace.h"

#include "backend/elf/compressedcore.h"
#include "backend/lesson/childrun.h"
#include "backend/lesson/lesson.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <format>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

namespace fs = std::filesystem;

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

std::string usualFolder()
{
    const std::string state = variable("XDG_STATE_HOME");
    const std::string home = variable("HOME");
    const std::string base = !state.empty() ? state : !home.empty() ? home + "/.local/state" : "/tmp";
    return base + "/freezeframe/walkthrough";
}

std::unexpected<Error> failed(const std::string &path, int reason)
{
    return fail(ErrorCode::Io, std::format("{} can't be written: {}", path, std::strerror(reason)));
}

Result<void> writeFile(const std::string &path, std::string_view bytes)
{
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::ssize(bytes));
    out.close();
    return out ? Result<void>() : failed(path, errno);
}

/// Where recordings may be: beside the installed program, or in the folder of the build.
std::vector<std::string> recordingFolders()
{
    std::vector<std::string> folders;
    if (const std::string named = variable("FREEZEFRAME_RECORDINGS"); !named.empty())
        folders.push_back(named);
    std::error_code error;
    const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    folders.push_back((here / "../share/freezeframe/walkthrough").string());
    folders.push_back((here / "../resources/walkthrough").string());
    return folders;
}

}

LessonPlace::LessonPlace(std::string folder)
    : m_folder(folder.empty() ? usualFolder() : std::move(folder))
{
    std::error_code error;
    m_folder = fs::absolute(m_folder, error).lexically_normal().string();
}

std::string LessonPlace::programFolder(const std::string &name) const
{
    return std::format("{}/{}", m_folder, name);
}

std::string LessonPlace::program(const std::string &name) const
{
    return std::format("{}/{}/{}", m_folder, name, name);
}

bool LessonPlace::hasProgram(const std::string &name) const
{
    return ::access(program(name).c_str(), X_OK) == 0;
}

std::string_view LessonPlace::source(const std::string &name)
{
    return lessonFile(name + "/main.go");
}

std::string LessonPlace::moduleOf(const std::string &name)
{
    constexpr std::string_view word = "module ";
    const std::string_view text = lessonFile(name + "/go.mod");
    return text.starts_with(word) ? std::string(text.substr(word.size(), text.find('\n') - word.size()))
                                  : std::string();
}

Result<std::string> LessonPlace::goCommand()
{
    std::vector<std::string> candidates;
    const std::string path = variable("PATH");
    for (size_t at = 0; at < path.size();) {
        const size_t end = std::min(path.find(':', at), path.size());
        candidates.push_back(path.substr(at, end - at) + "/go");
        at = end + 1;
    }
    candidates.insert(candidates.end(), {"/usr/local/go/bin/go", "/usr/lib/go/bin/go"});
    for (const std::string &candidate : candidates) {
        if (candidate.starts_with('/') && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
    }
    return fail(ErrorCode::NotFound, "there is no Go toolchain on this machine");
}

Result<void> LessonPlace::writeSources(const std::string &name) const
{
    bool isKnown = false;
    for (const LessonFile &file : lessonFiles()) {
        if (!file.path.starts_with(name + "/"))
            continue;
        const std::string path = std::format("{}/{}", m_folder, file.path);
        std::error_code error;
        fs::create_directories(fs::path(path).parent_path(), error);
        if (error)
            return failed(path, error.value());
        if (auto written = writeFile(path, file.text); !written)
            return written;
        isKnown = true;
    }
    return isKnown ? Result<void>() : fail(ErrorCode::NotFound, "there is no program " + name);
}

Result<void> LessonPlace::build(const std::string &name, const std::stop_token &stop) const
{
    if (auto written = writeSources(name); !written)
        return written;
    const auto go = goCommand();
    if (!go)
        return std::unexpected(go.error());
    ChildWish wish{.program = *go, .folder = programFolder(name)};
    wish.arguments = {"build", "-gcflags=-N -l", "-o", name, "."};
    // The Go that is there, for this machine, and without asking the network for another one.
    wish.environment = {"GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off", "GOOS", "GOARCH"};
    if (variable("HOME").empty() && variable("XDG_CACHE_HOME").empty() && variable("GOCACHE").empty())
        wish.environment.push_back("GOCACHE=" + m_folder + "/cache");
    constexpr auto patience = std::chrono::minutes(5);
    const auto built = runTool(wish, patience, stop);
    return built ? Result<void>() : std::unexpected(built.error());
}

Result<std::string> LessonPlace::provide(const std::string &name, const std::stop_token &stop, bool &isRecorded) const
{
    isRecorded = false;
    if (hasProgram(name))
        return program(name);
    const auto built = build(name, stop);
    if (built)
        return program(name);
    const auto recorded = recording(name);
    if (!recorded || recorded->executable.empty())
        return std::unexpected(built.error());
    isRecorded = true;
    // Where the built one would be: so it is found there by hand, too.
    std::error_code error;
    std::filesystem::copy_file(recorded->executable, program(name), error);
    return error ? recorded->executable : program(name);
}

Result<LessonCore> LessonPlace::recording(const std::string &name) const
{
    for (const std::string &folder : recordingFolders()) {
        const std::string packed = std::format("{}/{}.core.zst", folder, name);
        if (::access(packed.c_str(), R_OK) != 0)
            continue;
        const std::string target = std::format("{}/recorded/{}", m_folder, name);
        std::error_code error;
        fs::create_directories(target, error);
        const LessonCore core{.core = target + "/core", .executable = target + "/" + name};
        for (const auto &[from, to] :
             {std::pair(packed, core.core), {std::format("{}/{}.zst", folder, name), core.executable}}) {
            std::vector<Error> warnings;
            const auto bytes = openCoreBytes(from, {}, {}, warnings);
            if (!bytes)
                return std::unexpected(bytes.error());
            const auto all = (*bytes)->bytes();
            ::unlink(to.c_str()); // it may be running
            if (auto written = writeFile(to, {reinterpret_cast<const char *>(all.data()), all.size()}); !written)
                return std::unexpected(written.error());
        }
        constexpr mode_t executable = 0755;
        if (auto written = writeSources(name); !written)
            return std::unexpected(written.error());
        if (::chmod(core.executable.c_str(), executable) != 0)
            return failed(core.executable, errno);
        return core;
    }
    return fail(ErrorCode::NotFound, "no recording came with this program");
}

}
