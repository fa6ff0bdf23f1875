// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/corefile.h"

#include "backend/base/text.h"
#include "backend/elf/corenotes.h"
#include "backend/elf/elfheaders.h"
#include "backend/elf/filekind.h"

#include <algorithm>
#include <cstdio>
#include <elf.h>

namespace Freezeframe
{

namespace
{

uint64_t endInFile(const ElfSegment &segment)
{
    return segment.fileSize > UINT64_MAX - segment.offset ? UINT64_MAX : segment.offset + segment.fileSize;
}

/// "1.18 of 3.20 GiB (37 %)": both in the unit of the larger.
std::string partOf(uint64_t there, uint64_t promised)
{
    const std::string whole = byteCount(promised);
    std::string part = byteCount(there);
    const std::string_view unit = std::string_view(whole).substr(whole.find(' '));
    if (part.ends_with(unit))
        part.resize(part.size() - unit.size());
    const auto percent = static_cast<unsigned>(static_cast<double>(there) / static_cast<double>(promised) * 100);
    return part + " of " + whole + " (" + std::to_string(percent) + " %)";
}

}

Result<std::shared_ptr<const CoreFile>> CoreFile::open(std::shared_ptr<const MappedFile> file)
{
    auto headers = readElfHeaders(*file);
    if (!headers)
        return std::unexpected(std::move(headers.error()));
    if (headers->type != ET_CORE) {
        return std::unexpected(Error{.code = ErrorCode::Unsupported,
                                     .message = elfTypeName(headers->type) + ", not a core",
                                     .file = file->path()});
    }
    if (headers->osAbi == ELFOSABI_FREEBSD) {
        return std::unexpected(Error{.code = ErrorCode::Unsupported,
                                     .message = "a core of FreeBSD; Freezeframe reads those of Linux",
                                     .file = file->path()});
    }
    std::shared_ptr<CoreFile> core(new CoreFile);
    core->m_file = std::move(file);
    core->m_machine = headers->machine;
    core->m_warnings = std::move(headers->warnings);
    core->m_promisedSize = std::max<uint64_t>(headers->segmentTableEnd, sizeof(Elf64_Ehdr));
    if (headers->segments.empty()) {
        return std::unexpected(Error{.code = ErrorCode::Truncated,
                                     .message = headers->promisedSegments
                                         ? "the core is cut off before its first segment"
                                         : "the core has no segments",
                                     .file = core->m_file->path()});
    }

    const ArchitectureInfo &architecture = *ArchitectureInfo::forMachine(core->m_machine);
    CoreNotes notes(*core, architecture.architecture);
    for (const ElfSegment &segment : headers->segments) {
        if (segment.type == PT_NOTE)
            notes.readSegment(segment);
        else if (segment.type == PT_LOAD)
            core->m_segments.push_back(segment);
    }
    notes.finish();
    core->checkSizes();
    return core;
}

void CoreFile::checkSizes()
{
    // No file system holds files of 2^62 bytes: such a size is damage, not a promise.
    constexpr uint64_t largestFile = uint64_t(1) << 62;
    for (size_t index = 0; index < m_segments.size(); ++index) {
        ElfSegment &segment = m_segments[index];
        const auto warn = [&](std::string message) {
            m_warnings.push_back(Error{.code = ErrorCode::BadFormat,
                                       .message = std::move(message),
                                       .file = m_file->path(),
                                       .section = "PT_LOAD " + std::to_string(index),
                                       .offset = segment.offset});
        };
        const uint64_t addressRoom = UINT64_MAX - segment.address.value;
        if (segment.memorySize > addressRoom) {
            warn(clampedSentence("p_memsz", segment.memorySize, addressRoom));
            segment.memorySize = addressRoom;
        }
        if (segment.fileSize > segment.memorySize) {
            warn("p_filesz says " + std::to_string(segment.fileSize) + ", the memory has room for "
                 + std::to_string(segment.memorySize) + "; used that");
            segment.fileSize = segment.memorySize;
        }
        if (endInFile(segment) >= largestFile) {
            const uint64_t room = segment.offset < m_file->size() ? m_file->size() - segment.offset : 0;
            warn(clampedSentence("p_filesz", segment.fileSize, room));
            segment.fileSize = room;
        }
        if (segment.fileSize > 0)
            m_promisedSize = std::max(m_promisedSize, endInFile(segment));
    }
    if (!isComplete()) {
        m_warnings.push_back(Error{.code = ErrorCode::Truncated,
                                   .message = "the core is cut off: " + partOf(m_file->size(), m_promisedSize)
                                       + " are here; likely the disk was full or RLIMIT_CORE was reached",
                                   .file = m_file->path()});
    }
}

}
