// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/matchedruns.h"

#include <algorithm>

namespace Freezeframe
{

Runs matchedRuns(const Run &run, const QList<int> &matched, int offset)
{
    Runs runs;
    const auto isMatched = [&](qsizetype at) { return std::ranges::binary_search(matched, int(at) + offset); };
    for (qsizetype at = 0; at < run.text.size();) {
        qsizetype end = at + 1;
        while (end < run.text.size() && isMatched(end) == isMatched(at))
            ++end;
        Run piece = run;
        piece.text = run.text.sliced(at, end - at);
        if (isMatched(at)) {
            piece.role = Theme::Role::Link;
            piece.flags |= Run::SemiBold;
            piece.elideOrder = 0;
        }
        runs.append(piece);
        at = end;
    }
    return runs;
}

}
