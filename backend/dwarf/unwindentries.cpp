// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/unwindentries.h"

#include "backend/dwarf/bytecursor.h"

#include <algorithm>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

/// Pointer encodings of the Linux Standard Base, "DWARF Extensions".
enum PointerEncoding : uint8_t {
    EncodingAbsolute = 0x00,
    EncodingUleb = 0x01,
    EncodingUdata2 = 0x02,
    EncodingUdata4 = 0x03,
    EncodingUdata8 = 0x04,
    EncodingSleb = 0x09,
    EncodingSdata2 = 0x0a,
    EncodingSdata4 = 0x0b,
    EncodingSdata8 = 0x0c,
    EncodingFormat = 0x0f,
    RelativeToPc = 0x10,
    RelativeToText = 0x20,
    RelativeToData = 0x30,
    RelativeToFunction = 0x40,
    EncodingAligned = 0x50,
    EncodingApplication = 0x70,
    EncodingIndirect = 0x80,
    EncodingOmit = 0xff,
};

/// One entry of the section, cut to its length.
struct RawEntry {
    uint64_t offset = 0; ///< of its length
    uint64_t idOffset = 0;
    uint64_t id = 0;
    uint64_t end = 0;
    bool is64Bit = false;
};

class EntryReader
{
public:
    explicit EntryReader(const CfiSection &section)
        : m_section(section)
    {
    }

    UnwindEntries run()
    {
        uint64_t offset = 0;
        while (const auto raw = next(offset)) {
            offset = raw->end;
            const bool isEmpty = raw->end == raw->idOffset;
            if (isEmpty && m_section.isEhFrame) // the terminator
                break;
            if (!isEmpty && !isCommon(*raw)) // common ones are read when a frame asks for them
                readFrame(*raw);
        }
        std::ranges::stable_sort(m_entries.frames, {}, [](const FrameEntry &frame) { return frame.range.begin; });
        return std::move(m_entries);
    }

private:
    std::optional<RawEntry> next(uint64_t offset) const
    {
        ByteCursor cursor(m_section.bytes, offset);
        RawEntry raw{.offset = offset};
        uint64_t length = cursor.u32();
        if (length == 0xffffffff) {
            raw.is64Bit = true;
            length = cursor.u64();
        }
        if (cursor.failed() || length > cursor.remaining())
            return std::nullopt;
        raw.idOffset = cursor.position();
        raw.end = raw.idOffset + length;
        if (length != 0) {
            const bool isWide = raw.is64Bit && !m_section.isEhFrame;
            raw.id = isWide ? cursor.u64() : cursor.u32();
            if (cursor.failed())
                return std::nullopt;
        }
        return raw;
    }

    bool isCommon(const RawEntry &raw) const
    {
        if (m_section.isEhFrame)
            return raw.id == 0;
        return raw.id == (raw.is64Bit ? ~uint64_t(0) : uint64_t(0xffffffff));
    }

    /// Index of the CIE at @p offset, read once; nothing if it is damaged.
    std::optional<uint32_t> commonAt(uint64_t offset)
    {
        const auto [found, isNew] = m_commons.try_emplace(offset);
        if (isNew) {
            const auto raw = next(offset);
            if (raw && raw->end != raw->idOffset && isCommon(*raw))
                found->second = readCommon(*raw);
        }
        return found->second;
    }

    std::optional<uint32_t> readCommon(const RawEntry &raw)
    {
        ByteCursor cursor(m_section.bytes.first(raw.end), raw.idOffset + (raw.is64Bit && !m_section.isEhFrame ? 8 : 4));
        CommonEntry common;
        const uint8_t version = cursor.u8();
        const auto augmentation = cursor.cString();
        if (version != 1 && version != 3 && version != 4)
            return std::nullopt;
        if (augmentation == "eh") // GCC 2's pointer to its own tables
            cursor.skip(8);
        if (version == 4) {
            common.addressSize = cursor.u8();
            cursor.skip(1); // segment selectors
        }
        common.codeAlignment = cursor.uleb();
        common.dataAlignment = cursor.sleb();
        common.returnAddressRegister = version == 1 ? cursor.u8() : cursor.uleb();
        if (cursor.failed() || common.addressSize == 0 || common.addressSize > 8)
            return std::nullopt;
        if (augmentation.starts_with('z')) {
            common.hasAugmentationSize = true;
            const uint64_t size = cursor.uleb();
            if (cursor.failed() || size > cursor.remaining())
                return std::nullopt;
            const uint64_t after = cursor.position() + size;
            if (!readAugmentation(augmentation.substr(1), cursor.position(), common))
                return std::nullopt;
            cursor.seek(after);
        } else if (!augmentation.empty() && augmentation != "eh") {
            return std::nullopt; // without a size nobody knows where the instructions begin
        }
        common.instructions = cursor.bytes(cursor.remaining());
        m_entries.commons.push_back(common);
        return static_cast<uint32_t>(m_entries.commons.size() - 1);
    }

    bool readAugmentation(std::string_view letters, uint64_t position, CommonEntry &common)
    {
        for (const char letter : letters) {
            ByteCursor cursor(m_section.bytes, position);
            switch (letter) {
            case 'R':
                common.pointerEncoding = cursor.u8();
                ++position;
                break;
            case 'L': ++position; break;
            case 'P': {
                const uint8_t encoding = cursor.u8();
                ++position;
                // The value of a personality routine may need memory; only its length matters here.
                const auto plain = static_cast<uint8_t>(encoding & EncodingFormat);
                if (encoding != EncodingOmit && !readEncodedPointer(m_section, position, plain, common.addressSize))
                    return false;
                break;
            }
            case 'S': common.isSignalFrame = true; break;
            case 'B': // arm64: branch protection with the B key
            case 'G': // arm64: memory tagging
                break;
            default: return true; // unknown data, whose size is known
            }
        }
        return true;
    }

    void readFrame(const RawEntry &raw)
    {
        if (m_section.isEhFrame && raw.id > raw.idOffset)
            return;
        const auto common = commonAt(m_section.isEhFrame ? raw.idOffset - raw.id : raw.id);
        if (!common)
            return;
        const CommonEntry &entry = m_entries.commons[*common];
        uint64_t position = raw.idOffset + (raw.is64Bit && !m_section.isEhFrame ? 8 : 4);
        const auto begin = readEncodedPointer(m_section, position, entry.pointerEncoding, entry.addressSize);
        const auto format = static_cast<uint8_t>(entry.pointerEncoding & EncodingFormat);
        const auto size = readEncodedPointer(m_section, position, format, entry.addressSize);
        // A function that the linker dropped is left with address 0.
        if (!begin || !size || *size == 0 || *begin == 0 || *begin + *size < *begin)
            return;
        ByteCursor cursor(m_section.bytes.first(raw.end), position);
        if (entry.hasAugmentationSize)
            cursor.skip(cursor.uleb());
        if (cursor.failed())
            return;
        m_entries.frames.push_back({.range = {{*begin}, {*begin + *size}},
                                    .common = *common,
                                    .instructions = cursor.bytes(cursor.remaining())});
    }

    const CfiSection &m_section;
    UnwindEntries m_entries;
    std::unordered_map<uint64_t, std::optional<uint32_t>> m_commons;
};

}

std::optional<uint64_t> readEncodedPointer(const CfiSection &section, uint64_t &position, uint8_t encoding,
                                           uint8_t addressSize, uint64_t functionAddress)
{
    if (encoding == EncodingOmit || (encoding & EncodingIndirect))
        return std::nullopt;
    uint64_t base = 0;
    switch (encoding & EncodingApplication) {
    case 0: break;
    case RelativeToPc: base = section.address + position; break;
    case RelativeToText: base = section.textAddress; break;
    case RelativeToData: base = section.dataAddress; break;
    case RelativeToFunction: base = functionAddress; break;
    case EncodingAligned: {
        const uint64_t address = section.address + position;
        position += (addressSize - address % addressSize) % addressSize;
        break;
    }
    default: return std::nullopt;
    }
    ByteCursor cursor(section.bytes, position);
    uint64_t value = 0;
    switch (encoding & EncodingFormat) {
    case EncodingAbsolute: value = cursor.unsignedOf(addressSize); break;
    case EncodingUleb: value = cursor.uleb(); break;
    case EncodingUdata2: value = cursor.u16(); break;
    case EncodingUdata4: value = cursor.u32(); break;
    case EncodingUdata8:
    case EncodingSdata8: value = cursor.u64(); break;
    case EncodingSleb: value = static_cast<uint64_t>(cursor.sleb()); break;
    case EncodingSdata2: value = static_cast<uint64_t>(int64_t(cursor.read<int16_t>())); break;
    case EncodingSdata4: value = static_cast<uint64_t>(int64_t(cursor.read<int32_t>())); break;
    default: return std::nullopt;
    }
    if (cursor.failed())
        return std::nullopt;
    position = cursor.position();
    return base + value;
}

std::optional<uint64_t> ehFrameAddress(std::span<const std::byte> header, uint64_t headerAddress)
{
    ByteCursor cursor(header);
    const uint8_t version = cursor.u8();
    const uint8_t encoding = cursor.u8();
    if (cursor.failed() || version != 1)
        return std::nullopt;
    const CfiSection section{
        .bytes = header, .address = headerAddress, .textAddress = 0, .dataAddress = headerAddress, .isEhFrame = true};
    uint64_t position = 4;
    return readEncodedPointer(section, position, encoding, 8);
}

UnwindEntries readUnwindEntries(const CfiSection &section)
{
    return EntryReader(section).run();
}

}
