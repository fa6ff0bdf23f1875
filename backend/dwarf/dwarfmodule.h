// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/type.h"
#include "backend/dwarf/unwindrow.h"
#include "backend/elf/elffile.h"

#include <memory>
#include <span>
#include <string_view>

namespace Freezeframe
{

/// A function of the debug information (DW_TAG_subprogram with code). Addresses are linked ones.
struct DwarfFunction {
    std::string name; ///< as linked: "main.(*T).Run", or the C name
    uint64_t die = 0; ///< offset in .debug_info
    uint64_t unit = 0; ///< offset of its unit's header
    std::vector<AddressRange> ranges;
    std::string file; ///< of the declaration
    uint64_t line = 0;
    bool isGo = true;
    bool isOptimised = true; ///< not built with Go's -N
};

/// One level of inlining at an address: what was inlined and where it was called.
struct DwarfInlinedCall {
    std::string name;
    uint64_t die = 0; ///< DW_TAG_inlined_subroutine
    std::string callFile; ///< the place in the caller
    uint64_t callLine = 0;
};

struct DwarfLine {
    std::string file;
    uint64_t line = 0;
    uint64_t column = 0;
};

/// A variable as the debug information declares it at one address.
struct DwarfVariable {
    std::string name; ///< Go's "&x" (escaped) keeps its ampersand here
    TypeRef type;
    bool isParameter = false; ///< DW_TAG_formal_parameter
    bool isResult = false; ///< DW_AT_variable_parameter
    uint64_t declarationLine = 0;
    std::string declarationFile;
    unsigned depth = 0; ///< of nested lexical blocks
    uint64_t die = 0;
    /// The DWARF expression valid at the address asked for; empty: no location here (optimised out).
    std::span<const std::byte> location;
    bool isLocationListed = false; ///< @ref location is one of several that hold for different addresses
    bool hasLocationAttribute = false; ///< false: never had a place in memory at all
    std::optional<int64_t> constantValue; ///< DW_AT_const_value
    std::optional<uint64_t> closureOffset; ///< DW_AT_go_closure_offset
    bool isOnlyAbstract = false; ///< told of the function in general only: comes behind those that this code has
    std::optional<Error> locationError; ///< the location is damaged: not the same as optimised out
};

/// A Go package of the module.
struct DwarfPackage {
    std::string path; ///< as it is imported: "example.com/cache/v3"
    std::string name; ///< as the source calls it: "cache"
};

/// Where a variable is while some of the code runs.
struct DwarfPlace {
    AddressRange code; ///< linked
    std::span<const std::byte> location;
};

/// Where a value (or parts of it) lies.
struct LocationPiece {
    enum class Kind { Memory, Register, Implicit, Missing };
    Kind kind = Kind::Missing;
    uint64_t size = 0; ///< bytes; 0: all that the type needs (a location without pieces)
    Address address; ///< of Memory, loaded
    int registerNumber = -1; ///< of Register: DWARF number
    std::vector<std::byte> bytes; ///< of Implicit
};

/// What a location expression may ask of its frame.
struct LocationContext {
    const class Memory *memory = nullptr;
    const class Registers *registers = nullptr; ///< those of the frame, caller-saved ones may be unknown
    std::optional<Address> cfa; ///< canonical frame address
    std::span<const std::byte> frameBase; ///< DW_AT_frame_base expression
    uint64_t bias = 0;
    Address tlsBase; ///< of the module's block, null if unknown
};

/// Runs a DWARF expression. OptimizedOut when it is empty, or needs a register that the frame does not know.
[[nodiscard]] Result<std::vector<LocationPiece>> evaluateLocation(std::span<const std::byte> expression,
                                                                  const LocationContext &context);

/// The DWARF (version 2 to 5) of one module, read one unit at a time, and its types. Analysis thread only:
/// libdwarf allows no other. All addresses are linked ones; the caller adds the bias.
class DwarfModule : public TypeSource
{
public:
    /// @p file with .debug_info, or its separate debug file. NotFound if neither has any.
    [[nodiscard]] static Result<std::unique_ptr<DwarfModule>> open(std::shared_ptr<const ElfFile> file,
                                                                   uint32_t moduleIndex);
    ~DwarfModule() override;

    [[nodiscard]] Result<const DwarfFunction *> functionAt(Address linkedPc);
    [[nodiscard]] Result<const DwarfFunction *> functionNamed(std::string_view name);
    /// Innermost first; empty if nothing is inlined at @p linkedPc.
    [[nodiscard]] Result<std::vector<DwarfInlinedCall>> inlinedAt(const DwarfFunction &function, Address linkedPc);
    [[nodiscard]] Result<DwarfLine> lineAt(Address linkedPc);

    /// Variables of the function itself (@p inlinedDie 0) or of one inlined call, whose blocks contain
    /// @p linkedPc: parameters, then locals in order of depth and declaration. Line visibility is the caller's.
    [[nodiscard]] Result<std::vector<DwarfVariable>> variables(const DwarfFunction &function, uint64_t inlinedDie,
                                                               Address linkedPc);
    [[nodiscard]] std::span<const std::byte> frameBase(const DwarfFunction &function);
    /// All entries of the location list of a DwarfVariable::die; empty if it has none, or one place for good.
    [[nodiscard]] std::vector<DwarfPlace> places(uint64_t die);

    [[nodiscard]] std::vector<DwarfPackage> packages();
    /// The source files that the line tables name, also those whose code is all inlined elsewhere. Not in order, some twice.
    [[nodiscard]] std::vector<std::string> files();

    [[nodiscard]] Result<const Type *> type(TypeRef reference) override;
    /// By full Go name ("*main.T", "map[string]int") or C name. Looks through all units once.
    [[nodiscard]] Result<TypeRef> typeNamed(std::string_view name);
    /// The same in the units of that name only: Go's linker keeps the program's types in "runtime". Quick.
    [[nodiscard]] Result<TypeRef> typeInUnit(std::string_view unitName, std::string_view name);
    /// The DIE's type whose DW_AT_go_runtime_type is @p offset (from moduledata.types).
    [[nodiscard]] Result<TypeRef> typeWithRuntimeOffset(uint64_t offset);

    /// Package variables and C globals: by full name, or all (name and type only are filled until asked).
    [[nodiscard]] Result<DwarfVariable> globalNamed(std::string_view name);
    [[nodiscard]] Result<std::vector<DwarfVariable>> globals();
    /// Names of all types, those that are only declared left out. For lists.
    [[nodiscard]] std::vector<std::string_view> typeNames();
    /// Names of all package variables and of all constants, for lists too.
    [[nodiscard]] std::vector<std::string_view> variableNames();
    [[nodiscard]] std::vector<std::string_view> constantNames();
    /// A Go or C constant by full name ("net/http.StatusOK").
    [[nodiscard]] Result<DwarfVariable> constantNamed(std::string_view name);
    /// Constants declared with the Go type @p reference, for display of their names.
    [[nodiscard]] Result<std::vector<TypeConstant>> constantsOf(TypeRef reference);

private:
    DwarfModule();
    struct Data;
    std::unique_ptr<Data> d;
};

}
