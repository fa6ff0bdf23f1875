// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/functionnames.h"

#include <algorithm>

namespace Freezeframe
{

std::string withoutTypeArguments(std::string_view function)
{
    std::string out;
    size_t depth = 0;
    for (const char c : function) {
        if (c == '[')
            ++depth;
        else if (c == ']' && depth > 0)
            --depth;
        else if (depth == 0)
            out += c;
    }
    return out;
}

std::string_view rangeParent(std::string_view function)
{
    constexpr std::string_view mark = "-range";
    const size_t at = function.rfind(mark);
    if (at == std::string_view::npos)
        return {};
    const std::string_view digits = function.substr(at + mark.size());
    const bool isNumber = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? function.substr(0, at) : std::string_view();
}

std::string_view closureParent(std::string_view function)
{
    const auto isNumber = [](std::string_view text) {
        return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    };
    const std::string_view parent = function.substr(0, std::min(function.rfind('.'), function.size()));
    // "func2" hangs on a function, "1" on another closure: somewhere before the numbers there is a func.
    for (std::string_view rest = function;;) {
        const size_t dot = rest.rfind('.');
        if (dot == std::string_view::npos)
            return {};
        const std::string_view last = rest.substr(dot + 1);
        if (last.starts_with("func") && isNumber(last.substr(4)))
            return parent;
        if (!isNumber(last))
            return {};
        rest = rest.substr(0, dot);
    }
}

std::optional<uint64_t> inlinedCallOf(const std::vector<DwarfInlinedCall> &calls, std::string_view function,
                                      unsigned depth)
{
    const std::string name = withoutTypeArguments(function);
    const auto matches = [&](size_t i) { return withoutTypeArguments(calls[i].name) == name; };
    if (depth < calls.size() && matches(depth))
        return calls[depth].die;
    // The tables can differ by a call that one of them leaves out; a name that fits only once is still sure.
    std::optional<uint64_t> only;
    for (size_t i = 0; i < calls.size(); ++i) {
        if (!matches(i))
            continue;
        if (only)
            return std::nullopt;
        only = calls[i].die;
    }
    return only;
}

}
