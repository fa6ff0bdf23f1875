// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/corenotes.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"
#include "backend/elf/elfheaders.h"
#include "backend/elf/registernotes.h"

#include <algorithm>
#include <charconv>
#include <elf.h>

namespace Freezeframe
{

namespace
{

// Delve pkg/elfwriter/delve_core_notes.go: types of its own.
constexpr uint32_t delveHeaderType = 0x444C5645;
constexpr uint32_t delveThreadType = 0x444C5654;

std::string noteName(const ElfNote &note)
{
    switch (note.type) {
    case NT_PRSTATUS: return "NT_PRSTATUS";
    case NT_PRPSINFO: return "NT_PRPSINFO";
    case NT_SIGINFO: return "NT_SIGINFO";
    case NT_AUXV: return "NT_AUXV";
    case NT_FILE: return "NT_FILE";
    case NT_FPREGSET: return "NT_FPREGSET";
    case NT_X86_XSTATE: return "NT_X86_XSTATE";
    case NT_ARM_TLS: return "NT_ARM_TLS";
    case delveHeaderType: return "Delve header";
    case delveThreadType: return "Delve thread";
    default: return "note of type " + hex(note.type);
    }
}

constexpr size_t rowSize = 24; // of NT_FILE: begin, end, page

/// How many rows of NT_FILE in a row look like ranges of pages.
uint64_t plausibleRows(std::span<const std::byte> bytes)
{
    constexpr uint64_t inPage = 4095;
    uint64_t rows = 0;
    for (; bytes.size() >= (rows + 1) * (rowSize + 1); ++rows) {
        const uint64_t begin = *loadAt<uint64_t>(bytes, rows * rowSize);
        const uint64_t end = *loadAt<uint64_t>(bytes, rows * rowSize + 8);
        if (begin >= end || (begin & inPage) || (end & inPage))
            break;
    }
    return rows;
}

/// A fixed field of text: up to its NUL, or all of it.
std::string fieldText(std::span<const std::byte> bytes, size_t offset, size_t size)
{
    const std::string_view field(reinterpret_cast<const char *>(bytes.data()) + offset, size);
    return std::string(field.substr(0, field.find('\0')));
}

}

void CoreNotes::warn(ErrorCode code, std::string message)
{
    // A file of nothing but damage must not become a list of millions of rows.
    constexpr size_t mostWarnings = 100;
    if (++m_warnings > mostWarnings)
        return;
    m_core.m_warnings.push_back(Error{.code = code,
                                      .message = std::move(message),
                                      .file = m_core.m_file->path(),
                                      .section = m_noteName,
                                      .offset = m_noteOffset});
}

void CoreNotes::check(const Result<void> &done)
{
    if (!done)
        warn(done.error().code, done.error().message);
}

void CoreNotes::readSegment(const ElfSegment &segment)
{
    m_noteName = "PT_NOTE";
    m_noteOffset = segment.offset;
    const uint64_t fileSize = m_core.m_file->size();
    const uint64_t there = segment.offset >= fileSize ? 0 : std::min(segment.fileSize, fileSize - segment.offset);
    if (there < segment.fileSize)
        warn(ErrorCode::Truncated,
             "the notes are cut off: " + byteCount(there) + " of " + byteCount(segment.fileSize) + " are here");
    if (there == 0)
        return;
    m_segmentOffset = segment.offset;
    ElfNoteReader reader(m_core.m_file->bytes().subspan(segment.offset, there), segment.alignment);
    while (true) {
        while (const auto note = reader.next())
            readNote(*note);
        if (!reader.isDamaged())
            return;
        m_noteName = "PT_NOTE";
        m_noteOffset = segment.offset + reader.position();
        const size_t threadsBefore = m_core.m_threads.size();
        const bool goesOn = reader.resynchronise();
        warn(ErrorCode::BadFormat,
             "the note at " + hex(m_noteOffset) + " is damaged: "
                 + (goesOn ? "skipped to the next one at " + hex(segment.offset + reader.position())
                           : "no other follows; " + std::to_string(threadsBefore) + " threads read"));
        if (!goesOn)
            return;
    }
}

bool CoreNotes::belongs(const ElfNote &note) const
{
    if (note.owner.empty())
        return true; // Delve's Linux dumps name no owner
    return note.owner == "CORE" || note.owner == "LINUX" || note.owner == "Delve Header";
}

void CoreNotes::readNote(const ElfNote &note)
{
    if (note.owner == provenanceOwner && note.type == provenanceType) {
        m_noteOffset = m_segmentOffset + note.offset;
        m_noteName = "Freezeframe";
        readProvenance(note.description);
        return;
    }
    if (!belongs(note))
        return;
    m_noteOffset = m_segmentOffset + note.offset;
    m_noteName = noteName(note);
    note.owner.empty() ? ++m_unowned : ++m_owned;
    if (note.type == delveHeaderType || note.type == delveThreadType)
        readDelveNote(note);
    else
        readLinuxNote(note);
}

void CoreNotes::addThread(Result<CoreThread> thread)
{
    if (!thread) {
        warn(thread.error().code, thread.error().message);
        return;
    }
    thread->noteOffset = m_noteOffset;
    m_core.m_threads.push_back(std::move(*thread));
}

void CoreNotes::readLinuxNote(const ElfNote &note)
{
    // Register notes belong to the NT_PRSTATUS before them.
    CoreThread *thread = m_core.m_threads.empty() ? nullptr : &m_core.m_threads.back();
    const auto bytes = note.description;
    switch (note.type) {
    case NT_PRSTATUS: addThread(threadFromStatus(bytes, m_architecture)); break;
    case NT_PRPSINFO: readProcess(bytes); break;
    case NT_AUXV: readAuxiliaryVector(bytes); break;
    case NT_FILE: readFiles(bytes); break;
    case NT_SIGINFO:
        if (thread) {
            if (auto info = signalFromNote(bytes))
                thread->signalInfo = *info;
            else
                warn(info.error().code, info.error().message);
        }
        break;
    case NT_FPREGSET:
        if (thread)
            check(addVectorRegisters(thread->registers, bytes));
        break;
    case NT_X86_XSTATE:
        if (thread && m_architecture == Architecture::X86_64)
            check(addVectorRegisters(thread->registers, bytes));
        break;
    case NT_ARM_TLS:
        if (const auto value = loadAt<uint64_t>(bytes, 0); thread && value && m_architecture == Architecture::Arm64)
            thread->registers.set(36, *value); // TPIDR_EL0
        break;
    default: break; // other register sets and notes of other tools
    }
}

void CoreNotes::readProcess(std::span<const std::byte> bytes)
{
    // struct elf_prpsinfo of 64-bit Linux (include/linux/elfcore.h).
    constexpr size_t size = 136;
    constexpr size_t nameOffset = 40;
    constexpr size_t argumentsOffset = 56;
    if (bytes.size() < size) {
        warn(ErrorCode::Truncated,
             "the description of the process has only " + std::to_string(bytes.size()) + " bytes");
        return;
    }
    if (m_core.m_process)
        return;
    ProcessInfo info;
    info.state = static_cast<char>(bytes[1]);
    info.uid = *loadAt<uint32_t>(bytes, 16);
    info.gid = *loadAt<uint32_t>(bytes, 20);
    info.pid = *loadAt<int32_t>(bytes, 24);
    info.parentPid = *loadAt<int32_t>(bytes, 28);
    info.name = fieldText(bytes, nameOffset, argumentsOffset - nameOffset);
    info.arguments = fieldText(bytes, argumentsOffset, size - argumentsOffset);
    // The kernel puts a space after each argument.
    while (info.arguments.ends_with(' '))
        info.arguments.pop_back();
    m_core.m_process = std::move(info);
}

void CoreNotes::readAuxiliaryVector(std::span<const std::byte> bytes)
{
    for (size_t offset = 0; offset + 16 <= bytes.size(); offset += 16) {
        const uint64_t key = *loadAt<uint64_t>(bytes, offset);
        if (key == AT_NULL)
            return;
        m_core.m_auxv.emplace(key, *loadAt<uint64_t>(bytes, offset + 8));
    }
}

void CoreNotes::readFiles(std::span<const std::byte> bytes)
{
    const auto count = loadAt<uint64_t>(bytes, 0);
    auto pageSize = loadAt<uint64_t>(bytes, 8);
    if (!count || !pageSize) {
        warn(ErrorCode::Truncated, "the list of mapped files has only " + std::to_string(bytes.size()) + " bytes");
        return;
    }
    constexpr size_t headerSize = 16;
    // Each row needs its numbers and at least the NUL of its path.
    const uint64_t room = (bytes.size() - headerSize) / (rowSize + 1);
    uint64_t rows = *count;
    if (rows > room) {
        // The paths follow the rows: where numbers stop being ranges, they begin.
        rows = plausibleRows(bytes.subspan(headerSize));
        warn(ErrorCode::BadFormat, clampedSentence("count of mapped files", *count, rows));
    }
    if (*pageSize == 0 || (*pageSize & (*pageSize - 1)) || *pageSize > (1 << 24)) {
        warn(ErrorCode::BadFormat, "page size says " + std::to_string(*pageSize) + "; used 4096");
        pageSize = 4096;
    }
    ByteReader paths(bytes.subspan(headerSize + rows * rowSize));
    size_t dropped = 0;
    for (uint64_t row = 0; row < rows; ++row) {
        const size_t at = headerSize + row * rowSize;
        const auto path = paths.readCString();
        if (!path) {
            warn(ErrorCode::Truncated,
                 "the paths end after " + std::to_string(row) + " of " + std::to_string(rows) + " files");
            break;
        }
        const AddressRange range{{*loadAt<uint64_t>(bytes, at)}, {*loadAt<uint64_t>(bytes, at + 8)}};
        const uint64_t page = *loadAt<uint64_t>(bytes, at + 16);
        if (range.isEmpty() || page > UINT64_MAX / *pageSize || path->empty()) {
            ++dropped;
            continue;
        }
        m_core.m_mappedFiles.push_back({.range = range, .fileOffset = page * *pageSize, .path = std::string(*path)});
    }
    if (dropped)
        warn(ErrorCode::BadFormat,
             std::to_string(dropped) + " of " + std::to_string(rows) + " mapped files make no sense; left out");
}

void CoreNotes::readProvenance(std::span<const std::byte> bytes)
{
    if (m_core.m_provenance)
        return;
    auto provenance = provenanceFromNote(bytes);
    if (!provenance) {
        warn(provenance.error().code, provenance.error().message);
        return;
    }
    const auto warnOfCore = [this](ErrorCode code, std::string message) {
        m_core.m_warnings.push_back({.code = code, .message = std::move(message), .file = m_core.m_file->path()});
    };
    if (!provenance->isConsistent)
        warnOfCore(ErrorCode::BadFormat, std::string(inconsistentWarning));
    if (!provenance->cutShort.empty())
        warnOfCore(ErrorCode::Truncated, provenance->cutShort + ": the rest of its memory is missing");
    m_core.m_provenance = std::move(*provenance);
}

void CoreNotes::readDelveNote(const ElfNote &note)
{
    if (note.type == delveThreadType) {
        addThread(threadFromDelve(note.description, m_architecture));
        return;
    }
    m_hasDelveHeader = true;
    readDelveHeader(note.description);
}

void CoreNotes::readDelveHeader(std::span<const std::byte> bytes)
{
    std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    const auto numberAfter = [text](std::string_view label, int base) -> std::optional<uint64_t> {
        const size_t start = text.find(label);
        if (start == std::string_view::npos)
            return std::nullopt;
        const std::string_view digits = text.substr(start + label.size());
        uint64_t value = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        return end.ec == std::errc() ? std::optional(value) : std::nullopt;
    };
    if (const std::string_view system = text.substr(0, text.find('\n')); !system.starts_with("linux/"))
        warn(ErrorCode::Unsupported,
             "a Delve dump of " + escaped(system.substr(0, 40)) + ": only its memory and registers can be read");
    if (const auto entry = numberAfter("Entry Point: 0x", 16))
        m_core.m_delveEntry = Address{*entry};
    if (const auto pid = numberAfter("Target Pid: ", 10); pid && !m_core.m_process)
        m_core.m_process.emplace().pid = static_cast<int32_t>(*pid);
}

void CoreNotes::finish()
{
    const bool isDelve = m_hasDelveHeader || (m_unowned > 0 && m_owned == 0);
    m_core.m_kind = isDelve ? CoreKind::Delve : CoreKind::Linux;
    m_noteName = "PT_NOTE";
    m_noteOffset = 0;
    m_warnings = 0;
    if (m_core.m_threads.empty())
        warn(ErrorCode::NotFound, "the core has no registers of any thread; goroutines come from memory only");
}

}
