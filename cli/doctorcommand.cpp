// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/dryrun.h"
#include "cli/doctoroutput.h"
#include "cli/optionwords.h"
#include "cli/processcommands.h"

#include <algorithm>
#include <optional>

namespace Freezeframe
{
namespace
{

const char *verdictWord(DoctorReport::Verdict verdict)
{
    switch (verdict) {
    case DoctorReport::Verdict::Core: return "core";
    case DoctorReport::Verdict::NoCore: return "no-core";
    default: return "unknown";
    }
}

const char *stateWord(CheckState state)
{
    switch (state) {
    case CheckState::Good: return "good";
    case CheckState::Warning: return "warning";
    case CheckState::Failed: return "failed";
    default: return "unknown";
    }
}

const char *stateMark(CheckState state)
{
    switch (state) {
    case CheckState::Good: return "  ok   ";
    case CheckState::Warning: return "  warn ";
    case CheckState::Failed: return "  FAIL ";
    default: return "  ?    ";
    }
}

nlohmann::ordered_json toJson(const DoctorCheck &check)
{
    nlohmann::ordered_json json = {{"id", check.id}, {"title", check.title}};
    if (check.state == CheckState::Unknown)
        json["ok"] = nullptr;
    else
        json["ok"] = check.state != CheckState::Failed;
    json["state"] = stateWord(check.state);
    json["value"] = check.value;
    json["explanation"] = check.explanation;
    if (check.fix)
        json["fix"] = check.fix->text;
    else
        json["fix"] = nullptr;
    return json;
}

int statusOf(const Error &error)
{
    if (error.code == ErrorCode::NotFound || error.code == ErrorCode::Mismatch)
        return int(AbortStatus::Gone);
    return error.code == ErrorCode::BadExpression ? int(AbortStatus::Usage) : int(AbortStatus::Denied);
}

void indent(std::ostream &out, const std::string &text, const char *before)
{
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        out << before << escaped(text.substr(at, end - at)) << "\n";
        at = end + 1;
    }
}

/// What shall be examined, and mended: a process, a program, or this machine.
struct Subject {
    std::optional<ProcessId> process;
    std::string program;
};

Result<Subject> subjectOf(const OptionWords &options)
{
    Subject subject;
    if (options.rest().empty())
        return subject;
    const std::string &word = options.rest().front();
    const auto pid = wholeNumber(word);
    if (!pid) {
        subject.program = word;
        return subject;
    }
    if (*pid == 0 || *pid > INT32_MAX)
        return fail(ErrorCode::NotFound, "there is no process " + word);
    subject.process = ProcessId{.pid = int32_t(*pid)};
    if (const auto start = options.value("--start")) {
        const auto ticks = wholeNumber(*start);
        if (!ticks)
            return fail(ErrorCode::BadExpression, "--start needs a number, not " + *start);
        subject.process->startTicks = *ticks;
    }
    return subject;
}

Result<DoctorReport> examine(const Subject &subject)
{
    if (subject.process)
        return examineProcess(*subject.process);
    return subject.program.empty() ? Result<DoctorReport>(examineSystem()) : examineProgram(subject.program);
}

/// Does what one check offers. What that is is found anew here: the caller names only the check.
Result<void> apply(const Subject &subject, const DoctorReport &report, const std::string &id)
{
    const auto check = std::ranges::find(report.checks, id, &DoctorCheck::id);
    if (check == report.checks.end())
        return fail(ErrorCode::BadExpression, "there is no check " + id);
    if (!check->fix || check->fix->kind == DoctorFix::Kind::Text)
        return fail(ErrorCode::Unsupported, check->title + " has nothing that can be applied from here");
    return applyFix(subject.process.value_or(ProcessId()), *check->fix);
}

}

nlohmann::ordered_json doctorJson(const DoctorReport &report)
{
    nlohmann::ordered_json json
        = {{"verdict", verdictWord(report.verdict)}, {"headline", report.headline}, {"reason", report.reason}};
    if (!report.corePath.empty())
        json["core_path"] = report.corePath;
    if (report.expectedBytes > 0)
        json["expected_bytes"] = report.expectedBytes;
    json["checks"] = nlohmann::ordered_json::array();
    for (const DoctorCheck &check : report.checks)
        json["checks"].push_back(toJson(check));
    return json;
}

void writeVerdict(std::ostream &out, const DoctorReport &report)
{
    out << escaped(report.headline) << "\n";
    if (!report.reason.empty())
        out << escaped(report.reason) << "\n";
}

int runDoctor(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    const auto options = OptionWords::parse(words, {"--json", "--try"}, {"--apply", "--start"});
    if (!options)
        return complainOfUsage(errors, options.error().message);
    if (options->rest().size() > 1)
        return complainOfUsage(errors, "one process or program at a time: what is " + options->rest()[1] + "?");
    const auto subject = subjectOf(*options);
    auto report = subject.and_then(examine);
    if (const auto id = options->value("--apply"); report && id) {
        const auto done = apply(*subject, *report, *id);
        report = done ? examine(*subject) : std::unexpected(done.error());
    }
    if (!report)
        return complain(errors, report.error().toString(), statusOf(report.error()));
    if (options->has("--try"))
        addDryRun(*report, subject->program.empty() ? tryCore(subject->process) : tryProgram(subject->program, {}));
    if (options->has("--json")) {
        out << doctorJson(*report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return 0;
    }
    writeVerdict(out, *report);
    out << "\n";
    for (const DoctorCheck &check : report->checks) {
        out << stateMark(check.state) << escaped(check.title) << ": " << escaped(check.value) << "\n";
        if (check.state == CheckState::Good)
            continue;
        indent(out, check.explanation, "         ");
        if (check.fix)
            indent(out, check.fix->text, "         > ");
    }
    return 0;
}

}
