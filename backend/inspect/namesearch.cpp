// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/namesearch.h"

#include "backend/base/fuzzypattern.h"

namespace Freezeframe
{

std::vector<NameHit> NameSearch::search(std::string_view text, size_t limit, unsigned kinds,
                                        const std::stop_token &stop)
{
    if (kinds != m_kinds)
        m_steps.clear();
    m_kinds = kinds;
    while (!m_steps.empty() && !text.starts_with(m_steps.back().text))
        m_steps.pop_back();
    const FuzzyPattern pattern(text);
    if (m_steps.empty() || m_steps.back().text != text) {
        std::vector<NameIndex::Fitting> fitting;
        if (m_steps.empty()) {
            fitting = m_index->fitting(pattern, kinds, stop);
        } else {
            const FuzzyPattern before(m_steps.back().text);
            fitting = m_index->fitting(pattern, {.pattern = before, .fitting = m_steps.back().fitting}, stop);
        }
        if (stop.stop_requested())
            return {};
        if (m_steps.size() == mostSteps)
            m_steps.erase(m_steps.begin());
        m_steps.push_back({.text = std::string(text), .fitting = std::move(fitting)});
    }
    return m_index->best(m_steps.back().fitting, pattern, limit);
}

}
