// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/commandline.h"

#include "backend/analysis/goroutinefilter.h"

#include <charconv>
#include <cstdlib>
#include <functional>
#include <map>

namespace Freezeframe
{

namespace
{

std::unexpected<Error> usage(std::string message)
{
    return fail(ErrorCode::BadExpression, std::move(message));
}

std::optional<uint64_t> number(const std::string &text)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

/// Takes options from the words, with their values as "--name value" or "--name=value".
class Parser
{
public:
    Parser(CommandLine &line, const std::vector<std::string> &words)
        : m_line(line)
        , m_words(words)
    {
    }

    Result<std::vector<std::string>> run(size_t first)
    {
        std::vector<std::string> rest;
        bool onlyWords = false;
        for (m_at = first; m_at < m_words.size(); ++m_at) {
            const std::string &word = m_words[m_at];
            // An expression may begin with a minus; options never come after it.
            const bool writes = m_line.verb == CommandLine::Verb::Profile || m_line.verb == CommandLine::Verb::Trace;
            const bool isOutput = word == "-o" && writes;
            const bool isOption = !onlyWords && ((word.starts_with("--") && word.size() > 2) || isOutput);
            if (word == "--" && !onlyWords) {
                onlyWords = true;
            } else if (!isOption) {
                rest.push_back(word);
            } else if (auto done = option(isOutput ? "--output" : word); !done) {
                return std::unexpected(done.error());
            }
        }
        return rest;
    }

private:
    Result<std::string> value(const std::string &name, const std::string &word)
    {
        if (const size_t equals = word.find('='); equals != std::string::npos)
            return word.substr(equals + 1);
        if (m_at + 1 >= m_words.size())
            return usage("--" + name + " needs a value");
        return m_words[++m_at];
    }

    Result<void> option(const std::string &word)
    {
        const std::string name = word.substr(2, word.find('=') - 2);
        if (const auto flag = flags().find(name); flag != flags().end() && word.find('=') == std::string::npos) {
            *flag->second(m_line) = true;
            return {};
        }
        const bool isKnown = name == "exe" || name == "format" || name == "goroutine" || name == "thread"
            || name == "frame" || name == "depth" || name == "source-map" || name == "debug-dir" || name == "root"
            || name == "max-string" || name == "init" || name == "filter" || name == "group" || name == "kind"
            || name == "output";
        if (!isKnown)
            return usage("there is no option " + word);
        auto text = value(name, word);
        if (!text)
            return std::unexpected(text.error());
        return assign(name, *text);
    }

    Result<void> assign(const std::string &name, const std::string &text)
    {
        if (name == "init")
            m_line.initFile = text;
        else if (name == "output")
            m_line.output = text;
        else if (name == "kind")
            return assignKind(text);
        else if (name == "exe")
            m_line.open.files.executable = text;
        else if (name == "debug-dir")
            m_line.open.files.debugDirectories.push_back(text);
        else if (name == "root")
            m_line.open.files.roots.push_back(text);
        else if (name == "format")
            return assignFormat(text);
        else if (name == "filter")
            return assignFilter(text);
        else if (name == "group")
            return assignGroup(text);
        else if (name == "source-map")
            return assignSourceMap(text);
        else
            return assignNumber(name, text);
        return {};
    }

    Result<void> assignFormat(const std::string &text)
    {
        if (text != "text" && text != "json" && text != "traceback")
            return usage("--format is text, json or, of report, traceback, not " + text);
        m_line.json = text == "json";
        m_line.traceback = text == "traceback";
        return {};
    }

    Result<void> assignFilter(const std::string &text)
    {
        const auto filter = GoroutineFilter::parse(text);
        if (!filter.problems().empty())
            return usage("--filter: not understood: " + filter.problems().front());
        m_line.report.filter = text;
        return {};
    }

    Result<void> assignGroup(const std::string &text)
    {
        m_line.report.group = groupingNamed(text);
        if (!m_line.report.group)
            return usage("--group is " + groupingNames() + ", not " + text);
        return {};
    }

    Result<void> assignKind(const std::string &text)
    {
        static const std::map<std::string, ProfileKind> kinds = {
            {"heap", ProfileKind::Heap},   {"allocs", ProfileKind::Allocations},  {"block", ProfileKind::Block},
            {"mutex", ProfileKind::Mutex}, {"goroutine", ProfileKind::Goroutine},
        };
        const auto kind = kinds.find(text);
        if (kind == kinds.end())
            return usage("--kind is heap, allocs, block, mutex or goroutine, not " + text);
        m_line.kind = kind->second;
        return {};
    }

    Result<void> assignSourceMap(const std::string &text)
    {
        const size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return usage("--source-map needs RECORDED=HERE");
        m_line.open.sourceMap.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        return {};
    }

    Result<void> assignNumber(const std::string &name, const std::string &text)
    {
        const auto parsed = number(text);
        if (!parsed)
            return usage("--" + name + " needs a number, not " + text);
        if (name == "goroutine") {
            m_line.goroutine = *parsed;
            m_line.report.goroutines.push_back(*parsed);
        } else if (name == "thread") {
            m_line.thread = *parsed;
        } else if (name == "frame") {
            m_line.frame = *parsed;
        } else if (name == "max-string") {
            m_line.maxString = *parsed;
        } else {
            m_line.report.depth = size_t(*parsed);
        }
        return {};
    }

    using Flag = std::function<bool *(CommandLine &)>;
    static const std::map<std::string, Flag> &flags()
    {
        static const std::map<std::string, Flag> all = {
            {"force", [](CommandLine &line) { return &line.open.files.force; }},
            {"stacks", [](CommandLine &line) { return &line.report.stacks; }},
            {"variables", [](CommandLine &line) { return &line.report.variables; }},
            {"threads", [](CommandLine &line) { return &line.report.threads; }},
            {"json", [](CommandLine &line) { return &line.json; }},
            {"debuginfod", [](CommandLine &line) { return &line.debuginfod; }},
            {"full", [](CommandLine &line) { return &line.full; }},
            {"raw", [](CommandLine &line) { return &line.raw; }},
            {"show-secrets", [](CommandLine &line) { return &line.showSecrets; }},
        };
        return all;
    }

    CommandLine &m_line;
    const std::vector<std::string> &m_words;
    size_t m_at = 0;
};

}

namespace
{

/// Options that say how much of a value is wanted fit the command and each other.
Result<void> checkLengths(const CommandLine &line)
{
    const bool isEvaluation = line.verb == CommandLine::Verb::Evaluate;
    if ((line.full || line.raw) && !isEvaluation)
        return usage(std::string(line.full ? "--full" : "--raw") + " goes with eval");
    if (line.maxString && !isEvaluation && !(line.verb == CommandLine::Verb::Report && line.report.variables))
        return usage("--max-string goes with eval and with report --variables");
    if ((!line.report.filter.empty() || line.report.group) && line.verb != CommandLine::Verb::Report)
        return usage(std::string(line.report.group ? "--group" : "--filter") + " goes with report");
    if (line.showSecrets && line.verb != CommandLine::Verb::InFlight)
        return usage("--show-secrets goes with inflight");
    if (line.traceback && line.verb != CommandLine::Verb::Report)
        return usage("--format traceback goes with report");
    if (line.full && line.maxString)
        return usage("--full is all of a text, --max-string a part: take one of them");
    if (!line.raw)
        return {};
    if (line.full || line.maxString || line.json)
        return usage("--raw writes bytes as they are: --full, --max-string and JSON do not go with it");
    if (line.expressions.size() != 1)
        return usage("--raw goes with one expression");
    return {};
}

}

namespace
{

/// A profile needs a kind and a file, a trace a file, and nothing else does.
Result<void> checkProfile(const CommandLine &line)
{
    if (line.verb == CommandLine::Verb::Trace && !line.kind)
        return line.output.empty() ? usage("trace needs -o FILE") : Result<void>();
    if (line.verb != CommandLine::Verb::Profile) {
        return line.kind          ? usage("--kind goes with profile")
            : line.output.empty() ? Result<void>()
                                  : usage("--output goes with profile and trace");
    }
    if (!line.kind)
        return usage("profile needs --kind heap, allocs, block, mutex or goroutine");
    return line.output.empty() ? usage("profile needs -o FILE") : Result<void>();
}

}

Result<CommandLine> parseCommandLine(const std::vector<std::string> &arguments)
{
    static const std::map<std::string, CommandLine::Verb> verbs = {
        {"report", CommandLine::Verb::Report},
        {"eval", CommandLine::Verb::Evaluate},
        {"disassemble", CommandLine::Verb::Disassemble},
        {"source", CommandLine::Verb::Source},
        {"console", CommandLine::Verb::Console},
        {"profile", CommandLine::Verb::Profile},
        {"inflight", CommandLine::Verb::InFlight},
        {"compare", CommandLine::Verb::Compare},
        {"trace", CommandLine::Verb::Trace},
    };
    CommandLine line;
    if (arguments.empty())
        return usage("a command is missing");
    const std::string &first = arguments.front();
    if (first == "--help" || first == "-h" || first == "help") {
        if (first == "help" && arguments.size() > 1)
            line.topic = arguments[1];
        return line;
    }
    if (first == "--version") {
        line.verb = CommandLine::Verb::Version;
        return line;
    }
    const auto verb = verbs.find(first);
    if (verb == verbs.end())
        return usage("there is no command " + first);
    line.verb = verb->second;
    for (const std::string &word : arguments) {
        if (word == "--help")
            return CommandLine{};
    }
    auto rest = Parser(line, arguments).run(1);
    if (!rest)
        return std::unexpected(rest.error());
    if (rest->empty())
        return usage(first + " needs a core");
    line.open.core = rest->front();
    line.expressions.assign(rest->begin() + 1, rest->end());
    if (line.open.core == "-" && line.verb == CommandLine::Verb::Console)
        return usage("console reads commands from the standard input: the core needs a file");
    if (line.verb == CommandLine::Verb::Evaluate && line.expressions.empty())
        return usage("eval needs an expression");
    const bool isComparison = line.verb == CommandLine::Verb::Compare;
    if (isComparison && line.expressions.size() != 1)
        return usage("compare needs two cores, the older or healthy one first");
    if (line.verb != CommandLine::Verb::Evaluate && !isComparison && !line.expressions.empty())
        return usage("one core at a time: what is " + line.expressions.front() + "?");
    if (auto done = checkLengths(line).and_then([&] { return checkProfile(line); }); !done)
        return std::unexpected(done.error());
    if (line.open.files.force && line.open.files.executable.empty())
        return usage("--force goes with --exe FILE");
    return line;
}

}
