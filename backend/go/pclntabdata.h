// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/bytereader.h"
#include "backend/go/funckinds.h"
#include "backend/go/pclntab.h"
#include "backend/go/pcvalues.h"

#include <array>
#include <atomic>
#include <limits>
#include <mutex>
#include <unordered_map>

namespace Freezeframe
{

/// The header of a pclntab (Go runtime/symtab.go: pcHeader), checked against the size of the table. A value type.
struct PclntabHeader {
    uint32_t magic = 0;
    uint32_t quantum = 1; ///< minLC in bytes
    uint32_t functionCount = 0;
    uint64_t textStart = 0; ///< as the header says: 0 since Go 1.26
    uint64_t names = 0, units = 0, files = 0, filesEnd = 0, pcTables = 0, functionTable = 0; ///< offsets in bytes

    /// Go 1.20 added _func.startLine and made inlinedCall shorter.
    [[nodiscard]] bool hasStartLine() const { return magic == 0xfffffff1; }
    /// Unsupported for the forms of Go 1.17 and older, BadFormat for all that is no pclntab.
    [[nodiscard]] static Result<PclntabHeader> read(std::span<const std::byte> table);
    /// Bytes of the longest header form.
    static constexpr size_t size = 72;
};

/// What a Pclntab owns. Immutable after open() but for caches that are atomic or locked.
struct Pclntab::Data {
    struct FunctionEntry {
        uint32_t codeOffset = 0; ///< from the text's start
        uint32_t record = 0; ///< of the _func, from functionTable
    };
    /// Go runtime/runtime2.go: _func.
    struct Record {
        int32_t name = 0;
        int32_t argumentSize = 0;
        uint32_t deferReturn = 0;
        uint32_t spTable = 0, fileTable = 0, lineTable = 0;
        uint32_t pcDataCount = 0;
        uint32_t unit = 0;
        int32_t startLine = 0;
        uint8_t funcId = 0, flags = 0, funcDataCount = 0;
        uint64_t tables = 0; ///< of pcdata and then funcdata offsets, from functionTable
    };
    /// Go runtime/symtabinl.go: inlinedCall.
    struct InlinedCall {
        int32_t name = 0;
        uint32_t parentOffset = 0; ///< from the function's entry
        int32_t startLine = 0;
        uint8_t funcId = 0;
    };

    Input input;
    PclntabHeader header;
    std::span<const std::byte> functionTable;
    std::vector<uint32_t> buckets; ///< first function at or before each 4 KiB of code

    static constexpr size_t cacheSize = 8192;
    static constexpr int32_t unknownSize = std::numeric_limits<int32_t>::min();
    /// Code offset + 1 in the upper half, the answer in the lower: one atomic word, so no lock.
    mutable std::array<std::atomic<uint64_t>, cacheSize> functions{};
    mutable std::array<std::atomic<uint64_t>, cacheSize> frameSizes{};
    mutable std::atomic<int> wrapper = -1;
    mutable std::mutex nameLock;
    mutable std::unordered_map<std::string_view, uint32_t> byName;

    [[nodiscard]] static size_t cacheSlot(uint32_t code) { return (code * 0x9e3779b1U) >> 19; }
    [[nodiscard]] static uint64_t cacheEntry(uint32_t code, uint32_t value)
    {
        return (uint64_t(code) + 1) << 32 | value;
    }
    [[nodiscard]] static std::optional<uint32_t> cachedValue(uint64_t entry, uint32_t code)
    {
        if (entry >> 32 != uint64_t(code) + 1)
            return std::nullopt;
        return static_cast<uint32_t>(entry);
    }

    void buildBuckets();
    /// @p index up to and including functionCount: the last entry only ends the code.
    [[nodiscard]] FunctionEntry entryAt(size_t index) const
    {
        const uint64_t offset = uint64_t(index) * 8;
        return {loadAt<uint32_t>(functionTable, offset).value_or(0),
                loadAt<uint32_t>(functionTable, offset + 4).value_or(0)};
    }
    [[nodiscard]] std::optional<Record> recordAt(uint32_t offset) const;
    [[nodiscard]] Address addressOf(uint32_t codeOffset) const;
    [[nodiscard]] std::optional<uint32_t> codeOffsetOf(Address pc) const;
    [[nodiscard]] std::optional<uint32_t> indexOf(Address pc) const;
    /// Of @p pc from the entry of @p function, nullopt outside.
    [[nodiscard]] std::optional<uint64_t> offsetIn(const GoFunction &function, Address pc) const
    {
        return AddressRange{function.entry, function.end}.contains(pc) ? std::optional(pc - function.entry)
                                                                       : std::nullopt;
    }
    [[nodiscard]] std::span<const std::byte> pcTable(uint32_t offset) const;
    /// Of pc-value table @p table at @p offset from the entry; nullopt if there is no table.
    [[nodiscard]] std::optional<int32_t> value(uint32_t table, uint64_t offset) const;
    [[nodiscard]] std::string_view nameAt(int32_t offset) const;
    [[nodiscard]] std::string_view fileAt(uint32_t unit, int32_t file) const;
    [[nodiscard]] bool usesFile(const Record &record, std::string_view file) const;
    [[nodiscard]] std::optional<InlinedCall> inlinedCallAt(std::span<const std::byte> tree, int32_t index) const;
    /// abi.FuncIDWrapper of this binary.
    [[nodiscard]] uint8_t wrapperId() const;
    [[nodiscard]] uint8_t findWrapperId() const;
};

}
