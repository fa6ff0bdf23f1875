// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/provenance.h"
#include "backend/live/corehead.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <elf.h>
#include <sys/procfs.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// Notes in a row, each padded to four bytes. Owns the bytes.
class NoteBytes
{
public:
    void add(std::string_view owner, uint32_t type, const void *data, size_t size)
    {
        const Elf64_Nhdr header{.n_namesz = Elf64_Word(owner.size() + 1), .n_descsz = Elf64_Word(size), .n_type = type};
        append(&header, sizeof header);
        append(owner.data(), owner.size());
        m_bytes.push_back({}); // the owner's NUL
        pad();
        append(data, size);
        pad();
    }
    void add(std::string_view owner, uint32_t type, const std::vector<std::byte> &bytes)
    {
        if (!bytes.empty())
            add(owner, type, bytes.data(), bytes.size());
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    void append(const void *data, size_t size)
    {
        const auto *begin = static_cast<const std::byte *>(data);
        m_bytes.insert(m_bytes.end(), begin, begin + size);
    }
    void pad() { m_bytes.resize((m_bytes.size() + 3) / 4 * 4); }
    std::vector<std::byte> m_bytes;
};

prstatus_t statusOf(const ProcessIdentity &facts, const FrozenThread &thread)
{
    // No signal: the process did not die, whatever a thread was about to get (that is in the note of our own).
    prstatus_t status{};
    status.pr_pid = thread.tid;
    status.pr_ppid = facts.parent;
    status.pr_pgrp = facts.group;
    status.pr_sid = facts.session;
    status.pr_sighold = thread.blockedSignals;
    status.pr_fpvalid = thread.floatingPoint.empty() ? 0 : 1;
    std::memcpy(&status.pr_reg, thread.registers.data(), std::min(sizeof status.pr_reg, thread.registers.size()));
    return status;
}

prpsinfo_t processInfoOf(const ProcessIdentity &facts)
{
    constexpr std::string_view states = "RSDTZW"; // fs/binfmt_elf.c, fill_psinfo()
    prpsinfo_t info{};
    info.pr_sname = facts.state;
    info.pr_state = char(std::min(states.find(facts.state), states.size()));
    info.pr_zomb = facts.state == 'Z' ? 1 : 0;
    info.pr_nice = char(facts.nice);
    info.pr_flag = facts.flags;
    info.pr_uid = facts.uid;
    info.pr_gid = facts.gid;
    info.pr_pid = facts.pid;
    info.pr_ppid = facts.parent;
    info.pr_pgrp = facts.group;
    info.pr_sid = facts.session;
    facts.name.copy(info.pr_fname, sizeof info.pr_fname - 1); // the rest is zeros: readers look for the NUL
    facts.arguments.copy(info.pr_psargs, sizeof info.pr_psargs - 1);
    return info;
}

/// NT_FILE: count, size of a page, a row each, then the paths.
std::vector<std::byte> filesOf(const std::vector<ProcessMapping> &mappings)
{
    const auto pageSize = uint64_t(::sysconf(_SC_PAGESIZE));
    std::vector<uint64_t> numbers{0, pageSize};
    std::string paths;
    for (const ProcessMapping &mapping : mappings) {
        if (!mapping.isFile() || mapping.isSpecial())
            continue;
        ++numbers.front();
        numbers.insert(numbers.end(),
                       {mapping.range.begin.value, mapping.range.end.value, mapping.fileOffset / pageSize});
        paths.append(mapping.path.c_str(), mapping.path.size() + 1);
    }
    std::vector<std::byte> bytes(numbers.size() * sizeof numbers[0] + paths.size());
    std::memcpy(bytes.data(), numbers.data(), numbers.size() * sizeof numbers[0]);
    std::memcpy(bytes.data() + numbers.size() * sizeof numbers[0], paths.data(), paths.size());
    return bytes;
}

}

std::vector<std::byte> coreNotes(const ProcessIdentity &facts, const std::vector<FrozenThread> &threads,
                                 const std::vector<ProcessMapping> &mappings, const std::string &provenance)
{
    NoteBytes notes;
    for (const FrozenThread &thread : threads) {
        const prstatus_t status = statusOf(facts, thread);
        notes.add("CORE", NT_PRSTATUS, &status, sizeof status);
        if (&thread == &threads.front()) { // what is said once goes with the first thread, as the kernel does
            const prpsinfo_t info = processInfoOf(facts);
            notes.add("CORE", NT_PRPSINFO, &info, sizeof info);
            const siginfo_t none{};
            notes.add("CORE", NT_SIGINFO, &none, sizeof none);
            notes.add("CORE", NT_AUXV, facts.auxiliaryVector);
            notes.add("CORE", NT_FILE, filesOf(mappings));
        }
        notes.add("CORE", NT_FPREGSET, thread.floatingPoint);
        notes.add("LINUX", NT_X86_XSTATE, thread.extended);
        notes.add("LINUX", NT_ARM_TLS, thread.threadPointer);
    }
    notes.add(provenanceOwner, provenanceType, provenance.data(), provenance.size());
    return notes.take();
}

}
