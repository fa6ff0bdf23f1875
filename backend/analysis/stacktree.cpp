// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/stacktree.h"

#include "backend/analysis/goroutinematcher.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace Freezeframe
{

/// Makes a StackTree in three passes: a tree of the different stacks, its order, the rows. One thread.
class StackTreeBuilder
{
public:
    StackTreeBuilder(const GoroutineSnapshot &snapshot, const StackTreeRequest &request, const std::stop_token &stop)
        : m_request(request)
        , m_stop(stop)
        , m_table(*snapshot.table)
        , m_stacks(*snapshot.stacks)
        , m_tree(std::make_shared<StackTree>())
    {
        m_tree->m_snapshot = snapshot;
        m_tree->m_names = {"", "outer frames were not read"};
        m_tree->m_lines = {0, 0};
        m_raw.emplace_back();
    }

    std::shared_ptr<const StackTree> run()
    {
        select();
        for (uint32_t stack = 0; stack < m_rowsOf.size(); ++stack) {
            if (stack % checkStopEvery == 0 && m_stop.stop_requested())
                return std::make_shared<const StackTree>();
            if (!m_rowsOf[stack].empty())
                add(stack);
        }
        arrange();
        return m_tree;
    }

private:
    using Node = StackTree::Node;
    static constexpr uint32_t checkStopEvery = 4096;
    static constexpr size_t longestCycle = 16; ///< functions that call each other in turn
    static constexpr size_t leastTurns = 3; ///< of more than one function: twice is chance

    /// A node while the tree grows.
    struct Raw {
        uint32_t name = 0;
        uint32_t parent = StackTree::none;
        uint32_t count = 0;
        uint32_t fewestRepeats = 0xffffffff, mostRepeats = 0;
        uint32_t example = StackTree::none; ///< a stack that has it
        uint32_t frame = 0; ///< of that stack
        uint32_t cycle = 1;
        bool isCut = false;
        std::vector<uint32_t> children;
        std::vector<uint32_t> stacks; ///< that end here
    };
    void select()
    {
        const GoroutineMatcher matcher(m_request.filter, m_tree->m_snapshot);
        const bool isFiltered = !m_request.filter.isEmpty();
        m_rowsOf.resize(m_stacks.stacks.size());
        for (uint32_t row = 0; row < m_table.size(); ++row) {
            if (row % checkStopEvery == 0 && m_stop.stop_requested())
                return;
            const bool isCrashed = m_table.id[row] == m_tree->m_snapshot.crashed;
            if (isFiltered && !matcher.matches(row))
                ++m_tree->m_hiddenByFilter;
            else if (!m_request.showSystem && m_table.isSystem[row] && !isCrashed)
                ++m_tree->m_hiddenSystem;
            else if (!m_stacks.stackAt(row) || m_stacks.stackAt(row)->functions.empty())
                ++m_tree->m_unread;
            else
                m_rowsOf[m_stacks.stackOf[row]].push_back(row);
        }
    }

    uint32_t nameOf(const GoroutineStacks::Unique &stack, size_t frame)
    {
        const std::string &function = stack.functions[frame];
        const int line = m_request.byLine && frame < stack.lines.size() ? stack.lines[frame] : 0;
        const auto [known, isNew] = m_numbers.try_emplace({function, line}, uint32_t(m_tree->m_names.size()));
        if (isNew) {
            m_tree->m_names.push_back(function);
            m_tree->m_lines.push_back(line);
            m_isHidden.push_back(m_request.isHidden && m_request.isHidden(function));
        }
        return known->second;
    }

    /// The child of @p parent, or none where the tree is as large as it may be.
    uint32_t child(uint32_t parent, uint32_t name)
    {
        const uint64_t key = (uint64_t(parent) << 32) | name;
        const auto known = m_known.find(key);
        if (known != m_known.end())
            return known->second;
        if (m_raw.size() >= StackTree::mostNodes)
            return StackTree::none;
        const auto number = uint32_t(m_raw.size());
        m_raw.push_back({.name = name, .parent = parent});
        m_raw[parent].children.push_back(number);
        m_known.emplace(key, number);
        return number;
    }

    void add(uint32_t number)
    {
        const GoroutineStacks::Unique &stack = m_stacks.stacks[number];
        const auto goroutines = uint32_t(m_rowsOf[number].size());
        ++m_tree->m_stackCount;
        uint32_t at = 0;
        m_raw[0].count += goroutines;
        if (stack.isCut) {
            if (const uint32_t rest = child(0, StackTree::outerRest); rest != StackTree::none) {
                at = rest;
                m_raw[at].count += goroutines;
                m_raw[at].fewestRepeats = m_raw[at].mostRepeats = 1;
                m_raw[at].example = number;
                m_raw[at].frame = uint32_t(stack.functions.size() - 1);
            }
        }
        const std::vector<Call> way = wayOf(stack);
        for (size_t i = 0; i < way.size();) {
            const auto [length, turns] = cycleAt(way, i);
            for (size_t j = 0; j < length; ++j) {
                const uint32_t next = child(at, way[i + j].name);
                if (next == StackTree::none) {
                    m_raw[at].isCut = true;
                    m_raw[at].stacks.push_back(number);
                    return;
                }
                at = next;
                Raw &node = m_raw[at];
                node.count += goroutines;
                node.fewestRepeats = std::min(node.fewestRepeats, uint32_t(turns));
                node.mostRepeats = std::max(node.mostRepeats, uint32_t(turns));
                node.cycle = std::max(node.cycle, uint32_t(length));
                if (node.example == StackTree::none) {
                    node.example = number;
                    node.frame = way[i + (turns - 1) * length + j].frame;
                }
            }
            i += turns * length;
        }
        m_raw[at].stacks.push_back(number);
    }

    struct Call {
        uint32_t name = 0;
        uint32_t frame = 0;
    };
    /// The shown calls of a stack, outermost first.
    std::vector<Call> wayOf(const GoroutineStacks::Unique &stack)
    {
        std::vector<Call> all;
        for (size_t frame = stack.functions.size(); frame-- > 0;)
            all.push_back({.name = nameOf(stack, frame), .frame = uint32_t(frame)});
        const auto isHidden = [this](const Call &call) { return m_isHidden[call.name]; };
        if (!std::ranges::all_of(all, isHidden))
            std::erase_if(all, isHidden);
        return all;
    }

    /// How many calls from @p at on repeat together, and how often they stand there: at least one, once.
    static std::pair<size_t, size_t> cycleAt(const std::vector<Call> &way, size_t at)
    {
        for (size_t length = 1; length <= longestCycle && at + 2 * length <= way.size(); ++length) {
            size_t same = 0; // calls that are as those one turn before
            while (at + length + same < way.size() && way[at + same].name == way[at + length + same].name)
                ++same;
            const size_t turns = 1 + same / length;
            if (turns >= (length == 1 ? 2 : leastTurns))
                return {length, turns};
        }
        return {1, 1};
    }

    /// Parents before children, all rows of a node side by side.
    void arrange()
    {
        struct Step {
            uint32_t raw;
            uint32_t parent;
            uint32_t place;
        };
        std::vector<Step> open{{0, StackTree::none, 0}};
        while (!open.empty()) {
            const Step step = open.back();
            open.pop_back();
            Raw &raw = m_raw[step.raw];
            const auto number = uint32_t(m_tree->m_nodes.size());
            Node node;
            node.name = raw.name;
            node.parent = step.parent;
            node.place = step.place;
            node.childCount = uint32_t(raw.children.size());
            node.first = uint32_t(m_tree->m_rows.size());
            node.count = raw.count;
            node.fewestRepeats = std::min(raw.fewestRepeats, std::max(raw.mostRepeats, 1U));
            node.mostRepeats = std::max(raw.mostRepeats, 1U);
            node.cycle = raw.cycle;
            node.isCut = raw.isCut;
            node.frame = raw.frame;
            if (raw.example != StackTree::none)
                node.example = m_rowsOf[raw.example].front();
            if (step.parent != StackTree::none) {
                node.depth = m_tree->m_nodes[step.parent].depth + 1;
                Node &parent = m_tree->m_nodes[step.parent];
                m_tree->m_children[parent.firstChild + step.place] = number;
            }
            m_tree->m_deepest = std::max(m_tree->m_deepest, node.depth);
            addRows(node, raw);
            node.firstChild = uint32_t(m_tree->m_children.size());
            m_tree->m_children.resize(m_tree->m_children.size() + raw.children.size());
            std::ranges::sort(raw.children, [this](uint32_t left, uint32_t right) {
                const Raw &a = m_raw[left];
                const Raw &b = m_raw[right];
                return std::tuple(b.count, std::string_view(m_tree->m_names[a.name]), m_tree->m_lines[a.name])
                    < std::tuple(a.count, std::string_view(m_tree->m_names[b.name]), m_tree->m_lines[b.name]);
            });
            for (auto i = uint32_t(raw.children.size()); i-- > 0;)
                open.push_back({raw.children[i], number, i});
            m_tree->m_nodes.push_back(std::move(node));
        }
    }

    void addRows(Node &node, const Raw &raw)
    {
        std::vector<uint32_t> rows;
        for (const uint32_t stack : raw.stacks)
            rows.insert(rows.end(), m_rowsOf[stack].begin(), m_rowsOf[stack].end());
        std::ranges::sort(rows, {}, [this](uint32_t row) { return m_table.id[row]; });
        node.self = uint32_t(rows.size());
        m_tree->m_rows.insert(m_tree->m_rows.end(), rows.begin(), rows.end());
        if (rows.empty())
            return;
        std::map<std::tuple<uint8_t, uint16_t, uint8_t>, std::pair<uint32_t, uint32_t>> counts; // how many, one of them
        for (const uint32_t row : rows) {
            auto &count = counts[{m_table.status[row], m_table.waitReason[row], m_table.isScanned[row]}];
            ++count.first;
            count.second = row;
        }
        std::map<std::string, uint32_t> texts;
        for (const auto &[key, count] : counts)
            texts[stateText(m_table, count.second)] += count.first;
        GroupTally tally(texts.begin(), texts.end());
        std::ranges::stable_sort(tally, std::greater(), &GroupTally::value_type::second);
        node.states = tallyText(tally);
    }

    const StackTreeRequest &m_request;
    const std::stop_token &m_stop;
    const GoroutineTable &m_table;
    const GoroutineStacks &m_stacks;
    std::shared_ptr<StackTree> m_tree;
    std::vector<std::vector<uint32_t>> m_rowsOf; ///< by stack
    std::vector<Raw> m_raw;
    std::vector<bool> m_isHidden{false, false}; ///< by name
    std::map<std::pair<std::string_view, int>, uint32_t> m_numbers; ///< names are of the stacks
    std::unordered_map<uint64_t, uint32_t> m_known; ///< parent and name → node
};

std::shared_ptr<const StackTree> StackTree::build(const GoroutineSnapshot &snapshot, const StackTreeRequest &request,
                                                  const std::stop_token &stop)
{
    if (!snapshot.table || !snapshot.stacks)
        return std::make_shared<const StackTree>();
    return StackTreeBuilder(snapshot, request, stop).run();
}

std::string StackTree::repeatsText(const Node &node)
{
    if (node.mostRepeats <= 1)
        return {};
    std::string text = "×" + std::to_string(node.fewestRepeats);
    if (node.mostRepeats != node.fewestRepeats)
        text += "–" + std::to_string(node.mostRepeats);
    if (node.cycle > 1)
        text += ", cycle of " + std::to_string(node.cycle);
    return text;
}

}
