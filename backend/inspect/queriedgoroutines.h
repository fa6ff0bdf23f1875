// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/goroutinevalues.h"
#include "backend/go/goruntime.h"

#include <functional>

namespace Freezeframe
{

/// What an inspection knows of all goroutines, for expressions. Reads the stacks when a query first asks for a place.
/// Analysis thread only; lives no longer than the inspection.
class QueriedGoroutines : public GoroutineRows
{
public:
    using Stacks = std::function<Result<std::shared_ptr<const GoroutineStacks>>()>;
    QueriedGoroutines(std::shared_ptr<const GoRuntime> runtime, std::shared_ptr<const GoroutineTable> table,
                      Stacks stacks)
        : m_runtime(std::move(runtime))
        , m_table(std::move(table))
        , m_askStacks(std::move(stacks))
    {
    }

    [[nodiscard]] size_t size() const override { return m_table->size(); }
    [[nodiscard]] Address address(size_t row) const override { return m_table->address[row]; }
    [[nodiscard]] uint64_t id(size_t row) const override { return m_table->id[row]; }
    [[nodiscard]] uint64_t parent(size_t row) const override { return m_table->parent[row]; }
    [[nodiscard]] uint64_t thread(size_t row) const override { return m_table->thread[row]; }
    [[nodiscard]] bool isSystem(size_t row) const override { return m_table->isSystem[row] != 0; }
    [[nodiscard]] std::string state(size_t row) const override { return m_table->statusText(row); }
    [[nodiscard]] std::string waitReason(size_t row) const override { return m_table->waitReasonText(row); }
    [[nodiscard]] Result<int64_t> waited(size_t row) const override;
    [[nodiscard]] Result<Place> place(size_t row, Which which) const override;
    [[nodiscard]] Result<Labels> labels(size_t row) const override;

private:
    std::shared_ptr<const GoRuntime> m_runtime;
    std::shared_ptr<const GoroutineTable> m_table;
    Stacks m_askStacks;
    mutable std::optional<Result<std::shared_ptr<const GoroutineStacks>>> m_stacks; ///< once asked for
};

}
