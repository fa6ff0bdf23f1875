// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
//
// A program for the tests of capture, in the state that its first argument names. It prints "ready" and what the test has
// to know, then waits to be killed or for the end of its input.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <pthread.h>
#include <sched.h>
#include <string>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace
{

constexpr size_t pageSize = 4096;

[[noreturn]] void waitForEnd()
{
    std::fflush(stdout);
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR)
        ;
    std::_Exit(0);
}

void *map(size_t size, int protection, int flags = MAP_PRIVATE | MAP_ANONYMOUS)
{
    void *memory = ::mmap(nullptr, size, protection, flags, -1, 0);
    if (memory == MAP_FAILED)
        std::abort();
    return memory;
}

/// A pattern by which a test knows each page.
void paint(void *memory, size_t size, uint64_t seed)
{
    auto *words = static_cast<uint64_t *>(memory);
    for (size_t i = 0; i < size / sizeof(uint64_t); ++i)
        words[i] = seed + i;
}

void tell(const char *name, const void *memory, size_t size)
{
    std::printf("%s %llu %zu\n", name, static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(memory)), size);
}

/// A few threads that wait.
[[noreturn]] void threads()
{
    for (int i = 0; i < 5; ++i)
        std::thread([] { ::pause(); }).detach();
    ::usleep(50'000);
    std::puts("ready");
    waitForEnd();
}

/// Memory of each kind that a capture has to get right.
[[noreturn]] void memory()
{
    constexpr size_t size = 64 * pageSize;
    void *plain = map(size, PROT_READ | PROT_WRITE);
    paint(plain, size, 0x1000);
    tell("plain", plain, size);
    void *sparse = map(size, PROT_READ | PROT_WRITE); // every other page is never touched
    for (size_t at = 0; at < size; at += 2 * pageSize)
        paint(static_cast<char *>(sparse) + at, pageSize, 0x2000 + at);
    tell("sparse", sparse, size);
    void *hidden = map(size, PROT_READ | PROT_WRITE); // written, then protected
    paint(hidden, size, 0x3000);
    ::mprotect(hidden, size, PROT_NONE);
    tell("hidden", hidden, size);
    void *shared = map(size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
    paint(shared, size, 0x4000);
    tell("shared", shared, size);
    const size_t vastSize = size_t(512) << 20; // shared, and most of it never touched by this process
    auto *vast = static_cast<char *>(map(vastSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS));
    paint(vast, pageSize, 0x7000);
    paint(vast + vastSize / 2, pageSize, 0x8000);
    if (const pid_t child = ::fork(); child == 0) {
        paint(vast + vastSize / 4, pageSize, 0x9000); // there, but not in this process's page tables
        ::_exit(0);
    } else {
        ::waitpid(child, nullptr, 0);
    }
    tell("vast", vast, vastSize);
    void *excluded = map(size, PROT_READ | PROT_WRITE);
    paint(excluded, size, 0x5000);
    ::madvise(excluded, size, MADV_DONTDUMP);
    tell("excluded", excluded, size);
    void *huge = map(8 << 20, PROT_READ | PROT_WRITE);
    ::madvise(huge, 8 << 20, MADV_HUGEPAGE);
    paint(huge, 8 << 20, 0x6000);
    tell("huge", huge, 8 << 20);
    const int file = ::memfd_create("victim", 0); // shorter than its mapping: the end can't be read
    if (file < 0 || ::ftruncate(file, pageSize) != 0)
        std::abort();
    void *cut = ::mmap(nullptr, 4 * pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    paint(cut, pageSize, 0x7000);
    tell("cut", cut, 4 * pageSize);
    map(size_t(1) << 40, PROT_NONE); // a reservation
    map(size_t(100) << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);
    std::puts("ready");
    waitForEnd();
}

/// As many MiB as the argument says, and a second thread.
[[noreturn]] void heap(int mebibytes)
{
    const size_t size = size_t(mebibytes) << 20;
    void *all = map(size, PROT_READ | PROT_WRITE);
    paint(all, size, 1);
    tell("heap", all, size);
    std::thread([] { ::pause(); }).detach();
    ::usleep(20'000);
    std::puts("ready");
    waitForEnd();
}

/// As many mappings as the first argument says, each of another kind than its neighbours.
[[noreturn]] void mappings(int count)
{
    auto *all = static_cast<char *>(map(size_t(count) * pageSize, PROT_READ | PROT_WRITE));
    for (int i = 0; i < count; i += 2)
        ::mprotect(all + size_t(i) * pageSize, pageSize, PROT_READ);
    paint(all + pageSize, pageSize, 0x8000);
    tell("painted", all + pageSize, pageSize);
    std::puts("ready");
    waitForEnd();
}

/// As many pages as the argument says, every other of which is a guard page: no mapping of its own, and unreadable.
[[noreturn]] void guards(int count)
{
    constexpr int guardInstall = 102; // MADV_GUARD_INSTALL, since Linux 6.13
    auto *all = static_cast<char *>(map(size_t(count) * pageSize, PROT_READ | PROT_WRITE));
    paint(all, size_t(count) * pageSize, 0x100);
    for (int i = 0; i < count; i += 2) {
        if (::madvise(all + size_t(i) * pageSize, pageSize, guardInstall) != 0)
            std::puts("unsupported");
    }
    tell("guarded", all, size_t(count) * pageSize);
    std::puts("ready");
    waitForEnd();
}

/// Memory that not even the kernel reads for others.
[[noreturn]] void secret()
{
    const int file = int(::syscall(SYS_memfd_secret, 0));
    void *memory = file < 0 || ::ftruncate(file, pageSize) != 0
        ? MAP_FAILED
        : ::mmap(nullptr, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) {
        std::puts("unsupported");
    } else {
        paint(memory, pageSize, 0x100);
        tell("secret", memory, pageSize);
    }
    std::puts("ready");
    waitForEnd();
}

[[noreturn]] void hugetlb()
{
    constexpr size_t size = 2 << 20;
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    if (memory == MAP_FAILED) {
        std::puts("unsupported");
    } else {
        paint(memory, size, 0x6000);
        tell("huge", memory, size);
    }
    std::puts("ready");
    waitForEnd();
}

/// Mappings, shared and private, of a file that has no name any more.
[[noreturn]] void deleted()
{
    constexpr size_t size = 16 * pageSize;
    char name[] = "/tmp/ff_capture_victim.XXXXXX";
    const int file = ::mkstemp(name);
    if (file < 0 || ::ftruncate(file, size) != 0)
        std::abort();
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    void *own = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    ::unlink(name);
    ::close(file);
    paint(memory, size, 0x9000);
    tell("deleted", memory, size);
    tell("private", own, size);
    std::puts("ready");
    waitForEnd();
}

/// As many threads as the argument says, besides the first.
[[noreturn]] void manyThreads(int count)
{
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, 64 << 10);
    pthread_t thread{};
    const auto wait = [](void *) -> void * {
        for (;;)
            ::pause();
    };
    for (int i = 0; i < count; ++i) {
        if (::pthread_create(&thread, &attributes, wait, nullptr) != 0) {
            std::puts("unsupported");
            break;
        }
    }
    std::puts("ready");
    waitForEnd();
}

std::atomic<uint64_t> signalsSeen = 0;

/// Counts queued signals; prints the count at the end of its input.
[[noreturn]] void signals()
{
    struct sigaction action = {};
    action.sa_handler = [](int) { ++signalsSeen; };
    ::sigaction(SIGRTMIN + 1, &action, nullptr);
    for (int i = 0; i < 8; ++i) {
        std::thread([] {
            for (;;)
                ::usleep(100);
        }).detach();
    }
    std::puts("ready");
    std::fflush(stdout);
    char byte = 0;
    for (;;) {
        const ssize_t size = ::read(STDIN_FILENO, &byte, 1);
        if (size == 0)
            std::_Exit(0);
        if (size == 1) {
            std::printf("%llu\n", static_cast<unsigned long long>(signalsSeen.load()));
            std::fflush(stdout);
        }
    }
}

/// One thread waits for its child of vfork, which sleeps.
[[noreturn]] void vforking()
{
    std::thread([] {
        if (::vfork() == 0) {
            ::sleep(60);
            ::_exit(0);
        }
    }).detach();
    ::usleep(100'000);
    std::puts("ready");
    waitForEnd();
}

/// Threads that make threads, without end.
[[noreturn]] void storm()
{
    for (int i = 0; i < 4; ++i) {
        std::thread([] {
            for (;;)
                std::thread([] { }).join();
        }).detach();
    }
    std::puts("ready");
    waitForEnd();
}

[[noreturn]] void zombie()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    ::usleep(100'000);
    std::printf("child %d\n", child);
    std::puts("ready");
    waitForEnd();
}

/// The first thread has ended, another goes on.
[[noreturn]] void leaderless()
{
    std::thread([] {
        ::usleep(100'000);
        std::puts("ready");
        waitForEnd();
    }).detach();
    ::pthread_exit(nullptr);
}

[[noreturn]] void undumpable()
{
    ::prctl(PR_SET_DUMPABLE, 0);
    std::puts("ready");
    waitForEnd();
}

const char *nextHeap = nullptr;

/// As heap(), and at SIGUSR1 it becomes another of its kind, with as many MiB as @p then says.
[[noreturn]] void becoming(int mebibytes, const char *then)
{
    nextHeap = then;
    struct sigaction action = {};
    action.sa_handler = [](int) {
        if (nextHeap)
            ::execl("/proc/self/exe", "victim", "becoming", nextHeap, nullptr);
    };
    ::sigaction(SIGUSR1, &action, nullptr);
    const size_t size = size_t(mebibytes) << 20;
    void *all = map(size, PROT_READ | PROT_WRITE);
    paint(all, size, 1);
    tell("heap", all, size);
    if (then)
        std::puts("ready");
    waitForEnd();
}

/// Runs another program from a file that never had a path.
[[noreturn]] void pathless(char **arguments)
{
    const int file = ::memfd_create("pathless", MFD_CLOEXEC);
    FILE *from = std::fopen(arguments[0], "rb");
    std::vector<char> part(1 << 16);
    for (size_t size = 0; file >= 0 && from && (size = std::fread(part.data(), 1, part.size(), from)) > 0;) {
        if (::write(file, part.data(), size) != ssize_t(size))
            std::abort();
    }
    ::fexecve(file, arguments, environ);
    std::abort();
}

/// Runs a copy of another program in a file system that only this mount namespace has.
[[noreturn]] void mounted(char **arguments)
{
    const std::string folder = arguments[0];
    const bool isMounted = ::unshare(CLONE_NEWNS) == 0
        && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && ::mount("none", folder.c_str(), "tmpfs", 0, nullptr) == 0;
    if (!isMounted) {
        std::puts("unsupported");
        std::puts("ready");
        waitForEnd();
    }
    const std::string program = folder + "/inside";
    std::filesystem::copy_file(arguments[1], program);
    ::execv(program.c_str(), arguments + 1);
    std::abort();
}

/// Becomes other programs, again and again.
[[noreturn]] void changing(char **arguments)
{
    std::puts("ready");
    std::fflush(stdout);
    ::usleep(2'000);
    ::close(STDOUT_FILENO);
    ::execv("/proc/self/exe", arguments);
    std::abort();
}

}

int main(int count, char **arguments)
{
    const std::string state = count > 1 ? arguments[1] : "";
    const std::map<std::string, std::function<void()>> states = {
        {"threads", threads},
        {"memory", memory},
        {"heap", [&] { heap(count > 2 ? std::atoi(arguments[2]) : 64); }},
        {"becoming", [&] { becoming(count > 2 ? std::atoi(arguments[2]) : 64, count > 3 ? arguments[3] : nullptr); }},
        {"mappings", [&] { mappings(count > 2 ? std::atoi(arguments[2]) : 100); }},
        {"guards", [&] { guards(count > 2 ? std::atoi(arguments[2]) : 100); }},
        {"secret", secret},
        {"hugetlb", hugetlb},
        {"deleted", deleted},
        {"manythreads", [&] { manyThreads(count > 2 ? std::atoi(arguments[2]) : 100); }},
        {"signals", signals},
        {"vfork", vforking},
        {"storm", storm},
        {"zombie", zombie},
        {"mounted", [&] { mounted(arguments + 2); }},
        {"pathless", [&] { pathless(arguments + 2); }},
        {"leaderless", leaderless},
        {"undumpable", undumpable},
        {"changing", [&] { changing(arguments); }},
    };
    const auto found = states.find(state);
    if (found == states.end())
        return 2;
    found->second();
}
