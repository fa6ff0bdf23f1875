// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/expression.h"
#include "backend/eval/programnames.h"
#include "backend/eval/scope.h"
#include "backend/eval/valuechildren.h"
#include "backend/eval/valuecompare.h"

#include <span>
#include <unordered_map>

namespace Freezeframe
{

/// Evaluates one parsed expression in one frame. Lives for one evaluation; analysis thread only.
class ExpressionEvaluator
{
public:
    struct Context {
        const EvaluationSources &sources;
        ValueReader &reader;
        Containers &containers;
        DynamicValues &dynamic;
        ProgramNames &names;
        Scope &scope;
        Followed &followed;
    };
    ExpressionEvaluator(Context context, const Stack &stack, size_t index, std::string_view source);

    [[nodiscard]] Result<Value> evaluate(const Expression &node);
    /// What the last answer leaves out, in a sentence; empty if nothing.
    [[nodiscard]] const std::string &note() const { return m_note; }
    /// Whether it rests on a parameter that is only known as it was passed.
    [[nodiscard]] Value::Recovered recovered() const { return m_recovered; }
    /// "cap", "complex" …: Go's own functions that need no code.
    [[nodiscard]] static std::span<const std::string_view> builtinNames();

private:
    friend class ExpressionQuery;
    [[nodiscard]] Result<Value> literal(const Expression &node);
    [[nodiscard]] Result<Value> identifier(const Expression &node);
    [[nodiscard]] Result<Value> selector(const Expression &node);
    [[nodiscard]] Result<Value> index(const Expression &node);
    [[nodiscard]] Result<Value> slice(const Expression &node);
    [[nodiscard]] Result<Value> star(const Expression &node);
    [[nodiscard]] Result<Value> unary(const Expression &node);
    [[nodiscard]] Result<Value> binary(const Expression &node);
    [[nodiscard]] Result<Value> call(const Expression &node);
    [[nodiscard]] Result<Value> assertion(const Expression &node);

    // Names and members
    [[nodiscard]] Result<const Value *> local(std::string_view name);
    void noteRecovered(const Value &value);
    [[nodiscard]] std::unexpected<Error> unknownName(const Expression &node);
    /// Whether the frame has a variable of that name, whatever queries call so.
    [[nodiscard]] bool frameVariable(std::string_view name);
    /// A variable, constant, function or type of the frame's package, which comes before names of ours.
    [[nodiscard]] bool isOfProgram(std::string_view name);

    // Names that are no variables of the program
    [[nodiscard]] Result<Value> registerNamed(std::string_view name) const;
    /// rax.uint8, xmm0.float32: a register as an array; nothing for other selectors.
    [[nodiscard]] Result<std::optional<Value>> registerAs(const Expression &node);
    [[nodiscard]] Result<Value> runtimeSpecial(std::string_view name) const;
    /// runtime.frame(n).name; nothing for other selectors.
    [[nodiscard]] Result<std::optional<Value>> nameInFrame(const Expression &node);
    [[nodiscard]] Result<Value> allGoroutines(const Expression &node) const;

    // Values that the expression itself lists
    [[nodiscard]] Result<Value> composite(const Expression &node);
    [[nodiscard]] Result<Value> compositeOf(const Type &type, const Expression &node);
    [[nodiscard]] Result<Value> compositePart(const Type &type, const Expression &node);
    [[nodiscard]] Result<Value> zeroOf(const Type &type);
    [[nodiscard]] Value packed(const Type &type, std::vector<Value> parts) const;

    [[nodiscard]] Result<Value> member(Value operand, std::string_view name, const Expression &node);
    [[nodiscard]] Result<std::optional<Value>> fieldOrPromoted(const Value &value, std::string_view name) const;
    [[nodiscard]] std::optional<Value> method(const Value &value, std::string_view name) const;
    [[nodiscard]] std::optional<Value> methodOf(const Type &type, std::string_view name) const;
    [[nodiscard]] std::string_view currentPackage() const;

    // Types
    [[nodiscard]] Result<const Type *> typeOf(const Expression &node);
    [[nodiscard]] Result<const Type *> typeOnce(const Expression &node);
    [[nodiscard]] Result<const Type *> compositeType(const Expression &node);
    [[nodiscard]] bool looksLikeType(const Expression &node);

    // Conversions and builtins
    [[nodiscard]] Result<Value> convert(Value value, const Type *target, const Expression &node);
    [[nodiscard]] Result<Value> convertToString(const Value &value, const Type *target, const Expression &node);
    [[nodiscard]] Result<Value> convertToSlice(const Value &value, const Type *target, const Expression &node);
    [[nodiscard]] Result<Value> convertToPointer(const Value &value, const Type *target, const Expression &node);
    [[nodiscard]] Result<Value> builtin(const Expression &node, std::string_view name);
    [[nodiscard]] Result<Value> lengthOf(const Expression &node, const Value &value, bool capacity);
    [[nodiscard]] Result<Value> complexPart(const Expression &node, const Value &value, bool imaginary);
    [[nodiscard]] Result<Value> leastOrGreatest(const Expression &node, const std::vector<Value> &values,
                                                bool greatest);

    // Elements
    [[nodiscard]] Result<uint64_t> indexNumber(const Expression &node);
    [[nodiscard]] Result<Value> mapElement(const Value &map, const Expression &node);
    /// Of a slice expression; in elements.
    struct Bounds {
        uint64_t low = 0;
        std::optional<uint64_t> high;
        std::optional<uint64_t> end; ///< of the capacity
    };
    [[nodiscard]] Result<Value> sliced(const Value &value, const Bounds &bounds, const Expression &node);
    /// unsafe.Sizeof, Alignof and Offsetof: told by types, nothing is read. Nothing for other calls.
    [[nodiscard]] Result<std::optional<Value>> unsafeCall(const Expression &node);
    [[nodiscard]] Result<uint64_t> alignmentOf(const Type &type, unsigned &budget) const;
    /// Of a field of that name, also of one that is promoted from an embedded struct.
    [[nodiscard]] std::optional<uint64_t> offsetOf(const Type &type, std::string_view field, unsigned &budget) const;
    [[nodiscard]] Result<Value> withArrayBehind(Value value) const;

    // Atomics, weak pointers, handles and sync.Map
    /// What a wrapper stands for; other values, and a sync.Map, as they are.
    [[nodiscard]] Result<Value> followed(Value value) const;
    /// x.Load(), w.Value(), m.Load(key): told without running code; nullopt for other calls.
    [[nodiscard]] Result<std::optional<Value>> wrapperCall(const Expression &node);
    [[nodiscard]] Result<Value> labelValue(const Value &labels, const Expression &node);
    [[nodiscard]] Result<Value> syncMapElement(const Value &map, const Expression &node);

    [[nodiscard]] std::string textOf(const Expression &node) const;
    [[nodiscard]] Value constant(std::string_view type, Int128 number) const;
    [[nodiscard]] std::unexpected<Error> at(Error error, const Expression &node) const;

    Context m_context;
    ValueReader &m_reader;
    ValueCompare m_compare;
    const Stack &m_stack;
    size_t m_index;
    std::string_view m_source;
    std::optional<Result<std::vector<Value>>> m_locals; ///< once asked for

    // Queries
    [[nodiscard]] bool isQuery(const Expression &call);
    void addNote(const std::string &note);
    std::vector<std::pair<std::string_view, Value>> m_bindings; ///< it, key, value; of the innermost query last
    std::unordered_map<const Expression *, Value> m_globals; ///< names outside of the frame, which stay what they are
    std::unordered_map<const Expression *, Result<const Type *>> m_types; ///< likewise
    std::unordered_map<const Expression *, bool> m_isQuery; ///< calls: a name of the program comes first
    uint64_t m_elementsLeft;
    bool m_isHopeless = false; ///< the expression itself is wrong: no other element will do better
    std::string m_note;
    Value::Recovered m_recovered = Value::Recovered::No;
    unsigned m_notes = 0;
};

}
