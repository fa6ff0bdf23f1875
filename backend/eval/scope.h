// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/codeflows.h"
#include "backend/eval/functioninputs.h"
#include "backend/eval/stackwrites.h"
#include "backend/eval/valuereader.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

struct EvaluationSources;

/// The variables that a frame sees: of its function or inlined call, at its line, with what closures captured and,
/// in the body of a range over a function, what the function around declared. Analysis thread only.
class Scope
{
public:
    Scope(const EvaluationSources &sources, ValueReader &reader)
        : m_sources(sources)
        , m_reader(reader)
    {
    }

    /// Of frames[index]: parameters, then locals from the outermost block in; hidden ones are marked shadowed.
    [[nodiscard]] Result<std::vector<Value>> variables(const Stack &stack, size_t index) const;

private:
    struct Place;
    [[nodiscard]] Result<Place> locate(const Stack &stack, size_t index) const;
    [[nodiscard]] Result<std::vector<Value>> own(const Place &place) const;
    struct Arranged;
    [[nodiscard]] Value load(const Place &place, const DwarfVariable &variable) const;
    [[nodiscard]] Value loadHere(const Place &place, const DwarfVariable &variable, const Type *type) const;
    [[nodiscard]] Value loadAfterCall(const Place &place, const DwarfVariable &variable, const Type *type,
                                      Value value) const;
    [[nodiscard]] Arranged arranged(const Place &place, const DwarfVariable &variable, const Type &type,
                                    std::vector<LocationPiece> pieces) const;
    [[nodiscard]] const StackWrites *writesOf(const Place &place) const;
    [[nodiscard]] Value loadCaptured(const Place &place, const DwarfVariable &variable) const;
    [[nodiscard]] Value fromPieces(const Place &place, const DwarfVariable &variable, const Type *type,
                                   const std::vector<LocationPiece> &pieces) const;
    [[nodiscard]] bool isLeftOver(const Place &place, const Type &type, const std::vector<LocationPiece> &pieces) const;
    [[nodiscard]] Result<const Type *> realType(const Place &place, const Type *type) const;
    void recoverHidden(Place &place, const std::vector<DwarfVariable> &variables) const;
    void recoverLost(const Place &place, const std::vector<DwarfVariable> &variables, std::vector<Value> &values) const;
    void recover(const Place &place, const std::vector<PassedPart> &parts, Value &value) const;
    [[nodiscard]] const FunctionInputs *inputsOf(const Frame &frame) const;
    void findHiddenVariables(Place &place, const std::vector<DwarfVariable> &variables) const;
    void addAroundInlinedClosure(const Stack &stack, size_t index, std::vector<Value> &variables) const;
    [[nodiscard]] std::optional<size_t> enclosingRangeFrame(const Stack &stack, size_t index, const Place &place) const;

    const EvaluationSources &m_sources;
    ValueReader &m_reader;
    mutable CodeFlows m_flows;
    mutable std::unordered_map<Address, std::optional<FunctionInputs>> m_inputs; ///< by the function's entry
    mutable std::unordered_map<Address, std::optional<StackWrites>> m_writes; ///< by the function's entry
};

}
