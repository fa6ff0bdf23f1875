// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/moduledata.h"

#include <algorithm>

namespace Freezeframe
{

/// Byte offsets of the fields that moved between releases (Go runtime/symtab.go: moduledata, 64-bit).
/// The layout must be known before any type descriptor can be read, so it is the one table that is always needed;
/// 0 where a release has no such field.
struct ModuleDataView::Form {
    size_t types, typeDescriptorBytes, typesEnd, itabOffset, rodata, goFunc, pclntabEnd, textSections, typeLinks,
        itabLinks, pluginPath, packageHashes, moduleName, hasMain, dataMask, bssMask, next;
};

namespace
{

// Fields that are the same in all forms.
namespace At
{
constexpr size_t header = 0;
constexpr size_t names = 8;
constexpr size_t units = 32;
constexpr size_t files = 56;
constexpr size_t pcTables = 80;
constexpr size_t functions = 104;
constexpr size_t functionTable = 128;
constexpr size_t minimumPc = 160;
constexpr size_t text = 176;
constexpr size_t noptrdata = 192;
constexpr size_t data = 208;
constexpr size_t bss = 224;
constexpr size_t noptrbss = 240;
}

constexpr ModuleDataView::Form forms[] = {
    // Go 1.27
    {296, 304, 312, 320, 336, 344, 352, 360, 0, 0, 408, 424, 472, 512, 520, 536, 560},
    // Go 1.26
    {296, 0, 304, 0, 312, 320, 328, 336, 360, 384, 432, 448, 496, 536, 544, 560, 584},
    // Go 1.21 to 1.25
    {296, 0, 304, 0, 312, 320, 0, 328, 352, 376, 424, 440, 488, 528, 536, 552, 576},
    // Go 1.20
    {296, 0, 304, 0, 312, 320, 0, 328, 352, 376, 424, 440, 464, 504, 512, 528, 552},
    // Go 1.18 and 1.19
    {280, 0, 288, 0, 296, 304, 0, 312, 336, 360, 408, 424, 448, 488, 496, 512, 536},
};

constexpr uint64_t longestName = 4096;
constexpr uint64_t mostTextSections = 4096;

}

bool ModuleDataView::isPlausible(std::span<const uint64_t> common)
{
    if (common.size() < commonWords)
        return false;
    const auto at = [&](size_t byteOffset) { return common[byteOffset / 8]; };
    const uint64_t header = at(At::header);
    // The five tables follow the header in this order; functab and the function records share a start.
    if (header == 0 || header % 8 != 0 || at(At::names) <= header || at(At::names) - header > 256)
        return false;
    if (at(At::names) >= at(At::units) || at(At::units) > at(At::files) || at(At::files) > at(At::pcTables)
        || at(At::pcTables) > at(At::functions) || at(At::functionTable) != at(At::functions))
        return false;
    for (const size_t slice : {At::names, At::units, At::files, At::pcTables, At::functions, At::functionTable}) {
        if (at(slice + 8) != at(slice + 16) || at(slice + 8) == 0)
            return false;
    }
    const bool hasCode = at(At::text) < at(At::text + 8) && at(At::minimumPc) < at(At::minimumPc + 8)
        && at(At::minimumPc) >= at(At::text) && at(At::minimumPc + 8) <= at(At::text + 8);
    return hasCode && at(At::data) <= at(At::data + 8) && at(At::bss) <= at(At::bss + 8);
}

Result<ModuleDataView> ModuleDataView::read(const Memory &memory, Address address)
{
    ModuleDataView view;
    view.m_address = address;
    const auto bytes = std::as_writable_bytes(std::span(view.m_words));
    // What follows the last field may not be readable: the common part must be, the rest as far as it goes.
    const uint64_t size = memory.readableSize(address, bytes.size());
    if (auto done = memory.read(address, bytes.first(std::max<uint64_t>(size, commonWords * 8))); !done)
        return std::unexpected(done.error());
    if (!isPlausible(std::span(view.m_words).first(commonWords)))
        return fail(ErrorCode::BadFormat, "there is no module data at " + address.toString());
    for (const Form &form : forms) {
        if (view.fits(form, memory)) {
            view.m_form = &form;
            break;
        }
    }
    return view;
}

bool ModuleDataView::isSlice(size_t byteOffset, size_t elementSize, const Memory &memory) const
{
    const uint64_t count = word(byteOffset + 8);
    if (count != word(byteOffset + 16))
        return false;
    if (count == 0)
        return true;
    const Address last = {word(byteOffset) + (count - 1) * elementSize};
    return count < (1ULL << 32) && memory.readableSize({word(byteOffset)}, 1) == 1 && memory.readableSize(last, 1) == 1;
}

bool ModuleDataView::fits(const Form &form, const Memory &memory) const
{
    const uint64_t types = word(form.types);
    const uint64_t typesEnd = word(form.typesEnd);
    if (types == 0 || types > typesEnd || word(form.goFunc) == 0 || word(form.rodata) == 0)
        return false;
    if (form.typeDescriptorBytes != 0 && word(form.typeDescriptorBytes) > typesEnd - types)
        return false;
    if (form.itabOffset != 0 && word(form.itabOffset) > typesEnd - types)
        return false;
    if (form.pclntabEnd != 0 && word(form.pclntabEnd) < pclntab().begin.value)
        return false;
    if (!isSlice(form.textSections, 24, memory) || word(form.textSections + 8) > mostTextSections)
        return false;
    if (form.typeLinks != 0 && (!isSlice(form.typeLinks, 4, memory) || !isSlice(form.itabLinks, 8, memory)))
        return false;
    const auto isString = [&](size_t at) {
        const uint64_t length = word(at + 8);
        return length == 0 || (length <= longestName && memory.readableSize({word(at)}, length) == length);
    };
    if (!isString(form.pluginPath) || !isString(form.moduleName) || !isSlice(form.packageHashes, 40, memory))
        return false;
    if ((word(form.hasMain) & 0xff) > 1 || (word(form.hasMain) >> 8 & 0xff) > 1)
        return false;
    const Address nextModule = {word(form.next)};
    return nextModule.isNull() || (nextModule.value % 8 == 0 && memory.readableSize(nextModule, 8) == 8);
}

AddressRange ModuleDataView::pclntab() const
{
    // Go 1.26 knows the end; before, it is that of the slice of function records, the table's last part.
    const Address begin = {word(At::header)};
    return {begin, {word(At::functions) + word(At::functions + 8)}};
}

Address ModuleDataView::next() const
{
    return m_form ? Address{word(m_form->next)} : Address{};
}

std::vector<Pclntab::Input::TextSection> ModuleDataView::textSections(const Memory &memory) const
{
    std::vector<Pclntab::Input::TextSection> result;
    if (!m_form)
        return result;
    const Address first = {word(m_form->textSections)};
    for (uint64_t i = 0; i < std::min(word(m_form->textSections + 8), mostTextSections); ++i) {
        std::array<uint64_t, 3> section{}; // Go runtime/symtab.go: textsect{vaddr, end, baseaddr}
        if (!memory.read(first + i * sizeof(section), std::as_writable_bytes(std::span(section)))
            || section[0] > section[1])
            break;
        result.push_back({section[0], section[1], {section[2]}});
    }
    return result;
}

ModuleData ModuleDataView::toModuleData(const Memory &memory) const
{
    ModuleData module;
    module.address = m_address;
    module.text = range(At::text);
    module.noptrdata = range(At::noptrdata);
    module.data = range(At::data);
    module.bss = range(At::bss);
    module.noptrbss = range(At::noptrbss);
    if (!m_form)
        return module;
    const auto slice = [&](size_t at, size_t elementSize) {
        return at == 0 ? AddressRange{} : AddressRange{{word(at)}, {word(at) + word(at + 8) * elementSize}};
    };
    module.types = {{word(m_form->types)}, {word(m_form->typesEnd)}};
    if (m_form->typeDescriptorBytes != 0)
        module.typeDescriptorsEnd = module.types.begin + word(m_form->typeDescriptorBytes);
    if (m_form->itabOffset != 0) {
        const Address itabs = module.types.begin + word(m_form->itabOffset);
        module.itabs = {itabs, itabs + word(m_form->itabOffset + 8)};
    }
    module.goFunc = {word(m_form->goFunc)};
    module.typeLinks = slice(m_form->typeLinks, 4);
    module.itabLinks = slice(m_form->itabLinks, 8);
    module.isMain = (word(m_form->hasMain) & 0xff) == 1;
    module.dataMask = {word(m_form->dataMask + 8)}; // Go runtime/stack.go: bitvector{n int32, bytedata *uint8}
    module.bssMask = {word(m_form->bssMask + 8)};
    if (auto path = memory.readGoString(m_address + m_form->pluginPath, longestName))
        module.name = std::move(*path);
    return module;
}

}
