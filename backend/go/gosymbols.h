// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"
#include "backend/go/pclntab.h"
#include "backend/target/target.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// The part of runtime.moduledata that the program uses, loaded addresses (Go runtime/symtab.go: moduledata).
struct ModuleData {
    Address address;
    uint32_t module = 0; ///< index into Target::modules()
    AddressRange text;
    AddressRange types; ///< [types, etypes)
    Address typeDescriptorsEnd; ///< Go 1.27: types + typedesclen; null before
    Address goFunc; ///< base of funcdata offsets
    AddressRange data, bss, noptrdata, noptrbss;
    AddressRange typeLinks; ///< int32 offsets from types, up to Go 1.26; empty after
    AddressRange itabLinks; ///< pointers to itabs, up to Go 1.26; empty after
    AddressRange itabs; ///< the itabs themselves, Go 1.27; empty before
    Address dataMask, bssMask; ///< pointer bitmaps of data and bss (gcdatamask, gcbssmask), null if unknown
    bool isMain = false; ///< has package main (hasmain)
    std::string name; ///< of a plugin, empty for the main module
    std::shared_ptr<const Pclntab> pclntab;
};

/// A place in source. A value type.
struct SourceLocation {
    std::string function;
    std::string file;
    int line = 0;
    [[nodiscard]] bool isEmpty() const { return function.empty() && file.empty(); }
};

/// The code of all Go modules: functions, lines, inlining, frame sizes, without DWARF. Immutable; any thread.
class GoSymbols
{
public:
    /// Finds moduledata by symbol, by .go.module, or by a search for the pclntab's address; NotFound if there
    /// is no Go runtime in the target.
    [[nodiscard]] static Result<std::shared_ptr<const GoSymbols>> open(std::shared_ptr<const Target> target);

    [[nodiscard]] const std::vector<ModuleData> &modules() const { return m_modules; }
    [[nodiscard]] const ModuleData *moduleAt(Address pc) const;
    struct Match {
        const ModuleData *module = nullptr;
        GoFunction function;
    };
    [[nodiscard]] std::optional<Match> functionAt(Address pc) const;
    [[nodiscard]] std::optional<Match> functionNamed(std::string_view name) const;
    /// The innermost (possibly inlined) place of the instruction at @p pc: pass a return address less one.
    [[nodiscard]] SourceLocation locate(Address pc) const;
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }

private:
    friend class GoSymbolsBuilder;
    GoSymbols() = default;
    std::shared_ptr<const Target> m_target;
    std::vector<ModuleData> m_modules;
    std::vector<Error> m_warnings;
};

}
