// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/expressionmembers.h"
#include "backend/inspect/programsymbols.h"

#include <set>
#include <stop_token>

namespace Freezeframe
{

struct ExpressionCut;

/// A name that may stand at the end of an unfinished expression.
struct Completion {
    enum class Kind { Local, Parameter, Field, Method, Variable, Constant, Function, Type, Package, Word };
    Kind kind = Kind::Local;
    std::string text;
    std::string detail; ///< its type, its package, or what it is for; may be empty
    int score = 0;
    std::vector<uint32_t> matched; ///< bytes of the text, ascending
};

/// All that may take the place of what is typed so far.
struct Completions {
    size_t begin = 0; ///< bytes of the text before what they take the place of
    std::vector<Completion> found; ///< the most fitting first
    bool isCut = false; ///< there are more
};

/// Finds what may stand at the end of an expression: locals and parameters, fields and methods by the type of what
/// stands before the dot, what packages have, and words of ours. Lives for one question; analysis thread only.
class ExpressionCompletion
{
public:
    ExpressionCompletion(Evaluator &evaluator, ProgramSymbols &symbols, const Stack &stack, size_t frame,
                         std::stop_token stop)
        : m_evaluator(evaluator)
        , m_symbols(symbols)
        , m_stack(stack)
        , m_frame(frame)
        , m_stop(std::move(stop))
        , m_members(evaluator, stack, frame)
    {
    }

    [[nodiscard]] Completions complete(std::string_view text, size_t limit);

private:
    void addLocals();
    void addMembers(const std::string &operand);
    void addMethods(std::string_view type, bool isPromoted);
    void addPackage(std::string_view linkedPath);
    void addPackages();
    void addWords(bool inQuery);
    void add(Completion::Kind kind, std::string text, std::string detail);
    [[nodiscard]] bool isLocal(std::string_view name);

    Evaluator &m_evaluator;
    ProgramSymbols &m_symbols;
    const Stack &m_stack;
    size_t m_frame;
    std::stop_token m_stop;
    ExpressionMembers m_members;
    std::vector<Completion> m_found;
    std::set<std::string, std::less<>> m_known; ///< texts of those
};

}
