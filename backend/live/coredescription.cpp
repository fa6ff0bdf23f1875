// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"

#include "backend/base/bytereader.h"
#include "backend/elf/compressedcore.h"
#include "backend/elf/corefile.h"
#include "backend/go/gobuildinfo.h"
#include "backend/live/procfiles.h"

#include <algorithm>
#include <elf.h>
#include <filesystem>

namespace Freezeframe
{
namespace
{

/// The mapping that has the program's entry or program headers is that of the executable.
const MappedRange *executableOf(const CoreFile &core)
{
    for (const uint64_t key : {uint64_t(AT_PHDR), uint64_t(AT_ENTRY)}) {
        const auto value = core.auxiliaryVector().find(key);
        if (value == core.auxiliaryVector().end())
            continue;
        for (const MappedRange &row : core.mappedFiles()) {
            if (row.range.contains({value->second}))
                return &row;
        }
    }
    return nullptr;
}

/// The version behind Go's mark at the begin of the executable's data, as it lies in the core.
std::string goVersionIn(const CoreFile &core, const std::string &executable)
{
    constexpr std::string_view magic = "\xff Go buildinf:";
    constexpr size_t headerSize = 32;
    constexpr uint64_t searched = 256 << 10; // bytes of each mapping
    constexpr uint64_t longestVersion = 128;
    const auto bytes = core.file()->bytes();
    for (const ElfSegment &segment : core.segments()) {
        const bool isOfProgram = std::ranges::any_of(core.mappedFiles(), [&](const MappedRange &row) {
            return row.path == executable && row.range.contains(segment.address);
        });
        if (!isOfProgram || segment.offset >= bytes.size())
            continue;
        const uint64_t size = std::min({segment.fileSize, searched, bytes.size() - segment.offset});
        const std::string_view text(reinterpret_cast<const char *>(bytes.data() + segment.offset), size);
        const size_t at = text.find(magic);
        if (at == std::string_view::npos || text.size() - at <= headerSize)
            continue;
        ByteReader reader(bytes.subspan(segment.offset + at + headerSize, text.size() - at - headerSize));
        const auto length = reader.readUleb128();
        if (!length || *length > longestVersion)
            continue;
        if (const auto version = reader.readBytes(*length))
            return std::string(reinterpret_cast<const char *>(version->data()), version->size());
    }
    return {};
}

}

std::string goVersionOf(const std::string &executable)
{
    if (!executable.starts_with('/'))
        return {};
    const auto elf = MappedFile::open(executable).and_then(&ElfFile::open);
    if (!elf)
        return {};
    const auto info = readBuildInfo(**elf);
    return info ? info->goVersion : std::string();
}

Result<void> describeCore(StoredCore &core)
{
    constexpr uint64_t headSize = 1 << 20; // of one that is compressed: headers, notes, and often the program's data
    const auto bytes = openCoreHead(core.path, headSize);
    const auto opened = bytes ? CoreFile::open(*bytes) : std::unexpected(bytes.error());
    if (!opened)
        return std::unexpected(opened.error());
    std::error_code unknown;
    const bool isHead = std::filesystem::file_size(core.path, unknown) != (*bytes)->size();
    const CoreFile &file = **opened;
    if (const auto &process = file.process()) {
        core.pid = process->pid;
        core.uid = process->uid;
        core.program = process->name;
    }
    if (!file.threads().empty())
        core.signal = file.threads().front().signal;
    if (const MappedRange *program = executableOf(file)) {
        core.executable = withoutDeleted(program->path);
        core.program = baseName(core.executable);
        core.goVersion = goVersionIn(file, program->path);
        if (core.goVersion.empty())
            core.goVersion = goVersionOf(core.executable);
    }
    // A capture is told by its own note; others who take cores of living processes leave no signal in it.
    core.isCapture = file.provenance().has_value() || (!file.threads().empty() && core.signal == 0);
    core.pauseSeconds = file.provenance() ? file.provenance()->pauseSeconds : 0;
    if (!file.isComplete() && !isHead)
        core.summary = "cut: its end is missing";
    return {};
}

}
