// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/rings.h"

#include <algorithm>
#include <map>
#include <set>

namespace Freezeframe
{

std::vector<std::vector<size_t>> ringsOf(const std::vector<size_t> &nodes,
                                         const std::function<std::vector<size_t>(size_t)> &next)
{
    std::map<size_t, std::vector<size_t>> known;
    const auto nextOf = [&](size_t node) -> const std::vector<size_t> & {
        const auto [entry, isNew] = known.try_emplace(node);
        if (isNew)
            entry->second = next(node);
        return entry->second;
    };
    const auto ringFrom = [&](size_t start) {
        std::map<size_t, size_t> before;
        std::vector<size_t> queue{start};
        for (size_t i = 0; i < queue.size(); ++i) {
            for (const size_t to : nextOf(queue[i])) {
                if (to == start) {
                    std::vector<size_t> ring;
                    for (size_t step = queue[i]; step != start; step = before.at(step))
                        ring.push_back(step);
                    ring.push_back(start);
                    std::ranges::reverse(ring);
                    return ring;
                }
                if (before.emplace(to, queue[i]).second)
                    queue.push_back(to);
            }
        }
        return std::vector<size_t>();
    };
    std::set<size_t> used;
    std::vector<std::vector<size_t>> rings;
    for (const size_t node : nodes) {
        std::vector<size_t> ring = used.contains(node) ? std::vector<size_t>() : ringFrom(node);
        if (ring.empty() || std::ranges::any_of(ring, [&](size_t one) { return used.contains(one); }))
            continue;
        used.insert(ring.begin(), ring.end());
        rings.push_back(std::move(ring));
    }
    return rings;
}

}
