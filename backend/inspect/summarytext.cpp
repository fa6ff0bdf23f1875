// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/summarytext.h"

#include "backend/base/text.h"
#include "backend/inspect/goroutinetext.h"
#include "backend/inspect/report.h"

#include <algorithm>
#include <ctime>
#include <format>

namespace Freezeframe
{

namespace
{

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + escaped(word);
    return text;
}

std::string timeText(int64_t seconds)
{
    const std::time_t time = seconds;
    std::tm parts{};
    if (!localtime_r(&time, &parts))
        return {};
    return std::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// When the process ended, with how much is known of that.
std::string endText(const ProcessSummary &process)
{
    const std::string time = timeText(process.coreTime);
    constexpr int64_t sameTime = 2; // s
    const int64_t gap = process.coreWritten - process.coreTime;
    switch (process.timeSource) {
    case ProcessSummary::TimeSource::Runtime: return time + " or later";
    case ProcessSummary::TimeSource::Bounded:
        return gap <= sameTime ? time : time + " or up to " + elapsedText(gap * 1'000'000'000) + " later";
    default: return time;
    }
}

std::string uptimeText(const ProcessSummary &process)
{
    const std::string least = elapsedText(process.uptimeNanoseconds);
    if (process.isTimeExact)
        return least;
    const std::string most = process.uptimeAtMost >= 0 ? elapsedText(process.uptimeAtMost) : std::string();
    return most.empty() ? "at least " + least : most == least ? least : least + " to " + most;
}

std::string goroutineText(const CrashSummary &crash)
{
    if (!crash.goroutine)
        return {};
    const std::string id = std::to_string(*crash.goroutine);
    switch (crash.place) {
    case CrashSummary::Place::Crashed: break;
    case CrashSummary::Place::MainGoroutine: return id + ", the main one: the thread that ended was idle";
    case CrashSummary::Place::LargestGroup: return id + ", of the largest group: the thread that ended was idle";
    }
    return id;
}

std::string signalLine(const CrashSummary &crash)
{
    if (crash.signal == 0)
        return {};
    std::string line = crash.signalName;
    if (crash.faultAddress)
        line += " at address " + crash.faultAddress->toString();
    if (!crash.sender.empty())
        line += ", " + crash.sender;
    else if (!crash.codeText.empty())
        line += " (" + crash.codeText + ")";
    if (crash.deliveredSignal != crash.signal && crash.deliveredSignal != 0)
        line += ", delivered as " + crash.deliveredSignalName;
    return line;
}

std::string matchSentence(const ProcessSummary &process)
{
    switch (process.match) {
    case FileMatch::BuildId: return "matches by build id " + process.coreBuildId;
    case FileMatch::GoBuildId: return "matches by Go build id";
    case FileMatch::Content: return "matches by content";
    case FileMatch::Forced: return "FORCED, does not match: names, lines and variables may be wrong";
    case FileMatch::None: break;
    }
    return process.executableError ? process.executableError->toString() : "could not be verified";
}

void field(std::string &out, std::string_view name, const std::string &value)
{
    if (!value.empty())
        out += std::format("{:<12} {}\n", name, value);
}

}

std::string_view stackTitle(const CrashSummary &crash)
{
    switch (crash.place) {
    case CrashSummary::Place::Crashed: break;
    case CrashSummary::Place::MainGoroutine: return "stack of the main goroutine";
    case CrashSummary::Place::LargestGroup: return "stack of a goroutine of the largest group";
    }
    return "stack of the crash";
}

void appendSummary(std::string &out, const ProcessSummary &process, const CrashSummary &crash)
{
    if (!crash.message.empty())
        out += escapedLines(crash.message) + "\n";
    else if (process.provenance)
        out += "Captured while it was running: no crash\n";
    else
        out += "Captured from a living process, or stopped without a signal\n";
    field(out, "signal", signalLine(crash));
    if (!crash.location.isEmpty())
        field(out, "in", placeText(crash.location));
    field(out, "goroutine", goroutineText(crash));
    if (crash.thread)
        field(out, "thread", std::to_string(*crash.thread));
    for (size_t i = 0; i < crash.panics.size(); ++i) {
        const CrashSummary::PanicLink &link = crash.panics[i];
        if (i + 1 < crash.panics.size() && crash.panics[i + 1].repanicked)
            continue; // the same value: told below
        const std::string_view note = link.repanicked
            ? (link.recovered ? "  (recovered, raised again)" : "  (raised again)")
            : link.recovered ? "  (recovered)"
                             : "";
        field(out, "panic value", escaped(link.value).append(note));
        for (const std::string &wrapped : link.wraps)
            field(out, "  wraps", escaped(wrapped));
    }
    field(out, "command", joined(process.commandLine));
    std::string core = escaped(process.corePath) + "  " + byteCount(process.coreSize);
    if (!process.coreComplete)
        core += std::format(" of {} (cut off)", byteCount(process.corePromised));
    field(out, process.goLayout == "text" ? "text" : "core", core);
    if (const auto &provenance = process.provenance) {
        std::string text = timeText(provenance->takenAt);
        text += provenance->pauseSeconds > 0
            ? std::format(" while it was running, paused {:.3g} ms", provenance->pauseSeconds * 1e3)
            : " without stopping it";
        if (!provenance->isConsistent)
            text += ": values may contradict each other";
        if (!provenance->lackingThreads.empty())
            text += std::format(", without all registers of {} threads", provenance->lackingThreads.size());
        if (provenance->missingBytes > 0)
            text += std::format(", {} missing", byteCount(provenance->missingBytes));
        if (!provenance->cutShort.empty())
            text += ": " + escaped(provenance->cutShort);
        field(out, "captured", text);
    } else {
        if (process.timeSource != ProcessSummary::TimeSource::Written)
            field(out, "ended", endText(process));
        field(out, "written", process.coreWritten > 0 ? timeText(process.coreWritten) : std::string());
    }
    if (process.uptimeNanoseconds >= 0)
        field(out, "up", uptimeText(process));
    if (process.goLayout == "text") {
        field(out, "holds", "goroutines and stacks as the program printed them; no memory, variables or registers");
        return;
    }
    field(out, "executable", escaped(process.executablePath) + "  " + matchSentence(process));
    field(out, "Go", process.goVersion);
    field(out, "module", escaped(process.mainModule));
    field(out, "revision", escaped(process.revision));
}

}
