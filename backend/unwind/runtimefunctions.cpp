// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/runtimefunctions.h"

#include "backend/go/functionname.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

using namespace std::string_view_literals;

/// Package path of a function's full name.
std::string_view packageOf(std::string_view function)
{
    return functionParts(function).package;
}

bool isExported(std::string_view function, std::string_view package)
{
    const std::string_view name = function.substr(package.size() + 1);
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

// runtime/cgo's own C files (gcc_*.c, gcc_amd64.S, linux_syscall.c).
constexpr std::array glueNames = {
    "crosscall1"sv,
    "crosscall2"sv,
    "crosscall_amd64"sv,
    "threadentry"sv,
    "_cgo_sys_thread_start"sv,
    "_cgo_try_pthread_create"sv,
    "_cgo_wait_runtime_init_done"sv,
    "pthread_key_destructor"sv,
};

}

bool isRuntimeFunction(std::string_view function)
{
    const std::string_view package = packageOf(function);
    if (package.empty())
        return !function.empty(); // assembly: gosave_systemstack_switch, aeshashbody, _rt0_amd64_linux
    if (package == "runtime" || package == "runtime/cgo" || package.starts_with("runtime/internal/")
        || package.starts_with("internal/runtime/"))
        return true;
    // Bodies in the runtime under another package's name: sync.runtime_SemacquireMutex, internal/poll.runtime_pollWait.
    return function.substr(package.size() + 1).starts_with("runtime_");
}

bool isCgoGlue(std::string_view function)
{
    return function.starts_with("x_cgo_") || function.starts_with("_cgo_")
        || std::ranges::find(glueNames, function) != glueNames.end();
}

bool isUserFrame(const Frame &frame)
{
    if (frame.kind != FrameKind::Go || frame.isWrapper)
        return false;
    const std::string_view function = frame.function;
    const std::string_view package = packageOf(function);
    if (package.empty() || package.starts_with("internal/") || package.starts_with("runtime/internal/"))
        return false;
    if (package == "runtime")
        return isExported(function, package);
    return package != "runtime/cgo" && package != "iter" && !isRuntimeFunction(function);
}

std::optional<size_t> ownFrame(const Stack &stack, size_t from)
{
    for (size_t i = from; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (isUserFrame(frame) && !isStandardPackage(packageOf(frame.function)))
            return i;
    }
    return std::nullopt;
}

std::optional<size_t> userFrame(const Stack &stack)
{
    const auto found = std::ranges::find_if(stack.frames, isUserFrame);
    if (found == stack.frames.end())
        return std::nullopt;
    return static_cast<size_t>(found - stack.frames.begin());
}

}
