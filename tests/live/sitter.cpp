// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// A program without Go that sits still until a signal comes, after it did to itself what the words say.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <latch>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace
{

void again(int signal)
{
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

void leave(int)
{
    ::_exit(7);
}

void blockAbort()
{
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGABRT);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

/// Memory that has to be written out: a core that limits and small disks cut.
void fill(size_t size)
{
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED)
        std::memset(memory, 0x5a, size);
}

/// Memory of which one page is touched: it is long in a core, but little of it is written.
void reserve(size_t size)
{
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED)
        std::memset(memory, 0x5a, 1);
}

/// Memory that the program keeps out of its core.
void exclude(size_t size)
{
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    std::memset(memory, 0x5a, size);
    ::madvise(memory, size, MADV_DONTDUMP);
}

void wait()
{
    while (true)
        ::pause();
}

/// Returns when the thread runs code of its own: until then it blocks all signals (glibc's pthread_create).
void startThread(const char *name)
{
    std::latch runs(1);
    std::thread([&runs, name] {
        if (name)
            ::prctl(PR_SET_NAME, name);
        runs.count_down();
        wait();
    }).detach();
    runs.wait();
}

void apply(const char *word)
{
    if (std::strcmp(word, "again") == 0)
        ::signal(SIGABRT, again);
    else if (std::strcmp(word, "leave") == 0)
        ::signal(SIGABRT, leave);
    else if (std::strcmp(word, "ignore") == 0)
        ::signal(SIGABRT, SIG_IGN);
    else if (std::strcmp(word, "block") == 0)
        blockAbort();
    else if (std::strcmp(word, "undumpable") == 0)
        ::prctl(PR_SET_DUMPABLE, 0);
    else if (std::strcmp(word, "fill") == 0)
        fill(8 << 20);
    else if (std::strcmp(word, "reserve") == 0)
        reserve(64 << 20);
    else if (std::strcmp(word, "exclude") == 0)
        exclude(4 << 20);
    else if (std::strcmp(word, "no-folder") == 0)
        ::rmdir("../gone");
    else if (std::strcmp(word, "folder-there") == 0)
        ::mkdir("core", 0755);
    else if (std::strcmp(word, "core-there") == 0)
        ::close(::open("core", O_CREAT | O_WRONLY, 0600));
    else if (std::strcmp(word, "threads") == 0)
        startThread(nullptr);
    else if (std::strcmp(word, "named-thread") == 0)
        startThread("other");
    else if (std::strcmp(word, "stop") == 0)
        ::raise(SIGSTOP);
}

}

int main(int count, char **words)
{
    std::puts("ready");
    std::fflush(stdout);
    for (int i = 1; i < count; ++i)
        apply(words[i]);
    std::puts("set");
    std::fflush(stdout);
    // A block of the first thread holds for those after it only.
    wait();
}
