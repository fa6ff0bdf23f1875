// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <array>

namespace Freezeframe
{

/// The bytes of one runtime.moduledata and the form (by Go release) that fits them. A value type.
/// The form is chosen by what the fields say about each other, not by the version.
class ModuleDataView
{
public:
    /// The part that is the same from Go 1.18 to 1.27, in words.
    static constexpr size_t commonWords = 32;
    static constexpr size_t words = 80;

    /// Reads what is at @p address; BadFormat if that can't be a moduledata.
    [[nodiscard]] static Result<ModuleDataView> read(const Memory &memory, Address address);
    /// Whether @p common, commonWords long, agree as the slices of a moduledata must: cheap, for searches.
    [[nodiscard]] static bool isPlausible(std::span<const uint64_t> common);

    [[nodiscard]] Address address() const { return m_address; }
    [[nodiscard]] AddressRange pclntab() const; ///< from the header to the end of the function records
    [[nodiscard]] Address next() const;
    /// False if this Go is newer than the forms known: then only code and data are known.
    [[nodiscard]] bool hasForm() const { return m_form != nullptr; }
    [[nodiscard]] std::vector<Pclntab::Input::TextSection> textSections(const Memory &memory) const;
    /// All but module and pclntab.
    [[nodiscard]] ModuleData toModuleData(const Memory &memory) const;

    struct Form;

private:
    [[nodiscard]] uint64_t word(size_t byteOffset) const { return m_words[byteOffset / 8]; }
    [[nodiscard]] AddressRange range(size_t byteOffset) const { return {{word(byteOffset)}, {word(byteOffset + 8)}}; }
    [[nodiscard]] bool fits(const Form &form, const Memory &memory) const;
    [[nodiscard]] bool isSlice(size_t byteOffset, size_t elementSize, const Memory &memory) const;

    Address m_address;
    std::array<uint64_t, words> m_words{};
    const Form *m_form = nullptr;
};

}
