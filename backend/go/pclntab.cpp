// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/pclntab.h"

#include "backend/go/pclntabdata.h"

#include <algorithm>
#include <cstring>
#include <mutex>

namespace Freezeframe
{

namespace
{

// Go internal/abi/symtab.go: PCDATA_ and FUNCDATA_ numbers, the same from 1.18 on.
constexpr uint32_t pcDataInlineIndex = 2;
constexpr uint32_t funcDataInlineTree = 3;
constexpr size_t maximumInlineDepth = 1000;

[[nodiscard]] std::string_view cString(std::span<const std::byte> bytes, uint64_t offset)
{
    constexpr size_t longest = 1 << 16;
    if (offset >= bytes.size())
        return {};
    const auto *begin = reinterpret_cast<const char *>(bytes.data()) + offset;
    const size_t limit = std::min<size_t>(bytes.size() - offset, longest);
    const void *end = std::memchr(begin, 0, limit);
    return end ? std::string_view(begin, static_cast<const char *>(end) - begin) : std::string_view();
}

}

Pclntab::Pclntab()
    : d(std::make_unique<Data>())
{
}

Pclntab::~Pclntab() = default;

Result<std::shared_ptr<const Pclntab>> Pclntab::open(Input input)
{
    const auto header = PclntabHeader::read(input.table);
    if (!header)
        return std::unexpected(header.error());
    std::shared_ptr<Pclntab> table(new Pclntab);
    Data &d = *table->d;
    d.input = std::move(input);
    d.header = *header;
    if (d.input.textStart.isNull())
        d.input.textStart = {header->textStart};
    if (d.input.textStart.isNull())
        return fail(ErrorCode::BadFormat, "the pclntab does not say where the code begins");
    d.functionTable = d.input.table.subspan(header->functionTable);
    d.buildBuckets();
    return table;
}

size_t Pclntab::functionCount() const
{
    return d->header.functionCount;
}

Address Pclntab::codeAddress(uint32_t offset) const
{
    return d->addressOf(offset);
}

std::string_view Pclntab::Data::nameAt(int32_t offset) const
{
    if (offset < 0)
        return {};
    return cString(input.table, uint64_t(header.names) + uint32_t(offset));
}

std::string_view Pclntab::Data::fileAt(uint32_t unit, int32_t file) const
{
    // Go runtime/symtab.go: funcfile. A file number indexes the compilation unit's part of cutab.
    constexpr uint32_t noFile = 0xffffffff;
    if (file < 0)
        return {};
    const uint64_t slot = header.units + (uint64_t(unit) + uint32_t(file)) * 4;
    const auto offset = loadAt<uint32_t>(input.table, slot);
    if (!offset || *offset == noFile)
        return {};
    return cString(input.table, uint64_t(header.files) + *offset);
}

GoFunction Pclntab::functionAtIndex(size_t index) const
{
    GoFunction function;
    if (index >= d->header.functionCount)
        return function;
    const Data::FunctionEntry entry = d->entryAt(index);
    function.entry = d->addressOf(entry.codeOffset);
    function.end = d->addressOf(d->entryAt(index + 1).codeOffset);
    function.index = static_cast<uint32_t>(index);
    function.record = entry.record;
    const auto record = d->recordAt(entry.record);
    if (!record)
        return function;
    function.name = d->nameAt(record->name);
    function.startLine = record->startLine;
    function.funcId = record->funcId;
    function.flags = record->flags;
    function.argumentSize = record->argumentSize;
    function.deferReturn = record->deferReturn;
    if (record->funcId != 0 || record->flags != 0) {
        function.kind = funcKindOf(function.name, record->flags);
        if (function.kind == GoFuncKind::Normal && record->funcId != 0 && record->funcId == d->wrapperId())
            function.kind = GoFuncKind::Wrapper;
    }
    return function;
}

std::optional<GoFunction> Pclntab::functionAt(Address pc) const
{
    const auto index = d->indexOf(pc);
    if (!index)
        return std::nullopt;
    GoFunction function = functionAtIndex(*index);
    if (function.name.empty())
        return std::nullopt;
    return function;
}

std::optional<GoFunction> Pclntab::functionNamed(std::string_view name) const
{
    const std::scoped_lock lock(d->nameLock);
    if (d->byName.empty()) {
        d->byName.reserve(d->header.functionCount);
        for (uint32_t i = 0; i < d->header.functionCount; ++i) {
            if (const auto record = d->recordAt(d->entryAt(i).record))
                d->byName.emplace(d->nameAt(record->name), i);
        }
    }
    const auto found = d->byName.find(name);
    if (found == d->byName.end())
        return std::nullopt;
    return functionAtIndex(found->second);
}

std::optional<int32_t> Pclntab::frameSize(const GoFunction &function, Address pc) const
{
    const auto offset = d->offsetIn(function, pc);
    const auto code = d->codeOffsetOf(pc);
    if (!offset || !code)
        return std::nullopt;
    auto &slot = d->frameSizes[Data::cacheSlot(*code)];
    const uint64_t cached = slot.load(std::memory_order_relaxed);
    if (const auto size = Data::cachedValue(cached, *code)) {
        return static_cast<int32_t>(*size) == Data::unknownSize ? std::nullopt
                                                                : std::optional(static_cast<int32_t>(*size));
    }
    const auto record = d->recordAt(function.record);
    auto size = record ? d->value(record->spTable, *offset) : std::nullopt;
    if (size && (*size < 0 || *size % 8 != 0))
        size = std::nullopt;
    slot.store(Data::cacheEntry(*code, static_cast<uint32_t>(size.value_or(Data::unknownSize))),
               std::memory_order_relaxed);
    return size;
}

std::optional<std::pair<std::string_view, int32_t>> Pclntab::fileLine(const GoFunction &function, Address pc) const
{
    const auto record = d->recordAt(function.record);
    const auto offset = d->offsetIn(function, pc);
    if (!record || !offset)
        return std::nullopt;
    const auto file = d->value(record->fileTable, *offset);
    const auto line = d->value(record->lineTable, *offset);
    if (!file || !line)
        return std::nullopt;
    const std::string_view path = d->fileAt(record->unit, *file);
    if (path.empty())
        return std::nullopt;
    return std::pair(path, *line);
}

std::vector<GoInlinedFrame> Pclntab::frames(const GoFunction &function, Address pc) const
{
    std::vector<GoInlinedFrame> result;
    const auto tree = funcData(function, funcDataInlineTree);
    while (result.size() < maximumInlineDepth) {
        GoInlinedFrame frame;
        if (const auto place = fileLine(function, pc))
            std::tie(frame.file, frame.line) = *place;
        const auto index = tree.empty() ? std::nullopt : pcData(function, pcDataInlineIndex, pc);
        const auto call = index && *index >= 0 ? d->inlinedCallAt(tree, *index) : std::nullopt;
        if (!call) {
            frame.function = function.name;
            frame.startLine = function.startLine;
            frame.funcId = function.funcId;
            frame.isWrapper = function.kind == GoFuncKind::Wrapper;
            result.push_back(frame);
            return result;
        }
        frame.function = d->nameAt(call->name);
        frame.startLine = call->startLine;
        frame.funcId = call->funcId;
        frame.isWrapper = call->funcId != 0 && call->funcId == d->wrapperId();
        frame.isInlined = true;
        result.push_back(frame);
        pc = function.entry + call->parentOffset;
    }
    return result;
}

std::optional<int32_t> Pclntab::pcData(const GoFunction &function, uint32_t table, Address pc) const
{
    const auto record = d->recordAt(function.record);
    const auto offset = d->offsetIn(function, pc);
    if (!record || !offset || table >= record->pcDataCount)
        return std::nullopt;
    const auto start = loadAt<uint32_t>(d->functionTable, record->tables + uint64_t(table) * 4);
    return start ? d->value(*start, *offset) : std::nullopt;
}

std::span<const std::byte> Pclntab::funcData(const GoFunction &function, uint32_t table) const
{
    constexpr uint32_t none = 0xffffffff;
    const auto record = d->recordAt(function.record);
    if (!record || table >= record->funcDataCount)
        return {};
    const uint64_t slot = record->tables + (uint64_t(record->pcDataCount) + table) * 4;
    const auto offset = loadAt<uint32_t>(d->functionTable, slot);
    if (!offset || *offset == none || *offset >= d->input.goFuncData.size())
        return {};
    return d->input.goFuncData.subspan(*offset);
}

std::vector<std::string_view> Pclntab::files() const
{
    std::vector<std::string_view> result;
    const size_t end = std::min<size_t>(d->header.filesEnd, d->input.table.size());
    for (size_t at = d->header.files; at < end;) {
        const std::string_view file = cString(d->input.table.first(end), at);
        if (!file.empty())
            result.push_back(file);
        at += file.size() + 1;
    }
    std::ranges::sort(result);
    result.erase(std::ranges::unique(result).begin(), result.end());
    return result;
}

std::vector<Address> Pclntab::addressesOf(std::string_view file, int32_t line) const
{
    std::vector<Address> result;
    for (size_t i = 0; i < d->header.functionCount; ++i) {
        const GoFunction function = functionAtIndex(i);
        const auto record = d->recordAt(function.record);
        if (!record || !d->usesFile(*record, file))
            continue;
        PcValueReader lines(d->pcTable(record->lineTable), d->header.quantum);
        while (record->lineTable != 0 && lines.next() && lines.begin() < function.end - function.entry) {
            if (lines.value() != line)
                continue;
            const auto at = d->value(record->fileTable, lines.begin());
            if (at && d->fileAt(record->unit, *at) == file)
                result.push_back(function.entry + lines.begin());
        }
    }
    std::ranges::sort(result);
    return result;
}

}
