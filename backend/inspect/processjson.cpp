// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/processjson.h"

#include "backend/inspect/processsummary.h"
#include "backend/inspect/report.h"

namespace Freezeframe
{

namespace
{

std::string_view timeSourceText(ProcessSummary::TimeSource source)
{
    switch (source) {
    case ProcessSummary::TimeSource::Captured: return "captured";
    case ProcessSummary::TimeSource::Kept: return "kept";
    case ProcessSummary::TimeSource::Named: return "named";
    case ProcessSummary::TimeSource::Runtime: return "runtime";
    case ProcessSummary::TimeSource::Bounded: return "bounded";
    case ProcessSummary::TimeSource::Written: break;
    }
    return "written";
}

}

void putJson(Json &object, const char *key, const std::string &text)
{
    if (!text.empty())
        object[key] = text;
}

void putJson(Json &object, const char *key, const std::optional<Error> &error)
{
    if (error)
        object[key] = error->toString();
}

void putJson(Json &object, const char *key, const SourceLocation &place)
{
    if (!place.isEmpty())
        object[key] = locationJson(place);
}

Json coreJson(const ProcessSummary &process)
{
    Json json;
    json["path"] = process.corePath;
    json["kind"] = process.goLayout == "text" ? "text" : process.kind == CoreKind::Delve ? "delve" : "linux";
    json["arch"] = process.architecture;
    if (process.pid != 0)
        json["pid"] = process.pid;
    if (!process.commandLine.empty())
        json["command"] = process.commandLine;
    json["complete"] = process.coreComplete;
    if (process.coreTime > 0) {
        json["time"] = process.coreTime;
        json["time_source"] = timeSourceText(process.timeSource);
    }
    if (process.coreWritten > 0)
        json["written"] = process.coreWritten;
    json["bytes"] = process.coreSize;
    if (process.corePromised > 0)
        json["bytes_promised"] = process.corePromised;
    if (const auto &provenance = process.provenance) {
        json["captured"] = {{"taken_at", provenance->takenAt},
                            {"pause_seconds", provenance->pauseSeconds},
                            {"mode", provenance->mode},
                            {"consistent", provenance->isConsistent},
                            {"threads_lacking", provenance->lackingThreads},
                            {"missing_bytes", provenance->missingBytes}};
        if (!provenance->cutShort.empty())
            json["captured"]["cut_short"] = provenance->cutShort;
    }
    return json;
}

Json executableJson(const ProcessSummary &process)
{
    Json json;
    putJson(json, "path", process.executablePath);
    putJson(json, "build_id", process.executableBuildId.empty() ? process.coreBuildId : process.executableBuildId);
    putJson(json, "core_build_id", process.coreBuildId);
    putJson(json, "go_build_id", process.goBuildId);
    json["match"] = matchText(process.match);
    putJson(json, "error", process.executableError);
    return json;
}

Json goJson(const ProcessSummary &process)
{
    Json json;
    putJson(json, "version", process.goVersion);
    putJson(json, "layout", process.goLayout);
    putJson(json, "clock", std::string(process.isTimeExact ? "exact" : "at-least"));
    constexpr double perSecond = 1e9;
    if (process.uptimeNanoseconds >= 0)
        json["uptime_seconds"] = double(process.uptimeNanoseconds) / perSecond;
    if (process.uptimeAtMost >= 0)
        json["uptime_at_most_seconds"] = double(process.uptimeAtMost) / perSecond;
    putJson(json, "module", process.mainModule);
    putJson(json, "path", process.mainPackage);
    Json settings = Json::object();
    for (const auto &[key, value] : process.buildSettings)
        settings[key] = value;
    json["settings"] = std::move(settings);
    if (!process.dependencies.empty())
        json["dependencies"] = process.dependencies;
    return json;
}

Json crashJson(const CrashSummary &summary)
{
    Json json;
    json["kind"] = crashKindText(summary.kind);
    if (summary.signal != 0) {
        json["signal"] = summary.signal;
        json["signal_name"] = summary.signalName;
        json["code"] = summary.code;
        putJson(json, "code_text", summary.codeText);
        putJson(json, "sender", summary.sender);
    }
    if (summary.faultAddress)
        json["fault_address"] = summary.faultAddress->toString();
    if (summary.deliveredSignal != 0)
        json["delivered_signal_name"] = summary.deliveredSignalName;
    putJson(json, "message", summary.message);
    if (summary.goroutine)
        json["goroutine"] = *summary.goroutine;
    if (summary.thread)
        json["thread"] = *summary.thread;
    if (summary.frame)
        json["frame"] = *summary.frame;
    putJson(json, "location", summary.location);
    if (summary.place != CrashSummary::Place::Crashed)
        json["place"] = summary.place == CrashSummary::Place::MainGoroutine ? "main" : "group";
    Json panics = Json::array();
    for (const CrashSummary::PanicLink &link : summary.panics) {
        Json one;
        one["text"] = link.text;
        putJson(one, "type", link.type);
        putJson(one, "value", link.value);
        if (!link.wraps.empty())
            one["wraps"] = link.wraps;
        if (link.recovered)
            one["recovered"] = true;
        if (link.repanicked)
            one["repanicked"] = true;
        if (link.goexit)
            one["goexit"] = true;
        panics.push_back(std::move(one));
    }
    if (!panics.empty())
        json["panics"] = std::move(panics);
    return json;
}

}
