// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/capturecommand.h"

#include "backend/base/text.h"
#include "backend/live/capturerecord.h"
#include "backend/live/privilegedcapture.h"
#include "backend/live/tracepermission.h"
#include "cli/capturetext.h"
#include "cli/interruption.h"
#include "cli/optionwords.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// What a person typed after "capture".
struct CaptureWords {
    CaptureOptions options;
    bool json = false;
    bool mayAsk = false; ///< --privileged
};

std::unexpected<Error> usage(std::string message)
{
    return fail(ErrorCode::BadExpression, std::move(message));
}

Result<std::chrono::milliseconds> seconds(const std::string &text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double mostSeconds = 86400;
    if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || value > mostSeconds)
        return usage("--max-pause needs seconds, more than 0, not " + text);
    return std::chrono::milliseconds(std::lround(std::ceil(value * 1e3)));
}

Result<CaptureWords> parse(const std::vector<std::string> &words)
{
    const auto parsed = OptionWords::parse(
        words,
        {"--compress", "--all-mappings", "--json", "--privileged", "--no-stop", "--skip-stuck", "--keep-incomplete"},
        {"-o", "--output", "--mode", "--max-pause"});
    if (!parsed)
        return std::unexpected(parsed.error());
    CaptureWords result;
    if (parsed->rest().size() != 1)
        return usage(parsed->rest().empty() ? "capture needs the number of a process" : "one process at a time");
    const auto pid = wholeNumber(parsed->rest().front());
    if (!pid || *pid == 0 || *pid > INT32_MAX)
        return usage("capture needs the number of a process, not " + parsed->rest().front());
    result.options.process.pid = int32_t(*pid);
    result.json = parsed->has("--json");
    result.mayAsk = parsed->has("--privileged");
    result.options.compress = parsed->has("--compress");
    result.options.allMappings = parsed->has("--all-mappings");
    result.options.noStop = parsed->has("--no-stop");
    result.options.skipStuck = parsed->has("--skip-stuck");
    result.options.keepIncomplete = parsed->has("--keep-incomplete");
    if (result.options.noStop && parsed->has("--max-pause"))
        return usage("with --no-stop there is no pause that --max-pause could end");
    if (result.options.noStop && result.options.skipStuck)
        return usage("--no-stop stops no thread, so that there is none for --skip-stuck");
    if (const auto output = parsed->value(parsed->has("-o") ? "-o" : "--output")) {
        if (output->empty())
            return usage("-o needs the name of a file");
        result.options.output = *output;
    }
    if (const auto mode = parsed->value("--mode")) {
        if (*mode != "fast" && *mode != "low-memory")
            return usage("--mode is fast or low-memory, not " + *mode);
        result.options.mode = *mode == "fast" ? CaptureMode::FastPause : CaptureMode::LowMemory;
    }
    if (const auto pause = parsed->value("--max-pause")) {
        const auto limit = seconds(*pause);
        if (!limit)
            return std::unexpected(limit.error());
        result.options.maxPause = *limit;
    }
    return result;
}

/// The program that asks for the right to trace: this one, through polkit.
PrivilegedProgram privilegedProgram()
{
    std::error_code error;
    std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    // The portable archive brings its own loader, which is what runs then.
    if (program.filename().string().starts_with("ld-"))
        program = program.parent_path().parent_path() / "bin" / "freezeframe-cli";
    return PrivilegedProgram::throughPolkit(program.string());
}

/// Where a person wants the core instead: a file, or a folder for a file of the same name. Empty: nowhere.
std::string otherPlace(const std::string &path, std::ostream &errors)
{
    errors << "Write it elsewhere (a folder or a file; nothing: give up): " << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer) || answer.empty())
        return {};
    std::error_code error;
    std::filesystem::path place(answer);
    if (std::filesystem::is_directory(place, error))
        place /= std::filesystem::path(path).filename();
    return place.string();
}

/// What was copied is in memory still: asks for another place until it is written or the person gives up.
std::expected<CaptureReport, CaptureError> writeElsewhere(CaptureError error, bool compress,
                                                          const CaptureProgressCallback &progress,
                                                          const std::stop_token &stop, std::ostream &errors)
{
    const auto snapshot = error.snapshot;
    const CaptureFailure first = error.failure;
    while (!stop.stop_requested()) {
        errors << "\r\x1b[Kfreezeframe-cli: " << failureText(error) << "\n";
        const std::string place = otherPlace(error.error.file, errors);
        if (place.empty())
            break;
        auto report = saveSnapshot(*snapshot, place, compress, progress, stop);
        if (report)
            return report;
        if (report.error().error.file.empty())
            report.error().error.file = error.error.file;
        error = std::move(report.error());
    }
    if (error.failure != CaptureFailure::Cancelled)
        error.failure = first; // not that the last place that was named did not do
    return std::unexpected(std::move(error));
}

std::expected<CaptureReport, CaptureError> capture(const CaptureWords &words, const CaptureProgressCallback &progress,
                                                   const std::stop_token &stop, std::ostream &errors)
{
    const TracePermission permission = tracePermission(words.options.process);
    if (permission.isAllowed || !permission.needsPrivilege) {
        auto report = captureToFile(words.options, progress, stop);
        if (!report && report.error().failure == CaptureFailure::Denied && permission.isReadable)
            report.error().error.message += "; --no-stop captures it while it runs";
        if (!report && report.error().failure == CaptureFailure::Gone && report.error().snapshot)
            report.error().error.message += "; --keep-incomplete would keep that much";
        if (!report && report.error().hasStuckThread)
            report.error().error.message += "; --skip-stuck captures it without that thread's registers";
        return report;
    }
    if (!words.mayAsk) {
        auto report = captureToFile(words.options, progress, stop);
        if (!report && report.error().failure == CaptureFailure::Denied)
            report.error().error.message += "; --privileged asks for it";
        return report;
    }
    errors << "freezeframe-cli: " << escaped(permission.sentence) << "; asking for the right to trace it\n";
    return captureToFilePrivileged(words.options, privilegedProgram(), progress, stop);
}

}

int runCapture(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    if (words == std::vector<std::string>{"--descriptor-socket"})
        return serveCapture(STDIN_FILENO);
    // Through polkit we work for somebody else, and write to no path that he names.
    if (::getenv("PKEXEC_UID")) {
        errors << "freezeframe-cli: through pkexec, capture takes --descriptor-socket and nothing else\n";
        return int(CaptureFailure::Usage);
    }
    const auto parsed = parse(words);
    if (!parsed) {
        errors << "freezeframe-cli: " << escaped(parsed.error().message) << "; see freezeframe-cli --help\n";
        return int(CaptureFailure::Usage);
    }
    for (const std::string &sentence : takeInterruptedCaptures())
        errors << "freezeframe-cli: " << escaped(sentence) << "\n";
    const Interruption interruption;
    const bool isTerminal = !parsed->json && ::isatty(STDERR_FILENO) == 1;
    CaptureProgressCallback progress;
    if (isTerminal)
        progress = [&errors](const CaptureProgress &now) { errors << progressLine(now) << std::flush; };
    auto report = capture(*parsed, progress, interruption.token(), errors);
    const bool isWhole = !report && report.error().snapshot && report.error().failure != CaptureFailure::Gone;
    if (isWhole && isTerminal && ::isatty(STDIN_FILENO) == 1) {
        report = writeElsewhere(std::move(report.error()), parsed->options.compress, progress, interruption.token(),
                                errors);
    }
    if (isTerminal)
        errors << "\r\x1b[K";
    if (!report) {
        errors << "freezeframe-cli: " << failureText(report.error()) << "\n";
        if (parsed->json)
            out << failureJson(report.error()) << "\n";
        return int(report.error().failure);
    }
    for (const std::string &warning : report->warnings)
        errors << "warning: " << escaped(warning) << "\n";
    out << (parsed->json ? reportJson(*report) : reportText(*report)) << "\n";
    return report->isPartial ? int(CaptureFailure::Partial) : 0;
}

}
