// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/diagnosis.h"

#include "backend/base/text.h"

#include <format>

namespace Freezeframe
{
namespace
{

void keepFirst(std::string &kept, const std::string &reason)
{
    if (kept.empty())
        kept = reason;
}

}

void turnRed(DoctorCheck &check, DoctorFix wayOut)
{
    check.state = CheckState::Failed;
    check.fix = std::move(wayOut);
}

DoctorFix orCapture(int32_t pid, const std::string &mend)
{
    DoctorFix fix{.label = "How to Mend It", .text = mend};
    if (pid == 0)
        return fix;
    fix.label = mend.empty() ? "How to Get One" : "Ways Out";
    fix.text += (mend.empty() ? "" : "\n")
        + std::format("freezeframe-cli capture {}   # takes a core of it now, and lets it run on", pid);
    return fix;
}

DoctorFix coresToFiles()
{
    return {.kind = DoctorFix::Kind::Privileged,
            .action = DoctorFix::Action::SetCorePattern,
            .label = "Set to core.%e.%p",
            .text = "sysctl -w kernel.core_pattern=core.%e.%p"};
}

void Diagnosis::block(const std::string &reason)
{
    keepFirst(m_block, reason);
}

void Diagnosis::doubt(const std::string &reason)
{
    keepFirst(m_doubt, reason);
}

void Diagnosis::flaw(const std::string &reason)
{
    keepFirst(m_flaw, reason);
}

DoctorReport Diagnosis::finish(const std::string &cause) &&
{
    using Verdict = DoctorReport::Verdict;
    DoctorReport report = std::move(m_report);
    if (!m_block.empty()) {
        report.verdict = Verdict::NoCore;
        report.headline = cause + " would leave no core.";
        report.reason = m_block;
        report.corePath.clear();
        return report;
    }
    if (!m_doubt.empty()) {
        report.verdict = Verdict::Unknown;
        report.headline
            = "It can't be told whether " + (cause == "A crash" ? "a crash" : cause) + " would leave a core.";
        report.reason = m_doubt;
        return report;
    }
    report.verdict = Verdict::Core;
    report.headline = cause + (m_flaw.empty() ? " would leave a core." : " would leave a core, but a flawed one.");
    if (!report.corePath.empty())
        report.reason = "It would be " + report.corePath;
    if (report.expectedBytes > 0)
        report.reason
            += (report.reason.empty() ? "It would have about " : ", about ") + byteCount(report.expectedBytes);
    if (!report.reason.empty())
        report.reason += ".";
    if (!m_flaw.empty())
        report.reason += (report.reason.empty() ? "" : " ") + m_flaw;
    return report;
}

}
