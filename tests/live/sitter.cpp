// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// A program without Go that sits still until a signal comes, after it did to itself what the words say.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <latch>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
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

/// Where that is not permitted, it says so by its exit status.
[[noreturn]] void refuse()
{
    ::_exit(77);
}

void put(const char *path, const char *text)
{
    const int file = ::open(path, O_WRONLY);
    if (file < 0 || ::write(file, text, std::strlen(text)) < 0)
        refuse();
    ::close(file);
}

/// Mounts of its own: what it mounts now, nobody else sees.
void ownMounts()
{
    const uid_t uid = ::getuid();
    const gid_t gid = ::getgid();
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            refuse();
        // Without a user of its own it could make no files on what it mounts.
        char map[64];
        put("/proc/self/setgroups", "deny");
        std::snprintf(map, sizeof(map), "0 %u 1", uid);
        put("/proc/self/uid_map", map);
        std::snprintf(map, sizeof(map), "0 %u 1", gid);
        put("/proc/self/gid_map", map);
    }
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        refuse();
}

/// Mounts over the current folder, and goes there.
void mountHere(const char *source, const char *type, unsigned long flags, const char *options)
{
    char folder[4096];
    if (!::getcwd(folder, sizeof(folder)) || ::mount(source, folder, type, flags, options) != 0 || ::chdir(folder) != 0)
        refuse();
}

void mountOverlay()
{
    char folder[1024];
    char options[4096];
    if (::chdir("..") != 0 || !::getcwd(folder, sizeof(folder)) || ::chdir("gone") != 0)
        refuse();
    std::snprintf(options, sizeof(options), "lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work", folder, folder,
                  folder);
    mountHere("none", "overlay", 0, options);
}

/// The current folder becomes the root; with @p detaches nothing else is left of what it had.
void takeRoot(bool detaches)
{
    if (!detaches) {
        if (::chroot(".") != 0 || ::chdir("/") != 0)
            refuse();
        return;
    }
    char folder[4096];
    if (!::getcwd(folder, sizeof(folder)) || ::mount(folder, folder, nullptr, MS_BIND, nullptr) != 0
        || ::chdir(folder) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 || ::umount2(".", MNT_DETACH) != 0
        || ::chdir("/") != 0)
        refuse();
}

/// Goes on as a child, whose parent waits for it, ends with it, and tells nobody.
void goOnAsChild()
{
    const pid_t child = ::fork();
    if (child <= 0)
        return;
    ::waitpid(child, nullptr, 0);
    ::_exit(0);
}

/// Leaves a child that lives on for a while after this process, with its folders.
void leaveCompanion()
{
    if (::fork() != 0)
        return;
    ::close(1);
    ::sleep(20);
    ::_exit(0);
}

/// Some time later it is in another folder.
void moveLater()
{
    std::thread([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        if (::chdir("../other") != 0)
            ::_exit(78);
    }).detach();
}

/// Takes connections at PATH and answers none.
void listenAt(const char *path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::bind(server, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 || ::listen(server, 4) != 0)
        refuse();
}

/// Becomes a copy of itself in the current folder, which sits still.
void becomeCopy()
{
    const int from = ::open("/proc/self/exe", O_RDONLY);
    const int to = ::open("copy", O_CREAT | O_WRONLY | O_EXCL, 0755);
    struct stat status{};
    if (::fstat(from, &status) != 0 || ::sendfile(to, from, nullptr, size_t(status.st_size)) != status.st_size)
        refuse();
    ::close(to);
    ::close(from);
    ::execl("./copy", "copy", nullptr);
    refuse();
}

void applyMount(const char *word)
{
    if (std::strcmp(word, "become-copy") == 0)
        becomeCopy();
    if (std::strncmp(word, "listen:", 7) == 0)
        listenAt(word + 7);
    if (std::strcmp(word, "own-mounts") == 0)
        ownMounts();
    else if (std::strcmp(word, "tmpfs") == 0)
        mountHere("none", "tmpfs", 0, nullptr);
    else if (std::strcmp(word, "bind") == 0)
        mountHere("../back", nullptr, MS_BIND, nullptr);
    else if (std::strcmp(word, "overlay") == 0)
        mountOverlay();
    else if (std::strcmp(word, "chroot") == 0)
        takeRoot(false);
    else if (std::strcmp(word, "pivot") == 0)
        takeRoot(true);
    else if (std::strcmp(word, "as-child") == 0)
        goOnAsChild();
    else if (std::strcmp(word, "companion") == 0)
        leaveCompanion();
    else if (std::strcmp(word, "move-later") == 0)
        moveLater();
    else if (std::strcmp(word, "sub") == 0 && (::mkdir("sub", 0755), ::chdir("sub")) != 0)
        refuse();
}

void apply(const char *word)
{
    applyMount(word);
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
