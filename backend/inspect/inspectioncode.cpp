// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// The machine code of an inspected program.
#include "backend/code/disassembler.h"
#include "backend/inspect/inspectiondata.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr uint64_t disassemblyLimit = 64 * 1024; ///< bytes of one function

}

CodeSymbol Inspection::Data::codeSymbol(Address address)
{
    if (const Module *module = target->moduleAt(address); module && module->file) {
        const ElfSymbol *symbol = module->file->symbolAt(module->toLinked(address));
        if (symbol && symbol->size != 0) {
            std::string_view name = symbol->name;
            if (name.ends_with(".abi0")) // the linker's mark; nowhere else is the function called that
                name.remove_suffix(5);
            return {.name = std::string(name), .base = module->toLoaded(symbol->address)};
        }
    }
    if (const auto match = symbols ? symbols->functionAt(address) : std::nullopt)
        return {.name = std::string(match->function.name), .base = match->function.entry};
    return {};
}

Result<std::vector<DisassemblyLine>> Inspection::Data::decode(AddressRange range, Address current,
                                                              DisassemblyFlavor flavor)
{
    const uint64_t size = target->memory().readableSize(range.begin, range.size());
    std::vector<std::byte> code(std::max<uint64_t>(size, 1)); // of nothing readable the first byte tells why
    if (auto read = target->memory().read(size == 0 ? current : range.begin, code); !read)
        return std::unexpected(read.error());
    return disassembleCode(target->architecture().architecture, code, range.begin, current,
                           {.place = [this](Address address) { return locate(address); },
                            .symbol = [this](Address address) { return codeSymbol(address); }},
                           flavor);
}

Result<Disassembly> Inspection::disassemble(AddressRange range, DisassemblyFlavor flavor)
{
    if (range.isEmpty() || range.size() > disassemblyLimit)
        return fail(ErrorCode::Limit, "code is shown from an address to a higher one, 64 KiB at most");
    Disassembly result;
    result.current = range.begin;
    result.function = d->locate(range.begin).function;
    auto lines = d->decode(range, range.begin, flavor);
    if (!lines)
        return std::unexpected(lines.error());
    result.lines = std::move(*lines);
    for (DisassemblyLine &line : result.lines)
        line.isCurrent = false;
    return result;
}

Result<Disassembly> Inspection::disassemble(Address pc, DisassemblyFlavor flavor)
{
    Disassembly result;
    result.current = pc;
    AddressRange range{pc, pc + 256};
    if (d->symbols) {
        if (const auto match = d->symbols->functionAt(pc)) {
            result.function = match->function.name;
            range = {match->function.entry, match->function.end};
        }
    }
    const Module *module = d->target->moduleAt(pc);
    if (result.function.empty() && module && module->file) {
        if (const ElfSymbol *symbol = module->file->symbolAt(module->toLinked(pc))) {
            result.function = symbol->name;
            const Address entry = module->toLoaded(symbol->address);
            range = {entry, entry + std::max<uint64_t>(symbol->size, pc - entry + 64)};
        }
    }
    if (range.size() > disassemblyLimit)
        range = {Address{std::max(range.begin.value, pc.value - disassemblyLimit / 2)}, pc + disassemblyLimit / 2};
    auto lines = d->decode(range, pc, flavor);
    if (!lines)
        return std::unexpected(lines.error());
    result.lines = std::move(*lines);
    return result;
}

std::vector<Disassembly::SourceLine> Inspection::sourceOf(const Disassembly &disassembly)
{
    std::map<std::string, std::set<int>> wanted;
    for (const DisassemblyLine &row : disassembly.lines) {
        if (row.line > 0)
            wanted[row.file].insert(row.line);
    }
    std::vector<Disassembly::SourceLine> result;
    for (const auto &[file, numbers] : wanted) {
        const SourceText read = source(file);
        if (read.error)
            continue;
        int number = 0;
        for (const auto part : std::views::split(read.text, '\n')) {
            if (++number > *numbers.rbegin())
                break;
            if (!numbers.contains(number))
                continue;
            std::string_view text(part);
            text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
            result.push_back({.file = file, .line = number, .text = std::string(text.substr(0, text.find('\r')))});
        }
    }
    return result;
}

}
