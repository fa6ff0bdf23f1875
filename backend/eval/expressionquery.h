// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/expressionevaluator.h"
#include "backend/eval/queryelements.h"
#include "backend/eval/scalar.h"

#include <span>

namespace Freezeframe
{

/// One query: any, all, count, filter, first, map, sort or sum over what has elements. What the answer leaves out is
/// noted with the evaluator, or is an error. Lives for one call; analysis thread only.
class ExpressionQuery
{
public:
    static constexpr uint64_t mostElements = 1'000'000; ///< that all queries of an expression look at
    static constexpr size_t mostKept = 100'000; ///< elements of an answer
    static constexpr uint64_t mostKeyBytes = 64 << 20; ///< of texts that are sorted by

    [[nodiscard]] static bool isName(std::string_view name);
    [[nodiscard]] static std::span<const std::string_view> names(); ///< sorted
    ExpressionQuery(ExpressionEvaluator &evaluator, const Expression &node);
    [[nodiscard]] Result<Value> run();

private:
    using Element = QueryElements::Element;
    [[nodiscard]] Result<Value> truth(bool wanted); ///< any: true, all: false
    [[nodiscard]] Result<Value> count();
    [[nodiscard]] Result<Value> filter();
    [[nodiscard]] Result<Value> first();
    [[nodiscard]] Result<Value> mapped();
    [[nodiscard]] Result<Value> sorted();
    [[nodiscard]] Result<Value> sum();

    /// Calls @p visit with each element until it says false or fails; failures of single elements are counted.
    [[nodiscard]] Result<void> walk(const std::function<Result<bool>(const Element &)> &visit);
    /// The query's second argument for an element, or the element.
    [[nodiscard]] Result<Value> told(const Element &element);
    [[nodiscard]] Result<bool> holds(const Element &element);
    void noteCut();
    void noteFailures(std::string_view what);
    [[nodiscard]] Result<Value> list(const Type *element, std::vector<Value> values) const;
    [[nodiscard]] bool names(const Expression &node, std::string_view name) const;
    [[nodiscard]] std::unexpected<Error> wrongUse(std::string_view usage) const;

    ExpressionEvaluator &m_evaluator;
    const Expression &m_node;
    const Expression *m_tell = nullptr; ///< the second argument
    QueryElements m_elements;
    uint64_t m_seen = 0;
    uint64_t m_failed = 0;
    std::optional<Error> m_failure; ///< the first
    bool m_isDecided = false; ///< nothing that was left out could change the answer
};

}
