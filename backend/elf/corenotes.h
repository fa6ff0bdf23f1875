// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"
#include "backend/elf/elfnotes.h"

namespace Freezeframe
{

/// Reads the notes of a core into its CoreFile while that is being opened. One thread.
class CoreNotes
{
public:
    CoreNotes(CoreFile &core, Architecture architecture)
        : m_core(core)
        , m_architecture(architecture)
    {
    }
    /// All notes of one PT_NOTE; damage ends one note, not the walk.
    void readSegment(const ElfSegment &segment);
    /// After the last segment: what the notes together say, and what is missing.
    void finish();

private:
    void readNote(const ElfNote &note);
    void readLinuxNote(const ElfNote &note);
    void readDelveNote(const ElfNote &note);
    void readProcess(std::span<const std::byte> bytes);
    void readAuxiliaryVector(std::span<const std::byte> bytes);
    void readFiles(std::span<const std::byte> bytes);
    void readProvenance(std::span<const std::byte> bytes);
    void readDelveHeader(std::span<const std::byte> bytes);
    void addThread(Result<CoreThread> thread);
    /// Adds a warning about the note at hand.
    void warn(ErrorCode code, std::string message);
    void check(const Result<void> &done);
    [[nodiscard]] bool belongs(const ElfNote &note) const;

    CoreFile &m_core;
    Architecture m_architecture;
    std::string m_noteName;
    uint64_t m_segmentOffset = 0;
    uint64_t m_noteOffset = 0; ///< in the file, of the note at hand
    size_t m_unowned = 0; ///< notes with an empty owner: Delve's
    size_t m_owned = 0;
    size_t m_warnings = 0;
    bool m_hasDelveHeader = false;
};

}
