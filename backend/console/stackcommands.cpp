// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/stackcommands.h"

#include "backend/base/text.h"
#include "backend/console/codecommands.h"
#include "backend/console/commandwords.h"
#include "backend/inspect/programsymbols.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

/// What `stack` was asked for.
struct StackArguments {
    size_t depth = 50;
    bool withVariables = false;
    bool withOffsets = false;
    bool withDeferred = false;
    bool onlyUser = false; ///< -mode simple: as far as the goroutine's own stack goes
    size_t ancestors = 0;
    std::optional<size_t> ancestorDepth;

    [[nodiscard]] static Result<StackArguments> parse(std::string_view text)
    {
        StackArguments arguments;
        const auto all = words(text);
        for (size_t i = 0; i < all.size(); ++i) {
            const std::string_view word = all[i];
            const std::string_view next = i + 1 < all.size() ? all[i + 1] : std::string_view();
            if (word == "-full") {
                arguments.withVariables = true;
            } else if (word == "-offsets") {
                arguments.withOffsets = true;
            } else if (word == "-defer") {
                arguments.withDeferred = true;
            } else if (word == "-mode") {
                if (next != "normal" && next != "simple" && next != "fromg")
                    return wrongUsage("expected normal, simple or fromg after -mode");
                arguments.onlyUser = next != "normal";
                ++i;
            } else if (word == "-a" || word == "-adepth") {
                const auto number = wholeNumber(next);
                if (!number)
                    return wrongUsage("expected number after " + std::string(word));
                if (word == "-a")
                    arguments.ancestors = size_t(*number);
                else
                    arguments.ancestorDepth = size_t(*number);
                ++i;
            } else if (const auto depth = wholeNumber(word)) {
                arguments.depth = size_t(*depth);
            } else {
                return wrongUsage("depth must be a number");
            }
        }
        return arguments;
    }
};

size_t digits(size_t number)
{
    return std::to_string(number).size();
}

/// Prints one stack. Lives for one call.
class StackPrinter
{
public:
    StackPrinter(ConsoleSession &session, const ConsoleScope &scope, const StackArguments &arguments,
                 const TextSink &out, std::string indent)
        : m_session(session)
        , m_scope(scope)
        , m_arguments(arguments)
        , m_out(out)
        , m_indent(std::move(indent))
    {
    }

    Result<void> run()
    {
        const auto stack = m_session.stack(m_scope, m_arguments.depth + 1);
        if (!stack)
            return std::unexpected(stack.error());
        const auto &frames = (*stack)->frames;
        // Delve prints frames 0 to DEPTH, both inclusive.
        const size_t count = std::min(frames.size(), m_arguments.depth + 1);
        if (count == 0 && (*stack)->error)
            return std::unexpected(*(*stack)->error);
        m_width = digits(count == 0 ? 0 : count - 1);
        m_margin = m_indent + std::string(m_width + 2 + m_indent.size(), ' ');
        const bool spaced = m_arguments.withOffsets || m_arguments.withDeferred || m_arguments.withVariables;
        for (size_t i = 0; i < count; ++i) {
            if (m_arguments.onlyUser && frames[i].onSystemStack)
                continue;
            printFrame(**stack, frames[i]);
            if (spaced)
                m_out("\n");
        }
        if ((*stack)->error)
            m_out(m_margin + "error: " + escaped((*stack)->error->toString()) + '\n');
        else if (count < frames.size() || (*stack)->cut)
            m_out(m_indent + "(truncated)\n");
        return m_arguments.ancestors > 0 ? printAncestors() : Result<void>();
    }

private:
    Result<void> printAncestors()
    {
        if (m_scope.owner.kind != StackOwner::Kind::Goroutine)
            return {};
        const auto ancestors = m_session.inspection().ancestors(m_scope.owner.id);
        if (!ancestors)
            return std::unexpected(ancestors.error());
        const size_t depth = m_arguments.ancestorDepth.value_or(m_arguments.depth);
        for (size_t i = 0; i < std::min(ancestors->size(), m_arguments.ancestors); ++i) {
            const AncestorInfo &ancestor = (*ancestors)[i];
            m_out(std::format("Created by Goroutine {}:\n", ancestor.goroutine));
            const size_t count = std::min(ancestor.frames.size(), depth + 1);
            const size_t width = digits(count == 0 ? 0 : count - 1);
            for (size_t frame = 0; frame < count; ++frame) {
                const auto &[location, pc, isRuntime] = ancestor.frames[frame];
                m_out(std::format("\t{:>{}}  0x{:016x} in {}\n\t{:{}}at {}:{}\n", frame, width, pc.value,
                                  escaped(location.function), "", width + 3,
                                  escaped(m_session.localPath(location.file)), location.line));
            }
            if (ancestor.cut || count < ancestor.frames.size())
                m_out("\t(truncated)\n");
        }
        return {};
    }

    void printFrame(const StackInfo &stack, const FrameInfo &frame)
    {
        m_out(std::format("{}{:>{}}  0x{:016x} in {}\n", m_indent, frame.index, m_width, frame.pc.value,
                          frame.function.empty() ? "???" : escaped(frame.function)));
        if (frame.file.empty())
            m_out(m_margin + "at ?:-1\n");
        else
            m_out(std::format("{}at {}:{}\n", m_margin, escaped(m_session.localPath(frame.file)), frame.line));
        if (frame.error)
            m_out(m_margin + "error: " + escaped(frame.error->toString()) + '\n');
        if (m_arguments.withOffsets)
            printOffsets(frame);
        if (m_arguments.withDeferred)
            printDeferred(stack, frame);
        if (m_arguments.withVariables)
            printVariables(frame);
    }

    void printOffsets(const FrameInfo &frame)
    {
        Address base;
        if (m_scope.owner.kind == StackOwner::Kind::Goroutine) {
            const auto goroutines = m_session.inspection().goroutines();
            const auto row = goroutines ? goroutines->table->find(m_scope.owner.id) : std::nullopt;
            if (row)
                base = goroutines->table->stackHigh[*row];
        }
        const auto fromBase = [&base](uint64_t address) {
            const auto offset = int64_t(address - base.value);
            return (offset < 0 ? "-" : "+") + hex(offset < 0 ? -uint64_t(offset) : uint64_t(offset));
        };
        const auto registers = m_session.inspection().registers(m_scope.owner, frame.index);
        std::string pointer = "unknown";
        for (const auto &[name, value] : registers ? *registers : std::vector<std::pair<std::string, uint64_t>>()) {
            if (name == "rbp" || name == "x29")
                pointer = fromBase(value);
        }
        m_out(std::format("{}frame: {} frame pointer {}\n", m_margin, fromBase(frame.cfa.value), pointer));
    }

    void printDeferred(const StackInfo &stack, const FrameInfo &frame)
    {
        size_t number = 0;
        for (const DeferredCall &call : stack.deferred) {
            if (call.frame != frame.index)
                continue;
            const std::string header = std::format("{}    defer {}: ", m_margin, ++number);
            const std::string below(header.size(), ' ');
            Address entry;
            const auto &functions = m_session.inspection().symbols().functions();
            const auto found = std::ranges::lower_bound(functions, std::string_view(call.function), {},
                                                        &ProgramSymbols::Function::name);
            if (found != functions.end() && found->name == call.function)
                entry = found->entry;
            m_out(std::format("{}0x{:014x} in {}\n", header, entry.value, escaped(call.function)));
            m_out(std::format("{}at {}:{}\n", below, escaped(m_session.localPath(call.functionLocation.file)),
                              call.functionLocation.line));
            std::string by = std::format("deferred by {}", escaped(frame.function));
            if (!call.statement.file.empty()) // else not known: the frame has gone on since
                by += std::format(" at {}:{}", escaped(m_session.localPath(call.statement.file)), call.statement.line);
            m_out(std::format("{}{}\n", below, by));
        }
    }

    void printVariables(const FrameInfo &frame)
    {
        const auto variables = m_session.inspection().variables(m_scope.owner, frame.index);
        if (!variables) {
            m_out(m_margin + "    (" + escaped(variables.error().toString()) + ")\n");
            return;
        }
        for (const bool arguments : {true, false}) {
            for (const VariableInfo &variable : *variables) {
                if ((variable.isArgument || variable.isResult) != arguments || variable.notYetAssigned)
                    continue;
                m_out(std::format("{}    {} = {}\n", m_margin, escaped(variable.name),
                                  m_session.valueText(variable, false)));
            }
        }
    }

    ConsoleSession &m_session;
    const ConsoleScope &m_scope;
    const StackArguments &m_arguments;
    const TextSink &m_out;
    std::string m_indent;
    std::string m_margin; ///< of all lines but the first of a frame
    size_t m_width = 1;
};

}

void StackCommands::printFrames(ConsoleSession &session, const ConsoleScope &scope, size_t depth, const TextSink &out,
                                const std::string &indent)
{
    const StackArguments arguments{.depth = depth};
    if (auto printed = StackPrinter(session, scope, arguments, out, indent).run(); !printed)
        out(indent + '(' + escaped(printed.error().toString()) + ")\n");
}

Result<void> StackCommands::stack(const CommandCall &call)
{
    const auto arguments = StackArguments::parse(call.arguments);
    if (!arguments)
        return std::unexpected(arguments.error());
    return StackPrinter(m_session, call.scope, *arguments, call.out, "").run();
}

Result<void> StackCommands::frame(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("not enough arguments");
    return move(call, Direction::To);
}

Result<void> StackCommands::up(const CommandCall &call)
{
    return move(call, Direction::Up);
}

Result<void> StackCommands::down(const CommandCall &call)
{
    return move(call, Direction::Down);
}

Result<void> StackCommands::move(const CommandCall &call, Direction direction)
{
    const auto [word, rest] = firstWord(call.arguments);
    size_t distance = 1;
    if (!word.empty()) {
        const auto number = wholeNumber(word);
        if (!number)
            return wrongUsage("a number of frames is needed, not \"" + std::string(word) + '"');
        distance = size_t(std::min<uint64_t>(*number, 1 << 30));
    }
    if (direction == Direction::Down && distance > call.scope.frame)
        return fail(ErrorCode::NotFound, "Invalid frame -" + std::to_string(distance - call.scope.frame));
    ConsoleScope scope = call.scope;
    scope.frame = direction == Direction::To ? distance
        : direction == Direction::Up         ? scope.frame + distance
                                             : scope.frame - distance;
    const auto frame = m_session.frame(scope);
    if (!frame)
        return std::unexpected(frame.error());
    if (!rest.empty()) {
        scope.isSelected = false;
        return m_runner.run({rest, scope, call.out, call.depth + 1});
    }
    scope.isSelected = true;
    m_session.selected = scope;
    showFrame(*frame, call);
    return {};
}

void StackCommands::showFrame(const FrameInfo &frame, const CommandCall &call)
{
    const auto innermost = m_session.frame({.owner = m_session.selected.owner});
    if (innermost) {
        call.out(std::format("> {}() {}:{} (PC: {})\n", escaped(innermost->function),
                             escaped(m_session.localPath(innermost->file)), innermost->line, innermost->pc.toString()));
    }
    call.out(std::format("Frame {}: {}:{} (PC: {:x})\n", frame.index, escaped(m_session.localPath(frame.file)),
                         frame.line, frame.pc.value));
    if (auto listed = CodeCommands::printSource(m_session, frame.file, frame.line, true, call.out); !listed)
        call.out(escaped(listed.error().toString()) + '\n');
}

Result<void> StackCommands::deferred(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    if (rest.empty())
        return wrongUsage("not enough arguments");
    const auto number = wholeNumber(word);
    if (!number || *number == 0)
        return wrongUsage(
            "argument of deferred must be a number greater than 0 (use 'stack -defer' to see the list of " "deferred calls)");
    const auto stack = m_session.stack(call.scope);
    if (!stack)
        return std::unexpected(stack.error());
    const auto count = std::ranges::count((*stack)->deferred, std::optional(call.scope.frame), &DeferredCall::frame);
    if (*number > uint64_t(count)) {
        return fail(ErrorCode::NotFound,
                    std::format("frame {} has {} deferred calls: 'stack -defer' lists them", call.scope.frame, count));
    }
    ConsoleScope scope = call.scope;
    scope.deferred = size_t(*number);
    scope.isSelected = false;
    return m_runner.run({rest, scope, call.out, call.depth + 1});
}

}
