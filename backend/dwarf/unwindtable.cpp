// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/cfiprogram.h"
#include "backend/dwarf/unwindentries.h"
#include "backend/dwarf/unwindrow.h"

#include "backend/elf/elffile.h"

#include <algorithm>
#include <elf.h>
#include <mutex>

namespace Freezeframe
{

namespace
{

/// A section's entries, read when first needed by whichever thread.
class LazyEntries
{
public:
    template<class Find>
    const UnwindEntries &get(Find find) const
    {
        std::call_once(m_once, [&] {
            if (const std::optional<CfiSection> section = find())
                m_entries = readUnwindEntries(*section);
        });
        return m_entries;
    }

private:
    mutable std::once_flag m_once;
    mutable UnwindEntries m_entries;
};

uint64_t addressOf(const ElfFile &file, std::string_view section)
{
    const ElfSection *found = file.findSection(section);
    return found ? found->address.value : 0;
}

std::optional<CfiSection> sectionOf(const ElfFile *file, std::string_view name, bool isEhFrame)
{
    if (!file)
        return std::nullopt;
    const auto bytes = file->sectionData(name);
    if (!bytes || bytes->empty())
        return std::nullopt;
    return CfiSection{.bytes = *bytes,
                      .address = addressOf(*file, name),
                      .textAddress = addressOf(*file, ".text"),
                      .dataAddress = addressOf(*file, ".got"),
                      .isEhFrame = isEhFrame};
}

/// Without section headers, the way of the dynamic loader: through .eh_frame_hdr.
std::optional<CfiSection> ehFrameBySegment(const ElfFile *file)
{
    if (!file)
        return std::nullopt;
    const auto &segments = file->segments();
    const auto header = std::ranges::find(segments, uint32_t(PT_GNU_EH_FRAME), &ElfSegment::type);
    if (header == segments.end())
        return std::nullopt;
    const auto headerBytes = file->bytesAt(header->address, header->fileSize);
    const auto address = headerBytes ? ehFrameAddress(*headerBytes, header->address.value) : std::nullopt;
    if (!address)
        return std::nullopt;
    for (const ElfSegment &segment : segments) {
        // The end is not written anywhere: the segment's is far enough, and a terminator comes before.
        if (segment.type != PT_LOAD || *address < segment.address.value
            || *address - segment.address.value >= segment.fileSize)
            continue;
        const auto bytes = file->bytesAt({*address}, segment.fileSize - (*address - segment.address.value));
        if (bytes)
            return CfiSection{
                .bytes = *bytes, .address = *address, .textAddress = 0, .dataAddress = 0, .isEhFrame = true};
    }
    return std::nullopt;
}

const FrameEntry *frameAt(const UnwindEntries &entries, Address pc)
{
    auto after
        = std::ranges::upper_bound(entries.frames, pc, {}, [](const FrameEntry &frame) { return frame.range.begin; });
    if (after == entries.frames.begin() || !std::prev(after)->range.contains(pc))
        return nullptr;
    return &*std::prev(after);
}

}

struct UnwindTable::Data {
    std::shared_ptr<const ElfFile> file;
    std::shared_ptr<const ElfFile> debugFile;
    LazyEntries ehFrame;
    LazyEntries debugFrame;
};

UnwindTable::UnwindTable()
    : d(std::make_unique<Data>())
{
}

UnwindTable::~UnwindTable() = default;

std::shared_ptr<const UnwindTable> UnwindTable::open(std::shared_ptr<const ElfFile> file,
                                                     std::shared_ptr<const ElfFile> debugFile)
{
    std::shared_ptr<UnwindTable> table(new UnwindTable);
    table->d->file = std::move(file);
    table->d->debugFile = std::move(debugFile);
    return table;
}

Result<UnwindRow> UnwindTable::rowAt(Address linkedPc) const
{
    const UnwindEntries *entries = &d->ehFrame.get([this] {
        auto section = sectionOf(d->file.get(), ".eh_frame", true);
        return section ? section : ehFrameBySegment(d->file.get());
    });
    const FrameEntry *frame = frameAt(*entries, linkedPc);
    if (!frame) {
        // Go's .debug_frame is large and compressed: only now.
        entries = &d->debugFrame.get([this] {
            auto section = sectionOf(d->file.get(), ".debug_frame", false);
            return section ? section : sectionOf(d->debugFile.get(), ".debug_frame", false);
        });
        frame = frameAt(*entries, linkedPc);
    }
    if (!frame)
        return fail(ErrorCode::NotFound, "no call frame information for " + linkedPc.toString());
    return runCfiProgram(entries->commons[frame->common], *frame, linkedPc.value);
}

}
