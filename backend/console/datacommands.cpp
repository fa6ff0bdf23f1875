// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/datacommands.h"

#include "backend/analysis/namefilter.h"
#include "backend/base/text.h"
#include "backend/console/commandwords.h"
#include "backend/console/goroutinecommands.h"
#include "backend/console/registertext.h"
#include "backend/inspect/typelayout.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t shownWaiters = 100; ///< of a channel that is printed, as Delve shows
constexpr size_t mostPackageVariables = 100'000;

/// "-v REGEX".
struct FilterArguments {
    bool isVerbose = false;
    std::string_view expression;

    static FilterArguments parse(std::string_view text)
    {
        const auto [word, rest] = firstWord(text);
        return word == "-v" ? FilterArguments{true, rest} : FilterArguments{false, trimmed(text)};
    }
};

bool isChannel(std::string_view type)
{
    return type.starts_with("chan ") || type.starts_with("chan<- ") || type.starts_with("<-chan ");
}

}

Result<std::vector<VariableInfo>> DataCommands::capturedBy(const ConsoleScope &scope)
{
    const auto stack = m_session.stack(scope);
    if (!stack)
        return std::unexpected(stack.error());
    size_t number = 0;
    for (const DeferredCall &call : (*stack)->deferred) {
        if (call.frame != scope.frame || ++number != scope.deferred)
            continue;
        if (call.closure.isNull())
            return fail(ErrorCode::NotFound, "what " + call.function + " runs with is not known");
        return m_session.inspection().captured(call.closure);
    }
    return fail(ErrorCode::NotFound, "there is no deferred call " + std::to_string(scope.deferred));
}

Result<std::vector<VariableInfo>> DataCommands::variablesOf(const ConsoleScope &scope, bool arguments)
{
    if (scope.deferred != 0)
        return arguments ? capturedBy(scope) : std::vector<VariableInfo>();
    auto all = m_session.inspection().variables(scope.owner, scope.frame);
    if (all) {
        std::erase_if(*all, [arguments](const VariableInfo &variable) {
            // As Delve: what the frame has not come to so far is not there.
            return (variable.isArgument || variable.isResult) != arguments || variable.notYetAssigned;
        });
    }
    return all;
}

Result<void> DataCommands::listVariables(const CommandCall &call, bool arguments, std::string_view none)
{
    const FilterArguments asked = FilterArguments::parse(call.arguments);
    const auto filter = NameFilter::compile(asked.expression);
    if (!filter)
        return std::unexpected(filter.error());
    const auto variables = variablesOf(call.scope, arguments);
    if (!variables)
        return std::unexpected(variables.error());
    bool isEmpty = true;
    for (const VariableInfo &variable : *variables) {
        if (!filter->matches(variable.name))
            continue;
        isEmpty = false;
        const std::string name = variable.shadowed ? '(' + variable.name + ')' : variable.name;
        call.out(escaped(name) + " = " + m_session.valueText(variable, asked.isVerbose));
        if (asked.isVerbose && variable.address)
            call.out("  // " + escaped(variable.type) + " at " + variable.address->toString());
        if (!variable.recovered.empty())
            call.out(variable.recovered == "memory" ? "  (as in memory now)" : "  (as passed)");
        if (!variable.recovered.empty() && asked.isVerbose)
            call.out("  // " + escaped(variable.recoveredFrom));
        call.out(variable.leftOver ? "  // no longer used: may be stale\n" : "\n");
    }
    if (isEmpty)
        call.out("(no " + std::string(none) + ")\n");
    return {};
}

Result<void> DataCommands::args(const CommandCall &call)
{
    return listVariables(call, true, "args");
}

Result<void> DataCommands::locals(const CommandCall &call)
{
    return listVariables(call, false, "locals");
}

Result<void> DataCommands::vars(const CommandCall &call)
{
    const FilterArguments asked = FilterArguments::parse(call.arguments);
    const auto filter = NameFilter::compile(asked.expression);
    if (!filter)
        return std::unexpected(filter.error());
    const auto variables = m_session.inspection().packageVariables(
        [&filter](std::string_view name) { return filter->matches(name); }, mostPackageVariables);
    if (!variables)
        return std::unexpected(variables.error());
    for (const VariableInfo &variable : *variables) {
        call.out(escaped(variable.name) + " = " + m_session.valueText(variable, asked.isVerbose));
        if (asked.isVerbose && variable.address)
            call.out("  // " + escaped(variable.type) + " at " + variable.address->toString());
        call.out("\n");
    }
    if (variables->empty())
        call.out("(no vars)\n");
    return {};
}

Result<std::string> DataCommands::deferredText(const ConsoleScope &scope, std::string_view expression)
{
    const auto captured = capturedBy(scope);
    if (!captured)
        return std::unexpected(captured.error());
    const size_t end = std::min(expression.find_first_of(".[("), expression.size());
    const auto found = std::ranges::find(*captured, expression.substr(0, end), &VariableInfo::name);
    if (found == captured->end()) {
        std::string names;
        for (const VariableInfo &variable : *captured)
            names += (names.empty() ? "" : ", ") + variable.name;
        return fail(ErrorCode::NotFound,
                    "the deferred call has no " + std::string(expression.substr(0, end))
                        + (names.empty() ? ": it captured nothing" : ", only " + names));
    }
    if (end == expression.size())
        return m_session.valueText(*found, true);
    if (!found->address)
        return fail(ErrorCode::BadExpression, "only the whole of " + found->name + " can be told");
    const std::string whole = "(*(*\"" + found->type + "\")(" + found->address->toString() + "))";
    return m_session.inspection().print(scope.owner, scope.frame, whole + std::string(expression.substr(end)));
}

std::string_view DataCommands::withoutVerb(std::string_view expression)
{
    return expression.starts_with('%') ? firstWord(expression).second : expression;
}

Result<std::string> DataCommands::valueText(const ConsoleScope &scope, std::string_view expression)
{
    if (expression.starts_with('%')) {
        const auto [word, rest] = firstWord(expression);
        const auto verb = GoVerb::parse(word);
        if (!verb)
            return wrongUsage(
                "values are written by the verbs of Go's fmt for plain values, as %d %x %#x %08b %o %c %q " "%U %e %.2f %s; "
                + escaped(word) + " is none of them");
        if (rest.empty())
            return wrongUsage("not enough arguments");
        LoadLimits limits = m_session.settings.limits();
        limits.verb = *verb;
        m_session.inspection().setValueLimits(limits);
        auto text = valueText(scope, rest);
        m_session.inspection().setValueLimits(m_session.settings.limits());
        return text ? Result<std::string>(escaped(*text)) : text; // %s and %c write bytes as they are
    }
    if (scope.deferred != 0)
        return deferredText(scope, expression);
    return m_session.inspection().print(scope.owner, scope.frame, expression);
}

/// The same over several lines, where it is composite and no verb was given.
Result<std::string> DataCommands::valueLines(const ConsoleScope &scope, std::string_view expression)
{
    LoadLimits limits = m_session.settings.limits();
    limits.hasLines = true;
    m_session.inspection().setValueLimits(limits);
    auto text = valueText(scope, expression);
    m_session.inspection().setValueLimits(m_session.settings.limits());
    return text;
}

/// " {" and a line for each variable that a closure has, as Delve writes them; empty if it has none.
std::string DataCommands::capturedText(const CommandCall &call)
{
    const auto closure = m_session.inspection().number(call.scope.owner, call.scope.frame, call.arguments);
    const auto captured
        = closure && *closure != 0 ? m_session.inspection().captured(Address{*closure}) : fail(ErrorCode::NotFound, "");
    if (!captured || captured->empty())
        return {};
    std::string text = " {\n";
    for (const VariableInfo &variable : *captured)
        text += std::format("\t{} {} = {}\n", escaped(variable.name), escaped(variable.type),
                            m_session.valueText(variable, true));
    return text + '}';
}

Result<void> DataCommands::print(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("not enough arguments");
    const auto text = valueLines(call.scope, call.arguments);
    if (!text)
        return std::unexpected(text.error());
    const auto type = call.scope.deferred != 0 || call.arguments.starts_with('%')
        ? fail(ErrorCode::NotFound, "")
        : m_session.inspection().typeOf(call.scope.owner, call.scope.frame, call.arguments);
    call.out(*text + (type && type->kind == "func" ? capturedText(call) : "") + '\n');
    if (!type || !isChannel(type->name))
        return {};
    const auto channel = m_session.inspection().number(call.scope.owner, call.scope.frame, call.arguments);
    if (!channel || *channel == 0)
        return {};
    call.out("\nGoroutines waiting on this channel:\n");
    return m_goroutines.listWaiters(Address{*channel}, call, shownWaiters);
}

void DataCommands::describeType(const TypeInfo &type, const CommandCall &call) const
{
    call.out(std::format("{} type, size: {} bytes\n", type.kind, type.size));
    if (type.name != type.kind)
        call.out("Real type: " + escaped(type.name) + '\n');
    if (!type.key.empty())
        call.out("Key: " + escaped(type.key) + '\n');
    if (!type.element.empty())
        call.out("Element: " + escaped(type.element) + '\n');
    if (!type.fields.empty())
        call.out("Fields:\n");
    size_t widest = 0;
    for (const TypeInfo::Field &field : type.fields)
        widest = std::max(widest, field.name.size());
    for (const TypeLayout::Row &row : TypeLayout::of(type).rows) {
        if (row.isPadding())
            call.out(std::format("\t{:<{}}  {} bytes of padding\n", "", widest, row.size));
        else
            call.out(std::format("\t{:<{}}  {}  // offset {}, {} bytes{}\n", escaped(row.name), widest,
                                 escaped(row.type), row.offset, row.size, row.embedded ? ", embedded" : ""));
    }
    if (!type.methods.empty())
        call.out("Methods:\n");
    for (const std::string &method : type.methods)
        call.out('\t' + escaped(method) + '\n');
}

Result<void> DataCommands::whatis(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("not enough arguments");
    const auto &[owner, frame, deferred, isSelected] = call.scope;
    const auto value = m_session.inspection().typeOf(owner, frame, call.arguments);
    if (!value) {
        const auto type = m_session.inspection().typeNamed(owner, frame, call.arguments);
        if (!type)
            return std::unexpected(value.error());
        describeType(*type, call);
        return {};
    }
    call.out(escaped(value->name) + '\n');
    const bool isUntyped = value->name.starts_with("untyped "); // a constant: it has a kind only
    if (!isUntyped && value->kind != value->name && value->fields.empty() && value->element.empty()
        && value->kind != "interface")
        call.out("Real type: " + value->kind + '\n');
    if (!value->concrete.empty())
        call.out("Concrete type: " + escaped(value->concrete) + '\n');
    if (m_session.settings.showLocationExpression) {
        const auto variable = m_session.inspection().evaluate(owner, frame, call.arguments);
        if (variable)
            call.out("location: " + (variable->address ? variable->address->toString() : "registers or computed")
                     + '\n');
    }
    return {};
}

Result<void> DataCommands::display(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    if (word.empty()) {
        printDisplayed(call);
        return {};
    }
    if (word == "-a" && !rest.empty()) {
        m_session.displayed.emplace_back(rest);
        const auto text = valueText(call.scope, rest);
        call.out(std::format("{}: {} = {}\n", m_session.displayed.size() - 1, escaped(withoutVerb(rest)),
                             text ? *text : "error " + escaped(text.error().toString())));
        return {};
    }
    if (word == "-d") {
        const auto number = wholeNumber(rest);
        if (!number || *number >= m_session.displayed.size() || m_session.displayed[*number].empty())
            return wrongUsage("not displayed: " + std::string(rest));
        m_session.displayed[*number].clear(); // the others keep their numbers
        return {};
    }
    return wrongUsage("wrong arguments: display -a <expression>, display -d <number>");
}

void DataCommands::printDisplayed(const CommandCall &call)
{
    for (size_t i = 0; i < m_session.displayed.size(); ++i) {
        const std::string &expression = m_session.displayed[i];
        if (expression.empty())
            continue;
        const auto text = valueText(call.scope, expression);
        call.out(std::format("{}: {} = {}\n", i, escaped(withoutVerb(expression)),
                             text ? *text : "error " + escaped(text.error().toString())));
    }
}

Result<void> DataCommands::regs(const CommandCall &call)
{
    if (!call.arguments.empty() && call.arguments != "-a")
        return wrongUsage("regs takes no argument but -a");
    const auto registers = m_session.inspection().registerInfos(call.scope.owner, call.scope.frame);
    if (!registers)
        return std::unexpected(registers.error());
    call.out(registerText(*registers, call.arguments == "-a"));
    if (call.scope.frame > 0)
        call.out("Others were not saved by the calls since.\n");
    return {};
}

}
