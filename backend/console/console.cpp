// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/console.h"

#include "backend/base/text.h"
#include "backend/console/commandhelp.h"
#include "backend/console/commandwords.h"
#include "backend/console/expressionhelp.h"
#include "backend/console/location.h"
#include "backend/inspect/expressioncompletion.h"
#include "backend/inspect/programsymbols.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <ranges>

namespace Freezeframe
{

namespace
{

constexpr unsigned deepest = 16; ///< commands that run commands
constexpr std::string_view tooDeep = "too many commands inside commands";
constexpr size_t longestLine = 1 << 20; ///< bytes
constexpr size_t mostCompletions = 200;

/// Without "goroutine 7 frame 2 " and its like: what follows is a command again.
std::string_view withoutPrefixes(std::string_view line)
{
    for (;;) {
        const auto [word, rest] = firstWord(line);
        const auto [number, command] = firstWord(rest);
        const CommandHelp *prefix = findCommand(word);
        const bool isPrefix = prefix
            && std::ranges::contains(std::array{"goroutine", "frame", "thread", "deferred"}, prefix->names.front());
        const bool isBehind = wholeNumber(number) && rest.size() > number.size();
        if (!isPrefix || !isBehind)
            return line;
        line.remove_prefix(size_t(command.data() - line.data())); // with the space at its end
    }
}

}

Console::Console(Inspection &inspection, ConsoleSettings settings)
    : m_session(inspection, std::move(settings))
    , m_goroutines(m_session, *this)
    , m_sets(m_session)
    , m_stacks(m_session, *this)
    , m_data(m_session, m_goroutines)
    , m_memory(m_session)
    , m_code(m_session)
    , m_settings(m_session)
    , m_answers(m_session)
{
}

Console::~Console() = default;

Result<void> Console::execute(std::string_view line, const TextSink &out, const std::stop_token &stop)
{
    m_session.stop = stop;
    const TextSink both = [this, &out](std::string_view text) {
        if (m_transcript.is_open())
            m_transcript.write(text.data(), std::ssize(text));
        if (!m_transcriptOnly)
            out(text);
    };
    if (m_transcript.is_open())
        m_transcript << m_session.settings.prompt << line << "\n";
    m_session.inspection().setValueLimits(m_session.settings.limits());
    const ConsoleScope before = m_session.selected;
    const CommandCall call{trimmed(line), m_session.selected, both, 0};
    auto done = run(call);
    if (done && before != m_session.selected && !m_session.displayed.empty())
        m_data.printDisplayed({"", m_session.selected, both, 1});
    if (!done && m_transcript.is_open())
        m_transcript << "Command failed: " << escaped(done.error().toString()) << "\n";
    m_transcript.flush();
    return done;
}

Result<void> Console::run(const CommandCall &call)
{
    if (call.depth > deepest)
        return fail(ErrorCode::Limit, std::string(tooDeep));
    if (call.arguments.size() > longestLine)
        return fail(ErrorCode::Limit, "the line is longer than 1 MiB");
    const auto [word, rest] = firstWord(call.arguments);
    if (word.empty() || word.starts_with('#'))
        return {};
    std::string name(word);
    if (const auto alias = m_session.settings.aliases.find(name); alias != m_session.settings.aliases.end())
        name = alias->second;
    const CommandHelp *command = findCommand(name);
    if (!command) {
        std::string near = nearestCommand(name);
        return fail(ErrorCode::NotFound,
                    "command not available: \"" + name + '"'
                        + (near.empty() ? "; help lists them" : "; did you mean " + near + '?'));
    }
    if (!command->refusal.empty())
        return fail(ErrorCode::Unsupported, command->refusalText());
    return runCommand(command->names.front(), {rest, call.scope, call.out, call.depth});
}

Result<void> Console::runCommand(std::string_view name, const CommandCall &call)
{
    using Handler = Result<void> (*)(Console &, const CommandCall &);
    static const std::map<std::string_view, Handler> handlers = {
        {"args", [](Console &c, const CommandCall &asked) { return c.m_data.args(asked); }},
        {"locals", [](Console &c, const CommandCall &asked) { return c.m_data.locals(asked); }},
        {"vars", [](Console &c, const CommandCall &asked) { return c.m_data.vars(asked); }},
        {"print", [](Console &c, const CommandCall &asked) { return c.m_data.print(asked); }},
        {"whatis", [](Console &c, const CommandCall &asked) { return c.m_data.whatis(asked); }},
        {"display", [](Console &c, const CommandCall &asked) { return c.m_data.display(asked); }},
        {"regs", [](Console &c, const CommandCall &asked) { return c.m_data.regs(asked); }},
        {"examinemem", [](Console &c, const CommandCall &asked) { return c.m_memory.examine(asked); }},
        {"goroutines", [](Console &c, const CommandCall &asked) { return c.m_goroutines.goroutines(asked); }},
        {"goroutine", [](Console &c, const CommandCall &asked) { return c.m_goroutines.goroutine(asked); }},
        {"threads", [](Console &c, const CommandCall &asked) { return c.m_goroutines.threads(asked); }},
        {"thread", [](Console &c, const CommandCall &asked) { return c.m_goroutines.thread(asked); }},
        {"stack", [](Console &c, const CommandCall &asked) { return c.m_stacks.stack(asked); }},
        {"frame", [](Console &c, const CommandCall &asked) { return c.m_stacks.frame(asked); }},
        {"up", [](Console &c, const CommandCall &asked) { return c.m_stacks.up(asked); }},
        {"down", [](Console &c, const CommandCall &asked) { return c.m_stacks.down(asked); }},
        {"deferred", [](Console &c, const CommandCall &asked) { return c.m_stacks.deferred(asked); }},
        {"list", [](Console &c, const CommandCall &asked) { return c.m_code.list(asked); }},
        {"disassemble", [](Console &c, const CommandCall &asked) { return c.m_code.disassemble(asked); }},
        {"sources", [](Console &c, const CommandCall &asked) { return c.m_code.sources(asked); }},
        {"funcs", [](Console &c, const CommandCall &asked) { return c.m_code.functions(asked); }},
        {"types", [](Console &c, const CommandCall &asked) { return c.m_code.types(asked); }},
        {"packages", [](Console &c, const CommandCall &asked) { return c.m_code.packages(asked); }},
        {"libraries", [](Console &c, const CommandCall &asked) { return c.m_code.libraries(asked); }},
        {"config", [](Console &c, const CommandCall &asked) { return c.m_settings.config(asked); }},
        {"target", [](Console &c, const CommandCall &asked) { return c.m_settings.target(asked); }},
        {"source", [](Console &c, const CommandCall &asked) { return c.source(asked); }},
        {"transcript", [](Console &c, const CommandCall &asked) { return c.transcript(asked); }},
        {"edit", [](Console &c, const CommandCall &asked) { return c.edit(asked); }},
        {"help", [](Console &c, const CommandCall &asked) { return c.help(asked); }},
        {"crash", [](Console &c, const CommandCall &asked) { return c.m_answers.crash(asked); }},
        {"report", [](Console &c, const CommandCall &asked) { return c.m_answers.report(asked); }},
        {"inflight", [](Console &c, const CommandCall &asked) { return c.m_answers.inFlight(asked); }},
        {"findings", [](Console &c, const CommandCall &asked) { return c.m_answers.findings(asked); }},
        {"waits", [](Console &c, const CommandCall &asked) { return c.m_answers.waits(asked); }},
        {"holders", [](Console &c, const CommandCall &asked) { return c.m_answers.holders(asked); }},
        {"filter", [](Console &c, const CommandCall &asked) { return c.m_sets.filter(asked); }},
        {"group", [](Console &c, const CommandCall &asked) { return c.m_sets.group(asked); }},
        {"stacks", [](Console &c, const CommandCall &asked) { return c.m_sets.stacks(asked); }},
        {"count", [](Console &c, const CommandCall &asked) { return c.m_answers.count(asked); }},
        {"find", [](Console &c, const CommandCall &asked) { return c.m_memory.find(asked); }},
        {"layout", [](Console &c, const CommandCall &asked) { return c.m_code.layout(asked); }},
        {"regions", [](Console &c, const CommandCall &asked) { return c.m_memory.regions(asked); }},
        {"table", [](Console &c, const CommandCall &asked) { return c.m_answers.table(asked); }},
        {"breakpoints", [](Console &, const CommandCall &) { return Result<void>(); }},
        {"checkpoints", [](Console &, const CommandCall &) { return Result<void>(); }},
        {"exit",
         [](Console &c, const CommandCall &) {
             c.m_isFinished = true;
             return Result<void>();
         }},
    };
    return handlers.at(name)(*this, call);
}

Result<void> Console::executeFile(const std::string &path, const TextSink &out)
{
    return runFile(path, {path, m_session.selected, out, 0});
}

bool Console::setSettingsFile(const std::string &path, const TextSink &out)
{
    m_session.settingsFile = path;
    std::error_code error;
    return !std::filesystem::exists(path, error) || executeFile(path, out);
}

Result<void> Console::source(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("wrong number of arguments: source <filename>");
    if (call.arguments == "-" || call.arguments.ends_with(".star")) {
        return fail(
            ErrorCode::Unsupported,
            "there is no Starlark here: files of commands can be run, and freezeframe-cli " "answers as JSON for scripts");
    }
    std::string path(call.arguments);
    if (const char *home = std::getenv("HOME"); home && (path == "~" || path.starts_with("~/")))
        path = home + path.substr(1);
    return runFile(path, call);
}

Result<void> Console::runFile(const std::string &path, const CommandCall &call)
{
    std::ifstream file(path);
    if (!file)
        return std::unexpected(Error{.code = ErrorCode::Io, .message = "can't be read", .file = path});
    std::string line;
    for (uint64_t number = 1; !m_isFinished && std::getline(file, line); ++number) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const CommandCall inner{trimmed(line), m_session.selected, call.out, call.depth + 1};
        if (auto done = run(inner); !done) {
            if (done.error().message == tooDeep)
                return done; // a file that runs itself
            call.out(escaped(path) + ':' + std::to_string(number) + ": " + escaped(done.error().toString()) + '\n');
        }
    }
    return {};
}

Result<void> Console::transcript(const CommandCall &call)
{
    bool truncates = false;
    bool isOnly = false;
    auto [word, rest] = firstWord(call.arguments);
    if (word == "-off") {
        m_transcript.close();
        m_transcriptOnly = false;
        return {};
    }
    for (; word == "-t" || word == "-x"; std::tie(word, rest) = firstWord(rest))
        (word == "-t" ? truncates : isOnly) = true;
    if (word.empty() || !rest.empty())
        return wrongUsage("transcript [-t] [-x] <output file>, or transcript -off");
    m_transcript.close();
    m_transcript.clear();
    m_transcript.open(std::string(word), truncates ? std::ios::trunc : std::ios::app);
    if (!m_transcript)
        return std::unexpected(Error{.code = ErrorCode::Io, .message = "can't be written", .file = std::string(word)});
    m_transcriptOnly = isOnly;
    return {};
}

Result<void> Console::help(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    if (word.empty()) {
        call.out(helpOverview());
        return {};
    }
    if (word == "config" && !rest.empty()) {
        const std::string_view text = ConsoleSettings::help(rest);
        if (text.empty())
            return fail(ErrorCode::NotFound, "unknown config parameter");
        call.out(std::string(text) + '\n');
        return {};
    }
    if (word == "expressions") {
        call.out(std::string(expressionHelp()));
        return {};
    }
    const CommandHelp *command = findCommand(word);
    if (!command)
        return fail(ErrorCode::NotFound, "command not available: \"" + std::string(word) + '"');
    call.out(helpText(*command));
    return {};
}

Result<void> Console::edit(const CommandCall &call)
{
    const auto place = call.arguments.empty() ? findPlace(m_session, call.scope, "+0")
                                              : findPlace(m_session, call.scope, call.arguments);
    if (!place)
        return std::unexpected(place.error());
    if (m_editor) {
        m_editor({.function = {}, .file = place->file, .line = place->line});
        return {};
    }
    const SourceText source = m_session.inspection().source(place->file);
    const std::string mapped = m_session.localPath(place->file);
    if (source.error && mapped == place->file)
        return std::unexpected(*source.error);
    return m_answers.edit(mapped != place->file ? mapped : source.local, place->line);
}

std::string_view Console::completedPart(std::string_view line)
{
    std::string_view part = line.substr(line.find_last_of(" \t,") + 1);
    // A bracket begins an operand, but for that of a method's receiver: "cache.(*Cache).Ge".
    for (size_t at = part.rfind('('); at != std::string_view::npos; at = at == 0 ? at : part.rfind('(', at - 1)) {
        if (at == 0 || part[at - 1] != '.')
            return part.substr(at + 1);
    }
    return part;
}

/// Fields, methods, and what packages have: "c.en" becomes "c.entries".
void Console::addMembers(std::string_view part, std::vector<std::string> &found)
{
    if (!part.contains('.'))
        return;
    const auto members
        = m_session.inspection().completions(m_session.selected.owner, m_session.selected.frame, part, mostCompletions);
    if (!members)
        return;
    const std::string_view operand = part.substr(0, members->begin);
    const std::string_view typed = part.substr(members->begin);
    std::vector<std::string> words;
    for (const Completion &member : members->found) {
        if (operand.ends_with('.') && member.text.starts_with(typed))
            words.push_back(std::string(operand) + member.text);
    }
    std::ranges::sort(words);
    std::ranges::move(words, std::back_inserter(found));
}

std::vector<std::string> Console::completions(std::string_view line)
{
    std::vector<std::string> found;
    line = withoutPrefixes(line);
    const auto [word, rest] = firstWord(line);
    const bool isCommand = rest.empty() && (line.empty() || !std::string_view(" \t").contains(line.back()));
    if (isCommand) {
        for (const std::string &name : commandNames()) {
            if (name.starts_with(word))
                found.push_back(name);
        }
        return found;
    }
    const std::string_view part = completedPart(line);
    const auto variables = m_session.inspection().variables(m_session.selected.owner, m_session.selected.frame);
    for (const VariableInfo &variable : variables ? *variables : std::vector<VariableInfo>()) {
        if (variable.name.starts_with(part) && !variable.shadowed)
            found.push_back(variable.name);
    }
    if (word == "layout") {
        for (const std::string_view type : m_session.inspection().symbols().types()) {
            if (type.starts_with(part) && found.size() < mostCompletions)
                found.emplace_back(type);
        }
        return found;
    }
    addMembers(part, found);
    const auto &functions = m_session.inspection().symbols().functions();
    auto at = std::ranges::lower_bound(functions, part, {}, &ProgramSymbols::Function::name);
    for (; !part.empty() && at != functions.end() && at->name.starts_with(part) && found.size() < mostCompletions; ++at)
        found.emplace_back(at->name);
    return found;
}

}
