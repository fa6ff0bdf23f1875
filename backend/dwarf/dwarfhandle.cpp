// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfhandle.h"

#include "backend/dwarf/sectionfeed.h"

#include <libdwarf.h>
#include <utility>

namespace Freezeframe
{
namespace
{

/// Calls a function of libdwarf with a Dwarf_Error at the end. True: done; false: no such entry.
template<class Function, class... Arguments>
Result<bool> wrap(Dwarf_Debug debug, Function function, Arguments... arguments)
{
    Dwarf_Error error = nullptr;
    const int status = function(arguments..., &error);
    if (status == DW_DLV_OK)
        return true;
    if (status == DW_DLV_NO_ENTRY)
        return false;
    std::string message = error ? dwarf_errmsg(error) : "no reason given";
    if (error && debug)
        dwarf_dealloc_error(debug, error);
    return fail(ErrorCode::BadFormat, "debug information: " + message);
}

/// DW_END_little of dwarf.h, a name that elfutils uses for a file of its own.
constexpr Dwarf_Small littleEndian = 2;

struct AttributeDeleter {
    void operator()(Dwarf_Attribute attribute) const { dwarf_dealloc_attribute(attribute); }
};
using Attribute = std::unique_ptr<std::remove_pointer_t<Dwarf_Attribute>, AttributeDeleter>;

uint64_t keyOf(Dwarf_Off offset, bool inInfo)
{
    return inInfo ? offset : offset | inDebugTypes;
}

/// Reads one value of an attribute with the function of libdwarf for its form.
template<class T, class Function>
Result<T> get(Dwarf_Debug debug, Function function, Dwarf_Attribute attribute)
{
    T value{};
    if (auto done = wrap(debug, function, attribute, &value); !done)
        return std::unexpected(std::move(done.error()));
    return value;
}

Result<AttributeValue> numberValue(Dwarf_Debug debug, Dwarf_Attribute attribute, uint8_t size,
                                   AttributeValue::Class valueClass = AttributeValue::Class::Number)
{
    return get<Dwarf_Unsigned>(debug, dwarf_formudata, attribute).transform([&](Dwarf_Unsigned number) {
        return AttributeValue{.valueClass = valueClass, .number = number, .size = size, .block = {}};
    });
}

Result<AttributeValue> signedValue(Dwarf_Debug debug, Dwarf_Attribute attribute)
{
    return get<Dwarf_Signed>(debug, dwarf_formsdata, attribute).transform([](Dwarf_Signed number) {
        return AttributeValue{.valueClass = AttributeValue::Class::Number,
                              .number = static_cast<uint64_t>(number),
                              .isSigned = true,
                              .block = {}};
    });
}

/// A section offset, or a reference to a DIE of the same file.
Result<AttributeValue> offsetValue(Dwarf_Debug debug, Dwarf_Attribute attribute, AttributeValue::Class valueClass)
{
    Dwarf_Off offset = 0;
    Dwarf_Bool inInfo = 0;
    auto done = wrap(debug, dwarf_global_formref_b, attribute, &offset, &inInfo);
    if (!done)
        return std::unexpected(std::move(done.error()));
    const bool isDie = valueClass == AttributeValue::Class::Reference;
    return AttributeValue{.valueClass = valueClass, .number = isDie ? keyOf(offset, inInfo) : offset, .block = {}};
}

/// A reference to a type unit by signature.
Result<AttributeValue> signatureValue(Dwarf_Debug debug, Dwarf_Attribute attribute)
{
    auto signature = get<Dwarf_Sig8>(debug, dwarf_formsig8, attribute);
    if (!signature)
        return std::unexpected(std::move(signature.error()));
    Dwarf_Die die = nullptr;
    Dwarf_Bool inInfo = 0;
    auto done = wrap(debug, dwarf_find_die_given_sig8, debug, &*signature, &die, &inInfo);
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (!*done || !die)
        return fail(ErrorCode::NotFound, "the type unit that a type refers to is missing");
    Dwarf_Off offset = 0;
    done = wrap(debug, dwarf_dieoffset, die, &offset);
    dwarf_dealloc_die(die);
    if (!done)
        return std::unexpected(std::move(done.error()));
    return AttributeValue{.valueClass = AttributeValue::Class::Reference, .number = keyOf(offset, inInfo), .block = {}};
}

AttributeValue blockOf(const void *bytes, Dwarf_Unsigned length)
{
    return {.valueClass = AttributeValue::Class::Block,
            .block = {static_cast<const std::byte *>(bytes), static_cast<size_t>(length)}};
}

Result<AttributeValue> expressionValue(Dwarf_Debug debug, Dwarf_Attribute attribute)
{
    Dwarf_Unsigned length = 0;
    Dwarf_Ptr bytes = nullptr;
    auto done = wrap(debug, dwarf_formexprloc, attribute, &length, &bytes);
    return done.transform([&](bool) { return blockOf(bytes, length); });
}

Result<AttributeValue> blockValue(Dwarf_Debug debug, Dwarf_Attribute attribute)
{
    auto block = get<Dwarf_Block *>(debug, dwarf_formblock, attribute);
    if (!block || !*block)
        return block ? fail(ErrorCode::BadFormat, "debug information: a block without bytes")
                     : std::unexpected(std::move(block.error()));
    // The bytes are the section's own, only the header is libdwarf's.
    const AttributeValue value = blockOf((*block)->bl_data, (*block)->bl_len);
    dwarf_dealloc(debug, *block, DW_DLA_BLOCK);
    return value;
}

Result<AttributeValue> decode(Dwarf_Debug debug, Dwarf_Attribute attribute)
{
    using Class = AttributeValue::Class;
    const auto form = get<Dwarf_Half>(debug, dwarf_whatform, attribute);
    if (!form)
        return std::unexpected(form.error());
    switch (*form) {
    case Dw::FormAddress:
    case Dw::FormAddrx:
    case Dw::FormAddrx1:
    case Dw::FormAddrx2:
    case Dw::FormAddrx3:
    case Dw::FormAddrx4:
    case Dw::FormGnuAddressIndex:
        return get<Dwarf_Addr>(debug, dwarf_formaddr, attribute).transform([](Dwarf_Addr address) {
            return AttributeValue{.valueClass = Class::Address, .number = address, .block = {}};
        });
    case Dw::FormData1: return numberValue(debug, attribute, 1);
    case Dw::FormData2: return numberValue(debug, attribute, 2);
    case Dw::FormData4: return numberValue(debug, attribute, 4);
    case Dw::FormData8: return numberValue(debug, attribute, 8);
    case Dw::FormUdata: return numberValue(debug, attribute, 0);
    case Dw::FormSdata:
    case Dw::FormImplicitConst: return signedValue(debug, attribute);
    case Dw::FormLoclistx:
    case Dw::FormRnglistx: return numberValue(debug, attribute, 0, Class::Index);
    case Dw::FormSecOffset: return offsetValue(debug, attribute, Class::Offset);
    case Dw::FormRefSig8: return signatureValue(debug, attribute);
    case Dw::FormRef1:
    case Dw::FormRef2:
    case Dw::FormRef4:
    case Dw::FormRef8:
    case Dw::FormRefUdata:
    case Dw::FormRefAddress: return offsetValue(debug, attribute, Class::Reference);
    case Dw::FormExprloc: return expressionValue(debug, attribute);
    case Dw::FormBlock:
    case Dw::FormBlock1:
    case Dw::FormBlock2:
    case Dw::FormBlock4: return blockValue(debug, attribute);
    case Dw::FormFlag:
    case Dw::FormFlagPresent:
        return get<Dwarf_Bool>(debug, dwarf_formflag, attribute).transform([](Dwarf_Bool flag) {
            return AttributeValue{.valueClass = Class::Number, .number = flag ? uint64_t(1) : 0, .block = {}};
        });
    case Dw::FormGnuRefAlt:
    case Dw::FormGnuStrpAlt:
    case Dw::FormRefSup4:
    case Dw::FormRefSup8:
    case Dw::FormStrpSup:
        return fail(ErrorCode::Unsupported, "the debug information continues in a supplementary file");
    default:
        return fail(ErrorCode::Unsupported, "debug information: an attribute of unknown form " + std::to_string(*form));
    }
}

}

DwarfDie::DwarfDie(Dwarf_Debug_s *debug, Dwarf_Die_s *die)
    : m_debug(debug)
    , m_die(die)
{
    Dwarf_Half tag = 0;
    Dwarf_Off offset = 0;
    if (wrap(debug, dwarf_tag, die, &tag).value_or(false))
        m_tag = tag;
    if (wrap(debug, dwarf_dieoffset, die, &offset).value_or(false))
        m_key = keyOf(offset, dwarf_get_die_infotypes_flag(die));
}

DwarfDie::DwarfDie(DwarfDie &&other) noexcept
    : m_debug(other.m_debug)
    , m_die(std::exchange(other.m_die, nullptr))
    , m_key(other.m_key)
    , m_tag(other.m_tag)
{
}

DwarfDie &DwarfDie::operator=(DwarfDie &&other) noexcept
{
    std::swap(m_debug, other.m_debug);
    std::swap(m_die, other.m_die);
    std::swap(m_key, other.m_key);
    std::swap(m_tag, other.m_tag);
    return *this;
}

DwarfDie::~DwarfDie()
{
    if (m_die)
        dwarf_dealloc_die(m_die);
}

Result<DwarfDie> DwarfDie::child() const
{
    Dwarf_Die next = nullptr;
    auto done = wrap(m_debug, dwarf_child, m_die, &next);
    if (!done)
        return std::unexpected(std::move(done.error()));
    DwarfDie die = *done && next ? DwarfDie(m_debug, next) : DwarfDie();
    if (die && die.key() <= m_key)
        return fail(ErrorCode::BadFormat, "debug information: an entry lies inside itself");
    return die;
}

Result<DwarfDie> DwarfDie::sibling() const
{
    Dwarf_Die next = nullptr;
    auto done = wrap(m_debug, dwarf_siblingof_c, m_die, &next);
    if (!done)
        return std::unexpected(std::move(done.error()));
    DwarfDie die = *done && next ? DwarfDie(m_debug, next) : DwarfDie();
    if (die && die.key() <= m_key)
        return fail(ErrorCode::BadFormat, "debug information: a sibling lies before its entry");
    return die;
}

bool DwarfDie::has(Dw::Attribute attribute) const
{
    Dwarf_Bool found = 0;
    return wrap(m_debug, dwarf_hasattr, m_die, attribute, &found).value_or(false) && found;
}

Result<AttributeValue> DwarfDie::value(Dw::Attribute number) const
{
    Dwarf_Attribute found = nullptr;
    auto done = wrap(m_debug, dwarf_attr, m_die, number, &found);
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (!*done || !found)
        return AttributeValue();
    const Attribute attribute(found);
    return decode(m_debug, attribute.get());
}

std::optional<std::string> DwarfDie::text(Dw::Attribute number) const
{
    Dwarf_Attribute found = nullptr;
    if (!wrap(m_debug, dwarf_attr, m_die, number, &found).value_or(false) || !found)
        return std::nullopt;
    const Attribute attribute(found);
    char *text = nullptr; // points into a section: not ours to free
    if (!wrap(m_debug, dwarf_formstring, attribute.get(), &text).value_or(false) || !text)
        return std::nullopt;
    return std::string(text);
}

std::optional<uint64_t> DwarfDie::number(Dw::Attribute attribute) const
{
    const auto found = value(attribute);
    if (!found || found->valueClass != AttributeValue::Class::Number)
        return std::nullopt;
    return found->number;
}

std::optional<uint64_t> DwarfDie::address(Dw::Attribute attribute) const
{
    const auto found = value(attribute);
    if (!found || found->valueClass != AttributeValue::Class::Address)
        return std::nullopt;
    return found->number;
}

std::optional<uint64_t> DwarfDie::reference(Dw::Attribute attribute) const
{
    const auto found = value(attribute);
    if (!found || found->valueClass != AttributeValue::Class::Reference)
        return std::nullopt;
    return found->number;
}

bool DwarfDie::flag(Dw::Attribute attribute) const
{
    return number(attribute).value_or(0) != 0;
}

/// The object that libdwarf's callbacks work on. Section 0 is the null section, as in ELF.
struct DwarfHandle::Source {
    explicit Source(const DwarfSections &sections)
        : feed(sections)
    {
    }

    SectionFeed feed;
    Dwarf_Obj_Access_Methods_a methods{};
    Dwarf_Obj_Access_Interface_a interface{};

    static int sectionInfo(void *self, Dwarf_Unsigned index, Dwarf_Obj_Access_Section_a *out, int *error);
    static int load(void *self, Dwarf_Unsigned index, Dwarf_Small **data, int *error);
};

int DwarfHandle::Source::sectionInfo(void *self, Dwarf_Unsigned index, Dwarf_Obj_Access_Section_a *out, int *)
{
    const auto &entries = static_cast<const Source *>(self)->feed.entries();
    *out = {};
    out->as_name = "";
    if (index > entries.size())
        return DW_DLV_NO_ENTRY;
    if (index > 0) {
        const SectionFeed::Entry &entry = entries[index - 1];
        out->as_name = entry.name.c_str();
        out->as_size = entry.size;
        out->as_addr = entry.address;
        out->as_type = 1; // SHT_PROGBITS
        out->as_entrysize = 1;
    }
    return DW_DLV_OK;
}

int DwarfHandle::Source::load(void *self, Dwarf_Unsigned index, Dwarf_Small **data, int *error)
{
    const SectionFeed &feed = static_cast<const Source *>(self)->feed;
    if (index == 0 || index > feed.entries().size())
        return DW_DLV_NO_ENTRY;
    const auto bytes = feed.bytes(feed.entries()[index - 1]);
    if (bytes.empty()) {
        *error = DW_DLE_DEBUG_INFO_NULL;
        return DW_DLV_ERROR;
    }
    // libdwarf does not write to it (it would to relocate, and has no callback for that).
    *data = reinterpret_cast<Dwarf_Small *>(const_cast<std::byte *>(bytes.data()));
    return DW_DLV_OK;
}

DwarfHandle::DwarfHandle() = default;

DwarfHandle::~DwarfHandle()
{
    if (m_debug)
        dwarf_object_finish(m_debug);
}

Result<std::unique_ptr<DwarfHandle>> DwarfHandle::open(const DwarfSections &sections)
{
    std::unique_ptr<DwarfHandle> handle(new DwarfHandle);
    handle->m_source = std::make_unique<Source>(sections);
    Source &source = *handle->m_source;
    source.methods = {
        .om_get_section_info = Source::sectionInfo,
        .om_get_byte_order = [](void *) { return littleEndian; },
        .om_get_length_size = [](void *) { return static_cast<Dwarf_Small>(8); },
        .om_get_pointer_size = [](void *) { return static_cast<Dwarf_Small>(8); },
        .om_get_filesize = [](void *self) -> Dwarf_Unsigned { return static_cast<Source *>(self)->feed.totalSize(); },
        .om_get_section_count
        = [](void *self) -> Dwarf_Unsigned { return static_cast<Source *>(self)->feed.entries().size() + 1; },
        .om_load_section = Source::load,
        .om_relocate_a_section = nullptr,
    };
    source.interface = {.ai_object = &source, .ai_methods = &source.methods};
    auto done = wrap(nullptr, dwarf_object_init_b, &source.interface, static_cast<Dwarf_Handler>(nullptr),
                     static_cast<Dwarf_Ptr>(nullptr), static_cast<unsigned>(DW_GROUPNUMBER_ANY), &handle->m_debug);
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (!*done)
        return fail(ErrorCode::NotFound, "the file has no debug information");
    return handle;
}

Result<DwarfDie> DwarfHandle::die(uint64_t key) const
{
    Dwarf_Die found = nullptr;
    auto done = wrap(m_debug, dwarf_offdie_b, m_debug, static_cast<Dwarf_Off>(key & ~inDebugTypes),
                     static_cast<Dwarf_Bool>(!(key & inDebugTypes)), &found);
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (!*done || !found)
        return fail(ErrorCode::NotFound, "debug information: no entry at that offset");
    return DwarfDie(m_debug, found);
}

}
