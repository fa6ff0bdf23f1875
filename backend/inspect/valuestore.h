// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"

#include <unordered_map>

namespace Freezeframe
{

/// Keeps the values that were shown, so that their children can be asked for by handle. Analysis thread only.
/// The oldest are forgotten past a million; asking for those fails with a sentence.
class ValueStore
{
public:
    struct Entry {
        Value value;
        std::string expression; ///< evaluates to it in its frame; empty if none does
    };
    ValueHandle keep(Value value, std::string expression);
    [[nodiscard]] const Entry *find(ValueHandle handle) const;

private:
    std::unordered_map<ValueHandle, Entry> m_entries;
    ValueHandle m_next = 1;
    ValueHandle m_oldest = 1;
};

/// Turns @p value into what is shown, within @p limits, and keeps it in @p store.
[[nodiscard]] VariableInfo describeValue(Evaluator &evaluator, ValueStore &store, const Value &value,
                                         std::string expression, const LoadLimits &limits);

/// The Go expression for child @p child of a value that @p parent evaluates to; empty if there is none.
[[nodiscard]] std::string childExpression(const std::string &parent, const Value &parentValue, const Value &child);

}
