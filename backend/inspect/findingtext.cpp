// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/findingtext.h"

#include "backend/base/text.h"
#include "backend/findings/findingsearch.h"

#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t mostEvidence = 12; ///< lines of one finding

void appendFinding(std::string &out, const Finding &finding)
{
    out += std::format("\n{}: {}  [{}]\n", severityText(finding.severity), escaped(finding.title), finding.id);
    if (!finding.detail.empty())
        out += "  " + escaped(finding.detail) + '\n';
    size_t lines = 0;
    for (const Finding::Evidence &evidence : finding.evidence) {
        if (lines++ == mostEvidence) {
            out += std::format("  - and {} more\n", finding.evidence.size() - mostEvidence);
            break;
        }
        out += "  - " + escaped(evidence.text) + '\n';
    }
}

}

std::string findingsText(const Findings &findings)
{
    std::string out;
    if (!findings.all.empty())
        out += findings.all.size() == 1 ? "1 finding\n" : std::format("{} findings\n", findings.all.size());
    for (const Finding &finding : findings.all)
        appendFinding(out, finding);
    if (!findings.unanswered.empty() && !out.empty())
        out += '\n';
    for (const std::string &sentence : findings.unanswered)
        out += escaped(sentence) + '\n';
    return out;
}

}
