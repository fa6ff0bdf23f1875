// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfmodule.h"
#include "backend/eval/goroutinevalues.h"
#include "backend/eval/value.h"
#include "backend/eval/valuecontent.h"
#include "backend/go/goruntime.h"
#include "backend/unwind/unwinder.h"

#include <functional>

namespace Freezeframe
{

/// Everything that values are read from. References outlive the Evaluator.
struct EvaluationSources {
    std::shared_ptr<const Target> target;
    std::shared_ptr<const GoSymbols> symbols; ///< null without Go
    std::shared_ptr<const GoRuntime> runtime; ///< null without Go
    std::shared_ptr<RuntimeTypes> runtimeTypes; ///< null without Go
    /// DWARF of a module (index into Target::modules()), opened when first asked for; null if it has none.
    std::function<DwarfModule *(uint32_t module)> dwarf;
    /// What queries over goroutines ask; empty if nobody tells.
    std::function<Result<std::shared_ptr<const GoroutineRows>>()> goroutines = {};
};

/// Variables in scope of a frame, children of values, text of values, expressions. Analysis thread only.
class Evaluator
{
public:
    explicit Evaluator(EvaluationSources sources);
    ~Evaluator();

    /// Arguments, results and locals visible in frames[index] (inlined frames have their own), outermost scope
    /// first, shadowed ones marked, closure captures included. An empty list is fine; an error says why none
    /// can be told (no debug information).
    [[nodiscard]] Result<std::vector<Value>> variables(const Stack &stack, size_t index);
    /// Package variables whose full name contains @p filter (empty: all), sorted by name; @p limit at most.
    [[nodiscard]] Result<std::vector<Value>> packageVariables(std::string_view filter, size_t limit);
    /// The same of those whose full name @p accepts; those that @p rank gives the smaller number come first.
    [[nodiscard]] Result<std::vector<Value>> packageVariables(const std::function<bool(std::string_view)> &accepts,
                                                              size_t limit,
                                                              const std::function<int(std::string_view)> &rank = {});

    /// How many children a value has: fields, elements, map entries, the pointee (1), queue of a channel.
    [[nodiscard]] Result<uint64_t> childCount(const Value &value);
    /// Children [first, first + count). Map entries come as values named "[key]" in iteration order.
    [[nodiscard]] Result<std::vector<Value>> children(const Value &value, uint64_t first, uint64_t count);
    /// Of a struct its fields as the type has them, without what it stands for.
    [[nodiscard]] std::vector<Value> fields(const Value &structure);
    [[nodiscard]] Result<const Type *> typeOf(TypeRef reference);
    /// len of strings, slices, arrays, maps, chans; nullopt for others.
    [[nodiscard]] std::optional<uint64_t> length(const Value &value);
    /// Whether it is a string, or a slice or array of bytes, whatever its name.
    [[nodiscard]] bool isText(const Value &value);
    /// Bytes [first, first + count) of a string or of a slice or array of bytes: for viewers and export.
    [[nodiscard]] Result<std::string> text(const Value &value, uint64_t first, uint64_t count);

    /// Where the bytes are that a person means by a value, and some of them: see ValueContent.
    [[nodiscard]] Result<ValueContent::Place> contentPlace(const Value &value);
    [[nodiscard]] Result<std::string> contentBytes(const Value &value, uint64_t first, uint64_t count);

    /// The func value whose closure object lies at @p closure; its children are what it captured.
    [[nodiscard]] Value functionWith(Address closure);
    /// An integer, or the first word of what refers to memory: a pointer, slice, string, map, channel, func.
    [[nodiscard]] Result<uint64_t> word(const Value &value);

    /// One line, as Delve's print: "[]int len: 2, cap: 4, [1,2]".
    [[nodiscard]] std::string format(const Value &value, const LoadLimits &limits = {});
    /// Without the leading type name, as a column beside a type column: "len 2, cap 4 [1,2]" or "{state: 0, sema: 0}".
    [[nodiscard]] std::string formatShort(const Value &value, const LoadLimits &limits = {});
    /// What it means, if it has a meaning beyond its bytes: "5m0s", "2026-11-22 12:03:07 UTC", an error's
    /// text, "locked, 214 wait", the function a func value points to; empty if none.
    [[nodiscard]] std::string meaning(const Value &value);
    /// The value inside an interface with its dynamic type; a nil interface is an error NotFound.
    [[nodiscard]] Result<Value> dynamicValue(const Value &interfaceValue);
    /// The text of an error or Stringer-like value where it can be told without running code: errors.errorString,
    /// fmt.wrapError, runtime errors, joinError, syscall.Errno …; nullopt if only running Error() could tell.
    [[nodiscard]] std::optional<std::string> errorText(const Value &value);

    /// Entries [first, first + count) of a map; an error if it can't be read whole.
    [[nodiscard]] Result<std::vector<std::pair<Value, Value>>> mapEntries(const Value &map, uint64_t first,
                                                                          uint64_t count);

    /// The type's name as Go itself prints it, with the package's name instead of its path: "*cache.Entry".
    [[nodiscard]] std::string printedTypeName(const Type &type);

    /// Reads fields of types that are known by heart. Lives as long as this.
    [[nodiscard]] const class KnownFields &knownFields() const;

    /// By full name: a variable of Go or C; a variable, constant or function of a package; a type.
    [[nodiscard]] Result<Value> packageVariable(std::string_view fullName);
    [[nodiscard]] Result<Value> packageMember(std::string_view package, std::string_view name);
    [[nodiscard]] Result<const Type *> typeNamed(std::string_view fullName);
    /// What packages are called, by name; and the linked paths of those that are called so, @p name itself first.
    [[nodiscard]] std::vector<std::string> packageNames();
    [[nodiscard]] std::vector<std::string> packagesNamed(std::string_view name);

    /// Evaluates @p expression in frames[index] of @p stack (Go syntax as Delve's expr.md).
    [[nodiscard]] Result<Value> evaluate(const Stack &stack, size_t index, std::string_view expression);
    /// A typed view of memory.
    [[nodiscard]] Result<Value> valueAt(TypeRef type, Address address, std::string name = {});
    [[nodiscard]] Result<Value> valueOfRuntimeType(Address typeDescriptor, Address dataWord);

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}
