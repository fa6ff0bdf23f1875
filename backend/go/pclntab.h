// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// Go internal/abi/symtab.go: FuncID. Read by name of the function, not by number: numbers move between releases.
enum class GoFuncKind : uint8_t {
    Normal,
    Wrapper, ///< generated method wrapper; the runtime's tracebacks leave it out
    TopOfStack, ///< goexit, mstart, rt0_go …: nothing is above
    Sigpanic,
    SystemStackSwitch, ///< systemstack_switch
    SystemStack,
    Mcall,
    Morestack,
    Asmcgocall,
    Cgocallback,
    Gogo,
    AsyncPreempt,
    DebugCall,
    Gopanic,
    Mstart,
    Goexit,
    RuntimeMain,
    HandleAsyncEvent,
};

/// One function of a Go module. Views live as long as the Pclntab.
struct GoFunction {
    std::string_view name; ///< "main.(*T).Run", "main.F[...]"
    Address entry; ///< loaded
    Address end;
    uint32_t index = 0; ///< in functab
    uint32_t record = 0; ///< offset of its _func in pclntable
    int32_t startLine = 0; ///< Go 1.20+
    uint8_t funcId = 0;
    uint8_t flags = 0; ///< abi.FuncFlag: 1 TopFrame, 2 SPWrite, 4 Asm
    int32_t argumentSize = 0; ///< bytes of stack arguments, or unknown (negative)
    uint32_t deferReturn = 0; ///< offset of the deferreturn call from entry, 0 if none
    GoFuncKind kind = GoFuncKind::Normal;
};

/// A level of inlining at one pc.
struct GoInlinedFrame {
    std::string_view function;
    std::string_view file;
    int32_t line = 0; ///< where execution is, in this function
    int32_t startLine = 0;
    uint8_t funcId = 0;
    bool isWrapper = false;
    bool isInlined = false; ///< false for the outermost, the function itself
};

/// The table behind runtime.FuncForPC of one Go module (Go 1.18 to 1.27 forms). Immutable; any thread.
class Pclntab
{
public:
    /// @p table: the bytes of runtime.pclntab; @p textStart: moduledata.text (Go 1.26+ has 0 in the header);
    /// @p goFuncData: bytes from moduledata.gofunc on, for funcdata; @p tables: funcnametab … as moduledata has them.
    struct Input {
        std::span<const std::byte> table;
        std::span<const std::byte> goFuncData;
        Address textStart;
        Address textEnd;
        /// Go's textsectmap for several text sections (external linking of huge programs): vaddr offset,
        /// length and base address of each; empty for one section.
        struct TextSection {
            uint64_t begin, end;
            Address base;
        };
        std::vector<TextSection> sections;
        std::shared_ptr<const void> owner = {}; ///< keeps @ref table and @ref goFuncData alive; null if others do
    };
    [[nodiscard]] static Result<std::shared_ptr<const Pclntab>> open(Input input);
    ~Pclntab();

    [[nodiscard]] size_t functionCount() const;
    [[nodiscard]] GoFunction functionAtIndex(size_t index) const;
    /// The loaded address of an offset from the text's start, as method tables and functab have it.
    [[nodiscard]] Address codeAddress(uint32_t offset) const;
    [[nodiscard]] std::optional<GoFunction> functionAt(Address pc) const;
    /// By exact name; builds an index of all names at the first call (under a lock).
    [[nodiscard]] std::optional<GoFunction> functionNamed(std::string_view name) const;

    /// Bytes that the function has pushed at @p pc, the return address not counted (pcsp); nullopt if unknown.
    [[nodiscard]] std::optional<int32_t> frameSize(const GoFunction &function, Address pc) const;
    /// File and line of the outermost function at @p pc (inlining not unfolded).
    [[nodiscard]] std::optional<std::pair<std::string_view, int32_t>> fileLine(const GoFunction &function,
                                                                               Address pc) const;
    /// Innermost first, the function itself last; never empty for a pc in the function.
    [[nodiscard]] std::vector<GoInlinedFrame> frames(const GoFunction &function, Address pc) const;
    /// Value of PCDATA table @p table (abi.PCDATA_…) at @p pc, or nullopt.
    [[nodiscard]] std::optional<int32_t> pcData(const GoFunction &function, uint32_t table, Address pc) const;
    /// Bytes of FUNCDATA @p table from its start to the end of the module's gofunc area; empty if none.
    [[nodiscard]] std::span<const std::byte> funcData(const GoFunction &function, uint32_t table) const;
    /// All source files of the module.
    [[nodiscard]] std::vector<std::string_view> files() const;
    /// Addresses whose line entry begins at @p file:@p line; for the source view.
    [[nodiscard]] std::vector<Address> addressesOf(std::string_view file, int32_t line) const;

private:
    Pclntab();
    struct Data;
    std::unique_ptr<Data> d;
};

}
