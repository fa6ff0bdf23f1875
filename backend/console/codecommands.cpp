// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/codecommands.h"

#include "backend/analysis/namefilter.h"
#include "backend/base/text.h"
#include "backend/console/commandwords.h"
#include "backend/console/location.h"
#include "backend/inspect/programsymbols.h"
#include "backend/inspect/typelayout.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

std::string sourceLine(std::string_view text, const std::string &tab)
{
    std::string line;
    for (const char letter : text) {
        if (letter == '\t')
            line += tab.empty() ? "\t" : tab;
        else
            line += letter;
    }
    // Tabs are the only control characters that source code has.
    std::string shown;
    for (size_t at = 0; at <= line.size();) {
        const size_t end = std::min(line.find('\t', at), line.size());
        shown += escaped(std::string_view(line).substr(at, end - at));
        if (end < line.size())
            shown += '\t';
        at = end + 1;
    }
    return shown;
}

std::string_view baseName(std::string_view path)
{
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}

Result<void> CodeCommands::printSource(ConsoleSession &session, const std::string &file, int line, bool withArrow,
                                       const TextSink &out)
{
    if (file.empty())
        return fail(ErrorCode::NotFound, "no source file is known for this place: try disassemble");
    const std::string mapped = session.localPath(file);
    if (mapped != file)
        session.inspection().locateSource(file, mapped);
    const SourceText source = session.inspection().source(file);
    if (source.error)
        return std::unexpected(*source.error);
    if (source.newerThanProgram)
        out("Warning: listing may not match stale executable\n");
    const int context = session.settings.sourceListLineCount;
    size_t at = 0;
    for (int number = 1; at < source.text.size() && number <= line + context; ++number) {
        const size_t end = std::min(source.text.find('\n', at), source.text.size());
        if (number >= line - context) {
            const bool isArrow = withArrow && number == line;
            out(std::format("{}{:>4}:\t{}\n", isArrow ? "=>" : "  ", number,
                            sourceLine(std::string_view(source.text).substr(at, end - at), session.settings.tab)));
        }
        at = end + 1;
    }
    return {};
}

Result<void> CodeCommands::list(const CommandCall &call)
{
    if (!call.arguments.empty()) {
        const auto place = findPlace(m_session, call.scope, call.arguments);
        if (!place)
            return std::unexpected(place.error());
        call.out(std::format("Showing {}:{} (PC: {})\n", escaped(m_session.localPath(place->file)), place->line,
                             place->pc.value_or(Address()).toString()));
        return printSource(m_session, place->file, place->line, false, call.out);
    }
    const auto frame = m_session.frame(call.scope);
    if (!frame)
        return std::unexpected(frame.error());
    const std::string path = escaped(m_session.localPath(frame->file));
    if (call.scope.isSelected && call.scope.frame == 0) {
        call.out(
            std::format("> {}() {}:{} (PC: {})\n", escaped(frame->function), path, frame->line, frame->pc.toString()));
    } else {
        const std::string_view kind = call.scope.owner.kind == StackOwner::Kind::Goroutine ? "Goroutine" : "Thread";
        call.out(std::format("{} {} frame {} at {}:{} (PC: {})\n", kind, call.scope.owner.id, frame->index, path,
                             frame->line, frame->pc.toString()));
    }
    return printSource(m_session, frame->file, frame->line, true, call.out);
}

Result<void> CodeCommands::disassemble(const CommandCall &call)
{
    const auto usage
        = [] { return wrongUsage("wrong number of arguments: disassemble [-a <start> <end>] [-l <locspec>]"); };
    const auto [option, rest] = firstWord(call.arguments);
    const DisassemblyFlavor flavor = m_session.settings.flavor;
    Result<Disassembly> code = fail(ErrorCode::NotFound, "");
    if (option.empty()) {
        const auto frame = m_session.frame(call.scope);
        if (!frame)
            return std::unexpected(frame.error());
        code = m_session.inspection().disassemble(frame->lookupPc, flavor);
    } else if (option == "-a") {
        const auto bounds = words(rest);
        if (bounds.size() != 2)
            return usage();
        const auto begin = wholeNumber(bounds[0]);
        const auto end = wholeNumber(bounds[1]);
        if (!begin || !end)
            return wrongUsage("wrong argument: \"" + std::string(begin ? bounds[1] : bounds[0]) + "\" is not a number");
        code = m_session.inspection().disassemble(AddressRange{{*begin}, {*end}}, flavor);
    } else if (option == "-l" && !rest.empty()) {
        const auto place = findPlace(m_session, call.scope, rest);
        if (!place)
            return std::unexpected(place.error());
        if (!place->pc)
            return fail(ErrorCode::NotFound, "there is no code at " + std::string(rest));
        code = m_session.inspection().disassemble(*place->pc, flavor);
        if (code)
            std::ranges::for_each(code->lines, [](DisassemblyLine &line) { line.isCurrent = false; });
    } else {
        return usage();
    }
    if (!code)
        return std::unexpected(code.error());
    // What fills the room behind a function belongs to no line.
    while (option != "-a" && code->lines.size() > 1 && code->lines.back().file.empty())
        code->lines.pop_back();
    if (!code->function.empty() && !code->lines.empty())
        call.out(std::format("TEXT {}(SB) {}\n", escaped(code->function), escaped(code->lines.front().file)));
    for (const DisassemblyLine &line : code->lines) {
        std::string bytes = line.bytes;
        std::erase(bytes, ' ');
        call.out(std::format("{}\t{}:{}\t{}\t{:<20}\t{}\n", line.isCurrent ? "=>" : "", escaped(baseName(line.file)),
                             line.line, line.address.toString(), bytes, escaped(line.text)));
    }
    return {};
}

template<class Names>
Result<void> CodeCommands::printNames(const CommandCall &call, const Names &names)
{
    const auto filter = NameFilter::compile(call.arguments);
    if (!filter)
        return std::unexpected(filter.error());
    std::string_view last;
    for (const std::string_view name : names) {
        if (name != last && filter->matches(name))
            call.out(escaped(name) + '\n');
        last = name;
    }
    return {};
}

Result<void> CodeCommands::sources(const CommandCall &call)
{
    return printNames(call, m_session.inspection().symbols().files());
}

Result<void> CodeCommands::functions(const CommandCall &call)
{
    std::vector<std::string_view> names;
    for (const ProgramSymbols::Function &function : m_session.inspection().symbols().functions())
        names.push_back(function.name);
    return printNames(call, names);
}

Result<void> CodeCommands::types(const CommandCall &call)
{
    const auto &types = m_session.inspection().symbols().types();
    if (types.empty())
        return fail(
            ErrorCode::NotFound,
            "the program has no debug information, so its types have no list; those of values " "are known all the same");
    return printNames(call, types);
}

Result<void> CodeCommands::layout(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("not enough arguments");
    Inspection &core = m_session.inspection();
    // As the program names it, as expressions name it, or that of an expression's value.
    auto type = core.typeByName(call.arguments);
    if (!type)
        type = core.typeNamed(call.scope.owner, call.scope.frame, call.arguments);
    if (!type) {
        const auto value = core.typeOf(call.scope.owner, call.scope.frame, call.arguments);
        if (!value)
            return std::unexpected(type.error());
        std::string_view name = value->concrete.empty() ? value->name : value->concrete;
        name.remove_prefix(name.starts_with('*') ? 1 : 0);
        type = core.typeByName(name);
        if (!type)
            return std::unexpected(type.error());
    }
    const TypeLayout layout = TypeLayout::of(*type);
    call.out(std::format("{}: {}, {} bytes", escaped(type->name), type->kind, type->size));
    call.out(layout.padding > 0 ? std::format(", {} of them padding\n", layout.padding) : "\n");
    if (!type->element.empty())
        call.out("of " + escaped(type->element) + '\n');
    if (!layout.rows.empty())
        call.out("offset   size  field\n");
    size_t widest = 0;
    for (const TypeLayout::Row &row : layout.rows)
        widest = std::max(widest, escaped(row.name).size());
    for (const TypeLayout::Row &row : layout.rows) {
        call.out(std::format("{:>6} {:>6}  ", row.offset, row.size));
        if (row.isPadding())
            call.out("(padding)\n");
        else
            call.out(std::format("{:<{}}  {}{}\n", escaped(row.name), widest, escaped(row.type),
                                 row.embedded ? "  embedded" : ""));
    }
    if (!type->methods.empty())
        call.out("methods\n");
    for (const std::string &method : type->methods)
        call.out("  " + escaped(method) + '\n');
    return {};
}

Result<void> CodeCommands::packages(const CommandCall &call)
{
    return printNames(call, m_session.inspection().symbols().packages());
}

Result<void> CodeCommands::libraries(const CommandCall &call)
{
    if (firstWord(call.arguments).first == "-d") {
        return fail(
            ErrorCode::Unsupported,
            "nothing is fetched while a core is open: open it with --debuginfod, or put the file's debug information below " "a folder and open the core with --debug-dir FOLDER");
    }
    if (!call.arguments.empty())
        return wrongUsage("wrong arguments");
    const auto modules = m_session.inspection().modules();
    const size_t width = std::to_string(modules->empty() ? 0 : modules->size() - 1).size();
    for (size_t i = 0; i < modules->size(); ++i) {
        const ModuleInfo &module = (*modules)[i];
        call.out(std::format("{:>{}}. {} {}\n", i, width, module.range.begin.toString(), escaped(module.path)));
        if (module.error)
            call.out("    Load error: " + escaped(module.error->toString()) + '\n');
        else if (!module.hasDebugInformation)
            call.out(module.hasSymbols ? "    Symbols, no debug information\n" : "    No symbols\n");
    }
    return {};
}

}
