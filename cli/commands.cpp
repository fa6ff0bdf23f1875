// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/commands.h"

#include "backend/base/text.h"
#include "backend/console/commandhelp.h"
#include "backend/console/expressionhelp.h"
#include "backend/eval/value.h"
#include "cli/commandline.h"
#include "cli/consolecommand.h"
#include "cli/debugfetching.h"
#include "cli/interruption.h"
#include "cli/livecommands.h"
#include "cli/outputfile.h"
#include "cli/profilecommand.h"

#include <format>
#include <iostream>

namespace Freezeframe
{

namespace
{

constexpr int sourceContext = 5; ///< lines above and below

/// One run over an opened core.
class Command
{
public:
    Command(const CommandLine &line, Inspection &inspection, std::ostream &out, std::ostream &errors)
        : m_line(line)
        , m_inspection(inspection)
        , m_out(out)
        , m_errors(errors)
    {
    }

    ExitStatus run()
    {
        m_inspection.setValueLimits(limits());
        switch (m_line.verb) {
        case CommandLine::Verb::Report: return report();
        case CommandLine::Verb::Evaluate: return m_line.raw ? writeRaw() : evaluate();
        case CommandLine::Verb::Disassemble: return disassemble();
        case CommandLine::Verb::Profile: return profile();
        case CommandLine::Verb::Trace: return trace();
        case CommandLine::Verb::Console:
            return ExitStatus(runConsole(m_inspection, m_line.initFile, std::cin, m_out, m_errors));
        default: return source();
        }
    }

private:
    [[nodiscard]] LoadLimits limits() const
    {
        LoadLimits limits;
        if (m_line.maxString) {
            limits.stringBytes = std::min(*m_line.maxString, mostTextBytes);
            limits.totalBytes = std::max(limits.totalBytes, limits.stringBytes);
        }
        if (m_line.full)
            limits = {
                .stringBytes = mostTextBytes, .arrayElements = mostTextBytes, .depth = 8, .totalBytes = mostTextBytes};
        return limits;
    }

    ExitStatus report()
    {
        for (const uint64_t id : m_line.report.goroutines) {
            if (const auto known = m_inspection.goroutine(id); !known) {
                complain(known.error());
                return ExitStatus::Usage;
            }
        }
        const TextSink sink = [this](std::string_view text) { m_out.write(text.data(), std::ssize(text)); };
        if (m_line.traceback) {
            if (const auto written = writeReportTraceback(m_inspection, m_line.report, sink); !written) {
                complain(written.error());
                return ExitStatus::Usage;
            }
        } else if (m_line.json) {
            writeReportJson(m_inspection, m_line.report, sink);
            m_out << "\n";
        } else {
            writeReportText(m_inspection, m_line.report, sink);
        }
        return status();
    }

    ExitStatus evaluate()
    {
        const auto place = chosenFrame();
        if (!place)
            return ExitStatus::Usage;
        bool failed = false;
        for (const std::string &expression : m_line.expressions) {
            const auto line = resultLine(*place, expression);
            if (line) {
                m_out << *line << "\n";
                if (!m_line.json)
                    sayStale(*place, expression);
                continue;
            }
            // A line all the same, so that a script can tell which answer belongs to which expression.
            failed = complain(line.error());
            m_out << (m_line.json ? failedJson(expression, line.error())
                                  : "(error: " + escaped(line.error().toString()) + ")")
                  << "\n";
        }
        if (failed)
            sayWhere(place->first, place->second);
        return failed ? ExitStatus::Usage : status();
    }

    /// The bytes of one text, nothing else on the standard output.
    ExitStatus writeRaw()
    {
        constexpr uint64_t page = 1 << 20;
        const auto place = chosenFrame();
        if (!place)
            return ExitStatus::Usage;
        const std::string &expression = m_line.expressions.front();
        const auto value = m_inspection.evaluate(place->first, place->second, expression);
        if (!value || (value->error && !value->length)) {
            complain(value ? *value->error : value.error());
            sayWhere(place->first, place->second);
            return ExitStatus::Usage;
        }
        if (!value->isText || !value->length) {
            complain({.code = ErrorCode::BadExpression,
                      .message = expression + " (type " + value->type + ") is neither a text nor bytes"});
            return ExitStatus::Usage;
        }
        for (uint64_t done = 0; done < *value->length; done += page) {
            const auto bytes = m_inspection.text(value->handle, done, std::min(page, *value->length - done));
            if (!bytes) {
                complain({.code = bytes.error().code,
                          .message = std::format("{} of {} bytes are written: {}", done, *value->length,
                                                 bytes.error().toString())});
                return ExitStatus::Warnings;
            }
            m_out.write(bytes->data(), std::ssize(*bytes));
        }
        if (value->leftOver)
            sayStale(*place, expression);
        return status();
    }

    /// Where names were looked for, and where the program's own are.
    void sayWhere(const StackOwner &owner, size_t frame)
    {
        const auto stack = m_inspection.stack(owner);
        if (!stack || frame >= (*stack)->frames.size())
            return;
        const std::string_view kind = owner.kind == StackOwner::Kind::Goroutine ? "goroutine" : "thread";
        m_errors << std::format("freezeframe-cli: this was in frame {} of {} {}, {}", frame, kind, owner.id,
                                escaped((*stack)->frames[frame].function));
        if (const auto user = (*stack)->userFrame; user && *user != frame)
            m_errors << std::format("; the first that is not the runtime's is --frame {}, {}", *user,
                                    escaped((*stack)->frames[*user].function));
        m_errors << "\n";
    }

    void sayStale(const std::pair<StackOwner, size_t> &place, const std::string &expression)
    {
        const auto value = m_inspection.evaluate(place.first, place.second, expression);
        if (value && value->leftOver) {
            m_errors << "freezeframe-cli: " << escaped(expression)
                     << " is no longer used in this frame: what it points to may be stale\n";
        }
    }

    Result<std::string> resultLine(const std::pair<StackOwner, size_t> &place, const std::string &expression)
    {
        if (!m_line.json)
            return m_inspection.print(place.first, place.second, expression).transform(escaped);
        return m_inspection.evaluate(place.first, place.second, expression)
            .transform([this](const VariableInfo &value) { return variableJson(m_inspection, value, m_line.report); });
    }

    ExitStatus profile()
    {
        const auto written = writeProfile(m_inspection, *m_line.kind, m_line.output, m_out);
        if (!written) {
            complain(written.error());
            return ExitStatus::Usage;
        }
        for (const Error &warning : *written)
            m_errors << "warning: " << escaped(warning.toString()) << "\n";
        const ExitStatus other = status();
        return written->empty() ? other : ExitStatus::Warnings;
    }

    ExitStatus trace()
    {
        const auto found = m_inspection.trace();
        const auto written
            = found ? writeOutput(m_line.output, found->bytes, m_out) : Result<void>(std::unexpected(found.error()));
        if (!written) {
            complain(written.error());
            return ExitStatus::Usage;
        }
        for (const std::string &note : found->notes)
            m_errors << "note: " << escaped(note) << "\n";
        return status();
    }

    ExitStatus disassemble()
    {
        const auto frame = frameInfo();
        if (!frame)
            return ExitStatus::Usage;
        const auto code = m_inspection.disassemble(frame->lookupPc);
        if (!code) {
            complain(code.error());
            return ExitStatus::Usage;
        }
        m_out << escaped(code->function) << "\n";
        for (const DisassemblyLine &line : code->lines) {
            m_out << std::format("{} {}  {:<30} {}\n", line.isCurrent ? "=>" : "  ", line.address.toString(),
                                 line.bytes, escaped(line.text));
        }
        return status();
    }

    ExitStatus source()
    {
        const auto frame = frameInfo();
        if (!frame)
            return ExitStatus::Usage;
        const SourceText source = m_inspection.source(frame->file);
        if (source.error) {
            complain(*source.error);
            return ExitStatus::Usage;
        }
        m_out << escaped(source.local) << "\n";
        size_t at = 0;
        for (int line = 1; at < source.text.size(); ++line) {
            const size_t end = std::min(source.text.find('\n', at), source.text.size());
            if (line >= frame->line - sourceContext && line <= frame->line + sourceContext) {
                m_out << std::format("{} {:>6}  {}\n", line == frame->line ? "=>" : "  ", line,
                                     source.text.substr(at, end - at));
            }
            at = end + 1;
        }
        return status();
    }

    /// The stack and frame that the options name, else the crash's, else goroutine 1 or the first thread.
    std::optional<std::pair<StackOwner, size_t>> chosenFrame()
    {
        const auto crash = m_inspection.crash();
        StackOwner owner;
        bool isCrash = false;
        if (m_line.thread) {
            owner = {StackOwner::Kind::Thread, *m_line.thread};
        } else if (m_line.goroutine) {
            owner = {StackOwner::Kind::Goroutine, *m_line.goroutine};
        } else if (crash->goroutine) {
            owner = {StackOwner::Kind::Goroutine, *crash->goroutine};
            isCrash = true;
        } else if (m_inspection.process()->hasGo) {
            owner = {StackOwner::Kind::Goroutine, 1};
        } else if (const auto threads = m_inspection.threads(); !threads->empty()) {
            owner = {StackOwner::Kind::Thread, uint64_t(threads->front().tid)};
        }
        const size_t frame = m_line.frame ? size_t(*m_line.frame) : isCrash ? crash->frame.value_or(0) : 0;
        if (const auto stack = m_inspection.stack(owner); !stack) {
            complain(stack.error());
            return std::nullopt;
        }
        return std::pair(owner, frame);
    }

    std::optional<FrameInfo> frameInfo()
    {
        const auto place = chosenFrame();
        if (!place)
            return std::nullopt;
        const auto stack = m_inspection.stack(place->first);
        if (!stack || place->second >= (*stack)->frames.size()) {
            complain(Error{.code = ErrorCode::NotFound, .message = std::format("there is no frame {}", place->second)});
            return std::nullopt;
        }
        return (*stack)->frames[place->second];
    }

    bool complain(const Error &error)
    {
        m_errors << "freezeframe-cli: " << escaped(error.toString()) << "\n";
        return true;
    }

    ExitStatus status()
    {
        const auto warnings = m_inspection.warnings();
        if (!m_line.json || m_line.verb != CommandLine::Verb::Report) {
            for (const Error &warning : warnings)
                m_errors << "warning: " << escaped(warning.toString()) << "\n";
        }
        return warnings.empty() ? ExitStatus::Whole : ExitStatus::Warnings;
    }

    const CommandLine &m_line;
    Inspection &m_inspection;
    std::ostream &m_out;
    std::ostream &m_errors;
};

}

int runCommand(const std::vector<std::string> &arguments, std::ostream &out, std::ostream &errors)
{
    if (const auto status = runLiveCommand(arguments, out, errors))
        return *status;
    const auto line = parseCommandLine(arguments);
    if (!line) {
        errors << "freezeframe-cli: " << escaped(line.error().message) << "; see freezeframe-cli --help\n";
        return int(ExitStatus::Usage);
    }
    if (line->verb == CommandLine::Verb::Help) {
        if (line->topic.empty()) {
            out << helpText();
            return int(ExitStatus::Whole);
        }
        if (line->topic == "expressions") {
            out << expressionHelp();
            return int(ExitStatus::Whole);
        }
        const CommandHelp *topic = findCommand(line->topic);
        if (!topic) {
            errors << "freezeframe-cli: the console has no command " << escaped(line->topic) << "\n";
            return int(ExitStatus::Usage);
        }
        out << helpText(*topic);
        return int(ExitStatus::Whole);
    }
    if (line->verb == CommandLine::Verb::Version) {
        out << "freezeframe-cli " FREEZEFRAME_VERSION "\n";
        return int(ExitStatus::Whole);
    }
    OpenOptions options = line->open;
    std::optional<Interruption> interruption;
    if (line->debuginfod) {
        interruption.emplace();
        options.files.fetch = fetchFromServers(errors, interruption->token());
    }
    auto inspection = Inspection::open(options);
    interruption.reset();
    if (!inspection) {
        errors << "freezeframe-cli: " << escaped(inspection.error().toString()) << "\n";
        return int(ExitStatus::Unreadable);
    }
    return int(Command(*line, **inspection, out, errors).run());
}

}
