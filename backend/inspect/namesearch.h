// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/nameindex.h"

namespace Freezeframe
{

/// Finds names for one who types: what fitted a text is all that can fit a longer one, so each letter more has less to
/// look at, and one letter less is known. One thread at a time.
class NameSearch
{
public:
    explicit NameSearch(std::shared_ptr<const NameIndex> index)
        : m_index(std::move(index))
    {
    }

    /// As NameIndex::search.
    [[nodiscard]] std::vector<NameHit> search(std::string_view text, size_t limit, unsigned kinds,
                                              const std::stop_token &stop = {});

private:
    struct Step {
        std::string text;
        std::vector<NameIndex::Fitting> fitting;
    };
    static constexpr size_t mostSteps = 16; ///< that are kept
    std::shared_ptr<const NameIndex> m_index;
    unsigned m_kinds = 0;
    std::vector<Step> m_steps; ///< each text begins with the one before
};

}
