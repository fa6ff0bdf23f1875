// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/answers/snapshot.h"
#include "backend/inspect/memoryregions.h"
#include "backend/inspect/memorysearch.h"
#include "backend/inspect/registerinfo.h"
#include "backend/profile/recordedprofiles.h"
#include "backend/trace/recordedtrace.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string_view>

namespace Freezeframe
{

struct OpenOptions {
    std::string core;
    std::shared_ptr<const MappedFile> image = {}; ///< used in place of opening the core, which is then only a name
    FileSearch files;
    std::vector<std::pair<std::string, std::string>> sourceMap; ///< recorded prefix → local prefix
};

/// Said at most 20 times a second; @p total 0: not known.
struct Progress {
    std::string what; ///< "Reading stacks", "Decompressing"
    uint64_t done = 0;
    uint64_t total = 0;
};
using ProgressCallback = std::function<void(const Progress &)>;

struct Completions;
struct FormedValue;
struct LoadLimits;
struct NameHit;
struct SymbolFacts;
struct SymbolName;
class NameIndex;
class ProgramSymbols;

/// One opened core and all answers about it, as immutable values: the one door to the backend for the window and
/// for the command line. One thread (the analysis thread) opens, asks and destroys it.
class Inspection
{
public:
    /// Fails only if the core can't be read at all. A missing executable is told in process().
    [[nodiscard]] static Result<std::unique_ptr<Inspection>> open(const OpenOptions &options,
                                                                  const ProgressCallback &progress = {},
                                                                  const std::stop_token &stop = {});
    ~Inspection();

    [[nodiscard]] std::shared_ptr<const ProcessSummary> process() const;
    [[nodiscard]] std::shared_ptr<const CrashSummary> crash();
    [[nodiscard]] std::shared_ptr<const std::vector<ThreadInfo>> threads();
    [[nodiscard]] std::shared_ptr<const std::vector<ModuleInfo>> modules() const;
    [[nodiscard]] std::vector<Error> warnings() const;
    /// "NAME=value"; secrets: only when a person asked for them.
    [[nodiscard]] std::vector<std::string> environment() const;

    /// The table alone, then (grouped) with stacks of all rows; @p partial gets what there is so far.
    [[nodiscard]] Result<GoroutineSnapshot> goroutines(const std::stop_token &stop = {});
    [[nodiscard]] Result<GoroutineSnapshot> goroutineStacks(
        const ProgressCallback &progress = {}, const std::function<void(const GoroutineSnapshot &)> &partial = {},
        const std::stop_token &stop = {});
    [[nodiscard]] Result<GoroutineDetails> goroutine(uint64_t id);

    /// What is wrong with the program; of one without Go nothing. Reads all stacks first, and then much of the memory.
    [[nodiscard]] Result<std::shared_ptr<const Findings>> findings(const ProgressCallback &progress = {},
                                                                   const std::stop_token &stop = {});

    /// What `go tool pprof` shows, out of what the runtime has counted, or of the goroutines. NotFound with a sentence
    /// if the program kept no such profile.
    [[nodiscard]] Result<RecordedProfile> profile(ProfileKind kind, const ProgressCallback &progress = {},
                                                  const std::stop_token &stop = {});

    /// The last seconds of a program with a flight recorder, for `go tool trace`. NotFound with a sentence if it has none.
    [[nodiscard]] Result<RecordedTrace> trace(const std::stop_token &stop = {});

    /// Whom a goroutine stems from, nearest first: none unless the program ran with GODEBUG=tracebackancestors.
    [[nodiscard]] Result<std::vector<AncestorInfo>> ancestors(uint64_t goroutine);

    [[nodiscard]] Result<std::shared_ptr<const StackInfo>> stack(StackOwner owner, size_t limit = 10'000);
    /// How much of a value is in VariableInfo::value and in what print() gives, from now on.
    void setValueLimits(const LoadLimits &limits);
    [[nodiscard]] Result<std::vector<VariableInfo>> variables(StackOwner owner, size_t frame);
    [[nodiscard]] Result<std::vector<VariableInfo>> children(ValueHandle handle, uint64_t first, uint64_t count);
    /// Those whose full name contains @p filter, the main module's first, the runtime's and compiler-made ones last.
    [[nodiscard]] Result<std::vector<VariableInfo>> packageVariables(std::string_view filter, size_t limit);
    /// Those whose full name @p accepts, in the same order.
    [[nodiscard]] Result<std::vector<VariableInfo>> packageVariables(
        const std::function<bool(std::string_view)> &accepts, size_t limit);
    /// Bytes of a string or of bytes, paged; the whole length is VariableInfo::length.
    [[nodiscard]] Result<std::string> text(ValueHandle handle, uint64_t first, uint64_t count);
    /// The value in all forms that fit it.
    [[nodiscard]] Result<std::vector<FormedValue>> valueForms(ValueHandle handle);
    [[nodiscard]] Result<VariableInfo> evaluate(StackOwner owner, size_t frame, std::string_view expression);
    /// What may stand at the end of an expression that is not finished: of the frame, of the program, and words of ours,
    /// the most fitting first. An error only if there is no such frame.
    [[nodiscard]] Result<Completions> completions(StackOwner owner, size_t frame, std::string_view text, size_t limit,
                                                  const std::stop_token &stop = {});
    /// All that a value is made of, line by line, and of an error the errors that it wraps.
    [[nodiscard]] Result<WholeValue> wholeValue(ValueHandle handle);
    /// What tells a goroutine apart: unwinds its stack and reads its arguments, so for the few that are looked at.
    [[nodiscard]] Result<GoroutineTraits> traits(uint64_t id);
    /// The line that Delve's print prints.
    [[nodiscard]] Result<std::string> print(StackOwner owner, size_t frame, std::string_view expression);
    /// The same in the innermost frame of a goroutine that is the program's own, else in the first that is not the
    /// runtime's, quick enough for all goroutines one after another; nothing if it has none.
    [[nodiscard]] Result<std::optional<std::string>> printInOwnFrame(uint64_t goroutine, std::string_view expression);
    /// The same of a value that was shown.
    [[nodiscard]] Result<std::string> print(ValueHandle handle);
    /// What the closure object at an address has captured.
    [[nodiscard]] Result<std::vector<VariableInfo>> captured(Address closure);
    /// The number that an expression stands for: an integer, or where a pointer, slice, string, map or channel points.
    [[nodiscard]] Result<uint64_t> number(StackOwner owner, size_t frame, std::string_view expression);
    /// The type of an expression, and a type by the name that expressions know it by.
    [[nodiscard]] Result<TypeInfo> typeOf(StackOwner owner, size_t frame, std::string_view expression);
    [[nodiscard]] Result<TypeInfo> typeNamed(StackOwner owner, size_t frame, std::string_view name);
    /// A type by the name that it has in the program.
    [[nodiscard]] Result<TypeInfo> typeByName(std::string_view fullName);
    /// What is to be told of a name of the program beside the name.
    [[nodiscard]] SymbolFacts symbolFacts(const SymbolName &symbol);
    /// Registers of a frame by name, those that are known.
    [[nodiscard]] Result<std::vector<std::pair<std::string, uint64_t>>> registers(StackOwner owner, size_t frame);

    /// The same with what they mean, and what the caller has of them.
    [[nodiscard]] Result<std::vector<RegisterInfo>> registerInfos(StackOwner owner, size_t frame);

    [[nodiscard]] SourceText source(const std::string &recorded);
    /// A person showed where @p recorded is: its siblings are found by the same rule from now on.
    void locateSource(const std::string &recorded, const std::string &local);
    /// What locateSource() was told, and what else is found elsewhere than recorded: prefixes, from and to.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> guessSourceMap();
    [[nodiscard]] Result<Disassembly> disassemble(Address pc, DisassemblyFlavor flavor = DisassemblyFlavor::Gnu);
    /// Code from an address to another, both as they are.
    [[nodiscard]] Result<Disassembly> disassemble(AddressRange range, DisassemblyFlavor flavor);
    /// The lines of source between which its instructions stand, of the files that are found here.
    [[nodiscard]] std::vector<Disassembly::SourceLine> sourceOf(const Disassembly &disassembly);
    [[nodiscard]] MemoryBytes memory(Address address, size_t count);
    /// Fills all of @p out with memory, or fails.
    [[nodiscard]] Result<void> readMemory(Address address, std::span<std::byte> out) const;
    /// How many bytes from @p address on can be read without a gap, @p limit at most.
    [[nodiscard]] uint64_t readableSize(Address address, uint64_t limit) const;
    /// Where a text leads that a person typed: an address in hexadecimal; an expression or register, where that points,
    /// or lies if it is no pointer; a function's name.
    [[nodiscard]] Result<MemoryPlace> memoryPlace(StackOwner owner, size_t frame, std::string_view text);
    /// "main.main + 0x20", "stack of goroutine 7", "Go heap": what lies there; empty if nothing is known.
    [[nodiscard]] std::string nameOf(Address address);
    /// The same with the object of the heap and the text that are there.
    [[nodiscard]] AddressInfo addressInfo(Address address);
    /// Where @p pattern is in the memory that the core and the files beside it have: @p found gets matches as they
    /// come, ascending, with their places.
    [[nodiscard]] MemorySearchEnd search(const MemoryPattern &pattern, const MemorySearch::Limits &limits,
                                         const std::function<void(std::vector<MemoryMatch>)> &found,
                                         const ProgressCallback &progress = {}, const std::stop_token &stop = {});
    /// What lies where, also what is absent. Lives as long as this.
    [[nodiscard]] const MemoryRegions &regions();
    /// "runtime.main + 0x20", "heap", a mapping's file: what an address is; empty if nothing.
    [[nodiscard]] std::string describe(Address address);
    /// Ids of the goroutines that wait for a channel, lock, timer …
    [[nodiscard]] std::vector<uint64_t> waitersOf(Address object);
    /// All names of the program. Lives as long as this.
    [[nodiscard]] ProgramSymbols &symbols();
    /// The same for "go to anything", made when it is first asked for; null if stopped meanwhile. Between pieces of the
    /// work @p pause is called. May be kept and searched on any thread for as long as this lives.
    [[nodiscard]] std::shared_ptr<const NameIndex> names(const std::stop_token &stop = {},
                                                         const std::function<void()> &pause = {});
    /// The best of those names, quick for one who types letter after letter; nothing if stopped.
    [[nodiscard]] std::vector<NameHit> searchNames(std::string_view text, size_t limit, unsigned kinds,
                                                   const std::stop_token &stop = {});
    /// Function, file and line of an address in code.
    [[nodiscard]] SourceLocation locate(Address pc);

private:
    Inspection();
    [[nodiscard]] Result<RecordedProfile> goroutineProfile(const ProgressCallback &progress,
                                                           const std::stop_token &stop);
    struct Data;
    std::unique_ptr<Data> d;
};

}
