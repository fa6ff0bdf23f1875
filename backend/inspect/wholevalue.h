// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"

#include <map>
#include <set>

namespace Freezeframe
{

/// Lays out all that a value is made of, and of an error the errors that it holds, to bounds that are told. What is
/// pointed to is shown once. Analysis thread only.
class WholeValueReader
{
public:
    /// @p symbols tells which types are errors; may be null.
    WholeValueReader(Evaluator &evaluator, const GoSymbols *symbols)
        : m_evaluator(evaluator)
        , m_symbols(symbols)
    {
    }
    [[nodiscard]] WholeValue read(const Value &value);

private:
    struct Inner {
        std::string field;
        Value error;
    };
    /// What is being filled: lines, and in an error the errors that were met.
    struct Sheet {
        std::vector<ValueLine> lines;
        std::vector<Inner> inner;
        size_t mostLines = 0;
        unsigned mostDepth = 0;
        bool isOfError = false;
    };
    [[nodiscard]] bool isError(const Value &value);
    [[nodiscard]] bool hasErrorMethod(const std::string &type);
    [[nodiscard]] Value followed(const Value &value) const;
    void addError(const Value &error, const std::string &field, unsigned depth);
    void addPart(Sheet &sheet, const Value &value, unsigned depth, const std::string &path);
    void addParts(Sheet &sheet, const Value &value, unsigned depth, const std::string &path);
    [[nodiscard]] bool isLeaf(const Value &value) const;
    [[nodiscard]] std::string textOf(const Value &value, bool isOpened) const;

    Evaluator &m_evaluator;
    const GoSymbols *m_symbols;
    WholeValue m_whole;
    std::set<std::pair<uint64_t, const Type *>> m_seen; ///< what was pointed to
    std::map<std::string, bool, std::less<>> m_errorTypes;
};

}
