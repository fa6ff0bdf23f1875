// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/gosignals.h"

#include "backend/elf/elffile.h"
#include "backend/go/moduledata.h"
#include "backend/go/pclntab.h"

#include <algorithm>
#include <elf.h>
#include <vector>

namespace Freezeframe
{
namespace
{

// Go runtime/runtime1.go: tracebackCrash, tracebackAll, tracebackShift.
constexpr uint32_t crashBit = 1;
constexpr uint32_t allBit = 2;
constexpr uint32_t levelShift = 2;
constexpr uint64_t longestFunction = 4096; // bytes; both are of some 300

/// The code of the two functions that lead to the variables.
class FunctionFinder
{
public:
    FunctionFinder(const ElfFile &file, uint64_t bias, const Memory &memory)
        : m_file(file)
        , m_bias(bias)
        , m_memory(memory)
    {
    }

    /// Its linked address and bytes; empty if it is not there.
    [[nodiscard]] std::pair<Address, std::span<const std::byte>> find(const char *name)
    {
        Address begin;
        uint64_t size = 0;
        if (const ElfSymbol *symbol = m_file.findSymbol(name); symbol && symbol->size > 0) {
            begin = symbol->address;
            size = symbol->size;
        } else if (const auto function = inTable(name)) {
            begin = {function->entry.value - m_bias};
            size = function->end - function->entry;
        }
        if (size == 0 || size > longestFunction)
            return {};
        const auto bytes = m_file.bytesAt(begin, size);
        return {begin, bytes.value_or(std::span<const std::byte>())};
    }

private:
    std::optional<GoFunction> inTable(const char *name)
    {
        if (!m_isTableRead) {
            m_isTableRead = true;
            if (auto table = openTable())
                m_table = *table;
        }
        return m_table ? m_table->functionNamed(name) : std::nullopt;
    }

    Result<std::shared_ptr<const Pclntab>> openTable() const
    {
        for (const char *name : {".gopclntab", ".data.rel.ro.gopclntab"}) {
            const ElfSection *section = m_file.findSection(name);
            if (!section)
                continue;
            const auto bytes = m_file.sectionData(*section);
            if (!bytes)
                return std::unexpected(bytes.error());
            return Pclntab::open({.table = *bytes, .textStart = textStart(*section), .textEnd = {UINT64_MAX}});
        }
        return openTableOfModule();
    }

    /// The C linker puts the table into a section with others: then the moduledata leads to it.
    Result<std::shared_ptr<const Pclntab>> openTableOfModule() const
    {
        for (const ElfSegment &segment : m_file.segments()) {
            if (segment.type != PT_LOAD || (segment.flags & PF_W) == 0)
                continue;
            const auto view = findModuleData(segment);
            if (!view)
                continue;
            const AddressRange range = view->pclntab();
            const auto bytes = m_file.bytesAt({range.begin.value - m_bias}, range.size());
            if (!bytes)
                continue;
            return Pclntab::open(
                {.table = *bytes, .textStart = view->toModuleData(m_memory).text.begin, .textEnd = {UINT64_MAX}});
        }
        return fail(ErrorCode::NotFound, "there is no function table");
    }

    std::optional<ModuleDataView> findModuleData(const ElfSegment &segment) const
    {
        constexpr uint64_t mostData = 64 << 20; // bytes; the moduledata is in the part that the file has
        const uint64_t size = std::min({segment.fileSize, mostData, uint64_t(m_file.file()->size())}) & ~7ULL;
        std::vector<uint64_t> words(size / sizeof(uint64_t));
        const Address begin = {segment.address.value + m_bias};
        if (!m_memory.read(begin, std::as_writable_bytes(std::span(words))))
            return std::nullopt;
        for (size_t at = 0; at + ModuleDataView::commonWords <= words.size(); ++at) {
            const auto common = std::span<const uint64_t>(words).subspan(at, ModuleDataView::commonWords);
            if (!ModuleDataView::isPlausible(common))
                continue;
            if (const auto view = ModuleDataView::read(m_memory, begin + at * sizeof(uint64_t));
                view && view->hasForm())
                return *view;
        }
        return std::nullopt;
    }

    /// runtime.text as loaded. Up to Go 1.25 the table's header has it, since then only the moduledata.
    Address textStart(const ElfSection &table) const
    {
        constexpr uint64_t headerField = 24; // Go runtime/symtab.go: pcHeader.textStart
        const auto inHeader = m_memory.readAs<uint64_t>({table.address.value + m_bias + headerField});
        if (inHeader && *inHeader != 0)
            return {*inHeader};
        if (const ElfSection *section = m_file.findSection(".go.module")) {
            const auto view = ModuleDataView::read(m_memory, {section->address.value + m_bias});
            if (view && view->hasForm())
                return view->toModuleData(m_memory).text.begin;
        }
        const ElfSection *text = m_file.findSection(".text");
        return {(text ? text->address.value : 0) + m_bias};
    }

    const ElfFile &m_file;
    uint64_t m_bias;
    const Memory &m_memory;
    bool m_isTableRead = false;
    std::shared_ptr<const Pclntab> m_table;
};

std::unexpected<Error> notFound(const char *what)
{
    return fail(ErrorCode::NotFound, std::string(what) + " can't be found in this program");
}

/// An address that the code names must lie in the memory that the program may write.
bool isWritable(const ElfFile &file, Address linked, uint64_t size)
{
    for (const ElfSegment &segment : file.segments()) {
        if ((segment.flags & PF_W) != 0 && linked >= segment.address
            && linked.value + size <= segment.address.value + segment.memorySize)
            return true;
    }
    return false;
}

Result<uint32_t> readTraceback(const ElfFile &file, uint64_t bias, const Memory &memory, FunctionFinder &functions)
{
    std::optional<Address> place;
    if (const ElfSymbol *symbol = file.findSymbol("runtime.traceback_cache"); symbol && symbol->size == 4) {
        place = symbol->address;
    } else {
        const auto [start, code] = functions.find("runtime/debug.SetTraceback");
        place = tracebackCacheIn(code, start);
    }
    if (!place || !isWritable(file, *place, sizeof(uint32_t)))
        return notFound("the runtime's traceback level");
    return memory.readAs<uint32_t>({place->value + bias});
}

Result<uint64_t> readWanted(const ElfFile &file, uint64_t bias, const Memory &memory, FunctionFinder &functions)
{
    const auto [start, code] = functions.find("runtime.sigsend");
    const auto place = wantedTableIn(code, start);
    const ElfSymbol *whole = file.findSymbol("runtime.sig");
    // The symbol, if there is one, must say the same.
    const bool contradicts = place && whole
        && (*place < whole->address || place->value + sizeof(uint64_t) > whole->address.value + whole->size);
    if (!place || contradicts || !isWritable(file, *place, sizeof(uint64_t)))
        return notFound("the table of os/signal");
    return memory.readAs<uint64_t>({place->value + bias});
}

}

std::optional<bool> GoSignals::crashes() const
{
    if (!traceback)
        return std::nullopt;
    return (*traceback & crashBit) != 0;
}

std::optional<bool> GoSignals::isNotified(int signal) const
{
    if (!wanted || signal < 0 || signal >= 64)
        return std::nullopt;
    return (*wanted >> signal & 1) != 0;
}

const char *GoSignals::levelName() const
{
    if (!traceback)
        return "unknown";
    const uint32_t level = *traceback >> levelShift;
    if ((*traceback & crashBit) != 0)
        return "crash";
    if (level >= 2)
        return "system";
    if ((*traceback & allBit) != 0)
        return "all";
    return level == 0 ? "none" : "single";
}

GoSignals readGoSignals(const ElfFile &file, uint64_t bias, const Memory &memory)
{
    FunctionFinder functions(file, bias, memory);
    GoSignals signals;
    signals.traceback = readTraceback(file, bias, memory, functions);
    signals.wanted = readWanted(file, bias, memory, functions);
    return signals;
}

}
