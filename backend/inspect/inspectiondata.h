// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/code/goassembly.h"
#include "backend/eval/evaluator.h"
#include "backend/findings/lockholders.h"
#include "backend/findings/waitindex.h"
#include "backend/heap/heapspans.h"
#include "backend/inspect/dwarfset.h"
#include "backend/inspect/inspection.h"
#include "backend/inspect/inspectiontext.h"
#include "backend/inspect/nameindex.h"
#include "backend/inspect/namesearch.h"
#include "backend/inspect/programsymbols.h"
#include "backend/inspect/valuestore.h"
#include "backend/source/sourcelocator.h"
#include "backend/unwind/unwinder.h"

#include <array>
#include <list>

namespace Freezeframe
{

/// What an Inspection owns, layer by layer. Analysis thread only; the shared parts are immutable.
struct Inspection::Data {
    OpenOptions options;
    std::unique_ptr<const OpenedText> text; ///< null of a core; else all that there is
    std::shared_ptr<const Target> target;
    std::unique_ptr<DwarfSet> dwarf;
    std::shared_ptr<const GoSymbols> symbols; ///< null without Go
    std::shared_ptr<const GoRuntime> runtime; ///< null without Go, or if it can't be read
    std::shared_ptr<RuntimeTypes> runtimeTypes;
    std::unique_ptr<Unwinder> unwinder;
    std::unique_ptr<Evaluator> evaluator;
    std::unique_ptr<SourceLocator> sources;
    ValueStore values;
    LoadLimits valueLimits;
    std::vector<Error> warnings; ///< found while opening

    std::shared_ptr<const ProcessSummary> process;
    std::shared_ptr<const CrashSummary> crash;
    std::shared_ptr<const std::vector<ThreadInfo>> threads;
    std::shared_ptr<const GoroutineTable> table;
    std::shared_ptr<const GoroutineStacks> stacks;
    std::unique_ptr<const WaitIndex> waits; ///< made when first asked for
    std::unique_ptr<LockHolders> lockHolders; ///< likewise
    std::shared_ptr<const Findings> findings; ///< likewise
    std::array<std::shared_ptr<const InFlight>, 2> inFlight; ///< likewise; with secrets masked, and as they are
    std::unique_ptr<ProgramSymbols> names; ///< likewise
    std::unique_ptr<const MemoryRegions> regions; ///< likewise
    std::optional<Result<std::shared_ptr<const HeapSpans>>> spans; ///< likewise

    std::shared_ptr<const NameIndex> nameIndex; ///< likewise
    std::unique_ptr<NameSearch> nameSearch; ///< likewise

    /// The stacks looked at last, newest first: frames are asked for again and again.
    struct CachedStack {
        StackOwner owner;
        size_t limit = 0;
        std::shared_ptr<const Stack> stack;
    };
    std::list<CachedStack> cachedStacks;

    uint32_t lastRow = 0; ///< that was asked for

    void openGo();
    [[nodiscard]] static bool isText(const MappedFile &file);
    [[nodiscard]] Result<void> openText(const MappedFile &file);
    /// Of Go's heap, read when first asked for.
    [[nodiscard]] Result<std::shared_ptr<const HeapSpans>> heapSpans(const std::stop_token &stop = {});
    /// The row of a goroutine: whoever asks for all of them asks in order.
    [[nodiscard]] std::optional<uint32_t> rowOf(const GoroutineTable &rows, uint64_t id);
    [[nodiscard]] SourceSettings sourceSettings() const;
    [[nodiscard]] Result<std::shared_ptr<const Stack>> stackOf(StackOwner owner, size_t limit);
    [[nodiscard]] Result<std::shared_ptr<const GoroutineTable>> goroutineTable(const std::stop_token &stop = {});
    /// Who has the locks that a goroutine waits for.
    void findHolders(const GoroutineTable &rows, std::vector<WaitInfo> &waitInfos);
    [[nodiscard]] SourceLocation locate(Address pc);
    /// By the linker's table, which has full names and data too, else by Go's own table of functions.
    [[nodiscard]] CodeSymbol codeSymbol(Address address);
    [[nodiscard]] Result<std::vector<DisassemblyLine>> decode(AddressRange range, Address current,
                                                              DisassemblyFlavor flavor);
    [[nodiscard]] Result<std::vector<VariableInfo>> describePackageVariables(const Result<std::vector<Value>> &found);
    [[nodiscard]] TypeInfo typeInfo(const Type &type, ProgramSymbols &program);
    void describeFunction(SymbolFacts &facts, Address entry);
    void describeValueOf(SymbolFacts &facts, const Result<Value> &found, std::string_view name);
    [[nodiscard]] Result<MemoryPlace> placeOfValue(StackOwner owner, size_t frame, std::string_view expression);
    /// What an expression in a frame evaluates to.
    [[nodiscard]] Result<Value> valueOf(StackOwner owner, size_t frame, std::string_view expression);
};

}
