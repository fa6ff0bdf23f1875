// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/pclntabdata.h"

#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t bucketSize = 4096; // bytes of code

// Go runtime/symtab.go: pcHeader, 64-bit.
constexpr size_t headerCount = 8;
constexpr size_t headerTextStart = 24;
constexpr size_t headerNames = 32;
constexpr size_t headerUnits = 40;
constexpr size_t headerFiles = 48;
constexpr size_t headerPcTables = 56;
constexpr size_t headerFunctions = 64;

[[nodiscard]] std::unexpected<Error> bad(std::string message)
{
    return std::unexpected(Error{.code = ErrorCode::BadFormat, .message = std::move(message), .section = "pclntab"});
}

}

Result<PclntabHeader> PclntabHeader::read(std::span<const std::byte> table)
{
    if (table.size() < size)
        return bad("the pclntab is shorter than its header");
    PclntabHeader header;
    header.magic = loadAt<uint32_t>(table, 0).value_or(0);
    if (header.magic == 0xfffffffa || header.magic == 0xfffffffb)
        return fail(ErrorCode::Unsupported, "the program was built with Go 1.17 or older");
    if (header.magic != 0xfffffff0 && header.magic != 0xfffffff1)
        return bad("the pclntab begins with " + hex(header.magic) + ", which no known Go writes");
    header.quantum = loadAt<uint8_t>(table, 6).value_or(0);
    const unsigned pointerSize = loadAt<uint8_t>(table, 7).value_or(0);
    if (pointerSize == 4)
        return fail(ErrorCode::Unsupported, "the pclntab is of a 32-bit program");
    const bool padded = loadAt<uint16_t>(table, 4).value_or(1) != 0;
    if (padded || pointerSize != 8 || (header.quantum != 1 && header.quantum != 2 && header.quantum != 4))
        return bad("the pclntab's header makes no sense");

    const auto word = [&](size_t offset) { return loadAt<uint64_t>(table, offset).value_or(0); };
    header.textStart = word(headerTextStart);
    header.names = word(headerNames);
    header.units = word(headerUnits);
    header.files = word(headerFiles);
    header.pcTables = word(headerPcTables);
    header.functionTable = word(headerFunctions);
    header.filesEnd = std::min<uint64_t>(header.pcTables, table.size());
    for (const uint64_t offset : {header.names, header.units, header.files, header.pcTables, header.functionTable}) {
        if (offset < headerFunctions || offset >= table.size())
            return bad("the pclntab's header points " + hex(offset) + " bytes in, past its end");
    }
    // Each function has two words in functab, and one word ends it.
    const uint64_t count = word(headerCount);
    const uint64_t room = table.size() - header.functionTable;
    if (count == 0 || count > room / 8 || room - count * 8 < 4)
        return bad("the pclntab claims " + std::to_string(count) + " functions and has no room for them");
    header.functionCount = static_cast<uint32_t>(std::min<uint64_t>(count, 0xfffffffe));
    return header;
}

void Pclntab::Data::buildBuckets()
{
    const uint32_t last = entryAt(header.functionCount).codeOffset;
    buckets.assign(last / bucketSize + 2, header.functionCount);
    uint64_t next = 0;
    for (uint32_t i = 0; i < header.functionCount; ++i) {
        // All buckets up to the one in which this function begins start with the function before.
        const uint64_t bucket = entryAt(i).codeOffset / bucketSize;
        for (; next <= bucket && next < buckets.size(); ++next)
            buckets[next] = i == 0 || entryAt(i).codeOffset == next * bucketSize ? i : i - 1;
    }
    for (; next < buckets.size(); ++next)
        buckets[next] = header.functionCount - 1;
}

std::optional<Pclntab::Data::Record> Pclntab::Data::recordAt(uint32_t offset) const
{
    const size_t tail = header.hasStartLine() ? 40 : 36; // of funcID
    const size_t length = tail + 4;
    if (offset > functionTable.size() || functionTable.size() - offset < length)
        return std::nullopt;
    const auto word = [&](size_t at) { return loadAt<uint32_t>(functionTable, offset + at).value_or(0); };
    const auto byte = [&](size_t at) { return loadAt<uint8_t>(functionTable, offset + at).value_or(0); };
    Record record;
    record.name = static_cast<int32_t>(word(4));
    record.argumentSize = static_cast<int32_t>(word(8));
    record.deferReturn = word(12);
    record.spTable = word(16);
    record.fileTable = word(20);
    record.lineTable = word(24);
    record.pcDataCount = word(28);
    record.unit = word(32);
    record.startLine = header.hasStartLine() ? static_cast<int32_t>(word(36)) : 0;
    record.funcId = byte(tail);
    record.flags = byte(tail + 1);
    record.funcDataCount = byte(tail + 3);
    record.tables = uint64_t(offset) + length;
    return record;
}

Address Pclntab::Data::addressOf(uint32_t codeOffset) const
{
    // Go runtime/symtab.go: textAddr. The last section has its end, too: functab ends there.
    const auto &sections = input.sections;
    for (size_t i = 0; sections.size() > 1 && i < sections.size(); ++i) {
        const auto &section = sections[i];
        const bool isEnd = i + 1 == sections.size() && codeOffset == section.end;
        if ((codeOffset >= section.begin && codeOffset < section.end) || isEnd)
            return section.base + (codeOffset - section.begin);
    }
    return input.textStart + codeOffset;
}

std::optional<uint32_t> Pclntab::Data::codeOffsetOf(Address pc) const
{
    if (input.sections.size() > 1) {
        for (const auto &section : input.sections) {
            if (section.base <= pc && pc - section.base < section.end - section.begin)
                return static_cast<uint32_t>(pc - section.base + section.begin);
        }
        return std::nullopt;
    }
    if (pc < input.textStart || pc - input.textStart > std::numeric_limits<uint32_t>::max())
        return std::nullopt;
    return static_cast<uint32_t>(pc - input.textStart);
}

std::optional<uint32_t> Pclntab::Data::indexOf(Address pc) const
{
    const auto code = codeOffsetOf(pc);
    if (!code || *code / bucketSize + 1 >= buckets.size())
        return std::nullopt;
    auto &slot = functions[cacheSlot(*code)];
    if (const auto cached = cachedValue(slot.load(std::memory_order_relaxed), *code))
        return cached;
    // The greatest function that begins at or before the pc: in this bucket, or the first of the next one.
    uint32_t low = buckets[*code / bucketSize];
    uint32_t high = std::min(buckets[*code / bucketSize + 1] + 1, header.functionCount);
    while (high - low > 1 && low < high) {
        const uint32_t middle = low + (high - low) / 2;
        (entryAt(middle).codeOffset <= *code ? low : high) = middle;
    }
    if (low >= header.functionCount || entryAt(low).codeOffset > *code || entryAt(low + 1).codeOffset <= *code)
        return std::nullopt;
    slot.store(cacheEntry(*code, low), std::memory_order_relaxed);
    return low;
}

std::span<const std::byte> Pclntab::Data::pcTable(uint32_t offset) const
{
    // Tables do not tell their length: the next part of the pclntab is the bound.
    const uint64_t begin = header.pcTables + offset;
    const uint64_t end = header.functionTable > header.pcTables ? header.functionTable : input.table.size();
    return begin < end ? input.table.subspan(begin, end - begin) : std::span<const std::byte>();
}

std::optional<int32_t> Pclntab::Data::value(uint32_t table, uint64_t offset) const
{
    if (table == 0)
        return std::nullopt;
    return pcValueAt(pcTable(table), header.quantum, offset);
}

bool Pclntab::Data::usesFile(const Record &record, std::string_view file) const
{
    if (record.fileTable == 0)
        return false;
    PcValueReader reader(pcTable(record.fileTable), header.quantum);
    while (reader.next()) {
        if (fileAt(record.unit, reader.value()) == file)
            return true;
    }
    return false;
}

std::optional<Pclntab::Data::InlinedCall> Pclntab::Data::inlinedCallAt(std::span<const std::byte> tree,
                                                                       int32_t index) const
{
    InlinedCall call;
    const auto at = uint64_t(uint32_t(index));
    if (header.hasStartLine()) { // 16 bytes: funcID, pad, nameOff, parentPc, startLine
        const auto startLine = loadAt<int32_t>(tree, at * 16 + 12);
        if (!startLine)
            return std::nullopt;
        call.funcId = loadAt<uint8_t>(tree, at * 16).value_or(0);
        call.name = loadAt<int32_t>(tree, at * 16 + 4).value_or(-1);
        call.parentOffset = loadAt<uint32_t>(tree, at * 16 + 8).value_or(0);
        call.startLine = *startLine;
        return call;
    }
    // Go 1.18 and 1.19, 20 bytes: parent, funcID, pad, file, line, func_, parentPc
    const auto parent = loadAt<uint32_t>(tree, at * 20 + 16);
    if (!parent)
        return std::nullopt;
    call.funcId = loadAt<uint8_t>(tree, at * 20 + 2).value_or(0);
    call.name = loadAt<int32_t>(tree, at * 20 + 12).value_or(-1);
    call.parentOffset = *parent;
    return call;
}

uint8_t Pclntab::Data::wrapperId() const
{
    int id = wrapper.load(std::memory_order_relaxed);
    if (id < 0) {
        id = findWrapperId();
        wrapper.store(id, std::memory_order_relaxed);
    }
    return static_cast<uint8_t>(id);
}

uint8_t Pclntab::Data::findWrapperId() const
{
    // The ids are in the order of names and the wrapper's comes after the last of them, systemstack_switch, in all
    // releases from 1.18 to 1.27. A plugin has no runtime of its own: there the greatest id in use is the wrapper's.
    uint8_t greatest = 0;
    for (uint32_t i = 0; i < header.functionCount; ++i) {
        const auto record = recordAt(entryAt(i).record);
        if (!record || record->funcId == 0)
            continue;
        greatest = std::max(greatest, record->funcId);
        if (funcKindOf(nameAt(record->name), 0) == GoFuncKind::SystemStackSwitch)
            return record->funcId + 1;
    }
    constexpr uint8_t leastKnown = 21; // Go 1.18 runtime/symtab.go: funcID_wrapper
    return greatest >= leastKnown ? greatest : 0;
}

}
