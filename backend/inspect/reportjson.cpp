// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/inspect/findingjson.h"
#include "backend/inspect/goroutinegroups.h"
#include "backend/inspect/processjson.h"
#include "backend/inspect/processsummary.h"
#include "backend/inspect/report.h"
#include "backend/inspect/stackjson.h"

#include <algorithm>
#include <utility>

namespace Freezeframe
{

namespace
{

/// Writes one report; borrows the inspection.
class JsonReport
{
public:
    JsonReport(Inspection &inspection, const ReportOptions &options)
        : m_inspection(inspection)
        , m_options(options)
    {
    }

    /// Part by part: the goroutines, of which there may be a million, exist neither as a tree nor as one text.
    void write(const TextSink &sink)
    {
        const auto process = m_inspection.process();
        const auto part
            = [&](const char *key, const std::string &json) { sink(std::string(",\n\"") + key + "\": " + json); };
        sink("{\"schema\": 1");
        part("core", dumpJson(coreJson(*process)));
        part("executable", dumpJson(executableJson(*process)));
        if (process->hasGo)
            part("go", dumpJson(goJson(*process)));
        part("crash", dumpJson(crashJson(*m_inspection.crash())));
        part("goroutines", "[");
        goroutines(sink);
        sink("]");
        if (!m_groups.empty())
            part("groups", m_groups);
        part("threads", dumpJson(threads()));
        if (m_options.goroutines.empty())
            findings(part);
        part("modules", dumpJson(modules()));
        part("warnings", dumpJson(warnings()));
        sink("}");
    }

    Json variable(const VariableInfo &info, unsigned depth)
    {
        Json json;
        json["name"] = info.name;
        putJson(json, "type", info.type);
        putJson(json, "value", wholeValue(info));
        putJson(json, "meaning", info.meaning);
        if (info.address)
            json["address"] = info.address->toString();
        if (info.length)
            json["length"] = *info.length;
        for (const auto &[key, flag] : {std::pair{"optimized_out", info.optimizedOut},
                                        {"shadowed", info.shadowed},
                                        {"escaped", info.isEscaped},
                                        {"not_yet_assigned", info.notYetAssigned},
                                        {"left_over", info.leftOver},
                                        {"result", info.isResult}}) {
            if (flag)
                json[key] = true;
        }
        putJson(json, "recovered", info.recovered);
        putJson(json, "recovered_from", info.recoveredFrom);
        if (info.error && !info.optimizedOut)
            json["error"] = info.error->toString();
        if (depth > 0 && info.childCount > 0 && info.handle != 0) {
            Json list = Json::array();
            const auto children
                = m_inspection.children(info.handle, 0, std::min(info.childCount, m_options.valueChildren));
            if (children) {
                for (const VariableInfo &child : *children)
                    list.push_back(variable(child, depth - 1));
                json["children"] = std::move(list);
            } else {
                json["error"] = children.error().toString();
            }
        }
        return json;
    }

private:
    /// As print has it: the window's columns show less, beside the type.
    std::string wholeValue(const VariableInfo &info)
    {
        if (info.handle == 0)
            return info.value;
        return m_inspection.print(info.handle).value_or(info.value);
    }

    Json frames(StackOwner owner, Json &parent)
    {
        Json list = Json::array();
        const auto stack = m_inspection.stack(owner, std::max<size_t>(m_options.depth, 1));
        if (!stack) {
            parent["error"] = stack.error().toString();
            return list;
        }
        for (const FrameInfo &frame : (*stack)->frames) {
            if (list.size() >= m_options.depth)
                break;
            Json one = frameJson(frame);
            if (m_options.variables)
                putVariables(one, owner, frame.index);
            list.push_back(std::move(one));
        }
        if ((*stack)->error && !parent.contains("error"))
            parent["error"] = (*stack)->error->toString();
        return list;
    }

    void putVariables(Json &frame, StackOwner owner, size_t index)
    {
        const auto variables = m_inspection.variables(owner, index);
        if (!variables) {
            frame["variables_error"] = variables.error().toString();
            return;
        }
        Json arguments = Json::array();
        Json locals = Json::array();
        for (const VariableInfo &info : *variables)
            (info.isArgument || info.isResult ? arguments : locals).push_back(variable(info, m_options.valueDepth));
        frame["arguments"] = std::move(arguments);
        frame["locals"] = std::move(locals);
    }

    void goroutines(const TextSink &sink)
    {
        const auto snapshot = m_inspection.goroutineStacks();
        if (!snapshot)
            return;
        constexpr size_t enough = 1 << 16; // bytes worth a call of the sink
        const GoroutineTable &table = *snapshot->table;
        GoroutineGroups groups(*snapshot, m_options);
        if (m_options.group)
            m_groups = groups.json();
        GoroutineJson rows(*snapshot);
        SharedStacks stacks(m_inspection, *snapshot, m_options.depth);
        SharedStackJson shared(stacks);
        std::string out;
        const char *separator = "\n";
        for (uint32_t row = 0; row < table.size(); ++row) {
            if (!groups.isShown(row))
                continue;
            out += std::exchange(separator, ",\n");
            rows.appendRow(out, row);
            appendMore(out, row, rows, shared);
            out += '}';
            if (out.size() >= enough) {
                sink(out);
                out.clear();
            }
        }
        sink(out);
    }

    void findings(const std::function<void(const char *, const std::string &)> &part)
    {
        const auto found = m_inspection.findings();
        if (!found)
            return part("findings_error", dumpJson(found.error().toString()));
        part("findings", dumpJson(findingsJson(**found)));
        if (!(*found)->unanswered.empty())
            part("findings_unanswered", dumpJson((*found)->unanswered));
    }

    /// Frames and error of a goroutine.
    void appendMore(std::string &out, uint32_t row, const GoroutineJson &rows, SharedStackJson &shared)
    {
        Json more;
        if (m_options.stacks || m_options.variables) {
            const size_t before = out.size();
            out += ", \"frames\": ";
            if (m_options.variables || !shared.append(out, row)) {
                out.resize(before);
                Json list = frames({StackOwner::Kind::Goroutine, rows.id(row)}, more);
                more["frames"] = std::move(list);
            }
        }
        if (m_options.stacks || m_options.variables || !m_options.goroutines.empty()) {
            const auto ancestors = m_inspection.ancestors(rows.id(row));
            if (!ancestors)
                more["ancestors_error"] = ancestors.error().toString();
            else if (!ancestors->empty())
                more["ancestors"] = ancestorsJson(*ancestors, m_options.depth);
        }
        if (!more.contains("error") && rows.hasError(row))
            rows.putError(more, row);
        if (!m_options.goroutines.empty()) {
            const auto details = m_inspection.goroutine(rows.id(row));
            if (details && !details->waits.empty())
                more["waits"] = waitsJson(details->waits);
        }
        for (const auto &[key, value] : more.items())
            out += ", \"" + key + "\": " + dumpJson(value);
    }

    Json threads()
    {
        Json list = Json::array();
        for (const ThreadInfo &thread : *m_inspection.threads()) {
            Json json;
            json["tid"] = thread.tid;
            putJson(json, "name", thread.name);
            if (thread.signal != 0)
                json["signal"] = thread.signal;
            if (thread.goroutine)
                json["goroutine"] = *thread.goroutine;
            putJson(json, "location", thread.location);
            if (m_options.threads) {
                Json registers = Json::object();
                for (const auto &[name, value] : thread.registers)
                    registers[name] = hex(value);
                json["registers"] = std::move(registers);
                json["frames"] = frames({StackOwner::Kind::Thread, uint64_t(thread.tid)}, json);
            }
            list.push_back(std::move(json));
        }
        return list;
    }

    Json modules()
    {
        Json list = Json::array();
        const auto all = m_inspection.modules();
        for (const ModuleInfo &module : *all) {
            Json json;
            json["path"] = module.path;
            json["address"] = module.range.begin.toString();
            putJson(json, "build_id", module.buildId);
            putJson(json, "file", module.filePath);
            json["match"] = matchText(module.match);
            json["symbols"] = module.hasSymbols;
            json["debug_information"] = module.hasDebugInformation;
            putJson(json, "debug_file", module.debugPath);
            putJson(json, "debug_error", module.debugError);
            putJson(json, "error", module.error);
            list.push_back(std::move(json));
        }
        return list;
    }

    Json warnings()
    {
        Json list = Json::array();
        for (const Error &warning : m_inspection.warnings()) {
            Json json;
            putJson(json, "file", warning.file);
            putJson(json, "section", warning.section);
            if (warning.offset)
                json["offset"] = *warning.offset;
            json["message"] = warning.message;
            list.push_back(std::move(json));
        }
        return list;
    }

    Inspection &m_inspection;
    const ReportOptions &m_options;
    std::string m_groups; ///< JSON, if they were asked for
};

}

void writeReportJson(Inspection &inspection, const ReportOptions &options, const TextSink &sink)
{
    JsonReport(inspection, options).write(sink);
}

std::string reportJson(Inspection &inspection, const ReportOptions &options)
{
    std::string out;
    writeReportJson(inspection, options, [&out](std::string_view text) { out += text; });
    return out;
}

std::string variableJson(Inspection &inspection, const VariableInfo &variable, const ReportOptions &options)
{
    return dumpJson(JsonReport(inspection, options).variable(variable, options.valueDepth));
}

std::string failedJson(const std::string &expression, const Error &error)
{
    Json json;
    json["name"] = expression;
    json["error"] = error.toString();
    return dumpJson(json);
}

}
