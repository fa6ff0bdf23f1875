// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinefilter.h"
#include "backend/analysis/grouptext.h"

#include <functional>
#include <stop_token>

namespace Freezeframe
{

/// Which stacks are put together, and how. A value type.
struct StackTreeRequest {
    GoroutineFilter filter = {};
    bool showSystem = false;
    bool byLine = false; ///< calls at different lines of a function are different ones
    /// Which functions are left out, of stacks that have others, too; null: none.
    std::function<bool(std::string_view)> isHidden = {};
};

/// The stacks of many goroutines in one picture: from the outermost frames inwards, what they share is one node.
/// Immutable; any thread.
class StackTree
{
public:
    static constexpr uint32_t none = 0xffffffff;
    static constexpr size_t mostNodes = 400'000; ///< stacks that would need more end early, which is told

    /// A call, or a recursion: the same function that called itself, or a few that called each other in turn. Node 0 stands for all and has no name.
    struct Node {
        uint32_t name = 0;
        uint32_t parent = none;
        uint32_t place = 0; ///< among the children of its parent
        uint32_t firstChild = 0; ///< into children()
        uint32_t childCount = 0;
        uint32_t depth = 0; ///< 1: outermost
        uint32_t first = 0; ///< into rows()
        uint32_t count = 0; ///< goroutines that are in it, or in what it called
        uint32_t self = 0; ///< whose innermost shown frame it is: the first of its rows
        uint32_t fewestRepeats = 1, mostRepeats = 1; ///< how often it stands in a row, by stack
        uint32_t example = none; ///< row of a goroutine that is in it
        uint32_t frame = 0; ///< and where in its stack, as Delve numbers frames
        uint32_t cycle = 1; ///< how many nodes, of which it is one, repeat together
        bool isCut = false; ///< some stacks go on here, and were not followed
        std::string states; ///< of those that end here: "waiting: select", "30 running, 2 runnable"
    };

    /// Stops early, with nothing, if @p stop asks for it. Without table or stacks: empty.
    [[nodiscard]] static std::shared_ptr<const StackTree> build(const GoroutineSnapshot &snapshot,
                                                                const StackTreeRequest &request,
                                                                const std::stop_token &stop = {});

    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// Parents before children, the largest of siblings first.
    [[nodiscard]] const std::vector<Node> &nodes() const { return m_nodes; }
    /// Indexes of nodes.
    [[nodiscard]] const std::vector<uint32_t> &children() const { return m_children; }
    /// Rows of the goroutine table.
    [[nodiscard]] const std::vector<uint32_t> &rows() const { return m_rows; }
    [[nodiscard]] const GoroutineSnapshot &snapshot() const { return m_snapshot; }
    /// As the linker writes it; "outer frames were not read" of a stack that is deeper than what was read of it.
    [[nodiscard]] const std::string &name(const Node &node) const { return m_names[node.name]; }
    /// Where in the function, if calls are told apart by it; else 0.
    [[nodiscard]] int line(const Node &node) const { return m_lines[node.name]; }
    [[nodiscard]] bool isOuterRest(const Node &node) const { return node.name == outerRest; }
    /// "×998", "×3–7", "×499, cycle of 2", or nothing.
    [[nodiscard]] static std::string repeatsText(const Node &node);
    [[nodiscard]] size_t stackCount() const { return m_stackCount; }
    [[nodiscard]] size_t hiddenByFilter() const { return m_hiddenByFilter; }
    [[nodiscard]] size_t hiddenSystem() const { return m_hiddenSystem; }
    [[nodiscard]] size_t unread() const { return m_unread; } ///< goroutines whose stacks are not known
    [[nodiscard]] uint32_t deepest() const { return m_deepest; }

private:
    friend class StackTreeBuilder;
    static constexpr uint32_t outerRest = 1;

    GoroutineSnapshot m_snapshot;
    std::vector<Node> m_nodes;
    std::vector<uint32_t> m_children;
    std::vector<uint32_t> m_rows;
    std::vector<std::string> m_names;
    std::vector<int> m_lines; ///< by name
    size_t m_stackCount = 0, m_hiddenByFilter = 0, m_hiddenSystem = 0, m_unread = 0;
    uint32_t m_deepest = 0;
};

}
