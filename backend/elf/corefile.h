// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"
#include "backend/elf/provenance.h"
#include "backend/elf/registers.h"

#include <array>
#include <map>

namespace Freezeframe
{

/// NT_SIGINFO, the parts with a meaning for its si_code.
struct SignalInfo {
    int32_t signal = 0;
    int32_t code = 0;
    int32_t error = 0;
    std::optional<Address> faultAddress; ///< of SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP
    std::optional<int32_t> senderPid; ///< of kill and tgkill
    std::optional<uint32_t> senderUid;
};

/// One NT_PRSTATUS with the register notes that follow it.
struct CoreThread {
    int32_t tid = 0;
    int32_t signal = 0; ///< pr_cursig
    Registers registers;
    std::optional<SignalInfo> signalInfo;
    uint64_t noteOffset = 0;
};

/// NT_PRPSINFO. Text is as found, not escaped.
struct ProcessInfo {
    int32_t pid = 0;
    int32_t parentPid = 0;
    uint32_t uid = 0;
    uint32_t gid = 0;
    char state = 0;
    std::string name; ///< pr_fname, 15 characters at most
    std::string arguments; ///< pr_psargs, 80 characters at most
};

/// One row of NT_FILE.
struct MappedRange {
    AddressRange range;
    uint64_t fileOffset = 0; ///< in bytes
    std::string path;
};

enum class CoreKind { Linux, Delve };

/// An ELF core file: its notes and segments. Tolerant: damage is recorded in warnings(), the rest is used.
/// Immutable after open; any thread.
class CoreFile
{
public:
    /// Fails only if nothing can be used: not ELF, not a core, another class or machine, empty. The message
    /// says what the file is instead ("a compressed file", "a 32-bit core", "an executable").
    [[nodiscard]] static Result<std::shared_ptr<const CoreFile>> open(std::shared_ptr<const MappedFile> file);

    [[nodiscard]] const std::shared_ptr<const MappedFile> &file() const { return m_file; }
    [[nodiscard]] CoreKind kind() const { return m_kind; }
    [[nodiscard]] uint16_t machine() const { return m_machine; }
    /// PT_LOADs as in the headers, in file order; counts already checked against the file's size.
    [[nodiscard]] const std::vector<ElfSegment> &segments() const { return m_segments; }
    [[nodiscard]] const std::vector<CoreThread> &threads() const { return m_threads; }
    [[nodiscard]] const std::optional<ProcessInfo> &process() const { return m_process; }
    /// Set if Freezeframe took this core while the process was running: then nothing in it is a crash.
    [[nodiscard]] const std::optional<CoreProvenance> &provenance() const { return m_provenance; }
    [[nodiscard]] const std::map<uint64_t, uint64_t> &auxiliaryVector() const { return m_auxv; }
    [[nodiscard]] const std::vector<MappedRange> &mappedFiles() const { return m_mappedFiles; }
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }
    /// Bytes that the headers promise, and those that the file has: a cut core has less.
    [[nodiscard]] uint64_t promisedSize() const { return m_promisedSize; }
    [[nodiscard]] bool isComplete() const { return m_promisedSize <= m_file->size(); }
    /// Entry point that a Delve dump states, if any.
    [[nodiscard]] std::optional<Address> delveEntryPoint() const { return m_delveEntry; }

private:
    friend class CoreNotes;
    CoreFile() = default;
    void checkSizes();

    std::shared_ptr<const MappedFile> m_file;
    CoreKind m_kind = CoreKind::Linux;
    uint16_t m_machine = 0;
    std::vector<ElfSegment> m_segments;
    std::vector<CoreThread> m_threads;
    std::optional<ProcessInfo> m_process;
    std::optional<CoreProvenance> m_provenance;
    std::map<uint64_t, uint64_t> m_auxv;
    std::vector<MappedRange> m_mappedFiles;
    std::vector<Error> m_warnings;
    uint64_t m_promisedSize = 0;
    std::optional<Address> m_delveEntry;
};

}
