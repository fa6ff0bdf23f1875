// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/stacktreetext.h"

#include "backend/base/text.h"

#include <format>

namespace Freezeframe
{

namespace
{

constexpr uint32_t deepestIndent = 40; ///< steps; ways that part deeper stand there

std::string lineOf(const StackTree &tree, const StackTree::Node &node, uint32_t indent)
{
    std::string text = std::format("{:>8}  {}{}", node.count, std::string(size_t(indent) * 2, ' '),
                                   tree.isOuterRest(node) ? '(' + tree.name(node) + ')' : escaped(tree.name(node)));
    if (tree.line(node) > 0)
        text += std::format(":{}", tree.line(node));
    if (const std::string repeats = StackTree::repeatsText(node); !repeats.empty())
        text += ' ' + repeats;
    if (node.self > 0) {
        text += "  [";
        if (node.self < node.count)
            text += std::format("{} end here: ", node.self);
        text += escaped(node.states) + ']';
    }
    if (node.isCut)
        text += "  (too many different stacks: those below are left out)";
    return text + '\n';
}

}

bool writeStackTree(const StackTree &tree, const TextSink &out, const std::stop_token &stop)
{
    std::vector<uint32_t> indents(tree.nodes().size());
    for (uint32_t i = 1; i < tree.nodes().size(); ++i) {
        if (stop.stop_requested())
            return false;
        const StackTree::Node &node = tree.nodes()[i];
        const StackTree::Node &parent = tree.nodes()[node.parent];
        const bool isOnlyWay = parent.childCount == 1 && parent.self == 0;
        indents[i] = node.parent == 0 ? 0 : std::min(indents[node.parent] + (isOnlyWay ? 0 : 1), deepestIndent);
        out(lineOf(tree, node, indents[i]));
    }
    std::string end
        = std::format("[{} goroutine{} in {} stack{}", tree.rows().size(), tree.rows().size() == 1 ? "" : "s",
                      tree.stackCount(), tree.stackCount() == 1 ? "" : "s");
    if (tree.hiddenSystem() > 0)
        end += std::format("; {} of the runtime's own are left out", tree.hiddenSystem());
    if (tree.unread() > 0)
        end += std::format("; of {} the stack can't be read", tree.unread());
    out(end + "]\n");
    return true;
}

}
