// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valueparts.h"
#include "backend/eval/valuereader.h"

namespace Freezeframe
{

/// What is known of all goroutines, a row each: whoever has read them tells. Analysis thread only.
class GoroutineRows
{
public:
    virtual ~GoroutineRows() = default;
    [[nodiscard]] virtual size_t size() const = 0;
    [[nodiscard]] virtual Address address(size_t row) const = 0; ///< of the g
    [[nodiscard]] virtual uint64_t id(size_t row) const = 0;
    [[nodiscard]] virtual uint64_t parent(size_t row) const = 0; ///< id, 0 if unknown
    [[nodiscard]] virtual uint64_t thread(size_t row) const = 0; ///< tid, 0 if it is on none
    [[nodiscard]] virtual bool isSystem(size_t row) const = 0;
    [[nodiscard]] virtual std::string state(size_t row) const = 0; ///< in the runtime's words: "waiting"
    [[nodiscard]] virtual std::string waitReason(size_t row) const = 0; ///< likewise; empty if it does not wait
    /// Nanoseconds; an error of one that waits, nobody knows since when.
    [[nodiscard]] virtual Result<int64_t> waited(size_t row) const = 0;

    struct Place {
        std::string function;
        std::string file;
        int line = 0;
    };
    /// User: the first frame that is not the runtime's. Start: the function it was started with. Go: where the go
    /// statement is. The first that is asked for reads all stacks.
    enum class Which { User, Current, Start, Go };
    [[nodiscard]] virtual Result<Place> place(size_t row, Which which) const = 0;
    using Labels = std::vector<std::pair<std::string, std::string>>;
    [[nodiscard]] virtual Result<Labels> labels(size_t row) const = 0;
};

/// The list that expressions know as "goroutines": a struct a goroutine, whose fields are told when asked for.
[[nodiscard]] Value goroutineList(TypeGraph &types, std::shared_ptr<const GoroutineRows> rows);
/// Whether a value is the labels of a goroutine, in which texts are looked up.
[[nodiscard]] bool isGoroutineLabels(const Value &value);

}
