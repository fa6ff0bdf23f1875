// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/nilorigin.h"

#include "backend/eval/knownfields.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostSteps = 8; ///< from a variable to what it was set from
constexpr int longestFunction = 400; ///< lines that are looked through

bool isNilMap(std::string_view message)
{
    return message.contains("assignment to entry in nil map");
}

/// "Get" of "main.(*T).Get" and "main.Get[...]"; empty of a closure.
std::string shortName(std::string_view function)
{
    function = function.substr(0, function.find('['));
    const std::string name(function.substr(function.rfind('.') + 1));
    return name.starts_with("func") && name.find_first_not_of("0123456789", 4) == std::string::npos ? std::string()
                                                                                                    : name;
}

/// Whether it may come to nil: what makes a new thing does not.
bool mayBeNil(std::string_view value)
{
    const bool isNew = value.starts_with('&') || value.starts_with("new(") || value.starts_with("make(")
        || value.starts_with("func(") || value.ends_with('}');
    return !isNew;
}

std::string fileName(std::string_view file)
{
    return std::string(file.substr(file.rfind('/') + 1));
}

}

void NilOrigin::add(std::string text, std::optional<size_t> frame)
{
    m_finding.evidence.push_back(
        {.text = std::move(text), .goroutine = m_sources.table.id[m_row], .frame = frame, .address = {}});
}

std::optional<Value> NilOrigin::valueOf(size_t frame, std::string_view expression) const
{
    auto value = m_sources.evaluator.evaluate(m_stack, frame, expression);
    if (!value || value->error || !value->type || value->leftOver || value->notYetDeclared)
        return std::nullopt;
    return std::move(*value);
}

std::optional<bool> NilOrigin::isNil(size_t frame, std::string_view expression) const
{
    const auto value = valueOf(frame, expression);
    return value ? m_sources.evaluator.knownFields().isNil(*value) : std::nullopt;
}

std::optional<size_t> NilOrigin::guiltyFrame() const
{
    if (isNilMap(m_sources.crash.message))
        return m_sources.crash.frame;
    for (size_t i = 1; i < m_stack.frames.size(); ++i) {
        if (m_stack.frames[i - 1].function == "runtime.sigpanic")
            return i;
    }
    return std::nullopt;
}

std::string NilOrigin::declarationOf(const Frame &frame) const
{
    for (int line = frame.line; line > std::max(0, frame.line - longestFunction); --line) {
        std::string text = m_sources.sourceLine(frame.file, line);
        if (text.starts_with("func "))
            return text;
    }
    return {};
}

void NilOrigin::trace(size_t frame, const std::string &expression, unsigned depth)
{
    if (depth >= mostSteps || !isSelector(expression))
        return;
    if (expression.contains('.')) {
        traceField(frame, expression);
        return;
    }
    if (traceAssignment(frame, expression, depth))
        return;
    traceArgument(frame, expression, depth);
}

void NilOrigin::traceField(size_t frame, const std::string &expression)
{
    const size_t dot = expression.rfind('.');
    const std::string owner = expression.substr(0, dot);
    const std::string field = expression.substr(dot + 1);
    const auto whole = valueOf(frame, owner);
    if (!whole) {
        if (NilSuspects(m_sources, m_stack, false).isVariable(frame, owner)) {
            m_origin = std::format("the field {} of {} was never set", field, owner);
        } else if (isNil(frame, expression) == true) { // a variable of another package
            m_origin = expression + " was never set";
            add(expression + " is a package variable, and nil", frame);
        }
        return;
    }
    const LoadLimits limits{.stringBytes = 32, .arrayElements = 4, .depth = 1, .structFields = 12};
    add(std::format("the field {} of {} is nil: {}", field, owner, m_sources.evaluator.format(*whole, limits)), frame);
    m_origin = std::format("the field {} of {} was never set", field, owner);
}

bool NilOrigin::traceAssignment(size_t frame, const std::string &name, unsigned depth)
{
    const Frame &place = m_stack.frames[frame];
    for (int line = place.line; line > std::max(0, place.line - longestFunction); --line) {
        const std::string text = m_sources.sourceLine(place.file, line);
        const auto assignment = assignmentIn(text, name);
        const bool isUse = line == place.line && assignment && assignment->value.contains(name);
        if (assignment && !isUse && mayBeNil(assignment->value)) {
            add(std::format("{}:{}: `{}`", fileName(place.file), line, text), frame);
            explain(frame, *assignment, depth);
            return true;
        }
        if (text.starts_with("func "))
            break;
    }
    return false;
}

bool NilOrigin::explainIndex(size_t frame, const GoAssignment &assignment)
{
    const auto index = indexIn(assignment.value);
    const auto named = index ? m_sources.evaluator.evaluate(m_stack, frame, index->first)
                             : Result<Value>(fail(ErrorCode::NotFound, {}));
    if (!named || !named->type || named->type->kind != TypeKind::Map)
        return false;
    const bool hasOk = assignment.names.size() > 1 && assignment.names.back() != "_";
    m_origin = std::format("the look-up {} found nothing{}", assignment.value,
                           hasOk ? ", and went on" : ", and did not ask whether it would");
    const auto map = valueOf(frame, index->first);
    if (!map)
        return true;
    const uint64_t length = m_sources.evaluator.length(*map).value_or(0);
    const auto held = m_sources.evaluator.evaluate(m_stack, frame, assignment.value);
    const auto isHeldNil = held && !held->error ? m_sources.evaluator.knownFields().isNil(*held) : std::nullopt;
    add(std::format("{} has {} entr{}; {}", index->first, length, length == 1 ? "y" : "ies",
                    isHeldNil == false ? "by now there is one for " + index->second
                        : isHeldNil    ? "there is nil for " + index->second
                                       : "none for " + index->second),
        frame);
    return true;
}

/// "x, err := f()": the error of the same call.
bool NilOrigin::explainError(size_t frame, const GoAssignment &assignment)
{
    if (assignment.names.size() < 2 || !assignment.value.ends_with(')'))
        return false;
    const std::string &last = assignment.names.back();
    if (last == "_") {
        m_origin = assignment.value.contains(".(")
            ? "the type assertion failed, and did not ask whether it would"
            : "of the call of " + assignment.value.substr(0, assignment.value.find('(')) + " the error is ignored";
        return true;
    }
    const auto error = valueOf(frame, last);
    if (!error || error->type->kind != TypeKind::Interface || m_sources.evaluator.knownFields().isNil(*error) != false)
        return false;
    const std::string text = m_sources.evaluator.errorText(*error).value_or(std::string());
    add(last + " is not nil: " + (text.empty() ? m_sources.evaluator.format(*error) : text), frame);
    m_origin = std::format("the call of {} failed, and its {} was not heeded",
                           assignment.value.substr(0, assignment.value.find('(')), last);
    return true;
}

void NilOrigin::explain(size_t frame, const GoAssignment &assignment, unsigned depth)
{
    const std::string &value = assignment.value;
    if (value.empty()) {
        m_origin = "it was declared and never set";
        return;
    }
    if (value == "nil" || value.ends_with("(nil)")) {
        m_origin = "it was set to nil";
        return;
    }
    if (explainIndex(frame, assignment) || explainError(frame, assignment))
        return;
    if (isSelector(value) && assignment.names.size() == 1) {
        trace(frame, value, depth + 1);
        return;
    }
    if (value.ends_with(')'))
        m_origin = value.substr(0, value.find('(')) + " returned it";
}

void NilOrigin::traceArgument(size_t frame, const std::string &name, unsigned depth)
{
    const auto variables = m_sources.evaluator.variables(m_stack, frame);
    if (!variables)
        return;
    const auto found = std::ranges::find_if(*variables, [&](const Value &one) { return one.name == name; });
    if (found == variables->end()) {
        if (isNil(frame, name) == true) {
            m_origin = "the package variable " + name + " was never set";
            add(name + " is a package variable, and nil", frame);
        }
        return;
    }
    const Frame &place = m_stack.frames[frame];
    if (!found->isArgument || found->isResult || shortName(place.function).empty())
        return;
    const auto parameter = parameterIn(declarationOf(place), name);
    if (!parameter)
        return;
    size_t caller = frame + 1;
    while (caller < m_stack.frames.size() && m_stack.frames[caller].isWrapper)
        ++caller;
    traceCall(frame, caller, *parameter, depth);
}

void NilOrigin::traceCall(size_t frame, size_t caller, int parameter, unsigned depth)
{
    const std::string callee = shortName(m_stack.frames[frame].function);
    const bool isStart = caller >= m_stack.frames.size() || m_stack.frames[caller].function == "runtime.goexit";
    const SourceLocation *statement = m_sources.stacks.goStatementAt(m_row);
    if (isStart && (!statement || statement->isEmpty()))
        return;
    const std::string file = isStart ? statement->file : m_stack.frames[caller].file;
    const int line = isStart ? statement->line : m_stack.frames[caller].line;
    const std::string text = m_sources.sourceLine(file, line);
    const auto call = callIn(text, callee);
    if (!call)
        return;
    const bool isReceiver = parameter < 0;
    if (!isReceiver && size_t(parameter) >= call->arguments.size())
        return;
    const std::string &argument = isReceiver ? call->receiver : call->arguments[size_t(parameter)];
    const auto owner = isStart ? std::optional<size_t>() : std::optional(caller);
    add(std::format("it is what {} was called with: {}:{}: `{}`", callee, fileName(file), line, text), owner);
    if (argument == "nil") {
        m_origin = "the caller hands over nil";
        return;
    }
    if (isStart || !isUserFrame(m_stack.frames[caller]))
        return;
    m_origin = "the caller's " + argument;
    if (isSelector(argument) && isNil(caller, argument) != false)
        trace(caller, argument, depth + 1);
    else if (argument.ends_with(')') && !isSelector(argument))
        m_origin = argument.substr(0, argument.find('(')) + " returned it";
}

std::optional<Finding> NilOrigin::finding(uint32_t row)
{
    m_row = row;
    m_stack = m_frames.stackOf(row);
    m_finding = {.id = "nil-origin", .severity = Finding::Severity::Critical};
    const auto frame = guiltyFrame();
    if (!frame || *frame >= m_stack.frames.size())
        return std::nullopt;
    const auto suspect = NilSuspects(m_sources, m_stack, isNilMap(m_sources.crash.message)).at(*frame);
    if (!suspect)
        return std::nullopt;
    const Frame &place = m_stack.frames[*frame];
    const std::string &name = suspect->use.expression;
    m_finding.goroutines.push_back(m_sources.table.id[row]);
    add(std::format("{}:{}: `{}`", fileName(place.file), place.line, lineOf(place)), frame);
    const std::string type = suspect->type.empty() ? std::string() : ", of type " + suspect->type;
    add(suspect->isNil
            ? std::format("{} is nil there{}", name, type)
            : std::format(
                  "{} is the one there that fits the address and the code{}; the program kept its " "value nowhere",
                  name, type),
        frame);
    trace(*frame, name, 0);
    const bool isSure = suspect->isCertain;
    m_finding.title = std::format("{}{} is nil in {}", isSure ? "" : "Probably ", name,
                                  shortPlace(place.function, place.file, place.line));
    m_finding.detail = m_origin.empty() ? "Where that nil came from can't be told."
                                        : "Where it came from is told from the source and the values in the core.";
    if (!m_origin.empty())
        m_finding.title += ": probably " + m_origin;
    m_finding.isCertain = isSure && m_origin.empty();
    return std::move(m_finding);
}

}
