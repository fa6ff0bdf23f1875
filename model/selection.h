// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <optional>
#include <vector>

namespace Freezeframe
{

/// What all panels follow: a goroutine or thread, a frame of its stack, and maybe a place in source or code away from
/// it.
/// A value type.
struct Selection {
    std::optional<StackOwner> owner;
    std::optional<size_t> frame; ///< none until the stack is there: then its user frame
    std::optional<SourceLocation> place; ///< shown in place of the frame's line
    std::optional<Address> code; ///< likewise, as machine code

    [[nodiscard]] bool isGoroutine() const { return owner && owner->kind == StackOwner::Kind::Goroutine; }
    [[nodiscard]] bool isSameAs(const Selection &other) const;
};

/// Where a person has been, like a browser's back and forward. A value type.
class SelectionHistory
{
public:
    /// Forgets what is ahead; the same selection again adds nothing.
    void visit(const Selection &selection);
    /// The place where we are became more exact: a frame was chosen for it.
    void refine(const Selection &selection);
    void clear();
    [[nodiscard]] bool canGoBack() const { return m_position > 0; }
    [[nodiscard]] bool canGoForward() const { return m_position + 1 < m_visited.size(); }
    [[nodiscard]] std::optional<Selection> back();
    [[nodiscard]] std::optional<Selection> forward();

private:
    static constexpr size_t limit = 500;
    std::vector<Selection> m_visited;
    size_t m_position = 0;
};

}
