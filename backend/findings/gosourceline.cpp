// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/gosourceline.h"

#include <algorithm>
#include <cctype>

namespace Freezeframe
{

namespace
{

constexpr size_t mostLine = 4096; ///< bytes of a line that are looked at

bool isNameStart(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool isNamePart(char c)
{
    return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c));
}

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

bool isKeyword(std::string_view word)
{
    constexpr std::string_view words[]
        = {"break",  "case",        "chan",   "const",  "continue", "default",   "defer", "else",    "for",
           "func",   "go",          "goto",   "if",     "import",   "interface", "map",   "package", "range",
           "return", "fallthrough", "select", "struct", "switch",   "type",      "var",   "nil"};
    return std::ranges::contains(words, word);
}

/// Where the text or rune that begins at @p at ends; one behind.
size_t afterText(std::string_view line, size_t at)
{
    const char quote = line[at];
    for (++at; at < line.size() && line[at] != quote; ++at) {
        if (line[at] == '\\' && quote != '`')
            ++at;
    }
    return std::min(at + 1, line.size());
}

bool isQuote(char c)
{
    return c == '"' || c == '`' || c == '\'';
}

/// Behind the bracket that closes the one at @p at; npos if the line does not close it.
size_t afterBracket(std::string_view line, size_t at)
{
    unsigned depth = 0;
    while (at < line.size()) {
        const char c = line[at];
        if (isQuote(c)) {
            at = afterText(line, at);
            continue;
        }
        depth += c == '(' || c == '[' || c == '{';
        if (c == ')' || c == ']' || c == '}') {
            if (--depth == 0)
                return at + 1;
        }
        ++at;
    }
    return std::string_view::npos;
}

/// The pieces between commas that stand in no brackets.
std::vector<std::string> commaParts(std::string_view text)
{
    std::vector<std::string> parts;
    size_t begin = 0;
    for (size_t at = 0; at <= text.size();) {
        if (at == text.size() || text[at] == ',') {
            const std::string_view part = trimmed(text.substr(begin, at - begin));
            if (!part.empty())
                parts.emplace_back(part);
            begin = ++at;
        } else if (isQuote(text[at])) {
            at = afterText(text, at);
        } else if (std::string_view("([{").contains(text[at])) {
            at = std::min(afterBracket(text, at), text.size());
        } else {
            ++at;
        }
    }
    return parts;
}

std::string_view withoutComment(std::string_view line)
{
    line = line.substr(0, mostLine);
    for (size_t at = 0; at < line.size();) {
        if (line.substr(at).starts_with("//"))
            return line.substr(0, at);
        at = isQuote(line[at]) ? afterText(line, at) : at + 1;
    }
    return line;
}

/// Whether a star before @p at takes what a pointer points to, and does not multiply or name a type.
bool isIndirection(std::string_view line, size_t at)
{
    if (at == 0 || line[at - 1] != '*')
        return false;
    const std::string_view before = trimmed(line.substr(0, at - 1));
    return before.empty() || std::string_view("=(,+-!&|<>{;:").contains(before.back()) || before.ends_with("return");
}

}

std::vector<GoDereference> dereferencesIn(std::string_view line)
{
    line = withoutComment(line);
    std::vector<GoDereference> found;
    for (size_t at = 0; at < line.size();) {
        if (isQuote(line[at])) {
            at = afterText(line, at);
            continue;
        }
        if (!isNameStart(line[at])) {
            ++at;
            while (std::isdigit(static_cast<unsigned char>(line[at - 1])) && at < line.size() && isNamePart(line[at]))
                ++at;
            continue;
        }
        const size_t begin = at;
        const auto passName = [&] {
            while (at < line.size() && isNamePart(line[at]))
                ++at;
        };
        passName();
        if (isKeyword(line.substr(begin, at - begin)) || (begin > 0 && line[begin - 1] == '.'))
            continue;
        while (at < line.size()) {
            const std::string expression(line.substr(begin, at - begin));
            if (line[at] == '.' && at + 1 < line.size() && isNameStart(line[at + 1])) {
                const size_t member = ++at;
                passName();
                found.push_back({.expression = expression, .member = std::string(line.substr(member, at - member))});
            } else if (line[at] == '[') {
                found.push_back({.expression = expression, .member = "["});
                const size_t end = afterBracket(line, at);
                for (GoDereference &inner : dereferencesIn(line.substr(at + 1, end - at - 1)))
                    found.push_back(std::move(inner));
                at = std::min(end, line.size());
            } else {
                if (line[at] == '(')
                    found.push_back({.expression = expression, .member = "("});
                break;
            }
        }
        if (isIndirection(line, begin))
            found.push_back({.expression = std::string(line.substr(begin, at - begin)), .member = "*"});
    }
    return found;
}

std::optional<GoCall> callIn(std::string_view line, std::string_view function)
{
    line = withoutComment(line);
    for (size_t at = line.find(function); at != std::string_view::npos; at = line.find(function, at + 1)) {
        const size_t open = at + function.size();
        if (open >= line.size() || line[open] != '(' || (at > 0 && isNamePart(line[at - 1])))
            continue;
        const size_t end = afterBracket(line, open);
        if (end == std::string_view::npos)
            return std::nullopt;
        GoCall call{.receiver = {}, .arguments = commaParts(line.substr(open + 1, end - open - 2))};
        if (at > 0 && line[at - 1] == '.') {
            size_t begin = at - 1;
            while (begin > 0 && (isNamePart(line[begin - 1]) || line[begin - 1] == '.'))
                --begin;
            call.receiver = line.substr(begin, at - 1 - begin);
        }
        return call;
    }
    return std::nullopt;
}

std::optional<int> parameterIn(std::string_view declaration, std::string_view name)
{
    constexpr std::string_view keyword = "func ";
    if (!declaration.starts_with(keyword))
        return std::nullopt;
    const auto firstWord = [](std::string_view part) { return part.substr(0, part.find_first_of(" \t*")); };
    size_t at = keyword.size();
    if (at < declaration.size() && declaration[at] == '(') {
        const size_t end = afterBracket(declaration, at);
        if (end == std::string_view::npos)
            return std::nullopt;
        if (firstWord(trimmed(declaration.substr(at + 1, end - at - 2))) == name)
            return -1;
        at = end;
    }
    // Behind type parameters: the bracket right after them or after the name.
    size_t open = declaration.find_first_of("([", at);
    if (open != std::string_view::npos && declaration[open] == '[')
        open = afterBracket(declaration, open);
    if (open == std::string_view::npos || open >= declaration.size() || declaration[open] != '(')
        return std::nullopt;
    const size_t end = afterBracket(declaration, open);
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::vector<std::string> parts = commaParts(declaration.substr(open + 1, end - open - 2));
    for (size_t i = 0; i < parts.size(); ++i) {
        if (firstWord(parts[i]) == name)
            return int(i);
    }
    return std::nullopt;
}

std::optional<GoAssignment> assignmentIn(std::string_view line, std::string_view name)
{
    line = trimmed(withoutComment(line));
    GoAssignment assignment;
    if (line.starts_with("var ")) {
        line.remove_prefix(4);
        assignment.isDeclaration = true;
    }
    for (const std::string_view prefix : {"if ", "for ", "switch ", "} else if "}) {
        if (line.starts_with(prefix))
            line.remove_prefix(prefix.size());
    }
    size_t equals = std::string_view::npos;
    for (size_t at = 0; at < line.size() && equals == std::string_view::npos;) {
        if (isQuote(line[at])) {
            at = afterText(line, at);
        } else if (std::string_view("([{").contains(line[at])) {
            at = std::min(afterBracket(line, at), line.size());
        } else if (line[at] == '=') {
            const bool isComparison = at + 1 < line.size() && line[at + 1] == '=';
            if (isComparison || (at > 0 && std::string_view("!<>+-*/|&^%").contains(line[at - 1])))
                return std::nullopt;
            equals = at;
        } else {
            ++at;
        }
    }
    if (equals == std::string_view::npos && !assignment.isDeclaration)
        return std::nullopt;
    std::string_view left = line.substr(0, equals);
    if (left.ends_with(':'))
        left.remove_suffix(1);
    assignment.names = commaParts(left);
    if (assignment.isDeclaration) {
        for (std::string &one : assignment.names)
            one = one.substr(0, one.find_first_of(" \t"));
    }
    if (!std::ranges::contains(assignment.names, name))
        return std::nullopt;
    if (equals != std::string_view::npos) {
        std::string_view value = line.substr(equals + 1);
        // "if x := f(); x.ok {"
        for (size_t at = 0; at < value.size();) {
            if (value[at] == ';') {
                value = value.substr(0, at);
                break;
            }
            at = isQuote(value[at])                           ? afterText(value, at)
                : std::string_view("([{").contains(value[at]) ? std::min(afterBracket(value, at), value.size())
                                                              : at + 1;
        }
        assignment.value = trimmed(value);
    }
    return assignment;
}

std::optional<std::pair<std::string, std::string>> indexIn(std::string_view expression)
{
    expression = trimmed(expression);
    const size_t open = expression.find('[');
    if (open == std::string_view::npos || open == 0 || afterBracket(expression, open) != expression.size()
        || !isSelector(expression.substr(0, open)))
        return std::nullopt;
    return std::pair(std::string(expression.substr(0, open)),
                     std::string(trimmed(expression.substr(open + 1, expression.size() - open - 2))));
}

bool isSelector(std::string_view expression)
{
    bool isStart = true;
    for (const char c : expression) {
        if (c == '.') {
            if (isStart)
                return false;
            isStart = true;
            continue;
        }
        if (isStart ? !isNameStart(c) : !isNamePart(c))
            return false;
        isStart = false;
    }
    return !expression.empty() && !isStart;
}

}
