// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/modulesearch.h"

#include "backend/base/text.h"
#include "backend/go/gobuildinfo.h"
#include "backend/go/gosymbols.h"
#include "backend/go/moduledata.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint32_t writableFlag = 2; // PF_W
constexpr uint64_t chunkSize = 4 << 20; // bytes read at once where there is no view

[[nodiscard]] bool mayHaveGo(const Module &module)
{
    if (module.isExecutable || !module.goBuildId.empty())
        return true;
    if (!module.file)
        return false;
    for (const char *section : {".gopclntab", ".data.rel.ro.gopclntab", ".go.buildinfo", ".go.module"}) {
        if (module.file->findSection(section))
            return true;
    }
    return readBuildInfo(*module.file).has_value(); // without section headers
}

[[nodiscard]] std::optional<Address> byName(const Target &target, const Module &module)
{
    std::vector<Address> candidates;
    for (const auto &file : {module.file, module.debugFile}) {
        if (!file)
            continue;
        for (const char *name : {"runtime.firstmoduledata", "local.moduledata"}) {
            if (const ElfSymbol *symbol = file->findSymbol(name))
                candidates.push_back(module.toLoaded(symbol->address));
        }
        if (const ElfSection *section = file->findSection(".go.module"))
            candidates.push_back(module.toLoaded(section->address));
    }
    for (const Address candidate : candidates) {
        if (ModuleDataView::read(target.memory(), candidate))
            return candidate;
    }
    return std::nullopt;
}

/// The first moduledata in [begin, end), by its structure.
[[nodiscard]] std::optional<Address> searchRange(const Memory &memory, AddressRange range)
{
    constexpr uint64_t overlap = ModuleDataView::commonWords * 8;
    std::vector<std::byte> storage;
    for (Address at = range.begin; at < range.end; at = at + (chunkSize - overlap)) {
        const uint64_t wanted = std::min<uint64_t>(chunkSize, range.end - at);
        const uint64_t size = memory.readableSize(at, wanted) & ~7ULL;
        if (size < overlap)
            continue;
        const auto bytes = bytesOf(memory, at, size, storage);
        if (!bytes)
            continue;
        std::array<uint64_t, ModuleDataView::commonWords> words{};
        for (uint64_t offset = 0; offset + overlap <= size; offset += 8) {
            // The name table begins right behind the header: rejects almost all places at the price of one compare.
            std::memcpy(words.data(), bytes->data() + offset, 16);
            if (words[0] == 0 || words[1] - words[0] > 256)
                continue;
            std::memcpy(words.data(), bytes->data() + offset, overlap);
            if (ModuleDataView::isPlausible(words) && ModuleDataView::read(memory, at + offset))
                return at + offset;
        }
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<Address> byStructure(const Target &target, const Module &module)
{
    for (const Target::Region &region : target.regions()) {
        const bool mayBeData = (region.flags & writableFlag) != 0 || region.inCore;
        if (!mayBeData || region.range.end <= module.range.begin || region.range.begin >= module.range.end)
            continue;
        const AddressRange range
            = {std::max(region.range.begin, module.range.begin), std::min(region.range.end, module.range.end)};
        if (const auto found = searchRange(target.memory(), range))
            return found;
    }
    return std::nullopt;
}

}

bool isOfProgram(const Target &target, const GoSymbols *symbols, uint32_t index)
{
    return target.modules()[index].isExecutable
        || (symbols && std::ranges::contains(symbols->modules(), index, &ModuleData::module));
}

Result<std::span<const std::byte>> bytesOf(const Memory &memory, Address begin, uint64_t size,
                                           std::vector<std::byte> &storage)
{
    if (const auto view = memory.view(begin, size); view.size() == size)
        return view;
    // No allocation by an unchecked number: what is not there is not made room for.
    if (memory.readableSize(begin, size) < size) {
        return fail(ErrorCode::NotInCore,
                    "the " + byteCount(size) + " at " + begin.toString() + " are not all in the core or a file");
    }
    storage.resize(size);
    if (auto done = memory.read(begin, storage); !done)
        return std::unexpected(std::move(done.error()));
    return std::span<const std::byte>(storage);
}

std::vector<FoundModuleData> findModuleData(const Target &target)
{
    std::vector<FoundModuleData> result;
    for (uint32_t i = 0; i < target.modules().size(); ++i) {
        const Module &module = target.modules()[i];
        if (!mayHaveGo(module))
            continue;
        auto address = byName(target, module);
        if (!address)
            address = byStructure(target, module);
        if (address)
            result.push_back({i, *address});
    }
    return result;
}

}
